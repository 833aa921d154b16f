#ifndef ARTICLE_ARTICLE_H
#define ARTICLE_ARTICLE_H

/*
 * An article: one post opened for reading. It owns an arena with the post, its
 * document and its present layout; the one path from a file to lines, for the
 * screen, for --dump and for the full text alike.
 *
 * No post ends the program: if there is too little memory for it, or it would take more
 * than ARTICLE_MAX_MEMORY, half of the body is shown, or half of that and so on, with a
 * word at its end.
 */

#include "archive/archive.h"
#include "document/document.h"
#include "fulltext/words.h"
#include "layout/layout.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct err;

/* A match of a search, as a stretch of the document's text. */
struct match {
	size_t offset; /* bytes */
	size_t length; /* bytes */
};

struct article {
	struct post post;
	const struct document *document;
	const struct layout *layout; /* NULL until article_layout */
	struct match *matches;	     /* of the last article_search or article_mark, in order */
	size_t match_count;
	struct body body;
	/* private from here */
	struct arena *arena;	      /* the post and its body; the others are its children */
	struct arena *document_arena; /* the document */
	struct arena *layout_arena;   /* the present layout */
	struct arena *match_arena;    /* the matches */
	size_t shown;		      /* bytes of the body that the document is of */
	struct layout_options options;
};

/* Bytes that one post may take: 100 MB of news take a quarter of it. */
#define ARTICLE_MAX_MEMORY ((size_t)1 << 31)

/*
 * Opens the post at `path`, relative to the archive's root. Without an archive (NULL) `path`
 * is a single file's, or NULL for standard input. NULL with err filled.
 */
struct article *article_open(const struct archive *archive, const char *path, struct err *err);

/*
 * The same with another bound than ARTICLE_MAX_MEMORY. Where *stop becomes true (NULL:
 * never) it ends soon, with NULL, and so does article_layout, without a layout; the flag
 * is looked at until article_unstop.
 */
struct article *article_open_within(const struct archive *archive, const char *path, size_t memory,
		const atomic_bool *stop, struct err *err);
void article_unstop(struct article *article);
void article_close(struct article *article); /* NULL is fine */

/* Whether the document is of the body's beginning only. */
bool article_is_cut(const struct article *article);

/* The title to show: the post's, else the document's heading, else its slug. Never NULL, may be "". */
const char *article_title(const struct article *article);

/* Appends the body as HTML, as much of it as the document is of. */
void article_body_html(const struct article *article, struct buf *out);

/* Whether the present layout is by these options. */
bool article_is_laid_out(const struct article *article, const struct layout_options *options);

/*
 * Lays the article out; does nothing when the options are those of the present layout. The
 * document is cut if memory is too little for its layout; matches stay as they are.
 */
void article_layout(struct article *article, const struct layout_options *options);

/*
 * Finds every place where one of the terms stands, and keeps them in `matches`. Returns
 * how many; none when there is too little memory.
 */
size_t article_mark(struct article *article, const struct words_term *terms, size_t count);

/* The same of places that are folded (words_fold) the phrase, also inside words; none for "". */
size_t article_search(struct article *article, const char *phrase);

/* The first match at or after the offset, or the last one before it; SIZE_MAX: there is none. */
size_t article_match_from(const struct article *article, size_t offset, bool is_backward);

#endif
