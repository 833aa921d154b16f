/* Marks on the screen, with the keys of each map, and what is taken back. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/state.h"

#include "base/text.h"
#include "one_app.h"

#include <locale.h>

static int
begin(void **state)
{
	return begin_app(state, 36, 120);
}

/* The cell of a role in a row of a pane; NULL: it has none. */
static const struct cell_text *
cell(enum slot slot, int line, enum role role)
{
	static struct view_row row;
	app_view_row(app, slot, line, &row);
	for (int i = 0; i < row.cell_count; i++) {
		if (row.cells[i].role == role)
			return &row.cells[i];
	}
	return NULL;
}

static const char *
open_title(void)
{
	return article_title(app_model(app)->opened.article);
}

/* --- Rows --- */

static void
unread_and_starred_rows(void **state)
{
	(void)state;
	assert_null(cell(SLOT_MIDDLE, 1, ROLE_UNREAD));
	assert_null(cell(SLOT_MIDDLE, 1, ROLE_STAR));
	assert_text(session_title(app), " 30 posts ");
	assert_true(session_keys(app, "N") & DIRTY_MIDDLE);
	assert_status(app, "marked unread: 第30条新闻");
	assert_text(cell(SLOT_MIDDLE, 1, ROLE_UNREAD)->text, "第30条新闻");
	assert_string_equal(cell(SLOT_MIDDLE, 1, ROLE_UNREAD_MARK)->text, "N");
	assert_text(session_title(app), " 30 posts, 1 unread ");
	assert_text(session_row(app, SLOT_LEFT, 1), " 1/30 ");
	assert_true(session_shows(app, SLOT_LEFT, " 1/15 "));
	assert_true(session_keys(app, "j *") & DIRTY_MIDDLE);
	assert_status(app, "starred: 第29条新闻");
	assert_string_equal(cell(SLOT_MIDDLE, 2, ROLE_STAR)->text, "★");
	assert_null(cell(SLOT_MIDDLE, 2, ROLE_UNREAD));
	session_keys(app, "* k N");
	assert_null(cell(SLOT_MIDDLE, 1, ROLE_UNREAD));
	assert_null(cell(SLOT_MIDDLE, 2, ROLE_STAR));
	assert_text(session_title(app), " 30 posts ");
}

/* The column where a row's text begins; -1: it has no such text. */
static int
column_of(int line, const char *text)
{
	const char *row = session_row(app, SLOT_MIDDLE, line);
	const char *at = strstr(row, text);
	return at != NULL ? (int)text_columns(row, (size_t)(at - row)) : -1;
}

static void
marks_move_no_column(void **state)
{
	(void)state;
	static const int sizes[][2] = {{36, 120}, {24, 80}, {12, 40}, {5, 20}, {40, 200}};
	session_keys(app, "N * j N j *");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		session_keys(app, "g 2");
		app_resize(app, sizes[i][0], sizes[i][1]);
		bool has_header = sizes[i][0] >= 8;
		int title = column_of(has_header, "第30");
		assert_true(title > 0);
		for (int line = 1; line < 3; line++)
			assert_int_equal(column_of(has_header + line, "第"), title);
		if (has_header)
			assert_int_equal(column_of(0, "Title"), title);
		assert_string_equal(cell(SLOT_MIDDLE, has_header, ROLE_UNREAD_MARK)->text, "N");
		assert_int_equal(cell(SLOT_MIDDLE, has_header, ROLE_STAR)->column, title - 1);
	}
}

static void
ascii_marks(void **state)
{
	app_free(app);
	session_is_ascii = true;
	app = session_open(24, 80);
	session_is_ascii = false;
	session_keys(app, "*");
	assert_string_equal(cell(SLOT_MIDDLE, 1, ROLE_STAR)->text, "*");
	(void)state;
}

/* --- Verbs --- */

