

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/clock.h"
#include "archive/dates.h"
#include "archive/post_name.h"
#include "archive/slug.h"
#include "base/buf.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
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
		{"Sept. 5, 2022", true, 185 * 24 * HOUR - 8 * HOUR},
		{"13th Mar 2022", true, 9 * 24 * HOUR - 8 * HOUR},
		{"March 2022", true, -3 * 24 * HOUR - 8 * HOUR},
		{"4 March", true, -8 * HOUR},
		{"04-03-22", true, -157352 * HOUR}, /* year first */
		{"R04.03.04", true, -8 * HOUR},
		{"2022-03-04 24:00", true, 16 * HOUR},
		{"2022-02-30", true, -2 * 24 * HOUR - 8 * HOUR},
		{"202203040900", true, HOUR},
		{"20220304 0900", true, HOUR},
		{"2022-03-04 9:00 p.m.", true, 13 * HOUR},
		{"2022-03-04 12:00 am", true, -8 * HOUR},
		{"2022-03-04 09:00 B", true, 7 * HOUR},
		{"2022-03-04 09:00 Y", true, 21 * HOUR},
		{"2022-03-04 09:00 J", true, HOUR},
		{"2022-03-04 09:00:01.5 +01:00:30", true, 8 * HOUR - 29},
		{"2022-03-04 09:00:00 +010030", true, 8 * HOUR - 30},
		{"2022-03-04 09:00 +01", true, 8 * HOUR},
		{"2022-03-04 09:00 +010", true, HOUR},
		{"2022-03-04 09:00 GMT+1", true, HOUR},
		/* Hours beyond the day, where there is an offset that takes some of them. */
		{"2022-03-04 29:00:00 +0800", true, 21 * HOUR},
		{"2022-03-04 31:59 +0800", true, 24 * HOUR - 60},
		{"2022-03-04 32:00 +0800", true, 24 * HOUR},
		{"2022-03-04 29:00 -0500", true, 34 * HOUR},
		{"2022-03-04 24:30:00 +0800", true, 16 * HOUR + 1800},
		{"2022-03-04 10:75:00 +0530", true, 5 * HOUR + 2700},
		{"2022-03-04 29:00:00", false, 0},
		{"2022-03-04 29:00:00 UTC", false, 0},
		{"2022-03-04 10:75:00 +0800", false, 0},
		{"2022-03-04 10:00:61 +0800", false, 0},
		{"2022-03-04 10:00:60 +0800", true, 2 * HOUR + 60},
		{"2022-03-04 99:00 +0800", true, 91 * HOUR},
		{"2022-03-04 10:00 +99:99", false, 0},
		{"2022-03-04 10:00 +2400", false, 0},
		{"2022-03-32 07:00 +0800", true, 27 * 24 * HOUR + 23 * HOUR},
		{"2022-02-30 20:00 -0800", true, -3 * 24 * HOUR + 4 * HOUR},
		{"2021-12-31 20:00 -0800", true, -62 * 24 * HOUR + 4 * HOUR},
		{"2022-01-01 05:00 +0800", true, -63 * 24 * HOUR + 21 * HOUR},
		{"2022-13-01 10:00 +0800", false, 0},
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
	static const struct {
		const char *text;
		int64_t seconds; /* since `base` */
	} times[] = {
			{"2022-03-04 09:00:60", 9 * HOUR + 59}, /* DateTime has no leap seconds */
			{"2022-03-04 24:00:00", 24 * HOUR},
			{"2022-03-04 09:00:00 -0330", 12 * HOUR + 1800},
			{"2022-03-04 09:00:00 +99:99", 9 * HOUR}, /* no offset */
			{"2022-03-04 09:00:00 +9999", 9 * HOUR},
			{"2022-03-04 09:00:00 +08:75", 9 * HOUR},
			{"2022-03-04 09:00:00 +0875", -900},
			{"2022-03-04 09:00:00 +2400", -15 * HOUR},
			{"2022-03-04 09:00:00 +24:00", 9 * HOUR},
	};
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		assert_true(dates_parse_yaml(times[i].text, &seconds));
		assert_int_equal(seconds - base, times[i].seconds);
	}
	static const char *const none[] = {"2022-03-04 29:00:00", "2022-03-04 09:60:00",
			"2022-13-04 09:00:00", "2022-02-30 09:00:00", "2022-03-04 09:00:61",
			"22-03-04 09:00:00", "2022-03-04", "", "2022-03-04T09:00:00 x"};
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(dates_parse_yaml(none[i], &seconds));
}

