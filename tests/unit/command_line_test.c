/* Keys and commands: sequences, counts, full-width keys, the line and its completion, help. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/state.h"
#include "model/model.h"
#include "theme/theme.h"

#include "one_app.h"

#include <locale.h>

static int
begin(void **state)
{
	return begin_app(state, 30, 120);
}

static void
use_keymap(const char *name)
{
	app_free(app);
	app = session_start_at(session_folder, NULL, name);
	app_resize(app, 30, 120);
	session_wait(app);
}

/* --- Keys --- */

/* Keys pressed so far and what may follow are told. */
static void
test_pending(void **state)
{
	(void)state;
	session_keys(app, "G g");
	assert_status(app, " g ");
	assert_status(app, "all-posts");
	session_keys(app, "g");
	assert_status(app, "1/30");
	session_keys(app, "j g x");
	assert_status(app, "bound to nothing here");
	assert_status(app, "2/30");
	session_keys(app, "j");
	assert_status(app, "3/30");
	session_keys(app, "C-x");
	assert_status(app, "C-x is bound to nothing here");
}

static void
test_counts(void **state)
{
	(void)state;
	use_keymap("vim");
	session_keys(app, "5 j");
	assert_status(app, "6/30");
	session_keys(app, "1 0 j 2 k");
	assert_status(app, "14/30");
	session_keys(app, "7 G");
	assert_status(app, "7/30");
	session_keys(app, "9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 j");
	assert_status(app, "30/30");
	session_keys(app, "9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 C-u");
	assert_status(app, "1/30");
	session_keys(app, "3");
	assert_status(app, " 3");
	session_keys(app, "Esc");
	assert_status(app, "1/30");
}

/* From an input method they act as their ASCII twins; in a prompt they are text. */
static void
test_full_width(void **state)
{
	(void)state;
	session_type(app, "ｊｊ");
	assert_status(app, "3/30");
	session_type(app, "ｇｇ");
	assert_status(app, "1/30");
	session_type(app, "：");
	assert_status(app, ":");
	session_type(app, "ｊ");
	assert_status(app, ":ｊ");
	session_keys(app, "Esc");
	session_type(app, "Ｆ");
	session_type(app, "３０");
	assert_status(app, "filter: ３０");
	session_keys(app, "Enter");
	assert_text(session_title(app), "1 of 30 posts");
}

/* Of what an input method or a paste gives, controls do not get into the line. */
static void
test_no_controls_in_a_line(void **state)
{
	(void)state;
	session_keys(app, ":");
	app_press(app, (struct chord){0x85, 0});
	app_press(app, (struct chord){0x9B, 0});
	app_press(app, (struct chord){0x7F, 0});
	app_press(app, (struct chord){'a', 0});
	assert_status(app, ":a ");
}

/* --- Commands --- */

static void
test_unknown(void **state)
{
	(void)state;
	session_command(app, "revers");
	assert_status(app, "30/30");
	session_command(app, "reverze");
	assert_status(app, "no action “reverze”; did you mean “reverse”?");
	session_command(app, "qqqqqqqqqqqqqqqqqq");
	assert_status(app, "no action");
	session_command(app, "quit now");
	assert_status(app, "quit takes nothing after it");
	session_command(app, "percent many");
	assert_status(app, "percent wants a number, not “many”");
	session_command(app, "0");
	assert_status(app, "no action “0”");
	session_command(app, "");
	session_command(app, "   ");
	session_command(app, "99999999999999999999999999");
	assert_true((session_command(app, "quit") & DIRTY_QUIT) != 0);
}

/* A line's own actions are none to be run from it by a part of their names. */
static void
test_no_edits(void **state)
{
	(void)state;
	session_command(app, "delete-l");
	assert_status(app, "no action “delete-l”");
	session_command(app, "delete-left"); /* whole as well: no line is being typed */
	assert_status(app, "no action “delete-left”");
}

static void
test_complete(void **state)
{
	(void)state;
	session_keys(app, ":");
	session_type(app, "rev");
	session_keys(app, "Tab");
	assert_status(app, ":reverse ");
	session_keys(app, "C-u");
	session_type(app, "next-");
	session_keys(app, "Tab");
	assert_status(app, ":next-post");
	session_keys(app, "Tab");
	assert_status(app, ":next-group");
	session_keys(app, "S-Tab S-Tab");
	assert_status(app, ":next- ");
	session_keys(app, "S-Tab");
	assert_status(app, ":next-year");
	session_keys(app, "C-u");
	session_type(app, "zzz");
	session_keys(app, "Tab");
	assert_status(app, ":zzz ");
}

