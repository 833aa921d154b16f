#include "base/arena.h"
#include "base/buf.h"
#include "base/gate.h"
#include "base/text.h"
#include "layout/table.h"

#include <string.h>

/*
 * A table too wide for its room: each row a record, its first cell the title,
 * the others under it as `header: value`. Rows and cells stay where the walk
 * finds them, so tables within tables need nothing more. A header is shown whole
 * once; each further time it takes a line at most.
 */

enum { LABEL_BYTES = 250, LABEL_INDENT = 2 };

static struct nest *
nest_of(struct flow *flow, const struct block *table)
{
	if (flow->nest_count == 0)
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
		if (cell->first == NULL || cell->cell.column_span > 1)
			return false;
		count++;
	}
	return count >= columns;
}

/* Whether the run's text can stand in a label as it is. */
static bool
is_plain_run(const struct flow *flow, const struct run *run)
{
	const char *text = flow->context->document->text + run->offset;
	return run->kind == RUN_TEXT && run->link < 0 && run->length <= LABEL_BYTES &&
	       gate_is_clean(text, run->length, GATE_LINE);
}

/* Whether the header's words are all told by its labels. */
static bool
is_plain_header(const struct flow *flow, const struct block *row, size_t columns)
{
	if (!is_full_row(row->next, columns))
		return false;
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next) {
		const struct block *leaf = cell->first;
		if (leaf == NULL)
			continue;
		bool is_one = leaf->next == NULL && leaf->first == NULL && leaf->run_count == 1;
		if (!is_one || !is_plain_run(flow, &leaf->runs[0]))
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
	size_t columns = 0;
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next)
		columns += (size_t)cell->cell.column_span;
	if (columns > TABLE_MAX_COLUMNS)
		columns = TABLE_MAX_COLUMNS;
	nest->arena = arena_child(flow->scratch);
	nest->headers = arena_array(nest->arena, columns + 1, sizeof(struct record_header *));
	nest->busy = arena_array(nest->arena, columns + 1, sizeof(*nest->busy));
	nest->column_count = columns;
	size_t column = 0;
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next) {
		struct record_header *header = arena_alloc(nest->arena, sizeof(*header));
		header->cell = cell;
		for (int i = 0; i < cell->cell.column_span && column < columns; i++)
			nest->headers[column++] = header;
	}
}

bool
records_enter_row(struct flow *flow, const struct block *row)
{
	struct nest *nest = nest_of(flow, row->parent);
	if (nest == NULL)
		return true;
	bool begins_group = nest->row > 0 && nest->group != row->row.group;
	for (size_t i = 0; i < nest->column_count && nest->row > 0; i++)
		nest->busy[i] = begins_group || nest->busy[i] == 0 ? 0 : nest->busy[i] - 1;
	nest->group = row->row.group;
	nest->column = 0;
	nest->row++;
	if (nest->row > 1 || nest->headers == NULL ||
			!is_plain_header(flow, row, nest->column_count))
		return true;
	nest->tells_header = true;
	flow->records++;
	return false;
}

/* Adds the run's text to the words. False if not all of it has room. */
static bool
add_words(struct buf *words, const char *text, size_t length)
{
	size_t room = words->length < LABEL_BYTES ? LABEL_BYTES - words->length : 0;
	size_t taken = length < room ? length : room;
	while (taken < length && taken > 0 && ((unsigned char)text[taken] & 0xC0) == 0x80)
		taken--;
	gate_pass(words, text, taken, GATE_LINE);
	return taken == length;
}

static const char *
ellipsis_of(const struct flow *flow)
{
	return flow->context->options.ascii ? "..." : "…";
}

/* The words of a header on one line, cut where they are too long for a label. */
static struct piece
words_of(struct flow *flow, const struct block *header)
{
	struct buf words;
	buf_init_in(&words, flow->scratch);
	bool is_whole = true;
	const char *text = flow->context->document->text;
	for (const struct block *leaf = header->first; leaf != NULL && is_whole;
			leaf = leaf->next) {
		for (size_t i = 0; i < leaf->run_count && is_whole; i++) {
			const struct run *run = &leaf->runs[i];
			is_whole = run->kind != RUN_TEXT ||
				   add_words(&words, text + run->offset, run->length);
		}
	}
	const char *label = arena_format(flow->context->arena, "%s%s", words.data,
			is_whole ? "" : ellipsis_of(flow));
	buf_free(&words);
	return flow_drawn(label, text_columns(label, strlen(label)), STYLE_DIM);
}

