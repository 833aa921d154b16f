/* The groups pane's other side: a bar of posts per month, each month a row that the list can show. */

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

unsigned
months_refresh(struct app *app)
{
	struct months_pane *pane = &app->months;
	struct day_count *days = NULL;
	if (!pane->is_shown || app->model->library == NULL)
		return DIRTY_NONE;
	size_t count = list_days(app, &days);
	free(pane->months);
	pane->count = calendar_months(days, count, &pane->months);
	free(days);
	pane->most = 0;
	for (size_t i = 0; i < pane->count; i++) {
		if (pane->months[i].count > pane->most)
			pane->most = pane->months[i].count;
	}
	cursor_set_count(&app->groups.cursor, pane->count + 1);
	cursor_move_to(&app->groups.cursor, row_of_choice(app));
	return DIRTY_GROUPS | DIRTY_STATUS;
}

unsigned
months_show(struct app *app)
{
	app->months.is_shown = true;
	return app_focus(app, PANE_GROUPS) | DIRTY_GROUPS | CHANGED_DAYS;
}

static unsigned
months_at_cursor(struct app *app)
{
	const struct months_pane *pane = &app->months;
	struct selection *base = &app->model->asked.selection;
	size_t row = app->groups.cursor.at;
	const struct month_count *month = row > 0 ? &pane->months[row - 1] : NULL;
	bool is_same = month != NULL ? is_chosen(app, month) : !base->has_since && !base->has_until;
	if (is_same)
		return DIRTY_GROUPS | DIRTY_STATUS;
	if (month != NULL)
		return DIRTY_GROUPS | list_set_days(app, month->first, month->last);
	base->has_since = base->has_until = false;
	return DIRTY_GROUPS | CHANGED_DATES;
}

unsigned
left_moved(struct app *app)
{
	return app->months.is_shown ? months_at_cursor(app) : groups_at_cursor(app);
}

/* --- Rows --- */

void
months_view_header(struct app *app, struct row_writer *row)
{
	row_put_all(row, arena_format(app->view, " 月份  %s", groups_current_title(app)),
			ROLE_HEADING);
	row_put_right(row, arena_format(app->view, "%s ", row_number(app->view, app->months.count)),
			row_left(row), ROLE_COUNT);
}

void
months_view_row(struct app *app, struct row_writer *row, size_t index, enum role role)
{
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
