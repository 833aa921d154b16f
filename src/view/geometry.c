#include "view/geometry.h"

enum {
	THREE_PANES = 100, /* columns */
	TWO_PANES = 60,
	TWO_PANES_ROWS = 18,
	MIN_GROUPS = 20,
	MIN_LIST = 40,
	MIN_PAGER = 36,
	/* Beside a post that is read: short titles, and titles with their dates and sources. */
	MIN_NARROW_LIST = 36,
	MAX_NARROW_LIST = 72,
};

static void
place(struct geometry *geometry, enum slot slot, int row, int column, int rows, int columns)
{
	struct pane_box *box = &geometry->slots[slot];
	box->is_visible = true;
	box->row = row;
	box->column = column;
	box->rows = rows;
	box->columns = columns;
}

static int
at_least(int wanted, int least)
{
	return wanted > least ? wanted : least;
}

/* The post gets its measure, or as much as the list leaves; what is beyond is the list's first. */
static void
place_reading(struct geometry *geometry, const struct geometry_wish *wish, int row, int rows)
{
	int list = wish->columns - wish->measure - GEOMETRY_MARGINS - 1;
	list = at_least(list < MAX_NARROW_LIST ? list : MAX_NARROW_LIST, MIN_NARROW_LIST);
	place(geometry, SLOT_MIDDLE, row, 0, rows, list);
	place(geometry, SLOT_MAIN, row, list + 1, rows, wish->columns - list - 1);
	geometry->slots[SLOT_MAIN].has_left_border = true;
}

static void
place_three(struct geometry *geometry, const struct geometry_wish *wish, int row, int rows)
{
	int groups = at_least(wish->columns * 22 / 100, MIN_GROUPS);
	int list = at_least(wish->columns * 43 / 100, MIN_LIST);
	/* Two columns are lines. The list is made narrower for the post, down to its least width. */
	int missing = MIN_PAGER - (wish->columns - groups - list - 2);
	if (missing > 0)
		list = at_least(list - missing, MIN_LIST);
	place(geometry, SLOT_LEFT, row, 0, rows, groups);
	place(geometry, SLOT_MIDDLE, row, groups + 1, rows, list);
	int pager = groups + list + 2;
	place(geometry, SLOT_MAIN, row, pager, rows, wish->columns - pager);
	geometry->slots[SLOT_MIDDLE].has_left_border = true;
	geometry->slots[SLOT_MAIN].has_left_border = true;
}

/* The groups, when they have the focus, take the list's place above the post. */
static void
place_two(struct geometry *geometry, const struct geometry_wish *wish, int row, int rows)
{
	enum slot upper = wish->focus == SLOT_LEFT ? SLOT_LEFT : SLOT_MIDDLE;
	int upper_rows = rows * 11 / 20;
	place(geometry, upper, row, 0, upper_rows, wish->columns);
	int lower = row + upper_rows + 1;
	place(geometry, SLOT_MAIN, lower, 0, row + rows - lower, wish->columns);
	geometry->slots[SLOT_MAIN].has_top_border = true;
}

struct geometry
geometry_of(const struct geometry_wish *wish)
{
	struct geometry geometry = {0};
	geometry.is_too_small =
			wish->rows < GEOMETRY_MIN_ROWS || wish->columns < GEOMETRY_MIN_COLUMNS;
	geometry.has_title_bar = wish->rows >= GEOMETRY_TITLE_ROWS;
	if (geometry.is_too_small)
		return geometry;
	int row = geometry.has_title_bar ? 1 : 0;
	int rows = wish->rows - row - 1;
	bool is_read = wish->focus == SLOT_MAIN;
	bool is_alone = wish->is_zoomed || wish->is_single || (is_read && wish->opens_alone);
	bool is_wide = !is_alone && wish->columns >= THREE_PANES;
	bool is_tall = !is_alone && wish->columns >= TWO_PANES && wish->rows >= TWO_PANES_ROWS;
	if (is_wide && wish->is_folded && wish->focus != SLOT_LEFT)
		place_reading(&geometry, wish, row, rows);
	else if (is_wide)
		place_three(&geometry, wish, row, rows);
	else if (is_tall && !is_read)
		place_two(&geometry, wish, row, rows);
	else
		place(&geometry, wish->is_single ? SLOT_MAIN : wish->focus, row, 0, rows,
				wish->columns);
	enum slot focus = wish->is_single ? SLOT_MAIN : wish->focus;
	geometry.slots[focus].has_focus = true;
	return geometry;
}

bool
geometry_is_shared(const struct geometry *geometry)
{
	int count = 0;
	for (int i = 0; i < SLOT_COUNT; i++)
		count += geometry->slots[i].is_visible;
	return count > 1;
}
