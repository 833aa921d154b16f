#ifndef ARCHIVE_POST_H
#define ARCHIVE_POST_H

/*
 * A post as the archive gives it: what its file name, its front matter and the
 * site's defaults say. Plain data, filled by archive_read_post, living in the
 * arena given there. All text is valid UTF-8 and NUL-terminated but for
 * `path`, which is the file's name as the file system has it. Title,
 * categories and tags have HTML's character references as characters.
 *
 * However hostile the file: a front matter ends within FRONT_MATTER_MAX bytes, the title has
 * at most 16 × its bytes + 64 KiB, the url PERMALINK_MAX and one, and categories
 * and tags are FIELDS_LIST_MAX each. What is more is left out, and `problem` says so.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum post_flag {
	POST_DRAFT = 1 << 0,	   /* from _drafts */
	POST_FUTURE = 1 << 1,	   /* date after now */
	POST_UNPUBLISHED = 1 << 2, /* published: false or null */
	POST_SKIPPED = 1 << 3,	   /* Jekyll would not read it; shown all the same */
	POST_DAMAGED = 1 << 4,	   /* Jekyll would stop or lose fields on it */
	POST_HIDDEN = 1 << 5,	   /* draft, future or unpublished, and not asked for */
};

struct post {
	const char *path;  /* relative to the archive's root, bytes */
	const char *title; /* may be "" (shown as 无题 by the screen) */
	const char *slug;
	const char *url; /* site-absolute, percent-encoded as Jekyll has it, "/…" */
	bool has_date;
	int64_t date;	    /* seconds since 1970 UTC; 0 without date */
	int32_t utc_offset; /* seconds east of UTC of the site's zone at that moment */
	const char *const *categories;
	size_t category_count;
	const char *const *tags;
	size_t tag_count;
	unsigned flags;	     /* of enum post_flag */
	const char *problem; /* why it is damaged or skipped, as sentence_keep has it; else NULL */
	size_t problem_line; /* in the file, from 1; 0 when unknown */
};

#endif
