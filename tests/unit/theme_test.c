#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "settings/named_files.h"
#include "settings/theme_files.h"
#include "theme/theme.h"

#include "config_folder.h"

#include <stdlib.h>
#include <string.h>

static struct theme theme;

static bool
load(const char *name)
{
	problems_free(problems);
	problems = problems_new();
	return theme_files_load(&theme, name, false, problems);
}

/* Writes themes/mine.yaml and loads it. */
static bool
load_mine(const char *text)
{
	folder_write(folder, "reader/themes/mine.yaml", text);
	return load("mine");
}

static void
assert_look(enum role role, color_value ink, color_value ground, unsigned attributes, unsigned mono)
{
	const struct theme_look *look = &theme.looks[role];
	assert_int_equal(look->ink, ink);
	assert_int_equal(look->ground, ground);
	assert_int_equal(look->attributes, attributes);
	assert_int_equal(look->mono, mono);
}

static void
test_a_look(void **state)
{
	(void)state;
	assert_true(load_mine("colors:\n  sea: \"#0A64c8\"\n  foam: white\n"
			      "roles:\n"
			      "  date: bold sea on foam underline\n"
			      "  tag: \"#010203\"\n"
			      "  count: on sea\n"
			      "  link: {look: italic own, mono: reverse dim}\n"
			      "  key: bright_red\n"
			      "  text: \"#eeeeee on #111111\"\n"));
	assert_look(ROLE_DATE, 0x0A64C8, COLOR_NAMED + 7, LOOK_BOLD | LOOK_UNDERLINE,
			LOOK_BOLD | LOOK_UNDERLINE);
	assert_look(ROLE_TAG, 0x010203, 0x111111, 0, 0);
	assert_look(ROLE_COUNT, 0xEEEEEE, 0x0A64C8, 0, 0);
	assert_look(ROLE_LINK, COLOR_OWN, 0x111111, LOOK_ITALIC, LOOK_REVERSE | LOOK_DIM);
	assert_look(ROLE_KEY, COLOR_NAMED + 9, 0x111111, 0, 0);
	assert_look(ROLE_STAR, 0xEEEEEE, 0x111111, 0, 0);
	/* One that says nothing is the terminal's own. */
	assert_true(load_mine(""));
	assert_look(ROLE_TEXT, COLOR_OWN, COLOR_OWN, 0, 0);
	assert_look(ROLE_CURSOR, COLOR_OWN, COLOR_OWN, 0, 0);
}

static void
test_inheriting(void **state)
{
	(void)state;
	folder_write(folder, "reader/themes/base.yaml",
			"inherit: mono\ncolors: {a: \"#111111\", b: \"#222222\"}\n"
			"roles: {text: a on b, date: bold b, cursor: reverse a, key: dim}\n");
	assert_true(load_mine("inherit: base\ncolors: {b: \"#333333\"}\n"
			      "roles: {date: italic, star: a}\n"));
	/* The names of colours are the upper file's, also for what the lower one says. */
	assert_look(ROLE_TEXT, 0x111111, 0x333333, 0, 0);
	assert_look(ROLE_DATE, 0x111111, 0x333333, LOOK_ITALIC, LOOK_ITALIC);
	/* Colours leave what monochrome terminals show; attributes alone are for these as well. */
	assert_look(ROLE_CURSOR, 0x111111, 0x333333, LOOK_REVERSE, LOOK_REVERSE);
	assert_look(ROLE_STAR, 0x111111, 0x333333, 0, LOOK_BOLD);
	assert_look(ROLE_KEY, 0x111111, 0x333333, LOOK_DIM, LOOK_DIM);
	/* The user's file lies on the shipped one of its name. */
	assert_true(load("dark"));
	struct theme shipped = theme;
	folder_write(folder, "reader/themes/dark.yaml", "roles:\n  star: \"#010101\"\n");
	assert_true(load("dark"));
	assert_int_equal(theme.looks[ROLE_STAR].ink, 0x010101);
	shipped.looks[ROLE_STAR] = theme.looks[ROLE_STAR];
	assert_memory_equal(&theme, &shipped, sizeof(theme));
	folder_write(folder, "reader/themes/dark.yaml",
			"inherit: dark\ncolors:\n  amber: \"#abcdef\"\n");
	assert_true(load("auto"));
	assert_int_equal(theme.looks[ROLE_STAR].ink, 0xABCDEF);
}

