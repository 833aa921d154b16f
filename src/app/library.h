#ifndef APP_LIBRARY_H
#define APP_LIBRARY_H

/*
 * A library: an archive with all its posts' rows in a catalogue. Reading is
 * spread over threads; the library that comes out is read-only and owned by
 * the caller.
 */

#include "archive/archive.h"
#include "catalogue/catalogue.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;
struct problems;

struct library {
	struct archive *archive;
	struct catalogue *catalogue;
	struct problems *problems; /* what --check prints: all that is wrong in the archive */
	struct landings landings;  /* pages that stand for a category, in `arena` */
	struct arena *arena;
};

/* Watched and written across threads: how far library_open is. */
struct library_progress {
	atomic_size_t done;  /* posts read */
	atomic_size_t total; /* posts found; 0 while the folder is being listed */
	atomic_bool stop;    /* set by another thread to end it early */
};

/*
 * Opens the archive at `path` and reads every post's front matter. With
 * `limit_posts` in its configuration only the newest posts are kept, as
 * Jekyll's Site#limit_posts! does; what is wrong with the others is told all
 * the same. `progress`
 * may be NULL. NULL with err filled when the folder cannot be read, or when
 * stopped.
 */
struct library *library_open(const char *path, const struct archive_options *options,
		struct library_progress *progress, struct err *err);
void library_close(struct library *library); /* NULL is fine */

/* The category whose landing page has this url (as landing.url); NULL if none has. */
const char *library_category_at(const struct library *library, const char *url);

#endif
