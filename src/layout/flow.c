#include "layout/flow.h"

#include "base/arena.h"

#include <string.h>

enum { MARKED_COLUMNS = 2 }; /* the least for text beside a marker, which is left out else */

void
flow_start(struct flow *flow, struct context *context, struct arena *scratch, struct lines *lines,
		size_t width)
{
	*flow = (struct flow){.context = context,
			.scratch = scratch,
			.row = {.arena = scratch},
			.lines = lines,
			.width = width,
			.first_line = lines->count};
}

static struct piece
drawn(const char *text, size_t length, size_t columns, unsigned style)
{
	return (struct piece){.text = text,
			.length = length,
			.columns = columns,
			.style = style,
			.link = -1,
			.offset = PIECE_DRAWN};
}

const char *
flow_run_text(const struct context *context, const struct run *run, size_t *length)
{
	const char *word = context->options.words[run->word];
	*length = word != NULL ? strlen(word) : run->length;
	return word != NULL ? word : context->document->text + run->offset;
}

struct piece
flow_drawn(const char *text, size_t columns, unsigned style)
{
	return drawn(text, strlen(text), columns, style);
}

static const char *
repeat(struct arena *arena, const char *text, size_t count)
{
	size_t length = strlen(text);
	char *all = arena_raw(arena, count * length + 1);
	for (size_t i = 0; i < count; i++)
		memcpy(all + i * length, text, length);
	all[count * length] = '\0';
	return all;
}

void
flow_make_furniture(struct context *context, size_t columns)
{
	bool is_ascii = context->options.ascii;
	context->furniture = columns;
	context->spaces = repeat(context->arena, " ", columns);
	context->rule = repeat(context->arena, is_ascii ? "-" : "─", columns);
	context->double_rule = repeat(context->arena, is_ascii ? "=" : "═", columns);
	context->rule_bytes = is_ascii ? 1 : 3;
}

static size_t
furniture_columns(const struct flow *flow, size_t columns)
{
	return columns < flow->context->furniture ? columns : flow->context->furniture;
}

struct piece
flow_spaces(const struct flow *flow, size_t columns)
{
	columns = furniture_columns(flow, columns);
	return drawn(flow->context->spaces, columns, columns, 0);
}

void
flow_add_spaces(struct flow *flow, size_t columns, unsigned style)
{
	struct pieces *row = &flow->row;
	struct piece spaces = flow_spaces(flow, columns);
	const struct piece *last = row->count != 0 ? &row->items[row->count - 1] : NULL;
	spaces.style = style;
	if (last != NULL && last->text == spaces.text &&
			last->columns + spaces.columns <= flow->context->furniture)
		spaces.text += last->length; /* goes on with it, as one piece */
	pieces_add(row, &spaces);
}

struct piece
flow_rule(const struct flow *flow, bool is_double, size_t columns, unsigned style)
{
	const struct context *context = flow->context;
	columns = furniture_columns(flow, columns);
	return drawn(is_double ? context->double_rule : context->rule,
			columns * context->rule_bytes, columns, style | STYLE_FURNITURE);
}

size_t
flow_room(const struct flow *flow)
{
	size_t used = 0;
	for (size_t i = 0; i < flow->prefix_count; i++) {
		const struct prefix *prefix = &flow->prefixes[i];
		used += prefix->has_marker ? prefix->marker.columns : prefix->indent.columns;
	}
	return flow->width > used ? flow->width - used : 0;
}

/* Whether an indent leaves room enough: without, a marker stands before the first line's text only. */
static bool
has_room(const struct flow *flow, size_t columns)
{
	size_t width = flow->width < LAYOUT_MAX_WIDTH ? flow->width : LAYOUT_MAX_WIDTH;
	size_t kept = width / 2 < FLOW_KEPT_COLUMNS ? width / 2 : FLOW_KEPT_COLUMNS;
	size_t used = kept + columns;
	for (size_t i = 0; i < flow->prefix_count; i++)
		used += flow->prefixes[i].indent.columns;
	return used <= width && columns + MARKED_COLUMNS <= flow_room(flow);
}

