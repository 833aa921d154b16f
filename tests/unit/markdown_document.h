#ifndef TESTS_UNIT_MARKDOWN_DOCUMENT_H
#define TESTS_UNIT_MARKDOWN_DOCUMENT_H

/* The document of a Markdown text, by way of its HTML, as an article has it. */

#include "base/arena.h"
#include "base/buf.h"
#include "document/document.h"
#include "markdown/markdown.h"

static inline struct document *
document_from_markdown(struct arena *arena, const char *text, size_t length)
{
	struct arena *scratch = arena_child(arena);
	struct buf html = buf_in(scratch);
	markdown_to_html(&html, scratch, text, length, &markdown_defaults);
	struct document *document = document_from_html(arena, html.data, html.length);
	arena_free(scratch);
	return document;
}

#endif
