/* The open post: place, search, what happens to it while it is read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "one_app.h"

#include <locale.h>

static int
begin(void **state)
{
	return begin_app(state, 20, 59);
}

/* --- Place --- */

/* Whatever size the terminal is dragged through, what was at the top is there again. */
static void
test_anchor(void **state)
{
	(void)state;
	static const int sizes[][2] = {
			{10, 20}, {60, 200}, {1, 1}, {5, 20}, {24, 80}, {3, 300}, {20, 59}};
	session_open_post(app, "第30条");
	session_keys(app, "C-f C-f");
	char before[256];
	snprintf(before, sizeof(before), "%.60s", session_line(app, 0));
	assert_text(before, "30-");
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
			app_resize(app, sizes[i][0], sizes[i][1]);
	}
	assert_string_equal(session_line(app, 0), before);
	app_resize(app, 12, 30);
	assert_int_equal(strncmp(session_line(app, 0), before, 6), 0);
	session_keys(app, "? q");
	assert_int_equal(strncmp(session_line(app, 0), before, 6), 0);
}

/* The text of one long paragraph: of its words no two are the same. */
static void
write_long_paragraph(void)
{
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 长段\n---\n<p>");
	for (int i = 1000; i < 1600; i++)
		buf_format(&text, "第%d句，", i);
	buf_add_text(&text, "</p>\n");
	session_write_bytes("_posts/2022-06-03-long.md", text.data, text.length);
	buf_free(&text);
}

/* The first character shown stays in view, in the first line where there is text enough below. */
static void
test_first_character_stays(void **state)
{
	(void)state;
	write_long_paragraph();
	session_keys(app, "R");
	session_wait(app);
	app_resize(app, 14, 34);
	session_open_post(app, "长段");
	session_keys(app, "C-f C-f C-f");
	struct pager_view view = app_pager(app);
	size_t offset = view.article->layout->lines[view.top].offset;
	assert_true(offset > 0);
	for (int columns = 20; columns < 130; columns += 7) {
		for (int rows = 5; rows < 40; rows += 9) {
			app_resize(app, rows, columns);
			view = app_pager(app);
			const struct line *lines = view.article->layout->lines;
			int shown = app_pane(app, SLOT_MAIN).rows - view.header_rows;
			assert_true(lines[view.top].offset <= offset);
			size_t behind = view.top + (size_t)shown;
			assert_true(behind >= view.article->layout->count ||
					lines[behind].offset > offset);
			assert_true(behind >= view.article->layout->count ||
					lines[view.top + 1].offset > offset);
		}
	}
	app_resize(app, 14, 34);
	view = app_pager(app);
	assert_int_equal(view.article->layout->lines[view.top].offset, offset);
}

/* A long post is laid out beside the screen for another width; what is at the top, and its mark, stay. */
static void
test_long_post_waits_for_no_key(void **state)
{
	(void)state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 很长\n---\n");
	for (int i = 0; i < 10000; i++)
		buf_format(&text, "<p>第%d段，有三十来个字，一行放不下，所以要折成两行来看。</p>\n",
				i);
	session_write_bytes("_posts/2022-06-03-very-long.md", text.data, text.length);
	buf_free(&text);
	session_keys(app, "R");
	session_wait(app);
	session_open_post(app, "很长");
	session_keys(app, "C-f C-f C-f N");
	char before[64];
	snprintf(before, sizeof(before), "%.12s", session_line(app, 0));
	const struct layout *layout = app_pager(app).article->layout;
	app_resize(app, 20, 40);
	assert_ptr_equal(app_pager(app).article->layout, layout);
	assert_int_not_equal(app_opening(app), 0);
	app_resize(app, 20, 45);
	session_wait(app);
	assert_int_equal(app_pager(app).article->options.width, 43);
	assert_int_equal(strncmp(session_line(app, 0), before, strlen(before)), 0);
	assert_true(marking_listed_unread(app_model(app)) > 0);
	/* A file that is gone stays as it was read, at the width that the pane has. */
	session_delete("_posts/2022-06-03-very-long.md");
	app_resize(app, 20, 50);
	session_wait(app);
	assert_int_equal(app_pager(app).article->options.width, 48);
	assert_status(app, "shown as it was read before");
}

