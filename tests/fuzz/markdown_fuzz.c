/* Any bytes as Markdown become a document that holds together. */

#include "unit/document_dump.h"
#include "unit/markdown_document.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const char *text, size_t length)
{
	struct arena *arena = arena_new();
	struct buf html;
	buf_init_in(&html, arena);
	markdown_to_html(&html, arena, text, length, &markdown_defaults);
	if (html.length > MARKDOWN_MAX_HTML(length) ||
			document_fault(document_from_markdown(arena, text, length)) != NULL)
		abort();
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
