/* The mouse: what a click or a turn of the wheel does at a place. */

#include "app/state.h"
#include "base/arena.h"

static unsigned
click(struct app *app, enum pane pane, size_t row, bool is_double)
{
	unsigned dirty = DIRTY_STATUS;
	const struct cursor *cursor = app->cover.type != NULL ? &app->cover.cursor
				      : pane == PANE_GROUPS   ? &app->groups.cursor
				      : pane == PANE_LIST     ? &app->list.cursor
							      : NULL;
	/* Below the last row there is nothing to choose. */
	if (cursor != NULL && cursor->top + row >= cursor->count)
		return app->cover.type != NULL ? dirty : app_focus(app, pane);
	if (app->cover.type != NULL) {
		cursor_move_to(&app->cover.cursor, app->cover.cursor.top + row);
		return dirty | DIRTY_PAGER | (is_double ? cover_open_row(app) : 0);
	}
	if (pane == PANE_GROUPS) {
		cursor_move_to(&app->groups.cursor, app->groups.cursor.top + row);
		dirty |= left_moved(app);
	}
	if (pane == PANE_LIST) {
		cursor_move_to(&app->list.cursor,
				app->list.cursor.top + row / (size_t)list_row_height(app));
		dirty |= DIRTY_LIST | CHANGED_POST;
	}
	dirty |= app_focus(app, pane);
	if (is_double && pane != PANE_PAGER)
		dirty |= app_do_next(app, ACTION_OPEN, "", 0);
	return dirty;
}

static unsigned
turn_wheel(struct app *app, enum pane pane, int lines)
{
	if (app->cover.type != NULL && app->cover.type->view != NULL)
		return app_do_next(app, lines < 0 ? ACTION_PREV_MONTH : ACTION_NEXT_MONTH, "", 0);
	if (app->cover.type != NULL) {
		cursor_move(&app->cover.cursor, lines);
		return DIRTY_PAGER;
	}
	if (pane == PANE_PAGER)
		return pager_scroll(app, lines);
	if (pane == PANE_GROUPS) {
		cursor_move(&app->groups.cursor, lines);
		return left_moved(app);
	}
	cursor_move(&app->list.cursor, lines);
	return DIRTY_LIST | CHANGED_POST;
}

static unsigned
use_pane(struct app *app, enum pane pane, int row, int column, int lines, bool is_double)
{
	const struct pane_box *box = &app->geometry.panes[pane];
	if (app->cover.type != NULL && app->cover.type->click != NULL && lines == 0)
		return app->cover.type->click(app, row - box->row, column - box->column, is_double);
	if (lines != 0)
		return turn_wheel(app, pane, lines);
	int inner = row - box->row - app_header_rows(app, pane);
	return inner >= 0 ? click(app, pane, (size_t)inner, is_double) : app_focus(app, pane);
}

unsigned
app_mouse(struct app *app, int row, int column, int lines, bool is_double)
{
	if (app->prompt_kind != PROMPT_NONE)
		return DIRTY_NONE;
	arena_reset(app->view);
	for (int i = 0; i < PANE_COUNT; i++) {
		const struct pane_box *box = &app->geometry.panes[i];
		bool is_here = box->is_visible && row >= box->row && row < box->row + box->rows &&
			       column >= box->column && column < box->column + box->columns;
		if (!is_here)
			continue;
		app->model->said.is_shown = false;
		/* A click cancels a half-typed key sequence. */
		keymap_clear(&app->pending);
		app->pending_due = 0;
		return DIRTY_STATUS |
		       app_finish(app, use_pane(app, (enum pane)i, row, column, lines, is_double));
	}
	return DIRTY_NONE;
}
