/* Plain text to a document: lines are kept, blank lines part paragraphs. */

#include "base/utf8.h"
#include "document/builder.h"

#include <string.h>

enum { TAB_COLUMNS = 8 };

/* Replaces tabs by spaces: in an indented column their stops would be elsewhere. */
static void
add_line(struct builder *builder, struct buf *line, const char *text, size_t length)
{
	size_t columns = 0;
	buf_clear(line);
	for (size_t at = 0; at < length;) {
		uint32_t codepoint;
		size_t size = utf8_decode(text + at, length - at, &codepoint);
		at += size;
		if (codepoint == '\t') {
			size_t blanks = TAB_COLUMNS - columns % TAB_COLUMNS;
			buf_add_repeated(line, ' ', blanks);
			columns += blanks;
			continue;
		}
		if (codepoint != '\r' && codepoint != '\f')
			buf_add_codepoint(line, codepoint);
		columns += codepoint >= 0x1100 ? 2 : 1;
	}
	builder_text(builder, line->data, line->length);
}

static bool
is_blank_line(const char *text, size_t length)
{
	while (length > 0 && strchr(" \t\r\f", *text) != NULL && *text != '\0') {
		text++;
		length--;
	}
	return length == 0;
}

struct document *
document_from_text(struct arena *arena, const char *text, size_t length)
{
	struct builder builder;
	builder_init(&builder, arena);
	struct buf line = buf_in(builder.scratch);
	builder.now.space = SPACE_PRE;
	builder.now.is_spaced = true;
	for (size_t at = 0; at < length;) {
		const char *end = memchr(text + at, '\n', length - at);
		size_t size = end == NULL ? length - at : (size_t)(end - text) - at;
		if (is_blank_line(text + at, size)) {
			builder_end_leaf(&builder);
		} else {
			if (builder.leaf != NULL)
				builder_break(&builder);
			add_line(&builder, &line, text + at, size);
		}
		at += size + 1;
	}
	return builder_finish(&builder);
}
