#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "catalogue_maker.h"
#include "query/selection.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAY = 86400 };

/* 2022-05-12 12:00 +08:00, the now of these tests. */
static const int64_t now = 1652328000;
static const int64_t midnight = 1652284800; /* of that day */

static int64_t
since(const char *text)
{
	struct selection selection;
	struct err err;
	selection_init(&selection);
	if (!selection_set_date(&selection, true, text, now, NULL, &err))
		fail_msg("%s: %s", text, err.reason);
	assert_true(selection.has_since);
	assert_false(selection.has_until);
	return selection.since;
}

static int64_t
until(const char *text)
{
	struct selection selection;
	struct err err;
	selection_init(&selection);
	if (!selection_set_date(&selection, false, text, now, NULL, &err))
		fail_msg("%s: %s", text, err.reason);
	assert_true(selection.has_until);
	return selection.until;
}

static void
expect_span(const char *text, int64_t start, int64_t end)
{
	assert_int_equal(since(text), start);
	assert_int_equal(until(text), end);
}

static void
test_units(void **state)
{
	(void)state;
	expect_span("2022-05-12", midnight, midnight + DAY);
	expect_span("2022/05/12", midnight, midnight + DAY);
	expect_span("2022.5.12", midnight, midnight + DAY);
	expect_span("2022-05", midnight - 11 * DAY, midnight + 20 * DAY);
	expect_span("2022-12", midnight + 203 * DAY, midnight + 234 * DAY);
	expect_span("2022", midnight - 131 * DAY, midnight + 234 * DAY);
	expect_span("2024-02", 1706716800, 1706716800 + 29 * DAY);
	expect_span("1969-12-31", -DAY - 28800, -28800);
}

static void
test_clock(void **state)
{
	(void)state;
	expect_span("2022-05-12 10:00", midnight + 36000, midnight + 36060);
	expect_span("2022-05-12T10:00:05", midnight + 36005, midnight + 36006);
	expect_span("2022-05-12T10:00:05Z", midnight + 36005 + 28800, midnight + 36006 + 28800);
	expect_span("2022-05-12T10:00:05.25+09:00", midnight + 36005 - 3600,
			midnight + 36006 - 3600);
	expect_span("2022-05-12 10:00 +0530", midnight + 36000 + 9000, midnight + 36060 + 9000);
	expect_span("2022-05-12 10:00:00 -02:00", midnight + 36000 + 36000,
			midnight + 36001 + 36000);
	expect_span("1900-03-01T00:00:00Z", -2203891200, -2203891199);
}

static void
test_ago(void **state)
{
	(void)state;
	expect_span("today", midnight, midnight + DAY);
	expect_span("今天", midnight, midnight + DAY);
	expect_span("yesterday", midnight - DAY, midnight);
	expect_span("昨天", midnight - DAY, midnight);
	expect_span("7d", midnight - 7 * DAY, midnight - 6 * DAY);
	expect_span("0d", midnight, midnight + DAY);
	expect_span("2w", midnight - 14 * DAY, midnight - 13 * DAY);
	expect_span("3m", since("2022-02-12"), until("2022-02-12"));
	expect_span("1y", since("2021-05-12"), until("2021-05-12"));
	/* The day is cut to the month's: three months before May 31 is the end of February. */
	struct selection selection;
	selection_init(&selection);
	assert_true(selection_set_date(&selection, true, "3m", now + 19 * DAY, NULL, NULL));
	assert_int_equal(selection.since, since("2022-02-28"));
}

/* A day of 23 hours is a day all the same. */
static void
test_summer_time(void **state)
{
	(void)state;
	setenv("TZ", "Europe/Berlin", 1);
	tzset();
	assert_int_equal(until("2022-03-27") - since("2022-03-27"), 23 * 3600);
	assert_int_equal(until("2022-10-30") - since("2022-10-30"), 25 * 3600);
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
}

static void
test_bad_dates(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "x", "22", "2022-13", "2022-00", "2022-02-29",
			"2022-05-12x", "2022-05/12", "2022-", "2022-05-", "20222", "2022 05", "7",
			"7x", "d", "-7d", "7dd", "9999999d", "100000y", "0000", "2022-05-12 25:00",
			"2022-05-12 10", "2022-05-12 10:6", "2022-05-12T10:00:05+9", "明天",
			"2022-05-12 10:00 PM", "2022-05-12T10:00:61", "2022-05-32"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct selection selection;
		struct err err;
		selection_init(&selection);
		if (selection_set_date(&selection, true, bad[i], now, NULL, &err))
			fail_msg("taken for a date: '%s'", bad[i]);
		assert_non_null(strstr(err.reason, "is no date"));
		assert_false(selection_set_date(&selection, false, bad[i], now, NULL, &err));
		assert_false(selection.has_since || selection.has_until);
	}
}

static void
test_names(void **state)
{
	(void)state;
	struct selection selection, copy;
	struct err err;
	selection_init(&selection);
	assert_true(selection_add_tag(&selection, " 四川经济网新闻\xE3\x80\x80", &err));
	assert_true(selection_add_tag(&selection, "two words", &err));
	assert_true(selection_add_category(&selection, "\tnews\n", &err));
	assert_false(selection_add_tag(&selection, "", &err));
	assert_false(selection_add_category(&selection, " \xE3\x80\x80 ", &err));
	assert_string_equal(err.reason, "the name of a category may not be empty");
	selection.limit = 5;
	selection_copy(&copy, &selection);
	selection_free(&selection);
	assert_int_equal(selection.tag_count, 0);
	assert_int_equal(copy.tag_count, 2);
	assert_string_equal(copy.tags[0], "四川经济网新闻");
	assert_string_equal(copy.tags[1], "two words");
	assert_string_equal(copy.categories[0], "news");
	struct query query = selection_query(&copy);
	assert_int_equal(query.tag_count, 2);
	assert_string_equal(query.tags[1], "two words");
	assert_int_equal(query.limit, 5);
	assert_false(query.has_since);
	selection_free(&copy);
}

static void
test_check(void **state)
{
	(void)state;
	const char *tags[] = {"四川经济网新闻"};
	struct post post = {.path = "p",
			.title = "t",
			.slug = "s",
			.url = "/u",
			.tags = tags,
			.tag_count = 1};
	struct maker maker = maker_new();
	maker_add(&maker, &post);
	struct catalogue *catalogue = maker_take(&maker);
	struct selection selection;
	struct err err;
	selection_init(&selection);
	assert_true(selection_check(&selection, catalogue, &err));
	selection_add_tag(&selection, "四川经济网新闻", &err);
	assert_true(selection_check(&selection, catalogue, &err));
	selection_add_tag(&selection, "四川经济网", &err);
	assert_false(selection_check(&selection, catalogue, &err));
	assert_string_equal(
			err.reason, "no post has the tag '四川经济网'; near it: '四川经济网新闻'");
	selection_free(&selection);
	selection_add_category(&selection, "x", &err);
	assert_false(selection_check(&selection, catalogue, &err));
	assert_string_equal(err.reason, "no post has the category 'x'");
	selection_free(&selection);
	catalogue_free(catalogue);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_units),
			cmocka_unit_test(test_clock),
			cmocka_unit_test(test_ago),
			cmocka_unit_test(test_summer_time),
			cmocka_unit_test(test_bad_dates),
			cmocka_unit_test(test_names),
			cmocka_unit_test(test_check),
	};
	return cmocka_run_group_tests_name("selection", tests, NULL, NULL);
}
