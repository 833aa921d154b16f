#include "catalogue/names.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

uint32_t
names_hash(const char *text)
{
	uint32_t hash = 2166136261U;
	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619U;
	return hash;
}

void
names_free(struct names *names)
{
	free(names->items);
	free(names->slots);
	for (size_t i = 0; i < sizeof(names->ordered) / sizeof(names->ordered[0]); i++)
		free(names->ordered[i]);
	*names = (struct names){0};
}

/* The slot where `text` stands or would stand. There is a free one always. */
static size_t
slot_of(const struct names *names, const char *text)
{
	size_t slot = names_hash(text) & (names->slot_count - 1);
	while (names->slots[slot] != NAMES_NONE &&
			strcmp(names->items[names->slots[slot]].text, text) != 0)
		slot = (slot + 1) & (names->slot_count - 1);
	return slot;
}

static void
grow_slots(struct names *names)
{
	free(names->slots);
	names->slot_count = names->slot_count == 0 ? FIRST_SLOTS : names->slot_count * 2;
	names->slots = xrealloc(NULL, names->slot_count, sizeof(*names->slots));
	memset(names->slots, 0xFF, names->slot_count * sizeof(*names->slots));
	for (size_t i = 0; i < names->count; i++)
		names->slots[slot_of(names, names->items[i].text)] = (uint32_t)i;
}

uint32_t
names_intern(struct names *names, struct arena *arena, const char *text)
{
	if ((names->count + 1) * 2 > names->slot_count)
		grow_slots(names);
	size_t slot = slot_of(names, text);
	if (names->slots[slot] != NAMES_NONE)
		return names->slots[slot];
	names->items = xgrow(names->items, names->count, &names->capacity, sizeof(*names->items));
	const char *copy = arena_text(arena, text);
	names->items[names->count] =
			(struct name){.text = copy, .shown = copy, .latest = INT64_MIN};
	names->slots[slot] = (uint32_t)names->count;
	return (uint32_t)names->count++;
}

uint32_t
names_find(const struct names *names, const char *text)
{
	return names->slot_count == 0 ? NAMES_NONE : names->slots[slot_of(names, text)];
}

uint32_t
names_find_shown(const struct names *names, const char *text)
{
	uint32_t found = names_find(names, text);
	if (found != NAMES_NONE && names->items[found].count > 0)
		return found;
	found = NAMES_NONE;
	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->items[i];
		bool is_better = found == NAMES_NONE || name->count > names->items[found].count;
		if (name->count > 0 && is_better && strcmp(name->shown, text) == 0)
			found = (uint32_t)i;
	}
	return found;
}

static const char *
fold(struct buf *scratch, struct arena *arena, const char *text)
{
	buf_clear(scratch);
	text_fold(scratch, text, strlen(text));
	return strcmp(scratch->data, text) == 0 ? text : arena_text(arena, scratch->data);
}

void
names_fold(struct names *names, struct arena *arena)
{
	struct buf scratch;
	if (names->is_folded)
		return;
	names->is_folded = true;
	buf_init(&scratch);
	for (size_t i = 0; i < names->count; i++) {
		struct name *name = &names->items[i];
		name->folded = fold(&scratch, arena, name->text);
		name->folded_shown = name->shown == name->text ? name->folded
							       : fold(&scratch, arena, name->shown);
	}
	buf_free(&scratch);
}
