/* The marks of a session, case by case. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "store/database.h"

#include "marks_session.h"

#include <sqlite3.h>

enum { POSTS = 300, NAME_SIZE = 48 };

static void
path_of(char path[NAME_SIZE], size_t number)
{
	snprintf(path, NAME_SIZE, "_posts/2021-01-01-%zu.md", number);
}

/* Adds posts of these numbers; even ones are in the category `even`. */
static void
add_posts(struct bench *bench, size_t from, size_t upto, bool is_finished)
{
	static const char *const even[] = {"even"};
	struct catalogue_writer *writer = bench_writer(bench);
	struct err err;
	for (size_t i = from; i < upto; i++) {
		char path[NAME_SIZE];
		path_of(path, i);
		const struct post post = {.path = path,
				.title = "title",
				.slug = "s",
				.url = path,
				.has_date = true,
				.date = (int64_t)i,
				.categories = even,
				.category_count = i % 2 == 0};
		assert_true(catalogue_writer_put(writer, 0, &post, 1, 1, &err));
	}
	assert_true(is_finished ? catalogue_writer_finish(writer, &err)
				: catalogue_writer_commit(writer, &err));
	catalogue_writer_close(writer);
}

static uint32_t
post_of(struct bench *bench, size_t number)
{
	char path[NAME_SIZE];
	path_of(path, number);
	uint32_t post = catalogue_post(bench->catalogue, path);
	assert_int_not_equal(post, 0);
	return post;
}

static bool
is(struct bench *bench, enum mark_filter filter, size_t number)
{
	return marks_are(bench->marks, filter, post_of(bench, number));
}

static void
set_one(struct bench *bench, enum mark mark, size_t number, bool value)
{
	struct bits posts = {0};
	bits_put(&posts, post_of(bench, number), true);
	(void)marks_set(bench->marks, mark, &posts, value, NULL);
	bits_free(&posts);
}

static struct bits
all_posts(struct bench *bench)
{
	const struct query query = {0};
	struct bits posts = {0};
	struct listing *listing = catalogue_list(bench->catalogue, &query);
	listing_posts(listing, &posts);
	listing_free(listing);
	return posts;
}

static struct state_archive
archive_of(struct bench *bench)
{
	struct state *state = bench_state(bench);
	struct state_archive archive = state_find_archive(state, bench->root);
	state_close(state);
	return archive;
}

static int
set_up(void **state)
{
	static struct bench bench;
	bench_begin(&bench);
	*state = &bench;
	return 0;
}

static int
tear_down(void **state)
{
	bench_end(*state);
	return 0;
}

/* A session over an archive that was visited, with its first posts. */
static void
begin_again(struct bench *bench)
{
	add_posts(bench, 0, POSTS, true);
	session_begin(bench, false);
	session_follow(bench, true);
	session_settle(bench);
	session_end(bench, true);
	session_begin(bench, false);
	session_follow(bench, true);
}

/* --- The first visit --- */

static void
first_visit_reads_all(void **state)
{
	struct bench *bench = *state;
	add_posts(bench, 0, 10, false);
	session_begin(bench, false);
	assert_int_equal(marks_unread(bench->marks), 0);
	assert_int_equal(marks_group_unread(bench->marks, GROUP_CATEGORY, "even"), 0);
	session_follow(bench, false);
	assert_true(is(bench, MARKS_READ, 3));
	/* What is marked before all is there stays so. */
	set_one(bench, MARK_READ, 4, false);
	set_one(bench, MARK_STARRED, 5, true);
	assert_int_equal(marks_unread(bench->marks), 1);
	assert_int_equal(marks_group_unread(bench->marks, GROUP_CATEGORY, "even"), 1);
	session_settle(bench);
	assert_int_equal(archive_of(bench).first_visit, 0);
	add_posts(bench, 10, 20, true);
	session_follow(bench, true);
	for (int i = 0; i < 2; i++) {
		for (size_t post = 0; post < 20; post++) {
			assert_int_equal(is(bench, MARKS_READ, post), post != 4);
			assert_int_equal(is(bench, MARKS_STARRED, post), post == 5);
			assert_false(is(bench, MARKS_NEW, post));
		}
		assert_int_equal(marks_unread(bench->marks), 1);
		session_settle(bench);
	}
	assert_true(archive_of(bench).first_visit > 0);
	/* What arrives later is unread, at once and after it was projected. */
	add_posts(bench, 20, 25, true);
	session_follow(bench, true);
	assert_int_equal(marks_unread(bench->marks), 6);
	assert_true(is(bench, MARKS_UNREAD, 21) && is(bench, MARKS_NEW, 21));
	session_settle(bench);
	assert_int_equal(marks_unread(bench->marks), 6);
	assert_int_equal(marks_group_unread(bench->marks, GROUP_CATEGORY, "even"), 4);
	session_end(bench, true);
}

