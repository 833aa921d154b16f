/* The calendar over the panes: its verbs, its rows, and what lies under the mouse. */

#include "app/state.h"
#include "base/arena.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

enum {
	DAYS_A_WEEK = 7,
	LABEL_COLUMNS = 4, /* the weekday before a stripe */
	WEEK_COLUMNS = 2,
	STRIPE_ROWS = 8,     /* months, and a row a weekday */
	FIRST_ROW = 1,	     /* under the heading */
	FOOT_ROWS = 2,	     /* the day, the letters' meaning */
	MAX_DAY_COLUMNS = 6, /* of a month's page */
	BAR_LABEL_COLUMNS = 14,
};

static const char *const weekdays[] = {"一", "二", "三", "四", "五", "六", "日"};
static const char letters[CALENDAR_HEATS][2] = {".", ":", "+", "#", "@"};

/* --- The page --- */

/* What is shown where: stripes under each other, or one month week by week. */
struct page {
	int rows, columns; /* of the pane */
	struct calendar_stripe stripes[CALENDAR_MAX_STRIPES];
	size_t stripe_count; /* 0: the month */
	struct calendar_stripe month;
	int day_columns; /* of the month */
};

static struct page
page_of(const struct app *app)
{
	const struct pane_box *box = &app->geometry.panes[PANE_PAGER];
	const struct calendar *calendar = &app->calendar.calendar;
	struct page page = {.rows = box->rows, .columns = box->columns};
	page.stripe_count =
			calendar_stripes(calendar, (box->columns - LABEL_COLUMNS) / WEEK_COLUMNS,
					box->rows - FIRST_ROW - FOOT_ROWS, page.stripes);
	page.month = calendar_month_stripe(calendar);
	page.day_columns = (box->columns - 1) / DAYS_A_WEEK;
	if (page.day_columns > MAX_DAY_COLUMNS)
		page.day_columns = MAX_DAY_COLUMNS;
	return page;
}

static int
rows_of_days(const struct page *page)
{
	return page->stripe_count > 0 ? (int)page->stripe_count * STRIPE_ROWS
				      : 1 + page->month.weeks;
}

/* The day at a cell of the pane. False where there is none. */
static bool
day_at(const struct page *page, int line, int column, int64_t *day)
{
	const struct calendar_stripe *stripe = &page->month;
	int week, weekday;
	line -= FIRST_ROW;
	if (line < 0 || line >= rows_of_days(page))
		return false;
	if (page->stripe_count > 0) {
		stripe = &page->stripes[line / STRIPE_ROWS];
		weekday = line % STRIPE_ROWS - 1;
		week = column < LABEL_COLUMNS ? -1 : (column - LABEL_COLUMNS) / WEEK_COLUMNS;
	} else {
		week = line - 1;
		weekday = column < 1 ? -1 : (column - 1) / page->day_columns;
	}
	if (weekday < 0 || weekday >= DAYS_A_WEEK || week < 0 || week >= stripe->weeks)
		return false;
	*day = stripe->monday + week * DAYS_A_WEEK + weekday;
	return *day >= stripe->first && *day <= stripe->last;
}

static void
cell(struct app *app, int *line, int *column)
{
	struct page page = page_of(app);
	int64_t day = app->calendar.calendar.day, now;
	int end = FIRST_ROW + rows_of_days(&page);
	/* A low screen shows the first weeks only. */
	end = end < page.rows ? end : page.rows;
	for (*line = FIRST_ROW; *line < end; ++*line) {
		for (*column = 0; *column < page.columns; ++*column) {
			if (day_at(&page, *line, *column, &now) && now == day)
				return;
		}
	}
	*line = *column = 0;
}

/* --- Rows --- */

static enum role
role_of(const struct calendar *calendar, int64_t day, int heat)
{
	int64_t first, last;
	calendar_chosen(calendar, &first, &last);
	if (day == calendar->day)
		return ROLE_CURSOR;
	if (calendar->has_mark && day >= first && day <= last)
		return ROLE_MATCH;
	return heat == 0 ? ROLE_DIM : (enum role)(ROLE_HEAT_1 + heat - 1);
}

