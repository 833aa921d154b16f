/* Tables: which cells there are and whether they are data; their geometry is the layout's. */

#include "base/arena.h"
#include "base/ascii.h"
#include "document/dom.h"
#include "document/handlers.h"

#include <string.h>

#include <gumbo.h>

enum { MAX_ROW_SPAN = 65534, LAYOUT_CELL_COLUMNS = 120 };

/* 0 for what comes first: captions and head rows; the foot comes last. */
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

/* The children's order on the screen; NULL when it is that of the source. */
static const unsigned *
order_children(struct builder *builder, const GumboVector *children)
{
	bool is_ordered = true;
	for (unsigned i = 1; i < children->length && is_ordered; i++)
		is_ordered = rank(children->data[i - 1]) <= rank(children->data[i]);
	if (is_ordered)
		return NULL;
	unsigned *order = arena_array(builder->arena, children->length, sizeof(*order));
	unsigned count = 0;
	for (int wanted = 0; wanted <= 3; wanted++) {
		for (unsigned i = 0; i < children->length; i++) {
			if (rank(children->data[i]) == wanted)
				order[count++] = i;
		}
	}
	return order;
}

/* A table that only places things: a page of the last century, a quotation's frame. */
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

static bool
says(const char *value, const char *word)
{
	return value != NULL && ascii_compare(value, word) == 0;
}

bool
enter_table(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	if (frame->opened.block == NULL)
		return true;
	if (builder->table != NULL)
		builder->table->has_rich_cell = true;
	struct table_facts *facts = arena_alloc(builder->arena, sizeof(*facts));
	facts->outer = builder->table;
	facts->block = frame->opened.block;
	const char *border = dom_attribute(node, "border");
	const char *rules = dom_attribute(node, "rules");
	facts->has_border = (border != NULL && strcmp(border, "0") != 0) ||
			    (rules != NULL && !says(rules, "none")) || frame->css->has_border;
	const char *role = dom_attribute(node, "role");
	facts->is_presentation = says(role, "presentation") || says(role, "none");
	builder->table = facts;
	frame->order = order_children(builder, &node->v.element.children);
	frame->leave = leave_table;
	builder->now.align = ALIGN_START; /* align= is the table's own place */
	builder->now.leaf = BLOCK_PARAGRAPH;
	builder->now.is_spaced = false;
	builder->now.space = SPACE_NORMAL;
	return true;
}

bool
enter_caption(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	if (builder->table != NULL)
		builder->table->has_caption = true;
	if (frame->opened.block != NULL)
		frame->opened.block->align = builder->now.align = ALIGN_CENTER;
	return true;
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
percent_of(const GumboNode *node, const struct frame *frame)
{
	return frame->css->percent != 0 ? frame->css->percent
					: css_percent(dom_attribute(node, "width"));
}

static void
add_columns(struct builder *builder, const GumboNode *node, int percent)
{
	struct table_facts *table = builder->table;
	int count = span(node, "span", 1, DOCUMENT_MAX_SPAN), first = table->next_column;
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

static void
leave_column_group(struct builder *builder, struct frame *frame)
{
	(void)frame;
	builder->table->group_percent = 0;
}

/* Its span counts where it holds no column (HTML standard 4.9.3). */
bool
enter_column_group(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	const GumboNode *column;
	if (builder->table == NULL)
		return false;
	if (dom_count_children(node, ELEMENT_COL, &column) == 0) {
		add_columns(builder, node, percent_of(node, frame));
		return false;
	}
	builder->table->group_percent = percent_of(node, frame);
	frame->leave = leave_column_group;
	return true;
}

bool
enter_column(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	int percent = percent_of(node, frame);
	if (builder->table != NULL)
		add_columns(builder, node, percent != 0 ? percent : builder->table->group_percent);
	return false;
}

bool
enter_row_group(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	builder->now.is_in_head_rows = frame->id == ELEMENT_THEAD;
	builder->now.is_in_foot_rows = frame->id == ELEMENT_TFOOT;
	if (builder->table == NULL)
		return true;
	builder->table->groups++;
	builder->table->has_head |= frame->id == ELEMENT_THEAD;
	return true;
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
	if (table == NULL)
		return;
	table->rows += cells != 0;
	table->cells += cells;
	if (cells > table->widest_row)
		table->widest_row = cells;
}

bool
enter_row(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	struct block *row = frame->opened.block;
	if (row == NULL || row->kind != BLOCK_ROW)
		return true;
	row->row.is_footer = builder->now.is_in_foot_rows;
	row->row.group = builder->table != NULL ? builder->table->groups : 0;
	frame->leave = leave_row;
	return true;
}

bool
enter_cell(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	struct block *cell = frame->opened.block;
	if (cell == NULL || cell->kind != BLOCK_CELL)
		return true;
	bool is_header = frame->id == ELEMENT_TH;
	cell->cell.is_header = is_header;
	cell->cell.column_span = span(node, "colspan", 1, DOCUMENT_MAX_SPAN);
	cell->cell.row_span = span(node, "rowspan", 0, MAX_ROW_SPAN);
	cell->cell.percent = percent_of(node, frame);
	builder->now.leaf = BLOCK_PARAGRAPH;
	builder->now.is_spaced = false;
	builder->now.list_depth = 0;
	if (builder->table != NULL) {
		builder->table->cell_paragraphs = 0;
		builder->table->has_header_cell = builder->table->has_header_cell || is_header;
	}
	return true;
}
