#include "layout/flow.h"

#include "base/arena.h"

#include <string.h>

/* The walk over the tree, by parent pointers: what each block does as it begins and ends. */

enum {
	INDENT_COLUMNS = 2,
	SHOWN_QUOTES = 8,
	DRAWN_DEPTH = 4, /* levels of records within which a table is still measured, to be drawn if it fits */
};

static void
push_indent(struct flow *flow, const struct block *owner, size_t columns)
{
	struct piece indent = flow_spaces(flow, columns);
	flow_push(flow, owner, &indent, NULL);
}

static struct nest *
push_nest(struct flow *flow, const struct block *owner)
{
	flow->nests = arena_grow(flow->scratch, flow->nests, flow->nest_count, &flow->nest_capacity,
			sizeof(*flow->nests));
	struct nest *nest = &flow->nests[flow->nest_count++];
	memset(nest, 0, sizeof(*nest));
	nest->owner = owner;
	return nest;
}

static void
pop_nest(struct flow *flow)
{
	struct nest *nest = &flow->nests[--flow->nest_count];
	flow->record_tables -= nest->owner->kind == BLOCK_TABLE;
	flow->records -= nest->tells_header;
	arena_free(nest->arena);
}

static void
enter_quote(struct flow *flow, const struct block *quote)
{
	/* Each bar is its own part of one text, so that neighbouring bars become one piece. */
	static const char bars[] = "│ │ │ │ │ │ │ │ ", ascii_bars[] = "| | | | | | | | ";
	size_t index = flow->quotes++;
	if (index >= SHOWN_QUOTES)
		return;
	bool is_ascii = flow->context->options.ascii;
	size_t length = (is_ascii ? sizeof(ascii_bars) : sizeof(bars)) / SHOWN_QUOTES;
	struct piece piece = flow_drawn("", 2, STYLE_FURNITURE | STYLE_QUOTE);
	piece.text = (is_ascii ? ascii_bars : bars) + index * length;
	piece.length = length;
	flow_push(flow, quote, &piece, NULL);
}

static void
enter_list(struct flow *flow, const struct block *list)
{
	size_t depth = 0;
	for (size_t i = 0; i < flow->nest_count; i++)
		depth += flow->nests[i].owner->kind == BLOCK_LIST;
	struct nest *nest = push_nest(flow, list);
	nest->marker_columns = marker_widest(list);
	nest->depth = depth;
}

/* Aligns the marker to the right of the list's widest one; the text is indented behind it. */
static void
enter_item(struct flow *flow, const struct block *item)
{
	struct context *context = flow->context;
	const struct nest *nest = flow->nest_count != 0 ? &flow->nests[flow->nest_count - 1] : NULL;
	bool is_listed = nest != NULL && nest->owner == item->parent;
	size_t columns;
	const char *text = marker_text(context, item, is_listed ? nest->depth : 0, &columns);
	size_t widest = is_listed ? nest->marker_columns : columns;
	if (columns < widest)
		text = arena_format(context->arena, "%*s%s", (int)(widest - columns), "", text);
	struct piece marker = flow_drawn(text, widest, STYLE_NUMBER);
	struct piece indent = flow_spaces(flow, widest);
	if (is_listed && item->parent->list.is_loose && item->parent->first != item)
		flow->wants_blank = true;
	flow_push(flow, item, &indent, &marker);
}

static void
enter_caption(struct flow *flow, const struct block *caption)
{
	flow->caption++;
	if (caption->parent->kind == BLOCK_FIGURE)
		push_indent(flow, caption, INDENT_COLUMNS);
}

static void
enter_rule(struct flow *flow)
{
	size_t columns = flow->is_measure ? 1 : flow_room(flow);
	flow->is_fluid = true;
	struct piece rule = flow_rule(flow, false, columns, 0);
	flow_show(flow, &rule, 1);
}

/* h1 and h2 are underlined over their whole width. */
static void
underline_heading(struct flow *flow, const struct block *heading, size_t first)
{
	size_t widest = 0, prefix = flow->width - flow_room(flow);
	for (size_t i = first; i < flow->lines->count; i++) {
		const struct line *line = &flow->lines->items[i];
		if (line->is_heading && line->columns > widest)
			widest = line->columns;
	}
	if (heading->heading.level > 2 || widest <= prefix || heading->align != ALIGN_START)
		return;
	bool is_double = heading->heading.level == 1;
	size_t columns = widest - prefix;
	if (columns > flow_room(flow))
		columns = flow_room(flow);
	struct piece rule = flow_rule(flow, is_double, columns, STYLE_HEADING);
	flow_show(flow, &rule, 1)->is_heading = true;
}

