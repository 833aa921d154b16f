/* The list pane: the posts of what is asked for, and the verbs that ask. */

#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "panes/outside.h"

#include <stdlib.h>

void
list_pane_free(struct list_pane *pane)
{
	free(pane->search_error);
}

/* --- Verbs --- */

static struct cursor *
cursor(struct panes *panes)
{
	return &panes->list.cursor;
}

static unsigned
moved(struct panes *panes)
{
	panes->list.has_top_wish = false;
	found_choose(panes->model, panes->list.cursor.at);
	return DIRTY_MIDDLE | DIRTY_STATUS;
}

static unsigned
follow(struct panes *panes, unsigned changed)
{
	struct cursor *cursor = &panes->list.cursor;
	const unsigned shown = CHANGED_FOUND | CHANGED_POST | CHANGED_ASKED | CHANGED_SNIPPETS |
			       CHANGED_MARKS;
	/* A list without posts says what is still being read or indexed. */
	bool has_progress = (changed & CHANGED_PROGRESS) && found_count(panes->model) == 0;
	if (changed & CHANGED_FOUND) {
		cursor_set_count(cursor, found_count(panes->model));
		list_compare_sources(panes);
	}
	if (changed & (CHANGED_FOUND | CHANGED_POST))
		cursor_move_to(cursor, panes->model->found.at);
	if ((changed & CHANGED_FOUND) && panes->list.has_top_wish) {
		cursor_scroll_to(cursor, panes->list.top_wish);
		panes->list.has_top_wish = panes->model->found.is_waiting ||
					   panes->model->found.wish.post != NULL;
	}
	return (changed & shown) || has_progress ? DIRTY_MIDDLE | DIRTY_STATUS : DIRTY_NONE;
}

/* Chooses the post under the cursor, where another may be open, and goes to it. */
static unsigned
run_open(struct panes *panes, const struct call *call)
{
	(void)call;
	if (found_count(panes->model) == 0)
		return DIRTY_NONE;
	found_choose(panes->model, panes->list.cursor.at);
	/* It may be open since before the search, and then is not at what was found. */
	bool is_hit = panes->model->asked.query != NULL && panes_shows_choice(panes) &&
		      panes->model->opened.article->match_count > 0;
	if (is_hit && panes->pager.match == SIZE_MAX)
		opened_set_goal(panes->model, (struct goal){.kind = GOAL_FIRST_MATCH});
	views_begin(panes->model, false);
	return GO_MAIN;
}

static const char *
filter(const struct panes *panes)
{
	return panes->model->asked.selection.title;
}

static unsigned
set_filter(struct panes *panes, const char *text)
{
	asked_set_filter(panes->model, text);
	return DIRTY_NONE;
}

/* Takes away the filter, else the search; NOT_MINE: there is neither. */
static unsigned
back(struct panes *panes)
{
	const struct asked *asked = &panes->model->asked;
	if (asked->selection.title[0] != '\0')
		asked_set_filter(panes->model, "");
	else if (asked->query != NULL)
		(void)asked_search(panes->model, "", false, NULL, NULL);
	else
		return NOT_MINE;
	return DIRTY_NONE;
}

static unsigned
run_clear_filter(struct panes *panes, const struct call *call)
{
	(void)call;
	return back(panes) & ~(unsigned)NOT_MINE;
}

static unsigned
run_post_step(struct panes *panes, const struct call *call)
{
	found_step(panes->model, call_steps(call, ACTION_PREV_POST), GOAL_NONE);
	return DIRTY_NONE;
}

/* Each post listed is a hit: the next match is the next row. Under a cover the open post is meant. */
static unsigned
run_match_step(struct panes *panes, const struct call *call)
{
	if (panes->cover.type != NULL)
		return NOT_MINE;
	cursor_move(&panes->list.cursor, call_steps(call, ACTION_PREV_MATCH));
	return moved(panes);
}

static unsigned
run_sort(struct panes *panes, const struct call *call)
{
	return asked_sort(panes->model, call->argument);
}

static unsigned
run_reverse(struct panes *panes, const struct call *call)
{
	(void)call;
	asked_reverse(panes->model);
	return DIRTY_NONE;
}