/* The only candidate is taken at once, and the next completion is of its argument. */
static void
test_complete_argument(void **state)
{
	(void)state;
	session_keys(app, ":");
	session_type(app, "cat");
	session_keys(app, "Tab");
	assert_status(app, ":category ");
	session_type(app, "jj");
	session_keys(app, "Tab");
	assert_status(app, ":category 经济网");
	session_keys(app, "Enter");
	assert_text(session_title(app), "15 of 30 posts");
	session_keys(app, ":");
	session_type(app, "tag ");
	session_keys(app, "Tab");
	assert_status(app, ":tag 新能源");
	session_keys(app, "Tab");
	assert_status(app, ":tag 四川经济网新闻");
	session_keys(app, "Esc :");
	session_type(app, "sort t");
	session_keys(app, "Tab");
	assert_status(app, ":sort title");
	session_keys(app, "Esc :");
	session_type(app, "keymap vi");
	session_keys(app, "Tab");
	assert_status(app, ":keymap vim");
}

/* Posts are sorted by other things than groups. */
static void
test_complete_orders(void **state)
{
	(void)state;
	session_keys(app, "g 1 :");
	session_type(app, "sort ");
	session_keys(app, "Tab");
	assert_status(app, ":sort count");
	session_keys(app, "Esc g 2 :");
	session_type(app, "sort ");
	session_keys(app, "Tab Tab");
	assert_status(app, ":sort title");
}

static void
test_history(void **state)
{
	(void)state;
	session_command(app, "sort title");
	session_command(app, "sort date");
	session_keys(app, ": Up Up");
	assert_status(app, ":sort title");
	session_keys(app, "Down");
	assert_status(app, ":sort date");
	session_keys(app, "Esc F Up");
	assert_status(app, "filter: ");
}

/* C-r finds earlier lines by what they have, backward, and gives them back for editing. */
static void
test_history_search(void **state)
{
	(void)state;
	session_command(app, "sort title");
	session_command(app, "tag 新能源");
	session_command(app, "sort date");
	session_keys(app, ": d C-r");
	assert_status(app, "earlier line with “”: d");
	session_type(app, "so");
	assert_status(app, "earlier line with “so”: sort date");
	session_keys(app, "C-r");
	assert_status(app, "earlier line with “so”: sort title");
	session_keys(app, "C-r");
	assert_status(app, "no earlier line has “so”: sort title");
	session_keys(app, "BS BS");
	assert_status(app, "earlier line with “”: d ");
	session_keys(app, "BS");
	session_type(app, "新");
	assert_status(app, "earlier line with “新”: tag 新能源");
	session_keys(app, "Esc");
	assert_status(app, ":d ");
	session_keys(app, "C-r");
	session_type(app, "新");
	session_keys(app, "C-e BS");
	assert_status(app, ":tag 新能 ");
	session_keys(app, "C-u C-r");
	session_type(app, "tit");
	session_keys(app, "Enter");
	assert_status(app, "1/10");
	assert_text(session_row(app, SLOT_MIDDLE, 1), "第03条");
}

/* The keys of readline in the prompts of each map. */
static void
test_readline_keys(void **state)
{
	(void)state;
	static const char *const maps[] = {"default", "emacs", "less", "newsboat", "vim"};
	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
		use_keymap(maps[i]);
		session_keys(app, ":");
		session_type(app, "tag one 四川");
		session_keys(app, "M-b M-b M-b x C-Left y C-Right z M-f");
		assert_status(app, ":tag yxonez 四川 ");
		session_keys(app, "C-a M-d C-d C-e M-BS C-y C-y");
		assert_status(app, ":yxonez 四川川 ");
		session_keys(app, "C-w C-a C-y C-k");
		assert_status(app, ":四川川 ");
		session_keys(app, "C-e C-u C-y C-y");
		assert_status(app, ":四川川四川川 ");
		session_keys(app, "Left C-u C-e C-h C-b C-f C-g");
		assert_false(strstr(session_status(app), ":") == session_status(app));
	}
}

static void
test_delete_on_an_empty_line(void **state)
{
	(void)state;
	session_keys(app, ": a BS");
	assert_status(app, ":");
	/* A key that is held never goes on behind the prompt. */
	session_keys(app, "BS BS");
	assert_status(app, ":");
}

