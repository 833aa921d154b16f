#include "search/finder.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "fulltext/index_search.h"
#include "fulltext/search_index.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_SLUGS = 8 }; /* categories of one shown name */

struct finder {
	struct search_index *index;
	struct index_search *search;
	struct arena *arena;
	const char **paths;
	size_t count, capacity;
	bool is_done;
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

struct text_query *
finder_name_categories(const struct text_query *query, struct catalogue *catalogue)
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
finder_open(const char *path, const struct text_query *query, struct err *err)
{
	struct search_index *index = search_index_open_reader(path, err);
	if (index == NULL)
		return NULL;
	struct finder *finder = xcalloc(1, sizeof(*finder));
	finder->index = index;
	finder->search = index_search_new(index, query);
	finder->arena = arena_new();
	return finder;
}

void
finder_close(struct finder *finder)
{
	if (finder == NULL)
		return;
	index_search_free(finder->search);
	search_index_close(finder->index);
	arena_free(finder->arena);
	free(finder->paths);
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

bool
finder_go_on(struct finder *finder, size_t limit, struct err *err)
{
	size_t found;
	if (finder->is_done)
		return true;
	if (finder->count + limit > finder->capacity) {
		finder->capacity = (finder->count + limit) * 2;
		finder->paths = xrealloc(finder->paths, finder->capacity, sizeof(*finder->paths));
	}
	if (!index_search_next(finder->search, finder->arena, finder->paths + finder->count, limit,
			    &found, &finder->is_done, err)) {
		if (finder_is_damaged(finder))
			search_index_discard(finder->index);
		return false;
	}
	finder->count += found;
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
	return finder->is_done;
}

const char *const *
finder_paths(const struct finder *finder, size_t *count)
{
	*count = finder->count;
	return finder->paths;
}

bool
finder_text(struct finder *finder, const char *path, struct buf *text)
{
	return index_search_text(finder->search, path, text);
}
