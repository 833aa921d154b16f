#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/landing.h"

#include "catalogue_maker.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static struct arena *rows;
static const char *const sichuan[] = {"sichuan"};
static const char *const sichuan_deyang[] = {"sichuan", "deyang"};
static const char *const news[] = {"news"};
static const char *const bonds[] = {"债券", "要闻"};
static const char *const headlines[] = {"要闻"};

/* In the order of their files, as the library adds them. */
static const struct post posts[] = {
		{.path = "_posts/2021-a.md",
				.title = "Ｂank ＧＤＰ report",
				.slug = "a",
				.url = "/a.html",
				.has_date = true,
				.date = 1000,
				.utc_offset = 28800,
				.categories = sichuan,
				.category_count = 1,
				.tags = headlines,
				.tag_count = 1},
		{.path = "_posts/2022-b.md",
				.title = "央行降准",
				.slug = "b",
				.url = "/b.html",
				.has_date = true,
				.date = 3000,
				.categories = sichuan_deyang,
				.category_count = 2,
				.tags = bonds,
				.tag_count = 2,
				.flags = POST_DRAFT,
				.problem = "bad date",
				.problem_line = 3},
		{.path = "_posts/2022-c.md",
				.title = "apple",
				.slug = "c",
				.url = "/c.html",
				.has_date = true,
				.date = 3000,
				.categories = news,
				.category_count = 1},
		{.path = "_posts/x.md",
				.title = "undated",
				.slug = "x",
				.url = "/x.html",
				.tags = headlines,
				.tag_count = 1},
		{.path = "_posts/1960-d.md",
				.title = "Zebra",
				.slug = "d",
				.url = "/d.html",
				.has_date = true,
				.date = -1000,
				.categories = news,
				.category_count = 1},
};

enum { POSTS = sizeof(posts) / sizeof(posts[0]) };

static struct catalogue *
make(void)
{
	static struct landing pages[] = {
			{"/empty.html", "empty", "没有文章"}, {"/s.html", "sichuan", "四川经济网"}};
	const struct landings landings = {pages, 2};
	struct err err;
	struct maker maker = maker_new();
	for (size_t i = 0; i < POSTS; i++)
		maker_add(&maker, &posts[i]);
	assert_true(catalogue_writer_landings(maker.writer, &landings, &err));
	return maker_take(&maker);
}

/* Asserts the slugs of a query's posts, in order: "cba". */
static void
expect(struct catalogue *catalogue, struct query query, const char *slugs)
{
	char found[64] = "";
	struct listing *listing = catalogue_list(catalogue, &query);
	for (size_t i = 0; i < listing_count(listing); i++) {
		struct post post;
		listing_get(listing, i, rows, &post);
		strcat(found, post.slug);
		assert_int_equal(listing_find(listing, post.path), i);
	}
	listing_free(listing);
	assert_string_equal(found, slugs);
}

static void
test_order(void **state)
{
	(void)state;
	struct catalogue *catalogue = make();
	assert_int_equal(catalogue_count(catalogue), POSTS);
	expect(catalogue, (struct query){0}, "cbadx");
	expect(catalogue, (struct query){.is_reversed = true}, "dabcx");
	expect(catalogue, (struct query){.order = POSTS_BY_TITLE}, "caxdb");
	expect(catalogue, (struct query){.order = POSTS_BY_TITLE, .is_reversed = true}, "bdxac");
	expect(catalogue, (struct query){.limit = 2}, "cb");
	expect(catalogue, (struct query){.is_reversed = true, .limit = 2}, "da");
	catalogue_free(catalogue);
}

