/* The state: what is put is there when it is opened again, the later of two changes stands. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "state/state.h"
#include "store/database.h"

#include "one_folder.h"

#include <stdlib.h>

enum { MANY = 1000000 };

static int
begin(void **unused)
{
	(void)unused;
	return folder_make(folder) && setenv("XDG_STATE_HOME", folder, 1) == 0 ? 0 : -1;
}

static struct state *
open_state(void)
{
	char *notice;
	struct state *state = state_start(&notice);
	assert_null(notice);
	assert_true(state_is_kept(state));
	return state;
}

static int64_t
add_archive(struct state *state, const char *path, const char *url)
{
	struct err err;
	char *moved;
	assert_true(state_begin(state, &err));
	struct state_archive archive = state_add_archive(state, path, url, &moved, &err);
	assert_null(moved);
	assert_true(state_end(state, true, &err));
	assert_int_not_equal(archive.id, 0);
	return archive.id;
}

#define PUT(state, put)                                                                            \
	do {                                                                                       \
		struct err err;                                                                    \
		assert_true(state_begin(state, &err));                                             \
		assert_true(put);                                                                  \
		assert_true(state_end(state, true, &err));                                         \
	} while (0)

struct found {
	struct state_mark marks[16];
	size_t count;
};

static void
take_mark(void *context, const struct state_mark *mark)
{
	struct found *found = context;
	assert_true(found->count < 16);
	found->marks[found->count++] = *mark;
}

static struct found
marks_of(struct state *state, int64_t archive)
{
	struct err err;
	struct found found = {0};
	assert_true(state_each_mark(state, archive, take_mark, &found, &err));
	return found;
}

static void
assert_mark(const struct state_mark *mark, uint64_t key, int64_t time, bool is_read)
{
	assert_true(mark->key == key);
	assert_int_equal(mark->time, time);
	assert_int_equal(mark->is_read, is_read);
}

static void
marks_stay(void **unused)
{
	(void)unused;
	struct state *state = open_state();
	int64_t archive = add_archive(state, "/a", "");
	int64_t other = add_archive(state, "/b", "");
	/* Two in one bucket, the least and the greatest key. */
	const struct state_mark marks[] = {{0, 5, true}, {1, 0, false}, {UINT64_MAX - 1, 7, false},
			{UINT64_MAX, 8, true}};
	int64_t generation = state_find_archive(state, "/a").generation;
	PUT(state, state_put_marks(state, archive, marks, 4, &err));
	assert_true(state_find_archive(state, "/a").generation > generation);
	state_close(state);
	state = open_state();
	struct found found = marks_of(state, archive);
	assert_int_equal(found.count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_mark(&found.marks[i], marks[i].key, marks[i].time, marks[i].is_read);
	assert_int_equal(marks_of(state, other).count, 0);
	state_close(state);
}

static void
the_later_mark_stands(void **unused)
{
	(void)unused;
	struct state *state = open_state();
	int64_t archive = add_archive(state, "/later", "");
	int64_t far = state_now() + INT64_C(1000) * 3600 * 24 * 365;
	const struct state_mark first[] = {{1, 10, true}, {2, 10, true}, {3, 10, true},
			{4, 10, true}, {5, far, true}, {6, 0, false}};
	const struct state_mark second[] = {{1, 9, false}, {2, 11, false}, {3, 10, false},
			{4, 0, false}, {5, 12, false}, {6, 1, true}, {7, 0, false}};
	PUT(state, state_put_marks(state, archive, first, 6, &err));
	PUT(state, state_put_marks(state, archive, second, 7, &err));
	struct found found = marks_of(state, archive);
	assert_int_equal(found.count, 7);
	assert_mark(&found.marks[0], 1, 10, true);
	assert_mark(&found.marks[1], 2, 11, false);
	assert_mark(&found.marks[2], 3, 10, false);
	assert_mark(&found.marks[3], 4, 10, true);
	assert_mark(&found.marks[4], 5, 12, false);
	assert_mark(&found.marks[5], 6, 1, true);
	assert_mark(&found.marks[6], 7, 0, false);
	int64_t generation = state_find_archive(state, "/later").generation;
	PUT(state, state_put_marks(state, archive, second, 1, &err));
	assert_int_equal(state_find_archive(state, "/later").generation, generation);
	state_close(state);
}

static void
take_star(void *context, const struct state_star *star)
{
	struct state_star *stars = context;
	assert_true(star->key < 4);
	stars[star->key] = *star;
}

