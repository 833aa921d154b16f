#include "search/finder.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "fulltext/index_search.h"
#include "fulltext/search_index.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_SLUGS = 8,	     /* categories of one shown name */
	FEW_POSTS = 500,     /* are looked at sooner than the index finds a word that is common */
	LOOKS_PER_CALL = 64, /* some milliseconds */
};

/* The search of a part of the plan. */
struct part {
	struct text_query *query; /* with the slugs of its categories */
	struct index_search *search;
	struct bits posts;   /* that it may find */
	struct listing *few; /* these, newest first, looked at one by one; NULL: they are many */
	size_t at;	     /* in the few */
	bool is_done;
};

struct finder {
	struct search_index *index;
	struct catalogue *catalogue;
	struct part parts[POST_KINDS];
	size_t part_count;
	struct bits hits;
	size_t count; /* of the hits */
	bool is_in_order;
};

/* --- Categories --- */

static void
fold_name(struct buf *folded, const char *name)
{
	buf_clear(folded);
	words_fold(folded, name, strlen(name));
	words_trim(folded);
}

/* Adds a node for each slug behind a shown name; returns how many. */
static unsigned
add_slugs(struct text_query *query, const struct text_query_node *node, struct catalogue *catalogue)
{
	struct groups *groups = catalogue_groups(
			catalogue, GROUP_CATEGORY, GROUP_BY_COUNT, node->term.text);
	unsigned count = 0;
	struct buf name = buf_empty();
	for (size_t i = 0; i < groups_count(groups) && count < MAX_SLUGS; i++) {
		struct group group = groups_get(groups, i);
		fold_name(&name, group.shown);
		if (!words_has_name(&name, &node->term))
			continue;
		fold_name(&name, group.name);
		count += name.length > 0 &&
			 text_query_add(query, &(struct text_query_node){.kind = QUERY_CATEGORY,
							       .term.text = name.data,
							       .term.length = name.length});
	}
	buf_free(&name);
	groups_free(groups);
	return count;
}

/* A copy in which each category is asked for by its slugs too. */
static struct text_query *
name_categories(const struct text_query *query, struct catalogue *catalogue)
{
	struct text_query *named = text_query_new();
	for (size_t i = 0; i < query->count; i++) {
		const struct text_query_node *node = &query->nodes[i];
		/* Room is needed for the nodes left, and for the slugs and the OR of this one. */
		bool has_room = named->count + (query->count - i) + MAX_SLUGS + 1 <=
				TEXT_QUERY_NODES;
		(void)text_query_add(named, node);
		if (node->kind != QUERY_CATEGORY || !has_room)
			continue;
		unsigned slugs = add_slugs(named, node, catalogue);
		if (slugs > 0)
			(void)text_query_add(named, &(struct text_query_node){.kind = QUERY_OR,
								    .operands = slugs + 1});
	}
	return named;
}

/* --- Searching --- */

struct finder *
finder_open(const char *path, const struct query_plan *plan, const struct mark_sets *marks,
		struct catalogue *catalogue, struct err *err)
{
	struct search_index *index = search_index_open_reader(path, err);
	if (index == NULL)
		return NULL;
	struct finder *finder = xcalloc(1, sizeof(*finder));
	finder->index = index;
	finder->catalogue = catalogue;
	finder->part_count = plan->count;
	for (size_t i = 0; i < plan->count; i++) {
		struct part *part = &finder->parts[i];
		part->query = name_categories(plan->parts[i].query, catalogue);
		part->search = index_search_new(index, part->query);
		part->posts = query_plan_posts(plan->parts[i].kinds, marks, catalogue);
		if (plan->parts[i].kinds != ALL_KINDS && bits_sum(&part->posts) <= FEW_POSTS)
			part->few = catalogue_list(
					catalogue, &(struct query){.posts = &part->posts});
	}
	finder->hits = query_plan_posts(plan->whole, marks, catalogue);
	finder->count = bits_sum(&finder->hits);
	finder->is_in_order = plan->count == 1 && finder->count == 0;
	return finder;
}

void
finder_close(struct finder *finder)
{
	if (finder == NULL)
		return;
	for (size_t i = 0; i < finder->part_count; i++) {
		index_search_free(finder->parts[i].search);
		text_query_free(finder->parts[i].query);
		bits_free(&finder->parts[i].posts);
		listing_free(finder->parts[i].few);
	}
	search_index_close(finder->index);
	bits_free(&finder->hits);
	free(finder);
}

bool
finder_is_whole(const struct finder *finder, int64_t state)
{
	return search_index_source(finder->index).source == state;
}

size_t
finder_unread(const struct finder *finder)
{
	return (size_t)search_index_source(finder->index).unread;
}

static void
add_hit(struct finder *finder, uint32_t post)
{
	finder->count += !bits_have(&finder->hits, post);
	bits_put(&finder->hits, post, true);
}

/* Looks for up to `limit` more hits of a part, from newer to older ones. */
static bool
go_on(struct finder *finder, struct part *part, struct arena *arena, size_t limit, struct err *err)
{
	const char **paths = arena_array(arena, limit, sizeof(*paths));
	size_t found = 0;
	if (!index_search_next(part->search, arena, paths, limit, &found, &part->is_done, err))
		return false;
	for (size_t i = 0; i < found; i++) {
		uint32_t number = catalogue_post(finder->catalogue, paths[i]);
		if (bits_have(&part->posts, number))
			add_hit(finder, number);
	}
	return true;
}

static bool
look_at_few(struct finder *finder, struct part *part, struct arena *arena, struct err *err)
{
	size_t count = listing_count(part->few);
	for (int i = 0; i < LOOKS_PER_CALL && part->at < count; i++) {
		struct post post;
		bool is_hit;
		listing_get(part->few, part->at, arena, &post);
		if (!index_search_has(part->search, post.path, &is_hit, err))
			return false;
		if (is_hit)
			add_hit(finder, listing_post(part->few, part->at));
		part->at++;
	}
	part->is_done = part->at == count;
	return true;
}

static bool
go_on_in_part(struct finder *finder, struct part *part, size_t limit, struct err *err)
{
	struct arena *arena = arena_new();
	bool is_good = part->few != NULL ? look_at_few(finder, part, arena, err)
					 : go_on(finder, part, arena, limit, err);
	arena_free(arena);
	return is_good;
}

bool
finder_go_on(struct finder *finder, size_t limit, struct err *err)
{
	for (size_t i = 0; i < finder->part_count; i++) {
		struct part *part = &finder->parts[i];
		if (part->is_done || go_on_in_part(finder, part, limit, err))
			continue;
		if (finder_is_damaged(finder))
			search_index_discard(finder->index);
		return false;
	}
	return true;
}

bool
finder_is_damaged(const struct finder *finder)
{
	return search_index_is_damaged(finder->index);
}

bool
finder_is_done(const struct finder *finder)
{
	for (size_t i = 0; i < finder->part_count; i++) {
		if (!finder->parts[i].is_done)
			return false;
	}
	return true;
}

bool
finder_is_in_order(const struct finder *finder)
{
	return finder->is_in_order;
}

const struct bits *
finder_hits(const struct finder *finder)
{
	return &finder->hits;
}

size_t
finder_count(const struct finder *finder)
{
	return finder->count;
}
