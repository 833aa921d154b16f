#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/bits.h"
#include "base/hash.h"

#include "catalogue_maker.h"

#include <stdio.h>
#include <string.h>

enum { POSTS = 3000, TAGS = 5, NAME_SIZE = 32 }; /* lists of several chunks */

/* All posts are in the category `all`; post i has the tag i % TAGS, twice, and one of ten is hidden. */
static bool
is_hidden(size_t i)
{
	return i % 10 == 7;
}

static void
path_of(char path[NAME_SIZE], size_t i)
{
	snprintf(path, NAME_SIZE, "_posts/2021-01-01-%zu.md", i);
}

static struct catalogue *
make(void)
{
	static const char *const all[] = {"all"};
	struct maker maker = maker_new();
	for (size_t i = 0; i < POSTS; i++) {
		char path[NAME_SIZE], tag[NAME_SIZE];
		path_of(path, i);
		snprintf(tag, sizeof(tag), "tag %zu", i % TAGS);
		const char *const tags[] = {tag, tag};
		const struct post post = {.path = path,
				.title = path,
				.slug = "s",
				.url = path,
				.has_date = i % 50 != 0,
				.date = (int64_t)(i * 7919 % POSTS / 3),
				.categories = all,
				.category_count = 1,
				.tags = tags,
				.tag_count = 2,
				.flags = is_hidden(i) ? POST_HIDDEN | POST_FUTURE : 0};
		maker_add(&maker, &post);
	}
	return maker_take(&maker);
}

static void
paths_and_numbers(void **state)
{
	struct catalogue *catalogue = *state;
	struct bits seen = {0};
	assert_true(catalogue_is_complete(catalogue));
	for (size_t i = 0; i < POSTS; i++) {
		char path[NAME_SIZE];
		path_of(path, i);
		uint32_t post = catalogue_post(catalogue, path);
		assert_int_equal(post == 0, is_hidden(i));
		assert_true(post == 0 || !bits_have(&seen, post));
		bits_put(&seen, post, true);
	}
	assert_int_equal(catalogue_post(catalogue, "_posts/none.md"), 0);
	bits_free(&seen);
}

struct walked {
	uint64_t last;
	size_t count, upper;
};

static void
take(void *context, uint64_t hash, uint32_t post)
{
	struct walked *walked = context;
	assert_true(walked->count == 0 || hash >= walked->last);
	assert_int_not_equal(post, 0);
	walked->last = hash;
	walked->count++;
	walked->upper += hash >> 63;
}

static void
hashes_rise_beyond_the_sign(void **state)
{
	struct catalogue *catalogue = *state;
	struct walked walked = {0};
	assert_true(catalogue_each_hash(catalogue, take, &walked, NULL));
	assert_int_equal(walked.count, POSTS);
	assert_true(walked.upper > 0 && walked.upper < POSTS);
}

/* Few are looked up, many are picked from the index. */
static void
hashes_of_sets(void **state)
{
	struct catalogue *catalogue = *state;
	for (size_t step = 1; step < POSTS; step *= 7) {
		struct bits posts = {0};
		uint64_t sum = 0, *hashes;
		for (size_t i = 0; i < POSTS; i += step) {
			char path[NAME_SIZE];
			path_of(path, i);
			uint32_t post = catalogue_post(catalogue, path);
			bits_put(&posts, post, true);
			sum += post != 0 ? hash_stable_text(path) : 0;
		}
		bits_put(&posts, 0, false);
		bits_put(&posts, 100000, true); /* there is no such post */
		size_t count = catalogue_hashes(catalogue, &posts, &hashes, NULL);
		assert_int_equal(count, bits_sum(&posts) - 1);
		for (size_t i = 0; i < count; i++) {
			assert_true(i == 0 || hashes[i - 1] < hashes[i]);
			sum -= hashes[i];
		}
		assert_true(sum == 0);
		free(hashes);
		bits_free(&posts);
	}
}

static struct bits
some_posts(unsigned seed)
{
	struct bits posts = {0};
	srand(seed);
	for (uint32_t post = 1; post <= POSTS; post++)
		bits_put(&posts, post, rand() % 4 == 0);
	return posts;
}

static void
counts_of_groups(void **state)
{
	struct catalogue *catalogue = *state;
	struct bits posts = some_posts(3);
	size_t sum = 0;
	uint32_t *counts;
	size_t length = catalogue_counts_without(catalogue, &posts, &counts, NULL);
	assert_int_equal(length, 1 + 1 + TAGS);
	for (uint32_t group = 0; group < length; group++)
		assert_int_equal(counts[group], catalogue_count_without(catalogue, group, &posts));
	for (size_t i = 0; i < TAGS; i++) {
		char name[NAME_SIZE];
		snprintf(name, sizeof(name), "tag %zu", i);
		uint32_t group = catalogue_group(catalogue, GROUP_TAG, name);
		assert_true(group > GROUP_ALL && group < length);
		sum += counts[group];
	}
	assert_int_equal(counts[GROUP_ALL], sum);
	assert_int_equal(counts[catalogue_group(catalogue, GROUP_CATEGORY, "all")], sum);
	assert_int_equal(catalogue_group(catalogue, GROUP_TAG, "all"), GROUP_ALL);
	free(counts);
	bits_free(&posts);
}

