/* The groups and the list: opening, moving, choosing, filtering, sorting, reading again. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "one_app.h"

#include "base/xalloc.h"

#include <locale.h>

static int
begin(void **state)
{
	return begin_app(state, 30, 120);
}

static void
assert_list_starts(const char *title)
{
	assert_text(session_row(app, SLOT_MIDDLE, 1), title);
}

static bool
has_focus(enum slot pane)
{
	return app_pane(app, pane).has_focus;
}

static void
test_first_screen(void **state)
{
	(void)state;
	assert_list_starts("第30条新闻");
	assert_text(session_title(app), "All");
	assert_text(session_title(app), "30 posts");
	assert_true(has_focus(SLOT_MIDDLE));
	assert_true(session_shows(app, SLOT_LEFT, "经济网"));
	assert_true(session_shows(app, SLOT_LEFT, "cbcj"));
	assert_true(session_shows(app, SLOT_MAIN, "30-01段"));
	assert_status(app, "1/30");
}

/* What the cursor comes to rest on is shown; a post passed over is not opened. */
static void
test_preview(void **state)
{
	(void)state;
	session_keys(app, "j j");
	assert_true(session_shows(app, SLOT_MAIN, "30-01段"));
	session_rest(app);
	assert_true(session_shows(app, SLOT_MAIN, "28-01段"));
	assert_text(session_chosen(app, SLOT_MIDDLE), "第28条");
}

static void
test_moves(void **state)
{
	(void)state;
	session_keys(app, "G");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第01条");
	assert_status(app, "30/30");
	session_keys(app, "j");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第01条");
	session_keys(app, "g g");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第30条");
	session_keys(app, "k");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第30条");
	/* 27 rows; a page keeps one. */
	session_keys(app, "PgDn");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第04条");
	session_keys(app, "PgUp C-d");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第17条");
	session_keys(app, "%");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第16条");
	session_command(app, "7");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第24条");
	session_command(app, "percent 100");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第01条");
}

static void
test_open_and_back(void **state)
{
	(void)state;
	session_keys(app, "j Enter");
	assert_true(has_focus(SLOT_MAIN));
	assert_true(session_shows(app, SLOT_MAIN, "29-01段"));
	assert_status(app, "2/30 0%");
	session_keys(app, "J");
	assert_true(session_shows(app, SLOT_MAIN, "28-01段"));
	session_keys(app, "K K");
	assert_true(session_shows(app, SLOT_MAIN, "30-01段"));
	session_keys(app, "K");
	assert_status(app, "first post");
	session_keys(app, "q");
	assert_true(has_focus(SLOT_MIDDLE));
	assert_text(session_chosen(app, SLOT_MIDDLE), "第30条");
	session_keys(app, "q");
	assert_true(has_focus(SLOT_LEFT));
	assert_true((session_keys(app, "q") & DIRTY_QUIT) != 0);
}

/* At a post's end the key that pages goes on to the next one. */
static void
test_page_or_next(void **state)
{
	(void)state;
	session_keys(app, "Enter G");
	assert_status(app, "100%");
	session_keys(app, "Space");
	assert_true(session_shows(app, SLOT_MAIN, "29-01段"));
	assert_status(app, "2/30 0%");
}

static void
test_groups(void **state)
{
	(void)state;
	session_keys(app, "]");
	/* By count, then by name: both have fifteen. */
	assert_text(session_title(app), "15 of 30 posts");
	const char *first = strstr(session_title(app), "cbcj") != NULL ? "第29条" : "第30条";
	assert_list_starts(first);
	session_keys(app, "] ]");
	assert_status(app, "last group");
	session_keys(app, "[ [");
	assert_list_starts("第30条");
	session_keys(app, "[");
	assert_status(app, "first group");
	session_keys(app, "t");
	assert_true(has_focus(SLOT_LEFT));
	assert_true(session_shows(app, SLOT_LEFT, "Tags"));
	assert_true(session_shows(app, SLOT_LEFT, "新能源"));
	session_keys(app, "j");
	assert_text(session_title(app), "tag:新能源");
	assert_text(session_title(app), "10 of 30 posts");
	session_keys(app, "Enter");
	assert_true(has_focus(SLOT_MIDDLE));
	session_keys(app, "g a");
	assert_text(session_title(app), "30 posts");
}

