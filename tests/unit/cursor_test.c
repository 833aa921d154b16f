#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "view/cursor.h"

#include <limits.h>

static void
assert_cursor(const struct cursor *cursor, size_t at, size_t top)
{
	assert_int_equal(cursor->at, at);
	assert_int_equal(cursor->top, top);
}

static void
test_move(void **state)
{
	(void)state;
	struct cursor cursor = {.count = 100, .rows = 10};
	assert_true(cursor_move(&cursor, 9));
	assert_cursor(&cursor, 9, 0);
	assert_true(cursor_move(&cursor, 1));
	assert_cursor(&cursor, 10, 1);
	assert_true(cursor_move(&cursor, -9));
	assert_cursor(&cursor, 1, 1);
	assert_true(cursor_move(&cursor, -1));
	assert_cursor(&cursor, 0, 0);
	assert_false(cursor_move(&cursor, -1));
	assert_true(cursor_move(&cursor, LONG_MAX));
	assert_cursor(&cursor, 99, 90);
	assert_false(cursor_move(&cursor, 1));
	assert_true(cursor_move(&cursor, LONG_MIN + 1));
	assert_cursor(&cursor, 0, 0);
}

static void
test_move_to(void **state)
{
	(void)state;
	struct cursor cursor = {.count = 100, .rows = 10};
	assert_true(cursor_move_to(&cursor, SIZE_MAX));
	assert_cursor(&cursor, 99, 90);
	assert_true(cursor_move_to(&cursor, 95));
	assert_cursor(&cursor, 95, 90);
	assert_true(cursor_move_to(&cursor, 40));
	assert_cursor(&cursor, 40, 40);
	assert_false(cursor_move_to(&cursor, 40));
}

static void
test_empty(void **state)
{
	(void)state;
	struct cursor cursor = {0};
	assert_false(cursor_move(&cursor, 1));
	assert_false(cursor_move(&cursor, -1));
	assert_false(cursor_move_to(&cursor, SIZE_MAX));
	assert_cursor(&cursor, 0, 0);
	assert_int_equal(cursor.rows, 1);
}

/* Fewer rows to show, or fewer that are there: the cursor's stays seen, the window full. */
static void
test_shrink(void **state)
{
	(void)state;
	struct cursor cursor = {.count = 100, .rows = 10};
	cursor_move_to(&cursor, 99);
	assert_true(cursor_set_rows(&cursor, 3));
	assert_cursor(&cursor, 99, 97);
	assert_true(cursor_set_rows(&cursor, 20));
	assert_cursor(&cursor, 99, 80);
	assert_true(cursor_set_count(&cursor, 50));
	assert_cursor(&cursor, 49, 30);
	assert_true(cursor_set_count(&cursor, 5));
	assert_cursor(&cursor, 4, 0);
	assert_false(cursor_set_count(&cursor, 5));
	assert_true(cursor_set_count(&cursor, 0));
	assert_cursor(&cursor, 0, 0);
	assert_true(cursor_set_rows(&cursor, 0));
	assert_int_equal(cursor.rows, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_move),
			cmocka_unit_test(test_move_to),
			cmocka_unit_test(test_empty),
			cmocka_unit_test(test_shrink),
	};
	return cmocka_run_group_tests_name("cursor", tests, NULL, NULL);
}