static void
marks_all_without_a_question(void **state)
{
	(void)state;
	session_command(app, "mark-unread");
	assert_status(app, "30 posts marked unread: z takes it back");
	assert_text(session_title(app), "30 posts, 30 unread");
	session_keys(app, "] A");
	assert_status(app, "15 posts marked read: z takes it back");
	assert_text(session_title(app), "15 of 30 posts ");
	session_keys(app, "A");
	assert_status(app, "all posts of the list are read");
	session_keys(app, "z");
	assert_status(app, "taken back: marked read: 15 posts");
	assert_text(session_title(app), "15 of 30 posts, 15 unread");
	session_keys(app, "Z");
	assert_status(app, "done again: marked read: 15 posts");
	session_command(app, "keymap vim");
	session_command(app, "mark-unread");
	assert_status(app, "15 posts marked unread: u takes it back");
	session_keys(app, "u");
	assert_status(app, "taken back: marked unread: 15 posts");
	session_keys(app, "C-r");
	assert_status(app, "done again");
}

/* newsboat's C: the archive, whatever narrows the list. */
static void
marks_the_archive(void **state)
{
	(void)state;
	session_command(app, "keymap newsboat");
	for (int i = 0; i < 4; i++) {
		static const char *const narrowing[] = {"tag 新能源", "search-all 目标",
				"since 2022-05-20", "starred-posts"};
		session_command(app, "mark-unread");
		session_command(app, narrowing[i]);
		session_keys(app, "g 1 C");
		assert_status(app, "30 posts marked read: z takes it back");
		assert_text(session_title(app), " All ");
		assert_text(session_title(app), " 30 posts ");
		session_keys(app, "z");
		assert_text(session_title(app), " 30 posts, 30 unread");
	}
}

/* Lists by marks, by the keys of each map; they are parts of the path that Esc takes off. */
static void
lists_by_marks(void **state)
{
	(void)state;
	static const struct {
		const char *map, *unread, *starred, *new;
	} maps[] = {{"default", "g u", "g *", "g n"}, {"vim", "g u", "g *", "g n"},
			{"less", "g u", "g *", "g n"}, {"newsboat", "g u", "g *", "g i"},
			{"emacs", "j r", "j *", "j n"}};
	session_keys(app, "N j j N *");
	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
		char command[64];
		snprintf(command, sizeof(command), "keymap %s", maps[i].map);
		session_command(app, command);
		session_keys(app, maps[i].unread);
		assert_text(session_title(app), " All > unread");
		assert_text(session_title(app), "2 of 30 posts, 2 unread");
		session_keys(app, maps[i].starred);
		assert_text(session_title(app), " All > starred");
		assert_text(session_title(app), "1 of 30 posts, 1 unread");
		assert_text(session_row(app, SLOT_MIDDLE, 1), "第28条新闻");
		session_keys(app, maps[i].new);
		assert_text(session_title(app), " All > new");
		assert_text(session_title(app), "0 of 30 posts");
	}
	session_command(app, "keymap default");
	session_keys(app, "Esc");
	assert_status(app, "“new” is taken off");
	session_keys(app, "g u");
	session_command(app, "tag 新能源");
	assert_text(session_title(app), "新能源 > unread");
	assert_text(session_title(app), "1 of 30 posts");
}

/* The same key means both; a search decides. */
static void
match_or_read(void **state)
{
	(void)state;
	session_keys(app, "j N");
	assert_status(app, "marked unread");
	session_keys(app, "Enter N");
	assert_status(app, "marked unread");
	session_keys(app, "/");
	session_type(app, "目标");
	session_keys(app, "Enter");
	assert_status(app, "match 1/3");
	session_keys(app, "N");
	assert_status(app, "match 3/3, from the end");
	session_keys(app, "g N");
	assert_status(app, "marked read: 第29条新闻");
	/* What `is:` asks for has no match to go to. */
	session_keys(app, "q N /");
	session_type(app, "is:unread");
	session_keys(app, "Enter N");
	assert_status(app, "marked read: 第29条新闻");
}

