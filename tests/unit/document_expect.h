#ifndef TESTS_UNIT_DOCUMENT_EXPECT_H
#define TESTS_UNIT_DOCUMENT_EXPECT_H

/* For tests on documents: after cmocka.h. */

#include "unit/document_dump.h"

/* A document of `html`, which must hold together, as document_dump.h shows it. */
static void
expect_dump(const char *html, const struct document *document, const char *expected)
{
	const char *fault = document_fault(document);
	if (fault != NULL)
		fail_msg("%s: %s", html, fault);
	struct buf shown = buf_empty();
	dump_document(&shown, document);
	if (strcmp(shown.data, expected) != 0)
		print_message("of: %s\n", html);
	assert_string_equal(shown.data, expected);
	buf_free(&shown);
}

static void
expect_document(const char *html, const char *expected)
{
	struct arena *arena = arena_new();
	expect_dump(html, document_from_html(arena, html, strlen(html)), expected);
	arena_free(arena);
}

/* The text alone, line feeds and all. */
__attribute__((unused)) static void
expect_text(const char *html, const char *expected)
{
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, html, strlen(html));
	const char *fault = document_fault(document);
	if (fault != NULL)
		fail_msg("%s: %s", html, fault);
	if (strcmp(document->text, expected) != 0)
		print_message("of: %s\n", html);
	assert_string_equal(document->text, expected);
	assert_int_equal(document->length, strlen(expected));
	arena_free(arena);
}

#endif