/* One that is not completed is no visit. */
static void
first_visit_cut_short(void **state)
{
	struct bench *bench = *state;
	add_posts(bench, 0, 10, false);
	session_begin(bench, false);
	session_follow(bench, false);
	set_one(bench, MARK_READ, 4, false);
	session_end(bench, true);
	assert_int_equal(archive_of(bench).first_visit, 0);
	add_posts(bench, 10, 30, true);
	session_begin(bench, false);
	session_follow(bench, true);
	session_settle(bench);
	assert_int_equal(marks_unread(bench->marks), 1);
	assert_true(is(bench, MARKS_UNREAD, 4));
	session_end(bench, true);
}

static void
first_visit_unread(void **state)
{
	struct bench *bench = *state;
	add_posts(bench, 0, POSTS, true);
	session_begin(bench, true);
	session_follow(bench, true);
	assert_int_equal(marks_unread(bench->marks), POSTS);
	set_one(bench, MARK_READ, 7, true);
	session_settle(bench);
	assert_int_equal(marks_unread(bench->marks), POSTS - 1);
	assert_true(is(bench, MARKS_NEW, 8));
	session_end(bench, true);
	session_begin(bench, false);
	session_follow(bench, true);
	assert_int_equal(marks_unread(bench->marks), POSTS - 1);
	assert_false(is(bench, MARKS_NEW, 8));
	session_settle(bench);
	assert_int_equal(marks_unread(bench->marks), POSTS - 1);
	session_end(bench, true);
}

/* --- The file in the cache --- */

/* All is known before the keeper's thread has answered, but not if the file is damaged or of another state. */
static void
known_at_once(void **state)
{
	struct bench *bench = *state;
	begin_again(bench);
	set_one(bench, MARK_READ, 3, false);
	session_settle(bench);
	session_end(bench, true);
	session_begin(bench, false);
	session_follow(bench, true);
	assert_true(is(bench, MARKS_UNREAD, 3));
	assert_int_equal(marks_unread(bench->marks), 1);
	session_end(bench, true);

	char *file = xformat("%s.marks", bench->place);
	struct buf bytes = buf_empty();
	assert_true(file_read(file, 1 << 20, &bytes, NULL));
	for (size_t i = 0; i < bytes.length; i += 11) {
		bytes.data[i] ^= 0x10;
		folder_write_bytes(bench->folder, "cache/site.posts.marks", bytes.data,
				bytes.length - (i % 3 == 0 ? i % 50 : 0));
		bytes.data[i] ^= 0x10;
		session_begin(bench, false);
		session_follow(bench, true);
		assert_false(is(bench, MARKS_UNREAD, 3));
		session_settle(bench);
		assert_true(is(bench, MARKS_UNREAD, 3));
		assert_int_equal(marks_unread(bench->marks), 1);
		session_end(bench, true);
	}
	/* Of another state it says nothing. */
	database_discard(bench->state_place);
	session_begin(bench, false);
	session_follow(bench, true);
	assert_false(is(bench, MARKS_UNREAD, 3));
	session_settle(bench);
	assert_int_equal(marks_unread(bench->marks), 0);
	session_end(bench, true);
	buf_free(&bytes);
	free(file);
}

static size_t
kept_unread(struct bench *bench)
{
	struct state *own = bench_state(bench);
	size_t unread = marks_kept_unread(own, bench->root, bench->place);
	state_close(own);
	return unread;
}

/* What is unread in an archive that is not open: known until another changes marks, or the cache is gone. */
static void
known_while_it_is_not_open(void **state)
{
	struct bench *bench = *state;
	struct bits posts = {0};
	assert_int_equal(kept_unread(bench), SIZE_MAX);
	begin_again(bench);
	set_one(bench, MARK_READ, 3, false);
	set_one(bench, MARK_READ, 5, false);
	bits_put(&posts, post_of(bench, 7), true);
	session_end(bench, true);
	assert_int_equal(kept_unread(bench), 2);
	bench_store(bench, MARK_READ, &posts, false);
	bits_free(&posts);
	assert_int_equal(kept_unread(bench), SIZE_MAX);
	session_begin(bench, false);
	session_follow(bench, true);
	session_settle(bench);
	session_end(bench, true);
	assert_int_equal(kept_unread(bench), 3);
	char *file = xformat("%s.marks", bench->place);
	assert_int_equal(unlink(file), 0);
	free(file);
	assert_int_equal(kept_unread(bench), SIZE_MAX);
}