static void
opened_posts_are_read(void **state)
{
	(void)state;
	session_command(app, "mark-unread");
	session_rest(app);
	assert_non_null(cell(SLOT_MIDDLE, 1, ROLE_UNREAD));
	assert_true(session_keys(app, "Enter") & DIRTY_MIDDLE);
	assert_null(cell(SLOT_MIDDLE, 1, ROLE_UNREAD));
	session_keys(app, "J J");
	assert_text(session_title(app), "27 unread");
	/* The star of the open post stands before its title. */
	session_keys(app, "*");
	assert_text(session_row(app, SLOT_MAIN, 0), "★第28条新闻");
	session_keys(app, "z z");
	assert_status(app, "taken back: marked read: 第28条新闻");
	assert_text(session_title(app), "28 unread");
}

static void
posts_are_read_at_their_end(void **state)
{
	(void)state;
	app->panes.settings->mark_read = READ_AT_ITS_END;
	session_command(app, "mark-unread");
	session_keys(app, "Enter Space");
	assert_text(session_title(app), "30 unread");
	assert_true(session_keys(app, "G") & DIRTY_MIDDLE);
	assert_text(session_title(app), "29 unread");
	/* A post that is seen whole, too; and Space goes on from there. */
	session_write("_posts/2022-06-01-short.md", "---\ntitle: 短讯\n---\n短。\n");
	session_keys(app, "R g 2 g g Enter");
	assert_string_equal(open_title(), "短讯");
	assert_text(session_title(app), "29 unread");
	session_keys(app, "Space");
	assert_string_equal(open_title(), "第30条新闻");
}

/* Of the groups, which have as many posts each, cbcj stands before jjw. */
static void
goes_on_to_the_next_group(void **state)
{
	(void)state;
	session_keys(app, "u");
	assert_status(app, "no other post of the list is unread");
	session_command(app, "category jjw");
	session_command(app, "filter 第0");
	session_command(app, "mark-unread");
	session_command(app, "category cbcj");
	session_keys(app, "Enter u");
	assert_string_equal(app_model(app)->asked.group, "jjw");
	session_command(app, "category cbcj");
	session_command(app, "filter 第1");
	session_command(app, "mark-unread");
	session_keys(app, "Esc g g Enter");
	for (int i = 0; i < 5; i++) {
		session_keys(app, "u");
		assert_text(open_title(), "第1");
		assert_string_equal(app_model(app)->asked.group, "cbcj");
	}
	/* The groups pane follows; the keys stay in the post. */
	session_keys(app, "u");
	assert_string_equal(app_model(app)->asked.group, "jjw");
	assert_text(open_title(), "第06条新闻");
	assert_int_equal(app_context(app), CONTEXT_PAGER);
	session_keys(app, "g 1");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 2);
	session_keys(app, "g 3 u u");
	assert_text(open_title(), "第02条新闻");
	session_keys(app, "u");
	assert_status(app, "no post is unread");
	/* One that is left in a group that was passed is found from the end of the last group. */
	session_keys(app, "[ G Enter N g N q u");
	assert_string_equal(app_model(app)->asked.group, "cbcj");
}

