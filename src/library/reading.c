#include "library/reading.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/language.h"
#include "base/parallel.h"
#include "base/xalloc.h"
#include "library/library.h"

#include <stdlib.h>
#include <time.h>

enum {
	CHUNK_POSTS = 128,
	RACE_NS = 100000000, /* longer than the tick of any file system's clock */
};

/* A place for one chunk, used for chunk after chunk. */
struct slot {
	struct arena *arena;
	struct reading_result results[CHUNK_POSTS];
	size_t count;
};

struct reading {
	const struct archive *archive;
	const struct reading_job *jobs;
	size_t count; /* of jobs */
	struct library_progress *progress;
	struct slot *slots;
	void (*take)(void *context, const struct reading_chunk *chunk);
	void *context;
};

static int64_t
clock_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* One entry to be read into its place. */
struct one {
	const struct archive *archive;
	const struct archive_entry *entry;
	struct arena *arena;
	struct reading_result *result;
	struct err err;
};

static void
read_one(void *context)
{
	struct one *one = context;
	struct reading_result *result = one->result;
	result->is_read = archive_read_post(one->archive, one->entry, one->arena, &result->post,
			&result->file, &one->err);
}

static void
read_entry(const struct reading *reading, const struct archive_entry *entry, struct slot *slot)
{
	struct reading_result *result = &slot->results[slot->count++];
	struct one one = {.archive = reading->archive,
			.entry = entry,
			.arena = slot->arena,
			.result = result};
	*result = (struct reading_result){.is_read = false};
	if (!arena_try(slot->arena, read_one, &one))
		err_set(&one.err, _("takes more memory than there is"));
	if (result->is_read && result->file.mtime > clock_ns() - RACE_NS)
		result->file.mtime = -1;
	if (!result->is_read) {
		err_add_path(&one.err, entry->path);
		result->err = arena_raw(slot->arena, sizeof(one.err));
		*result->err = one.err;
	}
}

static void
read_chunk(void *context, size_t chunk, size_t place)
{
	struct reading *reading = context;
	struct slot *slot = &reading->slots[place];
	size_t first = chunk * CHUNK_POSTS;
	size_t left = reading->count - first;
	size_t count = left < CHUNK_POSTS ? left : CHUNK_POSTS;
	arena_reset(slot->arena);
	slot->count = 0;
	for (size_t i = 0; i < count && !library_is_stopped(reading->progress); i++)
		read_entry(reading, &reading->jobs[first + i].entry, slot);
	if (reading->progress != NULL)
		atomic_fetch_add(&reading->progress->done, slot->count);
}

static void
take_chunk(void *context, size_t chunk, size_t place)
{
	const struct reading *reading = context;
	const struct slot *slot = &reading->slots[place];
	reading->take(reading->context, &(struct reading_chunk){reading->jobs + chunk * CHUNK_POSTS,
							slot->results, slot->count});
}

void
reading_run(const struct archive *archive, const struct reading_job *jobs, size_t count,
		struct library_progress *progress,
		void (*take)(void *context, const struct reading_chunk *chunk), void *context)
{
	size_t chunks = count / CHUNK_POSTS + (count % CHUNK_POSTS != 0);
	struct reading reading = {
			.archive = archive,
			.jobs = jobs,
			.count = count,
			.progress = progress,
			.take = take,
			.context = context,
	};
	struct parallel job = {
			.chunk_count = chunks,
			.slot_count = parallel_slots(chunks),
			.context = &reading,
			.work = read_chunk,
			.take = take_chunk,
			.stop = progress != NULL ? &progress->stop : NULL,
	};
	reading.slots = xcalloc(job.slot_count + 1, sizeof(*reading.slots));
	for (size_t i = 0; i < job.slot_count; i++)
		reading.slots[i].arena = arena_new();
	parallel_run(&job);
	for (size_t i = 0; i < job.slot_count; i++)
		arena_free(reading.slots[i].arena);
	free(reading.slots);
}
