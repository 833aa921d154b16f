#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "one_app.h"

#include <locale.h>

enum { WHEEL = 3, ROW = 5 };

static int
begin(void **state)
{
	return begin_app(state, 20, 120);
}

/* At a row of a pane; `lines` 0 is a click. */
static unsigned
mouse(enum slot pane, int row, int lines, bool is_double)
{
	struct pane_box box = app_pane(app, pane);
	unsigned dirty = app_mouse(app, box.row + row, box.column + 2, lines, is_double);
	return dirty | session_wait(app);
}

static void
test_click(void **state)
{
	(void)state;
	/* The pane's first row is its header. */
	mouse(SLOT_MIDDLE, ROW, 0, false);
	assert_status(app, "5/30");
	session_rest(app);
	assert_true(session_shows(app, SLOT_MAIN, "26-01段"));
	mouse(SLOT_MIDDLE, 0, 0, false);
	assert_status(app, "5/30");
	/* Keys begun before a click are not gone on with. */
	session_keys(app, "g");
	mouse(SLOT_MIDDLE, ROW, 0, false);
	session_keys(app, "a");
	assert_status(app, "a is bound to nothing here");
	mouse(SLOT_MAIN, ROW, 0, false);
	assert_true(app_pane(app, SLOT_MAIN).has_focus);
	session_keys(app, "g 1 g 2"); /* the groups have made room for the post */
	mouse(SLOT_LEFT, 2, 0, false);
	assert_true(app_pane(app, SLOT_LEFT).has_focus);
	assert_text(session_title(app), "15 of 30 posts");
}

static void
test_double_click(void **state)
{
	(void)state;
	mouse(SLOT_MIDDLE, ROW, 0, true);
	assert_true(app_pane(app, SLOT_MAIN).has_focus);
	assert_true(session_shows(app, SLOT_MAIN, "26-01段"));
	session_keys(app, "g 1 g 2");
	mouse(SLOT_LEFT, 1, 0, true);
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
}

/* Below the last row there is nothing to choose, on the frame nothing to click. */
static void
test_click_beside(void **state)
{
	(void)state;
	mouse(SLOT_LEFT, 10, 0, true);
	assert_true(app_pane(app, SLOT_LEFT).has_focus);
	assert_text(session_title(app), " 30 posts");
	static const int places[][2] = {{0, 0}, {19, 5}, {-1, -1}, {500, 500}, {5, 26}};
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		assert_int_equal(app_mouse(app, places[i][0], places[i][1], 0, true), DIRTY_NONE);
}

/* The wheel turns what is under it, wherever the keys go. */
static void
test_wheel(void **state)
{
	(void)state;
	mouse(SLOT_MAIN, ROW, WHEEL, false);
	assert_int_equal(app_pager(app).top, WHEEL);
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	mouse(SLOT_MAIN, ROW, -2 * WHEEL, false);
	assert_int_equal(app_pager(app).top, 0);
	mouse(SLOT_MIDDLE, ROW, WHEEL, false);
	assert_status(app, "4/30");
	mouse(SLOT_MIDDLE, ROW, -WHEEL - 1, false);
	assert_status(app, "1/30");
	mouse(SLOT_LEFT, ROW, WHEEL, false);
	assert_text(session_title(app), "15 of 30 posts");
}

static void
test_overlay(void **state)
{
	(void)state;
	session_keys(app, "?");
	mouse(SLOT_MAIN, ROW, WHEEL, false);
	assert_status(app, "4/");
	/* A row that is a heading does nothing. */
	session_keys(app, "g g");
	mouse(SLOT_MAIN, 1, 0, true);
	assert_true(session_shows(app, SLOT_MAIN, "help: keys of"));
	session_keys(app, "/");
	session_type(app, "turn the order");
	/* What is typed goes before the mouse. */
	assert_int_equal(mouse(SLOT_MAIN, 2, 0, true), DIRTY_NONE);
	session_keys(app, "Enter");
	mouse(SLOT_MAIN, 2, 0, true);
	assert_status(app, "30/30");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_click),
			TEST(test_double_click),
			TEST(test_click_beside),
			TEST(test_wheel),
			TEST(test_overlay),
	};
	return cmocka_run_group_tests_name("mouse", tests, NULL, NULL);
}
