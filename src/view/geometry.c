#include "view/geometry.h"

enum {
	THREE_PANES = 100, /* columns */
	TWO_PANES = 60,
	TWO_PANES_ROWS = 18,
	MIN_GROUPS = 20,
	MAX_GROUPS = 32,
	MIN_PAGER = 36, /* beside two others */
	/* The list: the beginnings of titles, most titles, all of them with their dates and sources. */
	MIN_LIST = 36,
	FAIR_LIST = 50,
	MAX_LIST = 72,
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
within(int wanted, int least, int most)
{
	return wanted < least ? least : wanted > most ? most : wanted;
}

/* Columns of a post with its measure, and of the line before it. */
static int
post_columns(const struct geometry_wish *wish)
{
	return wish->measure + GEOMETRY_MARGINS + 1;
}

/* A list, at a column, and right of it the post. */
static void
place_list_and_post(struct geometry *geometry, int row, int rows, int column, int list, int end)
{
	place(geometry, SLOT_MIDDLE, row, column, rows, list);
	place(geometry, SLOT_MAIN, row, column + list + 1, rows, end - column - list - 1);
	geometry->slots[SLOT_MIDDLE].has_left_border = column > 0;
	geometry->slots[SLOT_MAIN].has_left_border = true;
}

/* The post gets its measure, or as much as a narrow list leaves. */
static void
place_reading(struct geometry *geometry, const struct geometry_wish *wish, int row, int rows)
{
	int list = within(wish->columns - post_columns(wish), MIN_LIST, MAX_LIST);
	place_list_and_post(geometry, row, rows, 0, list, wish->columns);
}

/* The post gets its measure if the list keeps a fair width; a narrow list leaves it as much as it needs. */
static void
place_three(struct geometry *geometry, const struct geometry_wish *wish, int row, int rows)
{
	int groups = within(wish->columns * 22 / 100, MIN_GROUPS, MAX_GROUPS);
	int room = wish->columns - groups - 1;
	int list = within(room - post_columns(wish), FAIR_LIST, MAX_LIST);
	if (room - list - 1 < MIN_PAGER)
		list = room - MIN_PAGER - 1;
	place(geometry, SLOT_LEFT, row, 0, rows, groups);
	place_list_and_post(geometry, row, rows, groups + 1, list, wish->columns);
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