/* The cache is lost while a session runs: what is marked in large sets is stored all the same. */
static void
cache_lost_meanwhile(void **state)
{
	struct bench *bench = *state;
	for (int is_settled = 0; is_settled < 2; is_settled++) {
		begin_again(bench);
		if (is_settled)
			session_settle(bench);
		struct bits posts = all_posts(bench);
		database_discard(bench->place);
		assert_int_equal(marks_set(bench->marks, MARK_READ, &posts, false, NULL), POSTS);
		bits_free(&posts);
		add_posts(bench, 100, POSTS + 100, true);
		session_follow(bench, true);
		session_settle(bench);
		for (size_t i = 100; i < POSTS; i++)
			assert_true(is(bench, MARKS_UNREAD, i) && !is(bench, MARKS_NEW, i));
		assert_true(is(bench, MARKS_UNREAD, POSTS) && is(bench, MARKS_NEW, POSTS));
		session_end(bench, true);
		database_discard(bench->place);
		database_discard(bench->state_place);
	}
}

/* --- What cannot be stored --- */

static void
run_in_state(struct bench *bench, const char *sql)
{
	struct err err;
	struct sqlite3 *db = database_open(bench->state_place, false, &err);
	if (db == NULL || !database_run(db, sql, &err))
		fail_msg("%s", err.reason);
	sqlite3_close(db);
}

/* Marks stay as they were set when they are projected again and the state cannot be written. */
static void
state_not_written(void **state)
{
	struct bench *bench = *state;
	begin_again(bench);
	session_settle(bench);
	run_in_state(bench, "CREATE TRIGGER full BEFORE UPDATE ON archives "
			    "BEGIN SELECT RAISE(ABORT, 'full'); END");
	struct bits posts = all_posts(bench);
	bits_put(&posts, post_of(bench, 0), false);
	assert_int_equal(marks_set(bench->marks, MARK_READ, &posts, false, NULL), POSTS - 1);
	bits_free(&posts);
	set_one(bench, MARK_STARRED, 9, true);
	for (size_t i = 0; i < 4; i += 2) {
		add_posts(bench, POSTS + i, POSTS + i + 2, true);
		session_follow(bench, true);
		session_settle(bench);
		assert_int_equal(marks_unread(bench->marks), POSTS + 1 + i);
		assert_true(is(bench, MARKS_STARRED, 9) && is(bench, MARKS_READ, 0));
		assert_true(is(bench, MARKS_UNREAD, 5) && !is(bench, MARKS_NEW, 5));
	}
	/* Nor does the file in the cache say what the state does not. */
	session_end(bench, true);
	session_begin(bench, false);
	session_follow(bench, true);
	session_settle(bench);
	assert_int_equal(marks_unread(bench->marks), 4);
	posts = all_posts(bench);
	(void)marks_set(bench->marks, MARK_READ, &posts, true, NULL);
	bits_free(&posts);
	keeper_flush(bench->keeper);
	run_in_state(bench, "DROP TRIGGER full");
	session_end(bench, true);
	session_begin(bench, false);
	session_follow(bench, true);
	session_settle(bench);
	assert_int_equal(marks_unread(bench->marks), 0);
	assert_false(is(bench, MARKS_NEW, POSTS));
	session_end(bench, true);
}

/* While a catalogue is rebuilt marks are not known, though nothing is asked of the keeper's thread. */
static void
what_is_known(void **state)
{
	struct bench *bench = *state;
	for (int session = 0; session < 2; session++) {
		database_discard(bench->place);
		session_begin(bench, false);
		assert_false(marks_are_known(bench->marks));
		add_posts(bench, 0, 5, false);
		session_follow(bench, false);
		session_settle(bench);
		assert_false(marks_are_known(bench->marks));
		assert_int_equal(marks_unread(bench->marks), 0);
		add_posts(bench, 5, 10, true);
		session_follow(bench, true);
		session_settle(bench);
		assert_true(marks_are_known(bench->marks));
		assert_int_equal(marks_unread(bench->marks), session);
		if (session == 0)
			set_one(bench, MARK_READ, 3, false);
		session_end(bench, true);
	}
}