static void
the_later_star_stands(void **unused)
{
	(void)unused;
	struct err error;
	struct state *state = open_state();
	int64_t archive = add_archive(state, "/stars", "");
	const struct state_star first[] = {{1, 10, true}, {2, 10, true}, {3, 10, true}};
	const struct state_star second[] = {{1, 9, false}, {2, 10, false}};
	struct state_star stars[4] = {0};
	PUT(state, state_put_stars(state, archive, first, 3, &err));
	PUT(state, state_put_stars(state, archive, second, 2, &err));
	assert_true(state_each_star(state, archive, take_star, stars, &error));
	assert_true(stars[1].is_starred && stars[1].time == 10);
	assert_false(stars[2].is_starred);
	assert_true(stars[3].is_starred);
	state_close(state);
}

static void
places_and_sessions_stay(void **unused)
{
	(void)unused;
	struct state *state = open_state();
	int64_t archive = add_archive(state, "/places", "");
	assert_int_equal(state_place(state, archive, 7), -1);
	assert_null(state_session(state, archive));
	PUT(state, state_put_place(state, archive, 7, 400, 20, &err));
	PUT(state, state_put_place(state, archive, 7, 300, 19, &err));
	PUT(state, state_put_session(state, archive, "group: 快讯\n", 20, &err));
	PUT(state, state_put_session(state, archive, "older", 19, &err));
	PUT(state, state_put_session(state, archive, "\x1B[2J", 21, &err));
	state_close(state);
	state = open_state();
	assert_int_equal(state_place(state, archive, 7), 400);
	char *text = state_session(state, archive);
	assert_string_equal(text, "group: 快讯\n");
	free(text);
	PUT(state, state_put_place(state, archive, 7, -1, 21, &err));
	assert_int_equal(state_place(state, archive, 7), -1);
	state_close(state);
}

static void
free_lines(char **lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(lines[i]);
	free(lines);
}

static bool
put_lines(struct state *state, int count, struct err *err)
{
	bool is_good = true;
	for (int i = 0; is_good && i < count; i++) {
		char line[24];
		snprintf(line, sizeof(line), "line %d", i);
		is_good = state_put_history(state, HISTORY_SEARCHES, line, 100 + i, err);
	}
	return is_good;
}

static void
histories_have_bounds_and_no_doubles(void **unused)
{
	(void)unused;
	struct state *state = open_state();
	size_t count;
	PUT(state, put_lines(state, STATE_HISTORY_LINES + 20, &err));
	/* Of one millisecond, in their order; one that was there goes to the end. */
	PUT(state, state_put_history(state, HISTORY_SEARCHES, "z", 1000, &err));
	PUT(state, state_put_history(state, HISTORY_SEARCHES, "a", 1000, &err));
	PUT(state, state_put_history(state, HISTORY_SEARCHES, "line 300", 1001, &err));
	PUT(state, state_put_history(state, HISTORY_SEARCHES, "two\nlines", 1002, &err));
	char **lines = state_history(state, HISTORY_SEARCHES, &count);
	assert_int_equal(count, STATE_HISTORY_LINES);
	assert_string_equal(lines[0], "line 22");
	assert_string_equal(lines[count - 3], "z");
	assert_string_equal(lines[count - 2], "a");
	assert_string_equal(lines[count - 1], "line 300");
	free_lines(lines, count);
	assert_null(state_history(state, HISTORY_COMMANDS, &count));
	assert_int_equal(count, 0);
	state_close(state);
}

static void
searches_are_kept_by_name(void **unused)
{
	(void)unused;
	struct state *state = open_state();
	int64_t archive = add_archive(state, "/searches", "");
	size_t count;
	PUT(state, state_put_search(state, archive, "银行", "银行 -债", 10, &err));
	PUT(state, state_put_search(state, archive, "bonds", "债", 10, &err));
	PUT(state, state_put_search(state, archive, "gone", "x", 10, &err));
	PUT(state, state_put_search(state, archive, "gone", "", 11, &err));
	struct state_search *searches = state_searches(state, archive, &count);
	assert_int_equal(count, 2);
	assert_string_equal(searches[0].name, "bonds");
	assert_string_equal(searches[1].query, "银行 -债");
	for (size_t i = 0; i < count; i++) {
		free(searches[i].name);
		free(searches[i].query);
	}
	free(searches);
	state_close(state);
}

static void
what_is_rolled_back_is_not_there(void **unused)
{
	(void)unused;
	struct err err;
	struct state *state = open_state();
	int64_t archive = add_archive(state, "/rolled", "");
	assert_true(state_begin(state, &err));
	assert_true(state_put_place(state, archive, 1, 1, 1, &err));
	assert_true(state_end(state, false, &err));
	assert_int_equal(state_place(state, archive, 1), -1);
	state_close(state);
}

/* --- Archives that moved --- */

static char *
moved_from(struct state *state, const char *path, const char *url, int64_t *id)
{
	struct err err;
	char *moved;
	assert_true(state_begin(state, &err));
	*id = state_add_archive(state, path, url, &moved, &err).id;
	assert_true(state_end(state, true, &err));
	return moved;
}

