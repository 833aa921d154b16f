#include "base/arena.h"
#include "base/text.h"
#include "layout/table.h"

#include <string.h>

/*
 * A table too wide for its room: each row a record, its first cell the title,
 * the others under it as `header: value`. Rows and cells stay where the walk
 * finds them, so tables within tables need nothing more.
 */

enum { LABEL_SIZE = 256, LABEL_INDENT = 2 };

static struct nest *
nest_of(struct flow *flow, const struct block *table)
{
	if (flow->nest_count == 0 || table == NULL)
		return NULL;
	struct nest *nest = &flow->nests[flow->nest_count - 1];
	return nest->owner == table ? nest : NULL;
}

static const struct block *
header_row(const struct block *table)
{
	const struct block *row = table->first;
	while (row != NULL && row->kind != BLOCK_ROW)
		row = row->next;
	bool has_body = row != NULL && row->next != NULL;
	return has_body && row->row.is_header ? row : NULL;
}

/* Whether the row has a cell with words under each header, so that each label is shown. */
static bool
is_full_row(const struct block *row, size_t columns)
{
	size_t count = 0;
	if (row == NULL || row->kind != BLOCK_ROW)
		return false;
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next) {
		bool is_empty = cell->first == NULL && cell->run_count == 0;
		if (cell->kind != BLOCK_CELL || is_empty || cell->cell.column_span > 1)
			return false;
		count++;
	}
	return count >= columns;
}

/* Whether the header's words are all told by its labels. */
static bool
is_plain_header(const struct block *row, size_t columns)
{
	if (!is_full_row(row->next, columns))
		return false;
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next) {
		const struct block *leaf = cell->run_count != 0 ? cell : cell->first;
		if (leaf == NULL)
			continue;
		bool is_one = leaf->next == NULL || leaf == cell;
		bool is_plain = is_one && leaf->first == NULL && leaf->run_count == 1;
		if (!is_plain || leaf->runs[0].link >= 0 || leaf->runs[0].length >= LABEL_SIZE - 4)
			return false;
	}
	return true;
}

void
records_enter_table(struct flow *flow, const struct block *table)
{
	struct nest *nest = &flow->nests[flow->nest_count - 1];
	const struct block *row = header_row(table);
	if (row == NULL)
		return;
	struct arena *scratch = flow->context->scratch;
	size_t columns = 0;
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next)
		columns += cell->kind == BLOCK_CELL ? (size_t)cell->cell.column_span : 0;
	if (columns > TABLE_MAX_COLUMNS)
		columns = TABLE_MAX_COLUMNS;
	nest->headers = arena_array(scratch, columns + 1, sizeof(const struct block *));
	nest->busy = arena_array(scratch, columns + 1, sizeof(*nest->busy));
	nest->column_count = columns;
	size_t column = 0;
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next) {
		if (cell->kind != BLOCK_CELL)
			continue;
		for (int i = 0; i < cell->cell.column_span && column < columns; i++)
			nest->headers[column++] = cell;
	}
}

bool
records_enter_row(struct flow *flow, const struct block *row)
{
	struct nest *nest = nest_of(flow, row->parent);
	if (nest == NULL)
		return true;
	for (size_t i = 0; i < nest->column_count && nest->row > 0; i++)
		nest->busy[i] -= nest->busy[i] != 0;
	nest->column = 0;
	nest->row++;
	return nest->row > 1 || nest->headers == NULL || !is_plain_header(row, nest->column_count);
}

/* The label of a column: its header's words on one line. */
static const char *
label_of(struct flow *flow, const struct block *header)
{
	char label[LABEL_SIZE];
	size_t length = 0;
	const struct document *document = flow->context->document;
	const struct block *leaf = header->run_count != 0 ? header : header->first;
	for (; leaf != NULL; leaf = leaf == header ? NULL : leaf->next) {
		for (size_t i = 0; i < leaf->run_count; i++) {
			const struct run *run = &leaf->runs[i];
			if (run->kind != RUN_TEXT || run->length >= LABEL_SIZE - 4 - length)
				continue;
			memcpy(label + length, document->text + run->offset, run->length);
			length += run->length;
		}
	}
	label[length] = '\0';
	if (length == 0)
		return "";
	return arena_format(flow->context->arena, "%s: ", label);
}

/* Where the cell stands under the header, past what cells above still take. */
static size_t
column_of(struct nest *nest, const struct block *cell)
{
	while (nest->column < nest->column_count && nest->busy[nest->column] != 0)
		nest->column++;
	size_t column = nest->column;
	for (int i = 0; i < cell->cell.column_span && nest->column < nest->column_count; i++)
		nest->busy[nest->column++] =
				cell->cell.row_span == 0 ? 65534u : (unsigned)cell->cell.row_span;
	return column;
}

/* The header before the value; a long one on lines of its own above it. */
static void
push_label(struct flow *flow, const struct block *cell, const struct block *header)
{
	struct piece indent = flow_spaces(flow, LABEL_INDENT), none = flow_spaces(flow, 0);
	const char *text = label_of(flow, header);
	struct piece label = flow_drawn(text, text_columns(text, strlen(text)), STYLE_DIM);
	if (label.length == 0)
		return;
	size_t room = flow_room(flow);
	if (label.columns <= room * 2 / 3 && label.columns + LABEL_INDENT <= room) {
		flow_push(flow, cell, &none, &label);
		return;
	}
	bool was_drawn = flow->is_drawn;
	flow->is_drawn = true;
	if (header->run_count != 0)
		wrap_leaf(flow, header, STYLE_DIM);
	for (const struct block *leaf = header->first; leaf != NULL; leaf = leaf->next)
		wrap_leaf(flow, leaf, STYLE_DIM);
	flow->is_drawn = was_drawn;
	flow_push(flow, cell, &indent, NULL);
}

void
records_enter_cell(struct flow *flow, const struct block *cell)
{
	if (cell->cell.is_header)
		flow->bold++;
	const struct block *row = cell->parent;
	struct nest *nest =
			row != NULL && row->kind == BLOCK_ROW ? nest_of(flow, row->parent) : NULL;
	if (nest == NULL)
		return;
	size_t column = column_of(nest, cell);
	bool is_empty = cell->first == NULL && cell->run_count == 0;
	if (is_empty || (nest->row == 1 && nest->headers != NULL))
		return;
	bool is_title = nest->headers != NULL ? column == 0 : row->first == cell;
	struct piece indent = flow_spaces(flow, LABEL_INDENT);
	const char *title = flow->context->options.ascii ? "> " : "▸ ";
	struct piece marker = flow_drawn(title, LABEL_INDENT, STYLE_FURNITURE);
	flow_push(flow, cell, &indent, is_title ? &marker : NULL);
	if (nest->headers != NULL && column < nest->column_count)
		push_label(flow, cell, nest->headers[column]);
}