/* The slug and the name that is shown find a group alike. */
static void
test_filter_groups(void **state)
{
	(void)state;
	static const char *const filters[] = {"jjw", "经济", "JJ", "ＪＪＷ"};
	session_keys(app, "g 1");
	for (size_t i = 0; i < 4; i++) {
		session_keys(app, "F");
		session_type(app, filters[i]);
		assert_text(session_chosen(app, SLOT_LEFT), "经济网");
		assert_false(session_shows(app, SLOT_LEFT, "cbcj"));
		assert_text(session_title(app), "category:经济网");
		session_keys(app, "Enter Esc");
		assert_true(session_shows(app, SLOT_LEFT, "cbcj"));
		assert_text(session_title(app), "category:经济网");
		session_keys(app, "g g");
	}
}

/* A name that YAML quotes may begin and end with spaces; the list has what the group counts. */
static void
test_groups_with_spaces(void **state)
{
	(void)state;
	static const char *const commands[] = {"tag 前", "tag 后", "tag 全角", "category 前"};
	session_write("_posts/2022-06-03-spaces.md",
			"---\ntitle: 空\ncategories: [\"  前\"]\ntags: [\"  前\", \"后  \", "
			"\"　全角　\"]\n---\n<p>文</p>\n");
	session_keys(app, "g r");
	for (size_t i = 0; i < 4; i++) {
		session_command(app, commands[i]);
		assert_text(session_title(app), "1 of 31 posts");
	}
}

/* A filter that leaves no group shows all posts, not those of the group that fewer letters found. */
static void
test_filter_without_groups(void **state)
{
	(void)state;
	static const char *const chosen[] = {"g 1 g g", "g 1 j"};
	for (size_t i = 0; i < 2; i++) {
		session_keys(app, chosen[i]);
		char *title = xstrdup(session_title(app));
		session_keys(app, "F");
		session_type(app, "jjw");
		assert_text(session_title(app), "category:经济网");
		session_type(app, "zz");
		assert_text(session_chosen(app, SLOT_LEFT), "All");
		assert_null(strstr(session_title(app), "category:"));
		session_keys(app, "BS BS");
		assert_text(session_title(app), "category:经济网");
		session_type(app, "zz");
		session_keys(app, "Esc");
		assert_text(session_title(app), title);
		free(title);
	}
}

/* What names a group shows it among all others, also where the cursor is on it already. */
static void
test_named_group_takes_filter_away(void **state)
{
	(void)state;
	static const char *const commands[] = {"category jjw", "all-posts"};
	for (size_t i = 0; i < 2; i++) {
		session_keys(app, "g 1 F");
		session_type(app, "jjw");
		session_keys(app, i == 0 ? "Enter" : "Enter g g");
		assert_false(session_shows(app, SLOT_LEFT, "cbcj"));
		session_command(app, commands[i]);
		assert_true(session_shows(app, SLOT_LEFT, "cbcj"));
		assert_text(session_chosen(app, SLOT_LEFT), i == 0 ? "经济网" : "All");
		assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	}
}

/* Given up, a filter leaves what was there before it. */
static void
test_give_up_filter(void **state)
{
	(void)state;
	session_keys(app, "g 1 /");
	session_type(app, "jjw");
	assert_text(session_title(app), "15 of 30");
	session_keys(app, "Esc");
	assert_text(session_title(app), "All");
	assert_text(session_title(app), "30 posts");
	assert_text(session_chosen(app, SLOT_LEFT), "All");
	/* In the list the cursor is where it was. */
	session_keys(app, "g 2 j F");
	session_type(app, "第07");
	assert_text(session_title(app), "1 of 30 posts");
	session_keys(app, "Esc");
	assert_text(session_title(app), "30 posts");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第29条");
}

static void
test_filter_list(void **state)
{
	(void)state;
	session_keys(app, "F");
	session_type(app, "第2");
	assert_text(session_title(app), "10 of 30 posts");
	assert_text(session_title(app), "“第2”");
	assert_status(app, "filter: 第2");
	session_keys(app, "BS");
	session_type(app, "無此");
	assert_true(session_shows(app, SLOT_MIDDLE, "no title has “第無此”"));
	session_keys(app, "C-u");
	session_type(app, "１５");
	assert_list_starts("第15条");
	session_keys(app, "Enter Enter");
	assert_true(session_shows(app, SLOT_MAIN, "15-01段"));
	session_keys(app, "h q");
	assert_text(session_title(app), "30 posts");
	assert_true(has_focus(SLOT_MIDDLE));
}

