/* Plain text: lines stay, blank lines part paragraphs. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/document_dump.h"

static void
expect_plain(const char *text, size_t length, const char *expected)
{
	struct arena *arena = arena_new();
	struct document *document = document_from_text(arena, text, length);
	assert_null(document_fault(document));
	struct buf shown = buf_empty();
	dump_document(&shown, document);
	assert_string_equal(shown.data, expected);
	buf_free(&shown);
	arena_free(arena);
}

static void
test_lines(void **state)
{
	(void)state;
	expect_plain("", 0, "");
	expect_plain("甲\n乙\n\n \t\n丙", 15, "p+ {keep:甲}/{keep:乙}\np+ {keep:丙}\n");
	expect_plain("  a  b\r\n\tc\tx\n", 13, "p+ {keep:  a  b}/{keep:        c       x}\n");
	expect_plain("<b>&amp;\n", 9, "p+ {keep:<b>&amp;}\n");
	expect_plain("\n\n甲", 5, "p+ {keep:甲}\n");
}

static void
test_gate(void **state)
{
	(void)state;
	expect_plain("a\x1b[0m\0\xff\xe2\x80\xae"
		     "b",
			11,
			"p+ {keep:a\xEF\xBF\xBD[0m\xEF\xBF\xBD\xEF\xBF\xBD"
			"b}\n");
}

static void
test_next(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct document *document = document_from_text(arena, "甲\n\n乙", 8);
	const struct block *block = document_next(document->root);
	assert_ptr_equal(block, document->root->first);
	assert_ptr_equal(document_next(block), document->root->last);
	assert_null(document_next(document->root->last));
	assert_string_equal(document->heading, "甲");
	document = document_from_text(arena, "", 0);
	assert_null(document_next(document->root));
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_lines),
			cmocka_unit_test(test_gate),
			cmocka_unit_test(test_next),
	};
	return cmocka_run_group_tests_name("document: plain text", tests, NULL, NULL);
}
