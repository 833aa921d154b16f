/* The calendar: dates, heats, moving, and what a page shows. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/clock.h"
#include "view/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static struct calendar
calendar_at(const struct day_count *days, size_t count, int64_t year, int month, int day)
{
	struct calendar calendar;
	calendar_start(&calendar, days, count, clock_days(year, month, day));
	return calendar;
}

static void
assert_date(int64_t day, int64_t year, int month, int of_month)
{
	struct civil date = clock_date(day);
	assert_int_equal(date.year, year);
	assert_int_equal(date.month, month);
	assert_int_equal(date.day, of_month);
}

static void
test_dates(void **state)
{
	(void)state;
	for (int64_t day = clock_days(1, 1, 1); day <= clock_days(9999, 12, 31); day += 13) {
		time_t seconds = (time_t)(day * 86400);
		struct tm tm;
		assert_non_null(gmtime_r(&seconds, &tm));
		assert_date(day, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
		assert_int_equal(clock_weekday(day) % 7, tm.tm_wday);
	}
	assert_date(clock_days(2024, 2, 29), 2024, 2, 29);
	assert_date(clock_days(2023, 12, 31), 2023, 12, 31);
}

static void
test_heat(void **state)
{
	(void)state;
	struct day_count days[20];
	for (int i = 0; i < 20; i++)
		days[i] = (struct day_count){clock_days(2022, 5, 1) + i, (size_t)i + 1};
	days[19].count = 100000; /* one full day does not pale the others */
	struct calendar calendar = calendar_at(days, 20, 2022, 5, 12);
	assert_int_equal(calendar_heat(&calendar, clock_days(2022, 4, 30)), 0);
	assert_int_equal(calendar_heat(&calendar, days[0].day), 1);
	assert_int_equal(calendar_heat(&calendar, days[7].day), 2);
	assert_int_equal(calendar_heat(&calendar, days[12].day), 3);
	assert_int_equal(calendar_heat(&calendar, days[18].day), 4);
	assert_int_equal(calendar_heat(&calendar, days[19].day), 4);
	assert_int_equal(calendar_posts(&calendar, days[2].day, days[4].day), 3 + 4 + 5);
	assert_int_equal(calendar_posts(&calendar, days[4].day, days[2].day), 0);
	/* Another year is measured by itself. */
	calendar_move_months(&calendar, 12);
	assert_int_equal(calendar.year, 2023);
	assert_int_equal(calendar.least[1], 1);
}

static void
test_even_days(void **state)
{
	(void)state;
	struct day_count days[3];
	for (int i = 0; i < 3; i++)
		days[i] = (struct day_count){clock_days(2022, 5, 1) + i, 7};
	struct calendar calendar = calendar_at(days, 3, 2022, 5, 2);
	for (int i = 0; i < 3; i++)
		assert_int_equal(calendar_heat(&calendar, days[i].day), 1);
}

static void
test_opens_where_posts_are(void **state)
{
	(void)state;
	struct day_count days[] = {{clock_days(2021, 3, 4), 1}, {clock_days(2022, 5, 12), 2}};
	assert_int_equal(calendar_at(days, 2, 2026, 1, 1).day, days[1].day);
	assert_int_equal(calendar_at(days, 2, 2022, 1, 1).day, clock_days(2022, 1, 1));
	assert_int_equal(calendar_at(NULL, 0, 2026, 1, 1).day, clock_days(2026, 1, 1));
}

static void
test_moving(void **state)
{
	(void)state;
	struct calendar calendar = calendar_at(NULL, 0, 2024, 1, 31);
	calendar_move_months(&calendar, 1);
	assert_date(calendar.day, 2024, 2, 29);
	calendar_move_months(&calendar, -2);
	assert_date(calendar.day, 2023, 12, 29);
	calendar_move_days(&calendar, 3);
	assert_date(calendar.day, 2024, 1, 1);
	calendar_move_days(&calendar, -7);
	assert_date(calendar.day, 2023, 12, 25);
	calendar_move_days(&calendar, INT32_MAX);
	assert_date(calendar.day, 9999, 12, 31);
	calendar_move_months(&calendar, INT32_MAX);
	assert_date(calendar.day, 9999, 12, 31);
	calendar_move_months(&calendar, -INT32_MAX);
	assert_date(calendar.day, 1, 1, 31);
	calendar_move_days(&calendar, -INT32_MAX);
	assert_date(calendar.day, 1, 1, 1);
}

