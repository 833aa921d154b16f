#include "markdown/definitions.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#include <stdlib.h>

struct definition *
definition_add(struct definition_list *list, struct arena *arena, struct slice name)
{
	list->items = arena_grow(
			arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	struct definition *definition = &list->items[list->count];
	*definition = (struct definition){.name = name, .order = list->count++};
	if (name.length > list->longest)
		list->longest = name.length;
	return definition;
}

static int
compare(const void *a, const void *b)
{
	const struct definition *first = a, *second = b;
	int order = slice_compare(first->name, second->name);
	return order != 0 ? order : (first->order > second->order) - (first->order < second->order);
}

/* Attribute lists of one name are one list. */
static void
prepend(struct attributes *list, const struct attributes *earlier)
{
	if (earlier->first == NULL)
		return;
	earlier->last->next = list->first;
	list->first = earlier->first;
	if (list->last == NULL)
		list->last = earlier->last;
	list->bytes += earlier->bytes;
}

void
definitions_sort(struct definition_list *list)
{
	size_t kept = 0;
	if (list->count > 1)
		qsort(list->items, list->count, sizeof(*list->items), compare);
	for (size_t i = 0; i < list->count; i++) {
		bool is_last = i + 1 == list->count ||
			       slice_compare(list->items[i].name, list->items[i + 1].name) != 0;
		if (is_last)
			list->items[kept++] = list->items[i];
		else if (list->items[i].attributes != NULL)
			prepend(list->items[i + 1].attributes, list->items[i].attributes);
	}
	list->count = kept;
}

static int
compare_name(const void *key, const void *item)
{
	return slice_compare(*(const struct slice *)key, ((const struct definition *)item)->name);
}

struct definition *
definition_find(const struct definition_list *list, struct slice name)
{
	if (list->count == 0 || name.length > list->longest)
		return NULL;
	return bsearch(&name, list->items, list->count, sizeof(*list->items), compare_name);
}

void
definition_name(struct buf *name, struct slice written)
{
	size_t word = 0;
	for (size_t i = 0; i < written.length; i++) {
		if (!ascii_is_space(written.text[i]))
			continue;
		text_lower(name, written.text + word, i - word);
		if (i == 0 || !ascii_is_space(written.text[i - 1]))
			buf_add_char(name, ' ');
		word = i + 1;
	}
	text_lower(name, written.text + word, written.length - word);
}