static void
test_wrong_files(void **state)
{
	(void)state;
	static const struct {
		const char *text, *problem;
	} cases[] = {
			{"roles:\n  tittle_bar: bold\n",
					"mine.yaml:2:3: unknown role 'tittle_bar'; did you mean "
					"'title_bar'?"},
			{"colors:\n  sand: \"#aabbcc\"\nroles:\n  tag: bold\n  date: snad\n",
					"mine.yaml:5:9: 'snad' is neither a colour nor an "
					"attribute; "
					"did you mean 'sand'?"},
			{"roles:\n  tag: blod\n",
					"mine.yaml:2:8: 'blod' is neither a colour nor an "
					"attribute; did you mean 'bold'?"},
			{"roles:\n  tag: {mono: revrse}\n",
					"mine.yaml:2:15: 'revrse' is no attribute; did you mean "
					"'reverse'?"},
			{"roles:\n  tag: {mono: red}\n", "mine.yaml:2:15: 'red' is no attribute"},
			{"roles:\n  tag: {bright: red}\n", "mine.yaml:2:9: unknown field 'bright'"},
			{"roles:\n  tag: \"#12345\"\n", "'#12345' is neither"},
			{"roles:\n  tag: \"#12345g\"\n", "'#12345g' is neither"},
			{"roles:\n  tag: red blue\n", "mine.yaml:2:8: 'blue' is a second colour"},
			{"roles:\n  tag: red on blue on green\n", "'on' is neither"},
			{"roles:\n  tag: red on\n", "mine.yaml:2:8: a colour is missing; "
						    "\"#rrggbb\" stands in quotes"},
			{"roles:\n  tag: bold red on #123456\n",
					"mine.yaml:2:8: a colour is missing;"},
			{"roles:\n  tag: #123456\n  date: red\n",
					"mine.yaml:2:7: a colour is missing;"},
			{"roles:\n  tag: red on bold\n", "'bold' is neither"},
			{"roles:\n  tag: [red]\n", "mine.yaml:2:8: a look is a text"},
			{"roles:\n  tag: red\n  tag: blue\n",
					"mine.yaml:3:3: 'tag' stands on line 2 already"},
			{"roles:\n  tag: {look: red, look: blue}\n",
					"mine.yaml:2:20: 'look' stands on line 2 already"},
			{"colors:\n  a: red\n  a: blue\n",
					"mine.yaml:3:3: 'a' stands on line 2 already"},
			{"[a]: b\nroles: {}\n", "mine.yaml:1:1: unknown field ''"},
			{"roles:\n  tag: {[a]: red}\n", "mine.yaml:2:9: unknown field ''"},
			{"roles: red\n", "mine.yaml:1:8: 'roles' holds lines"},
			{"roles: {[a]: red}\n", "a name must be a single text"},
			{"colors:\n  sand: #aabbcc\n",
					"mine.yaml:2:8: a colour is missing; \"#rrggbb\" stands in "
					"quotes"},
			{"colors:\n  sand: \"#aabbcc\"\n  sun: sand\n",
					"mine.yaml:3:8: a colour is written \"#rrggbb\", not "
					"'sand'"},
			{"colours: {}\n", "mine.yaml:1:1: unknown field 'colours'; did you mean "
					  "'colors'?"},
			{"inherit: [dark]\n", "mine.yaml:1:10: 'inherit' must be a single text"},
			{"inherit: drak\n",
					"mine.yaml:1:10: no theme 'drak'; did you mean 'dark'?"},
			{"inherit: ../mine\n", "no theme '../mine'"},
			{"inherit: mine\n", "mine.yaml:1:10: no theme 'mine'"},
			{"inherit: other\n", "inherits from 7 files at most, and not from itself"},
			{"roles:\n  tag: 'red\n", "mine.yaml:2:8: "},
			{"bold\n", "mine.yaml:1:1: a theme holds fields"},
	};
	folder_write(folder, "reader/themes/other.yaml", "inherit: mine\n");
	struct buf text = buf_empty();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (load_mine(cases[i].text))
			fail_msg("taken: %s", cases[i].text);
		buf_clear(&text);
		problem_format(problems_get(problems, 0), &text);
		if (strstr(text.data, cases[i].problem) == NULL)
			fail_msg("'%s', not '%s'", text.data, cases[i].problem);
		assert_int_equal(problems_count(problems), 1);
		assert_look(ROLE_TAG, COLOR_OWN, COLOR_OWN, 0, 0);
	}
	/* A file of endless names costs no more than a message. */
	buf_clear(&text);
	buf_add_text(&text, "colors:\n");
	for (int i = 0; i < 30000; i++)
		buf_format(&text, " a%d: red\n", i);
	assert_false(load_mine(text.data));
	assert_int_equal(problems_count(problems), 1);
	/* All are reported at once. */
	assert_false(load_mine("roles:\n  a: red\n  b: blue\nx: 1\n"));
	assert_int_equal(problems_count(problems), 3);
	assert_false(load("nosuch"));
	assert_int_equal(problems_count(problems), 1);
	buf_free(&text);
}

