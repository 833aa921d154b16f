/* The mouse: what a click or a turn of the wheel does at a place. */

#include "app/state.h"

/* A click moves the focus, and the cursor if it is on a row, not below the last one. */
static unsigned
click(struct app *app, enum slot slot, int line, bool is_double)
{
	const struct pane_type *pane = panes_at(&app->panes, slot);
	unsigned go = app->panes.cover.type == NULL ? (unsigned)GO_LEFT << slot : DIRTY_NONE;
	if (pane->cursor == NULL || line < 0)
		return go;
	struct cursor *cursor = pane->cursor(&app->panes);
	size_t row = cursor->top + (size_t)(line / app_row_height(app, pane));
	if (row >= cursor->count)
		return go;
	cursor_move_to(cursor, row);
	unsigned dirty = go | pane->moved(&app->panes);
	return is_double ? dirty | answer_action(&app->panes, ACTION_OPEN, "", 0) : dirty;
}

/* Runs what a row has a click on a column do; NOT_MINE: nothing of its own. */
static unsigned
click_row(struct app *app, const struct view_row *row, int column)
{
	const struct click *click = row_click_at(row, column);
	return click == NULL ? NOT_MINE
			     : answer_action(&app->panes, (enum action)click->action,
					       click->argument, click->count);
}

static unsigned
use_slot(struct app *app, enum slot slot, int row, int column, int lines, bool is_double)
{
	struct view_row shown;
	const struct pane_box *box = &app->panes.geometry.slots[slot];
	const struct pane_type *pane = panes_at(&app->panes, slot);
	unsigned go = app->panes.cover.type == NULL ? (unsigned)GO_LEFT << slot : DIRTY_NONE;
	if (lines != 0)
		return pane->wheel != NULL ? pane->wheel(&app->panes, lines)
					   : panes_move(&app->panes, pane, lines);
	row -= box->row;
	column -= box->column;
	app_view_row(app, slot, row, &shown);
	unsigned answer = click_row(app, &shown, column);
	if ((answer & NOT_MINE) == 0) {
		/* What stands over a post leads away from it as a link does, and `back` returns. */
		if (pane->context == CONTEXT_PAGER)
			views_begin(app->model, true);
		return go | answer;
	}
	if (pane->click != NULL)
		return pane->click(&app->panes, row, column, is_double);
	return click(app, slot, row - app_header_rows(app, slot), is_double);
}

/* A click on the title bar or the status line. */
static unsigned
use_bars(struct app *app, int row, int column, int lines)
{
	struct view_row shown = {.click_count = 0};
	if (lines == 0 && row == 0 && app_has_title_bar(app))
		app_view_title_bar(app, &shown);
	else if (lines == 0 && row == app->rows - 1 && !app_is_too_small(app))
		app_view_status(app, &shown);
	return click_row(app, &shown, column);
}

/* Shows no message and forgets keys that are half typed. */
static void
begin_click(struct app *app)
{
	app->model->said.is_shown = false;
	app->is_leaving = false;
	keymap_clear(&app->pending);
	app->pending_due = 0;
}

unsigned
app_mouse(struct app *app, int row, int column, int lines, bool is_double)
{
	if (app->prompt_kind != PROMPT_NONE)
		return lines == 0 ? candidates_click(app, row) : DIRTY_NONE;
	unsigned answer = use_bars(app, row, column, lines);
	if ((answer & NOT_MINE) == 0) {
		begin_click(app);
		return DIRTY_STATUS | app_finish(app, answer);
	}
	for (int i = 0; i < SLOT_COUNT; i++) {
		const struct pane_box *box = &app->panes.geometry.slots[i];
		bool is_here = box->is_visible && row >= box->row && row < box->row + box->rows &&
			       column >= box->column && column < box->column + box->columns;
		if (!is_here)
			continue;
		begin_click(app);
		return DIRTY_STATUS |
		       app_finish(app, use_slot(app, (enum slot)i, row, column, lines, is_double));
	}
	return DIRTY_NONE;
}
