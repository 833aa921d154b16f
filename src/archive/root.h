#ifndef ARCHIVE_ROOT_H
#define ARCHIVE_ROOT_H

/*
 * The folder of a site. A site comes from strangers, so no setting and no link of
 * it is followed to a place outside of the folder.
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct err;
struct file_state;

struct root {
	int fd;		  /* of the folder; -1: none, a file is read alone */
	const char *path; /* as the user has it */
	const char *real; /* absolute, without links; "" when it is not known */
};

/*
 * Opens the site's folder for `path`, which may be the site's _posts, be that a
 * folder or a link. Paths live in `arena`; `fd` is the caller's to close. False with err.
 */
bool root_open(struct root *root, struct arena *arena, const char *path, struct err *err);

/*
 * Whether `path` (relative to the root) exists, and links on its way lead to a
 * place within the site. A `_posts` or `_drafts` may itself be a link that leads out,
 * as Jekyll has it, but not to a folder above the site: then what is below it is within.
 */
bool root_contains(const struct root *root, const char *path);

/* The folder `path` (relative to the root, or absolute) as a path relative to the root; NULL if it is outside or not there. */
const char *root_relative(const struct root *root, struct arena *arena, const char *path);

/* As file_read_at, for a file within; fails with a reason for any other. */
bool root_read(const struct root *root, const char *path, size_t limit, struct buf *out,
		struct file_state *state, struct err *err);

#endif
