/*
 * Marks after any events: of posts, of whole lists, taken back, by another process, with posts that come, go
 * and change, with sessions that end, a catalogue that is rebuilt or is ahead of the one that is shown,
 * a cache that is lost. After each the marks are those of a plain array, and all counts those of a count one by one.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/database.h"

#include "marks_session.h"

enum { POSTS = 700, TAGS = 9, EVENTS = 250, NAME_SIZE = 48 };

/* What a post is, and what is known of it. */
struct known {
	uint32_t id; /* 0: there is no such post */
	unsigned tag;
	uint32_t shown; /* its id in the catalogue that the session shows; 0 as for `id` */
	unsigned shown_tag;
	bool is_read, is_starred, is_seen;
};

struct test {
	struct bench bench;
	struct known posts[POSTS];
	struct bits undo; /* posts whose read mark was changed last, to `undo_value` */
	bool undo_value;
};

static unsigned
any(unsigned count)
{
	return (unsigned)rand() % count;
}

static void
path_of(char path[NAME_SIZE], size_t number)
{
	snprintf(path, NAME_SIZE, "_posts/2021-01-01-%zu.md", number);
}

static void
tag_of(char tag[NAME_SIZE], unsigned number)
{
	snprintf(tag, NAME_SIZE, "tag %u", number);
}

/* --- The library --- */

static void
put(struct test *test, struct catalogue_writer *writer, size_t number)
{
	static const char *const all[] = {"all"};
	char path[NAME_SIZE], tag[NAME_SIZE];
	struct err err;
	path_of(path, number);
	tag_of(tag, test->posts[number].tag);
	const char *const tags[] = {tag};
	const struct post post = {.path = path,
			.title = "title",
			.slug = "s",
			.url = path,
			.has_date = true,
			.date = (int64_t)(number * 389 % POSTS),
			.categories = all,
			.category_count = 1,
			.tags = tags,
			.tag_count = 1};
	if (!catalogue_writer_put(writer, test->posts[number].id, &post, 1, 1, &err))
		fail_msg("%s", err.reason);
}

static void
finish(struct test *test, struct catalogue_writer *writer)
{
	struct err err;
	if (!catalogue_writer_finish(writer, &err))
		fail_msg("%s", err.reason);
	catalogue_writer_close(writer);
	struct catalogue *catalogue = bench_open(&test->bench);
	for (size_t i = 0; i < POSTS; i++) {
		char path[NAME_SIZE];
		path_of(path, i);
		test->posts[i].id = catalogue_post(catalogue, path);
	}
	catalogue_free(catalogue);
}

/* Some posts come, change their tag or go. */
static void
change_posts(struct test *test, unsigned count)
{
	struct catalogue_writer *writer = bench_writer(&test->bench);
	bool is_touched[POSTS] = {false};
	for (unsigned i = 0; i < count; i++) {
		struct err err;
		size_t number = any(POSTS);
		struct known *post = &test->posts[number];
		if (is_touched[number])
			continue;
		is_touched[number] = true;
		post->tag = any(TAGS);
		if (post->id != 0 && any(3) == 0)
			assert_true(catalogue_writer_remove(writer, post->id, &err));
		else
			put(test, writer, number);
	}
	finish(test, writer);
}

static void
rebuild(struct test *test)
{
	database_discard(test->bench.place);
	struct catalogue_writer *writer = bench_writer(&test->bench);
	for (size_t i = POSTS; i-- > 0;) {
		bool is_there = test->posts[i].id != 0;
		test->posts[i].id = 0;
		if (is_there)
			put(test, writer, i);
	}
	finish(test, writer);
}

/* The session shows the catalogue as it is now. */
static void
show(struct test *test)
{
	session_follow(&test->bench, true);
	for (size_t i = 0; i < POSTS; i++) {
		test->posts[i].shown = test->posts[i].id;
		test->posts[i].shown_tag = test->posts[i].tag;
	}
}

/* --- Checks --- */

/* Every count is that of the posts which are unread by marks_are. */
static void
check_counts(struct test *test)
{
	struct marks *marks = test->bench.marks;
	size_t all = 0, by_tag[TAGS] = {0};
	for (size_t i = 0; i < POSTS; i++) {
		bool is_unread = test->posts[i].shown != 0 &&
				 marks_are(marks, MARKS_UNREAD, test->posts[i].shown);
		all += is_unread;
		by_tag[test->posts[i].shown_tag] += is_unread;
	}
	assert_int_equal(marks_unread(marks), all);
	assert_int_equal(marks_group_unread(marks, GROUP_CATEGORY, "all"), all);
	assert_int_equal(marks_group_unread(marks, GROUP_TAG, "all"), 0);
	for (unsigned i = 0; i < TAGS; i++) {
		char tag[NAME_SIZE];
		tag_of(tag, i);
		assert_int_equal(marks_group_unread(marks, GROUP_TAG, tag), by_tag[i]);
	}
}

