/* Any bytes as Markdown become a document that holds together, and what follows them changes nothing before it. */

#include "unit/document_dump.h"
#include "unit/markdown_document.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
contains(const char *text, size_t length, const char *wanted)
{
	size_t wanted_length = strlen(wanted);
	for (size_t i = 0; i + wanted_length <= length; i++)
		if (memcmp(text + i, wanted, wanted_length) == 0)
			return true;
	return false;
}

/*
 * Whether a paragraph behind the text changes nothing before it: a blank line ends the
 * last block, no fence may be open, and no footnotes come between.
 */
static bool
ends_all(const char *text, size_t length)
{
	return length >= 2 && memcmp(text + length - 2, "\n\n", 2) == 0 &&
	       !contains(text, length, "```") && !contains(text, length, "~~~") &&
	       !contains(text, length, "[^");
}

static void
check_prefix(struct arena *arena, const char *text, size_t length, const struct buf *html)
{
	static const char paragraph[] = "z\n";
	if (!ends_all(text, length))
		return;
	struct buf longer = buf_in(arena);
	struct buf more = buf_in(arena);
	buf_add(&longer, text, length);
	buf_add_text(&longer, paragraph);
	markdown_to_html(&more, arena, longer.data, longer.length, &markdown_defaults);
	if (more.length < html->length || memcmp(more.data, html->data, html->length) != 0)
		abort();
}

static void
check(const char *text, size_t length)
{
	struct arena *arena = arena_new();
	struct buf html = buf_in(arena);
	markdown_to_html(&html, arena, text, length, &markdown_defaults);
	if (html.length > MARKDOWN_MAX_HTML(length) ||
			document_fault(document_from_markdown(arena, text, length)) != NULL)
		abort();
	check_prefix(arena, text, length, &html);
	arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of its own, so that reading past its end is found. */
	char *bytes = malloc(size != 0 ? size : 1);
	if (size != 0)
		memcpy(bytes, data, size);
	check(bytes, size);
	free(bytes);
	return 0;
}
