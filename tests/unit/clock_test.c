#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/clock.h"

#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

/* The C library's calendar agrees, for all days of 800 years and some far from them. */
static void
calendar_of_the_library(void **state)
{
	(void)state;
	for (int64_t day = -146097; day < 146097; day++) {
		time_t moment = (time_t)(day * 86400 + 43210);
		struct tm expected;
		struct civil civil;
		assert_non_null(gmtime_r(&moment, &expected));
		clock_to_utc(moment, &civil);
		char text[32];
		assert_true(strftime(text, sizeof(text), "%G %V %u %j", &expected) > 0);
		char *at;
		int64_t year;
		int week = clock_iso_week(&civil, &year);
		bool is_same = civil.year == expected.tm_year + 1900 &&
			       civil.month == expected.tm_mon + 1 &&
			       civil.day == expected.tm_mday && civil.hour == 12 &&
			       civil.minute == 0 && civil.second == 10 &&
			       strtoll(text, &at, 10) == year && strtol(at, &at, 10) == week &&
			       strtol(at, &at, 10) == clock_weekday(day) &&
			       strtol(at, &at, 10) == clock_day_of_year(&civil) &&
			       clock_from_utc(&civil) == moment &&
			       clock_days(civil.year, civil.month, civil.day) == day;
		if (!is_same)
			fail_msg("day %lld", (long long)day);
	}
}

static void
days_that_roll_over(void **state)
{
	(void)state;
	assert_int_equal(clock_days(2022, 2, 30), clock_days(2022, 3, 2));
	assert_int_equal(clock_days(2022, 13, 1), clock_days(2023, 1, 1));
	assert_int_equal(clock_from_utc(&(struct civil){2022, 12, 32, 24, 0, 0}),
			clock_from_utc(&(struct civil){2023, 1, 2, 0, 0, 0}));
}

static void
years_far_away(void **state)
{
	(void)state;
	static const int64_t years[] = {-1000000, -401, -400, -1, 0, 1, 9999, 10000, 3000000};
	for (size_t i = 0; i < sizeof(years) / sizeof(years[0]); i++) {
		struct civil civil, start = {years[i], 2, 28, 23, 59, 59};
		clock_to_utc(clock_from_utc(&start), &civil);
		assert_int_equal(civil.year, years[i]);
		assert_int_equal(civil.month, 2);
		assert_int_equal(civil.day, 28);
		assert_int_equal(civil.second, 59);
	}
}

static void
months_that_are_shorter(void **state)
{
	(void)state;
	static const struct {
		int day, month, year, months;
		const char *then;
	} cases[] = {{31, 1, 2024, 1, "2024-02-29"}, {31, 1, 2023, 13, "2024-02-29"},
			{31, 3, 2022, -1, "2022-02-28"}, {15, 1, 2022, -1, "2021-12-15"},
			{29, 2, 2024, 12, "2025-02-28"}, {1, 12, 2022, 1, "2023-01-01"},
			{30, 1, 1, -12, "0000-01-30"}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct civil civil = {cases[i].year, cases[i].month, cases[i].day, 8, 9, 10};
		char text[CLOCK_DAY_TEXT];
		clock_add_months(&civil, cases[i].months);
		clock_format_day(clock_days(civil.year, civil.month, civil.day), text);
		assert_string_equal(text, cases[i].then);
		assert_int_equal(civil.hour * 10000 + civil.minute * 100 + civil.second, 80910);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(calendar_of_the_library),
			cmocka_unit_test(days_that_roll_over),
			cmocka_unit_test(months_that_are_shorter),
			cmocka_unit_test(years_far_away),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
