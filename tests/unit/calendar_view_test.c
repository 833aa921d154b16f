/* The calendar in a session: what it shows, and the days it makes the list show. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app_session.h"

#include <locale.h>

static int
begin(void **state)
{
	setlocale(LC_ALL, "C.UTF-8");
	if (session_set_up(state) != 0)
		return -1;
	return 0;
}

static size_t
count_of(const struct app *app)
{
	return listing_count(app_model(app)->found.listing);
}

static void
test_a_year(void **state)
{
	(void)state;
	struct app *app = session_open(36, 120);
	session_keys(app, "g c");
	assert_int_equal(app_context(app), CONTEXT_CALENDAR);
	assert_text(session_row(app, SLOT_MAIN, 0), " 2022  All");
	assert_text(session_row(app, SLOT_MAIN, 0), "30 posts");
	assert_text(session_row(app, SLOT_MAIN, 1), "May");
	assert_text(session_row(app, SLOT_MAIN, 2), " Mo");
	assert_true(session_shows(app, SLOT_MAIN, " Dec"));
	session_keys(app, "Esc");
	assert_int_equal(app_context(app), CONTEXT_LIST);
	app_free(app);
}

static void
test_a_day(void **state)
{
	(void)state;
	struct app *app = session_open(24, 80);
	struct post post;
	session_keys(app, "g c g g");
	assert_true(session_shows(app, SLOT_MAIN, " 2022-05-01 Sunday  1 post"));
	session_keys(app, "Enter");
	assert_status(app, "2022-05-01 to 2022-05-01");
	assert_int_equal(app_context(app), CONTEXT_LIST);
	assert_int_equal(count_of(app), 1);
	assert_true(found_post(app_model(app), &post));
	assert_text(post.path, "2022-05-01");
	/* The calendar still counts the other days. */
	session_keys(app, "g c");
	assert_text(session_row(app, SLOT_MAIN, 0), "30 posts");
	session_keys(app, "q g a");
	assert_int_equal(count_of(app), SESSION_POSTS);
	app_free(app);
}

static void
test_several_days(void **state)
{
	(void)state;
	struct app *app = session_open(24, 80);
	session_keys(app, "g c g g v j j");
	assert_true(session_shows(app, SLOT_MAIN, " 2022-05-01 to 2022-05-03  3 posts"));
	session_keys(app, "Enter");
	assert_int_equal(count_of(app), 3);
	session_keys(app, "g c g g l m");
	assert_int_equal(count_of(app), SESSION_POSTS);
	app_free(app);
}

static void
test_a_group(void **state)
{
	(void)state;
	struct app *app = session_open(24, 80);
	session_command(app, "tag 四川经济网新闻");
	session_keys(app, "g c");
	assert_text(session_row(app, SLOT_MAIN, 0), "四川经济网新闻");
	assert_text(session_row(app, SLOT_MAIN, 0), " 6 posts");
	/* What is meant for the panes takes the calendar away. */
	session_command(app, "all-posts");
	assert_int_equal(app_context(app), CONTEXT_LIST);
	app_free(app);
}

static void
test_moving(void **state)
{
	(void)state;
	struct app *app = session_open(12, 40);
	session_keys(app, "g c g g");
	session_keys(app, "j");
	assert_true(session_shows(app, SLOT_MAIN, " 2022-05-02 Monday"));
	session_keys(app, "l L");
	assert_true(session_shows(app, SLOT_MAIN, " 2022-06-09 Thursday  0 posts"));
	session_keys(app, "> [");
	assert_true(session_shows(app, SLOT_MAIN, " 2023-05-09"));
	session_keys(app, "G");
	assert_false(session_shows(app, SLOT_MAIN, "  0 posts"));
	app_free(app);
}

static void
test_the_mouse(void **state)
{
	(void)state;
	struct app *app = session_open(24, 80);
	int row, column;
	session_keys(app, "g c g g");
	app_cursor(app, &row, &column);
	session_keys(app, "L");
	app_mouse(app, row, column, 0, false);
	assert_true(session_shows(app, SLOT_MAIN, " 2022-05-01"));
	app_mouse(app, row, column, 3, false);
	assert_true(session_shows(app, SLOT_MAIN, " 2022-06-01"));
	app_mouse(app, 1, 79, 0, false);
	assert_true(session_shows(app, SLOT_MAIN, " 2022-06-01"));
	app_mouse(app, row, column, 0, true);
	assert_status(app, "2022-05-01 to 2022-05-01");
	assert_int_equal(app_context(app), CONTEXT_LIST);
	assert_int_equal(count_of(app), 1);
	app_free(app);
}