/* Groups and titles are found by their pinyin too; what it stands for is marked. */
static void
test_filter_by_pinyin(void **state)
{
	(void)state;
	static const char *const filters[][2] = {{"xny", "新能源"}, {"ＸＩＮＮ", "新能"},
			{"xin'nengy", "新能源"}, {"新n", "新能"}, {"能源", "能源"}};
	session_keys(app, "g 1 t");
	for (size_t i = 0; i < 5; i++) {
		session_keys(app, "F");
		session_type(app, filters[i][0]);
		assert_text(session_chosen(app, SLOT_LEFT), "新能源");
		assert_true(session_has_mark(app, SLOT_LEFT, 2, filters[i][1]));
		assert_false(session_shows(app, SLOT_LEFT, "四川经济网新闻"));
		assert_text(session_title(app), "10 of 30 posts");
		session_keys(app, "Enter Esc g g");
		assert_false(session_has_mark(app, SLOT_LEFT, 2, filters[i][1]));
	}
	session_keys(app, "g a F");
	session_type(app, "30tx");
	assert_text(session_title(app), "1 of 30 posts");
	assert_true(session_has_mark(app, SLOT_MIDDLE, 1, "30条新"));
	session_keys(app, "C-u");
	session_type(app, "tiaox");
	assert_text(session_title(app), "30 posts");
	assert_true(session_has_mark(app, SLOT_MIDDLE, 2, "条新"));
}

/* A command's group may be a part of a name, or its pinyin, if that is one group only. */
static void
test_group_by_pinyin(void **state)
{
	(void)state;
	session_command(app, "tag xny");
	assert_text(session_title(app), "新能源");
	assert_text(session_title(app), "10 of 30 posts");
	session_command(app, "tag sichuanjj");
	assert_text(session_title(app), "四川经济网新闻");
	session_command(app, "tag 能");
	assert_text(session_title(app), "新能源");
	session_command(app, "tag x");
	assert_status(app, "may be the tag “新能源” or “四川经济网新闻”");
	assert_text(session_title(app), "新能源");
	session_command(app, "tag xyy");
	assert_status(app, "no posts of the tag “xyy”");
	session_keys(app, ":");
	session_type(app, "tag xinn");
	session_keys(app, "Tab Enter");
	assert_text(session_title(app), "新能源");
}

static void
test_sort(void **state)
{
	(void)state;
	session_keys(app, "j j r");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第28条");
	assert_status(app, "28/30");
	session_keys(app, "g g");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第01条");
	session_keys(app, "r S");
	assert_status(app, "posts by title");
	session_keys(app, "g g");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第01条");
	session_command(app, "sort date");
	session_keys(app, "g g");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第30条");
	session_command(app, "sort size");
	assert_status(app, "not by size");
	session_keys(app, "g 1 S");
	assert_status(app, "groups by name");
	session_keys(app, "S");
	assert_status(app, "groups by latest");
	assert_text(session_row(app, SLOT_LEFT, 2), "经济网");
	session_keys(app, "z");
	assert_text(session_row(app, SLOT_LEFT, 0), " Categories  name↑ ");
	session_keys(app, "z");
	assert_text(session_row(app, SLOT_LEFT, 0), " count↓ ");
	session_keys(app, "Z H");
	assert_text(session_row(app, SLOT_LEFT, 0), " count↓ ");
}

static void
test_dates(void **state)
{
	(void)state;
	session_command(app, "since 2022-05-11");
	assert_text(session_title(app), "20 of 30 posts");
	session_command(app, "until 2022-05-20");
	assert_text(session_title(app), "10 of 30 posts");
	assert_text(session_title(app), "since 2022-05-11 until 2022-05-20");
	session_command(app, "since 2022-15-01");
	assert_text(session_title(app), "10 of 30 posts");
	session_command(app, "since");
	session_command(app, "until");
	assert_text(session_title(app), " 30 posts");
}

/* A post that is gone, one that is new: the cursor stays on its post, or where that was. */
static void
test_reload(void **state)
{
	(void)state;
	session_keys(app, "j j j");
	session_write("_posts/2022-06-01-new.md", "---\ntitle: 新来的\n---\ntext\n");
	session_keys(app, "R");
	session_wait(app);
	assert_status(app, "read again: 31 posts");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第27条");
	assert_list_starts("新来的");
	session_delete("_posts/2022-05-27-n27.md");
	session_keys(app, "R");
	session_wait(app);
	assert_text(session_chosen(app, SLOT_MIDDLE), "第26条");
	session_rest(app);
	assert_true(session_shows(app, SLOT_MAIN, "26-01段"));
}

static void
test_empty_archive(void **state)
{
	(void)state;
	char name[64];
	for (int i = 1; i <= SESSION_POSTS; i++) {
		session_post_name(name, i);
		session_delete(name);
	}
	session_keys(app, "R");
	session_wait(app);
	assert_true(session_shows(app, SLOT_MIDDLE, "no posts found"));
	session_keys(app, "j k G g g Enter J ] t c / Esc v v r S n N Tab Tab Tab");
	session_rest(app);
	session_write_post(1);
	session_keys(app, "R");
	session_wait(app);
	assert_status(app, "read again: 1 post");
	assert_text(session_title(app), "1 post ");
}