static void
test_rows(void **state)
{
	(void)state;
	struct catalogue *catalogue = make();
	struct listing *listing = catalogue_list(catalogue, &(struct query){0});
	struct post post;
	listing_get(listing, 1, rows, &post);
	assert_string_equal(post.path, "_posts/2022-b.md");
	assert_string_equal(post.title, "央行降准");
	assert_string_equal(post.url, "/b.html");
	assert_true(post.has_date);
	assert_int_equal(post.date, 3000);
	assert_int_equal(post.category_count, 2);
	assert_string_equal(post.categories[0], "sichuan");
	assert_string_equal(post.categories[1], "deyang");
	assert_int_equal(post.tag_count, 2);
	assert_string_equal(post.tags[0], "债券");
	assert_int_equal(post.flags, POST_DRAFT);
	assert_string_equal(post.problem, "bad date");
	assert_int_equal(post.problem_line, 3);
	listing_get(listing, 2, rows, &post);
	assert_string_equal(post.title, "Ｂank ＧＤＰ report");
	assert_int_equal(post.utc_offset, 28800);
	assert_null(post.problem);
	listing_get(listing, 4, rows, &post);
	assert_false(post.has_date);
	assert_int_equal(post.date, 0);
	assert_int_equal(listing_find(listing, "_posts/none.md"), SIZE_MAX);
	listing_free(listing);
	catalogue_free(catalogue);
}

static void
test_names(void **state)
{
	(void)state;
	struct catalogue *catalogue = make();
	const char *both[] = {"要闻", "债券"};
	const char *shown[] = {"四川经济网"};
	const char *unknown[] = {"要"};
	const char *empty[] = {"没有文章"};
	expect(catalogue, (struct query){.tags = headlines, .tag_count = 1}, "bax");
	expect(catalogue, (struct query){.tags = both, .tag_count = 2}, "b");
	expect(catalogue, (struct query){.categories = shown, .category_count = 1}, "ba");
	expect(catalogue, (struct query){.categories = sichuan_deyang, .category_count = 2}, "b");
	expect(catalogue, (struct query){.tags = unknown, .tag_count = 1}, "");
	expect(catalogue, (struct query){.categories = empty, .category_count = 1}, "");
	expect(catalogue,
			(struct query){.tags = headlines,
					.tag_count = 1,
					.categories = sichuan,
					.category_count = 1,
					.is_reversed = true},
			"ab");
	catalogue_free(catalogue);
}

static void
test_dates(void **state)
{
	(void)state;
	struct catalogue *catalogue = make();
	expect(catalogue, (struct query){.has_since = true, .since = 1000}, "cba");
	expect(catalogue, (struct query){.has_since = true, .since = 1001}, "cb");
	expect(catalogue, (struct query){.has_until = true, .until = 3000}, "ad");
	expect(catalogue, (struct query){.has_until = true, .until = 3001}, "cbad");
	expect(catalogue,
			(struct query){.has_since = true,
					.since = -1000,
					.has_until = true,
					.until = 1000},
			"d");
	expect(catalogue,
			(struct query){.has_since = true,
					.since = 5000,
					.has_until = true,
					.until = 2000},
			"");
	catalogue_free(catalogue);
}

static void
test_title_filter(void **state)
{
	(void)state;
	struct catalogue *catalogue = make();
	expect(catalogue, (struct query){.title = "gdp"}, "a");
	expect(catalogue, (struct query){.title = "ＢＡＮＫ"}, "a");
	expect(catalogue, (struct query){.title = "降准"}, "b");
	expect(catalogue, (struct query){.title = "jiangz"}, "b");
	expect(catalogue, (struct query){.title = ""}, "cbadx");
	expect(catalogue, (struct query){.title = "E", .has_since = true, .since = -5000}, "cad");
	catalogue_free(catalogue);
}

/* Asserts the names of groups, which it frees, and their counts: "news 2, deyang 1". */
static void
assert_groups(struct groups *groups, const char *wanted)
{
	char found[256] = "";
	for (size_t i = 0; i < groups_count(groups); i++) {
		struct group group = groups_get(groups, i);
		size_t length = strlen(found);
		snprintf(found + length, sizeof(found) - length, "%s%s %zu", i > 0 ? ", " : "",
				group.name, group.count);
	}
	groups_free(groups);
	assert_string_equal(found, wanted);
}

static void
expect_groups(struct catalogue *catalogue, enum group_kind kind, enum group_order order,
		const char *filter, const char *wanted)
{
	assert_groups(catalogue_groups(catalogue, kind, order, filter), wanted);
}

