#ifndef LIBRARY_READING_H
#define LIBRARY_READING_H

/*
 * Private to the room: many posts read by several threads at once, handed over
 * in the order of their entries. Memory stays bounded: only a few chunks of
 * posts are alive at a time, each in an arena of its own.
 */

#include "archive/archive.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct library_progress;

struct reading_result {
	bool is_read;
	struct post post;	/* when read; lives as long as the chunk */
	struct file_state file; /* as it was read; mtime -1 when it may change again and keep it */
	struct err *err;	/* when not: the reason */
};

struct reading_chunk {
	const struct reading_result *results;
	size_t count;
};

/*
 * Reads all entries and calls `take` for chunk after chunk, in order, in the
 * calling thread. Returns early when progress->stop is set. `progress` may be NULL.
 */
void reading_run(const struct archive *archive, const struct archive_entries *entries,
		struct library_progress *progress,
		void (*take)(void *context, const struct reading_chunk *chunk), void *context);

#endif