static void
view_heading(struct app *app, struct row_writer *row)
{
	const struct calendar *calendar = &app->calendar.calendar;
	size_t posts = calendar_posts(calendar, INT64_MIN / 2, INT64_MAX / 2);
	const char *count = arena_format(app->view, "%s posts ", row_number(app->view, posts));
	int columns = (int)strlen(count);
	const char *what = groups_current_title(app);
	row_put(row, arena_format(app->view, " %lld  %s", (long long)calendar->year, what),
			row_left(row) - columns, ROLE_HEADING);
	row_put_right(row, count, columns, ROLE_COUNT);
}

/* Each month over the week that its first day is in. */
static void
view_months(struct app *app, struct row_writer *row, const struct calendar_stripe *stripe)
{
	for (int week = 0; week < stripe->weeks; week++) {
		int64_t monday = stripe->monday + week * DAYS_A_WEEK;
		struct calendar_date date = calendar_date_of(monday + DAYS_A_WEEK - 1);
		bool begins = date.day <= DAYS_A_WEEK && monday + DAYS_A_WEEK - 1 <= stripe->last;
		int column = LABEL_COLUMNS + week * WEEK_COLUMNS;
		if (!begins || column < row->column)
			continue;
		row_skip(row, column - row->column);
		row_put_all(row, arena_format(app->view, "%d月", date.month), ROLE_DIM);
	}
}

static void
view_stripe(struct app *app, struct row_writer *row, const struct page *page, int line)
{
	const struct calendar *calendar = &app->calendar.calendar;
	const struct calendar_stripe *stripe = &page->stripes[(line - FIRST_ROW) / STRIPE_ROWS];
	int weekday = (line - FIRST_ROW) % STRIPE_ROWS - 1;
	if (weekday < 0) {
		view_months(app, row, stripe);
		return;
	}
	row_put(row, arena_format(app->view, " %s", weekdays[weekday]), LABEL_COLUMNS, ROLE_DIM);
	for (int week = 0; week < stripe->weeks; week++) {
		int64_t day = stripe->monday + week * DAYS_A_WEEK + weekday;
		if (day < stripe->first || day > stripe->last) {
			row_skip(row, WEEK_COLUMNS);
			continue;
		}
		int heat = calendar_heat(calendar, day);
		row_put(row, letters[heat], 1, role_of(calendar, day, heat));
		row_skip(row, WEEK_COLUMNS - 1);
	}
}

static void
view_month(struct app *app, struct row_writer *row, const struct page *page, int line)
{
	const struct calendar *calendar = &app->calendar.calendar;
	int week = line - FIRST_ROW - 1;
	row_skip(row, 1);
	for (int weekday = 0; weekday < DAYS_A_WEEK; weekday++) {
		if (week < 0) {
			row_put(row, weekdays[weekday], page->day_columns, ROLE_DIM);
			continue;
		}
		int64_t day = page->month.monday + week * DAYS_A_WEEK + weekday;
		if (day < page->month.first || day > page->month.last) {
			row_skip(row, page->day_columns);
			continue;
		}
		int heat = calendar_heat(calendar, day);
		enum role role = role_of(calendar, day, heat);
		int of_month = calendar_date_of(day).day;
		int columns = page->day_columns >= 5 ? 4 : 2;
		const char *text = columns == 4 ? arena_format(app->view, "%2d %s", of_month,
								  letters[heat])
						: arena_format(app->view, "%2d", of_month);
		row_put(row, text, columns, role);
		row_skip(row, page->day_columns - columns);
	}
}

static void
view_day(struct app *app, struct row_writer *row)
{
	const struct calendar *calendar = &app->calendar.calendar;
	int64_t first, last;
	calendar_chosen(calendar, &first, &last);
	struct calendar_date from = calendar_date_of(first), to = calendar_date_of(last);
	row_put_all(row,
			arena_format(app->view, " %04lld-%02d-%02d", (long long)from.year,
					from.month, from.day),
			ROLE_DATE);
	if (first != last)
		row_put_all(row,
				arena_format(app->view, " to %04lld-%02d-%02d", (long long)to.year,
						to.month, to.day),
				ROLE_DATE);
	else
		row_put_all(row, arena_format(app->view, " 周%s", weekdays[from.weekday - 1]),
				ROLE_DATE);
	size_t posts = calendar_posts(calendar, first, last);
	row_put_all(row,
			arena_format(app->view, "  %s post%s", row_number(app->view, posts),
					posts == 1 ? "" : "s"),
			ROLE_TEXT);
}

