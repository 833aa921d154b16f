/* What a prompt changes while one types in it, and gives back when its line is emptied or it is given up. */

#include "app/state.h"
#include "base/xalloc.h"

void
before_note(struct app *app)
{
	app->before.layout = app_layout(app);
	app->before.cover = app->panes.cover.type;
	app->before.list_top = app->panes.list.cursor.top;
}

/* A filter of another pane than the list. */
static unsigned
bring_rows_back(struct app *app)
{
	const struct pane_type *pane = app->prompt_pane;
	const struct cursor *before = &app->before.rows;
	if (pane == &pane_list)
		return DIRTY_NONE;
	unsigned dirty = pane->set_filter(&app->panes, app->in_force);
	struct cursor *cursor = pane->cursor(&app->panes);
	cursor_move_to(cursor, before->at);
	cursor_scroll_to(cursor, before->top);
	return dirty;
}

/* What is asked for, the post chosen and the one open, as they were at the end of the event before. */
static void
bring_view_back(struct app *app)
{
	const struct view *view = views_present(app->model);
	xreplace(&app->panes.list.search_error, NULL);
	if (view == NULL || asked_is_same(&app->model->asked, &view->asked))
		return;
	app->panes.list.has_top_wish = true;
	app->panes.list.top_wish = app->before.list_top;
	views_resume(app->model, view);
}

unsigned
before_bring_back(struct app *app)
{
	unsigned dirty = DIRTY_STATUS | DIRTY_MIDDLE;
	if (app->prompt_kind == PROMPT_SEARCH)
		return dirty | pager_give_up_search(&app->panes) | DIRTY_MAIN;
	if (app->prompt_kind == PROMPT_FILTER)
		dirty |= bring_rows_back(app);
	bring_view_back(app);
	return dirty;
}

unsigned
before_bring_all_back(struct app *app)
{
	unsigned dirty = before_bring_back(app);
	app_take_layout(app, &app->before.layout);
	app->panes.cover.type = app->before.cover;
	return dirty | CHANGED_PLACES;
}
