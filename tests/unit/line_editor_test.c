#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "view/line_editor.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static struct line_editor editor;
static struct line_history history;

static int
begin(void **state)
{
	(void)state;
	line_editor_init(&editor);
	line_editor_begin(&editor, "", &history);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	line_editor_free(&editor);
	line_history_free(&history);
	return 0;
}

/* The line with a bar where the caret stands. */
static void
assert_line(const char *expected)
{
	char line[256];
	snprintf(line, sizeof(line), "%.*s|%s", (int)editor.caret, editor.text.data,
			editor.text.data + editor.caret);
	assert_string_equal(line, expected);
}

static void
test_edit(void **state)
{
	(void)state;
	line_editor_set(&editor, "tag");
	assert_true(line_editor_insert(&editor, ' '));
	assert_true(line_editor_left(&editor));
	assert_true(line_editor_left(&editor));
	assert_line("ta|g ");
	assert_true(line_editor_insert(&editor, 'x'));
	assert_line("tax|g ");
	assert_true(line_editor_delete_left(&editor));
	assert_line("ta|g ");
	assert_true(line_editor_delete_right(&editor));
	assert_line("ta| ");
	assert_true(line_editor_home(&editor));
	assert_false(line_editor_home(&editor));
	assert_false(line_editor_left(&editor));
	assert_false(line_editor_delete_left(&editor));
	assert_line("|ta ");
	assert_true(line_editor_end(&editor));
	assert_false(line_editor_right(&editor));
	assert_false(line_editor_delete_right(&editor));
	assert_line("ta |");
}

static void
test_delete_more(void **state)
{
	(void)state;
	line_editor_set(&editor, "category 四川 经济网  ");
	assert_true(line_editor_delete_word(&editor));
	assert_line("category 四川 |");
	line_editor_left(&editor);
	line_editor_left(&editor);
	assert_true(line_editor_delete_rest(&editor));
	assert_line("category 四|");
	assert_false(line_editor_delete_rest(&editor));
	line_editor_left(&editor);
	assert_true(line_editor_delete_line(&editor));
	assert_line("|四");
	assert_false(line_editor_delete_line(&editor));
	assert_false(line_editor_delete_word(&editor));
}

/* As in readline, words are letters and digits; each hanzi is one. */
static void
test_words(void **state)
{
	(void)state;
	line_editor_set(&editor, "tag:new-energy 新能e\u0301, 2022年!");
	static const char *const left[] = {"tag:new-energy 新能e\u0301, 2022|年!",
			"tag:new-energy 新能e\u0301, |2022年!",
			"tag:new-energy 新能|e\u0301, 2022年!",
			"tag:new-energy 新|能e\u0301, 2022年!",
			"tag:new-energy |新能e\u0301, 2022年!",
			"tag:new-|energy 新能e\u0301, 2022年!",
			"tag:|new-energy 新能e\u0301, 2022年!",
			"|tag:new-energy 新能e\u0301, 2022年!"};
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		assert_true(line_editor_word_left(&editor));
		assert_line(left[i]);
	}
	assert_false(line_editor_word_left(&editor));
	static const char *const right[] = {"tag|:new-energy 新能e\u0301, 2022年!",
			"tag:new|-energy 新能e\u0301, 2022年!",
			"tag:new-energy| 新能e\u0301, 2022年!",
			"tag:new-energy 新|能e\u0301, 2022年!",
			"tag:new-energy 新能|e\u0301, 2022年!",
			"tag:new-energy 新能e\u0301|, 2022年!",
			"tag:new-energy 新能e\u0301, 2022|年!",
			"tag:new-energy 新能e\u0301, 2022年|!",
			"tag:new-energy 新能e\u0301, 2022年!|"};
	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		assert_true(line_editor_word_right(&editor));
		assert_line(right[i]);
	}
	assert_false(line_editor_word_right(&editor));
	line_editor_set(&editor, "don't stop");
	line_editor_home(&editor);
	line_editor_word_right(&editor);
	assert_line("don|'t stop");
}

/* What is killed in a row is one text; a character, a movement or a typed letter begins anew. */
static void
test_yank(void **state)
{
	(void)state;
	line_editor_set(&editor, "one two-three 四川 five");
	assert_false(line_editor_yank(&editor));
	assert_true(line_editor_delete_word_left(&editor));
	assert_true(line_editor_delete_word(&editor));
	assert_line("one two-three |");
	assert_true(line_editor_yank(&editor));
	assert_line("one two-three 四川 five|");
	line_editor_home(&editor);
	assert_true(line_editor_delete_word_right(&editor));
	assert_true(line_editor_delete_word_right(&editor));
	assert_line("|-three 四川 five");
	line_editor_right(&editor);
	assert_true(line_editor_delete_rest(&editor));
	assert_true(line_editor_delete_line(&editor));
	assert_line("|");
	assert_true(line_editor_yank(&editor));
	assert_line("-three 四川 five|");
	line_editor_delete_left(&editor);
	assert_true(line_editor_yank(&editor));
	assert_line("-three 四川 fiv-three 四川 five|");
	/* It is there in the next line too, and never makes one too long. */
	line_editor_begin(&editor, "", &history);
	assert_true(line_editor_yank(&editor));
	assert_line("-three 四川 five|");
	while (line_editor_yank(&editor))
		continue;
	assert_true(editor.text.length <= LINE_MAX_BYTES);
}

