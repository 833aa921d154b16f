/* Prompts: what they say, what is given back when one is given up, and a line that is longer than its room. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"
#include "one_app.h"

#include <locale.h>

static int
begin(void **state)
{
	return begin_app(state, 24, 100);
}

/* --- What an empty line says --- */

static void
test_hints(void **state)
{
	(void)state;
	session_keys(app, "/");
	assert_status(app, "search: words, \"a phrase\", tag:NAME");
	session_keys(app, "Esc F");
	assert_status(app, "filter: part of a title or a name");
	session_keys(app, "x");
	assert_status(app, "filter: x ");
	session_keys(app, "BS");
	assert_status(app, "filter: part of");
	session_keys(app, "Esc !");
	assert_status(app, "run: a program");
	session_keys(app, "Esc Enter /");
	assert_status(app, "search: words of this post");
	/* Enter keeps nothing where nothing is in force. */
	session_keys(app, "Enter");
	assert_null(strstr(session_status(app), "not in this post"));
	session_keys(app, "?");
	session_keys(app, "/");
	assert_status(app, "filter: part of");
	struct view_row row;
	app_view_status(app, &row);
	assert_int_equal(row.cells[0].role, ROLE_PROMPT);
	assert_int_equal(row.cells[1].role, ROLE_DIM);
}

/* --- Giving up --- */

/* The place, the match and the phrase, in both directions. */
static void
test_give_up_in_post(void **state)
{
	(void)state;
	session_open_post(app, "第30条");
	session_command(app, "search 目标");
	session_keys(app, "n j j");
	size_t top = app_pager(app).top, match = app_pager(app).current_match;
	static const char *const begins[] = {"/", "g /"};
	for (size_t i = 0; i < 2; i++) {
		session_keys(app, begins[i]);
		assert_status(app, "目标");
		session_type(app, "30-35");
		session_keys(app, "BS BS BS BS BS");
		assert_int_equal(app_pager(app).top, top);
		assert_int_equal(app_pager(app).article->match_count, 3);
		session_type(app, "30-3");
		session_keys(app, "Esc");
		assert_int_equal(app_pager(app).top, top);
		assert_int_equal(app_pager(app).current_match, match);
		assert_int_equal(app_pager(app).article->match_count, 3);
	}
	session_keys(app, "n");
	assert_status(app, "match 3/3");
	/* Enter in an empty line goes on with what is in force. */
	session_keys(app, "/ Enter");
	assert_status(app, "match 1/3, from the start");
	session_keys(app, "/ Up Enter");
	assert_status(app, "match 1/3");
}

static void
test_give_up_in_groups(void **state)
{
	(void)state;
	session_keys(app, "g 1 j /");
	session_type(app, "经济");
	assert_text(session_chosen(app, SLOT_LEFT), "经济网");
	session_keys(app, "Esc");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 1);
	assert_text(session_title(app), "cbcj");
	assert_true(app_pane(app, SLOT_LEFT).has_focus);
	/* With a filter in force, which stays. */
	session_keys(app, "/");
	session_type(app, "j");
	session_keys(app, "Enter j");
	assert_text(session_title(app), "经济网");
	session_keys(app, "/");
	assert_status(app, "filter: j ");
	session_type(app, "cb");
	assert_text(session_title(app), "cbcj");
	session_keys(app, "Esc");
	assert_text(session_title(app), "经济网");
	assert_text(session_chosen(app, SLOT_LEFT), "经济网");
	assert_true(session_shows(app, SLOT_LEFT, "cbcj"));
	session_keys(app, "/ Enter");
	assert_text(session_chosen(app, SLOT_LEFT), "经济网");
}

static void
test_give_up_in_help(void **state)
{
	(void)state;
	session_keys(app, "? j j C-d j");
	char chosen[256];
	snprintf(chosen, sizeof(chosen), "%s", session_chosen(app, SLOT_MAIN));
	int row = session_cursor_row(app, SLOT_MAIN);
	session_keys(app, "/");
	session_type(app, "quit");
	session_keys(app, "Esc");
	assert_string_equal(session_chosen(app, SLOT_MAIN), chosen);
	assert_int_equal(session_cursor_row(app, SLOT_MAIN), row);
}

/* A search that is asked for over help closes it; given up, it is there again. */
static void
test_give_up_over_help(void **state)
{
	(void)state;
	session_keys(app, "?");
	app_run(app, ACTION_SEARCH_ALL, NULL, 0);
	session_type(app, "x");
	assert_false(session_shows(app, SLOT_MAIN, "help: keys"));
	session_keys(app, "Esc");
	assert_true(session_shows(app, SLOT_MAIN, "help: keys"));
}

