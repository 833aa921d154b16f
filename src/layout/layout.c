#include "layout/layout.h"

#include "base/arena.h"
#include "base/text.h"
#include "layout/flow.h"

#include <stdlib.h>
#include <string.h>

/* What layout_document returns; the spots say on which lines the text of tables is. */
struct whole {
	struct layout layout; /* first: the rest is private */
	struct spot *spots;   /* by offset */
	size_t spot_count;
};

static void
context_start(struct context *context, struct arena *arena, const struct document *document,
		const struct layout_options *options)
{
	*context = (struct context){.walk = flow_walk,
			.arena = arena,
			.document = document,
			.options = *options};
	size_t width = options->width;
	if (width < LAYOUT_MIN_WIDTH)
		width = LAYOUT_MIN_WIDTH;
	if (width > LAYOUT_MAX_WIDTH)
		width = LAYOUT_MAX_WIDTH;
	context->options.width = width;
	context->scratch = arena_child(arena);
	context->wide_free = LAYOUT_WIDE_FREE;
	flow_make_furniture(context, width < 64 ? 64 : width);
	context->numbers = arena_array(context->scratch, (size_t)document->link_numbers + 1,
			sizeof(*context->numbers));
}

static int
compare_spots(const void *a, const void *b)
{
	size_t left = ((const struct spot *)a)->offset, right = ((const struct spot *)b)->offset;
	return left < right ? -1 : left > right;
}

static struct layout *
finish(struct context *context, struct lines *lines)
{
	struct whole *whole = arena_alloc(context->arena, sizeof(*whole));
	whole->layout.lines = arena_resize(context->arena, lines->items,
			lines->capacity * sizeof(*lines->items),
			lines->count * sizeof(*lines->items));
	whole->layout.count = lines->count;
	whole->layout.widest = lines->widest;
	whole->spot_count = context->spot_count;
	whole->spots = arena_array(context->arena, context->spot_count, sizeof(*whole->spots));
	if (context->spot_count != 0) {
		memcpy(whole->spots, context->spots, context->spot_count * sizeof(*whole->spots));
		qsort(whole->spots, whole->spot_count, sizeof(*whole->spots), compare_spots);
	}
	return &whole->layout;
}

bool
layout_is_same(const struct layout_options *a, const struct layout_options *b)
{
	const struct typography *one = &a->typography, *other = &b->typography;
	return one->indent == other->indent && one->spacing == other->spacing &&
	       one->hanging == other->hanging && one->wide_ambiguous == other->wide_ambiguous &&
	       a->width == b->width && a->links == b->links && a->ascii == b->ascii &&
	       a->wrap_code == b->wrap_code && a->wrap_links == b->wrap_links &&
	       a->wide_tables == b->wide_tables;
}

struct layout *
layout_document(struct arena *arena, const struct document *document,
		const struct layout_options *options)
{
	struct context context;
	context_start(&context, arena, document, options);
	struct lines lines = {.arena = arena};
	struct flow flow;
	flow_start(&flow, &context, context.scratch, &lines, context.options.width);
	flow_walk(&flow, document->root);
	if (options->links == LINKS_LIST)
		links_list(&flow);
	struct layout *layout = finish(&context, &lines);
	arena_free(context.scratch);
	return layout;
}

/* The last spot at or before the offset, or NULL. */
static const struct spot *
spot_at(const struct whole *whole, size_t offset)
{
	size_t low = 0, high = whole->spot_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (whole->spots[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low != 0 ? &whole->spots[low - 1] : NULL;
}

static bool
has_text(const struct line *line)
{
	for (size_t i = 0; i < line->piece_count; i++) {
		if (line->pieces[i].offset != PIECE_DRAWN)
			return true;
	}
	return false;
}

size_t
layout_text_at(const struct layout *layout, size_t line)
{
	size_t text = line;
	while (text < layout->count && !has_text(&layout->lines[text]))
		text++;
	return layout->lines[text < layout->count ? text : line].offset;
}

size_t
layout_line_at(const struct layout *layout, size_t offset)
{
	size_t low = 0, high = layout->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (layout->lines[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	size_t found = low != 0 ? low - 1 : 0;
	/* Furniture has the offset of the text before it, whose line is the one wanted. */
	for (size_t i = found; i > 0 && layout->lines[i - 1].offset == layout->lines[i].offset;) {
		i--;
		if (has_text(&layout->lines[i]))
			found = i;
	}
	const struct spot *spot = spot_at((const struct whole *)layout, offset);
	if (spot == NULL || layout->count == 0)
		return found;
	size_t start = layout->lines[found].offset;
	return spot->offset >= start || start > offset ? spot->line : found;
}

bool
layout_columns_of(const struct line *line, size_t offset, size_t length, size_t *from, size_t *to)
{
	bool is_found = false;
	size_t column = 0;
	for (size_t i = 0; i < line->piece_count; column += line->pieces[i++].columns) {
		const struct piece *piece = &line->pieces[i];
		size_t start = (size_t)piece->offset, end = start + piece->length;
		if (piece->offset == PIECE_DRAWN || end <= offset || start >= offset + length)
			continue;
		if (!is_found)
			*from = column +
				(offset <= start ? 0 : text_columns(piece->text, offset - start));
		*to = column +
		      (offset + length >= end ? piece->columns
					      : text_columns(piece->text, offset + length - start));
		is_found = true;
	}
	return is_found;
}
