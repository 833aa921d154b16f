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
	struct buf file, name, markdown, html;
	struct err err;
	size_t count = 0, same = 0;
	buf_init(&file);
	buf_init(&name);
	buf_init(&markdown);
	buf_init(&html);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(is_as_kramdown_has_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
