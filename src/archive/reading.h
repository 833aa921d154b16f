#ifndef ARCHIVE_READING_H
#define ARCHIVE_READING_H

/* A post being read from its file's text. Private to this room. */

#include "archive/fields.h"
#include "archive/front_matter.h"
#include "archive/post.h"
#include "archive/post_name.h"
#include "base/file.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct archive_entry;
struct arena;
struct body;
struct buf;
struct err;

struct reading {
	const struct archive *archive;
	const struct archive_entry *entry;
	struct arena *arena;
	struct post *post;
	struct file_state file; /* zero: of no file that is known */
	struct post_name name;
	struct fields fields;
	struct front_split split;
	const char *encoding; /* what the text was converted from, "UTF-8" when it was not */
	bool has_mark;	      /* the file began with a byte order mark */
	bool is_valid;	      /* the file's bytes were good in its encoding */
	size_t bytes_read;    /* of the file */
	bool needs_words;     /* the title is from the body's first READING_WORDS_BYTES */
};

/* Bytes of a body in which the words for a missing title are looked for. */
enum { READING_WORDS_BYTES = 32 << 10 };

/*
 * Fills the post from `text`, the file's beginning (all of its front matter).
 * The bytes are converted to UTF-8 in place. Fails when they are no text.
 */
bool reading_fill(struct reading *reading, struct buf *text, struct err *err);

/*
 * Reads a whole file into `text`, below `dir_fd`. A file over BODY_MAX_BYTES fails. False with err.
 */
bool reading_whole(struct reading *reading, int dir_fd, const char *path, struct buf *text,
		struct err *err);

/* Reads the body from `text`, which reading_fill took: its markup, line ends, Liquid. */
void reading_finish(struct reading *reading, struct buf *text, struct body *body);

/*
 * Reads the post of reading->entry from the beginning of its file, as archive_read_post does.
 * The reading has its archive, entry, arena and post, and is zero else.
 */
bool reading_start(struct reading *reading, struct err *err);

/* Appends the text between `from` and `to` without tags and Markdown's marks, as one line of a few words. */
void reading_first_words(struct buf *out, const char *from, const char *to);

#endif
