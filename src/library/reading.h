#ifndef LIBRARY_READING_H
#define LIBRARY_READING_H

/*
 * Private to the room: reads many posts in several threads and hands them over in
 * the order of their jobs. Only a few chunks of posts are in memory at a time, each
 * in its own arena.
 */

#include "archive/archive.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct library_progress;

struct reading_result {
	bool is_read;
	struct post post;	/* if read; lives as long as the chunk */
	struct file_state file; /* as it was read; mtime -1: too new for a change to show in it */
	struct err *err;	/* if not read: the reason */
};

/* What is to be read. */
struct reading_job {
	struct archive_entry entry;
	uint32_t id;   /* the caller's */
	int64_t order; /* the caller's */
};

struct reading_chunk {
	const struct reading_job *jobs;
	const struct reading_result *results; /* beside the jobs */
	size_t count;
};

/*
 * Reads the entries of all jobs and calls `take` for chunk after chunk, in order, in the
 * calling thread. Returns early when progress->stop is set. `progress` may be NULL.
 */
void reading_run(const struct archive *archive, const struct reading_job *jobs, size_t count,
		struct library_progress *progress,
		void (*take)(void *context, const struct reading_chunk *chunk), void *context);

#endif
