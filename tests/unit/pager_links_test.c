/* Links of the open post: to posts, groups and elsewhere, and the way back. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "one_app.h"

#include <errno.h>
#include <signal.h>

#include <locale.h>

static const char links_post[] =
		"---\ntitle: 有链接的\ndate: 2022-06-01 08:00:00 +0800\n---\n"
		"<p><a href=\"/两 字/2022/05/31/中文.html\">一</a>"
		" <a href=\"/%e4%b8%a4%20%E5%AD%97/2022/05/31/%E4%B8%AD%E6%96%87.html\">二</a>"
		" <a href=\"../../../jjw/2022/05/30/n30.html#part\">三</a>"
		" <a href=\"/category/jjw.html\">四</a>"
		" <a href=\"/welcome/\">五</a>"
		" <a href=\"/no/such/page\">六</a>"
		" <a href=\"https://example.com/a?b=1&amp;c=%s\">七</a>"
		" <a href=\"ftp://example.com/\">八</a>"
		" <a href=\"/tag/新能源/\">九</a>"
		" <a href=\"/\">十</a>"
		" <a href=\"/tags/open-source/\">十一</a></p>\n";

static int
begin(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	session_hide_programs();
	session_write("welcome.html", "---\ntitle: 财报\ncategory: cbcj\n---\n");
	session_write("_posts/2022-05-31-中文.md", "---\ntitle: 中文\ncategories: [两 字]\ntags: "
						   "[Open Source]\n---\n<p>终点</p>\n");
	session_write("_posts/2022-06-01-links.md", links_post);
	session_write("_config.yml", "url: https://news.example\ntimezone: Asia/Shanghai\n");
	app = session_open(20, 59);
	return 0;
}

static void
follow(int number)
{
	char line[32];
	snprintf(line, sizeof(line), "follow %d", number);
	session_command(app, line);
}

/* Written in Chinese or escaped, a link to a post opens it, and back returns to the place. */
static void
test_links_to_posts(void **state)
{
	(void)state;
	for (int i = 1; i <= 2; i++) {
		session_open_post(app, "有链接");
		assert_status(app, "1/1 100%");
		follow(i);
		assert_true(session_shows(app, SLOT_MAIN, "终点"));
		/* It is none of the list, which was filtered. */
		session_keys(app, "Home");
		assert_status(app, " 100%");
		assert_null(strstr(session_status(app), "1/1"));
		session_keys(app, "q");
		assert_true(session_shows(app, SLOT_MAIN, "有链接的"));
		session_keys(app, "q q");
	}
	session_open_post(app, "有链接");
	follow(3);
	assert_true(session_shows(app, SLOT_MAIN, "30-01段"));
}

/* An address is compared decoded, on either side: a permalink may be written in Chinese or escaped. */
static void
test_links_to_permalinks(void **state)
{
	(void)state;
	session_write("_posts/2022-05-30-wrong.md",
			"---\ntitle: 错\npermalink: /新闻/错误.html\n---\n<p>错在此</p>\n");
	session_write("_posts/2022-05-30-blank.md",
			"---\ntitle: 空\npermalink: /a%20b/c%20d.html\n---\n<p>空在此</p>\n");
	session_write("_posts/2022-06-02-permalinks.md",
			"---\ntitle: 去处\n---\n<p><a href=\"/新闻/错误.html#p\">一</a>"
			" <a href=\"/%E6%96%B0%e9%97%bb/%E9%94%99%E8%AF%AF/\">二</a>"
			" <a href=\"http://news.example/a%20b/c%20d\">三</a>"
			" <a href=\"/a b/c d.html\">四</a></p>\n");
	session_keys(app, "R");
	session_wait(app);
	for (int i = 1; i <= 4; i++) {
		session_open_post(app, "去处");
		follow(i);
		assert_true(session_shows(app, SLOT_MAIN, i <= 2 ? "错在此" : "空在此"));
		session_keys(app, "q q q");
	}
}

static void
test_back_to_the_place(void **state)
{
	(void)state;
	session_write("_posts/2022-06-02-long.md",
			"---\ntitle: "
			"长\n---\n<p>1</p><p>2</p><p>3</p><p>4</p><p>5</p><p>6</p><p>7</p>"
			"<p>8</p><p>9</p><p>10</p><p>11</p><p>12</p><p>13</p><p>14</p><p>15</p>"
			"<p><a "
			"href='/jjw/2022/05/30/n30.html'>去</a></p><p>17</p><p>18</p><p>19</p>"
			"<p>20</p><p>21</p><p>22</p><p>23</p><p>24</p><p>25</p><p>26</p><p>27</p>");
	session_keys(app, "R");
	session_wait(app);
	session_open_post(app, "长");
	session_keys(app, "j j j j");
	char before[64];
	snprintf(before, sizeof(before), "%.60s", session_line(app, 0));
	session_keys(app, ". Enter");
	assert_true(session_shows(app, SLOT_MAIN, "30-01段"));
	session_keys(app, "C-f C-f BS");
	size_t top = app_pager(app).top;
	assert_true(top > 0);
	assert_true(session_shows(app, SLOT_MAIN, "去"));
}

