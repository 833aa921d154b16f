/* Marks as a session sets them, without a screen; what is taken back, and done again. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model_session.h"
#include "state/keeper.h"
#include "store/database.h"

#include <locale.h>

/* The title of the post with the number. */
static const char *
title_of(int number)
{
	static char title[32];
	snprintf(title, sizeof(title), "第%02d条新闻", number);
	return title;
}

static struct post
post_of(int number)
{
	static char paths[4][64];
	static size_t next;
	char *path = paths[next++ % 4];
	session_post_name(path, number);
	return (struct post){.path = path, .title = title_of(number)};
}

static bool
is(enum mark_filter filter, int number)
{
	struct post post = post_of(number);
	assert_true(catalogue_post(model->library->catalogue, post.path) != 0);
	return marking_is(model, filter, &post);
}

static void
toggle(enum mark mark, int number)
{
	struct post post = post_of(number);
	marking_toggle(model, mark, &post);
	assert_true(settle() & CHANGED_MARKS);
}

/* All marks, as text. */
static void
look(char marks[SESSION_POSTS + 1])
{
	for (int i = 1; i <= SESSION_POSTS; i++)
		marks[i - 1] = (char)('0' + is(MARKS_READ, i) + 2 * is(MARKS_STARRED, i));
	marks[SESSION_POSTS] = '\0';
}

/* --- Marks --- */

static void
first_visit_is_read(void **state)
{
	(void)state;
	assert_int_equal(marking_unread(model), 0);
	assert_int_equal(marking_listed_unread(model), 0);
	assert_true(is(MARKS_READ, 1));
	assert_false(is(MARKS_NEW, 1));
	/* What arrives later is unread, whatever its date. */
	session_write("_posts/2001-01-01-old.md", "---\ntitle: 旧闻\n---\n旧。\n");
	model_reload(model);
	settle();
	assert_int_equal(marking_unread(model), 1);
	session_delete("_posts/2001-01-01-old.md");
}

static void
toggles(void **state)
{
	(void)state;
	toggle(MARK_READ, 12);
	assert_text(last_said(), "marked unread: 第12条新闻");
	assert_true(is(MARKS_UNREAD, 12));
	assert_int_equal(marking_unread(model), 1);
	assert_int_equal(marks_group_unread(model->marking.marks, GROUP_CATEGORY, "jjw"), 1);
	assert_int_equal(marks_group_unread(model->marking.marks, GROUP_CATEGORY, "cbcj"), 0);
	toggle(MARK_STARRED, 12);
	assert_text(last_said(), "starred: 第12条新闻");
	toggle(MARK_READ, 12);
	assert_text(last_said(), "marked read: 第12条新闻");
	assert_true(is(MARKS_STARRED, 12));
	toggle(MARK_STARRED, 12);
	assert_text(last_said(), "no longer starred: 第12条新闻");
	marking_toggle(model, MARK_READ, &(struct post){.path = "nowhere.md", .title = ""});
	assert_int_equal(settle(), CHANGED_SAID);
}

static void
marks_the_list_in_force(void **state)
{
	(void)state;
	assert_true(asked_find_group(model, GROUP_CATEGORY, "jjw"));
	settle();
	assert_int_equal(marking_set_listed(model, false), SESSION_POSTS / 2);
	assert_true(settle() & CHANGED_MARKS);
	assert_int_equal(marking_unread(model), SESSION_POSTS / 2);
	assert_int_equal(marking_listed_unread(model), SESSION_POSTS / 2);
	assert_int_equal(marking_set_listed(model, false), 0);
	asked_set_filter(model, "第3");
	settle();
	assert_int_equal(marking_set_listed(model, true), 1);
	settle();
	assert_int_equal(marking_listed_unread(model), 0);
	assert_int_equal(marking_unread(model), SESSION_POSTS / 2 - 1);
}

/* --- What stays --- */

/* The session ends, and another begins. */
static void
begin_again(void)
{
	model_free(model);
	model = make_model(NULL);
	settle();
}

