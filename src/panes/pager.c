/* The pager as a pane: its verbs, and what it shows besides the text, which the tui draws. */

#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "library/labels.h"
#include "panes/outside.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* --- Another post --- */

static void
reset(struct panes *panes)
{
	struct pager_pane *pane = &panes->pager;
	pane->top = pane->left = 0;
	pane->begun.offset = pane->begun.left = pane->begun.top = 0;
	pane->begun.match = SIZE_MAX;
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
		dirty = pager_go_to_place(panes, &goal);
	else if (goal.kind == GOAL_FRAGMENT)
		dirty = pager_go_to_fragment(panes, goal.fragment);
	else if (goal.kind == GOAL_SEARCH)
		dirty = pager_search(panes, panes->pager.phrase, false);
	else if (goal.kind == GOAL_FIRST_MATCH || goal.kind == GOAL_LAST_MATCH)
		dirty = pager_go_to_match(panes, &goal);
	free(goal.fragment);
	return dirty;
}

static unsigned
follow(struct panes *panes, unsigned changed)
{
	const unsigned shown = CHANGED_CLOSED | CHANGED_OPENING | CHANGED_OPENED | CHANGED_GOAL |
			       CHANGED_QUERY | CHANGED_MARKS | CHANGED_LIBRARY;
	if ((changed & shown) == 0)
		return DIRTY_NONE;
	if (changed & CHANGED_CLOSED)
		reset(panes);
	/* What all posts are searched for takes the place of what was searched for in one. */
	if ((changed & CHANGED_QUERY) && panes->model->asked.query != NULL)
		xreplace(&panes->pager.phrase, "");
	if ((changed & CHANGED_QUERY) && !(changed & CHANGED_OPENED))
		pager_mark(panes);
	if (changed & CHANGED_OPENED)
		begin_post(panes);
	else if (changed & (CHANGED_GOAL | CHANGED_LIBRARY))
		pager_arrange(panes); /* the goal may come with another size, categories with other names */
	if ((changed & (CHANGED_OPENED | CHANGED_GOAL)) && panes->model->opened.article != NULL)
		reach_goal(panes);
	return DIRTY_MAIN | DIRTY_STATUS;
}

/* --- Scrolling --- */

static struct cursor
extent(struct panes *panes)
{
	return (struct cursor){
			.count = pager_last_top(panes) + 1,
			.at = panes->pager.top,
			.rows = pager_rows(panes),
	};
}

/* At the end of the text goes to the next post; a lone file has none. */
static unsigned
run_page_or_next(struct panes *panes, const struct call *call)
{
	bool is_at_end = panes->pager.top >= pager_last_top(panes) && panes->model->loader != NULL;
	return answer_action(panes, is_at_end ? ACTION_NEXT_POST : ACTION_PAGE_DOWN,
			is_at_end ? "" : call->argument, is_at_end ? 0 : call->count);
}

static unsigned
run_sideways(struct panes *panes, const struct call *call)
{
	return pager_scroll_sideways(panes, call_steps(call, ACTION_SCROLL_LEFT));
}

static unsigned
run_sideways_end(struct panes *panes, const struct call *call)
{
	return pager_scroll_sideways(
			panes, call->action == ACTION_SCROLL_START ? -LONG_MAX : LONG_MAX);
}

/* --- Links --- */

static unsigned
run_follow(struct panes *panes, const struct call *call)
{
	return pager_follow_link(panes, call_number(call));
}

/* --- Finding --- */

static unsigned
run_search(struct panes *panes, const struct call *call)
{
	/* A command may come from another pane: the post is shown and laid out before it is searched. */
	if (panes_current(panes) != &pane_pager)
		return GO_MAIN | answer_action(panes, call->action, call->argument, 0);
	pager_begin_search(panes, call->action == ACTION_SEARCH_BACK);
	if (call->argument[0] != '\0')
		return pager_search(panes, call->argument, false);
	return answer_prompt(panes, PROMPT_SEARCH, panes->pager.phrase);
}

static unsigned
run_filter(struct panes *panes, const struct call *call)
{
	(void)call;
	return model_say(
			panes->model, true, _("a list can be filtered; in a post there is search"));
}

/* --- Looks --- */

static unsigned
run_link_numbers(struct panes *panes, const struct call *call)
{
	(void)call;
	panes->pager.has_other_links = !panes->pager.has_other_links;
	pager_arrange(panes);
	return DIRTY_MAIN | DIRTY_STATUS;
}

static unsigned
run_wide_tables(struct panes *panes, const struct call *call)
{
	(void)call;
	panes->pager.has_wide_tables = !panes->pager.has_wide_tables;
	pager_arrange(panes);
	model_say(panes->model, false,
			panes->pager.has_wide_tables ? _("wide tables go on sideways")
						     : _("wide tables are shown as records"));
	return DIRTY_MAIN | DIRTY_STATUS;
}

