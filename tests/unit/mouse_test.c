#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

#include "one_app.h"

#include <locale.h>

enum { WHEEL = 3, ROW = 5 };

static int
begin(void **state)
{
	return begin_app(state, 20, 120);
}

/* At a row of a pane; `lines` 0 is a click. */
static unsigned
mouse(enum slot pane, int row, int lines, bool is_double)
{
	struct pane_box box = app_pane(app, pane);
	unsigned dirty = app_mouse(app, box.row + row, box.column + 2, lines, is_double);
	return dirty | session_wait(app);
}

static void
test_click(void **state)
{
	(void)state;
	/* The pane's first row is its header. */
	mouse(SLOT_MIDDLE, ROW, 0, false);
	assert_status(app, "5/30");
	session_rest(app);
	assert_true(session_shows(app, SLOT_MAIN, "26-01段"));
	/* Its columns sort. */
	mouse(SLOT_MIDDLE, 0, 0, false);
	assert_status(app, "26/30");
	mouse(SLOT_MIDDLE, 0, 0, false);
	assert_status(app, "5/30");
	/* Keys begun before a click are not gone on with. */
	session_keys(app, "g");
	mouse(SLOT_MIDDLE, ROW, 0, false);
	session_keys(app, "a");
	assert_status(app, "a is bound to nothing here");
	mouse(SLOT_MAIN, ROW, 0, false);
	assert_true(app_pane(app, SLOT_MAIN).has_focus);
	session_keys(app, "g 1 g 2"); /* the groups have made room for the post */
	mouse(SLOT_LEFT, 2, 0, false);
	assert_true(app_pane(app, SLOT_LEFT).has_focus);
	assert_text(session_title(app), "15 of 30 posts");
}

static void
test_double_click(void **state)
{
	(void)state;
	mouse(SLOT_MIDDLE, ROW, 0, true);
	assert_true(app_pane(app, SLOT_MAIN).has_focus);
	assert_true(session_shows(app, SLOT_MAIN, "26-01段"));
	session_keys(app, "g 1 g 2");
	mouse(SLOT_LEFT, 1, 0, true);
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
}

/* Below the last row there is nothing to choose, on the frame nothing to click. */
static void
test_click_beside(void **state)
{
	(void)state;
	mouse(SLOT_LEFT, 10, 0, true);
	assert_true(app_pane(app, SLOT_LEFT).has_focus);
	assert_text(session_title(app), " 30 posts");
	static const int places[][2] = {{0, 0}, {19, 119}, {-1, -1}, {500, 500}, {5, 26}};
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		assert_int_equal(app_mouse(app, places[i][0], places[i][1], 0, true), DIRTY_NONE);
}

/* The wheel turns what is under it, wherever the keys go. */
static void
test_wheel(void **state)
{
	(void)state;
	mouse(SLOT_MAIN, ROW, WHEEL, false);
	assert_int_equal(app_pager(app).top, WHEEL);
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	mouse(SLOT_MAIN, ROW, -2 * WHEEL, false);
	assert_int_equal(app_pager(app).top, 0);
	mouse(SLOT_MIDDLE, ROW, WHEEL, false);
	assert_status(app, "4/30");
	mouse(SLOT_MIDDLE, ROW, -WHEEL - 1, false);
	assert_status(app, "1/30");
	mouse(SLOT_LEFT, ROW, WHEEL, false);
	assert_text(session_title(app), "15 of 30 posts");
}

static void
test_overlay(void **state)
{
	(void)state;
	session_keys(app, "?");
	mouse(SLOT_MAIN, ROW, WHEEL, false);
	assert_status(app, "5/");
	/* A row that is a heading does nothing. */
	session_keys(app, "g g");
	mouse(SLOT_MAIN, 1, 0, true);
	assert_true(session_shows(app, SLOT_MAIN, "help: keys of"));
	session_keys(app, "/");
	session_type(app, "turn the order");
	/* What is typed goes before the mouse. */
	assert_int_equal(mouse(SLOT_MAIN, 2, 0, true), DIRTY_NONE);
	session_keys(app, "Enter");
	mouse(SLOT_MAIN, 2, 0, true);
	assert_status(app, "30/30");
}

/* --- What names something --- */

