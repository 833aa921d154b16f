#ifndef LIBRARY_LIBRARY_H
#define LIBRARY_LIBRARY_H

/*
 * A library: an archive with its catalogue, as they were at one moment. It is
 * read-only but for what its catalogue reads when it is asked, and belongs to one
 * thread at a time. The catalogue is kept in the cache folder and brought up to
 * date with the archive by reading what has changed there.
 */

#include "archive/archive.h"
#include "catalogue/catalogue.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct err;
struct problems;
struct watch;

struct library {
	size_t holders; /* that have not closed it */
	struct archive *archive;
	struct catalogue *catalogue;
	struct problems *problems; /* what is wrong in the archive, as far as it was asked for */
	bool is_partial; /* the archive is still being compared or read: another will come */
	size_t added;	 /* posts that are new since the last one that was not partial */
	char *newest;	 /* the title of the newest of these; NULL: there are none */
	size_t unread; /* posts, and folders of posts, that could not be read; not in the catalogue */
	char *notice; /* a sentence about the cache; NULL: there is nothing to say */
};

/* How far library_make is; read and written by several threads. */
struct library_progress {
	atomic_size_t done; /* posts read */
	atomic_size_t total; /* posts to be read; 0 while the folder is compared with what is known */
	atomic_llong begun_ms; /* when `total` became known, in ticks_ms */
	atomic_bool stop;      /* set by another thread to end it early */
};

/* Whether another thread has asked it to stop; `progress` may be NULL. */
static inline bool
library_is_stopped(struct library_progress *progress)
{
	return progress != NULL && atomic_load(&progress->stop);
}

/* What a session does in the background; a test asks only for what it is about. */
enum background {
	BACKGROUND_NONE = 0,
	BACKGROUND_PARTS = 1 << 0, /* shows what has been read before all has */
	BACKGROUND_WATCH = 1 << 1, /* reads the archive again when its folders change */
	BACKGROUND_INDEX = 1 << 2, /* indexes the full text */
	BACKGROUND_ALL = (1 << 3) - 1,
};

/* What is wanted of an archive. */
struct library_request {
	const char *path;
	const struct archive_options *options;
	struct library_progress *progress; /* may be NULL */
	struct watch *watch;		   /* gets the folders of posts; may be NULL */
	bool is_fresh; /* reads every post and keeps nothing, to find all problems */
	bool is_anew;  /* discards the catalogue first */
	bool is_as_kept; /* compares and reads nothing, and fails where no current catalogue is kept */
	size_t problems; /* of at most so many posts problems are reported */

	/*
	 * Called with libraries, which the callee is to close, while there is more to come:
	 * at once with what the catalogue has from before, unless its catalogue_state is
	 * `given`, then with what has been read so far. NULL: only the last one is wanted.
	 */
	void (*deliver)(void *context, struct library *library);
	void *context;
	int64_t given;
};

/*
 * Opens the archive and its catalogue, after bringing that up to date. Where the
 * catalogue's file cannot be written, or a process that makes no progress has locked it,
 * the library has a notice, and if posts have changed a catalogue in memory: a copy of the
 * file, to which only what has changed is read. With `limit_posts` in the configuration
 * only the newest posts are there, as Jekyll's Site#limit_posts! has it. NULL with err
 * when the folder cannot be read, or when stopped. With is_as_kept the catalogue is opened as
 * it is kept; it must be of the whole archive with its configuration and options of now.
 */
struct library *library_make(const struct library_request *request, struct err *err);

/* The same, with nothing delivered before the end. */
struct library *library_open(const char *path, const struct archive_options *options,
		struct library_progress *progress, struct err *err);

/*
 * The catalogue of an open archive as it was kept, without a look at its posts: what has changed since is not
 * in it. NULL with err, also when there is none. To be freed with catalogue_free.
 */
struct catalogue *library_kept_catalogue(const struct archive *archive,
		const struct archive_options *options, struct err *err);

/* Adds a holder, in the thread that the library belongs to; it lives until each has closed it. */
struct library *library_hold(struct library *library);
void library_close(struct library *library); /* NULL is fine */

/*
 * The path of the file in the cache folder that keeps something of an archive, by its ending;
 * to be freed. NULL when there is no home.
 */
char *library_cache_path(const char *archive_root, const char *ending);

#endif
