/* The months pane: a bar of posts per month, each month a row that the list can show. */

#include "archive/clock.h"
#include "base/arena.h"
#include "base/language.h"
#include "panes/panes.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

enum {
	MONTH_COLUMNS = 7, /* 2022-05 */
	MIN_BAR = 3,
};

void
months_pane_free(struct months_pane *pane)
{
	free(pane->months);
}

/* --- What the list shows --- */

/* Whether the list is narrowed to exactly this month. */
static bool
is_chosen(const struct panes *panes, const struct month_count *month)
{
	return selection_has_days(&panes->model->asked.selection, month->first, month->last,
			model_zone(panes->model));
}

static size_t
row_of_choice(const struct panes *panes)
{
	const struct months_pane *pane = &panes->months;
	for (size_t i = 0; i < pane->count; i++) {
		if (is_chosen(panes, &pane->months[i]))
			return i + 1;
	}
	return 0;
}

/* --- Verbs --- */

static void
count_months(struct panes *panes)
{
	struct months_pane *pane = &panes->months;
	struct day_count *days = NULL;
	if (panes->model->library == NULL)
		return;
	size_t count = found_days(panes->model, &days);
	free(pane->months);
	pane->count = calendar_months(days, count, &pane->months);
	free(days);
	pane->most = 0;
	for (size_t i = 0; i < pane->count; i++) {
		if (pane->months[i].count > pane->most)
			pane->most = pane->months[i].count;
	}
	cursor_set_count(&pane->cursor, pane->count + 1);
}

/* Months are counted over all dates: when only the dates asked for change, the cursor moves. */
static unsigned
follow(struct panes *panes, unsigned changed)
{
	if ((changed & (CHANGED_ASKED | CHANGED_DAYS)) == 0)
		return DIRTY_NONE;
	if (changed & CHANGED_DAYS)
		count_months(panes);
	cursor_move_to(&panes->months.cursor, row_of_choice(panes));
	return DIRTY_LEFT | DIRTY_STATUS;
}

static unsigned
begin(struct panes *panes, enum action action)
{
	(void)action;
	if (panes->model->loader == NULL) {
		model_say(panes->model, false, _("a lone file has no months"));
		return NOT_MINE;
	}
	return follow(panes, CHANGED_DAYS);
}

/* The list follows the cursor. */
static unsigned
moved(struct panes *panes)
{
	size_t row = panes->months.cursor.at;
	const struct month_count *month = row > 0 ? &panes->months.months[row - 1] : NULL;
	if (month == NULL)
		asked_set_all_days(panes->model);
	else if (!is_chosen(panes, month))
		asked_set_days(panes->model, month->first, month->last);
	return DIRTY_LEFT | DIRTY_STATUS;
}

static unsigned
run_open(struct panes *panes, const struct call *call)
{
	(void)panes;
	(void)call;
	return GO_MIDDLE;
}

/* Shows the groups again. */
static unsigned
back(struct panes *panes)
{
	return answer_action(panes, panes_groups_action(panes), "", 0);
}

/* Says why months cannot be sorted or filtered, as groups can. */
static unsigned
run_refused(struct panes *panes, const struct call *call)
{
	return model_say(panes->model, false,
			call->action == ACTION_SORT ? _("months are in the order of time")
						    : _("months are not filtered"));
}

/* There is never a filter to take away. */
static unsigned
run_clear_filter(struct panes *panes, const struct call *call)
{
	(void)panes;
	(void)call;
	return DIRTY_NONE;
}

/* --- Rows --- */

static struct cursor *
cursor(struct panes *panes)
{
	return &panes->months.cursor;
}

static void
view_header(struct panes *panes, struct row_writer *row)
{
	panes_view_head(row, _("Months"), asked_group_title(panes->model), panes->months.count);
}

static void
view_row(struct panes *panes, struct row_writer *row, size_t index, int line, enum role role)
{
	(void)line;
	const struct months_pane *pane = &panes->months;
	row_put(row, " ", 1, role);
	if (index == 0) {
		row_put(row, _("All"), row_left(row), role);
		return;
	}
	const struct month_count *month = &pane->months[index - 1];
	struct civil date = clock_date(month->first);
	int number = (int)strlen(row_number(panes->scratch, pane->most)) + 1;
	int bar = row_left(row) - MONTH_COLUMNS - 1 - number;
	row_put(row, arena_format(panes->scratch, "%04lld-%02d", (long long)date.year, date.month),
			MONTH_COLUMNS, row_cell_role(role, ROLE_DATE));
	row_put(row, " ", 1, role);
	if (bar >= MIN_BAR)
		row_put_bar(row, month->count, pane->most, bar, row_cell_role(role, ROLE_BAR));
	row_put_right(row, row_number(panes->scratch, month->count), row_left(row),
			row_cell_role(role, ROLE_COUNT));
}

static const struct hint hints[] = {{ACTION_OPEN, N_("posts")}, {ACTION_SHOW_TAGS, N_("tags")},
		{ACTION_SHOW_CATEGORIES, N_("categories")}, {ACTION_SHOW_SEARCHES, N_("searches")},
		{ACTION_CALENDAR, N_("calendar")}, {ACTION_HELP, N_("help")},
		{ACTION_QUIT, N_("quit")}, {0}};

static const struct verb verbs[] = {
		{ACTION_OPEN, false, run_open},
		{ACTION_FILTER, false, run_refused},
		{ACTION_CLEAR_FILTER, false, run_clear_filter},
		{ACTION_SORT, false, run_refused},
		{0},
};

const struct pane_type pane_months = {
		.context = CONTEXT_GROUPS,
		.ends = {N_("this is the first month"), N_("this is the last month")},
		.hints = hints,
		.verbs = verbs,
		.begin = begin,
		.follow = follow,
		.back = back,
		.cursor = cursor,
		.moved = moved,
		.view_header = view_header,
		.view_row = view_row,
};
