#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/xalloc.h"
#include "catalogue/snapshot.h"
#include "catalogue/tables.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_GROUPS = 1 << 26, FEW = 64 };

int64_t
catalogue_identity(const struct catalogue *catalogue)
{
	return catalogue->identity;
}

bool
catalogue_is_complete(const struct catalogue *catalogue)
{
	return tables_fact(catalogue->db, FACT_COMPLETE) != 0;
}

uint32_t
catalogue_post(struct catalogue *catalogue, const char *path)
{
	struct posting posting;
	return catalogue_find_path(catalogue, path, &posting) ? posting.post : 0;
}

void
catalogue_undated(struct catalogue *catalogue, struct bits *posts)
{
	struct postings *all = postings_open(catalogue->store, POSTINGS_ALL);
	for (size_t i = postings_find(all, INT64_MIN); i < postings_count(all); i++)
		bits_put(posts, postings_get(all, i).post, true);
	catalogue->is_damaged |= postings_are_cut(all);
	postings_close(all);
}

/* --- The order of all posts --- */

size_t
catalogue_order(struct catalogue *catalogue, uint32_t **posts)
{
	struct postings *list = postings_open(catalogue->store, POSTINGS_ALL);
	size_t count = postings_count(list);
	*posts = xcalloc(count + 1, sizeof(**posts));
	for (size_t at = 0; at < count;) {
		struct postings_chunk chunk = postings_chunk(list, at);
		for (size_t i = 0; i < chunk.count; i++)
			(*posts)[at++] = chunk.entries[i].post;
	}
	catalogue->is_damaged |= postings_are_cut(list);
	postings_close(list);
	return count;
}

void
catalogue_keep_order(struct catalogue *catalogue, uint32_t *posts, size_t count)
{
	free(catalogue->order);
	catalogue->order = count == catalogue->count ? posts : NULL;
	if (catalogue->order == NULL)
		free(posts);
}

/* --- Hashes of paths --- */

static bool
fail(struct catalogue *catalogue, struct err *err)
{
	catalogue->is_damaged |= database_is_damaged(catalogue->db);
	return database_fail(catalogue->db, err);
}

/* The index alone is read. SQLite's integers are signed: the upper half of the hashes comes first. */
bool
catalogue_each_hash(struct catalogue *catalogue,
		void (*take)(void *context, uint64_t hash, uint32_t post), void *context,
		struct err *err)
{
	static const char *const halves[] = {
			"SELECT path_hash, id FROM posts INDEXED BY posts_by_path "
			"WHERE path_hash >= 0 ORDER BY path_hash",
			"SELECT path_hash, id FROM posts INDEXED BY posts_by_path "
			"WHERE path_hash < 0 ORDER BY path_hash"};
	bool is_good = true;
	for (size_t i = 0; i < 2 && is_good; i++) {
		sqlite3_stmt *rows = database_prepare(catalogue->db, halves[i], err);
		int result = SQLITE_ERROR;
		while (rows != NULL && (result = sqlite3_step(rows)) == SQLITE_ROW)
			take(context, (uint64_t)sqlite3_column_int64(rows, 0),
					(uint32_t)sqlite3_column_int64(rows, 1));
		is_good = result == SQLITE_DONE || fail(catalogue, err);
		sqlite3_finalize(rows);
	}
	return is_good;
}

struct hashes {
	const struct bits *posts;
	uint64_t *items;
	size_t count, capacity;
};

static void
take_hash(void *context, uint64_t hash, uint32_t post)
{
	struct hashes *hashes = context;
	if (bits_have(hashes->posts, post) && hashes->count < hashes->capacity)
		hashes->items[hashes->count++] = hash;
}

static bool
look_up(struct catalogue *catalogue, struct hashes *hashes, struct err *err)
{
	sqlite3_stmt *row = database_prepare(
			catalogue->db, "SELECT path_hash FROM posts WHERE id = ?1", err);
	bool is_good = row != NULL;
	uint32_t post = bits_next(hashes->posts, 0);
	while (is_good && post != UINT32_MAX) {
		sqlite3_bind_int64(row, 1, post);
		int result = sqlite3_step(row);
		is_good = result == SQLITE_ROW || result == SQLITE_DONE || fail(catalogue, err);
		if (result == SQLITE_ROW)
			take_hash(hashes, (uint64_t)sqlite3_column_int64(row, 0), post);
		sqlite3_reset(row);
		post = bits_next(hashes->posts, post + 1);
	}
	sqlite3_finalize(row);
	if (hashes->count > 1)
		qsort(hashes->items, hashes->count, sizeof(*hashes->items), hash_compare);
	return is_good;
}

size_t
catalogue_hashes(struct catalogue *catalogue, const struct bits *posts, uint64_t **hashes,
		struct err *err)
{
	struct hashes found = {.posts = posts, .capacity = bits_sum(posts)};
	found.items = xcalloc(found.capacity + 1, sizeof(*found.items));
	/* A few are looked up; for many the whole index is read in its order. */
	bool is_good = found.capacity < catalogue->count / FEW || !catalogue_is_complete(catalogue)
				       ? look_up(catalogue, &found, err)
				       : catalogue_each_hash(catalogue, take_hash, &found, err);
	if (!is_good)
		free(found.items);
	*hashes = is_good ? found.items : NULL;
	return is_good ? found.count : SIZE_MAX;
}

/* --- Groups --- */