/* What begins with the text typed goes first, by slug or by shown name; there are not more than wanted. */
static void
test_complete_group(void **state)
{
	(void)state;
	struct catalogue *catalogue = make();
	static const struct {
		const char *typed;
		size_t limit;
		const char *groups;
	} cases[] = {
			{"", 9, "news 2, sichuan 2, deyang 1"},
			{"", 2, "news 2, sichuan 2"},
			{"n", 9, "news 2, sichuan 2, deyang 1"},
			{"AN", 9, "sichuan 2, deyang 1"},
			{"an", 1, "sichuan 2"},
			{"d", 9, "deyang 1"},
			{"四", 9, "sichuan 2"},
			{"经济", 9, "sichuan 2"},
			{"没有", 9, ""},
			{"e", 1, "news 2"},
			{"ey", 9, "deyang 1"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_groups(catalogue_complete_group(catalogue, GROUP_CATEGORY, cases[i].typed,
					      cases[i].limit),
				cases[i].groups);
	catalogue_free(catalogue);
}

static void
test_groups(void **state)
{
	(void)state;
	struct catalogue *catalogue = make();
	expect_groups(catalogue, GROUP_TAG, GROUP_BY_COUNT, NULL, "要闻 3, 债券 1");
	expect_groups(catalogue, GROUP_CATEGORY, GROUP_BY_COUNT, NULL,
			"news 2, sichuan 2, deyang 1");
	expect_groups(catalogue, GROUP_CATEGORY, GROUP_BY_NAME, "", "deyang 1, news 2, sichuan 2");
	expect_groups(catalogue, GROUP_CATEGORY, GROUP_BY_LATEST, NULL,
			"deyang 1, news 2, sichuan 2");
	expect_groups(catalogue, GROUP_CATEGORY, GROUP_BY_COUNT, "经济", "sichuan 2");
	expect_groups(catalogue, GROUP_CATEGORY, GROUP_BY_COUNT, "SICHU", "sichuan 2");
	expect_groups(catalogue, GROUP_CATEGORY, GROUP_BY_COUNT, "没有", "");
	expect_groups(catalogue, GROUP_CATEGORY, GROUP_BY_COUNT, "scjj", "sichuan 2");
	expect_groups(catalogue, GROUP_TAG, GROUP_BY_COUNT, "yaow", "要闻 3");
	expect_groups(catalogue, GROUP_TAG, GROUP_BY_COUNT, "zw", "");
	catalogue_free(catalogue);
}

/* Groups found by text stay before larger ones found by pinyin, in every order, counted again as well. */
static void
test_text_goes_before_pinyin(void **state)
{
	(void)state;
	static const char *const tags[] = {"爱心", "AI芯片", "ai", "艾滋"};
	static const char paths[][8] = {"_1.md", "_2.md", "_3.md", "_4.md"};
	struct maker maker = maker_new();
	for (size_t i = 0; i < 4; i++)
		maker_add(&maker, &(struct post){.path = paths[i],
						  .title = "",
						  .slug = paths[i],
						  .url = paths[i],
						  .tags = i == 3 ? tags + 3 : tags,
						  .tag_count = i == 3 ? 1 : 3 - i});
	struct catalogue *catalogue = maker_take(&maker);
	expect_groups(catalogue, GROUP_TAG, GROUP_BY_COUNT, NULL, "爱心 3, AI芯片 2, ai 1, 艾滋 1");
	expect_groups(catalogue, GROUP_TAG, GROUP_BY_COUNT, "ai", "AI芯片 2, ai 1, 爱心 3, 艾滋 1");
	expect_groups(catalogue, GROUP_TAG, GROUP_BY_NAME, "ai", "AI芯片 2, ai 1, 爱心 3, 艾滋 1");
	struct groups *groups = catalogue_groups(catalogue, GROUP_TAG, GROUP_BY_COUNT, "ai");
	const uint32_t counts[] = {0, 9, 9, 9, 9, 9};
	groups_recount(groups, catalogue, GROUP_TAG, GROUP_BY_COUNT, counts, 6);
	assert_false(groups_get(groups, 1).is_by_pinyin);
	assert_string_equal(groups_get(groups, 2).name, "爱心");
	assert_true(groups_get(groups, 2).is_by_pinyin);
	groups_free(groups);
	catalogue_free(catalogue);
}

static void
test_find(void **state)
{
	(void)state;
	struct catalogue *catalogue = make();
	struct group group;
	assert_true(catalogue_find_group(catalogue, GROUP_CATEGORY, "四川经济网", &group));
	assert_string_equal(group.name, "sichuan");
	assert_int_equal(group.count, 2);
	assert_int_equal(group.latest, 3000);
	assert_true(catalogue_find_group(catalogue, GROUP_CATEGORY, "sichuan", &group));
	assert_string_equal(group.shown, "四川经济网");
	assert_false(catalogue_find_group(catalogue, GROUP_CATEGORY, "四川", &group));
	assert_false(catalogue_find_group(catalogue, GROUP_CATEGORY, "empty", &group));
	assert_false(catalogue_find_group(catalogue, GROUP_TAG, "sichuan", &group));
	struct post post;
	assert_true(catalogue_find_url(catalogue, "/c.html", rows, &post));
	assert_string_equal(post.slug, "c");
	assert_false(catalogue_find_url(catalogue, "/C.html", rows, &post));
	assert_true(catalogue_find_url(catalogue, "/c", rows, &post));
	assert_true(catalogue_find_url(catalogue, "/c/index.html", rows, &post));
	assert_string_equal(catalogue_category_at(catalogue, "/s.html"), "sichuan");
	assert_string_equal(catalogue_category_at(catalogue, "/s/"), "sichuan");
	assert_null(catalogue_category_at(catalogue, "/t.html"));
	const char *names[2];
	assert_int_equal(catalogue_nearest_groups(catalogue, GROUP_CATEGORY, "sichaun", names, 2),
			1);
	assert_string_equal(names[0], "sichuan");
	assert_int_equal(catalogue_nearest_groups(catalogue, GROUP_CATEGORY, "四川", names, 2), 1);
	assert_string_equal(names[0], "四川经济网");
	assert_int_equal(catalogue_nearest_groups(catalogue, GROUP_TAG, "闻", names, 1), 1);
	assert_string_equal(names[0], "要闻");
	assert_int_equal(catalogue_nearest_groups(catalogue, GROUP_TAG, "qqqqqq", names, 2), 0);
	catalogue_free(catalogue);
}

/* A page is one however its address is spelled, and of two spelled alike the very one is found. */
static void
test_pages(void **state)
{
	(void)state;
	static const char *const urls[] = {"/新闻/错误.html", "/a%20b/c%2Fd/", "/e.html", "/e/",
			"/100%25.html", "/index.html/f.html"};
	static const struct {
		const char *path;
		const char *url; /* NULL: none */
	} pages[] = {{"/新闻/错误.html", "/新闻/错误.html"}, {"/新闻/错误", "/新闻/错误.html"},
			{"/新闻/错误/", "/新闻/错误.html"}, {"/a b/c/d", "/a%20b/c%2Fd/"},
			{"/a b/c/d/index.html", "/a%20b/c%2Fd/"}, {"/a%20b/c/d/", NULL},
			{"/e.html", "/e.html"}, {"/e/", "/e/"}, {"/100%.html", "/100%25.html"},
			{"/100%25.html", NULL}, {"/index.html/f", "/index.html/f.html"},
			{"/f", NULL}};
	struct maker maker = maker_new();
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		char path[32];
		snprintf(path, sizeof(path), "_posts/2020-01-0%zu-a.md", i + 1);
		struct post post = {.path = path,
				.title = "t",
				.slug = "a",
				.url = urls[i],
				.has_date = true};
		maker_add(&maker, &post);
	}
	struct catalogue *catalogue = maker_take(&maker);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct post post;
		bool is_found = catalogue_find_url(catalogue, pages[i].path, rows, &post);
		assert_int_equal(is_found, pages[i].url != NULL);
		if (is_found)
			assert_string_equal(post.url, pages[i].url);
	}
	catalogue_free(catalogue);
}

