/* What the pager does when another post is open: which part of it is seen first. */

#include "app/state.h"

#include <stdlib.h>

static void
reset(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	pane->top = pane->left = pane->anchor = 0;
	pane->search_anchor = pane->search_left = 0;
	pane->match = SIZE_MAX;
	pane->link = -1;
	pane->generation++;
}

static void
begin_post(struct app *app)
{
	app->pager.link = -1;
	pager_mark(app);
	pager_arrange(app);
	pager_say_cut(app);
}

static unsigned
reach_goal(struct app *app)
{
	struct goal goal = opened_take_goal(app->model);
	unsigned dirty = DIRTY_NONE;
	if (goal.kind == GOAL_OFFSET)
		dirty = pager_scroll_to(app, pager_line_at(app, goal.offset));
	else if (goal.kind == GOAL_FRAGMENT)
		dirty = pager_go_to_fragment(app, goal.fragment);
	else if (goal.kind == GOAL_SEARCH)
		dirty = pager_search(app, app->pager.phrase, false);
	else if (goal.kind == GOAL_FIRST_MATCH || goal.kind == GOAL_LAST_MATCH)
		dirty = pager_go_to_match(app, goal.kind == GOAL_LAST_MATCH);
	free(goal.fragment);
	return dirty;
}

unsigned
pager_follow(struct app *app, unsigned news)
{
	const unsigned shown = CHANGED_CLOSED | CHANGED_OPENING | CHANGED_OPENED | CHANGED_GOAL |
			       CHANGED_QUERY;
	if ((news & shown) == 0)
		return DIRTY_NONE;
	if (news & CHANGED_CLOSED)
		reset(app);
	if ((news & CHANGED_QUERY) && !(news & CHANGED_OPENED))
		pager_mark(app);
	if (news & CHANGED_OPENED)
		begin_post(app);
	if ((news & (CHANGED_OPENED | CHANGED_GOAL)) && app->model->opened.article != NULL)
		reach_goal(app);
	return DIRTY_PAGER | DIRTY_STATUS;
}