static void
goes_round_in_all_posts(void **state)
{
	(void)state;
	session_keys(app, "g 2 j j N j N j j j u");
	assert_int_equal(app_model(app)->found.at, 2);
	assert_status(app, "from the start of the list");
	session_keys(app, "U");
	assert_int_equal(app_model(app)->found.at, 3);
	assert_status(app, "from the end of the list");
	session_keys(app, "U U");
	assert_int_equal(app_model(app)->found.at, 3);
	session_keys(app, "N u N u");
	assert_status(app, "no other post of the list is unread");
	/* In the groups from group to group, also while months stand in their place. */
	session_keys(app, "g g j j N g 1 g g u");
	assert_string_equal(app_model(app)->asked.group, "jjw");
	assert_int_equal(app_model(app)->found.at, 1);
	session_command(app, "all-posts");
	session_keys(app, "m g 2");
	app_run(app, ACTION_PREV_UNREAD_GROUP, "", 0);
	session_wait(app);
	assert_string_equal(app_model(app)->asked.group, "jjw");
	session_command(app, "until 2022-05-02");
	app_run(app, ACTION_NEXT_UNREAD_GROUP, "", 0);
	session_wait(app);
	assert_status(app, "no post of the list is unread");
	session_command(app, "until");
	session_keys(app, "g 2 u");
	assert_int_equal(app_model(app)->found.at, 1);
	/* Posts of no group are found among all. */
	session_keys(app, "N c");
	session_write("_posts/2022-06-01-none.md", "---\ntitle: 无类\n---\n无。\n");
	session_keys(app, "R u");
	assert_null(app_model(app)->asked.group);
	assert_int_equal(app_model(app)->found.at, 0);
}

/* A lone file is none of an archive's posts. */
static void
a_lone_file_has_no_marks(void **state)
{
	(void)state;
	app_free(app);
	app = session_open_lone("_posts/2022-05-30-n30.md", 24, 80);
	assert_text(open_title(), "第30条");
	static const char *const keys[] = {"N", "*", "A"};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		session_press(app, keys[i]);
		assert_status(app, "only posts of an archive can be marked");
	}
	session_press(app, "u");
	assert_status(app, "no other post of the list is unread");
	static const char *const lists[] = {"unread-posts", "starred-posts", "new-posts",
			"since 2022-05-10", "tag 新能源", "category jjw"};
	session_command(app, "next-unread-group");
	assert_status(app, "no post is unread");
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		session_command(app, lists[i]);
		assert_status(app, "a lone file has no list of posts");
	}
	session_press(app, "z");
	assert_status(app, "there is nothing to take back");
	session_press(app, "G :");
	session_press(app, "Esc");
}

/* --- What groups count --- */

static const char *
group_row(int line)
{
	return session_row(app, SLOT_LEFT, line);
}

/* With a search or dates in force groups count what is found, and those with nothing stand last. */
static void
groups_count_what_is_found(void **state)
{
	(void)state;
	assert_text(group_row(2), "cbcj");
	session_command(app, "since 2022-05-30");
	assert_text(group_row(1), "All");
	assert_text(group_row(1), " 1 ");
	assert_text(group_row(2), "经济网");
	assert_text(group_row(2), " 1 ");
	assert_text(group_row(3), "cbcj");
	assert_text(group_row(3), " 0 ");
	assert_text(cell(SLOT_LEFT, 3, ROLE_DIM)->text, "cbcj");
	assert_null(cell(SLOT_LEFT, 2, ROLE_DIM));
	/* Whichever is chosen; the cursor stays on it. */
	session_keys(app, "]");
	assert_string_equal(app_model(app)->asked.group, "jjw");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 1);
	session_command(app, "until 2022-05-29");
	session_command(app, "since 2022-05-27");
	assert_text(group_row(1), " 3 ");
	assert_text(group_row(2), "cbcj");
	assert_text(group_row(2), " 2 ");
	assert_text(group_row(3), " 1 ");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 2);
	session_keys(app, "t");
	assert_text(group_row(1), " 3 ");
	assert_text(group_row(2), "新能源");
	assert_text(group_row(2), " 1 ");
	assert_text(group_row(3), "四川经济网新闻");
	assert_text(group_row(3), " 0 ");
	session_command(app, "sort name");
	assert_text(group_row(2), "新能源");
	session_command(app, "since");
	session_command(app, "until");
	assert_text(group_row(1), " 30 ");
	session_keys(app, "c g 2 /");
	session_type(app, "第05条");
	session_keys(app, "Enter");
	assert_text(group_row(1), " 1 ");
	assert_text(group_row(2), "cbcj");
	session_command(app, "category jjw");
	assert_int_equal(found_count(app_model(app)), 0);
	assert_text(group_row(2), "cbcj");
	assert_text(group_row(2), " 1 ");
	session_keys(app, "Esc");
	assert_text(group_row(1), " 30 ");
	session_keys(app, "F");
	session_type(app, "第2");
	session_keys(app, "Enter");
	assert_text(group_row(1), " 10 ");
	assert_text(group_row(2), " 5 ");
	session_keys(app, "Esc N g u");
	assert_text(group_row(1), " 1 ");
	session_keys(app, "Esc");
	assert_text(group_row(1), " 1/30 ");
}

