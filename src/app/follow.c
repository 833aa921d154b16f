/* What follows what: the one order in which changes reach those that show them. */

#include "app/state.h"

/* --- Places --- */

/* Where a pane has answered that the focus is to go. */
static unsigned
move_focus(struct app *app, unsigned changed)
{
	unsigned moved = changed & GO_UNDER ? app_uncover(app) : DIRTY_NONE;
	for (enum pane slot = 0; slot < PANE_COUNT; slot++)
		moved |= changed & (GO_LEFT << slot) ? app_focus(app, slot) : DIRTY_NONE;
	return moved;
}

/* Which pane stands where, and how many rows each has. */
static unsigned
place_panes(struct app *app)
{
	struct geometry_wish wish = {
			.rows = app->rows,
			.columns = app->columns,
			.focus = app->focus,
			.is_zoomed = app->is_zoomed,
			.is_single = app->slots[PANE_LIST] == NULL || app->cover.type != NULL,
	};
	app->geometry = geometry_of(&wish);
	if (app->geometry.is_too_small)
		return DIRTY_CLEAR | DIRTY_ALL;
	app_place_rows(app);
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
follow_in_pane(struct app *app, const struct pane_type *pane, unsigned changed)
{
	return pane != NULL && pane->follow != NULL ? pane->follow(app, changed) : DIRTY_NONE;
}

static unsigned
follow_asked(struct app *app, unsigned changed)
{
	unsigned dirty = DIRTY_NONE;
	if (changed & CHANGED_QUERY)
		pager_mark(app);
	if (changed & (CHANGED_ASKED | CHANGED_SUBJECT | CHANGED_DATES))
		dirty |= search_list(app, (changed & (CHANGED_SUBJECT | CHANGED_DATES)) == 0);
	for (enum pane slot = 0; slot < PANE_COUNT; slot++)
		dirty |= follow_in_pane(app, app->slots[slot], changed);
	return dirty | follow_in_pane(app, app->cover.type, changed);
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
	changed |= move_focus(app, changed);
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