/* Where a text begins in a row; -1: it does not stand there. */
static int
column_of(const struct view_row *row, const char *text)
{
	for (int i = 0; i < row->cell_count; i++) {
		const struct cell_text *cell = &row->cells[i];
		const char *place = strstr(cell->text, text);
		if (place != NULL)
			return cell->column +
			       (int)text_columns(cell->text, (size_t)(place - cell->text));
	}
	return -1;
}

/* Clicks on the first place of a pane where the text stands, or on that column of it. */
static unsigned
click_on(enum slot pane, const char *text, int further)
{
	struct pane_box box = app_pane(app, pane);
	struct view_row row;
	int column = -1, line = 0;
	for (; line < box.rows && column < 0; line++) {
		app_view_row(app, pane, line, &row);
		column = column_of(&row, text);
	}
	assert_true(column >= 0);
	return app_mouse(app, box.row + line - 1, box.column + column + further, 0, false) |
	       session_wait(app);
}

static unsigned
click_title(const char *text)
{
	struct view_row row;
	app_view_title_bar(app, &row);
	int column = column_of(&row, text);
	assert_true(column >= 0);
	return app_mouse(app, 0, column, 0, false) | session_wait(app);
}

/* Clicks on a text in the lines of the post: on the last of those seen where it stands. */
static unsigned
click_line(const char *text)
{
	struct pane_box box = app_pane(app, SLOT_MAIN);
	struct pager_view view = app_pager(app);
	for (int i = box.rows - view.header_rows - 1; i >= 0; i--) {
		const char *line = session_line(app, (size_t)i), *place = strstr(line, text);
		if (place == NULL)
			continue;
		int column = view.indent + (int)text_columns(line, (size_t)(place - line));
		return app_mouse(app, box.row + view.header_rows + i, box.column + column, 0,
				       false) |
		       session_wait(app);
	}
	fail_msg("no line has %s", text);
	return 0;
}

static void
test_click_on_a_column(void **state)
{
	(void)state;
	click_on(SLOT_MIDDLE, "Title", 0);
	assert_true(session_shows(app, SLOT_MIDDLE, "Title↑"));
	click_on(SLOT_MIDDLE, "Title", 4);
	assert_true(session_shows(app, SLOT_MIDDLE, "Title↓"));
	click_on(SLOT_MIDDLE, "Date", 0);
	assert_true(session_shows(app, SLOT_MIDDLE, "Date"));
	assert_false(session_shows(app, SLOT_MIDDLE, "Title↓"));
	/* Also while another pane has the keys. */
	session_keys(app, "h");
	click_on(SLOT_MIDDLE, "Title", 0);
	assert_true(session_shows(app, SLOT_MIDDLE, "Title"));
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	const char *before = session_row(app, SLOT_LEFT, 0);
	click_on(SLOT_LEFT, "Categories", 0);
	assert_string_not_equal(before, session_row(app, SLOT_LEFT, 0));
}

static void
test_click_on_a_part_of_the_path(void **state)
{
	(void)state;
	app_run(app, ACTION_CATEGORY, "jjw", 0);
	app_run(app, ACTION_SINCE, "2022-05-10", 0);
	app_run(app, ACTION_FILTER, "第2", 0);
	session_wait(app);
	assert_text(session_title(app), "经济网 > since 2022-05-10 > “第2”");
	click_title("since");
	assert_text(session_title(app), "经济网 > since 2022-05-10 ");
	assert_null(strstr(session_title(app), "第2"));
	/* The last one stays as it is. */
	assert_int_equal(click_title("since"), DIRTY_NONE);
	click_title("经济网");
	assert_null(strstr(session_title(app), "since"));
	app_run(app, ACTION_SINCE, "2022-05-10", 0);
	click_title("样本");
	assert_text(session_title(app), "All ");
	assert_null(strstr(session_title(app), "since"));
	/* In one step back and forward. */
	app_run(app, ACTION_SINCE, "2022-05-10", 0);
	click_title("All");
	assert_null(strstr(session_title(app), "since"));
	session_keys(app, "z");
	assert_text(session_title(app), "since");
}