/* One key is one character as it is seen, however many code points it has. */
static void
test_clusters(void **state)
{
	(void)state;
	line_editor_insert(&editor, 0x65B0);
	line_editor_insert(&editor, 'e');
	line_editor_insert(&editor, 0x301);
	assert_line("新e\u0301|");
	line_editor_left(&editor);
	assert_line("新|e\u0301");
	line_editor_delete_right(&editor);
	assert_line("新|");
	line_editor_delete_left(&editor);
	assert_line("|");
}

static void
test_bound(void **state)
{
	(void)state;
	static char text[3 * LINE_MAX_BYTES];
	for (size_t i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "新", 3);
	line_editor_set(&editor, text);
	/* The last character that fits whole. */
	assert_int_equal(editor.text.length, LINE_MAX_BYTES / 3 * 3);
	assert_false(line_editor_insert(&editor, 0x65B0));
	assert_int_equal(editor.text.length, LINE_MAX_BYTES / 3 * 3);
}

static void
keep(const char *line)
{
	line_editor_begin(&editor, line, &history);
	line_editor_keep(&editor);
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
	line_editor_begin(&editor, "dra", &history);
	assert_false(line_editor_newer(&editor));
	assert_true(line_editor_older(&editor));
	assert_line("second|");
	assert_true(line_editor_older(&editor));
	assert_line("first|");
	assert_false(line_editor_older(&editor));
	assert_true(line_editor_newer(&editor));
	assert_true(line_editor_newer(&editor));
	assert_line("dra|");
	assert_false(line_editor_newer(&editor));
}

static void
test_find(void **state)
{
	(void)state;
	keep("tag 新能源");
	keep("sort title");
	keep("tag 四川");
	line_editor_begin(&editor, "x", &history);
	assert_true(line_editor_find(&editor, "tag", false));
	assert_line("|tag 四川");
	assert_true(line_editor_find(&editor, "tag ", false));
	assert_line("|tag 四川");
	assert_true(line_editor_find(&editor, "能", false));
	assert_line("tag 新|能源");
	assert_false(line_editor_find(&editor, "能", true));
	assert_line("tag 新|能源");
	line_editor_begin(&editor, "x", &history);
	assert_true(line_editor_find(&editor, "tag", true));
	assert_true(line_editor_find(&editor, "tag", true));
	assert_line("|tag 新能源");
	line_editor_newer(&editor);
	line_editor_newer(&editor);
	line_editor_newer(&editor);
	assert_line("x|");
}

static void
test_history_is_bounded(void **state)
{
	(void)state;
	char line[32];
	for (int i = 0; i < LINE_HISTORY + 5; i++) {
		snprintf(line, sizeof(line), "line %d", i);
		keep(line);
	}
	assert_int_equal(history.count, LINE_HISTORY);
	assert_string_equal(history.lines[0], "line 5");
	assert_string_equal(history.lines[LINE_HISTORY - 1], line);
}

/* At every width and place the caret is within the window, and the text fits it. */
static void
test_window(void **state)
{
	(void)state;
	line_editor_set(&editor, "category 四川经济网 e\u0301ab 新能源汽车");
	for (size_t columns = 2; columns < 50; columns++) {
		line_editor_end(&editor);
		do {
			struct line_window window = line_editor_window(&editor, columns);
			const char *start = editor.text.data + window.start;
			assert_true(window.start <= editor.caret);
			assert_true(editor.caret <= window.start + window.length);
			assert_true(window.start + window.length <= editor.text.length);
			size_t marks = (size_t)window.has_left + window.has_right;
			assert_true(text_columns(start, window.length) + marks <= columns);
			assert_int_equal(window.has_left, window.start > 0 && columns >= 6);
			assert_int_equal(window.has_right,
					columns >= 6 && window.start + window.length <
									editor.text.length);
			assert_int_equal(window.caret_column,
					window.has_left +
							text_columns(start,
									editor.caret - window.start));
			/* What stands at the caret is seen whole, and little is left empty. */
			if (columns >= 6 && editor.caret < editor.text.length)
				assert_true(editor.caret < window.start + window.length);
			if (columns >= 6 && window.has_left)
				assert_true(text_columns(start, window.length) + marks + 2 >=
						columns);
			assert_true(window.caret_column < columns);
		} while (line_editor_left(&editor));
	}
	struct line_window whole = line_editor_window(&editor, 80);
	assert_int_equal(whole.start, 0);
	assert_int_equal(whole.length, editor.text.length);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(test_edit, begin, end),
			cmocka_unit_test_setup_teardown(test_delete_more, begin, end),
			cmocka_unit_test_setup_teardown(test_words, begin, end),
			cmocka_unit_test_setup_teardown(test_yank, begin, end),
			cmocka_unit_test_setup_teardown(test_find, begin, end),
			cmocka_unit_test_setup_teardown(test_clusters, begin, end),
			cmocka_unit_test_setup_teardown(test_bound, begin, end),
			cmocka_unit_test_setup_teardown(test_history, begin, end),
			cmocka_unit_test_setup_teardown(test_history_is_bounded, begin, end),
			cmocka_unit_test_setup_teardown(test_window, begin, end),
	};
	return cmocka_run_group_tests_name("line_editor", tests, NULL, NULL);
}
