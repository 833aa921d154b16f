#ifndef APP_LOADER_H
#define APP_LOADER_H

/*
 * Reads an archive into a library beside the screen: one thread, which owns
 * all it makes until it is done; a byte on a pipe tells that it is.
 */

#include "app/library.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct loader;

/* Nothing runs yet. NULL with err when the pipe cannot be made. */
struct loader *loader_new(const char *path, const struct archive_options *options, struct err *err);

/* Stops the thread, waits for it and frees what it made. NULL is fine. */
void loader_free(struct loader *loader);

/*
 * Readable when loader_take has something to give, and when anything else has
 * written a byte to loader_wake_fd; each loader_take reads one byte, and so
 * does loader_swallow.
 */
int loader_fd(const struct loader *loader);
int loader_wake_fd(const struct loader *loader);
void loader_swallow(struct loader *loader);

/* Whether loader_take has something to give. */
bool loader_is_done(const struct loader *loader);

/* Begins to read, unless it is being read already. False with err. */
bool loader_start(struct loader *loader, struct err *err);
bool loader_is_running(const struct loader *loader);
void loader_progress(const struct loader *loader, size_t *done, size_t *total);

/*
 * What the thread has made, to be closed by the caller; NULL with err filled
 * when it failed. To be called when the descriptor is readable.
 */
struct library *loader_take(struct loader *loader, struct err *err);

#endif
