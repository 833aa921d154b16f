/* Prompts: what they say, what is given back when one is given up, and a line that is longer than its room. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
			TEST(test_long_line),
			TEST(test_long_line_in_ascii),
			TEST(test_narrow_prompts),
	};
	return cmocka_run_group_tests_name("prompts", tests, NULL, NULL);
}
