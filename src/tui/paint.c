#include "tui/paint.h"

#include "base/language.h"
#include "tui/draw.h"

#include <curses.h>
#include <string.h>

static const unsigned slot_bits[SLOT_COUNT] = {
		[SLOT_LEFT] = DIRTY_LEFT,
		[SLOT_MIDDLE] = DIRTY_MIDDLE,
		[SLOT_MAIN] = DIRTY_MAIN,
};

void
painter_init(struct painter *painter, struct app *app)
{
	looks_load(&painter->looks, app_theme(app));
	draw_set_background(stdscr, looks_role(&painter->looks, ROLE_TEXT));
	pad_init(&painter->pad);
	memset(painter->boxes, 0, sizeof(painter->boxes));
	painter->box_rows = 0;
}

void
painter_free(struct painter *painter)
{
	pad_free(&painter->pad);
}

/* One row of `columns` cells from `column` on. Cells come from left to right. */
static void
paint_row(const struct painter *painter, int row, int column, int columns,
		const struct view_row *view)
{
	struct look fill = looks_role(&painter->looks, view->fill);
	draw_blank((struct stretch){stdscr, row, column, columns, 0}, fill);
	int drawn = 0;
	for (int i = 0; i < view->cell_count; i++) {
		const struct cell_text *cell = &view->cells[i];
		int end = cell->column + cell->columns;
		if (end > columns)
			end = columns;
		if (cell->text == NULL || cell->column < drawn || end <= cell->column)
			continue;
		struct stretch stretch = {.window = stdscr,
				.row = row,
				.column = column + cell->column,
				.columns = end - cell->column};
		struct look look = looks_cell(&painter->looks, cell->role, view->fill);
		bool is_hidden = cell->role == ROLE_UNREAD_MARK && painter->looks.has_bold;
		int used = is_hidden ? 0 : draw_text(stretch, cell->text, strlen(cell->text), look);
		stretch.column += used;
		stretch.columns -= used;
		draw_blank(stretch, look);
		drawn = end;
	}
}

static void
paint_borders(const struct painter *painter, const struct app *app, const struct pane_box *box)
{
	bool is_ascii = app_is_ascii(app);
	struct look look = looks_role(&painter->looks, ROLE_BORDER);
	if (box->has_left_border)
		draw_line(stdscr, box->row, box->column - 1, box->rows, true, is_ascii, look);
	if (box->has_top_border)
		draw_line(stdscr, box->row - 1, box->column, box->columns, false, is_ascii, look);
}

/* The rows that the app gives: all of a list, what stands above an open post. */
static void
paint_pane_rows(const struct painter *painter, struct app *app, enum slot slot,
		const struct pane_box *box)
{
	int rows = box->rows;
	if (slot == SLOT_MAIN) {
		struct pager_view view = app_pager(app);
		if (view.is_open && view.header_rows < rows)
			rows = view.header_rows;
	}
	for (int row = 0; row < rows; row++) {
		struct view_row view;
		memset(&view, 0, sizeof(view));
		app_view_row(app, slot, row, &view);
		paint_row(painter, box->row + row, box->column, box->columns, &view);
	}
	/* The pad may have stood here: these rows go to the screen even if curses sees no change. */
	if (slot == SLOT_MAIN && rows > 0)
		touchline(stdscr, box->row, rows);
}

static void
paint_bars(const struct painter *painter, struct app *app)
{
	struct view_row view;
	if (app_has_title_bar(app)) {
		memset(&view, 0, sizeof(view));
		app_view_title_bar(app, &view);
		paint_row(painter, 0, 0, COLS, &view);
	}
	memset(&view, 0, sizeof(view));
	app_view_status(app, &view);
	paint_row(painter, LINES - 1, 0, COLS, &view);
}

/* Over whatever stands there, in whole rows of the screen. */
static void
paint_box(const struct painter *painter, struct app *app)
{
	int first = LINES - 1 - painter->box_rows;
	for (int i = 0; i < painter->box_rows; i++) {
		struct view_row view;
		memset(&view, 0, sizeof(view));
		app_view_box(app, i, &view);
		paint_row(painter, first + i, 0, COLS, &view);
	}
}