static void
test_missing_archive(void **state)
{
	(void)state;
	app_free(app);
	app = session_start_at("/nonexistent/archive", NULL, "default");
	app_resize(app, 24, 80);
	session_wait(app);
	assert_status(app, "/nonexistent/archive");
	session_keys(app, "j Enter ] t / x Esc R");
	session_wait(app);
	session_command(app, "tag 新能源");
	assert_status(app, "no archive has been read yet");
	session_command(app, "search 新");
	assert_status(app, "no post is open");
	session_command(app, "follow 1");
	assert_status(app, "no post is open");
	assert_true((session_keys(app, "Q") & DIRTY_QUIT) != 0);
}

/* What the command line asks for is what is open. */
static void
test_selection(void **state)
{
	(void)state;
	struct selection selection;
	selection_init(&selection);
	struct err err;
	assert_true(selection_add_tag(&selection, "四川经济网新闻", &err));
	app_free(app);
	app = session_start_at(session_folder, &selection, "default");
	selection_free(&selection);
	app_resize(app, 24, 80);
	session_wait(app);
	assert_text(session_title(app), "tag:四川经济网新闻");
	assert_text(session_title(app), "6 of 30 posts");
	session_keys(app, "Enter J");
	assert_true(session_shows(app, SLOT_MAIN, "25-01段"));
}

/* A group asked for that is not there is told, with the nearest name. */
static void
test_unknown_group(void **state)
{
	(void)state;
	session_command(app, "tag 新能原");
	assert_status(app, "did you mean “新能源”?");
	assert_text(session_title(app), "30 posts");
	session_command(app, "category 经济网 ");
	assert_text(session_title(app), "15 of 30 posts");
	session_command(app, "tag");
	assert_status(app, "tag wants a name");
}

static void
assert_columns(int left, int list, int post)
{
	const int columns[] = {left, list, post};
	for (enum slot slot = 0; slot < SLOT_COUNT; slot++) {
		struct pane_box box = app_pane(app, slot);
		assert_int_equal(box.is_visible ? box.columns : 0, columns[slot]);
	}
}

/* The groups make room for a post, which is laid out once for it, and stay away until they are gone to. */
static void
test_reading_gets_the_room(void **state)
{
	(void)state;
	assert_columns(26, 50, 42);
	session_press(app, "j Enter");
	assert_int_equal(app_model(app)->opened.options.width, 80); /* it is not open yet */
	session_wait(app);
	assert_columns(0, 37, 82);
	assert_int_equal(app_pager(app).article->options.width, 80);
	session_keys(app, "q j");
	session_rest(app);
	assert_columns(0, 37, 82);
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	assert_true(session_shows(app, SLOT_MAIN, "28-01段"));
	session_keys(app, "]"); /* the list follows the groups all the same */
	session_rest(app);
	assert_text(session_title(app), "15 of 30");
	assert_columns(0, 37, 82);
	session_keys(app, "q");
	assert_columns(26, 50, 42);
	session_keys(app, "Enter");
	assert_columns(26, 50, 42);
	/* A view has its layout. */
	session_keys(app, "Enter");
	assert_columns(0, 37, 82);
	session_keys(app, "g * g 1");
	assert_columns(26, 50, 42);
	session_keys(app, "H");
	assert_columns(0, 37, 82);
}

/* The text at the top stays there when the groups fold and unfold, as with any other size. */
static void
test_folding_keeps_the_place(void **state)
{
	(void)state;
	session_rest(app);
	session_keys(app, "g 3 C-f");
	char before[64];
	snprintf(before, sizeof(before), "%.40s", session_line(app, 0));
	static const char *const keys[] = {"g 1", "g 3", "q", "v", "v", "g 2", "v v"};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		session_keys(app, keys[i]);
		if (app_pane(app, SLOT_MAIN).is_visible)
			assert_text(session_line(app, 0), before);
	}
}

/* `open: full`: a post has the screen, and the list is then as it was. */
static void
test_open_full(void **state)
{
	(void)state;
	static const char *const values[] = {"open", "full", "measure", "60", NULL};
	session_values = values;
	app_free(app);
	app = session_open(30, 120);
	session_values = NULL;
	session_keys(app, "Enter");
	assert_columns(0, 0, 120);
	assert_int_equal(app_pager(app).article->options.width, 60);
	assert_int_equal(app_pager(app).indent, 30);
	session_keys(app, "v"); /* there is nothing beside it */
	assert_status(app, "this pane is alone already");
	assert_columns(0, 0, 120);
	session_keys(app, "q");
	assert_columns(26, 50, 42);
}

