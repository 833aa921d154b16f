#include "document/document.h"

#include "base/buf.h"
#include "document/markdown.h"

struct document *
document_from_markdown(struct arena *arena, const char *text, size_t length)
{
	struct buf html;
	buf_init(&html);
	markdown_to_html(&html, text, length);
	struct document *document = document_from_html(arena, html.data, html.length);
	buf_free(&html);
	return document;
}
