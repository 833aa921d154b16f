/* Argument vectors: quoting, filling in, and what is refused. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arguments.h"
#include "base/buf.h"
#include "base/err.h"

#include <string.h>

/* The words of a line, each in [ ]; what is wrong with it. */
static const char *
split(const char *line)
{
	static char text[512];
	struct arguments words = {0};
	struct err err = {0};
	text[0] = '\0';
	if (!arguments_split(&words, &line, '\0', &err))
		strcpy(text, err.reason);
	else if (words.count > 0)
		assert_null(words.words[words.count]);
	for (size_t i = 0; text[0] != 't' && i < words.count; i++) {
		strcat(text, "[");
		strcat(text, words.words[i]);
		strcat(text, "]");
	}
	arguments_free(&words);
	assert_null(words.words);
	return text;
}

static void
test_words(void **state)
{
	(void)state;
	static const char *const lines[][2] = {
			{"", ""},
			{" \t\n ", ""},
			{"wc", "[wc]"},
			{"  wc\t-l \n", "[wc][-l]"},
			{"a'b c'd", "[ab cd]"},
			{"'' \"\" x", "[][][x]"},
			{"'a\\b\"c'", "[a\\b\"c]"},
			{"\"a 'b' \\\" \\\\ \\n\"", "[a 'b' \" \\ \\n]"},
			{"a\\ b \\'c \\\\", "[a b]['c][\\]"},
			{"$HOME ~/x *.md `id` $(id) | > & ; #",
					"[$HOME][~/x][*.md][`id`][$(id)][|][>][&][;][#]"},
			{"中文 '全 角'　x", "[中文][全 角　x]"},
			{"'a", "the quotation mark at character 1 has no end"},
			{"中 \"b c", "the quotation mark at character 3 has no end"},
			{"\"a\\\"", "the quotation mark at character 1 has no end"},
			{"a b\\", "the backslash at character 4 has no end"},
	};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_string_equal(split(lines[i][0]), lines[i][1]);
}

/* A list is parted where the sign stands outside of quotes. */
static void
test_up_to_a_sign(void **state)
{
	(void)state;
	const char *line = "a 'b:c' d\\:e:f";
	struct arguments words = {0};
	assert_true(arguments_split(&words, &line, ':', NULL));
	assert_int_equal(words.count, 3);
	assert_string_equal(words.words[1], "b:c");
	assert_string_equal(words.words[2], "d:e");
	assert_string_equal(line, ":f");
	arguments_free(&words);
}

static void
test_fill(void **state)
{
	(void)state;
	static const char *const lines[][2] = {
			{"w3m", "[w3m][v%s]"},
			{"w3m %s", "[w3m][v%s]"},
			{"x -a=%s,%s %% %q %", "[x][-a=v%s,v%s][%][%q][%]"},
			{"x %%s", "[x][%s][v%s]"},
	};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const char *line = lines[i][0];
		struct arguments words = {0};
		struct buf text = buf_empty();
		assert_true(arguments_split(&words, &line, '\0', NULL));
		struct arguments copy = arguments_copy(&words);
		arguments_fill(&copy, "v%s");
		for (size_t k = 0; k < copy.count; k++)
			buf_format(&text, "[%s]", copy.words[k]);
		assert_string_equal(text.data, lines[i][1]);
		buf_free(&text);
		arguments_free(&copy);
		arguments_free(&words);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_words),
			cmocka_unit_test(test_up_to_a_sign),
			cmocka_unit_test(test_fill),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
