/* What follows what: the one order in which changes reach those that show them. */

#include "app/state.h"

static void
set_cursor_rows(struct app *app, struct cursor *cursor, enum pane pane, int height)
{
	const struct pane_box *box = &app->geometry.panes[pane];
	if (box->is_visible)
		cursor_set_rows(cursor,
				(size_t)(box->rows - app_header_rows(app, pane)) / (size_t)height);
}

/* --- Places --- */

/* Which pane stands where, and how many rows each has. */
static unsigned
place_panes(struct app *app)
{
	struct geometry_wish wish = {
			.rows = app->rows,
			.columns = app->columns,
			.focus = app->focus,
			.is_zoomed = app->is_zoomed,
			.is_single = app->model->is_file || app->cover.type != NULL,
	};
	app->geometry = geometry_of(&wish);
	if (app->geometry.is_too_small)
		return DIRTY_CLEAR | DIRTY_ALL;
	set_cursor_rows(app, &app->groups.cursor, PANE_GROUPS, 1);
	set_cursor_rows(app, &app->list.cursor, PANE_LIST, list_row_height(app));
	if (app->cover.type != NULL)
		set_cursor_rows(app, &app->cover.cursor, PANE_PAGER, 1);
	return DIRTY_ALL;
}

/* Once the list knows its post: the one that is seen is opened, in the size that its pane has now. */
static void
arrange_pager(struct app *app)
{
	if (app->geometry.is_too_small || app->cover.type != NULL)
		return;
	if (app->focus == PANE_PAGER || app->geometry.panes[PANE_PAGER].is_visible)
		pager_open_wanted(app);
	pager_arrange(app);
}

/* --- Asked, found, open --- */

static unsigned
follow_asked(struct app *app, unsigned changed)
{
	unsigned dirty = DIRTY_NONE;
	if (changed & CHANGED_QUERY)
		pager_mark(app);
	if (changed & (CHANGED_ASKED | CHANGED_SUBJECT | CHANGED_DATES))
		dirty |= search_list(app, (changed & (CHANGED_SUBJECT | CHANGED_DATES)) == 0);
	if (changed & (CHANGED_ASKED | CHANGED_SUBJECT | CHANGED_DAYS))
		dirty |= months_refresh(app);
	if (changed & CHANGED_DAYS)
		calendar_refresh(app);
	return dirty;
}

static unsigned
follow_post(struct app *app, unsigned changed)
{
	struct post post;
	pager_forget_history(app);
	const char *path = list_post(app, &post) ? post.path : NULL;
	return pager_show(app, path, (changed & CHANGED_READING) != 0);
}

unsigned
app_follow(struct app *app, unsigned changed)
{
	unsigned dirty = changed & ~(unsigned)CHANGED_MASK;
	if (changed & CHANGED_PLACES)
		dirty |= place_panes(app);
	unsigned found = follow_asked(app, changed);
	dirty |= found & ~(unsigned)CHANGED_MASK;
	if ((changed | found) & (CHANGED_POST | CHANGED_READING))
		dirty |= DIRTY_LIST | DIRTY_STATUS | follow_post(app, changed | found);
	if (changed & CHANGED_PLACES)
		arrange_pager(app);
	return dirty;
}
