#ifndef TESTS_UNIT_ENTRY_LIST_H
#define TESTS_UNIT_ENTRY_LIST_H

/* All files that an archive reads as posts, in a list. */

#include "archive/archive.h"
#include "base/arena.h"

#include <string.h>

struct archive_entries {
	struct archive_entry *items;
	size_t count;
};

struct entry_list {
	struct arena *arena;
	struct archive_entries *entries;
	size_t capacity;
};

static inline bool
entry_list_keep(void *context, const struct archive_entry *entry)
{
	struct entry_list *list = context;
	struct archive_entries *entries = list->entries;
	if (entries->count == list->capacity) {
		list->capacity = list->capacity > 0 ? list->capacity * 2 : 64;
		struct archive_entry *items =
				arena_array(list->arena, list->capacity, sizeof(*items));
		if (entries->count > 0)
			memcpy(items, entries->items, entries->count * sizeof(*items));
		entries->items = items;
	}
	entries->items[entries->count] = *entry;
	entries->items[entries->count++].path = arena_text(list->arena, entry->path);
	return true;
}

/* In `arena`, unordered; otherwise as archive_visit. */
static inline bool
entry_list_read(const struct archive *archive, struct arena *arena, struct archive_entries *entries,
		struct problems *problems, struct err *err)
{
	struct entry_list list = {.arena = arena, .entries = entries};
	*entries = (struct archive_entries){.count = 0};
	return archive_visit(archive, arena, entry_list_keep, &list, problems, err);
}

#endif