/* A set and what it lacks make all, be it small, large or empty. */
static void
counts_of_groups_in_a_set(void **state)
{
	struct catalogue *catalogue = *state;
	static const uint32_t sizes[] = {0, 1, 500, POSTS};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct bits posts = {0};
		uint32_t *within, *without;
		for (uint32_t post = 1; post <= sizes[i]; post++)
			bits_put(&posts, post, true);
		size_t length = catalogue_counts_within(catalogue, &posts, &within, NULL);
		assert_int_equal(length,
				catalogue_counts_without(catalogue, &posts, &without, NULL));
		for (uint32_t group = 0; group < length; group++)
			assert_int_equal(within[group] + without[group],
					catalogue_count_without(
							catalogue, group, &(struct bits){0}));
		free(within);
		free(without);
		bits_free(&posts);
	}
}

static void
groups_of_a_post(void **state)
{
	struct catalogue *catalogue = *state;
	struct arena *arena = arena_new();
	uint32_t *groups;
	for (size_t i = 0; i < 20; i++) {
		char path[NAME_SIZE], tag[NAME_SIZE];
		path_of(path, i);
		snprintf(tag, sizeof(tag), "tag %zu", i % TAGS);
		size_t count = catalogue_post_groups(catalogue, (uint32_t)i + 1, arena, &groups);
		assert_int_equal(count, is_hidden(i) ? 0 : 3);
		if (count == 0)
			continue;
		assert_int_equal(groups[0], GROUP_ALL);
		assert_int_equal(groups[1], catalogue_group(catalogue, GROUP_CATEGORY, "all"));
		assert_int_equal(groups[2], catalogue_group(catalogue, GROUP_TAG, tag));
	}
	assert_int_equal(catalogue_post_groups(catalogue, POSTS + 9, arena, &groups), 0);
	arena_free(arena);
}

/* Positions, sets and searches of a list agree with each other, whatever its kind and order. */
static void
check_list(struct catalogue *catalogue, const struct query *query)
{
	struct listing *listing = catalogue_list(catalogue, query);
	struct bits all = {0}, some = some_posts(5);
	size_t count = listing_count(listing), before = SIZE_MAX;
	for (size_t i = 0; i < count; i++) {
		uint32_t post = listing_post(listing, i);
		bool is_in = bits_have(&some, post);
		assert_int_not_equal(post, 0);
		assert_false(bits_have(&all, post));
		bits_put(&all, post, true);
		assert_int_equal(listing_next(listing, i, true, &some, true), is_in ? i : before);
		if (is_in && i > 0)
			assert_int_equal(listing_next(listing, before == SIZE_MAX ? 0 : before + 1,
							 false, &some, true),
					i);
		before = is_in ? i : before;
		size_t other = listing_next(listing, i, false, &some, false);
		assert_true(is_in ? other > i : other == i);
	}
	assert_int_equal(listing_next(listing, count, false, &all, true), SIZE_MAX);
	assert_int_equal(listing_next(listing, SIZE_MAX, true, &all, true), SIZE_MAX);
	bits_free(&some);
	some = (struct bits){0};
	listing_posts(listing, &some);
	assert_int_equal(bits_sum(&some), count);
	assert_int_equal(bits_sum_without(&all, &some), 0);
	assert_int_equal(listing_count_without(listing, &some), 0);
	for (size_t i = 0; i < count; i += 3)
		bits_put(&some, listing_post(listing, i), false);
	assert_int_equal(listing_count_without(listing, &some), (count + 2) / 3);
	bits_free(&some);
	bits_free(&all);
	listing_free(listing);
}

static uint32_t
group_of(struct catalogue *catalogue, const struct query *query)
{
	struct listing *listing = catalogue_list(catalogue, query);
	uint32_t group = listing_group(listing);
	listing_free(listing);
	return group;
}

static void
lists_of_groups(void **state)
{
	static const char *const tag[] = {"tag 3", "tag 4"};
	struct catalogue *catalogue = *state;
	struct query query = {.is_reversed = true};
	assert_int_equal(group_of(catalogue, &query), GROUP_ALL);
	query.limit = 5;
	assert_int_equal(group_of(catalogue, &query), UINT32_MAX);
	query = (struct query){.tags = tag, .tag_count = 1};
	assert_int_equal(group_of(catalogue, &query),
			catalogue_group(catalogue, GROUP_TAG, "tag 3"));
	query.has_since = true;
	query.since = 500;
	assert_int_equal(group_of(catalogue, &query), UINT32_MAX);
	query = (struct query){.tags = tag, .tag_count = 2};
	assert_int_equal(group_of(catalogue, &query), UINT32_MAX);
}

