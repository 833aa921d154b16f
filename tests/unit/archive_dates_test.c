

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/clock.h"
#include "archive/dates.h"
#include "archive/slug.h"
#include "base/buf.h"

#include <locale.h>
#include <stdlib.h>
#include <time.h>

/* Seconds since 2022-03-04T00:00 in UTC; the zone is eight hours east. */
static const int64_t base = 1646352000;
enum { HOUR = 3600 };

static const struct {
	const char *text;
	bool is_date;
	int64_t seconds;
} dates[] = {
		{"2022-03-04", true, -8 * HOUR},
		{"2022-03-04 09:00", true, HOUR},
		{"2022/3/4 9:00", true, HOUR},
		{"4/3/2022", true, -8 * HOUR},
		{"4 March 2022 9pm", true, 13 * HOUR},
		{"Mar 4, 2022", true, -8 * HOUR},
		{"04-Mar-2022", true, -8 * HOUR},
		{"Fri, 04 Mar 2022 09:00:00 +0100", true, 8 * HOUR},
		{"20220304T090000Z", true, 9 * HOUR},
		{"20220304", true, -8 * HOUR},
		{"2022-063", true, -8 * HOUR},
		{"2022-03-04 09:00 EST", true, 14 * HOUR},
		{"2022-03-04 09:00 JST", true, HOUR},
		{"2022-03-04 +0100", true, -8 * HOUR},
		{"2022-03-04 9", true, HOUR},
		{"2022年3月4日 9:00", true, HOUR},
		{"2022-02-32", false, 0},
		{"3/14/2022", false, 0},
		{"+0800", false, 0},
		{"2022", false, 0},
		{"soon", false, 0},
		{"", false, 0},
		{"2022-03-04 25:00", false, 0},
};

static void
test_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		int64_t seconds = 0;
		bool is_date = dates_parse(dates[i].text, base, NULL, &seconds);
		if (is_date != dates[i].is_date || (is_date && seconds != base + dates[i].seconds))
			fail_msg("%s: %lld", dates[i].text, (long long)(seconds - base));
	}
}

static void
test_yaml_times(void **state)
{
	(void)state;
	int64_t seconds;
	assert_true(dates_parse_yaml("2022-03-04 09:00:00", &seconds));
	assert_int_equal(seconds, base + 9 * HOUR); /* no zone is UTC here */
	assert_true(dates_parse_yaml("2022-03-04T9:00:00.5 +8", &seconds));
	assert_int_equal(seconds, base + HOUR);
	assert_false(dates_parse_yaml("2022-03-04 09:00", &seconds));
}

static void
test_weeks(void **state)
{
	(void)state;
	struct civil new_year = {.year = 2022, .month = 1, .day = 1};
	int64_t year;
	assert_int_equal(clock_iso_week(&new_year, &year), 52);
	assert_int_equal(year, 2021);
	assert_int_equal(clock_weekday(&new_year), 6);
}

static void
test_slugs(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out);
	slug_titleize(&out, "ünder-HOT-股票--", 17);
	assert_string_equal(out.data, "Ünder Hot 股票");
	buf_clear(&out);
	slug_slugify(&out, " A b/第1号! ", 14, SLUG_DEFAULT);
	assert_string_equal(out.data, "a-b-第1号");
	buf_clear(&out);
	slug_escape(&out, "a b/中#", 8);
	assert_string_equal(out.data, "a%20b/%E4%B8%AD%23");
	buf_free(&out);
}

int
main(void)
{
	if (setlocale(LC_ALL, "C.UTF-8") == NULL)
		setlocale(LC_ALL, "");
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_dates),
			cmocka_unit_test(test_yaml_times),
			cmocka_unit_test(test_weeks),
			cmocka_unit_test(test_slugs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