/* C-c gives up whatever is begun, and says what it takes to leave when nothing is. */
static void
test_interrupt(void **state)
{
	(void)state;
	static const char *const begins[] = {":", "F", "/", "!", ": C-r", "g"};
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		session_keys(app, begins[i]);
		if (i < 5)
			session_type(app, "第1");
		assert_int_equal(app_interrupt(app) & DIRTY_QUIT, 0);
		assert_int_equal(app_context(app), CONTEXT_LIST);
		assert_null(strstr(session_status(app), "C-c again"));
		assert_text(session_title(app), " 30 posts");
	}
	app_run(app, ACTION_DESCRIBE_KEY, NULL, 0);
	assert_int_equal(app_interrupt(app) & DIRTY_QUIT, 0);
	assert_null(strstr(session_status(app), "C-c again"));
	assert_int_equal(app_interrupt(app) & DIRTY_QUIT, 0);
	assert_status(app, "C-c again leaves reader");
	session_keys(app, "j");
	assert_int_equal(app_interrupt(app) & DIRTY_QUIT, 0);
	assert_true((app_interrupt(app) & DIRTY_QUIT) != 0);
}

/* Backspace that is held deletes the line and stops: nothing closes, and nothing runs. */
static void
test_held_backspace(void **state)
{
	(void)state;
	static const char *const begins[] = {":", "F", "/", "!", "Enter /", "? /"};
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		session_keys(app, begins[i]);
		session_type(app, "ab新");
		for (int press = 0; press < 20; press++) {
			assert_int_equal(session_keys(app, "BS") & DIRTY_QUIT, 0);
			assert_int_equal(app_context(app), CONTEXT_PROMPT);
		}
		session_keys(app, "Esc");
	}
	assert_true(session_shows(app, SLOT_MAIN, "help: keys"));
}

/* A prompt that a click opens gives back what was there then, as one that keys open does. */
static void
test_give_up_after_a_click(void **state)
{
	(void)state;
	session_keys(app, "g 1 j");
	const char *status = session_status(app), *hint = strstr(status, "filter");
	assert_non_null(hint);
	app_mouse(app, 23, (int)text_columns(status, (size_t)(hint - status)), 0, false);
	assert_int_equal(app_context(app), CONTEXT_PROMPT);
	session_type(app, "经");
	session_keys(app, "Esc");
	assert_true(app_pane(app, SLOT_LEFT).has_focus);
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 1);
}

/* Only a letter that is typed answers a question. */
static void
test_yank_is_no_answer(void **state)
{
	(void)state;
	char path[] = "/tmp/reader-test-XXXXXX"; /* a file of the archive is not asked about */
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	session_keys(app, "F y C-w Esc :");
	session_type(app, "save ");
	session_type(app, path);
	session_keys(app, "Enter C-y Up BS");
	assert_status(app, "overwrite it? (y/n)");
	session_keys(app, "n");
	assert_status(app, "nothing is saved");
	unlink(path);
}

/* --- Candidates --- */

/* A row of the box, 0 its rule. */
static const char *
box_row(int row)
{
	struct view_row view;
	assert_true(row < app_box_rows(app));
	app_view_box(app, row, &view);
	return session_text(&view);
}

/* The candidate that is chosen; "" if none is. */
static const char *
chosen_candidate(void)
{
	struct view_row view;
	for (int row = 1; row < app_box_rows(app); row++) {
		app_view_box(app, row, &view);
		if (view.fill == ROLE_CURSOR)
			return session_text(&view);
	}
	return "";
}

/* They stand over the line as one types, each with its help; Tab chooses, Up is for earlier lines. */
static void
test_candidates(void **state)
{
	(void)state;
	session_command(app, "sort title");
	assert_int_equal(app_box_rows(app), 0);
	session_keys(app, ":");
	assert_int_equal(app_box_rows(app), 8);
	assert_text(box_row(1), " up ");
	assert_text(box_row(1), "up a line");
	assert_string_equal(chosen_candidate(), "");
	session_type(app, "next-");
	assert_text(box_row(1), "next-post");
	assert_text(box_row(1), "next post of the list");
	session_keys(app, "Tab Tab");
	assert_text(chosen_candidate(), " next-group ");
	assert_status(app, ":next-group ");
	session_keys(app, "S-Tab S-Tab");
	assert_string_equal(chosen_candidate(), "");
	assert_status(app, ":next- ");
	session_keys(app, "S-Tab");
	assert_text(chosen_candidate(), "next-year");
	session_keys(app, "Up");
	assert_status(app, ":sort title");
	assert_text(box_row(1), " title ");
	assert_int_equal(app_box_rows(app), 2);
	session_keys(app, "C-r");
	assert_int_equal(app_box_rows(app), 0);
	session_keys(app, "Esc Esc");
	assert_int_equal(app_box_rows(app), 0);
	/* Other prompts have none, but for names of files. */
	session_keys(app, "F");
	session_type(app, "up");
	assert_int_equal(app_box_rows(app), 0);
}