/* A name's year of two digits is of 1969 to 2068. */
static void
test_prefixes(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		int taken, year, month, day;
	} names[] = {
			{"2022-03-04-a.md", 10, 2022, 3, 4},
			{"2022-3-4-a.md", 8, 2022, 3, 4},
			{"00-03-04-a.md", 8, 2000, 3, 4},
			{"68-03-04-a.md", 8, 2068, 3, 4},
			{"69-03-04-a.md", 8, 1969, 3, 4},
			{"99-12-31-a.md", 8, 1999, 12, 31},
			{"222-03-04-a.md", 9, 222, 3, 4},
			{"069-03-04-a.md", 9, 69, 3, 4},
			{"2022-13-45-a.md", 10, 2022, 13, 45},
			{"2-03-04-a.md", 0, 0, 0, 0},
			{"12022-03-04-a.md", 0, 0, 0, 0},
			{"20220304-a.md", 0, 0, 0, 0},
			{"2022-03-a.md", 0, 0, 0, 0},
			{"2022/03/04", 0, 0, 0, 0},
			{"a", 0, 0, 0, 0},
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct post_name name = post_name_parse(names[i].name);
		assert_int_equal(name.has_date, names[i].taken > 0);
		if (name.has_date)
			assert_ptr_equal(name.slug, name.base + names[i].taken + 1);
		assert_int_equal(name.date.year, names[i].year);
		assert_int_equal(name.date.month, names[i].month);
		assert_int_equal(name.date.day, names[i].day);
	}
	/* So is one in a text. */
	int64_t seconds;
	assert_true(dates_parse("4 March 68", base, NULL, &seconds));
	assert_int_equal(seconds, base + INT64_C(16802) * 24 * HOUR - 8 * HOUR);
	assert_true(dates_parse("4 March 69", base, NULL, &seconds));
	assert_int_equal(seconds, base - INT64_C(19358) * 24 * HOUR - 8 * HOUR);
}

static void
test_weeks(void **state)
{
	(void)state;
	struct civil new_year = {.year = 2022, .month = 1, .day = 1};
	int64_t year;
	assert_int_equal(clock_iso_week(&new_year, &year), 52);
	assert_int_equal(year, 2021);
	assert_int_equal(clock_weekday(clock_days(new_year.year, new_year.month, new_year.day)), 6);
}

static void
test_slugs(void **state)
{
	(void)state;
	struct buf out = buf_empty();
	slug_titleize(&out, "ünder-HOT-股票--", 17);
	assert_string_equal(out.data, "Ünder Hot 股票");
	buf_clear(&out);
	slug_slugify(&out, " A b/第1号! ", 14, SLUG_DEFAULT);
	assert_string_equal(out.data, "a-b-第1号");
	buf_clear(&out);
	slug_escape(&out, "a b/中#", 8);
	assert_string_equal(out.data, "a%20b/%E4%B8%AD%23");
	buf_free(&out);
	static const char *const pages[] = {"/a", "/a/", "/a.html", "/a/index.html", "/a//"};
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		assert_int_equal(slug_page(pages[i], strlen(pages[i])), 2);
	assert_int_equal(slug_page("/", 1), 0);
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
			cmocka_unit_test(test_prefixes),
			cmocka_unit_test(test_weeks),
			cmocka_unit_test(test_slugs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
