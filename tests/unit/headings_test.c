/* The open post's headings: the list over the pager, and the steps. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app_session.h"

#include <locale.h>

enum { PARAGRAPHS = 30 };

static void
add_section(struct buf *text, const char *heading)
{
	buf_format(text, "%s\n", heading);
	for (int i = 0; i < PARAGRAPHS; i++)
		buf_format(text, "<p>段%d</p>\n", i);
}

static int
begin(void **state)
{
	(void)state;
	setlocale(LC_ALL, "C.UTF-8");
	if (session_begin_folder() != 0)
		return -1;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 长文\n---\n<p>起</p>\n");
	add_section(&text, "<h2>第一节 <em>上</em></h2>");
	add_section(&text, "<h3>其一\x1b[31m</h3>");
	add_section(&text, "<h2>第二节</h2>");
	add_section(&text, "<h2></h2>");
	session_write_bytes("_posts/2022-05-02-long.html", text.data, text.length);
	buf_free(&text);
	session_write("_posts/2022-05-01-short.html", "---\ntitle: 短文\n---\n<p>无</p>\n");
	return 0;
}

static void
lists_them_by_level(void **state)
{
	(void)state;
	struct app *app = session_open(20, 60);
	session_keys(app, "Enter g t");
	assert_text(session_row(app, SLOT_MAIN, 0), "长文");
	assert_text(session_row(app, SLOT_MAIN, 1), "   第一节 上");
	assert_text(session_row(app, SLOT_MAIN, 2), "     其一");
	assert_text(session_row(app, SLOT_MAIN, 3), "   第二节");
	assert_string_equal(session_row(app, SLOT_MAIN, 4), "");
	app_free(app);
}

static void
goes_to_one(void **state)
{
	(void)state;
	/* On the small screen the post has fewer rows than what covers it. */
	const int sizes[][2] = {{20, 60}, {30, 120}, {9, 40}};
	for (int i = 0; i < 3; i++) {
		struct app *app = session_open(sizes[i][0], sizes[i][1]);
		session_keys(app, "Enter g t j j Enter");
		assert_text(session_line(app, 0), "第二节");
		session_keys(app, "g t");
		session_type(app, "/");
		session_type(app, "其");
		session_keys(app, "Enter");
		assert_null(strstr(session_row(app, SLOT_MAIN, 1), "第一节"));
		session_keys(app, "Enter");
		assert_text(session_line(app, 0), "其一");
		app_free(app);
	}
}

/* kramdown's {:toc} is the list of headings, each a link to its own. */
static void
follows_the_contents(void **state)
{
	(void)state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 目录\n---\n* 目录\n{:toc}\n\n");
	add_section(&text, "## 甲\n");
	add_section(&text, "### 乙 *要*\n");
	add_section(&text, "## 不列\n{:.no_toc}\n");
	add_section(&text, "## 丙\n");
	session_write_bytes("_posts/2022-05-03-toc.md", text.data, text.length);
	buf_free(&text);
	struct app *app = session_open(20, 60);
	session_keys(app, "Enter");
	assert_text(session_line(app, 0), "• 甲");
	assert_text(session_line(app, 1), "  ◦ 乙 要");
	assert_text(session_line(app, 2), "• 丙");
	session_keys(app, ". . . Enter");
	assert_text(session_line(app, 0), "丙");
	session_keys(app, "g g . . Enter");
	assert_text(session_line(app, 0), "乙 要");
	app_free(app);
	session_delete("_posts/2022-05-03-toc.md");
}

/* What lies under a page is not moved by a command for the post. */
static void
leaves_what_is_covered(void **state)
{
	(void)state;
	const char *const covers[] = {"messages", "help", "headings"};
	for (int i = 0; i < 3; i++) {
		struct app *app = session_open(20, 100);
		session_command(app, covers[i]);
		session_command(app, "next-match");
		assert_status(app, "nothing is searched for");
		session_keys(app, "Esc");
		assert_int_equal(session_cursor_row(app, SLOT_MIDDLE), 0);
		app_free(app);
	}
}

static void
goes_to_one_from_the_list(void **state)
{
	(void)state;
	struct app *app = session_open(30, 120);
	session_rest(app);
	session_keys(app, "g t j Enter");
	assert_true(app_pane(app, SLOT_MAIN).has_focus);
	assert_text(session_line(app, 0), "其一");
	app_free(app);
}

static void
steps_from_one_to_the_next(void **state)
{
	(void)state;
	struct app *app = session_open(20, 60);
	session_keys(app, "Enter g g }");
	assert_text(session_line(app, 0), "第一节");
	session_keys(app, "}");
	assert_text(session_line(app, 0), "其一");
	session_keys(app, "} }");
	assert_status(app, "there is no heading below");
	session_keys(app, "{");
	assert_text(session_line(app, 0), "其一");
	session_keys(app, "j {");
	assert_text(session_line(app, 0), "其一");
	session_keys(app, "{ {");
	assert_text(session_line(app, 0), "第一节");
	assert_status(app, "there is no heading above");
	app_free(app);
}

static void
says_that_there_are_none(void **state)
{
	(void)state;
	struct app *app = session_open(12, 50);
	session_command(app, "headings");
	assert_status(app, "no post is open");
	session_keys(app, "j Enter g t");
	assert_status(app, "this post has no headings");
	session_keys(app, "}");
	assert_status(app, "this post has no headings");
	assert_true(app_pager(app).is_open);
	app_free(app);
}

/* Last: the post goes. */
static void
follows_the_open_post(void **state)
{
	(void)state;
	struct app *app = session_open(30, 120);
	session_rest(app);
	session_keys(app, "g t");
	assert_text(session_row(app, SLOT_MAIN, 1), "第一节");
	session_delete("_posts/2022-05-02-long.html");
	app_run(app, ACTION_RELOAD, "", 0);
	session_wait(app);
	session_rest(app);
	assert_null(strstr(session_row(app, SLOT_MAIN, 0), "长文"));
	assert_string_equal(session_row(app, SLOT_MAIN, 1), "");
	session_keys(app, "F");
	session_type(app, "节");
	session_keys(app, "Enter");
	assert_string_equal(session_row(app, SLOT_MAIN, 1), "");
	app_free(app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(lists_them_by_level),
			cmocka_unit_test(goes_to_one),
			cmocka_unit_test(follows_the_contents),
			cmocka_unit_test(leaves_what_is_covered),
			cmocka_unit_test(goes_to_one_from_the_list),
			cmocka_unit_test(steps_from_one_to_the_next),
			cmocka_unit_test(says_that_there_are_none),
			cmocka_unit_test(follows_the_open_post),
	};
	return cmocka_run_group_tests_name("headings", tests, begin, session_tear_down);
}