/* What no name begins with is looked for within names, then the nearest one is shown. */
static void
test_other_candidates(void **state)
{
	(void)state;
	session_keys(app, ":");
	session_type(app, "posts");
	assert_int_equal(app_box_rows(app), 5);
	assert_text(box_row(1), "all-posts");
	session_keys(app, "C-u");
	session_type(app, "reverze");
	assert_int_equal(app_box_rows(app), 2);
	assert_text(box_row(1), "turn the order round");
	session_keys(app, "Tab");
	assert_status(app, ":reverse ");
	session_keys(app, "C-u");
	session_type(app, "zzzzzzzz");
	assert_int_equal(app_box_rows(app), 0);
}

/* The box has a third of the rows at most, and none where each row counts; the prompt is always seen. */
static void
test_box_sizes(void **state)
{
	(void)state;
	static const struct {
		int rows, columns, box;
	} sizes[] = {{5, 20, 0}, {7, 40, 0}, {8, 40, 3}, {12, 40, 4}, {24, 80, 8}, {36, 120, 11},
			{50, 200, 11}, {12, 20, 4}};
	session_keys(app, ":");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		int row, column;
		app_resize(app, sizes[i].rows, sizes[i].columns);
		assert_int_equal(app_box_rows(app), sizes[i].box);
		for (int line = 0; line < sizes[i].box; line++) {
			const char *text = box_row(line);
			assert_true(text_columns(text, strlen(text)) <= (size_t)sizes[i].columns);
		}
		assert_status(app, ":");
		app_cursor(app, &row, &column);
		assert_int_equal(row, sizes[i].rows - 1);
	}
	/* It scrolls to the one chosen, and says which of how many it is. */
	session_keys(app, "Tab Tab Tab Tab");
	assert_text(chosen_candidate(), "half-down");
	assert_text(box_row(0), " 4/");
	session_keys(app, "S-Tab S-Tab S-Tab S-Tab S-Tab");
	assert_text(chosen_candidate(), "quit");
}

/* Types a command, and expects its first candidates: the whole word, and what stands beside it. */
static void
assert_candidate(const char *line, int row, const char *word, const char *help)
{
	session_keys(app, ":");
	session_type(app, line);
	assert_text(box_row(row), arena_format(app_model(app)->scratch, " %s ", word));
	assert_text(box_row(row), help);
	session_keys(app, "Esc");
}

static void
test_arguments(void **state)
{
	(void)state;
	assert_candidate("category ", 1, "cbcj", " 15 ");
	assert_candidate("category ", 2, "经济网", "jjw");
	assert_candidate("category 经", 1, "经济网", " 15 ");
	assert_candidate("tag 四", 1, "四川经济网新闻", " 6 ");
	assert_candidate("tag 能", 1, "新能源", " 10 ");
	assert_candidate("theme d", 1, "dark", "");
	assert_candidate("keymap e", 1, "emacs", "");
	assert_candidate("copy t", 1, "title", "");
	assert_candidate("sort ", 2, "title", "");
	assert_candidate("since ", 1, "today", "2023-11-15");
	assert_candidate("since 7", 1, "7d", "2023-11-08");
	assert_candidate("since 2021", 1, "2021", "2021-01-01");
	assert_candidate("until 2021-02", 1, "2021-02", "2021-02-28");
	assert_candidate("since 2023-", 1, "2023-11-15", "2023-11-15");
	/* What an action takes is said where it cannot be listed. */
	session_keys(app, ":");
	session_type(app, "since 2021-0");
	assert_int_equal(app_box_rows(app), 2);
	assert_text(box_row(1), "only posts from DATE on");
	session_keys(app, "C-u");
	session_type(app, "search-all x");
	assert_text(box_row(1), "search the texts of all posts");
	session_keys(app, "Tab");
	assert_status(app, ":search-all x ");
	session_keys(app, "Esc");
	session_command(app, "search-all 第1*");
	session_command(app, "keep-search 十几");
	assert_candidate("delete-search ", 1, "十几", "第1*");
}

