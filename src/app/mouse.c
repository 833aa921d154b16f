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

static unsigned
use_slot(struct app *app, enum slot slot, int row, int column, int lines, bool is_double)
{
	const struct pane_box *box = &app->panes.geometry.slots[slot];
	const struct pane_type *pane = panes_at(&app->panes, slot);
	row -= box->row;
	if (pane->mouse != NULL)
		return pane->mouse(&app->panes, row, column - box->column, lines, is_double);
	if (lines != 0)
		return panes_move(&app->panes, pane, lines);
	return click(app, slot, row - app_header_rows(app, slot), is_double);
}

unsigned
app_mouse(struct app *app, int row, int column, int lines, bool is_double)
{
	if (app->prompt_kind != PROMPT_NONE)
		return DIRTY_NONE;
	for (int i = 0; i < SLOT_COUNT; i++) {
		const struct pane_box *box = &app->panes.geometry.slots[i];
		bool is_here = box->is_visible && row >= box->row && row < box->row + box->rows &&
			       column >= box->column && column < box->column + box->columns;
		if (!is_here)
			continue;
		app->model->said.is_shown = false;
		/* A click cancels a half-typed key sequence. */
		keymap_clear(&app->pending);
		app->pending_due = 0;
		return DIRTY_STATUS |
		       app_finish(app, use_slot(app, (enum slot)i, row, column, lines, is_double));
	}
	return DIRTY_NONE;
}
