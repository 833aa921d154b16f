#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "cli/options.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

enum { MAX_ARGUMENTS = 20 };

static struct err err;

/* Parses the words of `line`, which are parted by single spaces. */
static bool
parse(struct options *options, const char *line)
{
	static char words[512];
	char *arguments[MAX_ARGUMENTS] = {"reader"};
	int count = 1;
	snprintf(words, sizeof(words), "%s", line);
	for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " "))
		arguments[count++] = word;
	return options_parse(options, count, arguments, &err);
}

static void
expect_error(const char *line, const char *reason)
{
	struct options options;
	if (parse(&options, line))
		fail_msg("taken: %s", line);
	options_free(&options);
	assert_string_equal(err.reason, reason);
}

static void
test_forms(void **state)
{
	(void)state;
	struct options options;
	assert_true(parse(&options, "-n5 --tag=a /srv/site -t b --category c -w 40 --reverse"));
	assert_int_equal(options.selection.limit, 5);
	assert_int_equal(options.selection.tag_count, 2);
	assert_string_equal(options.selection.tags[0], "a");
	assert_string_equal(options.selection.tags[1], "b");
	assert_string_equal(options.selection.categories[0], "c");
	assert_string_equal(options.width, "40");
	assert_true(options.selection.is_reversed);
	assert_string_equal(options.operand, "/srv/site");
	assert_int_equal(options.command, COMMAND_NONE);
	options_free(&options);
	assert_true(parse(&options, "--list -- --json"));
	assert_int_equal(options.command, COMMAND_LIST);
	assert_string_equal(options.operand, "--json");
	options_free(&options);
	assert_true(parse(&options, "-"));
	assert_string_equal(options.operand, "-");
	options_free(&options);
	assert_true(parse(&options, "--tag=a=b --tag=-x -t -y"));
	assert_string_equal(options.selection.tags[0], "a=b");
	assert_string_equal(options.selection.tags[1], "-x");
	assert_string_equal(options.selection.tags[2], "-y");
	options_free(&options);
}

static void
test_values(void **state)
{
	(void)state;
	struct options options;
	assert_true(parse(&options, "--sort title --color=never --links none --keymap vim --theme "
				    "mono --config x.yaml --ascii --drafts --since 2022 --until "
				    "7d --width 1000"));
	assert_int_equal(options.selection.order, POSTS_BY_TITLE);
	assert_int_equal(options.color, COLOR_NEVER);
	assert_string_equal(options.links, "none");
	assert_string_equal(options.keymap, "vim");
	assert_string_equal(options.theme, "mono");
	assert_string_equal(options.line_graphics, "ascii");
	assert_null(options.indent);
	assert_string_equal(options.config, "x.yaml");
	assert_true(options.drafts);
	assert_false(options.future || options.unpublished);
	assert_string_equal(options.since, "2022");
	assert_string_equal(options.until, "7d");
	assert_string_equal(options.width, "1000");
	options_free(&options);
	assert_true(parse(&options, "--future --unpublished --width=4 --width=5 --sort=title "
				    "--sort=date"));
	assert_true(options.future && options.unpublished);
	assert_string_equal(options.width, "5");
	assert_int_equal(options.selection.order, POSTS_BY_DATE);
	options_free(&options);
}

static void
test_commands(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		enum command command;
	} cases[] = {{"--list", COMMAND_LIST}, {"--json", COMMAND_JSON}, {"--dump", COMMAND_DUMP},
			{"--tags", COMMAND_TAGS}, {"--categories", COMMAND_CATEGORIES},
			{"--check", COMMAND_CHECK}, {"--version", COMMAND_VERSION},
			{"-V", COMMAND_VERSION}, {"-h", COMMAND_HELP},
			{"--print-config", COMMAND_PRINT_CONFIG},
			{"--print-keymap vim", COMMAND_PRINT_KEYMAP},
			{"--completion fish", COMMAND_COMPLETION}, {"--list --list", COMMAND_LIST},
			{"--list --help --bogus", COMMAND_HELP}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct options options;
		assert_true(parse(&options, cases[i].line));
		assert_int_equal(options.command, cases[i].command);
		options_free(&options);
	}
	expect_error("--check --no-refresh", "--no-refresh and --check cannot go together");
	expect_error("--list --json", "--list and --json cannot go together");
	expect_error("--dump x --tags", "--dump and --tags cannot go together");
}