static void
an_archive_that_moved_keeps_its_state(void **unused)
{
	(void)unused;
	struct state *state = open_state();
	int64_t id, old = add_archive(state, "/gone/one", "https://one.example");
	PUT(state, state_put_place(state, old, 1, 99, 1, &err));
	char *moved = moved_from(state, folder, "https://one.example", &id);
	assert_string_equal(moved, "/gone/one");
	assert_int_equal(id, old);
	assert_int_equal(state_find_archive(state, "/gone/one").id, 0);
	assert_int_equal(state_place(state, id, 1), 99);
	free(moved);
	/* The folder of that is there: another with the url is another. */
	assert_null(moved_from(state, "/elsewhere", "https://one.example", &id));
	assert_int_not_equal(id, old);
	/* Two that are gone: which it was is not known. */
	add_archive(state, "/gone/three", "https://three.example");
	assert_string_equal(moved = moved_from(state, "/gone/four", "https://three.example", &id),
			"/gone/three");
	free(moved);
	assert_null(moved_from(state, "/gone/six", "", &id));
	assert_null(moved_from(state, "/gone/seven", "", &id));
	state_close(state);
}

static void
two_that_are_gone_are_left_where_they_are(void **unused)
{
	(void)unused;
	struct state *state = open_state();
	int64_t id, ids[2];
	char *paths[] = {folder_path(folder, "a/"), folder_path(folder, "b/")};
	for (size_t i = 0; i < 2; i++)
		ids[i] = add_archive(state, paths[i], "https://two.example");
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(rmdir(paths[i]), 0);
	assert_null(moved_from(state, "/new", "https://two.example", &id));
	assert_true(id != ids[0] && id != ids[1]);
	for (size_t i = 0; i < 2; i++)
		free(paths[i]);
	state_close(state);
}

/* --- In memory --- */

static void
a_state_in_memory_is_shared_by_its_place(void **unused)
{
	(void)unused;
	struct err error;
	char *notice;
	char *place = database_memory_place();
	struct state *one = state_open(place, &notice, &error);
	struct state *two = state_open(place, &notice, &error);
	assert_non_null(one);
	assert_non_null(two);
	assert_false(state_is_kept(one));
	int version = state_version(two);
	PUT(one, state_put_place(one, 1, 1, 5, 1, &err));
	assert_int_equal(state_place(two, 1, 1), 5);
	assert_int_not_equal(state_version(two), version);
	assert_true(state_begin(one, &error));
	assert_true(state_put_place(one, 1, 1, 6, 2, &error));
	assert_true(state_end(one, false, &error));
	assert_int_equal(state_place(two, 1, 1), 5);
	state_close(one);
	state_close(two);
	free(place);
}

/* --- Size --- */

static void
count_mark(void *context, const struct state_mark *mark)
{
	size_t *count = context;
	*count += mark->is_read;
}

static off_t
size_of(const char *ending)
{
	char name[FOLDER_SIZE + 64];
	struct stat status;
	snprintf(name, sizeof(name), "%s/reader/state.db%s", folder, ending);
	return stat(name, &status) == 0 ? status.st_size : 0;
}

/* Keys as of a hash, rising. */
static void
a_million_marks_take_twenty_bytes_each(void **unused)
{
	(void)unused;
	struct err error;
	struct state *state = open_state();
	struct state_mark *marks = calloc(MANY, sizeof(*marks));
	size_t count = 0;
	off_t before = size_of("");
	assert_non_null(marks);
	for (size_t i = 0; i < MANY; i++)
		marks[i] = (struct state_mark){UINT64_MAX / MANY * i + i % 977, state_now(), true};
	int64_t archive = add_archive(state, "/many", "");
	PUT(state, state_put_marks(state, archive, marks, MANY, &err));
	assert_true(size_of("") - before < (off_t)20 * MANY);
	assert_true(size_of("-wal") < (off_t)MANY);
	assert_true(state_each_mark(state, archive, count_mark, &count, &error));
	assert_int_equal(count, MANY);
	free(marks);
	state_close(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(marks_stay),
			cmocka_unit_test(the_later_mark_stands),
			cmocka_unit_test(the_later_star_stands),
			cmocka_unit_test(places_and_sessions_stay),
			cmocka_unit_test(histories_have_bounds_and_no_doubles),
			cmocka_unit_test(searches_are_kept_by_name),
			cmocka_unit_test(what_is_rolled_back_is_not_there),
			cmocka_unit_test(an_archive_that_moved_keeps_its_state),
			cmocka_unit_test(two_that_are_gone_are_left_where_they_are),
			cmocka_unit_test(a_state_in_memory_is_shared_by_its_place),
			cmocka_unit_test(a_million_marks_take_twenty_bytes_each),
	};
	return cmocka_run_group_tests(tests, begin, end_folder);
}
