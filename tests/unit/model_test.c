/* The session without a screen: what follows from what is asked, chosen and opened. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/clock.h"
#include "base/xalloc.h"
#include "model_session.h"

#include <locale.h>

/* --- Tests --- */

static void
opens_what_is_looked_at(void **state)
{
	(void)state;
	struct post post;
	assert_int_equal(found_count(model), SESSION_POSTS);
	assert_true(found_post(model, &post));
	assert_string_equal(post.path, "_posts/2022-05-30-n30.md");
	assert_string_equal(open_path(), "");
	attend(ATTENTION_SEEN);
	unsigned changed = settle();
	assert_true(changed & CHANGED_OPENED);
	assert_string_equal(open_path(), "_posts/2022-05-30-n30.md");
	/* Another one when the choice has rested; at once where it is read. */
	found_choose(model, 9);
	assert_true(settle() & CHANGED_POST);
	assert_string_equal(open_path(), "_posts/2022-05-30-n30.md");
	session_now = model_due(model);
	model_tick(model);
	settle();
	assert_string_equal(open_path(), "_posts/2022-05-21-n21.md");
	attend(ATTENTION_READ);
	found_step(model, 1, GOAL_NONE);
	settle();
	assert_string_equal(open_path(), "_posts/2022-05-20-n20.md");
	assert_true(model_due(model) == 0);
}

static void
what_is_read_stays_open(void **state)
{
	(void)state;
	attend(ATTENTION_READ);
	settle();
	found_choose(model, 1);
	settle();
	assert_string_equal(open_path(), "_posts/2022-05-29-n29.md");
	asked_set_filter(model, "第3");
	unsigned changed = settle();
	assert_int_equal(found_count(model), 1);
	assert_true((changed & CHANGED_FOUND) && !(changed & CHANGED_CLOSED));
	assert_string_equal(open_path(), "_posts/2022-05-29-n29.md");
	/* Another subject is begun with its first post. */
	assert_true(asked_find_group(model, GROUP_CATEGORY, "经济网"));
	changed = settle();
	assert_true(changed & CHANGED_GROUP);
	assert_int_equal(found_count(model), SESSION_POSTS / 2);
	assert_string_equal(open_path(), "_posts/2022-05-30-n30.md");
	asked_reverse(model);
	asked_all_posts(model);
	settle();
	assert_int_equal(found_count(model), SESSION_POSTS);
}

/* Each says why, and has changed nothing but that. */
static void
says_what_cannot_be_done(void **state)
{
	(void)state;
	struct err err;
	assert_false(asked_find_group(model, GROUP_TAG, "新能原"));
	assert_true(strstr(last_said(), "did you mean “新能源”?") != NULL);
	assert_int_equal(settle(), CHANGED_SAID);
	found_step(model, -1, GOAL_NONE);
	assert_string_equal(last_said(), "this is the first post of the list");
	assert_int_equal(settle(), CHANGED_SAID);
	assert_int_equal(asked_sort(model, "size"), 0);
	assert_int_equal(settle(), CHANGED_SAID);
	asked_set_date(model, true, "soon");
	assert_int_equal(settle(), CHANGED_SAID);
	assert_false(asked_search(model, "tag:", false, NULL, &err));
	assert_int_equal(settle(), 0);
	assert_int_equal(found_count(model), SESSION_POSTS);
}

static void
goes_there_and_back(void **state)
{
	(void)state;
	struct view_layout layout = {0};
	attend(ATTENTION_READ);
	settle();
	views_follow(model, layout);
	opened_see(model, (struct seen){.offset = 12});
	views_follow(model, layout);
	views_begin(model, true);
	opened_open(model, "_posts/2022-05-03-n03.md",
			(struct goal){.kind = GOAL_FRAGMENT, .fragment = (char[]){"end"}});
	assert_true(settle() & CHANGED_OPENED);
	assert_string_equal(open_path(), "_posts/2022-05-03-n03.md");
	struct goal goal = opened_take_goal(model);
	assert_int_equal(goal.kind, GOAL_FRAGMENT);
	assert_string_equal(goal.fragment, "end");
	free(goal.fragment);
	/* In the post that is open already, it is only gone to. */
	opened_open(model, "_posts/2022-05-03-n03.md", (struct goal){.kind = GOAL_OFFSET});
	assert_int_equal(settle(), CHANGED_GOAL);
	views_follow(model, layout);
	assert_int_equal(views_from_link(model), 1);
	assert_true(views_go(model, -1, &layout));
	settle();
	assert_string_equal(open_path(), "_posts/2022-05-30-n30.md");
	goal = opened_take_goal(model);
	assert_int_equal(goal.kind, GOAL_OFFSET);
	assert_int_equal(goal.offset, 12);
	assert_int_equal(views_from_link(model), 0);
	assert_false(views_go(model, -1, &layout));
}