static void
test_click_on_a_source(void **state)
{
	(void)state;
	app_resize(app, 24, 80);
	session_wait(app);
	click_on(SLOT_MIDDLE, "新能源", 2);
	assert_text(session_title(app), "tag:新能源");
	session_keys(app, "Esc");
	click_on(SLOT_MIDDLE, "经济网", 0);
	assert_text(session_title(app), "category:经济网");
}

static void
test_click_on_labels(void **state)
{
	(void)state;
	session_write("_posts/2022-06-01-head.md", "---\ntitle: 头\nauthor: 某人\ncategories: "
						   "[jjw]\ntags: [\"a&<b>\", 新能源]\n---\n"
						   "<p>文</p>\n");
	session_keys(app, "g r");
	session_keys(app, "g g Enter");
	assert_true(session_shows(app, SLOT_MAIN, "头"));
	assert_true((click_on(SLOT_MAIN, "某人", 0) & DIRTY_QUIT) == 0);
	assert_text(session_title(app), " All ");
	click_on(SLOT_MAIN, "经济网", 1);
	assert_text(session_title(app), "category:经济网");
	/* Back, as from a link, to the post over which it stood. */
	session_keys(app, "q");
	assert_text(session_title(app), " All ");
	assert_true(app_pane(app, SLOT_MAIN).has_focus);
	assert_true(session_shows(app, SLOT_MAIN, "头"));
	click_on(SLOT_MAIN, "#新能源", 0);
	assert_text(session_title(app), "tag:新能源");
	session_keys(app, "q");
	assert_true(session_shows(app, SLOT_MAIN, "头"));
	click_on(SLOT_MAIN, "#a&<b>", 0);
	assert_text(session_title(app), "tag:a&<b>");
}

static void
write_links(void)
{
	struct buf text = buf_empty();
	buf_add_text(&text,
			"---\ntitle: 链接\n---\n<p>头<a href='/jjw/2022/05/30/n30.html'>去一条");
	for (int i = 0; i < 60; i++)
		buf_add_text(&text, "很长");
	buf_add_text(&text, "的链尾</a>，<a href='/category/jjw.html'>类别</a>，注<a "
			    "href='#fn1'>脚</a>。</p>");
	for (int i = 0; i < 50; i++)
		buf_add_text(&text, "<p>段</p>");
	buf_add_text(&text, "<p id='fn1'>脚注在此</p><p>末</p>\n");
	session_write_bytes("_posts/2022-06-02-links.md", text.data, text.length);
	buf_free(&text);
	session_keys(app, "g r");
	session_keys(app, "g g Enter");
	assert_true(session_shows(app, SLOT_MAIN, "去一条"));
}

static void
test_click_on_a_link(void **state)
{
	(void)state;
	write_links();
	/* Beside a link nothing happens. */
	click_line("头");
	assert_true(session_shows(app, SLOT_MAIN, "去一条"));
	click_line("一条");
	assert_true(session_shows(app, SLOT_MAIN, "30-01段"));
	session_keys(app, "q");
	/* On the second line of it. */
	click_line("链尾");
	assert_true(session_shows(app, SLOT_MAIN, "30-01段"));
	session_keys(app, "q");
	click_line("脚");
	assert_true(session_shows(app, SLOT_MAIN, "脚注在此"));
	session_keys(app, "H");
	/* From another pane, too. */
	session_keys(app, "g 2");
	click_line("类别");
	assert_text(session_title(app), "category:经济网");
	session_keys(app, "q");
	assert_true(session_shows(app, SLOT_MAIN, "去一条"));
}

static void
test_click_on_a_hint(void **state)
{
	(void)state;
	struct view_row row;
	app_view_status(app, &row);
	int column = column_of(&row, " help");
	assert_true(column > 0);
	app_mouse(app, 19, column + 2, 0, false);
	assert_true(session_shows(app, SLOT_MAIN, "help: keys of"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_click),
			TEST(test_double_click),
			TEST(test_click_beside),
			TEST(test_wheel),
			TEST(test_overlay),
			TEST(test_click_on_a_column),
			TEST(test_click_on_a_part_of_the_path),
			TEST(test_click_on_a_source),
			TEST(test_click_on_labels),
			TEST(test_click_on_a_link),
			TEST(test_click_on_a_hint),
	};
	return cmocka_run_group_tests_name("mouse", tests, NULL, NULL);
}
