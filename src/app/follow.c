/* What follows what on the screen: focus and places, the model, then each pane that stands somewhere. */

#include "app/state.h"

/* Moves the focus to where a pane has answered that it goes. */
static unsigned
move_focus(struct app *app, unsigned changed)
{
	unsigned moved = changed & GO_UNDER ? app_uncover(app) : DIRTY_NONE;
	for (enum slot slot = 0; slot < SLOT_COUNT; slot++)
		moved |= changed & (GO_LEFT << slot) ? app_focus(app, slot) : DIRTY_NONE;
	return moved;
}

/* Computes the slots' places and rows, and sets how much attention the post has. */
static unsigned
place_panes(struct app *app)
{
	if (app->panes.focus != SLOT_MIDDLE)
		app->is_folded = app->panes.focus == SLOT_MAIN;
	app->panes.geometry = app_geometry(app);
	if (app->panes.geometry.is_too_small)
		return DIRTY_CLEAR | DIRTY_ALL;
	app_place_rows(app);
	if (app->panes.cover.type != NULL)
		return DIRTY_ALL;
	bool is_seen = app->panes.geometry.slots[SLOT_MAIN].is_visible;
	struct layout_options options = pager_options(&app->panes);
	opened_attend(app->model,
			app->panes.focus == SLOT_MAIN ? ATTENTION_READ
			: is_seen		      ? ATTENTION_SEEN
						      : ATTENTION_NONE,
			&options);
	return DIRTY_ALL;
}

static unsigned
follow_in_pane(struct app *app, const struct pane_type *pane, unsigned changed)
{
	return pane != NULL && pane->follow != NULL ? pane->follow(&app->panes, changed)
						    : DIRTY_NONE;
}

/* The model, then each pane that stands somewhere. */
static unsigned
follow_model(struct app *app)
{
	unsigned changed = model_follow(app->model), dirty = DIRTY_NONE;
	if (changed & CHANGED_LIBRARY)
		dirty |= DIRTY_ALL;
	if ((changed & CHANGED_LIBRARY) && app->completion.at == app->completion.count)
		candidates_make(app);
	if (changed & (CHANGED_SAID | CHANGED_PROGRESS | CHANGED_ASKED | CHANGED_MARKS))
		dirty |= DIRTY_STATUS;
	for (enum slot slot = 0; slot < SLOT_COUNT; slot++)
		dirty |= follow_in_pane(app, app->panes.slots[slot], changed);
	return dirty | follow_in_pane(app, app->panes.cover.type, changed);
}

unsigned
app_follow(struct app *app, unsigned answer)
{
	answer |= move_focus(app, answer);
	if (app->model->changed & CHANGED_QUERY)
		answer |= CHANGED_PLACES; /* rows of the list may be of another height */
	unsigned dirty = answer & ~(unsigned)ANSWER_MASK;
	if (answer & CHANGED_PLACES)
		dirty |= place_panes(app);
	dirty |= follow_model(app);
	if ((answer & CHANGED_PLACES) && app->panes.cover.type == NULL)
		pager_arrange(&app->panes);
	return pager_reaches_end(&app->panes) ? dirty | follow_model(app) : dirty;
}
