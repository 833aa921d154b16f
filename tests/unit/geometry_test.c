#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "view/geometry.h"

enum { LEAST_MEASURE = 4 };

static struct geometry
geometry_at(int rows, int columns, enum slot focus)
{
	struct geometry_wish wish = {
			.rows = rows, .columns = columns, .focus = focus, .measure = 80};
	return geometry_of(&wish);
}

/* Once a post was opened. */
static struct geometry
reading_at(int columns, enum slot focus, int measure)
{
	struct geometry_wish wish = {.rows = 36,
			.columns = columns,
			.focus = focus,
			.measure = measure,
			.is_folded = true};
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
	assert_box(&panes[SLOT_MIDDLE], 1, 27, 28, 50);
	assert_box(&panes[SLOT_MAIN], 1, 78, 28, 42);
	assert_false(panes[SLOT_LEFT].has_left_border);
	assert_true(panes[SLOT_MIDDLE].has_left_border);
	assert_true(panes[SLOT_MAIN].has_left_border);
	assert_true(panes[SLOT_MIDDLE].has_focus);
	assert_false(panes[SLOT_MAIN].has_focus);
	geometry = geometry_at(30, 99, SLOT_MIDDLE);
	assert_int_equal(count_visible(&geometry), 2);
	geometry = geometry_at(30, 100, SLOT_LEFT);
	assert_int_equal(count_visible(&geometry), 3);
	assert_int_equal(geometry.slots[SLOT_MIDDLE].columns, 40);
	assert_int_equal(geometry.slots[SLOT_MAIN].columns, 36);
	/* On the widest screens the post has its measure. */
	for (int columns = 168; columns <= 220; columns++) {
		geometry = geometry_at(30, columns, SLOT_MIDDLE);
		assert_true(geometry.slots[SLOT_MAIN].columns >= 80 + GEOMETRY_MARGINS);
		assert_in_range(geometry.slots[SLOT_MIDDLE].columns, 50, 72);
		assert_int_equal(geometry.slots[SLOT_LEFT].columns, 32);
	}
}

/* The post has its measure, or as much as there is; what is beyond is the list's, up to what it needs. */
static void
test_reading(void **state)
{
	(void)state;
	for (enum slot focus = SLOT_MIDDLE; focus <= SLOT_MAIN; focus++) {
		struct geometry geometry = reading_at(120, focus, 80);
		const struct pane_box *panes = geometry.slots;
		assert_int_equal(count_visible(&geometry), 2);
		assert_true(geometry_is_shared(&geometry));
		assert_box(&panes[SLOT_MIDDLE], 1, 0, 34, 37);
		assert_box(&panes[SLOT_MAIN], 1, 38, 34, 82);
		assert_true(panes[SLOT_MAIN].has_left_border);
		assert_false(panes[SLOT_MIDDLE].has_left_border);
		assert_true(panes[focus].has_focus);
	}
	for (int columns = 100; columns <= 220; columns++) {
		for (int measure = LEAST_MEASURE; measure <= 200; measure += 7) {
			struct geometry geometry = reading_at(columns, SLOT_MAIN, measure);
			int list = geometry.slots[SLOT_MIDDLE].columns;
			int post = geometry.slots[SLOT_MAIN].columns;
			assert_int_equal(list + 1 + post, columns);
			assert_in_range(list, 36, 72);
			assert_true(post >= measure + GEOMETRY_MARGINS || list == 36);
			assert_true(post == measure + GEOMETRY_MARGINS || list == 36 || list == 72);
		}
	}
	/* The groups come back when the keys go to them; a narrower screen is as it was. */
	struct geometry geometry = reading_at(120, SLOT_LEFT, 80);
	assert_int_equal(count_visible(&geometry), 3);
	geometry = reading_at(99, SLOT_MIDDLE, 80);
	assert_int_equal(geometry.slots[SLOT_MIDDLE].columns, 99);
	geometry = reading_at(99, SLOT_MAIN, 80);
	assert_int_equal(count_visible(&geometry), 1);
	assert_false(geometry_is_shared(&geometry));
}

/* `open: full` */
static void
test_opened_alone(void **state)
{
	(void)state;
	struct geometry_wish wish = {.rows = 36,
			.columns = 200,
			.focus = SLOT_MAIN,
			.measure = 80,
			.opens_alone = true};
	struct geometry geometry = geometry_of(&wish);
	assert_int_equal(count_visible(&geometry), 1);
	assert_box(&geometry.slots[SLOT_MAIN], 1, 0, 34, 200);
	wish.focus = SLOT_MIDDLE;
	geometry = geometry_of(&wish);
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
			for (int pane = 0; pane < 2 * SLOT_COUNT; pane++) {
				struct geometry_wish wish = {.rows = rows,
						.columns = columns,
						.focus = (enum slot)(pane / 2),
						.measure = 80,
						.is_folded = pane % 2 == 1};
				struct geometry geometry = geometry_of(&wish);
				check_boxes(&geometry, rows, columns);
				assert_int_equal(geometry.slots[wish.focus].is_visible,
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
			cmocka_unit_test(test_reading),
			cmocka_unit_test(test_opened_alone),
			cmocka_unit_test(test_two),
			cmocka_unit_test(test_one),
			cmocka_unit_test(test_small),
			cmocka_unit_test(test_alone),
			cmocka_unit_test(test_every_size),
	};
	return cmocka_run_group_tests_name("geometry", tests, NULL, NULL);
}