static void
test_empty(void **state)
{
	(void)state;
	struct maker maker = maker_new();
	struct catalogue *catalogue = maker_take(&maker);
	struct group group;
	struct post post;
	const char *names[1];
	expect(catalogue, (struct query){0}, "");
	expect(catalogue, (struct query){.tags = headlines, .tag_count = 1, .title = "x"}, "");
	expect_groups(catalogue, GROUP_TAG, GROUP_BY_COUNT, NULL, "");
	assert_false(catalogue_find_group(catalogue, GROUP_TAG, "x", &group));
	assert_false(catalogue_find_url(catalogue, "/", rows, &post));
	assert_int_equal(catalogue_nearest_groups(catalogue, GROUP_TAG, "x", names, 1), 0);
	catalogue_free(catalogue);
	catalogue_free(NULL);
}

static void
test_same_name_twice(void **state)
{
	(void)state;
	const char *doubled[] = {"news", "news"};
	struct post post = {.path = "p",
			.title = "",
			.slug = "p",
			.url = "/p",
			.categories = doubled,
			.category_count = 2};
	struct maker maker = maker_new();
	maker_add(&maker, &post);
	struct catalogue *catalogue = maker_take(&maker);
	expect_groups(catalogue, GROUP_CATEGORY, GROUP_BY_COUNT, NULL, "news 1");
	struct group group;
	assert_true(catalogue_find_group(catalogue, GROUP_CATEGORY, "news", &group));
	assert_int_equal(group.latest, INT64_MIN);
	catalogue_free(catalogue);
}