static void
test_links_to_groups(void **state)
{
	(void)state;
	static const struct {
		int link;
		const char *title;
	} groups[] = {{4, "category:经济网"}, {5, "category:财报"}, {9, "tag:新能源"}, {10, "All"},
			{11, "tag:Open Source"}};
	for (size_t i = 0; i < 5; i++) {
		session_command(app, "all-posts");
		session_open_post(app, "有链接");
		follow(groups[i].link);
		assert_text(session_title(app), groups[i].title);
		assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	}
}

/* The last of the usual programs are for the terminal, where they are found missing. */
static void
find_none(void)
{
	while (app_foreground_done(app, 0, ENOENT) & DIRTY_RUN)
		continue;
}

static void
test_links_elsewhere(void **state)
{
	(void)state;
	session_open_post(app, "有链接");
	follow(6);
	assert_string_equal(app_foreground(app)->arguments.words[1],
			"https://news.example/no/such/page");
	find_none();
	follow(7);
	find_none();
	assert_status(app, "$BROWSER is not set");
	follow(8);
	assert_status(app, "leads nowhere from here");
	follow(99);
	assert_status(app, "this post has no link 99");
	session_command(app, "follow x");
	assert_status(app, "follow wants a number, not “x”");
	assert_true(app_pager(app).is_open);
}

/* No shell is between: the address is one word, whatever stands in it. */
static void
test_browser(void **state)
{
	(void)state;
	session_open_post(app, "有链接");
	setenv("BROWSER", "  lynx  -x=%s -y :w3m '100%%:' a\\ b", 1);
	session_command(app, "follow 7");
	char *const *words = app_foreground(app)->arguments.words;
	assert_string_equal(words[0], "lynx");
	assert_string_equal(words[1], "-x=https://example.com/a?b=1&c=%s");
	assert_string_equal(words[2], "-y");
	assert_null(words[3]);
	/* What cannot be started is followed by the next, with the same address. */
	assert_true((app_foreground_done(app, 0, ENOENT) & DIRTY_RUN) != 0);
	words = app_foreground(app)->arguments.words;
	assert_string_equal(words[0], "w3m");
	assert_string_equal(words[1], "100%:");
	assert_string_equal(words[2], "a b");
	assert_string_equal(words[3], "https://example.com/a?b=1&c=%s");
	assert_null(words[4]);
	assert_int_equal(app_foreground_done(app, 0, ENOENT) & DIRTY_RUN, 0);
	assert_status(app, "w3m: No such file");
	setenv("BROWSER", ": :", 1);
	session_command(app, "follow 7");
	find_none();
	assert_status(app, "$BROWSER is not set");
	setenv("BROWSER", "w3m", 1);
	assert_true((session_command(app, "follow 7") & DIRTY_RUN) != 0);
	app_foreground_done(app, 3 << 8, 0);
	assert_status(app, "w3m ended with status 3");
	session_command(app, "follow 7");
	app_foreground_done(app, SIGKILL, 0);
	assert_status(app, "w3m was ended by signal 9 (Killed)");
	session_command(app, "follow 7");
	app_foreground_done(app, 0, 0);
	assert_status(app, "opened https://example.com/a?b=1&c=%s");
	setenv("BROWSER", "'w3m", 1);
	session_command(app, "follow 7");
	assert_status(app, "the quotation mark at character 1 has no end");
	unsetenv("BROWSER");
}

/* One that fails at once has opened nothing; one that fails later was in use. */
static void
test_browser_fails(void **state)
{
	(void)state;
	session_open_post(app, "有链接");
	setenv("BROWSER", "w3m:lynx", 1);
	session_command(app, "follow 7");
	assert_true((app_foreground_done(app, 1 << 8, 0) & DIRTY_RUN) != 0);
	assert_string_equal(app_foreground(app)->arguments.words[0], "lynx");
	app_foreground_done(app, 0, 0);
	assert_status(app, "opened https://example.com/");
	session_command(app, "follow 7");
	session_now += 5000;
	assert_int_equal(app_foreground_done(app, 1 << 8, 0) & DIRTY_RUN, 0);
	assert_status(app, "w3m ended with status 1");
	unsetenv("BROWSER");
}

static void
test_choose_links(void **state)
{
	(void)state;
	session_open_post(app, "有链接");
	assert_int_equal(app_pager(app).current_link, -1);
	session_keys(app, ".");
	assert_int_equal(app_pager(app).current_link, 0);
	session_keys(app, ". .");
	assert_int_equal(app_pager(app).current_link, 2);
	session_keys(app, ", , ,");
	assert_int_equal(app_pager(app).current_link, 10);
	session_keys(app, "q Esc");
	session_open_post(app, "第30条");
	assert_int_equal(app_pager(app).current_link, -1);
	session_keys(app, ".");
	assert_status(app, "this post has no links");
}

