/* Lists of posts against a sorted array, however they are changed. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "catalogue/postings.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 60000, NAME = 7, OTHER = 8, PATH_BYTES = 16 };

/* Entries of the list as they should be, in order; a post's path is made of its id. */
static struct posting_entry model[MOST];
static size_t count;
static char paths[MOST][PATH_BYTES];
static uint32_t next_post;
static uint32_t random_state;

static sqlite3 *db;
static struct postings_store *store;
static struct err err;

static uint32_t
dice(uint32_t below)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % below;
}

static const char *
path_of(void *context, uint32_t post)
{
	(void)context;
	return paths[post];
}

static const struct postings_paths known_paths = {path_of, NULL};

static int
begin(void **state)
{
	(void)state;
	count = 0;
	next_post = 1;
	random_state = 11;
	for (uint32_t i = 0; i < MOST; i++)
		/* Some paths begin others, and their order is not that of the ids. */
		snprintf(paths[i], PATH_BYTES, i % 3 == 0 ? "p%x" : "p%xx", i * 7919U & 0xFFFFU);
	char *place = database_memory_place();
	db = database_open(place, true, &err);
	free(place);
	if (db == NULL || !postings_create(db, &err))
		return -1;
	store = postings_store_new(db, &err);
	return store != NULL ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	postings_store_free(store);
	sqlite3_close(db);
	return 0;
}

/* A date for a new entry of a kind of archive. */
enum kind { KIND_SPREAD, KIND_FEW_MOMENTS, KIND_ONE_MOMENT, KIND_UNDATED, KIND_NEWEST, KINDS };

static int64_t
date_for(enum kind kind)
{
	switch (kind) {
	case KIND_SPREAD:
		return dice(40) == 0 ? INT64_MIN : (int64_t)dice(1U << 20) - (1 << 19);
	case KIND_FEW_MOMENTS:
		return dice(40) == 0 ? INT64_MIN : (int64_t)dice(3) * 86400;
	case KIND_UNDATED:
		return INT64_MIN;
	case KIND_NEWEST:
		return next_post;
	default:
		return 0;
	}
}

/* Takes some of the model's entries out, and puts new ones in; the same in the list. */
static void
change(enum kind kind, uint32_t gone_of_thousand, size_t added_count)
{
	struct posting *gone = calloc(count + 1, sizeof(*gone));
	struct posting_entry *added = calloc(added_count + 1, sizeof(*added));
	struct postings_change what = {.gone = gone, .added = added, .added_count = added_count};
	size_t kept = 0;
	int64_t first;
	assert_true(next_post + added_count < MOST);
	for (size_t i = 0; i < count; i++) {
		if (dice(1000) < gone_of_thousand)
			gone[what.gone_count++] = model[i].posting;
		else
			model[kept++] = model[i];
	}
	for (size_t i = 0; i < added_count; i++) {
		added[i].posting = (struct posting){.date = date_for(kind),
				.post = next_post,
				.utc_offset = (int32_t)next_post};
		added[i].path = paths[next_post++];
		model[kept++] = added[i];
	}
	count = kept;
	qsort(model, count, sizeof(*model), posting_entry_compare);
	if (!postings_change(store, NAME, &known_paths, &what, &first, &err))
		fail_msg("%s", err.reason);
	assert_int_equal(first, count > 0 ? model[0].posting.date : INT64_MIN);
	free(gone);
	free(added);
}

static size_t
find_in_model(int64_t date)
{
	size_t at = 0;
	while (at < count && model[at].posting.date > date)
		at++;
	return at;
}

static void
expect_model(void)
{
	struct postings *list = postings_open(store, NAME);
	assert_int_equal(postings_count(list), count);
	for (size_t i = 0; i < count; i++) {
		struct posting entry = postings_get(list, i);
		assert_int_equal(entry.post, model[i].posting.post);
		assert_int_equal(entry.date, model[i].posting.date);
		assert_int_equal(entry.utc_offset, model[i].posting.utc_offset);
	}
	for (int i = 0; i < 20 && count > 0; i++) {
		int64_t date = model[dice((uint32_t)count)].posting.date;
		assert_int_equal(postings_find(list, date), find_in_model(date));
		if (date != INT64_MIN)
			assert_int_equal(postings_find(list, date - 1), find_in_model(date - 1));
	}
	assert_int_equal(postings_find(list, INT64_MAX), 0);
	assert_int_equal(postings_find(list, INT64_MIN), find_in_model(INT64_MIN));
	assert_false(postings_are_cut(list));
	postings_close(list);
	assert_true(postings_check(store, &err));
}

/* No chunk is so large that a position costs more to read than is promised, nor is any empty. */
static void
expect_chunks(void)
{
	sqlite3_stmt *row;
	assert_int_equal(sqlite3_prepare_v2(db,
					 "SELECT count(*), min(posts), max(posts), sum(posts) "
					 "FROM postings WHERE name = 7",
					 -1, &row, NULL),
			SQLITE_OK);
	assert_int_equal(sqlite3_step(row), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int64(row, 3), count);
	if (count > 0) {
		assert_true(sqlite3_column_int(row, 1) > 0);
		assert_true(sqlite3_column_int(row, 2) <= 1024);
	}
	sqlite3_finalize(row);
}