static void
check_marks(struct test *test)
{
	const struct marks *marks = test->bench.marks;
	for (size_t i = 0; i < POSTS; i++) {
		const struct known *post = &test->posts[i];
		if (post->shown == 0)
			continue;
		assert_int_equal(marks_are(marks, MARKS_READ, post->shown), post->is_read);
		assert_int_equal(marks_are(marks, MARKS_UNREAD, post->shown), !post->is_read);
		assert_int_equal(marks_are(marks, MARKS_STARRED, post->shown), post->is_starred);
		assert_int_equal(marks_are(marks, MARKS_NEW, post->shown), !post->is_seen);
		assert_true(marks_are(marks, MARKS_ANY, post->shown));
	}
}

/* The next unread post of a list, and the next tag that has any, both ways, from any place. */
static void
check_next(struct test *test)
{
	struct marks *marks = test->bench.marks;
	struct query query = {.is_reversed = any(2) == 0};
	struct listing *listing = catalogue_list(test->bench.catalogue, &query);
	size_t count = listing_count(listing), from = any((unsigned)count + 1);
	bool is_backward = any(2) == 0;
	size_t expected = from;
	while (expected < count && !marks_are(marks, MARKS_UNREAD, listing_post(listing, expected)))
		expected += is_backward ? SIZE_MAX : 1;
	assert_int_equal(marks_next_unread(marks, listing, from, is_backward),
			expected < count ? expected : SIZE_MAX);
	assert_int_equal(marks_listed_unread(marks, listing), marks_unread(marks));
	listing_free(listing);
	struct groups *groups =
			catalogue_groups(test->bench.catalogue, GROUP_TAG, GROUP_BY_NAME, NULL);
	size_t group = marks_next_group(marks, GROUP_TAG, groups, 0, false);
	for (size_t i = 0; i < groups_count(groups) && i <= group; i++)
		assert_int_equal(marks_group_unread(marks, GROUP_TAG, groups_get(groups, i).name) >
						 0,
				i == group);
	groups_free(groups);
}

/* --- Events --- */

/* One post, some, those of a tag, or all. */
static struct bits
pick(struct test *test)
{
	struct bits posts = {0};
	unsigned way = any(4), tag = any(TAGS), one = any(POSTS);
	for (size_t i = 0; i < POSTS; i++) {
		bool is_picked = way == 0   ? i == one
				 : way == 1 ? any(30) == 0
				 : way == 2 ? test->posts[i].shown_tag == tag
					    : true;
		if (test->posts[i].shown != 0 && is_picked)
			bits_put(&posts, test->posts[i].shown, true);
	}
	return posts;
}

/* Does the same to the array; answers how many have changed. */
static size_t
know(struct test *test, enum mark mark, const struct bits *posts, bool value)
{
	size_t changed = 0;
	for (size_t i = 0; i < POSTS; i++) {
		struct known *post = &test->posts[i];
		bool *is_set = mark == MARK_READ ? &post->is_read : &post->is_starred;
		if (post->shown == 0 || !bits_have(posts, post->shown) || *is_set == value)
			continue;
		*is_set = value;
		post->is_seen |= mark == MARK_READ;
		changed++;
	}
	return changed;
}

/* While the session does not know all marks yet, only posts are changed that seem to need it. */
static void
mark_some(struct test *test, enum mark mark, bool is_known)
{
	struct bits posts = pick(test), changed;
	bool value = any(2) == 0;
	size_t count = marks_set(test->bench.marks, mark, &posts, value, &changed);
	size_t expected = know(test, mark, is_known ? &posts : &changed, value);
	if (is_known)
		assert_int_equal(count, expected);
	assert_int_equal(bits_sum(&changed), count);
	if (mark == MARK_READ) {
		bits_free(&test->undo);
		test->undo = changed;
		test->undo_value = value;
	} else {
		bits_free(&changed);
	}
	bits_free(&posts);
}