static void
test_zoom_and_panes(void **state)
{
	(void)state;
	session_keys(app, "v");
	assert_true(app_pane(app, SLOT_MIDDLE).is_visible);
	assert_false(app_pane(app, SLOT_LEFT).is_visible);
	assert_int_equal(app_pane(app, SLOT_MIDDLE).columns, 120);
	session_keys(app, "q");
	assert_true(app_pane(app, SLOT_LEFT).is_visible);
	session_keys(app, "Tab");
	assert_true(has_focus(SLOT_MAIN));
	session_keys(app, "Tab");
	assert_true(has_focus(SLOT_LEFT));
	session_keys(app, "S-Tab");
	assert_true(has_focus(SLOT_MAIN));
}

static void
test_problems_are_counted(void **state)
{
	(void)state;
	session_write("_posts/2022-06-01-bad.md", "---\ntitle: [open\n---\ntext\n");
	app_free(app);
	app = session_open(30, 120);
	assert_status(app, "1 problem in the archive");
	session_keys(app, "g m");
	assert_true(session_shows(app, SLOT_MAIN, "2022-06-01-bad.md"));
	session_keys(app, "q");
	assert_true(session_shows(app, SLOT_MIDDLE, "第30条"));
}

/* A problem is said in words once, in whatever session; then it is one of a count, and only others are said. */
static void
test_problems_are_said_once(void **state)
{
	(void)state;
	session_resume = RESUME_VIEW;
	app_free(app);
	session_write("_posts/2022-06-01-bad.md", "---\ntitle: [open\n---\ntext\n");
	app = session_open(30, 120);
	assert_status(app, "1 problem in the archive: see :messages");
	assert_status(app, "!1  2/31");
	session_keys(app, "R");
	assert_status(app, "read again");
	app_free(app);
	app = session_open(30, 120);
	assert_null(strstr(session_status(app), "in the archive"));
	assert_status(app, "!1  ");
	session_write("_posts/2022-06-02-bad.md", "---\ntitle: {open\n---\ntext\n");
	session_keys(app, "R j");
	assert_status(app, "!2  ");
	session_keys(app, "g m");
	assert_true(session_shows(app, SLOT_MAIN, "1 new problem in the archive: see :messages"));
	session_keys(app, "q");
	session_delete("_posts/2022-06-01-bad.md");
	session_delete("_posts/2022-06-02-bad.md");
	session_keys(app, "R j");
	assert_null(strstr(session_status(app), "!"));
	session_resume = 0;
}

/* More problems than are known by themselves are known together. */
static void
test_known_problems(void **state)
{
	(void)state;
	struct known_problems known = {.count = 0}, again;
	struct buf text = buf_empty();
	for (size_t count = 1; count <= KNOWN_PROBLEMS + 2; count++) {
		struct problems *problems = problems_new();
		for (size_t i = 0; i < count; i++)
			problems_add(problems, SEVERITY_ERROR, "a", i + 1, 0, "bad");
		assert_int_equal(known_problems_take(&known, problems),
				count > KNOWN_PROBLEMS ? count : 1);
		buf_clear(&text);
		known_problems_format(&known, &text);
		known_problems_read(&again, text.data);
		assert_int_equal(known_problems_take(&again, problems), 0);
		problems_free(problems);
	}
	known_problems_read(&again, "no hash");
	assert_int_equal(again.count, 0);
	buf_free(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_first_screen),
			TEST(test_preview),
			TEST(test_moves),
			TEST(test_open_and_back),
			TEST(test_page_or_next),
			TEST(test_groups),
			TEST(test_filter_groups),
			TEST(test_groups_with_spaces),
			TEST(test_filter_without_groups),
			TEST(test_named_group_takes_filter_away),
			TEST(test_give_up_filter),
			TEST(test_filter_list),
			TEST(test_filter_by_pinyin),
			TEST(test_group_by_pinyin),
			TEST(test_sort),
			TEST(test_dates),
			TEST(test_reload),
			TEST(test_empty_archive),
			TEST(test_missing_archive),
			TEST(test_selection),
			TEST(test_unknown_group),
			TEST(test_reading_gets_the_room),
			TEST(test_folding_keeps_the_place),
			TEST(test_open_full),
			TEST(test_zoom_and_panes),
			TEST(test_problems_are_counted),
			TEST(test_problems_are_said_once),
			cmocka_unit_test(test_known_problems),
	};
	return cmocka_run_group_tests_name("app", tests, NULL, NULL);
}
