#ifndef LIBRARY_REFRESH_H
#define LIBRARY_REFRESH_H

/*
 * Private to the room: brings a catalogue up to date with its archive. The
 * folder is compared with what the catalogue knows (names, sizes, times), by several threads;
 * so are the posts read that are new or changed, and only these, newest names first.
 */

#include "library/library.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue_writer;
struct err;
struct problems;
struct watch;

struct refresh {
	const struct archive *archive;
	struct catalogue_writer *writer;
	struct problems *problems;	   /* gets what is wrong with files that are no rows */
	struct library_progress *progress; /* may be NULL */
	struct watch *watch;		   /* gets the folders that hold posts; may be NULL */
	int64_t now;   /* seconds: hidden posts whose time has come are read again */
	bool is_eager; /* commits soon and often, so that the catalogue can be shown as it grows */
	/* Called after each commit, without the last if posts were known before; may be NULL. */
	void (*committed)(void *context);
	void *context;

	/* what came of it: */
	size_t added; /* posts */
	char *newest; /* the title of the newest of them, to be freed; NULL: there are none */
	int64_t newest_date; /* its date */
	size_t unread; /* posts, and folders of posts, that could not be read; not in the catalogue */
	bool is_store_failure; /* the catalogue was the reason of a failure, not the archive */
	bool is_damaged;       /* the catalogue is damaged, and is to be discarded */
};

/* False with err when the archive cannot be read, the catalogue not written, or when stopped. */
bool refresh_run(struct refresh *refresh, struct err *err);

#endif
