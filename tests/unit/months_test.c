/* The months beside the list: their bars, and the list that follows. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app_session.h"

#include <locale.h>

/* Thirty posts in May, two in April, one in January of the year before, one undated. */
static int
begin(void **state)
{
	setlocale(LC_ALL, "C.UTF-8");
	if (session_set_up(state) != 0)
		return -1;
	session_write("_posts/2022-04-30-a.md", "---\ntitle: 四月末\ncategory: jjw\n---\n四月\n");
	session_write("_posts/2022-04-01-b.md", "---\ntitle: 四月初\ncategory: cbcj\n---\n四月\n");
	session_write("_posts/2021-01-31-c.md", "---\ntitle: 去年\ncategory: cbcj\n---\n普通\n");
	session_write("_posts/undated.md", "---\ntitle: 无日期\n---\n普通\n");
	return 0;
}

static size_t
count_of(const struct app *app)
{
	return listing_count(app_model(app)->found.listing);
}

static void
shows_a_bar_a_month(void **state)
{
	(void)state;
	struct app *app = session_open(36, 120);
	session_keys(app, "m");
	assert_int_equal(app_context(app), CONTEXT_GROUPS);
	assert_text(session_row(app, SLOT_LEFT, 0), " Months  All");
	assert_text(session_row(app, SLOT_LEFT, 0), " 3 ");
	assert_text(session_row(app, SLOT_LEFT, 1), " All");
	assert_text(session_row(app, SLOT_LEFT, 2), " 2022-05 ████");
	assert_text(session_row(app, SLOT_LEFT, 2), " 30 ");
	assert_text(session_row(app, SLOT_LEFT, 3), " 2022-04 ▊ ");
	assert_text(session_row(app, SLOT_LEFT, 4), " 2021-01 ▍ ");
	assert_text(session_row(app, SLOT_LEFT, 4), " 1 ");
	assert_string_equal(session_row(app, SLOT_LEFT, 5), "");
	assert_int_equal(count_of(app), 34);
	session_keys(app, "c");
	assert_text(session_row(app, SLOT_LEFT, 0), " Categories");
	app_free(app);
}

static void
the_list_follows(void **state)
{
	(void)state;
	struct app *app = session_open(36, 120);
	session_keys(app, "m j j");
	assert_int_equal(count_of(app), 2);
	assert_text(session_row(app, SLOT_MIDDLE, 1), "四月末");
	assert_text(session_row(app, SLOT_MIDDLE, 2), "四月初");
	assert_text(session_title(app), "since 2022-04-01 until 2022-04-30");
	session_keys(app, "Enter");
	assert_int_equal(app_context(app), CONTEXT_LIST);
	/* From the list and from the post on to the next. */
	session_keys(app, "]");
	assert_text(session_row(app, SLOT_MIDDLE, 1), "去年");
	session_keys(app, "]");
	assert_status(app, "this is the last month");
	session_keys(app, "h g g");
	assert_int_equal(count_of(app), 34);
	assert_null(strstr(session_title(app), "since"));
	app_free(app);
}

/* The months are those of the group, of the filter, whatever the dates are. */
static void
counts_what_is_in_force(void **state)
{
	(void)state;
	struct app *app = session_open(36, 120);
	session_command(app, "category cbcj");
	session_keys(app, "m");
	assert_text(session_row(app, SLOT_LEFT, 0), " Months  cbcj");
	assert_text(session_row(app, SLOT_LEFT, 2), " 15 ");
	assert_text(session_row(app, SLOT_LEFT, 3), " 2022-04 ");
	session_keys(app, "j");
	assert_int_equal(count_of(app), 15);
	session_command(app, "category 经济网");
	assert_int_equal(count_of(app), 15);
	assert_text(session_row(app, SLOT_LEFT, 0), " Months  经济网");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 1);
	session_keys(app, "F");
	session_type(app, "四月");
	assert_int_equal(count_of(app), 0);
	assert_text(session_row(app, SLOT_LEFT, 2), " 2022-04 ");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 0);
	session_keys(app, "Enter h q");
	assert_text(session_row(app, SLOT_LEFT, 0), " Categories");
	assert_int_equal(app_context(app), CONTEXT_GROUPS);
	app_free(app);
}

/* A month chosen in the calendar or by its dates is the one under the cursor. */
static void
knows_the_month_in_force(void **state)
{
	(void)state;
	struct app *app = session_open(36, 120);
	session_keys(app, "g c g g L L L m");
	session_command(app, "since 2022-04-01");
	session_command(app, "until 2022-04-30");
	session_keys(app, "m");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 2);
	session_command(app, "until 2022-04-29");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 0);
	session_keys(app, "j");
	assert_int_equal(count_of(app), 30);
	session_command(app, "all-posts");
	session_keys(app, "m");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 0);
	app_free(app);
}

static void
what_months_do_not_have(void **state)
{
	(void)state;
	struct app *app = session_open(12, 40);
	/* Nothing is there to be taken away, which is not worth a word. */
	session_keys(app, "m Esc");
	assert_null(strstr(session_status(app), "months are"));
	session_keys(app, "/");
	assert_status(app, "months are not filtered");
	session_keys(app, "S");
	assert_status(app, "order of time");
	/* On a narrow pane the numbers stay. */
	app_resize(app, 8, 20);
	assert_text(session_row(app, SLOT_LEFT, 1), " 2022-05 ");
	assert_text(session_row(app, SLOT_LEFT, 1), " 30 ");
	app_free(app);
}

static void
bars_of_ascii(void **state)
{
	(void)state;
	session_is_ascii = true;
	struct app *app = session_open(36, 120);
	session_is_ascii = false;
	session_keys(app, "m");
	assert_text(session_row(app, SLOT_LEFT, 2), " 2022-05 ####");
	assert_text(session_row(app, SLOT_LEFT, 4), " 2021-01 # ");
	app_free(app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(shows_a_bar_a_month),
			cmocka_unit_test(the_list_follows),
			cmocka_unit_test(counts_what_is_in_force),
			cmocka_unit_test(knows_the_month_in_force),
			cmocka_unit_test(what_months_do_not_have),
			cmocka_unit_test(bars_of_ascii),
	};
	return cmocka_run_group_tests(tests, begin, session_tear_down);
}
