#include "model/cursors.h"

#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

static void
remove_at(struct cursors *cursors, size_t place)
{
	struct list_cursor *item = &cursors->items[place];
	asked_free(&item->asked);
	free(item->post);
	cursors->count--;
	memmove(item, item + 1, (cursors->count - place) * sizeof(*item));
}

void
cursors_keep(struct cursors *cursors, const struct asked *asked, const char *post, size_t at)
{
	const struct list_cursor *before = cursors_find(cursors, asked);
	if (cursors->items == NULL)
		cursors->items = xcalloc(CURSORS_KEPT, sizeof(*cursors->items));
	if (before != NULL)
		remove_at(cursors, (size_t)(before - cursors->items));
	else if (cursors->count == CURSORS_KEPT)
		remove_at(cursors, 0);
	cursors->items[cursors->count++] =
			(struct list_cursor){asked_copy(asked), xstrdup(post), at};
}

const struct list_cursor *
cursors_find(const struct cursors *cursors, const struct asked *asked)
{
	for (size_t i = cursors->count; i > 0; i--) {
		if (asked_has_same_posts(&cursors->items[i - 1].asked, asked))
			return &cursors->items[i - 1];
	}
	return NULL;
}

void
cursors_free(struct cursors *cursors)
{
	while (cursors->count > 0)
		remove_at(cursors, cursors->count - 1);
	free(cursors->items);
}