/* Columns scrolled away come back where there is room for them. */
static void
test_sideways(void **state)
{
	(void)state;
	session_write("_posts/2022-06-04-wide.md",
			"---\ntitle: 宽的\n---\n<pre>0123456789 0123456789 0123456789 0123456789 "
			"0123456789</pre>\n");
	session_keys(app, "R");
	session_wait(app);
	app_resize(app, 20, 30);
	session_open_post(app, "宽的");
	session_keys(app, "<");
	assert_int_equal(app_pager(app).left, 0);
	session_keys(app, "> > > > > > > > >");
	size_t left = app_pager(app).left;
	assert_true(left > 8 && left < 54);
	session_keys(app, "<");
	assert_int_equal(app_pager(app).left, left - 8);
	app_resize(app, 20, 99);
	assert_int_equal(app_pager(app).left, 0);
}

/* A table of many columns: record by record, or as it is and then scrolled. */
static void
test_wide_tables(void **state)
{
	(void)state;
	session_write("_posts/2022-06-04-table.md",
			"---\ntitle: "
			"宽表\n---\n<table><tr><th>证券名称<th>证券代码<th>收盘价格<th>涨跌幅度"
			"<tr><td>平安银行<td>0000001<td>12.50亿<td>+1.250%</table>\n");
	session_keys(app, "R");
	session_wait(app);
	app_resize(app, 20, 30);
	session_open_post(app, "宽表");
	assert_true(app_pager(app).article->layout->widest <= 30);
	session_keys(app, "g w");
	assert_true(app_pager(app).article->layout->widest > 30);
	session_keys(app, ">");
	assert_int_equal(app_pager(app).left, 8);
	/* What is found in a column beyond the edge is scrolled to. */
	session_keys(app, "< < /");
	session_type(app, "1.250%");
	assert_true(app_pager(app).left > 8);
	session_keys(app, "Enter");
	assert_status(app, "match 1/1");
	assert_true(app_pager(app).left > 8);
	session_keys(app, "g w");
	assert_true(app_pager(app).article->layout->widest <= 30);
	assert_int_equal(app_pager(app).left, 0);
}

/* Code that goes beyond the pane only by the margin of a text in the middle is reached; prose does not move for it. */
static void
test_sideways_in_the_middle(void **state)
{
	(void)state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 中间\n---\n<p>目标</p><pre>\nshort\n");
	buf_add_repeated(&text, 'x', 110);
	buf_add_text(&text, "目标</pre><pre>code</pre>\n");
	session_write_bytes("_posts/2022-06-04-middle.md", text.data, text.length);
	buf_free(&text);
	session_keys(app, "R");
	session_wait(app);
	app_resize(app, 20, 122);
	session_open_post(app, "中间");
	session_keys(app, "v");
	const struct line *lines = app_pager(app).article->layout->lines;
	assert_int_equal(app_pager(app).indent, 21);
	assert_int_equal(lines[0].reach, 0);
	assert_int_equal(lines[2].reach, 114); /* the short line goes with the long one */
	assert_int_equal(lines[5].reach, 0);
	session_keys(app, "/");
	session_type(app, "目标");
	session_keys(app, "Enter");
	assert_int_equal(app_pager(app).left, 0);
	session_keys(app, "n");
	size_t left = app_pager(app).left;
	assert_true(left > 0 && 21 + 114 - left < 122);
	session_keys(app, "n"); /* in prose: nothing has to move for it */
	assert_status(app, "match 1/2");
	assert_int_equal(app_pager(app).left, left);
}

