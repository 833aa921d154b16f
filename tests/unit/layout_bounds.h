#ifndef TESTS_UNIT_LAYOUT_BOUNDS_H
#define TESTS_UNIT_LAYOUT_BOUNDS_H

/* What layout.h promises of every layout, for unit tests and for the fuzz target. */

#include "base/gate.h"
#include "document/document.h"
#include "layout/layout.h"

#include <stddef.h>
#include <string.h>

/* The promise that a line breaks, or NULL. */
static inline const char *
bounds_of_line(const struct document *document, const struct line *line, size_t width)
{
	size_t columns = 0, drawn = 0;
	for (size_t i = 0; i < line->piece_count; i++) {
		const struct piece *piece = &line->pieces[i];
		columns += piece->columns;
		if (!gate_is_clean(piece->text, piece->length, GATE_LINE))
			return "a control";
		if (piece->offset == PIECE_DRAWN) {
			drawn++;
			continue;
		}
		size_t offset = (size_t)piece->offset;
		if (offset > document->length || piece->length > document->length - offset)
			return "a piece beyond the text";
	}
	if (columns != line->columns)
		return "columns that are not those of the pieces";
	if (line->reach == 0 && columns > width)
		return "a line beyond the width";
	size_t texts = line->piece_count - drawn;
	return drawn > LAYOUT_LINE_PIECES + 512 + 4 * texts ? "pieces without end" : NULL;
}

/* The promise that the layout breaks, or NULL. */
static inline const char *
bounds_of_layout(const struct document *document, const struct layout *layout, size_t width)
{
	size_t blocks = 0, markers = 0, offset = 0, pieces = 0, texts = 0, addresses = 0;
	for (const struct block *at = document->root; at != NULL; at = document_next(at)) {
		blocks++;
		markers += at->kind == BLOCK_ITEM || at->kind == BLOCK_CELL ? 3 : 0;
	}
	for (size_t i = 0; i < document->link_count; i++)
		addresses += strlen(document->links[i].url);
	if (layout->count > 2 * document->length + document->link_count + 4 * blocks + 4 +
					    addresses / 2)
		return "lines without end";
	for (size_t i = 0; i < layout->count; i++) {
		const struct line *line = &layout->lines[i];
		const char *broken = bounds_of_line(document, line, width);
		if (broken != NULL)
			return broken;
		if (line->offset < offset)
			return "an offset that falls";
		offset = line->offset;
		pieces += line->piece_count;
		for (size_t p = 0; p < line->piece_count; p++)
			texts += line->pieces[p].offset != PIECE_DRAWN;
	}
	size_t most = LAYOUT_LINE_PIECES * layout->count + 4 * texts + markers;
	return pieces > most ? "pieces without end" : NULL;
}

#endif
