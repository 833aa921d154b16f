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

/* Takes one chunk of what was read over; called in the order of the entries. */
static void
take_chunk(void *context, const struct reading_chunk *chunk)
{
	struct library *library = context;
	for (size_t i = 0; i < chunk->count; i++) {
		const struct reading_result *result = &chunk->results[i];
		if (!result->is_read) {
			problems_add_err(library->problems, SEVERITY_ERROR, result->err);
			continue;
		}
		tell_post(library->problems, &result->post);
		if ((result->post.flags & POST_HIDDEN) == 0)
			catalogue_add(library->catalogue, &result->post);
	}
}

/* Landing pages that cannot be read cost names, not posts. */
static void
name_categories(struct library *library, struct arena *arena)
{
	struct landings landings;
	struct err err;
	if (!archive_read_landings(library->archive, arena, &landings, &err)) {
		problems_add_err(library->problems, SEVERITY_WARNING, &err);
		return;
	}
	for (size_t i = 0; i < landings.count; i++)
		catalogue_name_category(library->catalogue, landings.items[i].category,
				landings.items[i].title);
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
		reading_run(library->archive, &entries, progress, take_chunk, library);
		name_categories(library, arena);
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
	if (library->archive != NULL)
		archive_close(library->archive);
	free(library);
}