static void
without_keeper(void **state)
{
	struct bench *bench = *state;
	add_posts(bench, 0, 10, true);
	bench->marks = marks_new(NULL, NULL, false);
	session_follow(bench, true);
	assert_int_equal(marks_unread(bench->marks), 0);
	set_one(bench, MARK_READ, 4, false);
	add_posts(bench, 10, 12, true);
	session_follow(bench, true);
	assert_int_equal(marks_unread(bench->marks), 3);
	assert_false(marks_are_busy(bench->marks));
	assert_true(marks_are_known(bench->marks));
	marks_end_session(bench->marks);
	marks_free(bench->marks);
	catalogue_free(bench->catalogue);
	bench->catalogue = NULL;
}

/* --- Others --- */

static void
archive_moves(void **state)
{
	struct bench *bench = *state;
	begin_again(bench);
	set_one(bench, MARK_READ, 3, false);
	assert_null(marks_notice(bench->marks));
	session_end(bench, true);
	char *moved = folder_path(bench->folder, "moved");
	assert_int_equal(rename(bench->root, moved), 0);
	archive_close(bench->archive);
	const struct archive_options options = {.now = 1000000};
	bench->archive = archive_open(moved, &options, NULL, NULL);
	session_begin(bench, false);
	session_follow(bench, true);
	session_settle(bench);
	assert_true(is(bench, MARKS_UNREAD, 3));
	assert_int_equal(marks_unread(bench->marks), 1);
	char *notice = marks_notice(bench->marks);
	assert_non_null(notice);
	assert_non_null(strstr(notice, bench->root));
	assert_null(marks_notice(bench->marks));
	free(notice);
	session_end(bench, true);
	free(moved);
}

/* A command that prints has the same marks, and none of an archive that it does not know. */
static void
in_one_go(void **state)
{
	struct bench *bench = *state;
	struct mark_sets sets;
	struct err err;
	add_posts(bench, 0, 20, true);
	struct state *own = bench_state(bench);
	struct catalogue *catalogue = bench_open(bench);
	struct state_archive archive = state_find_archive(own, bench->root);
	for (int is_unread = 0; is_unread < 2; is_unread++) {
		assert_true(marks_read(own, &archive, catalogue, is_unread, &sets, &err));
		assert_int_equal(mark_sets_have(&sets, MARKS_READ, 7), !is_unread);
		assert_int_equal(mark_sets_have(&sets, MARKS_NEW, 7), is_unread);
		assert_false(mark_sets_have(&sets, MARKS_READ, 21));
		mark_sets_free(&sets);
	}
	assert_true(state_begin(own, &err));
	archive = state_add_archive(own, bench->root, "", &(char *){NULL}, &err);
	assert_true(marks_visit(own, &archive, catalogue, false, &err));
	assert_true(state_end(own, true, &err));
	catalogue_free(catalogue);
	state_close(own);
	session_begin(bench, false);
	session_follow(bench, true);
	set_one(bench, MARK_READ, 4, false);
	set_one(bench, MARK_STARRED, 6, true);
	keeper_flush(bench->keeper);
	archive = state_find_archive(bench->state, bench->root);
	assert_true(marks_read(bench->state, &archive, bench->catalogue, true, &sets, &err));
	assert_int_equal(bits_sum(&sets.read), 19);
	assert_false(bits_have(&sets.read, post_of(bench, 4)));
	assert_true(bits_have(&sets.starred, post_of(bench, 6)));
	assert_int_equal(bits_sum(&sets.starred), 1);
	mark_sets_free(&sets);
	session_end(bench, true);
}

/* It takes them from the cache's file that a session has left, until anything has changed. */
static void
from_the_file(void **state)
{
	struct bench *bench = *state;
	struct mark_sets sets;
	struct err err;
	add_posts(bench, 0, 20, true);
	session_begin(bench, false);
	session_follow(bench, true);
	set_one(bench, MARK_READ, 4, false);
	session_end(bench, true);
	struct state *own = bench_state(bench);
	struct catalogue *catalogue = bench_open(bench);
	struct state_archive archive = state_find_archive(own, bench->root);
	assert_true(marks_read(own, &archive, catalogue, false, &sets, &err));
	assert_int_equal(bits_sum(&sets.read), 19);
	mark_sets_free(&sets);
	struct bits posts = {0};
	for (uint32_t post = 1; post <= catalogue_highest_post(catalogue); post++)
		bits_put(&posts, post, true);
	assert_true(state_begin(own, &err));
	assert_true(marks_store(own, archive.id, catalogue, MARK_READ, &posts, true, &err));
	assert_true(state_end(own, true, &err));
	bits_free(&posts);
	archive = state_find_archive(own, bench->root);
	assert_true(marks_read(own, &archive, catalogue, false, &sets, &err));
	assert_int_equal(bits_sum(&sets.read), 20);
	mark_sets_free(&sets);
	catalogue_free(catalogue);
	state_close(own);
}