/* The names of files for `save`, in its prompt too. */
static void
test_files(void **state)
{
	(void)state;
	static const char *const names[] = {"texts/one.txt", "texts/two.txt", "texts/.hidden",
			"texts/new/a.txt", "texts/b\033c"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		session_write(names[i], "x\n");
	session_keys(app, ":");
	session_type(app, "save ");
	session_type(app, session_folder);
	session_type(app, "/te");
	session_keys(app, "Tab");
	assert_status(app, "/texts/ ");
	assert_int_equal(app_box_rows(app), 4);
	assert_text(box_row(1), "/texts/new/ ");
	assert_text(box_row(2), "/texts/one.txt ");
	assert_text(box_row(3), "/texts/two.txt ");
	session_type(app, ".h");
	session_keys(app, "Tab");
	assert_status(app, "/texts/.hidden ");
	session_keys(app, "Esc s C-u");
	session_type(app, session_folder);
	session_type(app, "/texts/t");
	session_keys(app, "Tab");
	assert_status(app, "/texts/two.txt ");
}

static void
test_click_on_a_candidate(void **state)
{
	(void)state;
	session_keys(app, ":");
	session_type(app, "next-");
	app_mouse(app, 15, 4, 0, false); /* the rule */
	assert_status(app, ":next- ");
	app_mouse(app, 17, 4, 0, false);
	assert_status(app, ":next-group ");
	assert_text(chosen_candidate(), "next-group");
	app_mouse(app, 23, 4, 0, false);
	app_mouse(app, 3, 4, 0, false);
	assert_status(app, ":next-group ");
}

/* An abbreviation runs what it can only mean, if it has three letters. */
static void
test_abbreviations(void **state)
{
	(void)state;
	session_command(app, "show");
	assert_status(app, "“show” is short for several actions: show-categories, show-tags");
	assert_int_equal(session_command(app, "qu") & DIRTY_QUIT, 0);
	assert_status(app, "“qu” is too short for quit: type 3 letters of it at least");
	assert_int_equal(session_command(app, "re") & DIRTY_QUIT, 0);
	assert_status(app, "“re” is short for several actions: redo, reverse, reload, redraw");
	session_command(app, "reverze");
	assert_status(app, "did you mean “reverse”?");
	session_command(app, "rev");
	assert_status(app, "30/30");
	session_command(app, "top");
	session_command(app, "up"); /* a whole name */
	assert_status(app, "1/30");
	assert_true((session_command(app, "qui") & DIRTY_QUIT) != 0);
}

/* --- Long lines --- */

static void
assert_field(const char *keys, const char *status)
{
	int row, column;
	session_keys(app, keys);
	assert_string_equal(session_status(app), status);
	app_cursor(app, &row, &column);
	assert_int_equal(row, 9);
	assert_true(column >= 0 && column < 30);
}

/* Marks say where it goes on; the line uses all columns, and no wide character is cut. */
static void
test_long_line(void **state)
{
	(void)state;
	app_resize(app, 10, 30);
	session_keys(app, "F");
	session_type(app, "四川经济网新闻新能源汽车产量");
	assert_field("End", "filter: ‹网新闻新能源汽车产量 ");
	assert_field("Home", "filter: 四川经济网新闻新能源 ›");
	assert_field("Right Right", "filter: 四川经济网新闻新能源 ›");
	session_type(app, "a");
	assert_field("Right Right Right Right Right Right Right Right",
			"filter: ‹a经济网新闻新能源汽 ›");
	session_keys(app, "Esc");
}

static void
test_long_line_in_ascii(void **state)
{
	(void)state;
	app_free(app);
	session_is_ascii = true;
	app = session_open(10, 30);
	session_is_ascii = false;
	session_keys(app, ":");
	session_type(app, "0123456789012345678901234567890123456789");
	assert_field("Left", ":<2345678901234567890123456789");
	assert_field("Home", ":0123456789012345678901234567>");
}

/* However narrow the screen, the caret is on it and the line keeps room. */
static void
test_narrow_prompts(void **state)
{
	(void)state;
	static const char *const keys[] = {":", "F", "/", "!", "W"};
	session_command(app, "search-all 普通");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		app_resize(app, 5, 20);
		session_keys(app, keys[i]);
		for (int letter = 0; letter < 30; letter++) {
			int row, column;
			struct view_row line;
			session_type(app, letter % 3 == 0 ? "新" : "x");
			app_cursor(app, &row, &column);
			assert_int_equal(row, 4);
			assert_true(column < 20);
			app_view_status(app, &line);
			const char *text = session_text(&line);
			assert_true(text_columns(text, strlen(text)) <= 20);
		}
		app_interrupt(app);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_hints),
			TEST(test_give_up_in_post),
			TEST(test_give_up_in_groups),
			TEST(test_give_up_in_help),
			TEST(test_give_up_over_help),
			TEST(test_interrupt),
			TEST(test_held_backspace),
			TEST(test_give_up_after_a_click),
			TEST(test_yank_is_no_answer),
			TEST(test_candidates),
			TEST(test_other_candidates),
			TEST(test_box_sizes),
			TEST(test_arguments),
			TEST(test_files),
			TEST(test_click_on_a_candidate),
			TEST(test_abbreviations),
			TEST(test_long_line),
			TEST(test_long_line_in_ascii),
			TEST(test_narrow_prompts),
	};
	return cmocka_run_group_tests_name("prompts", tests, NULL, NULL);
}
