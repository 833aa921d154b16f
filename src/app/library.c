#include "app/library.h"

#include "app/reading.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

static bool
is_stopped(struct library_progress *progress)
{
	return progress != NULL && atomic_load(&progress->stop);
}

static int
compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct archive_entry *)a)->path,
			((const struct archive_entry *)b)->path);
}

static void
tell_post(struct problems *problems, const struct post *post)
{
	bool is_error = (post->flags & (POST_DAMAGED | POST_SKIPPED)) != 0;
	if (post->problem != NULL)
		problems_add(problems, is_error ? SEVERITY_ERROR : SEVERITY_WARNING, post->path,
				post->problem_line, 0, "%s", post->problem);
}

static void
tell_chunk(struct library *library, const struct reading_chunk *chunk)
{
	for (size_t i = 0; i < chunk->count; i++) {
		const struct reading_result *result = &chunk->results[i];
		if (result->is_read)
			tell_post(library->problems, &result->post);
		else
			problems_add_err(library->problems, SEVERITY_ERROR, result->err);
	}
}

static void
add_chunk(struct library *library, const struct reading_chunk *chunk)
{
	for (size_t i = 0; i < chunk->count; i++) {
		const struct reading_result *result = &chunk->results[i];
		if (result->is_read && (result->post.flags & POST_HIDDEN) == 0)
			catalogue_add(library->catalogue, &result->post);
	}
}

/* Takes one chunk of what was read over; called in the order of the entries. */
static void
take_chunk(void *context, const struct reading_chunk *chunk)
{
	tell_chunk(context, chunk);
	add_chunk(context, chunk);
}

/* --- limit_posts --- */

struct dated_entry {
	int64_t date; /* INT64_MIN: none */
	size_t entry;
};

struct dated_entries {
	struct library *library;
	struct dated_entry *items;
	size_t count;
	size_t read; /* entries read so far */
};

static void
take_dates(void *context, const struct reading_chunk *chunk)
{
	struct dated_entries *dated = context;
	tell_chunk(dated->library, chunk);
	for (size_t i = 0; i < chunk->count; i++) {
		const struct reading_result *result = &chunk->results[i];
		size_t entry = dated->read++;
		if (!result->is_read || (result->post.flags & POST_HIDDEN) != 0)
			continue;
		int64_t date = result->post.has_date ? result->post.date : INT64_MIN;
		dated->items[dated->count++] = (struct dated_entry){date, entry};
	}
}

static void
take_rows(void *context, const struct reading_chunk *chunk)
{
	add_chunk(context, chunk);
}

/* Newest first; of one moment the one with the later name, as Jekyll's order backwards. */
static int
compare_dated(const void *a, const void *b)
{
	const struct dated_entry *left = a, *right = b;
	if (left->date != right->date)
		return left->date > right->date ? -1 : 1;
	return left->entry > right->entry ? -1 : 1;
}

static int
compare_places(const void *a, const void *b)
{
	const struct dated_entry *left = a, *right = b;
	return left->entry < right->entry ? -1 : 1;
}

/*
 * Which posts are the newest is known only when all have been read; these few
 * are then read again, since no row outlives its chunk.
 */
static void
read_newest(struct library *library, struct archive_entries *entries, size_t limit,
		struct library_progress *progress)
{
	struct dated_entries dated = {.library = library};
	dated.items = xcalloc(entries->count + 1, sizeof(*dated.items));
	reading_run(library->archive, entries, progress, take_dates, &dated);
	qsort(dated.items, dated.count, sizeof(*dated.items), compare_dated);
	size_t count = dated.count < limit ? dated.count : limit;
	qsort(dated.items, count, sizeof(*dated.items), compare_places);
	/* In their order, each moves to a place at or before its own. */
	for (size_t i = 0; i < count; i++)
		entries->items[i] = entries->items[dated.items[i].entry];
	entries->count = count;
	free(dated.items);
	if (progress != NULL)
		atomic_fetch_add(&progress->total, count);
	reading_run(library->archive, entries, progress, take_rows, library);
}

static void
read_posts(struct library *library, struct archive_entries *entries,
		struct library_progress *progress)
{
	size_t limit = archive_post_limit(library->archive);
	if (limit > 0)
		read_newest(library, entries, limit, progress);
	else
		reading_run(library->archive, entries, progress, take_chunk, library);
}

/* --- Landing pages --- */

/* Landing pages that cannot be read cost names, not posts. */
static void
name_categories(struct library *library)
{
	struct landings *landings = &library->landings;
	struct err err;
	if (!archive_read_landings(library->archive, library->arena, landings, &err)) {
		problems_add_err(library->problems, SEVERITY_WARNING, &err);
		*landings = (struct landings){NULL, 0};
		return;
	}
	for (size_t i = 0; i < landings->count; i++)
		catalogue_name_category(library->catalogue, landings->items[i].category,
				landings->items[i].title);
}

const char *
library_category_at(const struct library *library, const char *url)
{
	for (size_t i = 0; i < library->landings.count; i++) {
		if (strcmp(library->landings.items[i].url, url) == 0)
			return library->landings.items[i].category;
	}
	return NULL;
}

static bool
fill(struct library *library, struct library_progress *progress, struct err *err)
{
	struct arena *arena = arena_new();
	struct archive_entries entries = {NULL, 0};
	bool is_good = archive_walk(library->archive, arena, &entries, library->problems, err);
	if (is_good) {
		if (entries.count > 0)
			qsort(entries.items, entries.count, sizeof(*entries.items),
					compare_entries);
		if (progress != NULL)
			atomic_store(&progress->total, entries.count);
		read_posts(library, &entries, progress);
		name_categories(library);
		if (is_stopped(progress))
			is_good = err_set(err, "stopped while reading the archive");
		else
			catalogue_seal(library->catalogue);
	}
	arena_free(arena);
	return is_good;
}

struct library *
library_open(const char *path, const struct archive_options *options,
		struct library_progress *progress, struct err *err)
{
	struct library *library = xcalloc(1, sizeof(*library));
	library->problems = problems_new();
	library->catalogue = catalogue_new();
	library->arena = arena_new();
	library->archive = archive_open(path, options, library->problems, err);
	if (library->archive == NULL || !fill(library, progress, err)) {
		library_close(library);
		return NULL;
	}
	return library;
}

void
library_close(struct library *library)
{
	if (library == NULL)
		return;
	catalogue_free(library->catalogue);
	problems_free(library->problems);
	arena_free(library->arena);
	if (library->archive != NULL)
		archive_close(library->archive);
	free(library);
}