/* --- What is taken back --- */

static void
takes_back_what_a_prompt_changed(void **state)
{
	(void)state;
	session_keys(app, "/");
	session_type(app, "目标");
	session_keys(app, "Enter F");
	session_type(app, "第2");
	session_keys(app, "Enter");
	session_command(app, "since 2022-05-10");
	session_keys(app, "S r");
	assert_int_equal(found_count(app_model(app)), 10);
	/* A prompt that is given up, and one that changed nothing, are no steps. */
	session_command(app, "since 2022-05-10");
	session_keys(app, "/ x Esc z");
	assert_status(app, "taken back: order");
	session_keys(app, "z");
	assert_int_equal(app_model(app)->asked.selection.order, POSTS_BY_DATE);
	session_keys(app, "z");
	assert_status(app, "taken back: dates");
	session_keys(app, "z");
	assert_status(app, "taken back: filter");
	session_keys(app, "z");
	assert_status(app, "taken back: search");
	assert_int_equal(found_count(app_model(app)), SESSION_POSTS);
	session_keys(app, "z");
	assert_status(app, "there is nothing to take back");
	session_keys(app, "Z Z Z");
	assert_status(app, "done again: dates");
	assert_text(session_title(app), "since 2022-05-10 > search 目标 > “第2”");
	/* What Esc took away comes back, and so do the days of the calendar. */
	session_keys(app, "Z Z Esc z");
	assert_text(session_title(app), "“第2”");
	/* Lists by marks, too. */
	session_keys(app, "g u z");
	assert_status(app, "taken back: posts by marks");
}

/* A way back through views is no change that could be taken back. */
static void
views_are_no_steps(void **state)
{
	(void)state;
	session_write("_posts/2022-06-01-links.md",
			"---\ntitle: 链接\n---\n[去](/category/jjw.html)\n");
	session_keys(app, "R g 2 g g Enter");
	session_command(app, "follow 1");
	assert_string_equal(app_model(app)->asked.group, "jjw");
	session_keys(app, "q");
	assert_null(app_model(app)->asked.group);
	session_keys(app, "H L z");
	assert_status(app, "taken back: marked read: 链接");
	session_keys(app, "z");
	assert_status(app, "there is nothing to take back");
	/* What BS takes away is one. */
	session_keys(app, "g 2 F");
	session_type(app, "第2");
	session_keys(app, "Enter BS z");
	assert_status(app, "taken back: filter");
	assert_text(session_title(app), "“第2”");
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
	session_background = BACKGROUND_INDEX;
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)
	const struct CMUnitTest tests[] = {
			TEST(unread_and_starred_rows),
			TEST(marks_move_no_column),
			TEST(ascii_marks),
			TEST(marks_all_without_a_question),
			TEST(marks_the_archive),
			TEST(lists_by_marks),
			TEST(match_or_read),
			TEST(opened_posts_are_read),
			TEST(posts_are_read_at_their_end),
			TEST(goes_on_to_the_next_group),
			TEST(goes_round_in_all_posts),
			TEST(a_lone_file_has_no_marks),
			TEST(groups_count_what_is_found),
			TEST(views_are_no_steps),
			TEST(takes_back_what_a_prompt_changed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
