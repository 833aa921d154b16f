#ifndef APP_ARTICLE_H
#define APP_ARTICLE_H

/*
 * An article: one post opened for reading. It owns an arena with the post, its
 * document and its present layout; the one path from a file to lines, for the
 * screen and for --dump alike.
 */

#include "archive/archive.h"
#include "catalogue/words.h"
#include "document/document.h"
#include "layout/layout.h"

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
	const struct match *matches; /* of the last article_search, in order */
	size_t match_count;
	/* private from here */
	struct arena *arena;	    /* post and document */
	struct arena *layout_arena; /* the present layout */
	struct layout_options options;
	struct match *match_items;
};

/* Opens the post at `path` (relative to the archive's root). NULL with err filled. */
struct article *article_open(const struct archive *archive, const char *path, struct err *err);

/* Opens a single file, or standard input when `path` is NULL. */
struct article *article_open_file(const char *path, struct err *err);
void article_close(struct article *article); /* NULL is fine */

/* The title to show: the post's, else the document's heading, else its slug. Never NULL, may be "". */
const char *article_title(const struct article *article);

/* Lays the article out; does nothing when the options are those of the present layout. */
void article_layout(struct article *article, const struct layout_options *options);

/*
 * Finds every place whose folded text (text_fold) equals the folded `phrase`
 * and keeps them in `matches`; "" clears them. Returns how many.
 */
size_t article_search(struct article *article, const char *phrase);

/* Keeps every place where one of the terms stands in `matches`, as article_search does. */
size_t article_mark(struct article *article, const struct words_term *terms, size_t count);

#endif
