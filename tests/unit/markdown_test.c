/*
 * Markdown as kramdown has it: texts of our own and the HTML that kramdown makes of
 * them, in tests/markdown/kramdown.txt. Each begins with a line `=== name`, its HTML
 * with a line `--- HTML`. What stands behind ` | ` in the name are kramdown's options.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/markdown_compare.h"

#include "base/err.h"
#include "base/file.h"

static const char fixtures[] = "tests/markdown/kramdown.txt";

/* The next text and its HTML; false at the end. */
static bool
next(const char **rest, struct buf *name, struct buf *markdown, struct buf *html)
{
	struct buf *part = NULL;
	buf_clear(name);
	buf_clear(markdown);
	buf_clear(html);
	while (**rest != '\0') {
		size_t length = strcspn(*rest, "\n") + 1;
		if (strncmp(*rest, "=== ", 4) == 0) {
			if (part != NULL)
				break;
			buf_add(name, *rest + 4, length - 5);
			part = markdown;
		} else if (strncmp(*rest, "--- HTML\n", length) == 0) {
			part = html;
		} else {
			buf_add(part, *rest, length);
		}
		*rest += length;
	}
	return part != NULL;
}

static void
is_as_kramdown_has_it(void **state)
{
	(void)state;
	struct err err;
	size_t count = 0, same = 0;
	struct buf file = buf_empty();
	struct buf name = buf_empty();
	struct buf markdown = buf_empty();
	struct buf html = buf_empty();
	assert_true(file_read(fixtures, 1 << 20, &file, &err));
	const char *rest = file.data;
	while (next(&rest, &name, &markdown, &html)) {
		count++;
		const char *settings = strstr(name.data, " | ");
		same += markdown_agrees(name.data, settings != NULL ? settings + 3 : "", &markdown,
				&html, true);
	}
	assert_true(count > 150);
	assert_int_equal(same, count);
	buf_free(&html);
	buf_free(&markdown);
	buf_free(&name);
	buf_free(&file);
}

static size_t
count_of(const char *text, const char *wanted)
{
	size_t count = 0;
	while ((text = strstr(text, wanted)) != NULL) {
		text += strlen(wanted);
		count++;
	}
	return count;
}

/* Quotes and lists within each other have an end; what is deeper is text. */
static void
is_bounded_in_depth(void **state)
{
	(void)state;
	static const struct {
		const char *mark, *element;
	} kinds[] = {{"> ", "<blockquote>"}, {"* ", "<ul>"}, {"1. ", "<ol>"}};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct arena *arena = arena_new();
		struct buf markdown = buf_in(arena), html = buf_in(arena);
		for (int depth = 0; depth < 500; depth++)
			buf_add_text(&markdown, kinds[i].mark);
		buf_add_text(&markdown, "end\n");
		markdown_to_html(&html, arena, markdown.data, markdown.length, &markdown_defaults);
		assert_in_range(count_of(html.data, kinds[i].element), 20, MARKDOWN_MAX_DEPTH);
		assert_int_equal(count_of(html.data, "end"), 1);
		arena_free(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(is_as_kramdown_has_it),
			cmocka_unit_test(is_bounded_in_depth),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