static void
days_are_values(void **state)
{
	(void)state;
	struct day_count *days;
	int64_t first = clock_days(2022, 5, 3), last = clock_days(2022, 5, 7);
	asked_set_days(model, first, last);
	unsigned changed = settle();
	assert_true((changed & CHANGED_ASKED) && !(changed & CHANGED_DAYS));
	assert_int_equal(found_count(model), 5);
	assert_string_equal(last_said(), "2022-05-03 to 2022-05-07");
	assert_true(selection_has_days(&model->asked.selection, first, last, model_zone(model)));
	assert_int_equal(found_days(model, &days), SESSION_POSTS);
	free(days);
	asked_set_all_days(model);
	settle();
	assert_int_equal(found_count(model), SESSION_POSTS);
}

/* The chosen post stays chosen when a library comes; where it is gone, the row stays. */
static void
keeps_its_place_in_another_library(void **state)
{
	(void)state;
	struct post post;
	found_choose(model, 4);
	settle();
	session_write_post(31);
	session_delete("_posts/2022-05-28-n28.md");
	model_reload(model);
	assert_true(settle() & CHANGED_LIBRARY);
	assert_true(found_post(model, &post));
	assert_string_equal(post.path, "_posts/2022-05-26-n26.md");
	size_t row = model->found.at;
	session_delete("_posts/2022-05-26-n26.md");
	model_reload(model);
	settle();
	assert_int_equal(model->found.at, row);
	session_delete("_posts/2022-05-31-n31.md");
	session_write_post(28);
	session_write_post(26);
}

/* Whatever was asked for is asked for again, and only what differs is noted. */
static void
asks_again_for_what_was_asked(void **state)
{
	(void)state;
	static const char gone[] = "没有这一组";
	struct err err;
	struct asked all = asked_copy(&model->asked);
	asked_find_group(model, GROUP_TAG, "新能源");
	assert_true(asked_search(model, "目标 -普", false, NULL, &err));
	asked_set_filter(model, "第");
	asked_set_date(model, true, "2022-05-03");
	asked_set_date(model, false, "2022-05-29");
	asked_sort(model, "title");
	asked_reverse(model);
	settle();
	size_t count = found_count(model);
	struct asked much = asked_copy(&model->asked);
	assert_false(asked_is_same(&all, &much));
	assert_true(asked_is_same(&much, &model->asked));

	asked_restore(model, &all);
	assert_true(asked_is_same(&all, &model->asked));
	assert_null(model->asked.query);
	unsigned changed = settle();
	assert_true(changed & CHANGED_GROUP && changed & CHANGED_QUERY);
	assert_int_equal(found_count(model), SESSION_POSTS);
	asked_restore(model, &much);
	settle();
	assert_true(asked_is_same(&much, &model->asked));
	assert_non_null(model->asked.query);
	assert_int_equal(found_count(model), count);

	asked_reverse(model);
	model_follow(model);
	asked_restore(model, &much);
	assert_int_equal(
			model_follow(model) & (CHANGED_GROUP | CHANGED_QUERY | CHANGED_SUBJECT), 0);
	asked_restore(model, &much);
	assert_int_equal(model_follow(model), 0);

	xreplace(&much.group, gone);
	asked_restore(model, &much);
	assert_null(model->asked.group);
	assert_text(last_said(), gone);
	asked_free(&all);
	asked_free(&much);
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(
					opens_what_is_looked_at, begin_model, end_model),
			cmocka_unit_test_setup_teardown(
					what_is_read_stays_open, begin_model, end_model),
			cmocka_unit_test_setup_teardown(
					says_what_cannot_be_done, begin_model, end_model),
			cmocka_unit_test_setup_teardown(
					goes_there_and_back, begin_model, end_model),
			cmocka_unit_test_setup_teardown(days_are_values, begin_model, end_model),
			cmocka_unit_test_setup_teardown(
					asks_again_for_what_was_asked, begin_model, end_model),
			cmocka_unit_test_setup_teardown(
					keeps_its_place_in_another_library, begin_model, end_model),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