static unsigned
leaf_style(const struct flow *flow, const struct block *leaf)
{
	unsigned style = flow->bold != 0 ? STYLE_BOLD : 0;
	const struct block *caption = leaf->parent;
	bool is_over_table = caption->kind == BLOCK_CAPTION && caption->parent->kind == BLOCK_TABLE;
	if (flow->caption != 0)
		style |= is_over_table ? STYLE_BOLD : STYLE_DIM;
	if (leaf->kind == BLOCK_HEADING) {
		style |= STYLE_HEADING | STYLE_BOLD;
		if (leaf->heading.level >= 5)
			style |= STYLE_DIM;
	}
	if (flow->quotes != 0)
		style |= STYLE_QUOTE;
	return style;
}

static void
enter_leaf(struct flow *flow, const struct block *leaf)
{
	size_t first = flow->lines->count;
	if (leaf->kind == BLOCK_PRE)
		pre_leaf(flow, leaf);
	else
		wrap_leaf(flow, leaf, leaf_style(flow, leaf));
	if (leaf->kind == BLOCK_HEADING && flow->lines->count > first)
		underline_heading(flow, leaf, first);
}

/*
 * Draws the table, or lays its rows out as blocks (records). Tables within cells or deep
 * within records are never drawn, so no text is measured more than DRAWN_DEPTH times.
 */
static bool
enter_table(struct flow *flow, const struct block *table)
{
	if (table->table.is_layout)
		return true;
	bool may_be_drawn = !flow->in_cell && flow->record_tables < DRAWN_DEPTH;
	if (may_be_drawn && table_layout(flow, table))
		return false;
	push_nest(flow, table);
	flow->record_tables++;
	records_enter_table(flow, table);
	return true;
}

/* Lays out what comes before a block's children. False if the children are laid out already. */
static bool
enter(struct flow *flow, const struct block *block)
{
	if (block->is_spaced)
		flow->wants_blank = true;
	if (block->margin > 0)
		push_indent(flow, block, (size_t)block->margin);
	switch (block->kind) {
	case BLOCK_QUOTE:
		enter_quote(flow, block);
		break;
	case BLOCK_LIST:
		enter_list(flow, block);
		break;
	case BLOCK_ITEM:
		enter_item(flow, block);
		break;
	case BLOCK_TERM:
		flow->bold++;
		break;
	case BLOCK_DEFINITION:
		push_indent(flow, block, INDENT_COLUMNS);
		break;
	case BLOCK_CAPTION:
		enter_caption(flow, block);
		break;
	case BLOCK_RULE:
		enter_rule(flow);
		break;
	case BLOCK_TABLE:
		return enter_table(flow, block);
	case BLOCK_ROW:
		return records_enter_row(flow, block);
	case BLOCK_CELL:
		records_enter_cell(flow, block);
		break;
	default:
		break;
	}
	if (block->run_count != 0)
		enter_leaf(flow, block);
	return true;
}

static void
leave(struct flow *flow, const struct block *block)
{
	flow_pop(flow, block);
	if (block->kind == BLOCK_QUOTE)
		flow->quotes--;
	else if (block->kind == BLOCK_CAPTION)
		flow->caption--;
	else if (block->kind == BLOCK_TERM || (block->kind == BLOCK_CELL && block->cell.is_header))
		flow->bold--;
	if (flow->nest_count != 0 && flow->nests[flow->nest_count - 1].owner == block)
		pop_nest(flow);
	if (block->is_spaced)
		flow->wants_blank = true;
}

void
flow_walk(struct flow *flow, const struct block *root)
{
	const struct block *block = root;
	for (;;) {
		bool descends = enter(flow, block);
		if (descends && block->first != NULL) {
			block = block->first;
			continue;
		}
		for (;;) {
			leave(flow, block);
			if (block == root)
				return;
			if (block->next != NULL)
				break;
			block = block->parent;
		}
		block = block->next;
	}
}