/* Whether the pane shows these columns of the text, between its marks at the edges. */
static bool
sees(size_t from, size_t to)
{
	struct pager_view view = app_pager(app);
	size_t left = view.left > 0 ? view.left + 1 : 0, indent = (size_t)view.indent;
	size_t right = view.left + (size_t)app_pane(app, SLOT_MAIN).columns - 1;
	return from + indent >= left && to + indent <= right;
}

/* A match, or a link that is chosen, beyond the edge is scrolled to sideways. */
static void
test_sideways_to_what_is_found(void **state)
{
	(void)state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 长行\n---\n<p>目标<pre>");
	for (int i = 0; i < 100; i++)
		buf_add_text(&text, "x ");
	buf_add_text(&text, "目标 ");
	for (int i = 0; i < 100; i++)
		buf_add_text(&text, "y ");
	buf_add_text(&text, "<a href=/elsewhere>link</a>目标</pre>\n");
	session_write_bytes("_posts/2022-06-04-long-line.md", text.data, text.length);
	buf_free(&text);
	session_keys(app, "R");
	session_wait(app);
	app_resize(app, 20, 40);
	session_open_post(app, "长行");
	session_keys(app, "/");
	session_type(app, "目标");
	assert_int_equal(app_pager(app).left, 0);
	session_keys(app, "Enter n");
	assert_status(app, "match 2/3");
	assert_true(sees(200, 204));
	size_t left = app_pager(app).left;
	session_keys(app, "n");
	assert_true(sees(412, 416));
	session_keys(app, "N");
	assert_true(sees(200, 204));
	left = app_pager(app).left;
	session_keys(app, "N"); /* in prose, which stays */
	assert_status(app, "match 1/3");
	assert_int_equal(app_pager(app).left, left);
	session_keys(app, ".");
	assert_true(sees(405, 409));
	/* A search that is given up goes back. */
	session_keys(app, "> > /");
	left = app_pager(app).left;
	session_type(app, "x 目标");
	assert_true(sees(198, 204));
	session_keys(app, "Esc");
	assert_int_equal(app_pager(app).left, left);
}

/* --- Searching --- */

static void
test_search(void **state)
{
	(void)state;
	session_open_post(app, "第30条");
	session_keys(app, "/");
	session_type(app, "目标");
	assert_status(app, "search: 目标");
	assert_true(session_shows(app, SLOT_MAIN, "30-05段目标"));
	session_keys(app, "Enter");
	assert_status(app, "match 1/3");
	session_keys(app, "n");
	assert_status(app, "match 2/3");
	assert_true(session_shows(app, SLOT_MAIN, "30-20段目标"));
	session_keys(app, "n n");
	assert_status(app, "match 1/3, from the start");
	session_keys(app, "N");
	assert_status(app, "match 3/3, from the end");
	assert_true(session_shows(app, SLOT_MAIN, "30-35段目标"));
	assert_int_equal(app_pager(app).article->match_count, 3);
}

/* n and N go on from what is seen, not from a match scrolled away from. */
static void
test_search_from_screen(void **state)
{
	(void)state;
	session_open_post(app, "第30条");
	session_command(app, "search 目标");
	session_keys(app, "G n");
	assert_status(app, "match 3/3 ");
	session_keys(app, "g g G N");
	assert_status(app, "match 2/3 ");
	session_keys(app, "g g G N");
	assert_status(app, "match 3/3 ");
	session_keys(app, "g g N");
	assert_status(app, "match 1/3 ");
	session_keys(app, "N");
	assert_status(app, "match 3/3, from the end");
	session_keys(app, "g g n");
	assert_status(app, "match 1/3");
}

static void
test_search_back(void **state)
{
	(void)state;
	session_open_post(app, "第30条");
	session_keys(app, "G g /");
	session_type(app, "目标");
	session_keys(app, "Enter");
	assert_status(app, "match 3/3");
	session_keys(app, "n");
	assert_status(app, "match 2/3");
	session_keys(app, "N");
	assert_status(app, "match 3/3");
}

