/* Any bytes, through Liquid and Markdown, become a document that holds together. */

#include "archive/liquid.h"
#include "unit/document_dump.h"
#include "unit/markdown_document.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *
variable(void *context, const char *name)
{
	(void)context;
	return name[0] == 's' ? "**值：**" : NULL;
}

static const char *
link_to(void *context, const char *kind, const char *target)
{
	(void)context;
	return kind[0] == 'l' && target[0] != '\0' ? "/a.html" : NULL;
}

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
	const struct liquid_host host = {variable, link_to, NULL};
	/* A copy of its own, so that reading past its end is found. */
	char *bytes = malloc(size != 0 ? size : 1);
	if (size != 0)
		memcpy(bytes, data, size);
	struct buf rendered;
	struct arena *arena = arena_new();
	buf_init_in(&rendered, arena);
	liquid_render(&rendered, bytes, size, &host);
	check(bytes, size);
	check(rendered.data, rendered.length);
	arena_free(arena);
	free(bytes);
	return 0;
}