static void
test_choosing(void **state)
{
	(void)state;
	struct calendar calendar = calendar_at(NULL, 0, 2022, 5, 12);
	int64_t first, last;
	calendar_chosen(&calendar, &first, &last);
	assert_int_equal(first, calendar.day);
	assert_int_equal(last, calendar.day);
	calendar_toggle_mark(&calendar);
	calendar_move_days(&calendar, -3);
	calendar_chosen(&calendar, &first, &last);
	assert_date(first, 2022, 5, 9);
	assert_date(last, 2022, 5, 12);
	calendar_toggle_mark(&calendar);
	calendar_chosen(&calendar, &first, &last);
	assert_int_equal(first, last);
	calendar_month_of(&calendar, &first, &last);
	assert_date(first, 2022, 5, 1);
	assert_date(last, 2022, 5, 31);
}

/* Whatever the room: stripes begin on Mondays, fit, and hold the cursor's day. */
static void
test_stripes(void **state)
{
	(void)state;
	struct calendar_stripe stripes[CALENDAR_MAX_STRIPES];
	for (int64_t year = 2000; year < 2030; year++) {
		struct calendar calendar = calendar_at(NULL, 0, year, year % 2 ? 3 : 9, 5);
		assert_int_equal(calendar_stripes(&calendar, 54, 8, stripes), 1);
		assert_int_equal(calendar_stripes(&calendar, 28, 16, stripes), 2);
		assert_int_equal(stripes[0].last + 1, stripes[1].first);
		assert_int_equal(calendar_stripes(&calendar, 28, 15, stripes), 1);
		assert_true(stripes[0].first <= calendar.day && calendar.day <= stripes[0].last);
		assert_int_equal(calendar_stripes(&calendar, 25, 40, stripes), 0);
		assert_int_equal(calendar_stripes(&calendar, 54, 7, stripes), 0);
		struct calendar_stripe month = calendar_month_stripe(&calendar);
		assert_in_range(month.weeks, 4, 6);
		assert_int_equal(clock_weekday(month.monday), 1);
		assert_true(month.monday <= month.first);
		assert_true(month.last < month.monday + 7 * (int64_t)month.weeks);
	}
}

static void
test_months(void **state)
{
	(void)state;
	const struct day_count days[] = {{clock_days(2020, 2, 29), 1}, {clock_days(2022, 4, 1), 2},
			{clock_days(2022, 4, 30), 3}, {clock_days(2022, 12, 31), 4},
			{clock_days(2023, 1, 1), 5}};
	struct month_count *months;
	assert_int_equal(calendar_months(days, 5, &months), 4);
	assert_date(months[0].first, 2023, 1, 1);
	assert_date(months[0].last, 2023, 1, 31);
	assert_int_equal(months[0].count, 5);
	assert_date(months[1].first, 2022, 12, 1);
	assert_int_equal(months[2].count, 5);
	assert_date(months[2].last, 2022, 4, 30);
	assert_date(months[3].last, 2020, 2, 29);
	free(months);
	assert_int_equal(calendar_months(days, 0, &months), 0);
	free(months);
	char text[CLOCK_DAY_TEXT];
	clock_format_day(clock_days(9999, 12, 31), text);
	assert_string_equal(text, "9999-12-31");
	clock_format_day(clock_days(1, 1, 1), text);
	assert_string_equal(text, "0001-01-01");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_dates),
			cmocka_unit_test(test_heat),
			cmocka_unit_test(test_even_days),
			cmocka_unit_test(test_opens_where_posts_are),
			cmocka_unit_test(test_moving),
			cmocka_unit_test(test_choosing),
			cmocka_unit_test(test_stripes),
			cmocka_unit_test(test_months),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
