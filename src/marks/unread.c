#include "marks/unread.h"

#include "base/arena.h"
#include "base/xalloc.h"
#include "catalogue/catalogue.h"

#include <stdlib.h>
#include <string.h>

enum {
	FEW_POSTS = 128, /* whose groups are looked up one by one */
	FEW_GROUPS = 64, /* that are counted one by one */
};

void
unread_counts_free(struct unread_counts *counts)
{
	free(counts->items);
	bits_free(&counts->read);
	*counts = (struct unread_counts){0};
}

struct unread_counts
unread_counts_copy(const struct unread_counts *counts)
{
	for (size_t i = 0; i < counts->count; i++) {
		if (counts->items[i] == UINT32_MAX)
			return (struct unread_counts){0};
	}
	struct unread_counts copy = {NULL, counts->count, bits_copy(&counts->read)};
	if (counts->items != NULL) {
		copy.items = xmalloc((counts->count + 1) * sizeof(*copy.items));
		memcpy(copy.items, counts->items, counts->count * sizeof(*copy.items));
	}
	return copy;
}

void
unread_free(struct unread *unread)
{
	unread_counts_free(&unread->now);
	unread_counts_free(&unread->before);
	unread->counted = 0;
}

void
unread_take(struct unread *unread, struct unread_counts *counts)
{
	unread_counts_free(&unread->now);
	unread->now = *counts;
	unread->counted = 0;
	*counts = (struct unread_counts){0};
}

/* --- Changes --- */

/* The posts that are in one of the sets only, unless they are many. */
static bool
differ_little(const struct bits *a, const struct bits *b, struct bits *difference)
{
	struct bits other = bits_copy(b);
	*difference = bits_copy(a);
	bits_remove(difference, b);
	bits_remove(&other, a);
	bits_join(difference, &other);
	bits_free(&other);
	if (bits_sum(difference) <= FEW_POSTS)
		return true;
	bits_free(difference);
	return false;
}

static void
adjust_post(struct unread_counts *counts, struct catalogue *catalogue, uint32_t post, bool is_read)
{
	struct arena *arena = arena_new();
	uint32_t *groups;
	size_t count = catalogue_post_groups(catalogue, post, arena, &groups);
	for (size_t i = 0; i < count; i++) {
		if (groups[i] < counts->count && counts->items[groups[i]] != UINT32_MAX)
			counts->items[groups[i]] +=
					is_read ? UINT32_MAX : 1; /* one less, or more */
	}
	arena_free(arena);
}

/* False if the posts that are read now are quite others. */
static bool
adjust(struct unread_counts *counts, struct catalogue *catalogue, const struct bits *read)
{
	struct bits changed;
	if (counts->items == NULL || !differ_little(&counts->read, read, &changed))
		return false;
	for (uint32_t post = bits_next(&changed, 0); post != UINT32_MAX;
			post = bits_next(&changed, post + 1)) {
		adjust_post(counts, catalogue, post, bits_have(read, post));
		bits_put(&counts->read, post, bits_have(read, post));
	}
	bits_free(&changed);
	return true;
}

bool
unread_follow(struct unread *unread, struct catalogue *catalogue, const struct bits *read)
{
	if (adjust(&unread->now, catalogue, read))
		return true;
	struct unread_counts other = unread->now;
	unread->now = unread->before;
	unread->before = other;
	if (adjust(&unread->now, catalogue, read))
		return true;
	unread_counts_free(&unread->now);
	unread->now.read = bits_copy(read);
	unread->counted = 0;
	return false;
}

/* --- Asking --- */

/* Nothing is known but how many of all posts are unread: where none is, none of any group is. */
static void
begin(struct unread_counts *counts, struct catalogue *catalogue)
{
	size_t all = catalogue_count_without(catalogue, GROUP_ALL, &counts->read);
	counts->count = catalogue_group_numbers(catalogue);
	counts->items = xmalloc((counts->count + 1) * sizeof(*counts->items));
	memset(counts->items, all > 0 ? 0xFF : 0, counts->count * sizeof(*counts->items));
	counts->items[GROUP_ALL] = (uint32_t)all;
}

/* All groups at once, which is sooner done than many one by one. */
static void
count_all(struct unread *unread, struct catalogue *catalogue)
{
	uint32_t *items;
	struct unread_counts *now = &unread->now;
	size_t count = catalogue_counts_without(catalogue, &now->read, &items, NULL);
	if (count == now->count)
		memcpy(now->items, items, count * sizeof(*items));
	free(items);
	unread->counted = 0;
}

size_t
unread_of(struct unread *unread, struct catalogue *catalogue, uint32_t group)
{
	struct unread_counts *now = &unread->now;
	if (now->items == NULL)
		begin(now, catalogue);
	if (group >= now->count)
		return 0;
	if (now->items[group] == UINT32_MAX && unread->counted == FEW_GROUPS)
		count_all(unread, catalogue);
	if (now->items[group] == UINT32_MAX) {
		unread->counted++;
		now->items[group] = (uint32_t)catalogue_count_without(catalogue, group, &now->read);
	}
	return now->items[group];
}
