#ifndef ARCHIVE_SITE_H
#define ARCHIVE_SITE_H

/* What an open archive is, for the files of this room. */

#include "archive/archive.h"
#include "archive/root.h"
#include "archive/site_config.h"

#include <stdatomic.h>

struct archive {
	struct arena *arena;
	atomic_uint holders; /* that have not closed it */
	struct root root;
	const char *title;
	const char *cname; /* the CNAME file's host, "" when there is none */
	struct archive_options options;
	struct site_config config;
	const char *file; /* relative to the root, of archive_open_around; NULL: none */
};

/* A path as Jekyll has it: relative to the source, without collections_dir. */
const char *site_jekyll_path(const struct archive *archive, const char *path);

/* Whether a folder, `length` bytes of a path, holds an entry. */
bool site_holds(const char *folder, size_t length, const char *name);

/* How a body in a file with this extension, without dot, is marked up. */
enum body_markup site_markup(const struct archive *archive, const char *extension);

#endif
