#include "base/arena.h"
#include "base/buf.h"
#include "base/edits.h"
#include "base/name_filter.h"
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
static enum name_found
find_in(const struct folded_name *name, const struct name_filter *filter)
{
	enum name_found found = name_filter_try(filter, name->text, name->traits);
	if (found == NAME_BY_TEXT || name->shown == name->text)
		return found;
	enum name_found shown = name_filter_try(filter, name->shown, name->shown_traits);
	return shown > found ? shown : found;
}

/* Puts the last `rest` of `size` items, which stand in reverse, behind the first. */
static void
close_up(struct groups *groups, size_t size, size_t rest)
{
	struct group *last = groups->items + size - rest;
	for (size_t i = 0; i < rest / 2; i++) {
		struct group group = last[i];
		last[i] = last[rest - 1 - i];
		last[rest - 1 - i] = group;
	}
	memmove(groups->items + groups->count, last, rest * sizeof(*last));
	groups->count += rest;
}

/* How the filter finds each name: enum name_found, by number. Names are tried as they lie in memory. */
static char *
try_names(const struct names *names, const struct name_filter *filter)
{
	char *found = xcalloc(names->count + 1, 1);
	for (size_t i = 0; i < names->count; i++)
		found[i] = (char)find_in(&names->folded[i], filter);
	return found;
}

/* The groups that a filter (NULL: none) finds, those found by text first. */
static struct groups *
groups_of(struct names *names, enum group_order order, const struct name_filter *filter)
{
	const struct name *const *ordered = names_in_order(names, order);
	size_t size = names->ordered_count, rest = 0;
	struct groups *groups = xmalloc(sizeof(*groups) + (size + 1) * sizeof(groups->items[0]));
	char *found = filter != NULL ? try_names(names, filter) : NULL;
	groups->count = 0;
	for (size_t i = 0; i < size; i++) {
		char by = found != NULL ? found[ordered[i] - names->items] : NAME_BY_TEXT;
		if (by == NAME_NOT_FOUND)
			continue;
		bool is_by_pinyin = by == NAME_BY_PINYIN;
		size_t place = is_by_pinyin ? size - ++rest : groups->count++;
		groups->items[place] = group_of(ordered[i]);
		groups->items[place].is_by_pinyin = is_by_pinyin;
	}
	close_up(groups, size, rest);
	free(found);
	return groups;
}

static bool
begins(const struct folded_name *name, const struct buf *folded)
{
	return strncmp(name->text, folded->data, folded->length) == 0 ||
	       strncmp(name->shown, folded->data, folded->length) == 0;
}

/* What begins so, what contains it and what its pinyin finds are gathered apart, each up to the limit. */
static struct groups *
nearest_of(struct names *names, const struct name_filter *filter, const struct buf *folded,
		size_t limit)
{
	enum { BEGINNING, BY_TEXT, BY_PINYIN, WAYS };
	const struct name *const *ordered = names_in_order(names, GROUP_BY_COUNT);
	const struct name **found = xcalloc(WAYS * limit, sizeof(const struct name *));
	struct groups *groups = xmalloc(sizeof(*groups) + limit * sizeof(groups->items[0]));
	char *ways = try_names(names, filter);
	size_t counts[WAYS] = {0};
	for (size_t i = 0; i < names->ordered_count && counts[BEGINNING] < limit; i++) {
		ptrdiff_t number = ordered[i] - names->items;
		char by = ways[number];
		if (by == NAME_NOT_FOUND)
			continue;
		int way = by == NAME_BY_PINYIN			   ? BY_PINYIN
			  : begins(&names->folded[number], folded) ? BEGINNING
								   : BY_TEXT;
		if (counts[way] < limit)
			found[(size_t)way * limit + counts[way]++] = ordered[i];
	}
	groups->count = 0;
	for (size_t way = 0; way < WAYS; way++) {
		for (size_t i = 0; i < counts[way] && groups->count < limit; i++)
			groups->items[groups->count++] = group_of(found[way * limit + i]);
	}
	free(found);
	free(ways);
	return groups;
}

struct groups *
catalogue_complete_group(
		struct catalogue *catalogue, enum group_kind kind, const char *typed, size_t limit)
{
	struct names *names = catalogue_names(catalogue, kind);
	struct name_filter *filter = name_filter_new(typed);
	struct buf folded = buf_empty();
	text_fold(&folded, typed, strlen(typed));
	names_fold(names, catalogue->arena);
	struct groups *groups = nearest_of(names, filter, &folded, limit);
	buf_free(&folded);
	name_filter_free(filter);
	return groups;
}

