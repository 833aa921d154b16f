#include "state/post_names.h"

#include "archive/archive.h"
#include "base/arena.h"
#include "base/xalloc.h"
#include "state/state.h"

#include <stdlib.h>
#include <string.h>

struct post_name {
	uint64_t key;
	size_t path; /* where it begins in `paths` */
};

static bool
add(void *context, const struct archive_entry *entry)
{
	struct post_names *names = context;
	names->names = xgrow(names->names, names->count, &names->capacity, sizeof(*names->names));
	names->names[names->count++] =
			(struct post_name){state_post_key(entry->path), names->paths.length};
	buf_add(&names->paths, entry->path, strlen(entry->path) + 1);
	return true;
}

static int
compare(const void *a, const void *b)
{
	const struct post_name *first = a;
	const struct post_name *second = b;
	return (first->key > second->key) - (first->key < second->key);
}

void
post_names_read(struct post_names *names, const char *folder)
{
	const struct archive_options options = {
			.drafts = true, .future = true, .unpublished = true};
	*names = (struct post_names){0};
	buf_init(&names->paths);
	struct archive *archive = archive_open(folder, &options, NULL, NULL);
	if (archive == NULL)
		return;
	struct arena *arena = arena_new();
	(void)archive_visit(archive, arena, add, names, NULL, NULL);
	arena_free(arena);
	archive_close(archive);
	if (names->count > 0)
		qsort(names->names, names->count, sizeof(*names->names), compare);
}

void
post_names_free(struct post_names *names)
{
	free(names->names);
	buf_free(&names->paths);
}

const char *
post_names_find(const struct post_names *names, uint64_t key)
{
	const struct post_name wanted = {.key = key};
	const struct post_name *found =
			names->count == 0 ? NULL
					  : bsearch(&wanted, names->names, names->count,
							    sizeof(wanted), compare);
	return found != NULL ? names->paths.data + found->path : NULL;
}
