#ifndef LAYOUT_LINES_H
#define LAYOUT_LINES_H

/* The lines of a layout while it grows, and the pieces one line is put together from. */

#include "layout/layout.h"

/* Pieces of the line being made; kept between lines. */
struct pieces {
	struct arena *arena;
	struct piece *items;
	size_t count, capacity;
	size_t columns; /* of all */
};

void pieces_clear(struct pieces *pieces);
void pieces_cut(struct pieces *pieces, size_t count); /* columns are recounted */

/* Adds a piece; one that continues the last one, in the same style, is joined to it. */
void pieces_add(struct pieces *pieces, const struct piece *piece);

/* Puts a piece before the one at `at`. */
void pieces_insert(struct pieces *pieces, size_t at, const struct piece *piece);

/* Lines in order; they and their pieces live in the arena. */
struct lines {
	struct arena *arena;
	struct line *items;
	size_t count, capacity;
	size_t widest;
	size_t offset; /* of the last line: offsets never fall */
};

/* Copies the pieces into the arena as one line, without the spaces at its end. */
struct line *lines_add(struct lines *lines, const struct piece *pieces, size_t count);

#endif
