#include "base/arena.h"
#include "base/buf.h"
#include "base/edits.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "catalogue/snapshot.h"

#include <stdlib.h>
#include <string.h>

struct groups {
	size_t count;
	struct group items[];
};

static struct group
group_of(const struct name *name)
{
	return (struct group){.name = name->text,
			.shown = name->shown,
			.count = name->count,
			.latest = name->latest};
}

/* By its slug or by its shown name. */
static bool
is_wanted(const struct name *name, const struct buf *folded)
{
	return folded->length == 0 || strstr(name->folded, folded->data) != NULL ||
	       (name->folded_shown != name->folded &&
			       strstr(name->folded_shown, folded->data) != NULL);
}

struct groups *
catalogue_groups(struct catalogue *catalogue, enum group_kind kind, enum group_order order,
		const char *filter)
{
	struct names *names = catalogue_names(catalogue, kind);
	const struct name *const *ordered = names_in_order(names, order);
	struct groups *groups = xmalloc(
			sizeof(*groups) + (names->ordered_count + 1) * sizeof(groups->items[0]));
	groups->count = 0;
	struct buf folded;
	buf_init(&folded);
	if (filter != NULL)
		text_fold(&folded, filter, strlen(filter));
	if (folded.length > 0)
		names_fold(names, catalogue->arena);
	for (size_t i = 0; i < names->ordered_count; i++) {
		if (is_wanted(ordered[i], &folded))
			groups->items[groups->count++] = group_of(ordered[i]);
	}
	buf_free(&folded);
	return groups;
}

static int
compare_group_counts(const void *a, const void *b)
{
	const struct group *left = a, *right = b;
	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return strcmp(left->name, right->name);
}

static int
compare_group_names(const void *a, const void *b)
{
	return strcmp(((const struct group *)a)->name, ((const struct group *)b)->name);
}

struct groups *
listing_groups(const struct listing *listing, enum group_kind kind, enum group_order order)
{
	struct catalogue *catalogue = listing_catalogue(listing);
	struct names *names = catalogue_names(catalogue, kind);
	struct groups *groups =
			xcalloc(1, sizeof(*groups) + (names->count + 1) * sizeof(groups->items[0]));
	struct arena *arena = arena_new();
	for (size_t i = 0; i < names->count; i++) {
		groups->items[i] = group_of(&names->items[i]);
		groups->items[i].count = 0;
		groups->items[i].latest = INT64_MIN;
	}
	for (size_t i = 0; i < listing_count(listing); i++) {
		struct post post;
		arena_reset(arena);
		listing_get(listing, i, arena, &post);
		bool is_tag = kind == GROUP_TAG;
		size_t count = is_tag ? post.tag_count : post.category_count;
		for (size_t k = 0; k < count; k++) {
			uint32_t name = names_find(
					names, (is_tag ? post.tags : post.categories)[k]);
			if (name == NAMES_NONE)
				continue;
			struct group *group = &groups->items[name];
			group->count++;
			if (post.has_date && post.date > group->latest)
				group->latest = post.date;
		}
	}
	arena_free(arena);
	for (size_t i = 0; i < names->count; i++) {
		if (groups->items[i].count > 0)
			groups->items[groups->count++] = groups->items[i];
	}
	qsort(groups->items, groups->count, sizeof(groups->items[0]),
			order == GROUP_BY_NAME ? compare_group_names : compare_group_counts);
	return groups;
}

size_t
groups_count(const struct groups *groups)
{
	return groups->count;
}

struct group
groups_get(const struct groups *groups, size_t index)
{
	return groups->items[index];
}

void
groups_free(struct groups *groups)
{
	free(groups);
}

bool
catalogue_find_group(struct catalogue *catalogue, enum group_kind kind, const char *name,
		struct group *group)
{
	struct names *names = catalogue_names(catalogue, kind);
	uint32_t id = names_find_shown(names, name);
	if (id != NAMES_NONE)
		*group = group_of(&names->items[id]);
	return id != NAMES_NONE;
}

/* --- Names like one that is none --- */

/* How far a folded name is from the word: 0 for one that contains the other; SIZE_MAX: too far. */
static size_t
distance_of(const char *folded, const char *word)
{
	if (folded[0] == '\0')
		return SIZE_MAX;
	struct edits edits = edits_between(folded, word);
	if (strstr(folded, word) != NULL || (edits.shorter > 1 && strstr(word, folded) != NULL))
		return 0;
	/* Half of the characters must be the same, or all words would be near to all. */
	return edits.count * 2 <= edits.longer ? edits.count : SIZE_MAX;
}

struct candidate {
	const char *text;
	size_t distance;
	size_t posts;
};

static bool
is_nearer(const struct candidate *a, const struct candidate *b)
{
	if (a->distance != b->distance)
		return a->distance < b->distance;
	return a->posts > b->posts;
}

/* Keeps the `limit` nearest in order. */
static void
offer(struct candidate *best, size_t *count, size_t limit, struct candidate offered)
{
	size_t at = *count;
	while (at > 0 && is_nearer(&offered, &best[at - 1]))
		at--;
	if (at >= limit)
		return;
	size_t kept = *count < limit ? *count : limit - 1;
	memmove(best + at + 1, best + at, (kept - at) * sizeof(*best));
	best[at] = offered;
	*count = kept + 1;
}

size_t
catalogue_nearest_groups(struct catalogue *catalogue, enum group_kind kind, const char *name,
		const char **names, size_t limit)
{
	struct names *all = catalogue_names(catalogue, kind);
	names_fold(all, catalogue->arena);
	struct candidate *best = xcalloc(limit + 1, sizeof(*best));
	size_t count = 0;
	struct buf word;
	buf_init(&word);
	text_fold(&word, name, strlen(name));
	for (size_t i = 0; i < all->count && word.length > 0; i++) {
		const struct name *item = &all->items[i];
		size_t by_text = distance_of(item->folded, word.data);
		size_t by_shown = distance_of(item->folded_shown, word.data);
		bool is_shown = by_shown < by_text;
		struct candidate candidate = {is_shown ? item->shown : item->text,
				is_shown ? by_shown : by_text, item->count};
		if (item->count > 0 && candidate.distance != SIZE_MAX)
			offer(best, &count, limit, candidate);
	}
	for (size_t i = 0; i < count; i++)
		names[i] = best[i].text;
	free(best);
	buf_free(&word);
	return count;
}