static void
test_count_links(void **state)
{
	(void)state;
	session_open_post(app, "有链接");
	app_run(app, ACTION_NEXT_LINK, "", 3);
	assert_int_equal(app_pager(app).current_link, 2);
	app_run(app, ACTION_PREV_LINK, "", 2);
	assert_int_equal(app_pager(app).current_link, 0);
	app_run(app, ACTION_NEXT_LINK, "", 1000000000);
	assert_true(app_pager(app).current_link >= 0);
}

/* The post of long addresses, with these settings. */
static void
open_long_links(const char *const *values)
{
	session_write("_posts/2022-06-05-long-links.md",
			"---\ntitle: 长址\n---\n[一](http://a.example/"
			"0123456789/0123456789/0123456789/0123456789) [二](http://b.example/)\n");
	session_values = values;
	app_free(app);
	app = session_open(20, 40);
	session_values = NULL;
	session_open_post(app, "长址");
}

/* The addresses stand at the end only where the settings say so, and go on below where they are long. */
static void
test_addresses(void **state)
{
	(void)state;
	static const char *const list[] = {"links", "list", NULL}, *const none[] = {"links", "none",
										   NULL};
	open_long_links(NULL);
	assert_string_equal(session_line(app, 0), "一[1] 二[2]");
	assert_string_equal(session_line(app, 2), "");
	session_keys(app, "g l");
	assert_string_equal(session_line(app, 0), "一 二");
	session_keys(app, "g l");
	assert_string_equal(session_line(app, 0), "一[1] 二[2]");
	open_long_links(list);
	assert_string_equal(session_line(app, 2), "[1] http://a.example/0123456789/012345");
	assert_string_equal(session_line(app, 3), "    6789/0123456789/0123456789");
	assert_string_equal(session_line(app, 4), "[2] http://b.example/");
	session_keys(app, "g l");
	assert_string_equal(session_line(app, 2), "");
	open_long_links(none);
	assert_string_equal(session_line(app, 0), "一 二");
	session_keys(app, "g l");
	assert_string_equal(session_line(app, 0), "一[1] 二[2]");
}

/* Digits pick a link; the number that none other begins with is followed at once. */
static void
test_digits(void **state)
{
	(void)state;
	session_open_post(app, "有链接");
	session_keys(app, "2");
	assert_true(session_shows(app, SLOT_MAIN, "终点"));
	session_keys(app, "q 1");
	assert_status(app, "link: 1");
	session_keys(app, "Enter");
	assert_true(session_shows(app, SLOT_MAIN, "终点"));
	session_keys(app, "q");
	session_type(app, "２");
	assert_true(session_shows(app, SLOT_MAIN, "终点"));
	/* What is no digit is not typed; one of an input method is. */
	session_keys(app, "q f");
	session_type(app, "x-二 q");
	assert_status(app, "link: a number");
	session_type(app, "２");
	assert_true(session_shows(app, SLOT_MAIN, "终点"));
}

/* `#place` goes there, in this post and in another; back returns. */
static void
test_fragments(void **state)
{
	(void)state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 注\n---\n开头[^1]。\n\n");
	for (int i = 0; i < 30; i++)
		buf_format(&text, "第%d段。\n\n", i);
	buf_add_text(&text, "## 中间 {#middle}\n\n");
	for (int i = 30; i < 60; i++)
		buf_format(&text, "第%d段。\n\n", i);
	buf_add_text(&text, "[上](#middle) [无](#nowhere)\n\n[^1]: 注的话。\n");
	session_write_bytes("_posts/2022-06-03-notes.md", text.data, text.length);
	buf_free(&text);
	session_write("_posts/2022-06-04-other.md",
			"---\ntitle: 别处\n---\n[去](/2022/06/03/notes.html#middle)\n");
	session_keys(app, "R");
	session_wait(app);
	session_open_post(app, "注");
	session_keys(app, ". Enter");
	assert_true(session_shows(app, SLOT_MAIN, "1. 注的话"));
	assert_false(session_shows(app, SLOT_MAIN, "开头"));
	session_keys(app, "BS");
	assert_true(session_shows(app, SLOT_MAIN, "开头¹"));
	session_keys(app, "q q");
	session_open_post(app, "别处");
	session_keys(app, ". Enter");
	assert_text(session_line(app, 0), "中间");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_links_to_posts),
			TEST(test_links_to_permalinks),
			TEST(test_back_to_the_place),
			TEST(test_links_to_groups),
			TEST(test_links_elsewhere),
			TEST(test_browser),
			TEST(test_browser_fails),
			TEST(test_choose_links),
			TEST(test_count_links),
			TEST(test_addresses),
			TEST(test_digits),
			TEST(test_fragments),
	};
	return cmocka_run_group_tests_name("pager_links", tests, NULL, NULL);
}