/* Against a plain search through all rows, for many rows and names. */
static void
test_many(void **state)
{
	(void)state;
	enum { MANY = 20000, NAMES = 300 };
	struct maker maker = maker_new();
	uint32_t random = 1;
	size_t wanted = 0;
	for (int i = 0; i < MANY; i++) {
		char path[32], title[32], first[16], second[16];
		const char *tags[] = {first, second};
		random = random * 1664525 + 1013904223;
		unsigned a = random >> 8;
		snprintf(path, sizeof(path), "_posts/%d.md", i);
		snprintf(title, sizeof(title), "title %u", a);
		snprintf(first, sizeof(first), "t%u", a % NAMES);
		snprintf(second, sizeof(second), "u%u", a / NAMES % 7);
		struct post post = {.path = path,
				.title = title,
				.slug = "s",
				.url = path,
				.has_date = a % 50 != 0,
				.date = a % 1000000,
				.tags = tags,
				.tag_count = 2};
		wanted += a % NAMES == 7 && a / NAMES % 7 == 3 && post.has_date &&
			  post.date >= 100000 && post.date < 900000;
		maker_add(&maker, &post);
	}
	struct catalogue *catalogue = maker_take(&maker);
	const char *both[] = {"t7", "u3"};
	struct query query = {.tags = both,
			.tag_count = 2,
			.has_since = true,
			.since = 100000,
			.has_until = true,
			.until = 900000};
	struct listing *listing = catalogue_list(catalogue, &query);
	assert_true(wanted > 2);
	assert_int_equal(listing_count(listing), wanted);
	int64_t before = INT64_MAX;
	for (size_t i = 0; i < wanted; i++) {
		struct post post;
		listing_get(listing, i, rows, &post);
		assert_true(post.date <= before && post.date >= 100000 && post.date < 900000);
		assert_string_equal(post.tags[0], "t7");
		assert_string_equal(post.tags[1], "u3");
		before = post.date;
	}
	listing_free(listing);
	catalogue_free(catalogue);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_order),
			cmocka_unit_test(test_rows),
			cmocka_unit_test(test_names),
			cmocka_unit_test(test_dates),
			cmocka_unit_test(test_title_filter),
			cmocka_unit_test(test_complete_group),
			cmocka_unit_test(test_groups),
			cmocka_unit_test(test_text_goes_before_pinyin),
			cmocka_unit_test(test_find),
			cmocka_unit_test(test_pages),
			cmocka_unit_test(test_empty),
			cmocka_unit_test(test_same_name_twice),
			cmocka_unit_test(test_many),
	};
	rows = arena_new();
	int failed = cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
	arena_free(rows);
	return failed;
}
