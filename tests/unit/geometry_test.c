#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "view/geometry.h"

static struct geometry
geometry_at(int rows, int columns, enum slot focus)
{
	struct geometry_wish wish = {.rows = rows, .columns = columns, .focus = focus};
	return geometry_of(&wish);
}

static int
count_visible(const struct geometry *geometry)
{
	int count = 0;
	for (int i = 0; i < SLOT_COUNT; i++)
		count += geometry->slots[i].is_visible;
	return count;
}

static void
assert_box(const struct pane_box *box, int row, int column, int rows, int columns)
{
	assert_true(box->is_visible);
	assert_int_equal(box->row, row);
	assert_int_equal(box->column, column);
	assert_int_equal(box->rows, rows);
	assert_int_equal(box->columns, columns);
}

/* Beside each other, a line between two, all columns used. */
static void
test_three(void **state)
{
	(void)state;
	struct geometry geometry = geometry_at(30, 120, SLOT_MIDDLE);
	const struct pane_box *panes = geometry.slots;
	assert_int_equal(count_visible(&geometry), 3);
	assert_true(geometry.has_title_bar);
	assert_box(&panes[SLOT_LEFT], 1, 0, 28, 26);
	assert_box(&panes[SLOT_MIDDLE], 1, 27, 28, 51);
	assert_box(&panes[SLOT_MAIN], 1, 79, 28, 41);
	assert_false(panes[SLOT_LEFT].has_left_border);
	assert_true(panes[SLOT_MIDDLE].has_left_border);
	assert_true(panes[SLOT_MAIN].has_left_border);
	assert_true(panes[SLOT_MIDDLE].has_focus);
	assert_false(panes[SLOT_MAIN].has_focus);
	geometry = geometry_at(30, 99, SLOT_MIDDLE);
	assert_int_equal(count_visible(&geometry), 2);
	geometry = geometry_at(30, 100, SLOT_MAIN);
	assert_int_equal(count_visible(&geometry), 3);
}

/* The list over the post; the groups in the list's place; a post that is read has all. */
static void
test_two(void **state)
{
	(void)state;
	struct geometry geometry = geometry_at(24, 80, SLOT_MIDDLE);
	assert_int_equal(count_visible(&geometry), 2);
	assert_box(&geometry.slots[SLOT_MIDDLE], 1, 0, 12, 80);
	assert_box(&geometry.slots[SLOT_MAIN], 14, 0, 9, 80);
	assert_true(geometry.slots[SLOT_MAIN].has_top_border);
	geometry = geometry_at(24, 80, SLOT_LEFT);
	assert_false(geometry.slots[SLOT_MIDDLE].is_visible);
	assert_box(&geometry.slots[SLOT_LEFT], 1, 0, 12, 80);
	geometry = geometry_at(24, 80, SLOT_MAIN);
	assert_int_equal(count_visible(&geometry), 1);
	assert_box(&geometry.slots[SLOT_MAIN], 1, 0, 22, 80);
	assert_false(geometry.slots[SLOT_MAIN].has_top_border);
}

static void
test_one(void **state)
{
	(void)state;
	for (int pane = 0; pane < SLOT_COUNT; pane++) {
		struct geometry geometry = geometry_at(24, 59, (enum slot)pane);
		assert_int_equal(count_visible(&geometry), 1);
		assert_box(&geometry.slots[pane], 1, 0, 22, 59);
		assert_true(geometry.slots[pane].has_focus);
	}
	/* Too few rows to share. */
	struct geometry geometry = geometry_at(17, 80, SLOT_MIDDLE);
	assert_int_equal(count_visible(&geometry), 1);
}

static void
test_small(void **state)
{
	(void)state;
	struct geometry geometry = geometry_at(7, 40, SLOT_MIDDLE);
	assert_false(geometry.has_title_bar);
	assert_box(&geometry.slots[SLOT_MIDDLE], 0, 0, 6, 40);
	geometry = geometry_at(5, 20, SLOT_MIDDLE);
	assert_false(geometry.is_too_small);
	assert_box(&geometry.slots[SLOT_MIDDLE], 0, 0, 4, 20);
	static const int sizes[][2] = {{4, 20}, {5, 19}, {1, 1}, {0, 0}, {4, 200}, {200, 3}};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		geometry = geometry_at(sizes[i][0], sizes[i][1], SLOT_MIDDLE);
		assert_true(geometry.is_too_small);
		assert_int_equal(count_visible(&geometry), 0);
	}
}

static void
test_alone(void **state)
{
	(void)state;
	struct geometry_wish wish = {
			.rows = 30, .columns = 120, .focus = SLOT_LEFT, .is_zoomed = true};
	struct geometry geometry = geometry_of(&wish);
	assert_int_equal(count_visible(&geometry), 1);
	assert_box(&geometry.slots[SLOT_LEFT], 1, 0, 28, 120);
	wish.is_single = true;
	geometry = geometry_of(&wish);
	assert_int_equal(count_visible(&geometry), 1);
	assert_box(&geometry.slots[SLOT_MAIN], 1, 0, 28, 120);
	assert_true(geometry.slots[SLOT_MAIN].has_focus);
}

static bool
overlap(const struct pane_box *a, const struct pane_box *b)
{
	return a->row < b->row + b->rows && b->row < a->row + a->rows &&
	       a->column < b->column + b->columns && b->column < a->column + a->columns;
}

static void
check_boxes(const struct geometry *geometry, int rows, int columns)
{
	for (int i = 0; i < SLOT_COUNT; i++) {
		const struct pane_box *box = &geometry->slots[i];
		if (!box->is_visible)
			continue;
		assert_true(box->rows >= 1 && box->columns >= 1);
		assert_true(box->row >= (geometry->has_title_bar ? 1 : 0));
		assert_true(box->row + box->rows <= rows - 1);
		assert_true(box->column >= 0 && box->column + box->columns <= columns);
		assert_true(!box->has_left_border || box->column > 0);
		for (int j = 0; j < i; j++)
			assert_false(geometry->slots[j].is_visible &&
					overlap(box, &geometry->slots[j]));
	}
}

/* At every size the panes lie on the screen, beside each other. */
static void
test_every_size(void **state)
{
	(void)state;
	for (int rows = 1; rows <= 60; rows++) {
		for (int columns = 1; columns <= 220; columns++) {
			for (int pane = 0; pane < SLOT_COUNT; pane++) {
				struct geometry geometry =
						geometry_at(rows, columns, (enum slot)pane);
				check_boxes(&geometry, rows, columns);
				assert_int_equal(geometry.slots[pane].is_visible,
						!geometry.is_too_small);
			}
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_three),
			cmocka_unit_test(test_two),
			cmocka_unit_test(test_one),
			cmocka_unit_test(test_small),
			cmocka_unit_test(test_alone),
			cmocka_unit_test(test_every_size),
	};
	return cmocka_run_group_tests_name("geometry", tests, NULL, NULL);
}