static void
test_keymap(void **state)
{
	(void)state;
	session_command(app, "keymap vim");
	assert_status(app, "key map vim");
	session_keys(app, "3 j");
	assert_status(app, "4/30");
	session_command(app, "keymap nope");
	assert_status(app, "nope");
	session_keys(app, "3 j");
	assert_status(app, "7/30");
	assert_true((session_command(app, "theme mono") & DIRTY_THEME) != 0);
	assert_int_equal(app_theme(app)->looks[ROLE_ERROR].ink, COLOR_OWN);
	session_command(app, "theme nope");
	assert_int_equal(app_theme(app)->looks[ROLE_ERROR].ink, COLOR_OWN);
}

/* --- Help --- */

static void
test_help(void **state)
{
	(void)state;
	session_keys(app, "?");
	assert_true(session_shows(app, SLOT_MAIN, "help: keys of default"));
	assert_text(session_row(app, SLOT_MAIN, 1), " Moving");
	session_keys(app, "/");
	session_type(app, "turn the order");
	assert_true(session_shows(app, SLOT_MAIN, ":reverse"));
	assert_false(session_shows(app, SLOT_MAIN, ":quit"));
	session_keys(app, "Enter Enter");
	assert_status(app, "30/30");
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	/* What wants an argument is begun on the command line. */
	session_keys(app, "? /");
	session_type(app, "posts of the tag");
	session_keys(app, "Enter Enter");
	assert_status(app, ":tag ");
}

/* The row of help that has the text, filtered for it; its line in *line. */
static const char *
help_row(const char *text)
{
	session_keys(app, "F C-u");
	session_type(app, text);
	session_keys(app, "Enter");
	for (int line = 1; line < app_pane(app, SLOT_MAIN).rows; line++) {
		const char *row = session_row(app, SLOT_MAIN, line);
		if (strstr(row, text) != NULL)
			return row;
	}
	return "";
}

/* Digits, the prompts' keys and the calendar's are told, whichever pane has the keys. */
static void
test_help_has_all_keys(void **state)
{
	(void)state;
	static const char *const maps[] = {"default", "vim", "less", "newsboat", "emacs"};
	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
		app_run(app, ACTION_KEYMAP, maps[i], 0);
		enum keymap_digits digits = keymap_digits(app->panes.keymap);
		for (enum slot slot = SLOT_LEFT; slot <= SLOT_MAIN; slot++) {
			static const enum action focus[] = {
					ACTION_FOCUS_GROUPS, ACTION_FOCUS_LIST, ACTION_FOCUS_PAGER};
			app_run(app, focus[slot], NULL, 0);
			app_run(app, ACTION_HELP, NULL, 0);
			app_run(app, ACTION_FILTER, "1 …", 0);
			const char *wanted = digits == DIGITS_COUNT  ? "a count for the next key"
					     : digits == DIGITS_LINK ? "the number of a link"
								     : "";
			assert_text(session_row(app, SLOT_MAIN, 2), wanted);
			app_run(app, ACTION_FILTER, "back a month", 0);
			assert_text(session_row(app, SLOT_MAIN, 1), "Calendar");
			assert_text(session_row(app, SLOT_MAIN, 2), "back a month");
			app_run(app, ACTION_FILTER, "earlier line", 0);
			assert_text(session_row(app, SLOT_MAIN, 1), "Prompt");
			assert_text(session_row(app, SLOT_MAIN, 2), "Up");
			app_run(app, ACTION_CLOSE, NULL, 0);
		}
	}
}

/* Each section but the first begins behind an empty row; one that the filter leaves nothing of is not there. */
static void
test_help_sections(void **state)
{
	(void)state;
	app_resize(app, 300, 100);
	session_keys(app, "?");
	int sections = 0;
	for (int line = 2; line < 299; line++) {
		struct view_row row, before;
		app_view_row(app, SLOT_MAIN, line, &row);
		app_view_row(app, SLOT_MAIN, line - 1, &before);
		bool is_heading = row.cell_count > 1 && row.cells[1].role == ROLE_HEADING &&
				  row.cells[1].text[0] != ' ';
		if (is_heading)
			assert_int_equal(strspn(session_text(&before), " "),
					strlen(session_text(&before)));
		sections += is_heading;
	}
	assert_int_equal(sections, 6);
	session_keys(app, "F");
	session_type(app, "turn the order");
	assert_text(session_row(app, SLOT_MAIN, 1), " View");
	assert_text(session_row(app, SLOT_MAIN, 2), ":reverse");
	assert_string_equal(session_row(app, SLOT_MAIN, 3), "");
}

/* Each action that takes an argument has an example, and no other. */
static void
test_help_examples(void **state)
{
	(void)state;
	for (int action = 0; action < ACTION_COUNT; action++) {
		const struct action_info *info = action_info((enum action)action);
		bool has_example = action_example((enum action)action)[0] != '\0';
		assert_int_equal(has_example, info->argument != ARGUMENT_NONE);
	}
	app_resize(app, 36, 120);
	session_keys(app, "?");
	assert_text(help_row("only posts from DATE"), ":since 2022-05 ");
	assert_text(help_row("posts of the tag"), ":tag energy ");
}