/* From how many posts on a day has which letter. */
static void
view_letters(struct app *app, struct row_writer *row)
{
	const struct calendar *calendar = &app->calendar.calendar;
	row_put_all(row, " . 0", ROLE_DIM);
	for (int heat = 1; heat < CALENDAR_HEATS; heat++) {
		size_t least = calendar->least[heat];
		bool is_used = heat == 1 || least > calendar->least[heat - 1];
		if (is_used)
			row_put_all(row,
					arena_format(app->view, "  %s %s+", letters[heat],
							row_number(app->view, least)),
					(enum role)(ROLE_HEAT_1 + heat - 1));
	}
}

/* A bar of each month's posts, where the screen has room for all twelve. */
static void
view_bar(struct app *app, struct row_writer *row, int month)
{
	const struct calendar *calendar = &app->calendar.calendar;
	size_t posts = calendar_month_posts(calendar, month), most = 1;
	for (int i = 1; i <= 12; i++) {
		size_t here = calendar_month_posts(calendar, i);
		most = here > most ? here : most;
	}
	enum role role = calendar_date_of(calendar->day).month == month ? ROLE_HEAT_4 : ROLE_HEAT_2;
	row_put(row, arena_format(app->view, " %2d月", month), LABEL_COLUMNS + 2, ROLE_DIM);
	row_put_right(row, row_number(app->view, posts), BAR_LABEL_COLUMNS - LABEL_COLUMNS - 3,
			ROLE_COUNT);
	row_skip(row, 1);
	row_put_bar(row, posts, most, row_left(row) - 1, role);
}

static void
view(struct app *app, struct row_writer *row, int line)
{
	struct page page = page_of(app);
	int days_end = FIRST_ROW + rows_of_days(&page);
	bool has_bars = page.rows >= days_end + FOOT_ROWS + 1 + 12;
	if (line == 0)
		view_heading(app, row);
	else if (line < days_end && page.stripe_count > 0)
		view_stripe(app, row, &page, line);
	else if (line < days_end)
		view_month(app, row, &page, line);
	else if (line == days_end)
		view_day(app, row);
	else if (line == days_end + 1)
		view_letters(app, row);
	else if (has_bars && line > days_end + FOOT_ROWS && line <= days_end + FOOT_ROWS + 12)
		view_bar(app, row, line - days_end - FOOT_ROWS);
}

/* --- Verbs --- */

static void
count_days(struct app *app)
{
	struct calendar_pane *pane = &app->calendar;
	free(pane->days);
	pane->days = NULL;
	pane->count = 0;
	if (app->model->library != NULL)
		pane->count = list_days(app, &pane->days);
}

static unsigned
begin(struct app *app, enum action action)
{
	struct calendar_pane *pane = &app->calendar;
	struct post post;
	(void)action;
	if (app->model->library == NULL) {
		model_say(app->model, false,
				app->model->loader == NULL ? "a lone file has no calendar"
							   : "still reading");
		return NOT_MINE;
	}
	int64_t moment = list_post(app, &post) && post.has_date ? post.date + post.utc_offset
								: app->model->now;
	count_days(app);
	calendar_start(&pane->calendar, pane->days, pane->count, calendar_day_of(moment));
	return DIRTY_NONE;
}

/* The days are counted again. */
static unsigned
follow(struct app *app, unsigned changed)
{
	struct calendar *calendar = &app->calendar.calendar;
	struct calendar before = *calendar;
	if ((changed & CHANGED_DAYS) == 0)
		return DIRTY_NONE;
	count_days(app);
	calendar_start(calendar, app->calendar.days, app->calendar.count, before.day);
	calendar_move_days(calendar, (long)(before.day - calendar->day));
	calendar->mark = before.mark;
	calendar->has_mark = before.has_mark;
	return DIRTY_PAGER;
}

void
calendar_pane_free(struct calendar_pane *pane)
{
	free(pane->days);
}

/* The days from first to last become what the list shows; the months' cursor follows. */
static unsigned
choose(struct app *app, int64_t first, int64_t last)
{
	return GO_MIDDLE | CHANGED_DAYS | list_set_days(app, first, last);
}

