/* Tables: which cells there are and whether they are data; their geometry is the layout's. */

#include "base/arena.h"
#include "document/dom.h"
#include "document/handlers.h"

#include <gumbo.h>

enum { MAX_ROW_SPAN = 65534, LAYOUT_CELL_COLUMNS = 120 };

/* The order of a table's children: 0 for captions, then the head, the body and the foot. */
static int
rank(const GumboNode *node)
{
	if (node->type != GUMBO_NODE_ELEMENT)
		return 2;
	switch (element_of(node)) {
	case ELEMENT_CAPTION:
		return 0;
	case ELEMENT_THEAD:
		return 1;
	case ELEMENT_TFOOT:
		return 3;
	default:
		return 2;
	}
}

/* Whether the table is there for its layout only: a page of the last century, the frame of a quotation. */
static bool
is_layout(const struct table_facts *facts)
{
	bool is_plain = !facts->has_header_cell && !facts->has_border;
	if (facts->is_presentation || (is_plain && facts->widest_row <= 1))
		return true;
	if (!is_plain || facts->has_caption || facts->has_head)
		return false;
	return facts->has_rich_cell || facts->columns > LAYOUT_CELL_COLUMNS * facts->cells;
}

static void
leave_table(struct builder *builder, struct frame *frame)
{
	struct table_facts *facts = builder->table;
	(void)frame;
	facts->block->table.is_layout = is_layout(facts);
	facts->block->table.has_border = facts->has_border || facts->has_header_cell;
	builder->table = facts->outer;
	if (facts->outer != NULL)
		facts->outer->columns += facts->columns;
}

void
enter_table(struct builder *builder, struct frame *frame)
{
	if (builder->table != NULL)
		builder->table->has_rich_cell = true;
	struct table_facts *facts = arena_alloc(builder->arena, sizeof(*facts));
	facts->outer = builder->table;
	facts->block = frame->opened.block;
	const GumboNode *node = frame->node;
	facts->has_border =
			(dom_attribute(node, "border") != NULL && !dom_says(node, "border", "0")) ||
			(dom_attribute(node, "rules") != NULL &&
					!dom_says(node, "rules", "none")) ||
			frame->css->has_border;
	facts->is_presentation =
			dom_says(node, "role", "presentation") || dom_says(node, "role", "none");
	builder->table = facts;
	frame->order = dom_order_children(builder->arena, node, rank);
	frame->leave = leave_table;
	builder->now.align = ALIGN_START; /* align= is the table's own place */
	builder->now.leaf = BLOCK_PARAGRAPH;
	builder->now.is_spaced = false;
	builder->now.space = SPACE_NORMAL;
}

void
enter_caption(struct builder *builder, struct frame *frame)
{
	(void)frame;
	builder->table->has_caption = true;
	builder->now.align = ALIGN_CENTER;
}

static int
span(const GumboNode *node, const char *name, int lowest, int highest)
{
	int number = dom_number(node, name, 1);
	if (number < lowest)
		return 1;
	return number > highest ? highest : number;
}

/* The share of the table's width that the source asks for; 0: none. */
static int
percent_of(const struct frame *frame)
{
	return frame->css->percent != 0 ? frame->css->percent
					: css_percent(dom_attribute(frame->node, "width"));
}

static void
add_columns(struct builder *builder, const struct frame *frame, int percent)
{
	struct table_facts *table = builder->table;
	int first = table->next_column;
	int count = span(frame->node, "span", 1, DOCUMENT_MAX_SPAN);
	if (first >= DOCUMENT_MAX_SPAN)
		return;
	table->next_column += count;
	if (percent == 0)
		return;
	struct column_width *width = arena_alloc(builder->arena, sizeof(*width));
	*width = (struct column_width){.column = first, .span = count, .percent = percent};
	if (table->last_width != NULL)
		table->last_width->next = width;
	else
		table->block->table.widths = width;
	table->last_width = width;
}

/* The group's own span counts if it holds no col (HTML standard 4.9.3). */
void
enter_column_group(struct builder *builder, struct frame *frame)
{
	builder->now.group_percent = percent_of(frame);
	if (dom_count_children(frame->node, ELEMENT_COL, NULL) == 0)
		add_columns(builder, frame, builder->now.group_percent);
}

void
enter_column(struct builder *builder, struct frame *frame)
{
	int percent = percent_of(frame);
	add_columns(builder, frame, percent != 0 ? percent : builder->now.group_percent);
}

void
enter_row_group(struct builder *builder, struct frame *frame)
{
	builder->now.is_in_head_rows = frame->id == ELEMENT_THEAD;
	builder->now.is_in_foot_rows = frame->id == ELEMENT_TFOOT;
	builder->table->groups++;
	builder->table->has_head |= frame->id == ELEMENT_THEAD;
}

/* A row is a header when it stands in thead or all its cells are th. */
static void
leave_row(struct builder *builder, struct frame *frame)
{
	struct block *row = frame->opened.block;
	bool is_header = true;
	size_t cells = 0;
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next) {
		is_header = is_header && cell->kind == BLOCK_CELL && cell->cell.is_header;
		cells++;
	}
	row->row.is_header = builder->now.is_in_head_rows || (is_header && cells != 0);
	struct table_facts *table = builder->table;
	table->cells += cells;
	if (cells > table->widest_row)
		table->widest_row = cells;
}

void
enter_row(struct builder *builder, struct frame *frame)
{
	struct block *row = frame->opened.block;
	if (row == NULL)
		return;
	row->row.is_footer = builder->now.is_in_foot_rows;
	row->row.group = builder->table->groups;
	frame->leave = leave_row;
}

void
enter_cell(struct builder *builder, struct frame *frame)
{
	struct block *cell = frame->opened.block;
	if (cell == NULL)
		return;
	cell->cell.is_header = frame->id == ELEMENT_TH;
	cell->cell.column_span = span(frame->node, "colspan", 1, DOCUMENT_MAX_SPAN);
	cell->cell.row_span = span(frame->node, "rowspan", 0, MAX_ROW_SPAN);
	cell->cell.percent = percent_of(frame);
	builder->now.leaf = BLOCK_PARAGRAPH;
	builder->now.is_spaced = false;
	builder->now.list_depth = 0;
	builder->table->cell_paragraphs = 0;
	builder->table->has_header_cell |= cell->cell.is_header;
}
