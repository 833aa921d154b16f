#ifndef LIBRARY_LOADER_H
#define LIBRARY_LOADER_H

/*
 * Keeps a session's library up to date beside the screen: one thread opens the
 * archive, gives what is known of it at once, what it has read so far now and
 * then, and all of it at last; then it waits for the folder to change, or to be
 * asked, and does the same again. loader_fd becomes readable when there is something
 * to take. All functions are for the one thread that owns the loader.
 */

#include "base/err.h"
#include "library/library.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct loader;

/* Nothing runs yet. `background` is of enum background. NULL with err when the pipe cannot be made. */
struct loader *loader_new(const char *path, const struct archive_options *options,
		unsigned background, struct err *err);

/* Stops the thread, waits for it and frees what it made. NULL is fine. */
void loader_free(struct loader *loader);

/*
 * Readable when loader_take may have something to give, and when anything else has
 * written a byte to loader_wake_fd. loader_swallow reads what was written.
 */
int loader_fd(const struct loader *loader);
int loader_wake_fd(const struct loader *loader);
void loader_swallow(struct loader *loader);

/*
 * Begins to read, or reads again. With is_anew the catalogue is discarded first.
 * False with err.
 */
bool loader_start(struct loader *loader, bool is_anew, struct err *err);

/* Whether the archive is being compared or read, or the end of that is there to be taken. */
bool loader_is_running(struct loader *loader);

/* How far it is: posts read, posts to be read (0: not known yet), and when that began (ticks_ms). */
void loader_progress(const struct loader *loader, size_t *done, size_t *total, int64_t *begun_ms);

/*
 * Gives the newest library, to be closed by the caller, or with false what went wrong
 * since the last call: *library is NULL then. True with NULL: there is nothing new.
 */
bool loader_take(struct loader *loader, struct library **library, struct err *err);

#endif
