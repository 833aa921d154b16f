#include "layout/lines.h"

#include "base/arena.h"

#include <string.h>

void
pieces_clear(struct pieces *pieces)
{
	pieces->count = 0;
	pieces->columns = 0;
}

void
pieces_cut(struct pieces *pieces, size_t count)
{
	while (pieces->count > count)
		pieces->columns -= pieces->items[--pieces->count].columns;
}

static bool
goes_on(const struct piece *last, const struct piece *piece)
{
	if (last->style != piece->style || last->link != piece->link)
		return false;
	if (last->text + last->length != piece->text)
		return false;
	if (last->offset == PIECE_DRAWN || piece->offset == PIECE_DRAWN)
		return last->offset == piece->offset;
	return last->offset + (ptrdiff_t)last->length == piece->offset;
}

void
pieces_insert(struct pieces *pieces, size_t at, const struct piece *piece)
{
	pieces->items = arena_grow(pieces->arena, pieces->items, pieces->count, &pieces->capacity,
			sizeof(*pieces->items));
	struct piece *place = &pieces->items[at];
	memmove(place + 1, place, (pieces->count++ - at) * sizeof(*place));
	*place = *piece;
	pieces->columns += piece->columns;
}

void
pieces_add(struct pieces *pieces, const struct piece *piece)
{
	if (piece->length == 0)
		return;
	struct piece *last = pieces->count != 0 ? &pieces->items[pieces->count - 1] : NULL;
	if (last != NULL && goes_on(last, piece)) {
		pieces->columns += piece->columns;
		last->length += piece->length;
		last->columns += piece->columns;
		return;
	}
	pieces_insert(pieces, pieces->count, piece);
}

static bool
is_blank(const struct piece *piece)
{
	if (piece->offset != PIECE_DRAWN || piece->style != 0)
		return false;
	for (size_t i = 0; i < piece->length; i++) {
		if (piece->text[i] != ' ')
			return false;
	}
	return true;
}

struct line *
lines_add(struct lines *lines, const struct piece *pieces, size_t count)
{
	while (count > 0 && is_blank(&pieces[count - 1]))
		count--;
	lines->items = arena_grow(lines->arena, lines->items, lines->count, &lines->capacity,
			sizeof(*lines->items));
	struct line *line = &lines->items[lines->count++];
	memset(line, 0, sizeof(*line));
	struct piece *copy = NULL;
	if (count > 0) {
		copy = arena_raw(lines->arena, count * sizeof(*copy));
		memcpy(copy, pieces, count * sizeof(*copy));
	}
	line->pieces = copy;
	line->piece_count = count;
	bool has_text = false;
	for (size_t i = 0; i < count; i++) {
		line->columns += pieces[i].columns;
		if (has_text || pieces[i].offset == PIECE_DRAWN)
			continue;
		has_text = true;
		if ((size_t)pieces[i].offset > lines->offset)
			lines->offset = (size_t)pieces[i].offset;
	}
	line->offset = lines->offset;
	if (line->columns > lines->widest)
		lines->widest = line->columns;
	return line;
}