static void
lists_by_number(void **state)
{
	static const char *const tag[] = {"tag 3"}, *const all[] = {"all"};
	struct catalogue *catalogue = *state;
	const struct query queries[] = {{0}, {.is_reversed = true}, {.limit = 10},
			{.has_since = true, .since = 100},
			{.has_since = true, .since = 100, .has_until = true, .until = 700},
			{.has_until = true, .until = 500, .is_reversed = true, .limit = 1500},
			{.tags = tag, .tag_count = 1}, {.order = POSTS_BY_TITLE},
			{.tags = tag, .tag_count = 1, .categories = all, .category_count = 1},
			{.title = "99", .is_reversed = true}, {.title = "no such title"}};
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		check_list(catalogue, &queries[i]);
	uint32_t *order;
	size_t count = catalogue_order(catalogue, &order);
	struct bits posts = some_posts(9);
	size_t without = catalogue_count_without(catalogue, GROUP_ALL, &posts);
	catalogue_keep_order(catalogue, order, count);
	assert_int_equal(catalogue_count_without(catalogue, GROUP_ALL, &posts), without);
	bits_free(&posts);
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		check_list(catalogue, &queries[i]);
	assert_int_equal(catalogue_highest_post(catalogue), POSTS);
}

/* What a query finds among some posts is what it finds without them, cut down to them. */
static void
assert_narrowed(struct catalogue *catalogue, struct query query, const struct bits *posts)
{
	size_t limit = query.limit, kept = 0, counted = 0, dated = 0;
	query.limit = 0;
	struct listing *whole = catalogue_list(catalogue, &query);
	query.limit = limit;
	query.posts = posts;
	struct listing *narrowed = catalogue_list(catalogue, &query);
	for (size_t i = 0; i < listing_count(whole) && (limit == 0 || kept < limit); i++) {
		if (!bits_have(posts, listing_post(whole, i)))
			continue;
		assert_true(kept < listing_count(narrowed));
		assert_int_equal(listing_post(narrowed, kept), listing_post(whole, i));
		kept++;
	}
	assert_int_equal(listing_count(narrowed), kept);
	struct bits undated = {0};
	struct day_count *days;
	size_t count = catalogue_days(catalogue, &query, &days);
	catalogue_undated(catalogue, &undated);
	for (size_t i = 0; i < count; i++)
		counted += days[i].count;
	for (size_t i = 0; i < kept; i++)
		dated += !bits_have(&undated, listing_post(narrowed, i));
	assert_int_equal(counted, dated);
	free(days);
	bits_free(&undated);
	listing_free(whole);
	listing_free(narrowed);
}

static void
lists_of_some_posts(void **state)
{
	struct catalogue *catalogue = *state;
	static const char *const tags[] = {"tag 2"}, *const all[] = {"all"}, *const none[] = {"?"};
	const struct query queries[] = {
			{0},
			{.is_reversed = true, .limit = 3},
			{.order = POSTS_BY_TITLE, .limit = 5},
			{.tags = tags, .tag_count = 1},
			{.tags = tags, .tag_count = 1, .categories = all, .category_count = 1},
			{.categories = none, .category_count = 1},
			{.has_since = true, .since = 300, .has_until = true, .until = 700},
			{.has_until = true, .until = 500, .is_reversed = true},
			{.title = "-1-1", .tags = tags, .tag_count = 1},
	};
	/* From none to nearly all, some of posts that are hidden or were never there. */
	const unsigned of_hundred[] = {0, 1, 50, 99};
	uint32_t random = 5;
	for (size_t i = 0; i < sizeof(of_hundred) / sizeof(of_hundred[0]); i++) {
		struct bits posts = {0};
		for (uint32_t post = 1; post < POSTS + 100; post++) {
			random = random * 1664525 + 1013904223;
			bits_put(&posts, post, (random >> 8) % 100 < of_hundred[i]);
		}
		for (uint32_t post = 1; post < 3; post++)
			bits_put(&posts, post, i != 0);
		for (size_t k = 0; k < sizeof(queries) / sizeof(queries[0]); k++)
			assert_narrowed(catalogue, queries[k], &posts);
		bits_free(&posts);
	}
}

static void
undated_posts(void **state)
{
	struct catalogue *catalogue = *state;
	struct bits undated = {0};
	catalogue_undated(catalogue, &undated);
	for (size_t i = 0; i < POSTS; i++) {
		char path[NAME_SIZE];
		path_of(path, i);
		assert_int_equal(bits_have(&undated, catalogue_post(catalogue, path)),
				i % 50 == 0 && !is_hidden(i));
	}
	bits_free(&undated);
}

static int
set_up(void **state)
{
	*state = make();
	return 0;
}

static int
tear_down(void **state)
{
	assert_false(catalogue_is_damaged(*state));
	catalogue_free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(paths_and_numbers),
			cmocka_unit_test(lists_of_some_posts),
			cmocka_unit_test(undated_posts),
			cmocka_unit_test(hashes_rise_beyond_the_sign),
			cmocka_unit_test(hashes_of_sets),
			cmocka_unit_test(counts_of_groups),
			cmocka_unit_test(counts_of_groups_in_a_set),
			cmocka_unit_test(groups_of_a_post),
			cmocka_unit_test(lists_of_groups),
			cmocka_unit_test(lists_by_number),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
