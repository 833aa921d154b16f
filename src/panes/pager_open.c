/* What the pager does when another post is open: which part of it is seen first. */

#include "panes/panes.h"

#include <stdlib.h>

static void
reset(struct panes *panes)
{
	struct pager_pane *pane = &panes->pager;
	pane->top = pane->left = pane->anchor = 0;
	pane->search_anchor = pane->search_left = 0;
	pane->match = SIZE_MAX;
	pane->link = -1;
	pane->generation++;
}

static void
begin_post(struct panes *panes)
{
	panes->pager.link = -1;
	pager_mark(panes);
	pager_arrange(panes);
	pager_say_cut(panes);
}

static unsigned
reach_goal(struct panes *panes)
{
	struct goal goal = opened_take_goal(panes->model);
	unsigned dirty = DIRTY_NONE;
	if (goal.kind == GOAL_OFFSET)
		dirty = pager_scroll_to(panes, pager_line_at(panes, goal.offset));
	else if (goal.kind == GOAL_FRAGMENT)
		dirty = pager_go_to_fragment(panes, goal.fragment);
	else if (goal.kind == GOAL_SEARCH)
		dirty = pager_search(panes, panes->pager.phrase, false);
	else if (goal.kind == GOAL_FIRST_MATCH || goal.kind == GOAL_LAST_MATCH)
		dirty = pager_go_to_match(panes, goal.kind == GOAL_LAST_MATCH);
	free(goal.fragment);
	return dirty;
}

unsigned
pager_follow(struct panes *panes, unsigned news)
{
	const unsigned shown = CHANGED_CLOSED | CHANGED_OPENING | CHANGED_OPENED | CHANGED_GOAL |
			       CHANGED_QUERY;
	if ((news & shown) == 0)
		return DIRTY_NONE;
	if (news & CHANGED_CLOSED)
		reset(panes);
	if ((news & CHANGED_QUERY) && !(news & CHANGED_OPENED))
		pager_mark(panes);
	if (news & CHANGED_OPENED)
		begin_post(panes);
	if ((news & (CHANGED_OPENED | CHANGED_GOAL)) && panes->model->opened.article != NULL)
		reach_goal(panes);
	return DIRTY_MAIN | DIRTY_STATUS;
}