struct groups *
catalogue_groups(struct catalogue *catalogue, enum group_kind kind, enum group_order order,
		const char *filter)
{
	struct names *names = catalogue_names(catalogue, kind);
	struct name_filter *wanted = NULL;
	if (filter != NULL && filter[0] != '\0') {
		wanted = name_filter_new(filter);
		names_fold(names, catalogue->arena);
	}
	struct groups *groups = groups_of(names, order, wanted);
	name_filter_free(wanted);
	return groups;
}

static void
count_post(const struct names *names, const struct post *post, enum group_kind kind,
		struct name *counted)
{
	bool is_tag = kind == GROUP_TAG;
	size_t count = is_tag ? post->tag_count : post->category_count;
	for (size_t i = 0; i < count; i++) {
		uint32_t number = names_find(names, (is_tag ? post->tags : post->categories)[i]);
		if (number == NAMES_NONE)
			continue;
		struct name *name = &counted[number];
		name->count++;
		if (post->has_date && post->date > name->latest)
			name->latest = post->date;
	}
}

struct groups *
listing_groups(const struct listing *listing, enum group_kind kind, enum group_order order)
{
	/* Of all posts the counts are kept. */
	if (listing_group(listing) == GROUP_ALL)
		return catalogue_groups(listing_catalogue(listing), kind, order, NULL);
	const struct names *names = catalogue_names(listing_catalogue(listing), kind);
	struct names counted = {.count = names->count};
	struct arena *arena = arena_new();
	counted.items = xcalloc(names->count + 1, sizeof(*counted.items));
	for (size_t i = 0; i < names->count; i++)
		counted.items[i] = (struct name){.text = names->items[i].text,
				.shown = names->items[i].shown,
				.latest = INT64_MIN};
	for (size_t i = 0; i < listing_count(listing); i++) {
		struct post post;
		arena_reset(arena);
		listing_get(listing, i, arena, &post);
		count_post(names, &post, kind, counted.items);
	}
	struct groups *groups = groups_of(&counted, order, NULL);
	names_free(&counted);
	arena_free(arena);
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

/* A group in the order of its counts, or where it stood; those found by pinyin after all others. */
struct ranked {
	struct group group;
	size_t position;
	bool is_by_count;
};

static int
compare_ranked(const void *a, const void *b)
{
	const struct ranked *one = a, *other = b;
	if (one->group.is_by_pinyin != other->group.is_by_pinyin)
		return one->group.is_by_pinyin ? 1 : -1;
	size_t least = one->is_by_count ? SIZE_MAX : 1;
	size_t count = one->group.count < least ? one->group.count : least;
	size_t other_count = other->group.count < least ? other->group.count : least;
	if (count != other_count)
		return count > other_count ? -1 : 1;
	return one->position < other->position ? -1 : 1;
}

void
groups_recount(struct groups *groups, struct catalogue *catalogue, enum group_kind kind,
		enum group_order order, const uint32_t *counts, size_t count)
{
	struct ranked *ranked = xcalloc(groups->count + 1, sizeof(*ranked));
	for (size_t i = 0; i < groups->count; i++) {
		uint32_t number = catalogue_group(catalogue, kind, groups->items[i].name);
		ranked[i] = (struct ranked){groups->items[i], i, order == GROUP_BY_COUNT};
		ranked[i].group.count = number < count ? counts[number] : 0;
	}
	qsort(ranked, groups->count, sizeof(*ranked), compare_ranked);
	for (size_t i = 0; i < groups->count; i++)
		groups->items[i] = ranked[i].group;
	free(ranked);
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

/* The nearest first, and of those the one with most posts. */
static int
compare_candidates(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;
	if (left->distance != right->distance)
		return left->distance < right->distance ? -1 : 1;
	if (left->posts != right->posts)
		return left->posts > right->posts ? -1 : 1;
	return strcmp(left->text, right->text);
}

size_t
catalogue_nearest_groups(struct catalogue *catalogue, enum group_kind kind, const char *name,
		const char **names, size_t limit)
{
	struct names *all = catalogue_names(catalogue, kind);
	names_fold(all, catalogue->arena);
	struct candidate *near = xcalloc(all->count + 1, sizeof(*near));
	size_t count = 0;
	struct buf word = buf_empty();
	text_fold(&word, name, strlen(name));
	for (size_t i = 0; i < all->count && word.length > 0; i++) {
		const struct name *item = &all->items[i];
		size_t by_text = distance_of(all->folded[i].text, word.data);
		size_t by_shown = distance_of(all->folded[i].shown, word.data);
		bool is_shown = by_shown < by_text;
		struct candidate candidate = {is_shown ? item->shown : item->text,
				is_shown ? by_shown : by_text, item->count};
		if (item->count > 0 && candidate.distance != SIZE_MAX)
			near[count++] = candidate;
	}
	qsort(near, count, sizeof(*near), compare_candidates);
	count = count < limit ? count : limit;
	for (size_t i = 0; i < count; i++)
		names[i] = near[i].text;
	free(near);
	buf_free(&word);
	return count;
}
