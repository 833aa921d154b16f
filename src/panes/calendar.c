/* The calendar over the panes: its verbs, its rows, and what lies under the mouse. */

#include "archive/clock.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "panes/panes.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

enum {
	DAYS_A_WEEK = 7,
	MONTHS = 12,
	LABEL_COLUMNS = 4, /* the weekday before a stripe */
	WEEK_COLUMNS = 2,
	STRIPE_ROWS = 8,     /* months, and a row a weekday */
	FIRST_ROW = 1,	     /* under the heading */
	FOOT_ROWS = 2,	     /* the day, the letters' meaning */
	MAX_DAY_COLUMNS = 6, /* of a month's page */
	BAR_LABEL_COLUMNS = 6,
	BAR_COUNT_COLUMNS = 7,
};

static const char *const weekdays[] = {
		N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su")};
static const char *const months[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"),
		N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};
static const char letters[CALENDAR_HEATS][2] = {".", ":", "+", "#", "@"};

/* --- The page --- */

/* Where days are shown: stripes, one below another, a column a week; or one month, a row a week. */
struct page {
	int rows, columns; /* of the pane */
	bool is_month;
	struct calendar_stripe stripes[CALENDAR_MAX_STRIPES]; /* the month's is the first */
	int label;					      /* columns before the first day */
	int step;     /* columns from a day to the one beside it */
	int days_end; /* the line after the days */
};

static struct page
page_of(const struct panes *panes)
{
	const struct pane_box *box = &panes->geometry.slots[SLOT_MAIN];
	const struct calendar *calendar = &panes->calendar.calendar;
	struct page page = {.rows = box->rows,
			.columns = box->columns,
			.label = LABEL_COLUMNS,
			.step = WEEK_COLUMNS};
	size_t stripes = calendar_stripes(calendar, (box->columns - LABEL_COLUMNS) / WEEK_COLUMNS,
			box->rows - FIRST_ROW - FOOT_ROWS, page.stripes);
	page.days_end = FIRST_ROW + (int)stripes * STRIPE_ROWS;
	if (stripes > 0)
		return page;
	page.is_month = true;
	page.stripes[0] = calendar_month_stripe(calendar);
	page.label = 1;
	page.step = (box->columns - page.label) / DAYS_A_WEEK;
	page.step = page.step < MAX_DAY_COLUMNS ? page.step : MAX_DAY_COLUMNS;
	page.days_end = FIRST_ROW + 1 + page.stripes[0].weeks;
	return page;
}

static const struct calendar_stripe *
stripe_at(const struct page *page, int line)
{
	return &page->stripes[page->is_month ? 0 : (line - FIRST_ROW) / STRIPE_ROWS];
}

/* Which line of its stripe or month a line of the pane is: 0 is the heading, which has no days. */
static int
line_of_stripe(const struct page *page, int line)
{
	return page->is_month ? line - FIRST_ROW : (line - FIRST_ROW) % STRIPE_ROWS;
}

/* The day at a cell of the pane. False where there is none. */
static bool
day_at(const struct page *page, int line, int column, int64_t *day)
{
	if (line < FIRST_ROW || line >= page->days_end || column < page->label)
		return false;
	const struct calendar_stripe *stripe = stripe_at(page, line);
	int across = (column - page->label) / page->step, down = line_of_stripe(page, line) - 1;
	int week = page->is_month ? down : across, weekday = page->is_month ? across : down;
	if (weekday < 0 || weekday >= DAYS_A_WEEK || week < 0 || week >= stripe->weeks)
		return false;
	*day = stripe->monday + week * DAYS_A_WEEK + weekday;
	return *day >= stripe->first && *day <= stripe->last;
}

static void
cell(struct panes *panes, int *line, int *column)
{
	struct page page = page_of(panes);
	int64_t day = panes->calendar.calendar.day, now;
	/* A screen with few rows shows only the first weeks. */
	int end = page.days_end < page.rows ? page.days_end : page.rows;
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
view_heading(struct panes *panes, struct row_writer *row)
{
	const struct calendar *calendar = &panes->calendar.calendar;
	size_t posts = calendar_posts(calendar, INT64_MIN / 2, INT64_MAX / 2);
	const char *count = arena_format(panes->scratch, "%s ", row_posts(panes->scratch, posts));
	int columns = (int)text_columns(count, strlen(count));
	const char *what = asked_group_title(panes->model);
	row_put(row, arena_format(panes->scratch, " %lld  %s", (long long)calendar->year, what),
			row_left(row) - columns, ROLE_HEADING);
	row_put_right(row, count, columns, ROLE_COUNT);
}

/* The heading: of a stripe the months, above the weeks of their first days; of a month the weekdays. */
static void
view_head(struct row_writer *row, const struct page *page, const struct calendar_stripe *stripe)
{
	for (int weekday = 0; page->is_month && weekday < DAYS_A_WEEK; weekday++)
		row_put(row, _(weekdays[weekday]), page->step, ROLE_DIM);
	for (int week = 0; !page->is_month && week < stripe->weeks; week++) {
		int64_t sunday = stripe->monday + (week + 1) * DAYS_A_WEEK - 1;
		struct civil date = clock_date(sunday);
		bool begins = date.day <= DAYS_A_WEEK && sunday <= stripe->last;
		int column = page->label + week * page->step;
		if (!begins || column < row->column)
			continue;
		row_skip(row, column - row->column);
		row_format(row, ROLE_DIM, "%s", _(months[date.month - 1]));
	}
}

static const char *
today_mark(const struct row_writer *row)
{
	return row->is_ascii ? "<" : "‹";
}

static void
view_day(struct row_writer *row, const struct page *page, const struct calendar *calendar,
		int64_t day, bool is_today)
{
	int heat = calendar_heat(calendar, day), number = clock_date(day).day;
	enum role role = role_of(calendar, day, heat);
	int end = row->column + page->step;
	if (!page->is_month)
		row_format(row, role, "%s", letters[heat]);
	else if (page->step >= 5)
		row_format(row, role, "%2d %s", number, letters[heat]);
	else
		row_format(row, role, "%2d", number);
	if (is_today)
		row_put(row, today_mark(row), end - row->column, ROLE_FOCUS);
	row_skip(row, end - row->column);
}

static void
view_days(struct panes *panes, struct row_writer *row, const struct page *page, int line)
{
	const struct calendar_stripe *stripe = stripe_at(page, line);
	int head = line_of_stripe(page, line);
	int64_t day, today = model_today(panes->model);
	if (head > 0 && !page->is_month)
		row_format(row, ROLE_DIM, " %s", _(weekdays[head - 1]));
	row_skip(row, page->is_month || head > 0 ? page->label - row->column : 0);
	if (head == 0) {
		view_head(row, page, stripe);
		return;
	}
	int count = page->is_month ? DAYS_A_WEEK : stripe->weeks;
	for (int i = 0; i < count; i++) {
		if (day_at(page, line, page->label + i * page->step, &day))
			view_day(row, page, &panes->calendar.calendar, day, day == today);
		else
			row_skip(row, page->step);
	}
}

static void
view_chosen(struct panes *panes, struct row_writer *row)
{
	static const char *const days[] = {N_("Monday"), N_("Tuesday"), N_("Wednesday"),
			N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")};
	const struct calendar *calendar = &panes->calendar.calendar;
	char from[CLOCK_DAY_TEXT], to[CLOCK_DAY_TEXT];
	int64_t first, last;
	calendar_chosen(calendar, &first, &last);
	clock_format_day(first, from);
	clock_format_day(last, to);
	row_put(row, " ", 1, ROLE_DATE);
	if (first != last)
		row_format(row, ROLE_DATE, _("%s to %s"), from, to);
	else
		row_format(row, ROLE_DATE, "%s %s", from, _(days[clock_weekday(first) - 1]));
	size_t posts = calendar_posts(calendar, first, last);
	row_format(row, ROLE_TEXT, "  %s", row_posts(panes->scratch, posts));
}

/* The legend: each letter with the fewest posts of a day that has it. */
static void
view_letters(struct panes *panes, struct row_writer *row)
{
	const struct calendar *calendar = &panes->calendar.calendar;
	row_format(row, ROLE_DIM, " . 0");
	for (int heat = 1; heat < CALENDAR_HEATS; heat++) {
		size_t least = calendar->least[heat];
		if (heat == 1 || least > calendar->least[heat - 1])
			row_format(row, (enum role)(ROLE_HEAT_1 + heat - 1), "  %s %s+",
					letters[heat], row_number(panes->scratch, least));
	}
	row_format(row, ROLE_FOCUS, "  %s ", today_mark(row));
	row_format(row, ROLE_DIM, "%s", _("today"));
}

/* A bar of each month's posts, where the screen has room for all twelve. */
static void
view_bar(struct panes *panes, struct row_writer *row, int month)
{
	const struct calendar *calendar = &panes->calendar.calendar;
	size_t posts = calendar_month_posts(calendar, month), most = 1;
	for (int i = 1; i <= MONTHS; i++) {
		size_t here = calendar_month_posts(calendar, i);
		most = here > most ? here : most;
	}
	enum role role = clock_date(calendar->day).month == month ? ROLE_BAR_CHOSEN : ROLE_BAR;
	row_put(row, arena_format(panes->scratch, " %s", _(months[month - 1])), BAR_LABEL_COLUMNS,
			ROLE_DIM);
	row_put_right(row, row_number(panes->scratch, posts), BAR_COUNT_COLUMNS, ROLE_COUNT);
	row_skip(row, 1);
	row_put_bar(row, posts, most, row_left(row) - 1, role);
}

static void
view(struct panes *panes, struct row_writer *row, int line)
{
	struct page page = page_of(panes);
	int foot = line - page.days_end, month = foot - FOOT_ROWS;
	bool has_bars = page.rows >= page.days_end + FOOT_ROWS + 1 + MONTHS;
	if (line == 0)
		view_heading(panes, row);
	else if (foot < 0)
		view_days(panes, row, &page, line);
	else if (foot == 0)
		view_chosen(panes, row);
	else if (foot == 1)
		view_letters(panes, row);
	else if (has_bars && month >= 1 && month <= MONTHS)
		view_bar(panes, row, month);
}

/* --- Verbs --- */

static void
count_days(struct panes *panes)
{
	struct calendar_pane *pane = &panes->calendar;
	free(pane->days);
	pane->days = NULL;
	pane->count = 0;
	if (panes->model->library != NULL)
		pane->count = found_days(panes->model, &pane->days);
}

static unsigned
begin(struct panes *panes, enum action action)
{
	struct calendar_pane *pane = &panes->calendar;
	struct post post;
	(void)action;
	if (panes->model->library == NULL) {
		model_say(panes->model, false,
				panes->model->loader == NULL ? _("a lone file has no calendar")
							     : _("still reading"));
		return NOT_MINE;
	}
	int64_t day = found_post(panes->model, &post) && post.has_date
				      ? zone_day(zone_utc(), post.date + post.utc_offset)
				      : model_today(panes->model);
	count_days(panes);
	calendar_start(&pane->calendar, pane->days, pane->count, day);
	return DIRTY_NONE;
}

/* Counts the days again where their counts have changed; cursor and mark stay. */
static unsigned
follow(struct panes *panes, unsigned changed)
{
	struct calendar *calendar = &panes->calendar.calendar;
	struct calendar before = *calendar;
	if ((changed & CHANGED_DAYS) == 0)
		return DIRTY_NONE;
	count_days(panes);
	calendar_start(calendar, panes->calendar.days, panes->calendar.count, before.day);
	calendar_move_days(calendar, (long)(before.day - calendar->day));
	calendar->mark = before.mark;
	calendar->has_mark = before.has_mark;
	return DIRTY_MAIN;
}

void
calendar_pane_free(struct calendar_pane *pane)
{
	free(pane->days);
}

/* Passes over days without posts: says so, and goes to the nearest day that has some. */
static unsigned
pass_over(struct panes *panes, int64_t first, int64_t last)
{
	struct calendar *calendar = &panes->calendar.calendar;
	char from[CLOCK_DAY_TEXT], to[CLOCK_DAY_TEXT], next[CLOCK_DAY_TEXT];
	int64_t day = calendar_nearest(calendar, last);
	clock_format_day(first, from);
	clock_format_day(last, to);
	clock_format_day(day, next);
	if (!calendar->has_mark)
		calendar_move_days(calendar, (long)(day - calendar->day));
	if (first != last)
		model_say(panes->model, false, _("no posts from %s to %s"), from, to);
	else if (day > last)
		model_say(panes->model, false, _("no posts on %s: on to %s, the next day with any"),
				from, next);
	else
		model_say(panes->model, false,
				_("no posts on %s: back to %s, the last day with any"), from, next);
	return DIRTY_MAIN | DIRTY_STATUS;
}

/* Lists the posts of the days from first to last, if there are any. */
static unsigned
choose(struct panes *panes, int64_t first, int64_t last)
{
	struct calendar *calendar = &panes->calendar.calendar;
	if (calendar->count > 0 && calendar_posts(calendar, first, last) == 0)
		return pass_over(panes, first, last);
	asked_set_days(panes->model, first, last);
	return GO_MIDDLE;
}

/* How far an action moves, in days or months; a count too large for a calendar is limited. */
static long
steps(const struct call *call, enum action back, long each)
{
	const long most = 100000;
	long by = call_steps(call, back);
	return each * (by < -most ? -most : by > most ? most : by);
}

static unsigned
run_days(struct panes *panes, const struct call *call)
{
	bool is_day = call->action == ACTION_UP || call->action == ACTION_DOWN;
	long by = is_day ? steps(call, ACTION_UP, 1) : steps(call, ACTION_PREV_WEEK, DAYS_A_WEEK);
	calendar_move_days(&panes->calendar.calendar, by);
	return DIRTY_MAIN | DIRTY_STATUS;
}

static unsigned
run_months(struct panes *panes, const struct call *call)
{
	bool is_month = call->action == ACTION_PREV_MONTH || call->action == ACTION_NEXT_MONTH;
	long by = is_month ? steps(call, ACTION_PREV_MONTH, 1)
			   : steps(call, ACTION_PREV_YEAR, MONTHS);
	calendar_move_months(&panes->calendar.calendar, by);
	return DIRTY_MAIN | DIRTY_STATUS;
}

/* Moves to the first or the last day that has posts. */
static unsigned
run_end(struct panes *panes, const struct call *call)
{
	struct calendar_pane *pane = &panes->calendar;
	struct calendar *calendar = &pane->calendar;
	size_t place = call->action == ACTION_TOP ? 0 : pane->count - 1;
	if (pane->count > 0)
		calendar_move_days(calendar, (long)(pane->days[place].day - calendar->day));
	return DIRTY_MAIN | DIRTY_STATUS;
}

static unsigned
run_mark(struct panes *panes, const struct call *call)
{
	(void)call;
	calendar_toggle_mark(&panes->calendar.calendar);
	return DIRTY_MAIN | DIRTY_STATUS;
}

static unsigned
run_open(struct panes *panes, const struct call *call)
{
	int64_t first, last;
	if (call->action == ACTION_OPEN)
		calendar_chosen(&panes->calendar.calendar, &first, &last);
	else
		calendar_month_of(&panes->calendar.calendar, &first, &last);
	return choose(panes, first, last);
}

static unsigned
wheel(struct panes *panes, int lines)
{
	calendar_move_months(&panes->calendar.calendar, lines < 0 ? -1 : 1);
	return DIRTY_MAIN | DIRTY_STATUS;
}

static unsigned
click(struct panes *panes, int line, int column, bool is_double)
{
	struct calendar *calendar = &panes->calendar.calendar;
	struct page page = page_of(panes);
	int64_t day;
	if (!day_at(&page, line, column, &day))
		return DIRTY_STATUS;
	if (is_double)
		return choose(panes, day, day);
	calendar_move_days(calendar, (long)(day - calendar->day));
	return DIRTY_MAIN | DIRTY_STATUS;
}

static const struct hint hints[] = {{ACTION_OPEN, N_("posts of the day")},
		{ACTION_OPEN_MONTH, N_("of the month")}, {ACTION_MARK, N_("several days")},
		{ACTION_NEXT_MONTH, N_("next month")}, {ACTION_BACK, N_("close")},
		{ACTION_HELP, N_("help")}, {0}};

static const struct verb verbs[] = {
		{ACTION_UP, false, run_days},
		{ACTION_DOWN, false, run_days},
		{ACTION_PREV_WEEK, false, run_days},
		{ACTION_NEXT_WEEK, false, run_days},
		{ACTION_PREV_MONTH, false, run_months},
		{ACTION_NEXT_MONTH, false, run_months},
		{ACTION_PREV_YEAR, false, run_months},
		{ACTION_NEXT_YEAR, false, run_months},
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
		.view = view,
		.cell = cell,
		.click = click,
		.wheel = wheel,
};