static void
any_changes(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KINDS; kind++) {
		for (int round = 0; round < 40; round++) {
			uint32_t most = round % 4 == 0 ? 1200 : round % 4 == 1 ? 6 : 90;
			change(kind, round % 5 == 4 ? 150 : round % 3, dice(most) + 1);
			if (round % 4 == 0)
				expect_model();
		}
		expect_model();
		expect_chunks();
		/* The next kind begins with what is left of this one. */
		change(kind, 900, 1);
		expect_model();
	}
	change(KIND_SPREAD, 1000, 0);
	assert_int_equal(count, 0);
	expect_model();
	expect_chunks();
}

/* A list in rows of single entries and of thousands at its start, its end and in its midst. */
static void
grows_anywhere(void **state)
{
	(void)state;
	change(KIND_SPREAD, 0, 5000);
	for (int i = 0; i < 200; i++)
		change(KIND_NEWEST, 0, 1);
	change(KIND_ONE_MOMENT, 0, 4000);
	change(KIND_UNDATED, 0, 3000);
	change(KIND_ONE_MOMENT, 0, 1);
	expect_model();
	expect_chunks();
	/* Whole chunks go, and those that are left are still in order. */
	change(KIND_SPREAD, 990, 0);
	expect_model();
	change(KIND_FEW_MOMENTS, 0, 2500);
	expect_model();
	expect_chunks();
}

/* The path of post n is n letters: each path begins all that are longer. */
enum { LONGEST = 3000 };
static char letters[LONGEST + 1];

static const char *
letters_of(void *context, uint32_t post)
{
	(void)context;
	return letters + LONGEST - post;
}

static void
orders_paths_that_begin_others(void **state)
{
	(void)state;
	static struct posting_entry added[LONGEST];
	const struct postings_paths nested = {letters_of, NULL};
	const int64_t dates[] = {12, INT64_MIN};
	int64_t first;
	memset(letters, 'a', LONGEST);
	for (int64_t name = 0; name < 2; name++) {
		const struct postings_change change = {.added = added, .added_count = LONGEST};
		for (uint32_t i = 0; i < LONGEST; i++)
			added[i] = (struct posting_entry){
					.posting = {.date = dates[name], .post = i + 1},
					.path = letters_of(NULL, i + 1)};
		assert_true(postings_change(store, name, &nested, &change, &first, &err));
		struct postings *list = postings_open(store, name);
		assert_int_equal(postings_count(list), LONGEST);
		for (uint32_t i = 0; i < LONGEST; i++)
			assert_int_equal(postings_get(list, i).post,
					dates[name] == INT64_MIN ? i + 1 : LONGEST - i);
		postings_close(list);
	}
}

/* One list is not another, and what is not there can be taken out of it. */
static void
keeps_to_its_name(void **state)
{
	(void)state;
	int64_t first;
	const struct posting stranger = {.date = 5, .post = MOST - 1};
	const struct postings_change removal = {.gone = &stranger, .gone_count = 1};
	change(KIND_SPREAD, 0, 3000);
	assert_true(postings_change(store, OTHER, &known_paths, &removal, &first, &err));
	assert_int_equal(first, INT64_MIN);
	assert_true(postings_change(store, NAME, &known_paths, &removal, &first, &err));
	struct postings *other = postings_open(store, OTHER);
	assert_int_equal(postings_count(other), 0);
	assert_int_equal(postings_find(other, 0), 0);
	postings_close(other);
	postings_close(NULL);
	expect_model();
}

/* Entries that are not as many as the directory says are no entries, and nothing is written over them. */
static void
tells_damage(void **state)
{
	(void)state;
	int64_t first;
	struct posting_entry entry = {.posting = {.date = 3, .post = MOST - 1}, .path = "x"};
	const struct postings_change addition = {.added = &entry, .added_count = 1};
	change(KIND_ONE_MOMENT, 0, 3000);
	assert_true(database_run(db, "UPDATE postings SET entries = x'00'", &err));
	struct postings *list = postings_open(store, NAME);
	assert_int_equal(postings_count(list), 3000);
	assert_false(postings_are_cut(list));
	assert_int_equal(postings_get(list, 1500).post, 0);
	assert_true(postings_are_cut(list));
	postings_close(list);
	assert_false(postings_change(store, NAME, &known_paths, &addition, &first, &err));
	assert_string_equal(err.reason, "a list of posts is damaged");
	assert_true(database_run(db, "UPDATE postings SET posts = 99999", &err));
	list = postings_open(store, NAME);
	assert_int_equal(postings_count(list), 0);
	assert_true(postings_are_cut(list));
	postings_close(list);
	assert_true(database_run(db, "DROP TABLE postings", &err));
	list = postings_open(store, NAME);
	assert_true(postings_are_cut(list));
	postings_close(list);
	assert_false(postings_check(store, &err));
	assert_false(postings_change(store, NAME, &known_paths, &addition, &first, &err));
	assert_null(postings_store_new(db, &err));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
			TEST(any_changes),
			TEST(grows_anywhere),
			TEST(orders_paths_that_begin_others),
			TEST(keeps_to_its_name),
			TEST(tells_damage),
	};
	return cmocka_run_group_tests_name("postings", tests, NULL, NULL);
}
