#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

/*
 * Chunks of work done by several threads at once and
 * handed over in order. Only a few chunks are alive at a time, each in a slot
 * that the caller keeps for it and that is used for chunk after chunk.
 */

#include <stdatomic.h>
#include <stddef.h>

struct parallel {
	size_t chunk_count;
	size_t slot_count; /* of parallel_slots */
	void *context;
	void (*work)(void *context, size_t chunk, size_t slot); /* in any thread */
	void (*take)(void *context, size_t chunk, size_t slot); /* in the caller's, in order */
	const atomic_bool *stop;				/* NULL: never */
};

/* How many slots the work on so many chunks takes; 0 for no chunks. */
size_t parallel_slots(size_t chunk_count);

/* Returns when all is taken, or early when `stop` is set: from then on nothing is taken. */
void parallel_run(const struct parallel *job);

#endif