static void
the_next_session_has_them(void **state)
{
	(void)state;
	toggle(MARK_READ, 3);
	toggle(MARK_STARRED, 4);
	session_write("_posts/2022-06-01-new.md", "---\ntitle: 新闻\n---\n新。\n");
	begin_again();
	assert_true(is(MARKS_UNREAD, 3));
	assert_true(is(MARKS_STARRED, 4));
	assert_int_equal(marking_unread(model), 2);
	asked_set_marks(model, MARKS_NEW);
	settle();
	assert_int_equal(found_count(model), 1);
	asked_set_marks(model, MARKS_UNREAD);
	settle();
	assert_int_equal(found_count(model), 2);
	/* What becomes read stays in the list until it is asked for again. */
	attend(ATTENTION_READ);
	settle();
	assert_int_equal(found_count(model), 2);
	assert_int_equal(marking_unread(model), 1);
	begin_again();
	asked_set_marks(model, MARKS_NEW);
	settle();
	assert_int_equal(found_count(model), 0);
	undo_run(model, false);
	assert_string_equal(last_said(), "there is nothing to take back");
}

static void
first_visit_as_set(void **state)
{
	(void)state;
	model_free(model);
	session_delete("state/reader/state.db");
	settings->is_first_unread = true;
	model = make_model(NULL);
	settle();
	assert_int_equal(marking_unread(model), SESSION_POSTS);
	marking_set_listed(model, true);
	begin_again();
	assert_int_equal(marking_unread(model), 0);
}

/* Two sessions at once see each other's marks. */
static void
sessions_beside_each_other(void **state)
{
	(void)state;
	struct model *own = model, *other = make_model(NULL);
	model = other;
	settle();
	toggle(MARK_READ, 7);
	toggle(MARK_STARRED, 8);
	model = own;
	while (!is(MARKS_UNREAD, 7) || !is(MARKS_STARRED, 8)) {
		struct pollfd wake = {.fd = model_wake_fd(model), .events = POLLIN};
		assert_int_equal(poll(&wake, 1, -1), 1);
		model_wake(model);
		(void)model_follow(model);
	}
	assert_int_equal(marking_unread(model), 1);
	settle();
	model_free(other);
}

/* Where nothing can be written all works until the end, and a message says so. */
static void
without_a_place(void **state)
{
	(void)state;
	model_free(model);
	setenv("XDG_STATE_HOME", "/proc/nowhere", 1);
	model = make_model(NULL);
	assert_int_equal(model->said.count, 1);
	assert_true(model->said.items[0].is_error);
	assert_text(last_said(), "/proc/nowhere/reader");
	settle();
	assert_int_equal(marking_unread(model), 0);
	toggle(MARK_READ, 7);
	assert_true(is(MARKS_UNREAD, 7));
	undo_run(model, false);
	settle();
	assert_int_equal(marking_unread(model), 0);
}

static void
count_star(void *context, const struct state_star *star)
{
	struct post post = post_of(8);
	*(int *)context += star->is_starred && star->key == state_post_key(post.path);
}

/* What is marked after the file was deleted is kept, in the one that takes its place. */
static void
a_deleted_state(void **state)
{
	(void)state;
	int stars = 0;
	struct err err;
	char *real = realpath(session_folder, NULL);
	database_discard(state_file(model->state));
	toggle(MARK_STARRED, 8);
	keeper_flush(model->keeper);
	int64_t archive = state_find_archive(model->state, real).id;
	assert_int_not_equal(archive, 0);
	assert_true(state_each_star(model->state, archive, count_star, &stars, &err));
	assert_int_equal(stars, 1);
	free(real);
}

/* The numbers of posts are others in a catalogue that was rebuilt: their marks stay, the steps go. */
static void
a_rebuilt_catalogue(void **state)
{
	(void)state;
	toggle(MARK_READ, 7);
	toggle(MARK_STARRED, 8);
	database_discard(catalogue_place(model->library->catalogue));
	model_tick(model);
	settle();
	assert_true(is(MARKS_UNREAD, 7));
	assert_true(is(MARKS_STARRED, 8));
	undo_run(model, false);
	assert_text(last_said(), "catalogued anew");
	undo_run(model, false);
	undo_run(model, false);
	assert_string_equal(last_said(), "there is nothing to take back");
	settle();
	assert_true(is(MARKS_UNREAD, 7));
	toggle(MARK_READ, 7);
	undo_run(model, false);
	settle();
	assert_true(is(MARKS_UNREAD, 7));
}

/* --- What is read --- */