uint32_t
catalogue_group(struct catalogue *catalogue, enum group_kind kind, const char *name)
{
	struct names *names = catalogue_names(catalogue, kind);
	uint32_t number = names_find(names, name);
	return number != NAMES_NONE ? (uint32_t)names->items[number].id : GROUP_ALL;
}

static size_t
add_groups(struct catalogue *catalogue, enum group_kind kind, const char *const *names,
		size_t count, uint32_t *groups)
{
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t group = catalogue_group(catalogue, kind, names[i]);
		bool is_new = group != GROUP_ALL;
		for (size_t j = 0; j < found && is_new; j++)
			is_new = groups[j] != group;
		if (is_new)
			groups[found++] = group;
	}
	return found;
}

size_t
catalogue_post_groups(
		struct catalogue *catalogue, uint32_t post, struct arena *arena, uint32_t **groups)
{
	sqlite3_stmt *row = catalogue->row;
	struct post found = {0};
	sqlite3_bind_int64(row, 1, post);
	int result = sqlite3_step(row);
	if (result == SQLITE_ROW)
		tables_row(row, arena, &found);
	catalogue->is_damaged |= result != SQLITE_ROW && result != SQLITE_DONE;
	sqlite3_reset(row);
	if (result != SQLITE_ROW || (found.flags & POST_HIDDEN) != 0)
		return 0;
	uint32_t *all = arena_array(
			arena, 1 + found.category_count + found.tag_count, sizeof(*all));
	*groups = all;
	*all++ = GROUP_ALL;
	all += add_groups(catalogue, GROUP_CATEGORY, found.categories, found.category_count, all);
	all += add_groups(catalogue, GROUP_TAG, found.tags, found.tag_count, all);
	return (size_t)(all - *groups);
}

size_t
catalogue_group_numbers(struct catalogue *catalogue)
{
	sqlite3_stmt *row = database_prepare(catalogue->db, "SELECT max(id) FROM names", NULL);
	int64_t highest = row != NULL && sqlite3_step(row) == SQLITE_ROW
					  ? sqlite3_column_int64(row, 0)
					  : -1;
	bool is_sane = highest >= 0 && highest < MAX_GROUPS;
	catalogue->is_damaged |= !is_sane;
	sqlite3_finalize(row);
	return is_sane ? (size_t)highest + 1 : 1;
}

/* --- Counts --- */

static size_t
count_without(const struct posting *entries, size_t count, const struct bits *posts)
{
	size_t sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += !bits_have(posts, entries[i].post);
	return sum;
}

size_t
catalogue_count_without(struct catalogue *catalogue, uint32_t group, const struct bits *posts)
{
	size_t sum = 0;
	if (group == GROUP_ALL && catalogue->order != NULL) {
		for (size_t i = 0; i < catalogue->count; i++)
			sum += !bits_have(posts, catalogue->order[i]);
		return sum;
	}
	struct postings *list = postings_open(catalogue->store, group);
	for (size_t at = 0; at < postings_count(list);) {
		struct postings_chunk chunk = postings_chunk(list, at);
		sum += count_without(chunk.entries, chunk.count, posts);
		at += chunk.count;
	}
	catalogue->is_damaged |= postings_are_cut(list);
	postings_close(list);
	return sum;
}

struct counting {
	const struct bits *posts;
	uint32_t *counts;
	size_t count;
};

static void
count_chunk(void *context, int64_t name, const struct posting *entries, size_t count)
{
	struct counting *counting = context;
	if (name >= 0 && (uint64_t)name < counting->count)
		counting->counts[name] += (uint32_t)count_without(entries, count, counting->posts);
}

size_t
catalogue_counts_without(struct catalogue *catalogue, const struct bits *posts, uint32_t **counts,
		struct err *err)
{
	struct counting counting = {posts, NULL, catalogue_group_numbers(catalogue)};
	counting.counts = xcalloc(counting.count, sizeof(*counting.counts));
	if (!postings_each(catalogue->store, count_chunk, &counting, err)) {
		catalogue->is_damaged |= database_is_damaged(catalogue->db);
		free(counting.counts);
		*counts = NULL;
		return 0;
	}
	*counts = counting.counts;
	return counting.count;
}

static size_t
count_groups_of(struct catalogue *catalogue, const struct bits *posts, uint32_t **counts)
{
	size_t length = catalogue_group_numbers(catalogue);
	struct arena *arena = arena_new();
	*counts = xcalloc(length, sizeof(**counts));
	for (uint32_t post = 0; (post = bits_next(posts, post)) != UINT32_MAX; post++) {
		uint32_t *groups;
		arena_reset(arena);
		size_t count = catalogue_post_groups(catalogue, post, arena, &groups);
		for (size_t i = 0; i < count; i++)
			(*counts)[groups[i]] += groups[i] < length;
	}
	arena_free(arena);
	return length;
}

size_t
catalogue_counts_within(struct catalogue *catalogue, const struct bits *posts, uint32_t **counts,
		struct err *err)
{
	enum { FEW_POSTS = 2000 };
	if (bits_sum(posts) <= FEW_POSTS)
		return count_groups_of(catalogue, posts, counts);
	struct bits others = {.count = catalogue_highest_post(catalogue) / 64 + 1};
	others.words = xcalloc(others.count, sizeof(*others.words));
	memset(others.words, 0xFF, others.count * sizeof(*others.words));
	bits_remove(&others, posts);
	size_t length = catalogue_counts_without(catalogue, &others, counts, err);
	bits_free(&others);
	return length;
}
