/*
 * Whole screens as files, in tests/screen/mockups: the list, a post that is opened, the list gone back to, at four
 * sizes. What the other tests say of a point these show at a glance; `make golden` writes them anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "screen/whole.h"
#include "unit/folder.h"
#include "unit/golden_file.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>

static char archive[FOLDER_SIZE];

/* --- The archive --- */

/* The newest: all that a head can have, and all that takes room in a text. */
static const char newest[] =
		"---\n"
		"title: 江城新能源产业园一期投产：二十四家企业入驻，年产动力电池三十二吉瓦时\n"
		"date: 2022-05-30 16:05:00 +0800\n"
		"categories: [jiangcheng, caijing]\n"
		"tags: [新能源, 动力电池]\n"
		"author: [林小满, 周而复]\n"
		"description: 产业园距港口十二公里，首批产品将经水路运往下游。\n"
		"---\n"
		"<p>　　记者从江城市获悉，新能源产业园一期于5月30日投产，“从签约到点火，用了一年零"
		"四个月”。园区负责人说，二期已经开工，明年此时可以满产。</p>\n"
		"<p>　　产品主要供给<a "
		"href=\"https://example.com/company\">下游企业</a>，其中约四成"
		"出口。各条生产线的情况如下：</p>\n"
		"<table border=1><tr><th>生产线<th>年产能<th>投产<tr><td>方形电芯<td>18.0<td>5月"
		"<tr><td>圆柱电芯<td>9.5<td>7月<tr><td>储能系统<td>4.5<td>10月</table>\n"
		"<pre><code>capacity = {prismatic: 18.0, cylindrical: 9.5, storage: 4.5}  # "
		"gigawatt "
		"hours a year, when all lines are at work</code></pre>\n"
		"<p>"
		"　　当地港口去年的集装箱吞吐量为二百七十一万标箱，比上年增长百分之十二点四，其中水"
		"铁联运增长"
		"最快。</p>\n";

static const char *const titles[] = {"一季度外贸“成绩单”：进出口同比增长8.9%",
		"春茶开采，茶农算了三笔账", "夜读：一座老桥的两次搬家",
		"央行：保持流动性合理充裕，引导融资成本下降",
		"长江江城段鱼汛将至，渔政部门提醒：禁捕期内不得垂钓",
		"GDP增速、CPI与PMI：三个数字看经济", "地铁七号线试运行", "谷雨前后：早稻插秧过半",
		"博物馆的“夜场”一票难求", "汽车“以旧换新”细则公布：最高补贴一万元"};

enum { TITLES = sizeof(titles) / sizeof(titles[0]) };

static int
make_archive(void **state)
{
	(void)state;
	if (!folder_make(archive))
		return -1;
	folder_write(archive, "_config.yml", "title: 江城晚报\ntimezone: Asia/Shanghai\n");
	folder_write(archive, "category/jiangcheng.html",
			"---\ntitle: 江城要闻\ncategory: jiangcheng\n---\n");
	folder_write(archive, "category/caijing.html",
			"---\ntitle: 财经\ncategory: caijing\n---\n");
	folder_write(archive, "_posts/2022-05-30-newest.html", newest);
	for (int i = 0; i < TITLES; i++) {
		char name[64], text[512];
		snprintf(name, sizeof(name), "_posts/2022-0%d-%02d-n%d.md", 5 - i % 3, 28 - i, i);
		snprintf(text, sizeof(text),
				"---\ntitle: %s\ncategories: %s\ntags: %s\n---\n第%d篇的正文。\n",
				titles[i], i % 3 == 0 ? "jiangcheng" : "caijing",
				i % 2 == 0 ? "民生" : "数据", i + 1);
		folder_write(archive, name, text);
	}
	return 0;
}

static int
drop_archive(void **state)
{
	(void)state;
	return folder_remove(archive);
}

/* --- The screens --- */

/*
 * Whether the status line is painted to its end, and neither reading nor indexing stands in it, which it does for a
 * moment, soon or late.
 */
static bool
is_calm(struct session *session, int rows, const char *begin, const char *end)
{
	struct buf row = buf_empty();
	session_row(session, rows - 1, &row);
	size_t length = strlen(end);
	bool is_whole = strncmp(row.data, begin, strlen(begin)) == 0 && row.length > length &&
			strcmp(row.data + row.length - length, end) == 0;
	bool is_indexing = strstr(row.data, " idx ") != NULL;
	buf_free(&row);
	return is_whole && !is_indexing;
}

/* Whether the screen is as expected; its status line begins and ends so. */
static bool
shows(struct session *session, int rows, int columns, const char *name, const char *begin,
		const char *end)
{
	char path[128];
	struct buf screen = buf_empty();
	do
		settle(session, rows);
	while (!is_calm(session, rows, begin, end));
	session_screen(session, &screen);
	snprintf(path, sizeof(path), "tests/screen/mockups/%dx%d-%s.txt", columns, rows, name);
	bool is_same = golden_holds(path, &screen);
	buf_free(&screen);
	return is_same;
}

/* A program that nothing was left to, with the newest post beside the list where there is room for it. */
static struct session *
start(int rows, int columns)
{
	char home[128], state[128], cache[128];
	snprintf(home, sizeof(home), "HOME=%s/home", archive);
	snprintf(state, sizeof(state), "XDG_STATE_HOME=%s/state%d", archive, columns);
	snprintf(cache, sizeof(cache), "XDG_CACHE_HOME=%s/cache", archive);
	const char *const arguments[] = {reader, archive, NULL};
	const char *const environment[] = {home, state, cache, "XDG_CONFIG_HOME", "READER_ARCHIVE",
			"LANGUAGE", "LC_ALL=C.UTF-8", NULL};
	struct session *session = session_start(&(struct session_options){.rows = rows,
			.columns = columns,
			.environment = environment,
			.arguments = arguments});
	assert_true(session_wait_text(session, "成绩单"));
	return session;
}

static void
test_mockups(void **state)
{
	(void)state;
	static const struct {
		int rows, columns;
		bool has_preview, is_kept;
	} sizes[] = {{50, 200, true, true}, {36, 120, true, true}, {24, 80, true, false},
			{12, 40, false, false}};
	size_t failed = 0;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		int rows = sizes[i].rows, columns = sizes[i].columns;
		struct session *session = start(rows, columns);
		assert_true(!sizes[i].has_preview || session_wait_text(session, "记者"));
		failed += !shows(session, rows, columns, "list", " Enter read", "/11");
		session_send(session, "\r");
		assert_true(session_wait_text(session, "记者"));
		failed += !shows(session, rows, columns, "post", " Space page", "%");
		if (sizes[i].is_kept) {
			session_send(session, "qj");
			assert_true(session_wait_text(session, "第1篇"));
			failed += !shows(session, rows, columns, "back", " Enter read", "/11");
		}
		quit(session);
	}
	assert_int_equal(failed, 0);
}

int
main(void)
{
	signal(SIGPIPE, SIG_IGN);
	setlocale(LC_CTYPE, "C.UTF-8");
	if (!find_reader()) {
		print_error("there is no ./reader to test: build it first, or set READER\n");
		return 1;
	}
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_mockups),
	};
	return cmocka_run_group_tests(tests, make_archive, drop_archive);
}
