/* The months pane: a bar of posts per month, each month a row that the list can show. */

#include "app/state.h"
#include "archive/clock.h"
#include "archive/zone.h"
#include "base/arena.h"
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

static int64_t
day_of(const struct app *app, int64_t moment)
{
	struct civil civil;
	zone_to_civil(model_zone(app->model), moment, &civil, NULL);
	return clock_days(civil.year, civil.month, civil.day);
}

/* Whether the list is narrowed to exactly this month. */
static bool
is_chosen(const struct app *app, const struct month_count *month)
{
	const struct selection *base = &app->model->asked.selection;
	return base->has_since && base->has_until && day_of(app, base->since) == month->first &&
	       day_of(app, base->until - 1) == month->last;
}

static size_t
row_of_choice(const struct app *app)
{
	const struct months_pane *pane = &app->months;
	for (size_t i = 0; i < pane->count; i++) {
		if (is_chosen(app, &pane->months[i]))
			return i + 1;
	}
	return 0;
}

/* --- Verbs --- */

static void
count_months(struct app *app)
{
	struct months_pane *pane = &app->months;
	struct day_count *days = NULL;
	if (app->model->library == NULL)
		return;
	size_t count = list_days(app, &days);
	free(pane->months);
	pane->count = calendar_months(days, count, &pane->months);
	free(days);
	pane->most = 0;
	for (size_t i = 0; i < pane->count; i++) {
		if (pane->months[i].count > pane->most)
			pane->most = pane->months[i].count;
	}
	cursor_set_count(&pane->cursor, pane->count + 1);
	cursor_move_to(&pane->cursor, row_of_choice(app));
}

static unsigned
begin(struct app *app, enum action action)
{
	(void)action;
	if (app->model->loader == NULL) {
		model_say(app->model, false, "a lone file has no months");
		return NOT_MINE;
	}
	count_months(app);
	return DIRTY_GROUPS;
}

/* What is asked for has changed, but for its dates alone: those are what the cursor chooses. */
static unsigned
follow(struct app *app, unsigned changed)
{
	if ((changed & (CHANGED_ASKED | CHANGED_SUBJECT | CHANGED_DAYS)) == 0)
		return DIRTY_NONE;
	count_months(app);
	return DIRTY_GROUPS | DIRTY_STATUS;
}

/* The list follows the cursor. */
static unsigned
moved(struct app *app)
{
	const struct months_pane *pane = &app->months;
	struct selection *base = &app->model->asked.selection;
	size_t row = pane->cursor.at;
	const struct month_count *month = row > 0 ? &pane->months[row - 1] : NULL;
	bool is_same = month != NULL ? is_chosen(app, month) : !base->has_since && !base->has_until;
	if (is_same)
		return DIRTY_GROUPS | DIRTY_STATUS;
	if (month != NULL)
		return DIRTY_GROUPS | list_set_days(app, month->first, month->last);
	base->has_since = base->has_until = false;
	return DIRTY_GROUPS | CHANGED_DATES;
}

static unsigned
open(struct app *app)
{
	(void)app;
	return GO_MIDDLE;
}

/* Back to the groups that stood here. */
static unsigned
back(struct app *app)
{
	bool is_tag = app->model->asked.kind == GROUP_TAG;
	return app_do_next(app, is_tag ? ACTION_SHOW_TAGS : ACTION_SHOW_CATEGORIES, "", 0);
}

/* What the groups can do and months cannot. */
static unsigned
run_refused(struct app *app, const struct call *call)
{
	model_say(app->model, false,
			call->action == ACTION_SORT ? "months are in the order of time"
						    : "months are not filtered");
	return DIRTY_STATUS;
}

/* --- Rows --- */

static struct cursor *
cursor(struct app *app)
{
	return &app->months.cursor;
}

static void
view_header(struct app *app, struct row_writer *row)
{
	row_format(row, ROLE_HEADING, " 月份  %s", groups_current_title(app));
	row_put_right(row, arena_format(app->view, "%s ", row_number(app->view, app->months.count)),
			row_left(row), ROLE_COUNT);
}

static void
view_row(struct app *app, struct row_writer *row, size_t index, int line, enum role role)
{
	(void)line;
	const struct months_pane *pane = &app->months;
	bool is_plain = role == ROLE_TEXT;
	row_put(row, " ", 1, role);
	if (index == 0) {
		row_put(row, "全部", row_left(row), role);
		return;
	}
	const struct month_count *month = &pane->months[index - 1];
	struct calendar_date date = calendar_date_of(month->first);
	int number = (int)strlen(row_number(app->view, pane->most)) + 2;
	int bar = row_left(row) - MONTH_COLUMNS - 1 - number;
	row_put(row, arena_format(app->view, "%04lld-%02d", (long long)date.year, date.month),
			MONTH_COLUMNS, is_plain ? ROLE_DATE : role);
	row_put(row, " ", 1, role);
	if (bar >= MIN_BAR)
		row_put_bar(row, month->count, pane->most, bar, is_plain ? ROLE_HEAT_2 : role);
	row_put_right(row, arena_format(app->view, "%s ", row_number(app->view, month->count)),
			row_left(row), is_plain ? ROLE_COUNT : role);
}

static const struct hint hints[] = {{ACTION_OPEN, "posts"}, {ACTION_FILTER, "filter"},
		{ACTION_SHOW_TAGS, "tags"}, {ACTION_SHOW_CATEGORIES, "categories"},
		{ACTION_SHOW_MONTHS, "months"}, {ACTION_SORT, "sort"}, {ACTION_HELP, "help"},
		{ACTION_QUIT, "quit"}, {0}};

static const struct verb verbs[] = {
		{ACTION_FILTER, false, run_refused},
		{ACTION_CLEAR_FILTER, false, run_refused},
		{ACTION_SORT, false, run_refused},
		{0},
};

const struct pane_type pane_months = {
		.context = CONTEXT_GROUPS,
		.hints = hints,
		.verbs = verbs,
		.begin = begin,
		.follow = follow,
		.back = back,
		.cursor = cursor,
		.moved = moved,
		.open = open,
		.view_header = view_header,
		.view_row = view_row,
};