/* What is printed of a theme is a file that is the same theme. */
static void
test_comes_back(void **state)
{
	(void)state;
	for (const struct shipped_file *file = shipped_themes; file->name != NULL; file++) {
		assert_true(load(file->name));
		struct theme before = theme;
		struct buf text = buf_empty();
		theme_format(&theme, &text);
		assert_true(load_mine(text.data));
		assert_memory_equal(&theme, &before, sizeof(theme));
		buf_free(&text);
	}
}

static void
add_name(void *context, const char *name)
{
	buf_format(context, "%s ", name);
}

static void
test_names(void **state)
{
	(void)state;
	struct buf names = buf_empty();
	struct err err;
	folder_write(folder, "reader/themes/mine.yaml", "");
	folder_write(folder, "reader/themes/dark.yaml", "");
	theme_files_each(add_name, &names);
	assert_string_equal(names.data, "auto dark default light mono mine ");
	buf_free(&names);
	assert_true(theme_files_check("auto", &err));
	assert_true(theme_files_check("mine", &err));
	assert_false(theme_files_check("lihgt", &err));
	assert_non_null(strstr(err.reason, "did you mean 'light'?"));
	assert_false(theme_files_check("", &err));
	assert_false(theme_files_check("../themes/mine", &err));
}

/* --- On terminals --- */

static struct shown_look looks[ROLE_COUNT_OF_ROLES];

static void
assert_shown(enum role role, int ink, int ground, unsigned attributes)
{
	assert_int_equal(looks[role].ink, ink);
	assert_int_equal(looks[role].ground, ground);
	assert_int_equal(looks[role].attributes, attributes);
}

static void
test_terminals(void **state)
{
	(void)state;
	assert_true(load_mine("roles:\n"
			      "  text: \"#d0d0d0 on #101010\"\n"
			      "  cursor: {look: \"bold #ffffff on #242424\", mono: reverse}\n"
			      "  error: \"#ffffff on #c00000\"\n"
			      "  date: \"#5050ff\"\n"
			      "  tag: \"#000000 on #ffffff\"\n"
			      "  key: bright_green\n"
			      "  star: \"#000000\"\n"));
	theme_show(&theme, 1 << 24, looks);
	assert_shown(ROLE_TEXT, 0xD0D0D0, 0x101010, 0);
	assert_shown(ROLE_CURSOR, 0xFFFFFF, 0x242424, LOOK_BOLD);
	/* The first eight numbers are the user's colours. */
	assert_shown(ROLE_STAR, 0x010101, 0x101010, 0);
	assert_shown(ROLE_KEY, 2, 0x101010, 0);
	theme_show(&theme, 256, looks);
	assert_shown(ROLE_TEXT, 252, 233, 0);
	assert_shown(ROLE_CURSOR, 231, 235, LOOK_BOLD);
	assert_shown(ROLE_KEY, 10, 233, 0);
	/* A ground that cannot be told from the text's is told by the monochrome attributes. */
	theme_show(&theme, 16, looks);
	assert_shown(ROLE_TEXT, 7, 0, 0);
	assert_shown(ROLE_CURSOR, 15, 0, LOOK_BOLD | LOOK_REVERSE);
	assert_shown(ROLE_ERROR, 15, 1, 0);
	assert_shown(ROLE_TAG, 0, 15, 0);
	theme_show(&theme, 8, looks);
	assert_shown(ROLE_KEY, 2, 0, 0);
	assert_true(looks[ROLE_DATE].ink != 4); /* blue on black is not read */
	theme_show(&theme, 0, looks);
	assert_shown(ROLE_CURSOR, COLOR_OWN, COLOR_OWN, LOOK_REVERSE);
	assert_shown(ROLE_TEXT, COLOR_OWN, COLOR_OWN, 0);
}

/* On the terminal's own ground a grey that it does not have is its own text, which can be read there. */
static void
test_own_ground(void **state)
{
	(void)state;
	assert_true(load_mine("roles: {date: \"#767676\", error: \"#ffffff on #cd0000\"}\n"));
	theme_show(&theme, 256, looks);
	assert_shown(ROLE_DATE, 243, COLOR_OWN, 0);
	theme_show(&theme, 16, looks);
	assert_shown(ROLE_DATE, 8, COLOR_OWN, 0);
	theme_show(&theme, 8, looks);
	assert_shown(ROLE_DATE, COLOR_OWN, COLOR_OWN, 0);
	assert_shown(ROLE_ERROR, 7, 1, 0);
}