/* Typing on searches from where one began; given up, that is where one is. */
static void
test_search_as_one_types(void **state)
{
	(void)state;
	session_open_post(app, "第30条");
	session_keys(app, "j j");
	char before[256];
	snprintf(before, sizeof(before), "%.60s", session_line(app, 0));
	session_keys(app, "/");
	session_type(app, "30-3");
	assert_true(session_shows(app, SLOT_MAIN, "30-30段"));
	session_type(app, "9");
	assert_true(session_shows(app, SLOT_MAIN, "30-39段"));
	session_keys(app, "BS BS");
	session_type(app, "1");
	assert_true(session_shows(app, SLOT_MAIN, "30-10段"));
	assert_false(session_shows(app, SLOT_MAIN, "30-39段"));
	session_keys(app, "Esc");
	assert_string_equal(session_line(app, 0), before);
	assert_int_equal(app_pager(app).article->match_count, 0);
	session_keys(app, "n");
	assert_status(app, "nothing is searched for");
}

static void
test_search_misses(void **state)
{
	(void)state;
	session_open_post(app, "第30条");
	session_command(app, "search 無此");
	assert_status(app, "“無此” is not in this post");
	session_keys(app, "n");
	assert_status(app, "“無此” is not in this post");
	/* What is searched for is marked in the next post too. */
	session_command(app, "search ０５");
	session_keys(app, "J");
	assert_true(app_pager(app).article->match_count > 0);
}

/* A search begun in the list is of the post, and shows it. */
static void
test_search_from_list(void **state)
{
	(void)state;
	session_command(app, "2");
	session_command(app, "search 目标");
	assert_true(session_shows(app, SLOT_MAIN, "29-05段目标"));
	assert_status(app, "match 1/3");
}

/* --- What happens meanwhile --- */

static void
test_vanished(void **state)
{
	(void)state;
	session_delete("_posts/2022-05-30-n30.md");
	session_keys(app, "F");
	session_type(app, "第30条");
	session_keys(app, "Enter Enter");
	assert_false(app_pager(app).is_open);
	assert_status(app, "2022-05-30-n30.md");
	assert_true(session_shows(app, SLOT_MAIN, "2022-05-30-n30.md"));
	session_keys(app, "j k n . Enter / x Enter G q");
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
}

/* A post read while the archive changes stays open, at its place, changed or gone. */
static void
test_reload_while_reading(void **state)
{
	(void)state;
	session_open_post(app, "第30条");
	session_keys(app, "C-f");
	char before[256];
	snprintf(before, sizeof(before), "%.60s", session_line(app, 0));
	session_keys(app, "R");
	session_wait(app);
	assert_string_equal(session_line(app, 0), before);
	session_write("_posts/2022-05-30-n30.md",
			"---\ntitle: 第30条\ndate: 2022-05-30\n---\n<p>变了</p>\n");
	session_keys(app, "R");
	session_wait(app);
	assert_true(session_shows(app, SLOT_MAIN, "变了"));
	session_delete("_posts/2022-05-30-n30.md");
	session_keys(app, "R");
	session_wait(app);
	assert_true(session_shows(app, SLOT_MAIN, "变了"));
	assert_status(app, "shown as it was read before");
	assert_true(app_pane(app, SLOT_MAIN).has_focus);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_anchor),
			TEST(test_first_character_stays),
			TEST(test_long_post_waits_for_no_key),
			TEST(test_sideways),
			TEST(test_sideways_in_the_middle),
			TEST(test_sideways_to_what_is_found),
			TEST(test_wide_tables),
			TEST(test_search),
			TEST(test_search_from_screen),
			TEST(test_search_back),
			TEST(test_search_as_one_types),
			TEST(test_search_misses),
			TEST(test_search_from_list),
			TEST(test_vanished),
			TEST(test_reload_while_reading),
	};
	return cmocka_run_group_tests_name("pager", tests, NULL, NULL);
}
