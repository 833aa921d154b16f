#ifndef TESTS_UNIT_LAYOUT_BUILD_H
#define TESTS_UNIT_LAYOUT_BUILD_H

/* Documents of one paragraph made by hand, and lines as text to compare with. */

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "layout/layout.h"

#include <stdint.h>
#include <string.h>

/* A paragraph; `parts` runs of changing style that all begin at whole characters. */
static inline struct document *
build_paragraph(struct arena *arena, const char *text, size_t parts, uint32_t *seed)
{
	struct document *document = arena_alloc(arena, sizeof(*document));
	struct block *root = arena_alloc(arena, sizeof(*root));
	struct block *leaf = arena_alloc(arena, sizeof(*leaf));
	size_t length = strlen(text), at = 0, count = 0;
	struct run *runs = arena_array(arena, parts, sizeof(*runs));
	while (at < length && count < parts) {
		size_t end = length;
		if (count + 1 < parts) {
			*seed = *seed * 1664525u + 1013904223u;
			end = at + 1 + (*seed >> 16) % 12;
			while (end < length && ((unsigned char)text[end] & 0xC0) == 0x80)
				end++;
			end = end < length ? end : length;
		}
		runs[count] = (struct run){.kind = RUN_TEXT,
				.link = -1,
				.offset = at,
				.length = end - at,
				.style = count % 2 ? STYLE_BOLD : 0};
		at = end;
		count++;
	}
	leaf->kind = BLOCK_PARAGRAPH;
	leaf->parent = root;
	leaf->runs = runs;
	leaf->run_count = count;
	root->kind = BLOCK_ROOT;
	root->first = root->last = leaf;
	document->root = root;
	document->text = arena_format(arena, "%s\n", text);
	document->length = length + 1;
	document->heading = "";
	return document;
}

static inline void
add_line(struct buf *out, const struct line *line)
{
	for (size_t i = 0; i < line->piece_count; i++)
		buf_add(out, line->pieces[i].text, line->pieces[i].length);
	while (out->length > 0 && out->data[out->length - 1] == ' ')
		buf_truncate(out, out->length - 1);
	buf_add_char(out, '\n');
}

static inline void
add_lines(struct buf *out, const struct layout *layout)
{
	for (size_t i = 0; i < layout->count; i++)
		add_line(out, &layout->lines[i]);
}

#endif