/* --- The shipped ones --- */

static void
assert_readable(const char *name, int colors, enum role role, color_value ink, color_value ground)
{
	double contrast = color_contrast(ink, ground);
	if (contrast < role_contrast(role))
		fail_msg("%s, %d colours: %s: #%06x on #%06x has a contrast of %.2f", name, colors,
				role_name(role), (unsigned)ink, (unsigned)ground, contrast);
}

/* On the terminal's own ground it must be read whether that is black or white. */
static void
assert_role_readable(
		const char *name, int colors, enum role role, color_value ink, color_value ground)
{
	if (!color_is_known(ink))
		assert_int_equal(ground, COLOR_OWN); /* the terminal's own on its own */
	else if (color_is_known(ground))
		assert_readable(name, colors, role, ink, ground);
	else if (colors >= 256)
		assert_readable(name, colors, role, ink,
				color_contrast(ink, 0) < color_contrast(ink, 0xFFFFFF) ? 0
										       : 0xFFFFFF);
}

static color_value
color_of(int colors, int number)
{
	return number < 0 || colors > 256 ? number : palette_color(number);
}

/* WCAG 2.1, 1.4.3 and 1.4.11; 16 and 8 colours as xterm has them. */
static void
test_contrast(void **state)
{
	(void)state;
	static const int sizes[] = {1 << 24, 256, 16, 8};
	for (const struct shipped_file *file = shipped_themes; file->name != NULL; file++) {
		assert_true(load(file->name));
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			theme_show(&theme, sizes[i], looks);
			for (int role = 0; role < ROLE_COUNT_OF_ROLES; role++)
				assert_role_readable(file->name, sizes[i], (enum role)role,
						color_of(sizes[i], looks[role].ink),
						color_of(sizes[i], looks[role].ground));
		}
	}
}

static bool
is_same(enum role a, enum role b)
{
	return memcmp(&looks[a], &looks[b], sizeof(looks[a])) == 0;
}

/* What has to be told apart is, on every terminal. */
static void
test_differences(void **state)
{
	(void)state;
	static const enum role pairs[][2] = {{ROLE_TEXT, ROLE_CURSOR},
			{ROLE_TEXT, ROLE_CURSOR_IDLE}, {ROLE_CURSOR, ROLE_CURSOR_IDLE},
			{ROLE_TEXT, ROLE_TITLE_BAR}, {ROLE_TEXT, ROLE_STATUS},
			{ROLE_STATUS, ROLE_ERROR}, {ROLE_TEXT, ROLE_MATCH},
			{ROLE_TEXT, ROLE_UNREAD}, {ROLE_TEXT, ROLE_LINK},
			{ROLE_TEXT, ROLE_POST_MATCH}, {ROLE_POST_MATCH, ROLE_CURRENT_MATCH},
			{ROLE_TEXT, ROLE_HEADING}, {ROLE_TEXT, ROLE_POST_HEADING}};
	static const int sizes[] = {1 << 24, 256, 16, 8, 0};
	for (const struct shipped_file *file = shipped_themes; file->name != NULL; file++) {
		assert_true(load(file->name));
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			theme_show(&theme, sizes[i], looks);
			for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++)
				if (is_same(pairs[k][0], pairs[k][1]))
					fail_msg("%s, %d colours: %s looks like %s", file->name,
							sizes[i], role_name(pairs[k][0]),
							role_name(pairs[k][1]));
		}
	}
}

/* The row chosen in a pane without the focus stands out less than that in the pane with it. */
static void
test_the_idle_row_is_quieter(void **state)
{
	(void)state;
	static const char *const names[] = {"dark", "light"};
	for (size_t i = 0; i < 2; i++) {
		assert_true(load(names[i]));
		color_value paper = theme.looks[ROLE_TEXT].ground;
		assert_true(color_distance(theme.looks[ROLE_CURSOR_IDLE].ground, paper) <
				color_distance(theme.looks[ROLE_CURSOR].ground, paper));
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
			TEST(test_a_look),
			TEST(test_inheriting),
			TEST(test_wrong_files),
			TEST(test_comes_back),
			TEST(test_names),
			TEST(test_terminals),
			TEST(test_own_ground),
			TEST(test_contrast),
			TEST(test_differences),
			TEST(test_the_idle_row_is_quieter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