/* Closing help shows what it covered, as it was. */
static void
test_help_is_closed(void **state)
{
	(void)state;
	session_command(app, "nope");
	session_command(app, "sort size");
	session_command(app, "messages");
	app_run(app, ACTION_FILTER, "nope", 0);
	char before[512];
	snprintf(before, sizeof(before), "%s", session_row(app, SLOT_MAIN, 1));
	session_keys(app, "? j j q");
	assert_text(session_row(app, SLOT_MAIN, 0), "messages");
	assert_string_equal(session_row(app, SLOT_MAIN, 1), before);
	session_keys(app, "? ?");
	assert_string_equal(session_row(app, SLOT_MAIN, 1), before);
	session_keys(app, "q");
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	session_keys(app, "g c k k ?");
	assert_int_equal(app_context(app), CONTEXT_HELP);
	assert_text(help_row("back a month"), ":prev-month");
	/* What a row is for is done in the view that help was opened from. */
	session_keys(app, "j Enter");
	assert_int_equal(app_context(app), CONTEXT_CALENDAR);
	assert_true(session_shows(app, SLOT_MAIN, "2022-04-28"));
	session_keys(app, "? q");
	assert_true(session_shows(app, SLOT_MAIN, "2022-04-28"));
	session_keys(app, "Esc");
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
}

/* The user's keys, where they come from, and keys that do several things. */
static void
test_help_of_own_keys(void **state)
{
	(void)state;
	session_write("reader/keymaps/default.yaml",
			"contexts:\n  list:\n    x: open\n    'g x': [top, open]\n    J: null\n");
	use_keymap("default");
	app_resize(app, 24,
			200); /* the file's whole path has room, wherever the test's folder is */
	session_keys(app, "? /");
	session_type(app, "open what");
	assert_true(session_shows(app, SLOT_MAIN, "x"));
	assert_true(session_shows(app, SLOT_MAIN, "default.yaml:3"));
	session_keys(app, "C-u");
	session_type(app, "top, open");
	assert_true(session_shows(app, SLOT_MAIN, "Several at once"));
	assert_true(session_shows(app, SLOT_MAIN, "g x"));
	assert_true(session_shows(app, SLOT_MAIN, "default.yaml:4"));
	session_keys(app, "Esc q G g x");
	assert_true(app_pane(app, SLOT_MAIN).has_focus);
	assert_status(app, "1/30");
	session_keys(app, "h J");
	assert_status(app, "J is bound to nothing here");
}

static void
test_messages(void **state)
{
	(void)state;
	session_command(app, "nope");
	session_command(app, "sort size");
	session_command(app, "messages");
	assert_true(session_shows(app, SLOT_MAIN, "no action “nope”"));
	assert_text(session_row(app, SLOT_MAIN, 1), "not by size");
	session_keys(app, "j");
	assert_null(strstr(session_status(app), "run")); /* a message does nothing */
	session_keys(app, "Esc");
	assert_true(app_pane(app, SLOT_MIDDLE).is_visible);
}

/* Many more messages than are kept. */
static void
test_many_messages(void **state)
{
	(void)state;
	for (int i = 0; i < 1100; i++)
		model_say(app_model(app), i % 2 == 0, "message %d", i);
	session_keys(app, "g m");
	assert_text(session_row(app, SLOT_MAIN, 1), "message 1099");
	session_keys(app, "G");
	assert_true(session_shows(app, SLOT_MAIN, "message 600"));
	assert_false(session_shows(app, SLOT_MAIN, "message 599"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_pending),
			TEST(test_counts),
			TEST(test_full_width),
			TEST(test_no_controls_in_a_line),
			TEST(test_unknown),
			TEST(test_no_edits),
			TEST(test_complete),
			TEST(test_complete_argument),
			TEST(test_complete_orders),
			TEST(test_history),
			TEST(test_history_search),
			TEST(test_readline_keys),
			TEST(test_delete_on_an_empty_line),
			TEST(test_keymap),
			TEST(test_help),
			TEST(test_help_has_all_keys),
			TEST(test_help_sections),
			TEST(test_help_examples),
			TEST(test_help_is_closed),
			TEST(test_help_of_own_keys),
			TEST(test_messages),
			TEST(test_many_messages),
	};
	return cmocka_run_group_tests_name("command_line", tests, NULL, NULL);
}