/* --- A catalogue that changes while the keeper's thread is behind --- */

/* Another process finds that the file of a post is gone, and if `returns` that it is there again. */
static void
lose_post(struct bench *bench, size_t number, bool returns)
{
	struct err err;
	struct catalogue_writer *writer = bench_writer(bench);
	assert_true(catalogue_writer_remove(writer, post_of(bench, number), &err));
	assert_true(catalogue_writer_finish(writer, &err));
	catalogue_writer_close(writer);
	if (returns)
		add_posts(bench, number, number + 1, true);
}

static void
check_all_read(struct bench *bench)
{
	struct bits posts = all_posts(bench);
	for (uint32_t post = bits_next(&posts, 0); post != UINT32_MAX;
			post = bits_next(&posts, post + 1))
		assert_true(marks_are(bench->marks, MARKS_READ, post));
	bits_free(&posts);
	assert_int_equal(marks_unread(bench->marks), 0);
}

/* The file in the cache never says that marks are of a state of the catalogue which they are not of. */
static void
file_is_of_its_state(void **state)
{
	struct bench *bench = *state;
	begin_again(bench);
	session_settle(bench);
	session_hold(bench);
	session_follow(bench, true);
	lose_post(bench, 7, true);
	session_release(bench);
	session_settle(bench);
	session_follow(bench, true);
	session_settle(bench);
	check_all_read(bench);
	session_end(bench, true);
	session_begin(bench, false);
	session_follow(bench, true);
	session_settle(bench);
	check_all_read(bench);
	session_end(bench, true);
}

/* What is shown stays read, though the keeper's thread has seen a catalogue without it. */
static void
shown_posts_stay_read(void **state)
{
	struct bench *bench = *state;
	begin_again(bench);
	session_settle(bench);
	session_hold(bench);
	lose_post(bench, 8, false);
	session_follow(bench, true);
	add_posts(bench, 8, 9, true);
	session_release(bench);
	session_settle(bench);
	check_all_read(bench);
	session_hold(bench);
	session_follow(bench, true);
	lose_post(bench, 7, true);
	session_release(bench);
	session_settle(bench);
	check_all_read(bench);
	marks_refresh(bench->marks);
	session_settle(bench);
	check_all_read(bench);
	session_follow(bench, true);
	session_settle(bench);
	check_all_read(bench);
	session_end(bench, true);
}

/* Many posts are marked while the keeper's thread has seen a catalogue without one of them. */
static void
marks_of_lost_posts(void **state)
{
	struct bench *bench = *state;
	begin_again(bench);
	session_settle(bench);
	session_hold(bench);
	session_follow(bench, true);
	lose_post(bench, 7, false);
	session_release(bench);
	session_settle(bench);
	struct bits posts = all_posts(bench);
	assert_int_equal(marks_set(bench->marks, MARK_STARRED, &posts, true, NULL), POSTS);
	bits_free(&posts);
	session_settle(bench);
	add_posts(bench, 7, 8, true);
	session_follow(bench, true);
	session_settle(bench);
	assert_true(is(bench, MARKS_STARRED, 7));
	assert_true(is(bench, MARKS_STARRED, 8));
	check_all_read(bench);
	session_end(bench, true);
}

#define WITH_BENCH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
			WITH_BENCH(first_visit_reads_all),
			WITH_BENCH(first_visit_cut_short),
			WITH_BENCH(first_visit_unread),
			WITH_BENCH(known_at_once),
			WITH_BENCH(known_while_it_is_not_open),
			WITH_BENCH(cache_lost_meanwhile),
			WITH_BENCH(state_not_written),
			WITH_BENCH(what_is_known),
			WITH_BENCH(without_keeper),
			WITH_BENCH(archive_moves),
			WITH_BENCH(in_one_go),
			WITH_BENCH(from_the_file),
			WITH_BENCH(file_is_of_its_state),
			WITH_BENCH(shown_posts_stay_read),
			WITH_BENCH(marks_of_lost_posts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