static void
paint_too_small(const struct painter *painter)
{
	static const char *const sentences[] = {
			N_("The terminal is too small: 20x5 at least"), N_("too small")};
	const char *text = _(sentences[COLS >= 40 ? 0 : 1]);
	werase(stdscr);
	draw_text((struct stretch){stdscr, (LINES - 1) / 2, 0, COLS, 0}, text, strlen(text),
			looks_role(&painter->looks, ROLE_TEXT));
	wmove(stdscr, 0, 0);
	wnoutrefresh(stdscr);
	doupdate();
}

static void
paint_panes(const struct painter *painter, struct app *app, unsigned dirty, bool has_borders)
{
	for (enum slot slot = 0; slot < SLOT_COUNT; slot++) {
		struct pane_box box = app_pane(app, slot);
		if (!box.is_visible)
			continue;
		if (has_borders)
			paint_borders(painter, app, &box);
		if (dirty & slot_bits[slot])
			paint_pane_rows(painter, app, slot, &box);
	}
}

static bool
is_same_place(const struct pane_box *a, const struct pane_box *b)
{
	return a->is_visible == b->is_visible && a->row == b->row && a->column == b->column &&
	       a->rows == b->rows && a->columns == b->columns &&
	       a->has_left_border == b->has_left_border && a->has_top_border == b->has_top_border;
}

/* Takes the places of the panes and the box over; true when one has moved, so that all is to be drawn. */
static bool
have_panes_moved(struct painter *painter, const struct app *app)
{
	bool have_moved = false;
	for (enum slot slot = 0; slot < SLOT_COUNT; slot++) {
		struct pane_box box = app_pane(app, slot);
		if (!is_same_place(&box, &painter->boxes[slot]))
			have_moved = true;
		painter->boxes[slot] = box;
	}
	int rows = app_box_rows(app);
	have_moved |= rows != painter->box_rows;
	painter->box_rows = rows;
	return have_moved;
}

/* After the rest of the screen, whose cells under the pad are blank or stale. */
static void
paint_article(struct painter *painter, const struct app *app)
{
	struct pane_box box = app_pane(app, SLOT_MAIN);
	struct pager_view view = app_pager(app);
	if (box.is_visible && view.is_open && view.article != NULL)
		pad_show(&painter->pad, &painter->looks, &box, &view);
}

void
painter_paint(struct painter *painter, struct app *app, unsigned dirty)
{
	if (dirty & DIRTY_THEME) {
		looks_load(&painter->looks, app_theme(app));
		draw_set_background(stdscr, looks_role(&painter->looks, ROLE_TEXT));
		pad_invalidate(&painter->pad);
		dirty |= DIRTY_ALL;
	}
	if (dirty & DIRTY_CLEAR) {
		clearok(curscr, TRUE);
		dirty |= DIRTY_ALL;
	}
	if (!(dirty & DIRTY_ALL))
		return;
	if (app_is_too_small(app)) {
		paint_too_small(painter);
		return;
	}
	if (have_panes_moved(painter, app))
		dirty |= DIRTY_ALL;
	bool is_whole = (dirty & DIRTY_ALL) == DIRTY_ALL;
	if (is_whole)
		werase(stdscr);
	paint_panes(painter, app, dirty, is_whole);
	if (dirty & DIRTY_STATUS)
		paint_bars(painter, app);
	paint_box(painter, app);
	wnoutrefresh(stdscr);
	if (dirty & DIRTY_MAIN)
		paint_article(painter, app);
	if (painter->box_rows > 0) /* the article has been drawn over it */
		touchline(stdscr, LINES - 1 - painter->box_rows, painter->box_rows);
	int row = 0, column = 0;
	app_cursor(app, &row, &column);
	wmove(stdscr, row, column);
	wnoutrefresh(stdscr); /* once more for the cursor: the last window refreshed has it */
	doupdate();
}