/* What moves the cursor, by how many days or months. */
static const struct {
	enum action action;
	int days, months;
} moves[] = {
		{ACTION_UP, -1, 0},
		{ACTION_DOWN, 1, 0},
		{ACTION_PREV_WEEK, -DAYS_A_WEEK, 0},
		{ACTION_NEXT_WEEK, DAYS_A_WEEK, 0},
		{ACTION_PREV_MONTH, 0, -1},
		{ACTION_NEXT_MONTH, 0, 1},
		{ACTION_PREV_YEAR, 0, -12},
		{ACTION_NEXT_YEAR, 0, 12},
};

static unsigned
run_move(struct app *app, const struct call *call)
{
	enum { MOST_STEPS = 100000 };
	struct calendar *calendar = &app->calendar.calendar;
	long times = call_steps(call, ACTION_COUNT);
	times = times > MOST_STEPS ? MOST_STEPS : times;
	size_t i = 0;
	while (moves[i].action != call->action)
		i++;
	if (moves[i].days != 0)
		calendar_move_days(calendar, moves[i].days * times);
	else
		calendar_move_months(calendar, moves[i].months * times);
	return DIRTY_PAGER | DIRTY_STATUS;
}

/* To the first or the last day that has posts. */
static unsigned
run_end(struct app *app, const struct call *call)
{
	struct calendar_pane *pane = &app->calendar;
	struct calendar *calendar = &pane->calendar;
	size_t place = call->action == ACTION_TOP ? 0 : pane->count - 1;
	if (pane->count > 0)
		calendar_move_days(calendar, (long)(pane->days[place].day - calendar->day));
	return DIRTY_PAGER | DIRTY_STATUS;
}

static unsigned
run_mark(struct app *app, const struct call *call)
{
	(void)call;
	calendar_toggle_mark(&app->calendar.calendar);
	return DIRTY_PAGER | DIRTY_STATUS;
}

static unsigned
run_open(struct app *app, const struct call *call)
{
	int64_t first, last;
	if (call->action == ACTION_OPEN)
		calendar_chosen(&app->calendar.calendar, &first, &last);
	else
		calendar_month_of(&app->calendar.calendar, &first, &last);
	return choose(app, first, last);
}

static unsigned
mouse(struct app *app, int line, int column, int lines, bool is_double)
{
	struct calendar *calendar = &app->calendar.calendar;
	struct page page = page_of(app);
	int64_t day;
	if (lines != 0)
		calendar_move_months(calendar, lines < 0 ? -1 : 1);
	else if (!day_at(&page, line, column, &day))
		return DIRTY_STATUS;
	else if (is_double)
		return choose(app, day, day);
	else
		calendar_move_days(calendar, (long)(day - calendar->day));
	return DIRTY_PAGER | DIRTY_STATUS;
}

static const char *
place(struct app *app)
{
	(void)app;
	return "";
}

static const struct hint hints[] = {{ACTION_OPEN, "posts of the day"},
		{ACTION_OPEN_MONTH, "of the month"}, {ACTION_MARK, "several days"},
		{ACTION_NEXT_MONTH, "next month"}, {ACTION_BACK, "close"}, {ACTION_HELP, "help"},
		{0}};

static const struct verb verbs[] = {
		{ACTION_UP, false, run_move},
		{ACTION_DOWN, false, run_move},
		{ACTION_PREV_WEEK, false, run_move},
		{ACTION_NEXT_WEEK, false, run_move},
		{ACTION_PREV_MONTH, false, run_move},
		{ACTION_NEXT_MONTH, false, run_move},
		{ACTION_PREV_YEAR, false, run_move},
		{ACTION_NEXT_YEAR, false, run_move},
		{ACTION_TOP, false, run_end},
		{ACTION_BOTTOM, false, run_end},
		{ACTION_MARK, false, run_mark},
		{ACTION_OPEN, false, run_open},
		{ACTION_OPEN_MONTH, false, run_open},
		{0},
};

const struct pane_type pane_calendar = {
		.context = CONTEXT_CALENDAR,
		.hints = hints,
		.verbs = verbs,
		.begin = begin,
		.follow = follow,
		.place = place,
		.view = view,
		.cell = cell,
		.mouse = mouse,
};
