#include "view/calendar.h"

#include "archive/clock.h"
#include "base/xalloc.h"

#include <stdlib.h>

enum { DAYS_A_WEEK = 7, MAX_YEAR = 9999, STRIPE_ROWS = 8, MOST_DAYS_A_YEAR = 366 };

static int64_t
monday_of(int64_t day)
{
	return day - (clock_weekday(day) - 1);
}

/* The first and the last day of the month that a day is in. */
static void
month_of(int64_t day, int64_t *first, int64_t *last)
{
	struct civil date = clock_date(day);
	*first = clock_days(date.year, date.month, 1);
	*last = clock_days(date.year, date.month + 1, 1) - 1;
}

size_t
calendar_months(const struct day_count *days, size_t count, struct month_count **months)
{
	size_t used = 0, capacity = 0;
	*months = NULL;
	for (size_t i = count; i > 0; i--) {
		const struct day_count *day = &days[i - 1];
		bool is_same = used > 0 && day->day >= (*months)[used - 1].first;
		if (!is_same) {
			*months = xgrow(*months, used, &capacity, sizeof(**months));
			struct month_count *month = &(*months)[used++];
			month->count = 0;
			month_of(day->day, &month->first, &month->last);
		}
		(*months)[used - 1].count += day->count;
	}
	return used;
}

/* The first of the counted days from `day` on. */
static size_t
find_day(const struct calendar *calendar, int64_t day)
{
	size_t low = 0, high = calendar->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (calendar->days[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t
calendar_posts(const struct calendar *calendar, int64_t first, int64_t last)
{
	size_t posts = 0;
	for (size_t i = find_day(calendar, first);
			i < calendar->count && calendar->days[i].day <= last; i++)
		posts += calendar->days[i].count;
	return posts;
}

int64_t
calendar_nearest(const struct calendar *calendar, int64_t day)
{
	size_t next = find_day(calendar, day + 1);
	return calendar->days[next < calendar->count ? next : calendar->count - 1].day;
}

size_t
calendar_month_posts(const struct calendar *calendar, int month)
{
	int64_t first = clock_days(calendar->year, month, 1);
	return calendar_posts(calendar, first, clock_days(calendar->year, month + 1, 1) - 1);
}

static int
compare_counts(const void *a, const void *b)
{
	size_t left = *(const size_t *)a, right = *(const size_t *)b;
	return left < right ? -1 : left > right;
}

/* Sets the limits at quarters of the days with posts: one very full day leaves the others as they are. */
static void
measure_year(struct calendar *calendar)
{
	size_t counts[MOST_DAYS_A_YEAR], count = 0;
	int64_t last = clock_days(calendar->year, 12, 31);
	for (size_t i = find_day(calendar, clock_days(calendar->year, 1, 1));
			i < calendar->count && calendar->days[i].day <= last &&
			count < MOST_DAYS_A_YEAR;
			i++)
		counts[count++] = calendar->days[i].count;
	qsort(counts, count, sizeof(counts[0]), compare_counts);
	calendar->least[0] = 0;
	calendar->least[1] = 1;
	for (size_t quarter = 1; quarter <= 3; quarter++) {
		size_t least = count > 0 ? counts[(count - 1) * quarter / 4] + 1 : 1;
		calendar->least[quarter + 1] = least;
	}
}

static void
go_to(struct calendar *calendar, int64_t day)
{
	int64_t first = clock_days(1, 1, 1), last = clock_days(MAX_YEAR, 12, 31);
	calendar->day = day < first ? first : day > last ? last : day;
	int64_t year = clock_date(calendar->day).year;
	if (year == calendar->year)
		return;
	calendar->year = year;
	measure_year(calendar);
}

void
calendar_start(struct calendar *calendar, const struct day_count *days, size_t count, int64_t day)
{
	*calendar = (struct calendar){.days = days, .count = count};
	bool is_beyond = count > 0 && days[count - 1].day < day;
	go_to(calendar, is_beyond ? days[count - 1].day : day);
}

int
calendar_heat(const struct calendar *calendar, int64_t day)
{
	size_t posts = calendar_posts(calendar, day, day);
	int heat = CALENDAR_HEATS - 1;
	while (heat > 0 && posts < calendar->least[heat])
		heat--;
	/* Levels with equal limits count as the lowest of them. */
	while (heat > 1 && calendar->least[heat - 1] == calendar->least[heat])
		heat--;
	return heat;
}

/* --- Moving and choosing --- */

void
calendar_move_days(struct calendar *calendar, long by)
{
	const long most = (long)MAX_YEAR * MOST_DAYS_A_YEAR;
	by = by < -most ? -most : by > most ? most : by;
	go_to(calendar, calendar->day + by);
}

void
calendar_move_months(struct calendar *calendar, long by)
{
	struct civil date = clock_date(calendar->day);
	long before = -(long)(date.year * 12 + date.month - 13); /* to January of year 1 */
	long behind = before + (long)MAX_YEAR * 12 - 1;
	clock_add_months(&date, by < before ? before : by > behind ? behind : by);
	go_to(calendar, clock_days(date.year, date.month, date.day));
}

void
calendar_toggle_mark(struct calendar *calendar)
{
	calendar->has_mark = !calendar->has_mark;
	calendar->mark = calendar->day;
}

void
calendar_chosen(const struct calendar *calendar, int64_t *first, int64_t *last)
{
	int64_t mark = calendar->has_mark ? calendar->mark : calendar->day;
	*first = mark < calendar->day ? mark : calendar->day;
	*last = mark < calendar->day ? calendar->day : mark;
}

void
calendar_month_of(const struct calendar *calendar, int64_t *first, int64_t *last)
{
	month_of(calendar->day, first, last);
}

/* --- Pages --- */

static struct calendar_stripe
stripe_of(int64_t first, int64_t last)
{
	int64_t monday = monday_of(first);
	return (struct calendar_stripe){
			.monday = monday,
			.weeks = (int)((last - monday) / DAYS_A_WEEK) + 1,
			.first = first,
			.last = last,
	};
}

size_t
calendar_stripes(const struct calendar *calendar, int weeks, int rows,
		struct calendar_stripe stripes[CALENDAR_MAX_STRIPES])
{
	int64_t year = calendar->year, july = clock_days(year, 7, 1);
	int64_t first = clock_days(year, 1, 1), last = clock_days(year, 12, 31);
	if (rows < STRIPE_ROWS)
		return 0;
	stripes[0] = stripe_of(first, last);
	if (stripes[0].weeks <= weeks)
		return 1;
	stripes[0] = stripe_of(first, july - 1);
	stripes[1] = stripe_of(july, last);
	if (stripes[0].weeks > weeks || stripes[1].weeks > weeks)
		return 0;
	if (rows >= 2 * STRIPE_ROWS)
		return 2;
	if (calendar->day >= july)
		stripes[0] = stripes[1];
	return 1;
}

struct calendar_stripe
calendar_month_stripe(const struct calendar *calendar)
{
	int64_t first, last;
	calendar_month_of(calendar, &first, &last);
	return stripe_of(first, last);
}