void
flow_push(struct flow *flow, const struct block *owner, const struct piece *indent,
		const struct piece *marker)
{
	struct prefix prefix = {.owner = owner, .indent = *indent};
	if (!has_room(flow, indent->columns)) {
		prefix.indent.length = 0;
		prefix.indent.columns = 0;
	}
	if (marker != NULL && marker->columns + MARKED_COLUMNS <= flow_room(flow)) {
		prefix.marker = *marker;
		prefix.has_marker = marker->length != 0;
	}
	if (prefix.indent.length == 0 && !prefix.has_marker)
		return;
	flow->prefixes = arena_grow(flow->scratch, flow->prefixes, flow->prefix_count,
			&flow->prefix_capacity, sizeof(*flow->prefixes));
	flow->prefixes[flow->prefix_count++] = prefix;
}

void
flow_pop(struct flow *flow, const struct block *owner)
{
	while (flow->prefix_count > 0) {
		struct prefix *top = &flow->prefixes[flow->prefix_count - 1];
		if (top->owner != owner)
			break;
		if (top->has_marker) /* nothing followed it */
			flow_show(flow, NULL, 0);
		flow->prefix_count--;
	}
	if (flow->shared > flow->prefix_count)
		flow->shared = flow->prefix_count;
}

static void
add_spaces(const struct flow *flow, struct pieces *row, size_t columns)
{
	while (columns > 0) {
		struct piece spaces = flow_spaces(flow, columns);
		pieces_add(row, &spaces);
		columns -= spaces.columns;
	}
}

/* Adds the first `count` prefixes to the row; neighbouring spaces become one piece. */
static void
add_prefixes(const struct flow *flow, struct pieces *row, size_t count, bool has_markers)
{
	size_t spaces = 0;
	for (size_t i = 0; i < count; i++) {
		const struct prefix *prefix = &flow->prefixes[i];
		bool is_marker = has_markers && prefix->has_marker;
		if (!is_marker && prefix->indent.style == 0) {
			spaces += prefix->indent.columns;
			continue;
		}
		add_spaces(flow, row, spaces);
		spaces = 0;
		pieces_add(row, is_marker ? &prefix->marker : &prefix->indent);
	}
	add_spaces(flow, row, spaces);
}

void
flow_begin_line(struct flow *flow)
{
	pieces_clear(&flow->row);
	add_prefixes(flow, &flow->row, flow->prefix_count, true);
	flow->row_prefix_count = flow->row.count;
}

/* The bars of quotes run through the blank lines within them. */
static void
add_blank_line(struct flow *flow)
{
	struct pieces row = {.arena = flow->scratch};
	add_prefixes(flow, &row, flow->shared, false);
	lines_add(flow->lines, row.items, row.count);
	arena_resize(row.arena, row.items, row.capacity * sizeof(*row.items), 0);
}

void
flow_note_spot(struct flow *flow, const struct piece *piece, size_t line)
{
	struct context *context = flow->context;
	if (piece->offset == PIECE_DRAWN)
		return;
	context->spots = arena_grow(context->scratch, context->spots, context->spot_count,
			&context->spot_capacity, sizeof(*context->spots));
	context->spots[context->spot_count++] =
			(struct spot){.offset = (size_t)piece->offset, .line = line};
}

struct line *
flow_end_line(struct flow *flow)
{
	if (flow->wants_blank && flow->lines->count > flow->first_line)
		add_blank_line(flow);
	flow->wants_blank = false;
	/* In a cell of a drawn table the table notes them. */
	bool is_spotted = flow->records != 0 && !flow->in_cell;
	for (size_t i = 0; is_spotted && i < flow->row.count; i++)
		flow_note_spot(flow, &flow->row.items[i], flow->lines->count);
	for (size_t i = 0; i < flow->prefix_count; i++)
		flow->prefixes[i].has_marker = false;
	flow->shared = flow->prefix_count;
	struct line *line = lines_add(flow->lines, flow->row.items, flow->row.count);
	line->reach = line->columns > flow->width ? line->columns : 0;
	return line;
}

void
flow_join_lines(struct flow *flow, size_t first)
{
	size_t reach = 0;
	for (size_t i = first; i < flow->lines->count; i++)
		reach = flow->lines->items[i].reach > reach ? flow->lines->items[i].reach : reach;
	for (size_t i = first; i < flow->lines->count; i++)
		flow->lines->items[i].reach = reach;
}

struct line *
flow_show(struct flow *flow, const struct piece *pieces, size_t count)
{
	flow_begin_line(flow);
	for (size_t i = 0; i < count; i++)
		pieces_add(&flow->row, &pieces[i]);
	return flow_end_line(flow);
}