static void
what_is_opened_is_read(void **state)
{
	(void)state;
	marking_set_listed(model, false);
	attend(ATTENTION_SEEN);
	settle();
	assert_string_equal(open_path(), post_of(30).path);
	assert_true(is(MARKS_UNREAD, 30));
	attend(ATTENTION_READ);
	assert_true(settle() & CHANGED_MARKS);
	assert_true(is(MARKS_READ, 30));
	/* By hand it can be unread while it stays open, whatever the size of the screen. */
	toggle(MARK_READ, 30);
	attend(ATTENTION_READ);
	model_reload(model);
	settle();
	assert_true(is(MARKS_UNREAD, 30));
	attend(ATTENTION_SEEN);
	settle();
	attend(ATTENTION_READ);
	settle();
	assert_true(is(MARKS_READ, 30));
	found_step(model, 1, GOAL_NONE);
	settle();
	assert_true(is(MARKS_READ, 29));
	undo_run(model, false);
	settle();
	assert_true(is(MARKS_UNREAD, 29));
	assert_false(marking_see_end(model));
}

/* What is opened before its marks are known is read when they are. */
static void
what_is_opened_early_is_read(void **state)
{
	(void)state;
	char path[512];
	toggle(MARK_READ, 30);
	toggle(MARK_READ, 29);
	model_free(model);
	session_path(path, "cache");
	assert_int_equal(folder_remove(path), 0);
	model = make_model(NULL);
	attend(ATTENTION_READ);
	settle();
	assert_string_equal(open_path(), post_of(30).path);
	assert_true(is(MARKS_READ, 30));
	assert_true(is(MARKS_UNREAD, 29));
}

static void
what_is_read_to_its_end_is_read(void **state)
{
	(void)state;
	settings->mark_read = READ_AT_ITS_END;
	marking_set_listed(model, false);
	attend(ATTENTION_READ);
	settle();
	assert_true(is(MARKS_UNREAD, 30));
	assert_true(marking_see_end(model));
	settle();
	assert_true(is(MARKS_READ, 30));
	assert_false(marking_see_end(model));
	settings->mark_read = READ_BY_HAND;
	found_step(model, 1, GOAL_NONE);
	settle();
	assert_false(marking_see_end(model));
	assert_true(is(MARKS_UNREAD, 29));
}

static void
goes_from_unread_to_unread(void **state)
{
	(void)state;
	assert_false(marking_step(model, FORWARD));
	toggle(MARK_READ, 25);
	toggle(MARK_READ, 11);
	assert_true(marking_step(model, FORWARD));
	assert_int_equal(model->found.at, SESSION_POSTS - 25);
	assert_true(marking_step(model, FORWARD));
	assert_int_equal(model->found.at, SESSION_POSTS - 11);
	assert_false(marking_step(model, FORWARD));
	assert_true(marking_step(model, BACKWARD));
	assert_int_equal(model->found.at, SESSION_POSTS - 25);
	assert_false(marking_step(model, BACKWARD));
	assert_true(marking_choose_first(model, BACKWARD));
	assert_int_equal(model->found.at, SESSION_POSTS - 11);
	settle();
	asked_set_group(model, "cbcj");
	marking_want_unread(model, BACKWARD);
	settle();
	assert_int_equal(model->found.at, (29 - 11) / 2);
	marking_want_unread(model, FORWARD);
	settle();
	assert_int_equal(model->found.at, (29 - 25) / 2);
	marking_want_unread(model, FORWARD);
	settle();
	assert_string_equal(last_said(), "no other post is unread");
}

/* --- Undo --- */

static void
nothing_to_take_back(void **state)
{
	(void)state;
	undo_run(model, false);
	assert_string_equal(last_said(), "there is nothing to take back");
	undo_run(model, true);
	assert_string_equal(last_said(), "nothing was taken back");
	assert_int_equal(settle(), CHANGED_SAID);
}

static void
takes_back_what_was_asked(void **state)
{
	(void)state;
	struct err err;
	undo_watch(model);
	assert_true(asked_search(model, "目", true, NULL, &err));
	assert_true(asked_search(model, "目标", false, NULL, &err));
	settle();
	undo_settle(model);
	undo_watch(model);
	asked_sort(model, "title");
	undo_settle(model);
	undo_watch(model);
	asked_sort_groups(model, "");
	undo_settle(model);
	assert_int_equal(model->asked.group_order, GROUP_BY_NAME);
	undo_watch(model);
	undo_settle(model);
	settle();
	assert_int_equal(model->undo.count, 3);
	/* The group that was chosen since then stays. */
	asked_set_group(model, "jjw");
	undo_run(model, false);
	assert_string_equal(last_said(), "taken back: order of groups");
	assert_int_equal(model->asked.group_order, GROUP_BY_COUNT);
	undo_run(model, false);
	assert_string_equal(last_said(), "taken back: order");
	undo_run(model, false);
	assert_string_equal(last_said(), "taken back: search");
	settle();
	assert_null(model->asked.query);
	assert_string_equal(model->asked.group, "jjw");
	assert_int_equal(model->asked.selection.order, POSTS_BY_DATE);
	assert_int_equal(found_count(model), SESSION_POSTS / 2);
	undo_run(model, true);
	assert_string_equal(last_said(), "done again: search");
	settle();
	assert_string_equal(model->asked.selection.search, "目标");
	assert_string_equal(model->asked.group, "jjw");
	/* Another step takes the place of those that were taken back. */
	undo_watch(model);
	asked_set_date(model, true, "2022-05-10");
	asked_set_filter(model, "第");
	undo_settle(model);
	undo_run(model, true);
	assert_string_equal(last_said(), "nothing was taken back");
	undo_run(model, false);
	assert_string_equal(last_said(), "taken back: filter, dates");
	assert_false(model->asked.selection.has_since);
	assert_string_equal(model->asked.selection.title, "");
	settle();
}