static unsigned
run_search_all(struct panes *panes, const struct call *call)
{
	if (panes->model->loader == NULL)
		return model_say(panes->model, true,
				_("this is a single post: there is nothing else to search"));
	struct err err;
	if (call->argument[0] != '\0') {
		if (!asked_search(panes->model, call->argument, false, NULL, &err))
			model_say(panes->model, true, "%s", err.reason);
		return GO_MIDDLE;
	}
	return GO_MIDDLE | answer_prompt(panes, PROMPT_QUERY, panes->model->asked.selection.search);
}

/* Whether there is a list to narrow. False, with a message: a lone file is open. */
static bool
has_list(struct panes *panes)
{
	if (panes->model->loader == NULL)
		model_say(panes->model, false, _("a lone file has no list of posts"));
	return panes->model->loader != NULL;
}

static unsigned
run_date(struct panes *panes, const struct call *call)
{
	if (!has_list(panes))
		return DIRTY_NONE;
	asked_set_date(panes->model, call->action == ACTION_SINCE, call->argument);
	return DIRTY_NONE;
}

static unsigned
run_marked(struct panes *panes, const struct call *call)
{
	if (!has_list(panes))
		return DIRTY_NONE;
	asked_set_marks(panes->model, call->action == ACTION_UNREAD_POSTS    ? MARKS_UNREAD
				      : call->action == ACTION_STARRED_POSTS ? MARKS_STARRED
									     : MARKS_NEW);
	return GO_MIDDLE;
}

/* --- The search that is typed --- */

bool
list_search(struct panes *panes, const char *text, bool is_typing, struct query_place *place)
{
	struct err err;
	bool is_good = asked_search(panes->model, text, is_typing, place, &err);
	xreplace(&panes->list.search_error, is_good ? NULL : err.reason);
	return is_good;
}

static const char *
place(struct panes *panes)
{
	return pane_place(panes, &panes->list.cursor, panes->model->found.is_counting);
}

static const struct hint hints[] = {{ACTION_OPEN, N_("read")}, {ACTION_SEARCH_ALL, N_("search")},
		{ACTION_FILTER, N_("filter")}, {ACTION_NEXT_UNREAD, N_("unread")},
		{ACTION_FOCUS_GROUPS, N_("groups")}, {ACTION_NEXT_GROUP, N_("next group")},
		{ACTION_SORT, N_("sort")}, {ACTION_HELP, N_("help")}, {ACTION_QUIT, N_("quit")},
		{0}};

static const struct verb verbs[] = {
		{ACTION_OPEN, true, run_open},
		{ACTION_NEXT_POST, true, run_post_step},
		{ACTION_PREV_POST, true, run_post_step},
		{ACTION_NEXT_MATCH, false, run_match_step},
		{ACTION_PREV_MATCH, false, run_match_step},
		{ACTION_CLEAR_FILTER, true, run_clear_filter},
		{ACTION_SORT, true, run_sort},
		{ACTION_REVERSE, true, run_reverse},
		{ACTION_SEARCH_ALL, true, run_search_all},
		{ACTION_SINCE, true, run_date},
		{ACTION_UNTIL, true, run_date},
		{ACTION_UNREAD_POSTS, true, run_marked},
		{ACTION_STARRED_POSTS, true, run_marked},
		{ACTION_NEW_POSTS, true, run_marked},
		{ACTION_TOGGLE_READ, true, list_toggle_mark},
		{ACTION_STAR, true, list_toggle_mark},
		{ACTION_PREV_MATCH_OR_READ, true, list_prev_match_or_read},
		{ACTION_MARK_READ, true, list_mark_all},
		{ACTION_MARK_UNREAD, true, list_mark_all},
		{ACTION_NEXT_UNREAD, true, list_step_unread},
		{ACTION_PREV_UNREAD, true, list_step_unread},
		{ACTION_PIPE_ALL, true, pipe_run},
		{0},
};

const struct pane_type pane_list = {
		.context = CONTEXT_LIST,
		.hints = hints,
		.verbs = verbs,
		.orders = selection_orders,
		.follow = follow,
		.back = back,
		.place = place,
		.cursor = cursor,
		.row_height = list_row_height,
		.moved = moved,
		.view_header = list_view_header,
		.view_row = list_view_row,
		.view_empty = list_view_empty,
		.filter = filter,
		.set_filter = set_filter,
};