static void
take_back(struct test *test)
{
	bool value = !test->undo_value;
	struct bits there = {0};
	for (size_t i = 0; i < POSTS; i++)
		bits_put(&there, test->posts[i].shown, test->posts[i].shown != 0);
	bits_keep(&test->undo, &there);
	bits_free(&there);
	size_t count = know(test, MARK_READ, &test->undo, value);
	assert_int_equal(marks_set(test->bench.marks, MARK_READ, &test->undo, value, NULL), count);
	test->undo_value = value;
}

static void
mark_elsewhere(struct test *test, enum mark mark)
{
	struct bits posts = pick(test);
	bool value = any(2) == 0;
	keeper_flush(test->bench.keeper);
	for (size_t i = 0; i < POSTS && mark == MARK_READ; i++)
		test->posts[i].is_seen |= bits_have(&posts, test->posts[i].id);
	(void)know(test, mark, &posts, value);
	bench_store(&test->bench, mark, &posts, value);
	bits_free(&posts);
	marks_refresh(test->bench.marks);
}

static void
change_library(struct test *test)
{
	bool is_rebuilt = any(6) == 0;
	if (is_rebuilt) {
		rebuild(test);
		bits_free(&test->undo);
	} else {
		change_posts(test, 1 + any(40));
	}
	show(test);
}

/* Catalogues come, and marks, faster than the keeper's thread can follow; the last one is not shown yet. */
static void
outrun(struct test *test)
{
	session_hold(&test->bench);
	for (unsigned left = 1 + any(4); left > 0; left--) {
		if (any(2) == 0)
			change_posts(test, 1 + any(40));
		if (any(3) > 0)
			show(test);
		if (any(2) == 0)
			mark_some(test, MARK_READ, false);
		check_counts(test);
	}
	if (any(2) == 0)
		change_posts(test, 1 + any(40));
	session_release(&test->bench);
	if (any(2) == 0)
		session_settle(&test->bench);
	check_counts(test);
	if (any(2) == 0)
		mark_some(test, MARK_READ, false);
	show(test);
}

static void
lose_cache(struct test *test)
{
	char *file = xformat("%s.marks", test->bench.place);
	if (any(2) == 0)
		(void)remove(file);
	else
		folder_write(test->bench.folder, "cache/site.posts.marks", "no marks at all");
	free(file);
}

static void
restart(struct test *test)
{
	bool is_over = any(2) == 0;
	session_settle(&test->bench);
	session_end(&test->bench, is_over);
	for (size_t i = 0; i < POSTS && is_over; i++)
		test->posts[i].is_seen |= test->posts[i].id != 0;
	if (any(4) == 0)
		lose_cache(test);
	if (any(3) == 0)
		change_posts(test, 1 + any(5));
	bits_free(&test->undo);
	session_begin(&test->bench, false);
	show(test);
}

static void
happen(struct test *test)
{
	unsigned event = any(24);
	if (event < 11)
		mark_some(test, any(4) == 0 ? MARK_STARRED : MARK_READ, true);
	else if (event < 14)
		take_back(test);
	else if (event < 16)
		mark_elsewhere(test, event == 14 ? MARK_STARRED : MARK_READ);
	else if (event < 18)
		change_library(test);
	else if (event < 20)
		restart(test);
	else
		outrun(test);
	/* One that comes while the other's are projected. */
	if (event == 14)
		mark_some(test, MARK_READ, true);
	check_counts(test);
	/* What is the session's own is right at once, the rest when it has come. */
	if (event < 14 && !marks_are_busy(test->bench.marks))
		check_marks(test);
	if (event >= 14 || any(3) == 0) {
		session_settle(&test->bench);
		check_marks(test);
		check_counts(test);
	}
	check_next(test);
}

static void
any_events(void **state)
{
	struct test test = {0};
	const char *seed = getenv("SEED");
	(void)state;
	srand(seed != NULL ? (unsigned)atoi(seed) : 14);
	bench_begin(&test.bench);
	change_posts(&test, POSTS);
	session_begin(&test.bench, false);
	show(&test);
	for (size_t i = 0; i < POSTS; i++) {
		bool is_there = test.posts[i].id != 0;
		test.posts[i].is_read = is_there;
		test.posts[i].is_seen = is_there;
	}
	check_marks(&test);
	check_counts(&test);
	session_settle(&test.bench);
	for (unsigned i = 0; i < EVENTS; i++)
		happen(&test);
	session_end(&test.bench, true);
	bits_free(&test.undo);
	bench_end(&test.bench);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(any_events)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