/* One of the things that change marks. */
static void
mark_something(uint64_t *seed)
{
	switch (session_dice(seed, 5)) {
	case 0:
		marking_set_listed(model, session_dice(seed, 2));
		break;
	case 1:
		asked_set_group(model, session_dice(seed, 2)   ? "jjw"
				       : session_dice(seed, 2) ? "cbcj"
							       : NULL);
		break;
	case 2:
		found_choose(model, session_dice(seed, SESSION_POSTS));
		attend(session_dice(seed, 2) ? ATTENTION_READ : ATTENTION_SEEN);
		break;
	default: {
		struct post post = post_of(1 + (int)session_dice(seed, SESSION_POSTS));
		marking_toggle(model, session_dice(seed, 2) ? MARK_READ : MARK_STARRED, &post);
		break;
	}
	}
	settle();
}

/* Whatever was marked: all of it taken back and done again, over and over, at any point. */
static void
takes_back_any_marks(void **state)
{
	(void)state;
	enum { ROUNDS = 30, MARKINGS = 60 };
	uint64_t seed = 20220512;
	for (int round = 0; round < ROUNDS; round++) {
		char looks[UNDO_STEPS + 1][SESSION_POSTS + 1], now[SESSION_POSTS + 1];
		undo_free(&model->undo);
		look(looks[0]);
		for (int i = 0; i < MARKINGS; i++) {
			size_t before = model->undo.done;
			mark_something(&seed);
			assert_true(model->undo.done <= before + 1);
			look(now);
			if (model->undo.done == before)
				assert_string_equal(now, looks[before]);
			strcpy(looks[model->undo.done], now);
		}
		attend(ATTENTION_NONE);
		settle();
		for (int way = 0; way < 200; way++) {
			bool is_back = session_dice(&seed, way < 100 ? 3 : 4) != 0;
			undo_run(model, !is_back);
			settle();
			look(now);
			assert_string_equal(now, looks[model->undo.done]);
		}
	}
}

static void
keeps_a_hundred_steps(void **state)
{
	(void)state;
	for (int i = 0; i < UNDO_STEPS + 7; i++)
		toggle(MARK_STARRED, 1 + i % SESSION_POSTS);
	assert_int_equal(model->undo.count, UNDO_STEPS);
	char marks[SESSION_POSTS + 1];
	for (int i = 0; i < UNDO_STEPS; i++)
		undo_run(model, false);
	settle();
	look(marks);
	/* The first seven can no longer be taken back. */
	for (int i = 0; i < SESSION_POSTS; i++)
		assert_int_equal(marks[i], i < 7 ? '3' : '1');
	undo_run(model, false);
	assert_string_equal(last_said(), "there is nothing to take back");
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_model, end_model)
	const struct CMUnitTest tests[] = {
			TEST(first_visit_is_read),
			TEST(toggles),
			TEST(marks_the_list_in_force),
			TEST(the_next_session_has_them),
			TEST(first_visit_as_set),
			TEST(sessions_beside_each_other),
			TEST(without_a_place),
			TEST(a_deleted_state),
			TEST(a_rebuilt_catalogue),
			TEST(what_is_opened_is_read),
			TEST(what_is_opened_early_is_read),
			TEST(what_is_read_to_its_end_is_read),
			TEST(goes_from_unread_to_unread),
			TEST(nothing_to_take_back),
			TEST(takes_back_what_was_asked),
			TEST(takes_back_any_marks),
			TEST(keeps_a_hundred_steps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
