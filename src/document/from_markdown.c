#include "document/document.h"

#include "base/arena.h"
#include "base/buf.h"
#include "document/markdown.h"

struct document *
document_from_markdown(struct arena *arena, const char *text, size_t length)
{
	struct arena *scratch = arena_child(arena);
	struct buf html;
	buf_init_in(&html, scratch);
	markdown_to_html(&html, text, length);
	struct document *document = document_from_html(arena, html.data, html.length);
	arena_free(scratch);
	return document;
}
