/* What stands over the text of a post: where, how much of it, and what it says. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "one_app.h"

#include "base/text.h"

#include <locale.h>

static int
begin(void **state)
{
	return begin_app(state, 24, 80);
}

/* Opens a post of this front matter, with these settings, as the newest of the list. */
static void
open_post(const char *front, const char *const *values)
{
	struct buf text = buf_empty();
	buf_format(&text, "---\n%s\n---\n<p>正文第一段，有几个字。</p>\n<p>第二段。</p>\n", front);
	session_write_bytes("_posts/2022-06-01-head.md", text.data, text.length);
	buf_free(&text);
	session_values = values;
	app_free(app);
	app = session_open(24, 80);
	session_values = NULL;
	session_keys(app, "Enter");
	assert_true(app_pager(app).is_open);
}

/* The texts of the head's rows in one, without its rule. */
static const char *
head_text(void)
{
	static char text[16384];
	struct pager_view view = app_pager(app);
	text[0] = '\0';
	for (int line = 0; line < view.header_rows; line++) {
		struct view_row row;
		app_view_row(app, SLOT_MAIN, line, &row);
		for (int i = 0; i < row.cell_count; i++) {
			const struct cell_text *cell = &row.cells[i];
			size_t length = strlen(cell->text);
			while (length > 0 && cell->text[length - 1] == ' ')
				length--;
			if (cell->role != ROLE_BORDER && cell->role != ROLE_STAR)
				strncat(text, cell->text, length);
		}
	}
	return text;
}

/* --- Where it stands --- */

/* Each row of the head begins where the text does, and ends before it or where it does. */
static void
check_edges(const struct pager_view *view, bool is_starred)
{
	int width = (int)view->article->options.width;
	for (int line = 0; line < view->header_rows; line++) {
		struct view_row row;
		int starred = 0;
		app_view_row(app, SLOT_MAIN, line, &row);
		for (int i = 0; i < row.cell_count; i++) {
			const struct cell_text *cell = &row.cells[i];
			bool is_star = cell->role == ROLE_STAR;
			starred += is_star;
			assert_true(is_star || cell->column == view->indent);
			assert_true(cell->column + cell->columns <= view->indent + width);
			assert_true(is_star || cell->text[0] != ' ');
			if (cell->role == ROLE_BORDER)
				assert_int_equal(text_columns(cell->text, strlen(cell->text)),
						width);
		}
		assert_int_equal(starred, line == 0 && is_starred);
	}
}

static void
test_edges(void **state)
{
	(void)state;
	static const char *const looks[][9] = {{NULL}, {"center", "no", NULL},
			{"indent", "4", "hanging", "yes", NULL},
			{"center", "no", "indent", "4", "hanging", "yes", "measure", "33", NULL}};
	static const int rows[] = {5, 9, 12, 24, 50};
	bool is_starred = false;
	for (size_t look = 0; look < sizeof(looks) / sizeof(looks[0]); look++) {
		open_post("title: 一个不很长也不很短的题目，说的是新能源汽车\n"
			  "tags: [新能源, 汽车]\nauthor: 张三\ndescription: 一句话说完",
				looks[look]);
		for (int columns = 20; columns <= 220; columns++) {
			app_resize(app, rows[columns % 5], columns);
			session_keys(app, columns % 2 == 0 ? "*" : "");
			is_starred = is_starred != (columns % 2 == 0);
			struct pager_view view = app_pager(app);
			assert_true(view.is_open);
			check_edges(&view, is_starred && view.header_rows > 0);
		}
	}
}

/* A thin rule parts it from the text, but on the smallest screens. */
static void
test_rule(void **state)
{
	(void)state;
	open_post("title: 题目", NULL);
	for (int rows = 5; rows < 40; rows++) {
		app_resize(app, rows, 80);
		struct pager_view view = app_pager(app);
		struct view_row row;
		int pane = app_pane(app, SLOT_MAIN).rows;
		assert_true(view.header_rows * 2 <= pane);
		app_view_row(app, SLOT_MAIN, view.header_rows - 1, &row);
		assert_int_equal(row.cells[0].role == ROLE_BORDER, pane >= 8);
	}
}

/* --- What it says --- */

static void
test_labels(void **state)
{
	(void)state;
	open_post("title: 题目\ndate: 2022-06-01 08:00:00 +0800\ncategories: [jjw, 深度]\n"
		  "tags: [新能源, 经济网, 电池]\nauthor: 张三\ndescription: \"它说了\\n什么 &amp; "
		  "为何\"",
			NULL);
	assert_string_equal(head_text(), "题目2022-06-01 08:00 · by 张三 · in 经济网, 深度 · "
					 "#新能源 #电池它说了什么 & 为何");
	open_post("title: 题目", NULL);
	assert_string_equal(head_text(), "题目2022-06-01 00:00");
	static const char *const ascii[] = {"line_graphics", "ascii", NULL};
	open_post("title: 题目\ntags: 汽车", ascii);
	assert_string_equal(head_text(), "题目2022-06-01 00:00 | #汽车");
}

