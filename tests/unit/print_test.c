#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/out.h"
#include "layout_build.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* What layout_print_line writes for all lines. */
static char *
print_html(const char *html, size_t width, bool color)
{
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, html, strlen(html));
	struct layout_options options = {.width = width};
	struct layout *layout = layout_document(arena, document, &options);
	FILE *file = tmpfile();
	assert_non_null(file);
	struct out *out = out_open(fileno(file));
	out_set_color(out, color);
	for (size_t i = 0; i < layout->count + 1; i++) { /* one beyond the last does no harm */
		layout_print_line(layout, document, i, out);
		if (i < layout->count)
			out_newline(out);
	}
	assert_true(out_close(out, NULL));
	struct buf text = buf_empty();
	char bytes[4096];
	rewind(file);
	for (size_t count; (count = fread(bytes, 1, sizeof(bytes), file)) > 0;)
		buf_add(&text, bytes, count);
	fclose(file);
	arena_free(arena);
	return buf_take(&text);
}

static void
assert_printed(const char *html, bool color, const char *expected)
{
	char *text = print_html(html, 40, color);
	assert_string_equal(text, expected);
	free(text);
}

static void
test_plain(void **state)
{
	(void)state;
	assert_printed("<p>见<a href='http://a.cn/'>公告</a>，<b>粗</b>", false, "见公告[1]，粗\n");
	assert_printed("<p>甲&nbsp;乙", false, "甲 乙\n");
}

static void
test_trailing_spaces_are_cut(void **state)
{
	(void)state;
	char *text = print_html("<table><tr><td>甲甲甲<td>一<tr><td>乙<td>二二</table>"
				"<blockquote><p>引<p>文</blockquote><pre>a  \nb</pre>",
			40, false);
	assert_null(strstr(text, " \n"));
	assert_non_null(strstr(text, "│\n"));
	free(text);
}

static void
test_colours(void **state)
{
	(void)state;
	assert_printed("<p>甲<b>乙</b>", true, "甲\033[0;1m乙\033[0m\n");
	assert_printed("<p><a href='http://a.cn/公'>丙</a>", true,
			"\033]8;;http://a.cn/%E5%85%AC\033\\\033[0;4;34m丙\033[0;2m[1]"
			"\033]8;;\033\\\033[0m\n");
}

/* No byte of a post becomes a control. */
static void
test_controls(void **state)
{
	(void)state;
	char *text = print_html(
			"<p>a&#27;[31mb&#155;c\x1b]0;x\x07</p><pre>\x1b[2J</pre>", 40, false);
	for (const char *at = text; *at != '\0'; at++)
		assert_true((unsigned char)*at >= 0x20 || *at == '\n');
	free(text);
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_plain),
			cmocka_unit_test(test_trailing_spaces_are_cut),
			cmocka_unit_test(test_colours),
			cmocka_unit_test(test_controls),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