static void
test_errors(void **state)
{
	(void)state;
	expect_error("--lits", "unknown option '--lits'; did you mean '--list'?");
	expect_error("--cat", "unknown option '--cat'");
	expect_error("--rev", "unknown option '--rev'; did you mean '--reverse'?");
	expect_error("--qqqqqqqqqqq", "unknown option '--qqqqqqqqqqq'");
	expect_error("--serch x", "unknown option '--serch'; did you mean '--search'?");
	expect_error("-x x", "unknown option '-x'");
	expect_error("-四", "unknown option '-四'");
	expect_error("--list=yes", "--list takes no value");
	expect_error("--tag", "--tag needs a value: --tag TAG");
	expect_error("-t", "-t needs a value: -t TAG");
	expect_error("--tag=", "the name of a tag may not be empty");
	expect_error("a b", "one archive or file at a time: 'a' and 'b'");
	expect_error("-n 0", "--limit takes a number from 1 to 1000000000, not '0'");
	expect_error("-n 99999999999999999999",
			"--limit takes a number from 1 to 1000000000, not '99999999999999999999'");
	expect_error("--sort size", "--sort cannot be 'size' (one of: date, title)");
	expect_error("--color alway",
			"--color cannot be 'alway'; did you mean 'always'? (one of: auto, always, "
			"never)");
	expect_error("--config=", "--config may not be empty");
	expect_error("--completion bsh",
			"--completion cannot be 'bsh'; did you mean 'bash'? (one of: bash, fish, "
			"zsh)");
	expect_error("--print-keymap vim x",
			"--print-keymap takes no archive: 'x' is one too many");
	expect_error("--completion zsh --new", "--completion takes no filters");
	expect_error("--complete-value tag=", "unknown option '--complete-value'");
	struct options options;
	assert_false(parse(&options, "--since soon"));
	assert_non_null(strstr(err.reason, "'soon' is no date"));
	options_free(&options);
}

/* A line that is still being typed has errors, and is read all the same. */
static void
test_a_line_to_complete(void **state)
{
	(void)state;
	struct options options;
	assert_true(parse(&options, "--complete-values tag=x --bogus --list --json -n 0 /srv/site "
				    "--config c b --tag"));
	assert_string_equal(options.values, "tag=x");
	assert_string_equal(options.operand, "/srv/site");
	assert_string_equal(options.config, "c");
	options_free(&options);
}

/* Each option stands in the manual, and the manual has no other. */
/* Whether a line `.It Fl LETTER ...` has the long option as well. */
static bool
has_item(const char *manual, char letter, const char *form)
{
	char start[16];
	snprintf(start, sizeof(start), ".It Fl %c ", letter);
	const char *item = strstr(manual, start);
	const char *found = item != NULL ? strstr(item, form) : NULL;
	return found != NULL && found < item + strcspn(item, "\n");
}

static void
test_manual(void **state)
{
	(void)state;
	size_t count;
	struct buf manual = buf_empty();
	if (!file_read("man/reader.1", 1 << 20, &manual, &err)) {
		print_message("# skipped: no man/reader.1 here\n");
		skip();
	}
	const struct option_info *table = options_table(&count);
	for (size_t i = 0; i < count; i++) {
		char form[64];
		if (table[i].help == NULL)
			continue;
		/* mdoc writes a long option as `Fl -name`, and so does this manual. */
		snprintf(form, sizeof(form), "Fl -%s", table[i].name);
		const char *found = strstr(manual.data, form);
		while (found != NULL && strchr(" \n", found[strlen(form)]) == NULL)
			found = strstr(found + 1, form);
		if (found == NULL)
			fail_msg("the manual lacks --%s", table[i].name);
		if (table[i].letter != 0 && !has_item(manual.data, table[i].letter, form))
			fail_msg("the manual's item of --%s lacks -%c", table[i].name,
					table[i].letter);
	}
	for (const char *at = manual.data; (at = strstr(at, "Fl -")) != NULL;) {
		char name[64];
		bool is_known = false;
		at += strlen("Fl -");
		size_t length = strcspn(at, " \n,=");
		snprintf(name, sizeof(name), "%.*s", (int)length, at);
		for (size_t i = 0; i < count; i++)
			is_known = is_known || strcmp(table[i].name, name) == 0;
		if (length > 0 && !is_known)
			fail_msg("the manual has --%s, which is no option", name);
	}
	buf_free(&manual);
}

static void
test_table(void **state)
{
	(void)state;
	size_t count;
	const struct option_info *table = options_table(&count);
	for (size_t i = 0; i < count; i++) {
		/* Shells take some characters for their own. */
		const char *help = table[i].help;
		assert_true(help == NULL || (help[0] != '\0' && strpbrk(help, "[]\\") == NULL));
		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(table[i].name, table[j].name);
			assert_true(table[i].letter == 0 || table[i].letter != table[j].letter);
		}
	}
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_forms),
			cmocka_unit_test(test_values),
			cmocka_unit_test(test_commands),
			cmocka_unit_test(test_errors),
			cmocka_unit_test(test_a_line_to_complete),
			cmocka_unit_test(test_manual),
			cmocka_unit_test(test_table),
	};
	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