/* A header's words before a value; in the first record they are the header itself. */
static struct piece
label_of(struct flow *flow, struct record_header *header, bool is_header)
{
	const struct block *leaf = header->cell->first;
	if (!is_header) {
		if (header->label.text == NULL)
			header->label = words_of(flow, header->cell);
		return header->label;
	}
	if (leaf == NULL)
		return flow_drawn("", 0, STYLE_DIM);
	const struct run *run = &leaf->runs[0];
	const char *text = flow->context->document->text + run->offset;
	return (struct piece){.text = text,
			.length = run->length,
			.columns = text_columns(text, run->length),
			.style = STYLE_DIM,
			.link = -1,
			.offset = (ptrdiff_t)run->offset};
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

/* All of a header, over the first record's value: each word of the text is shown once. */
static void
wrap_header(struct flow *flow, const struct block *header)
{
	for (const struct block *leaf = header->first; leaf != NULL; leaf = leaf->next)
		wrap_leaf(flow, leaf, STYLE_DIM);
}

/* As much of a header as one line holds, over the value of a later record. */
static void
draw_header(struct flow *flow, struct piece label)
{
	struct piece rest = flow_drawn("", 0, STYLE_DIM);
	size_t room = flow_room(flow);
	if (label.columns > room) {
		const char *ellipsis = ellipsis_of(flow);
		size_t columns = text_columns(ellipsis, strlen(ellipsis));
		if (columns < room)
			rest = flow_drawn(ellipsis, columns, STYLE_DIM);
		label.length = text_fit(
				label.text, label.length, room - rest.columns, &label.columns);
	}
	struct piece pieces[] = {label, rest};
	flow_show(flow, pieces, 2);
}

/* The header before the value; a long one on lines of its own above it. */
static void
push_label(struct flow *flow, const struct block *cell, struct record_header *header,
		bool is_header)
{
	struct piece indent = flow_spaces(flow, LABEL_INDENT), none = flow_spaces(flow, 0);
	struct piece label = label_of(flow, header, is_header);
	struct piece colon = flow_drawn(": ", 2, STYLE_DIM);
	if (label.length == 0)
		return;
	size_t room = flow_room(flow), columns = label.columns + colon.columns;
	if (columns <= room * 2 / 3 && columns + LABEL_INDENT <= room) {
		flow_push(flow, cell, &none, &label);
		flow_push(flow, cell, &none, &colon);
		return;
	}
	if (is_header)
		wrap_header(flow, header->cell);
	else
		draw_header(flow, label);
	flow_push(flow, cell, &indent, NULL);
}

void
records_enter_cell(struct flow *flow, const struct block *cell)
{
	if (cell->cell.is_header)
		flow->bold++;
	const struct block *row = cell->parent;
	struct nest *nest = nest_of(flow, row->parent);
	if (nest == NULL)
		return;
	size_t column = column_of(nest, cell);
	if (cell->first == NULL || (nest->row == 1 && nest->headers != NULL))
		return;
	bool is_title = nest->headers != NULL ? column == 0 : row->first == cell;
	struct piece indent = flow_spaces(flow, LABEL_INDENT);
	const char *title = flow->context->options.ascii ? "> " : "▸ ";
	struct piece marker = flow_drawn(title, LABEL_INDENT, STYLE_FURNITURE);
	flow_push(flow, cell, &indent, is_title ? &marker : NULL);
	if (nest->headers == NULL || column >= nest->column_count)
		return;
	struct record_header *header = nest->headers[column];
	bool begins = column == 0 || nest->headers[column - 1] != header;
	bool is_header = nest->tells_header && nest->row == 2 && begins;
	push_label(flow, cell, header, is_header);
}