/* A day without posts is not listed: the cursor goes to the nearest one that has some, with a word. */
static void
test_days_without_posts(void **state)
{
	(void)state;
	struct app *app = session_open(24, 80);
	session_delete("_posts/2022-05-11-n11.md");
	session_delete("_posts/2022-05-12-n12.md");
	session_keys(app, "R");
	session_rest(app);
	session_keys(app, "g c g g l j j j Enter");
	assert_int_equal(app_context(app), CONTEXT_CALENDAR);
	assert_status(app, "no posts on 2022-05-11: on to 2022-05-13, the next day with any");
	assert_true(session_shows(app, SLOT_MAIN, " 2022-05-13 Friday  1 post"));
	session_keys(app, "k v k Enter");
	assert_int_equal(app_context(app), CONTEXT_CALENDAR);
	assert_status(app, "no posts from 2022-05-11 to 2022-05-12");
	session_keys(app, "v L m");
	assert_status(app, "no posts from 2022-06-01 to 2022-06-30");
	session_keys(app, "G > Enter");
	assert_status(app, "no posts on 2023-05-30: back to 2022-05-30, the last day with any");
	session_keys(app, "Enter");
	assert_int_equal(app_context(app), CONTEXT_LIST);
	assert_int_equal(count_of(app), 1);
	app_free(app);
}

/* Today, the 15th of November 2023 in the archive's zone, is marked on each kind of page. */
static void
test_today(void **state)
{
	(void)state;
	static const int sizes[][2] = {{40, 200}, {36, 120}, {24, 80}, {12, 40}, {12, 24}};
	struct app *app = session_open(24, 80);
	session_write("_posts/2023-11-14-x.md", "---\ndate: 2023-11-14 +0800\n---\nx");
	session_keys(app, "R");
	session_rest(app);
	session_keys(app, "g c G");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		int marked = 0, line, column;
		app_resize(app, sizes[i][0], sizes[i][1]);
		session_keys(app, "j");
		app_cursor(app, &line, &column);
		session_keys(app, "k");
		assert_true(session_shows(app, SLOT_MAIN, "2023-11-14 Tuesday"));
		struct pane_box box = app_pane(app, SLOT_MAIN);
		for (int row = 1; row < box.rows; row++) {
			struct view_row view;
			app_view_row(app, SLOT_MAIN, row, &view);
			for (int k = 0; k < view.cell_count; k++) {
				const struct cell_text *cell = &view.cells[k];
				if (cell->role != ROLE_FOCUS || cell->text[0] == ' ')
					continue;
				marked++;
				assert_memory_equal(cell->text, "‹", 3);
				assert_int_equal(box.row + row, line);
				assert_in_range(cell->column - column, 1, 4);
			}
		}
		assert_int_equal(marked, 1);
	}
	app_resize(app, 24, 80);
	assert_true(session_shows(app, SLOT_MAIN, "‹ today"));
	app_free(app);
}

/* At every size the cursor stands on its day, where a day is shown at all. */
static void
test_sizes(void **state)
{
	(void)state;
	struct app *app = session_open(24, 80);
	session_keys(app, "g c g g");
	for (int rows = 1; rows < 40; rows++) {
		for (int columns = 1; columns < 140; columns += 3) {
			struct view_row view;
			int row, column;
			app_resize(app, rows, columns);
			if (app_is_too_small(app))
				continue;
			app_cursor(app, &row, &column);
			assert_in_range(row, 0, rows - 1);
			assert_in_range(column, 0, columns - 1);
			struct pane_box box = app_pane(app, SLOT_MAIN);
			for (int line = 0; line < box.rows; line++) {
				app_view_row(app, SLOT_MAIN, line, &view);
				for (int i = 0; i < view.cell_count; i++)
					assert_true(view.cells[i].column + view.cells[i].columns <=
							box.columns);
			}
		}
	}
	app_free(app);
}

static void
test_without_an_archive(void **state)
{
	(void)state;
	struct app *app = session_start_at(session_folder, NULL, "default");
	app_resize(app, 24, 80);
	session_press(app, "g c");
	assert_int_not_equal(app_context(app), CONTEXT_CALENDAR);
	app_run(app, ACTION_NEXT_WEEK, "", 0);
	assert_text(session_status(app), "only here: the calendar");
	session_wait(app);
	app_free(app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(test_a_year, begin, session_tear_down),
			cmocka_unit_test_setup_teardown(test_a_day, begin, session_tear_down),
			cmocka_unit_test_setup_teardown(
					test_several_days, begin, session_tear_down),
			cmocka_unit_test_setup_teardown(test_a_group, begin, session_tear_down),
			cmocka_unit_test_setup_teardown(test_moving, begin, session_tear_down),
			cmocka_unit_test_setup_teardown(test_the_mouse, begin, session_tear_down),
			cmocka_unit_test_setup_teardown(
					test_days_without_posts, begin, session_tear_down),
			cmocka_unit_test_setup_teardown(test_today, begin, session_tear_down),
			cmocka_unit_test_setup_teardown(test_sizes, begin, session_tear_down),
			cmocka_unit_test_setup_teardown(
					test_without_an_archive, begin, session_tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