/* As jekyll-seo-tag reads them: a name, a map with a name, several. */
static void
test_authors(void **state)
{
	(void)state;
	static const char *const cases[][2] = {{"author: 张三", "by 张三"},
			{"author: {name: 李四, twitter: ls}", "by 李四"},
			{"author: [张三, 李四]", "by 张三, 李四"},
			{"author:\n  - name: 张三\n  - 王五\n  - [赵六]", "by 张三, 王五, 赵六"},
			{"authors: [{name: 张三}, {email: x}]", "by 张三"},
			{"author: ''\nauthors: 李四", "by 李四"},
			{"author: Tom &amp; Ann", "by Tom & Ann"},
			{"author: [张三, 张三]", "by 张三"}};
	static const char *const none[] = {"author:", "author: ''", "author: {email: x}",
			"author: []", "author: false", "authors: [[[]]]", "author: {name: [a]}"};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		open_post(cases[i][0], NULL);
		assert_text(head_text(), cases[i][1]);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		open_post(none[i], NULL);
		assert_null(strstr(head_text(), " by "));
	}
	session_write("_config.yml",
			"title: 样本\ntimezone: Asia/Shanghai\nauthor: 站长\ndefaults:\n"
			"  - {scope: {path: ''}, values: {author: 编辑部}}\n");
	open_post("title: 题目", NULL);
	assert_text(head_text(), "by 编辑部");
}

/* --- How much of it --- */

/* What has room is wrapped and not cut. */
static void
test_wraps(void **state)
{
	(void)state;
	open_post("title: 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸末\n"
		  "tags: [新能源汽车, 动力电池, 充电桩, 换电站, 固态电池, 氢燃料]",
			NULL);
	for (int columns = 40; columns <= 220; columns++) {
		app_resize(app, 24, columns);
		assert_text(head_text(), "壬癸甲乙丙丁戊己庚辛壬癸末");
		assert_text(head_text(), "氢燃料");
		assert_null(strstr(head_text(), "…"));
	}
}

/* However much a post says of itself, its text is on the screen, and the rows are no longer than that. */
static void
test_hostile(void **state)
{
	(void)state;
	static const char *const parts[][3] = {{"title: ", "长", ""}, {"title: ", "x", ""},
			{"title: e", "\xCC\x81", ""}, {"title: ", "a ", "."},
			{"tags: [", "标#", "末]"}, {"categories: [", "类#", "末]"},
			{"tags: ", "长", ""}, {"author: [", "人#", "末]"},
			{"description: ", "话", ""}, {"title: \"", "\\n甲", "\""}};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct buf front = buf_empty();
		buf_add_text(&front, parts[i][0]);
		for (int number = 0; number < 40000; number++) {
			const char *at = strchr(parts[i][1], '#');
			size_t length = at != NULL ? (size_t)(at - parts[i][1])
						   : strlen(parts[i][1]);
			buf_add(&front, parts[i][1], length);
			if (at != NULL)
				buf_format(&front, "%d, ", number);
		}
		buf_add_text(&front, parts[i][2]);
		open_post(front.data, NULL);
		buf_free(&front);
		for (int columns = 20; columns <= 220; columns += 40) {
			app_resize(app, 24, columns);
			struct pager_view view = app_pager(app);
			assert_true(view.header_rows <= 8);
			assert_true(session_shows(app, SLOT_MAIN, "正文第一段"));
			assert_true(strlen(head_text()) <= 8192);
		}
		assert_text(head_text(), i == 2 ? "e" : "…");
	}
}

/* Where a row ends before a space, the mark stands there and not the beginning of the next row. */
static void
test_cut_at_a_space(void **state)
{
	(void)state;
	struct buf front = buf_empty();
	buf_add_text(&front, "tags: [");
	for (int i = 0; i < 1000; i++)
		buf_format(&front, "energy%03d, ", i);
	buf_add_text(&front, "end]\ntitle: \"");
	for (int i = 0; i < 1000; i++)
		buf_format(&front, "word%03d ", i);
	buf_add_text(&front, "end\"");
	open_post(front.data, NULL);
	buf_free(&front);
	for (int columns = 40; columns <= 120; columns++) {
		app_resize(app, 24, columns);
		assert_null(strstr(head_text(), "#…"));
		assert_null(strstr(head_text(), "w…"));
		assert_text(head_text(), "…");
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_edges),
			TEST(test_rule),
			TEST(test_labels),
			TEST(test_authors),
			TEST(test_wraps),
			TEST(test_hostile),
			TEST(test_cut_at_a_space),
	};
	return cmocka_run_group_tests_name("pager_head", tests, NULL, NULL);
}
