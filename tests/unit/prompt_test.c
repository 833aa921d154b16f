#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "view/prompt.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static struct prompt prompt;
static struct prompt_history history;

static int
begin(void **state)
{
	(void)state;
	prompt_init(&prompt);
	prompt_begin(&prompt, "", &history);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	prompt_free(&prompt);
	prompt_history_free(&history);
	return 0;
}

/* The line with a bar where the caret stands. */
static void
assert_line(const char *expected)
{
	char line[256];
	snprintf(line, sizeof(line), "%.*s|%s", (int)prompt.caret, prompt.text.data,
			prompt.text.data + prompt.caret);
	assert_string_equal(line, expected);
}

static void
test_edit(void **state)
{
	(void)state;
	prompt_set(&prompt, "tag");
	assert_true(prompt_insert(&prompt, ' '));
	assert_true(prompt_left(&prompt));
	assert_true(prompt_left(&prompt));
	assert_line("ta|g ");
	assert_true(prompt_insert(&prompt, 'x'));
	assert_line("tax|g ");
	assert_true(prompt_delete_left(&prompt));
	assert_line("ta|g ");
	assert_true(prompt_delete_right(&prompt));
	assert_line("ta| ");
	assert_true(prompt_home(&prompt));
	assert_false(prompt_home(&prompt));
	assert_false(prompt_left(&prompt));
	assert_false(prompt_delete_left(&prompt));
	assert_line("|ta ");
	assert_true(prompt_end(&prompt));
	assert_false(prompt_right(&prompt));
	assert_false(prompt_delete_right(&prompt));
	assert_line("ta |");
}

static void
test_delete_more(void **state)
{
	(void)state;
	prompt_set(&prompt, "category 四川 经济网  ");
	assert_true(prompt_delete_word(&prompt));
	assert_line("category 四川 |");
	prompt_left(&prompt);
	prompt_left(&prompt);
	assert_true(prompt_delete_rest(&prompt));
	assert_line("category 四|");
	assert_false(prompt_delete_rest(&prompt));
	prompt_left(&prompt);
	assert_true(prompt_delete_line(&prompt));
	assert_line("|四");
	assert_false(prompt_delete_line(&prompt));
	assert_false(prompt_delete_word(&prompt));
}

/* One key is one character as it is seen, however many code points it has. */
static void
test_clusters(void **state)
{
	(void)state;
	prompt_insert(&prompt, 0x65B0);
	prompt_insert(&prompt, 'e');
	prompt_insert(&prompt, 0x301);
	assert_line("新e\u0301|");
	prompt_left(&prompt);
	assert_line("新|e\u0301");
	prompt_delete_right(&prompt);
	assert_line("新|");
	prompt_delete_left(&prompt);
	assert_line("|");
}

static void
test_bound(void **state)
{
	(void)state;
	static char text[3 * PROMPT_MAX_BYTES];
	for (size_t i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "新", 3);
	prompt_set(&prompt, text);
	/* The last character that fits whole. */
	assert_int_equal(prompt.text.length, PROMPT_MAX_BYTES / 3 * 3);
	assert_false(prompt_insert(&prompt, 0x65B0));
	assert_int_equal(prompt.text.length, PROMPT_MAX_BYTES / 3 * 3);
}

static void
keep(const char *line)
{
	prompt_begin(&prompt, line, &history);
	prompt_keep(&prompt);
}

static void
test_history(void **state)
{
	(void)state;
	keep("first");
	keep("");
	keep("second");
	keep("second");
	assert_int_equal(history.count, 2);
	prompt_begin(&prompt, "dra", &history);
	assert_false(prompt_newer(&prompt));
	assert_true(prompt_older(&prompt));
	assert_line("second|");
	assert_true(prompt_older(&prompt));
	assert_line("first|");
	assert_false(prompt_older(&prompt));
	assert_true(prompt_newer(&prompt));
	assert_true(prompt_newer(&prompt));
	assert_line("dra|");
	assert_false(prompt_newer(&prompt));
}

static void
test_history_is_bounded(void **state)
{
	(void)state;
	char line[32];
	for (int i = 0; i < PROMPT_HISTORY + 5; i++) {
		snprintf(line, sizeof(line), "line %d", i);
		keep(line);
	}
	assert_int_equal(history.count, PROMPT_HISTORY);
	assert_string_equal(history.lines[0], "line 5");
	assert_string_equal(history.lines[PROMPT_HISTORY - 1], "line 104");
}

/* At every width and place the caret is within the window, and the text fits it. */
static void
test_window(void **state)
{
	(void)state;
	prompt_set(&prompt, "category 四川经济网 e\u0301ab 新能源汽车");
	for (size_t columns = 2; columns < 50; columns++) {
		prompt_end(&prompt);
		do {
			struct prompt_window window = prompt_window(&prompt, columns);
			const char *start = prompt.text.data + window.start;
			assert_true(window.start <= prompt.caret);
			assert_true(prompt.caret <= window.start + window.length);
			assert_true(window.start + window.length <= prompt.text.length);
			assert_true(text_columns(start, window.length) <= columns);
			assert_int_equal(window.caret_column,
					text_columns(start, prompt.caret - window.start));
			assert_true(window.caret_column < columns);
		} while (prompt_left(&prompt));
	}
	struct prompt_window whole = prompt_window(&prompt, 80);
	assert_int_equal(whole.start, 0);
	assert_int_equal(whole.length, prompt.text.length);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(test_edit, begin, end),
			cmocka_unit_test_setup_teardown(test_delete_more, begin, end),
			cmocka_unit_test_setup_teardown(test_clusters, begin, end),
			cmocka_unit_test_setup_teardown(test_bound, begin, end),
			cmocka_unit_test_setup_teardown(test_history, begin, end),
			cmocka_unit_test_setup_teardown(test_history_is_bounded, begin, end),
			cmocka_unit_test_setup_teardown(test_window, begin, end),
	};
	return cmocka_run_group_tests_name("prompt", tests, NULL, NULL);
}