/* --- Notices --- */

/* The part of a text in a row (from 0) of so many columns. */
static const char *
text_row(struct panes *panes, const char *text, size_t columns, int row)
{
	size_t length = strlen(text), part = text_fit(text, length, columns, NULL);
	for (int i = 0; i < row; i++) {
		text += part;
		length -= part;
		part = text_fit(text, length, columns, NULL);
	}
	return arena_copy(panes->scratch, text, part);
}

/* A row of the notice shown in place of a post; it is wrapped over as many rows as it needs. */
static void
view_notice_row(struct panes *panes, struct row_writer *row, int line)
{
	const char *text = panes->model->opened.notice;
	if (model_opening(panes->model) != 0 && line == 1)
		row_put(row, arena_format(panes->scratch, "  %s", _("opening…")), row_left(row),
				ROLE_DIM);
	if (text == NULL || line < 1)
		return;
	int columns = row->columns > 4 ? row->columns - 4 : 1;
	row_skip(row, 2);
	row_put(row, text_row(panes, text, (size_t)columns, line - 1), columns, ROLE_ERROR);
}

static void
view(struct panes *panes, struct row_writer *row, int line)
{
	if (panes->model->opened.article == NULL)
		view_notice_row(panes, row, line);
	else if (line < pager_header_rows(panes))
		pager_head_view(panes, row, line);
}

static void
cell(struct panes *panes, int *line, int *column)
{
	*line = pager_header_rows(panes);
	*column = 0;
}

size_t
pager_percent(const struct panes *panes)
{
	size_t last = pager_last_top(panes), top = panes->pager.top;
	top = top < last ? top : last;
	return last == 0 ? 100 : top / last * 100 + top % last * 100 / last;
}

/* The post's place in the list, unless it is not the list's, and how far it is read. */
static const char *
place(struct panes *panes)
{
	if (panes->model->opened.article == NULL || panes->model->opened.article->layout == NULL)
		return "";
	size_t percent = pager_percent(panes);
	if (!panes_shows_choice(panes))
		return arena_format(panes->scratch, "%zu%% ", percent);
	return arena_format(panes->scratch, "%s/%s %zu%% ",
			row_number(panes->scratch, panes->model->found.at + 1),
			row_number(panes->scratch, found_count(panes->model)), percent);
}

bool
pager_reaches_end(struct panes *panes)
{
	bool is_at_end = pager_article(panes) != NULL && panes->cover.type == NULL &&
			 panes->pager.top >= pager_last_top(panes);
	return is_at_end && marking_see_end(panes->model);
}

static const struct hint hints[] = {{ACTION_PAGE_OR_NEXT, N_("page")},
		{ACTION_NEXT_POST, N_("next")}, {ACTION_NEXT_UNREAD, N_("unread")},
		{ACTION_SEARCH, N_("search")}, {ACTION_FOLLOW, N_("link")},
		{ACTION_BACK, N_("back")}, {ACTION_HELP, N_("help")}, {0}};

static const struct verb verbs[] = {
		{ACTION_PAGE_OR_NEXT, true, run_page_or_next},
		{ACTION_SCROLL_LEFT, true, run_sideways},
		{ACTION_SCROLL_RIGHT, true, run_sideways},
		{ACTION_SCROLL_START, true, run_sideways_end},
		{ACTION_SCROLL_END, true, run_sideways_end},
		{ACTION_ALIGN_TOP, false, pager_align_match},
		{ACTION_ALIGN_MIDDLE, false, pager_align_match},
		{ACTION_ALIGN_BOTTOM, false, pager_align_match},
		{ACTION_NEXT_LINK, true, pager_step_link},
		{ACTION_PREV_LINK, true, pager_step_link},
		{ACTION_FOLLOW, true, run_follow},
		{ACTION_SEARCH, true, run_search},
		{ACTION_SEARCH_BACK, true, run_search},
		{ACTION_NEXT_MATCH, true, pager_step_match},
		{ACTION_PREV_MATCH, true, pager_step_match},
		{ACTION_SEARCH_WORD, true, pager_search_word},
		{ACTION_SEARCH_WORD_BACK, true, pager_search_word},
		{ACTION_HIDE_MATCHES, true, pager_hide_matches},
		{ACTION_FILTER, false, run_filter},
		{ACTION_LINK_NUMBERS, true, run_link_numbers},
		{ACTION_WIDE_TABLES, true, run_wide_tables},
		{0},
};

const struct pane_type pane_pager = {
		.context = CONTEXT_PAGER,
		.hints = hints,
		.verbs = verbs,
		.follow = follow,
		.place = place,
		.view = view,
		.cell = cell,
		.click = pager_click,
		.extent = extent,
		.scroll_to = pager_scroll_to,
};
