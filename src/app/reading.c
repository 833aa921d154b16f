#include "app/reading.h"

#include "app/library.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/xalloc.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	CHUNK_POSTS = 128,
	MAX_WORKERS = 8,
	SLOTS_PER_WORKER = 4, /* chunks that may be alive at once */
};

/* A place for one chunk, used for chunk after chunk. */
struct slot {
	struct arena *arena;
	struct reading_result results[CHUNK_POSTS];
	size_t count;
	bool is_done; /* read, not yet taken */
};

struct reading {
	const struct archive *archive;
	const struct archive_entries *entries;
	struct library_progress *progress;
	struct slot *slots;
	size_t slot_count;
	size_t chunk_count;
	pthread_mutex_t lock;
	pthread_cond_t is_read;	 /* a chunk has been read */
	pthread_cond_t is_taken; /* a slot has become free */
	/* under the lock: */
	size_t next;  /* the chunk that is to be read next */
	size_t taken; /* chunks taken so far; chunk n uses slot n % slot_count */
	bool stop;
};

static bool
is_stopped(const struct reading *reading)
{
	return reading->progress != NULL && atomic_load(&reading->progress->stop);
}

static void
read_entry(const struct reading *reading, const struct archive_entry *entry, struct slot *slot)
{
	struct reading_result *result = &slot->results[slot->count++];
	struct err err;
	result->err = NULL;
	result->is_read = archive_read_post(
			reading->archive, entry, slot->arena, &result->post, &err);
	if (!result->is_read) {
		err_add_path(&err, entry->path);
		result->err = arena_raw(slot->arena, sizeof(err));
		*result->err = err;
	}
}

static void
read_chunk(const struct reading *reading, size_t chunk, struct slot *slot)
{
	size_t first = chunk * CHUNK_POSTS;
	size_t left = reading->entries->count - first;
	size_t count = left < CHUNK_POSTS ? left : CHUNK_POSTS;
	arena_reset(slot->arena);
	slot->count = 0;
	for (size_t i = 0; i < count && !is_stopped(reading); i++)
		read_entry(reading, &reading->entries->items[first + i], slot);
	if (reading->progress != NULL)
		atomic_fetch_add(&reading->progress->done, slot->count);
}

static void *
work(void *argument)
{
	struct reading *reading = argument;
	pthread_mutex_lock(&reading->lock);
	while (!reading->stop && reading->next < reading->chunk_count) {
		size_t chunk = reading->next++;
		while (!reading->stop && chunk >= reading->taken + reading->slot_count)
			pthread_cond_wait(&reading->is_taken, &reading->lock);
		if (reading->stop)
			break;
		struct slot *slot = &reading->slots[chunk % reading->slot_count];
		pthread_mutex_unlock(&reading->lock);
		read_chunk(reading, chunk, slot);
		pthread_mutex_lock(&reading->lock);
		slot->is_done = true;
		pthread_cond_signal(&reading->is_read);
	}
	pthread_mutex_unlock(&reading->lock);
	return NULL;
}

/* Waits for chunk after chunk and hands each over. */
static void
take_all(struct reading *reading, void (*take)(void *context, const struct reading_chunk *chunk),
		void *context)
{
	pthread_mutex_lock(&reading->lock);
	while (reading->taken < reading->chunk_count && !is_stopped(reading)) {
		struct slot *slot = &reading->slots[reading->taken % reading->slot_count];
		while (!slot->is_done)
			pthread_cond_wait(&reading->is_read, &reading->lock);
		pthread_mutex_unlock(&reading->lock);
		take(context, &(struct reading_chunk){slot->results, slot->count});
		pthread_mutex_lock(&reading->lock);
		slot->is_done = false;
		reading->taken++;
		pthread_cond_broadcast(&reading->is_taken);
	}
	reading->stop = true;
	pthread_cond_broadcast(&reading->is_taken);
	pthread_mutex_unlock(&reading->lock);
}

/* Without any thread that could be started, everything is read here. */
static void
read_alone(struct reading *reading, void (*take)(void *context, const struct reading_chunk *chunk),
		void *context)
{
	struct slot *slot = &reading->slots[0];
	for (size_t chunk = 0; chunk < reading->chunk_count && !is_stopped(reading); chunk++) {
		read_chunk(reading, chunk, slot);
		take(context, &(struct reading_chunk){slot->results, slot->count});
	}
}

static size_t
worker_count(size_t chunks)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t count = processors < 1 ? 1 : (size_t)processors;
	if (count > MAX_WORKERS)
		count = MAX_WORKERS;
	return count < chunks ? count : chunks;
}

static void
run_workers(struct reading *reading, size_t wanted,
		void (*take)(void *context, const struct reading_chunk *chunk), void *context)
{
	pthread_t threads[MAX_WORKERS];
	size_t started = 0;
	while (started < wanted && pthread_create(&threads[started], NULL, work, reading) == 0)
		started++;
	if (started == 0)
		read_alone(reading, take, context);
	else
		take_all(reading, take, context);
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

void
reading_run(const struct archive *archive, const struct archive_entries *entries,
		struct library_progress *progress,
		void (*take)(void *context, const struct reading_chunk *chunk), void *context)
{
	size_t chunks = entries->count / CHUNK_POSTS + (entries->count % CHUNK_POSTS != 0);
	size_t workers = worker_count(chunks);
	if (workers == 0)
		return;
	struct reading reading = {
			.archive = archive,
			.entries = entries,
			.progress = progress,
			.chunk_count = chunks,
			.slot_count = workers * SLOTS_PER_WORKER,
	};
	reading.slots = xcalloc(reading.slot_count, sizeof(*reading.slots));
	for (size_t i = 0; i < reading.slot_count; i++)
		reading.slots[i].arena = arena_new();
	pthread_mutex_init(&reading.lock, NULL);
	pthread_cond_init(&reading.is_read, NULL);
	pthread_cond_init(&reading.is_taken, NULL);
	run_workers(&reading, workers, take, context);
	pthread_cond_destroy(&reading.is_taken);
	pthread_cond_destroy(&reading.is_read);
	pthread_mutex_destroy(&reading.lock);
	for (size_t i = 0; i < reading.slot_count; i++)
		arena_free(reading.slots[i].arena);
	free(reading.slots);
}
