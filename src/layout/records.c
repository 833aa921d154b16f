#include "base/arena.h"
#include "base/buf.h"
#include "base/gate.h"
#include "base/text.h"
#include "layout/table.h"

#include <string.h>

/*
 * A table too wide for its room is shown as records, one a row: its first cell is the
 * title, the others follow as `header: value`. Rows and cells are laid out where the walk
 * meets them, so tables within tables need nothing more. A header is shown whole once;
 * later it takes at most a line.
 */

enum { LABEL_BYTES = 250, LABEL_INDENT = 2, MAX_HEADER_ROWS = 4 };

static struct nest *
nest_of(struct flow *flow, const struct block *table)
{
	if (flow->nest_count == 0)
		return NULL;
	struct nest *nest = &flow->nests[flow->nest_count - 1];
	return nest->owner == table ? nest : NULL;
}

static const struct block *
first_row(const struct block *table)
{
	const struct block *row = table->first;
	while (row != NULL && row->kind != BLOCK_ROW)
		row = row->next;
	return row;
}

static bool
has_groups(const struct block *row)
{
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next) {
		if (cell->cell.column_span > 1)
			return true;
	}
	return false;
}

/* The number of header rows: more than one where a row has cells over several columns. */
static size_t
count_header_rows(const struct block *row)
{
	size_t count = 0;
	while (row != NULL && row->next != NULL && row->row.is_header && count < MAX_HEADER_ROWS) {
		bool goes_on = has_groups(row);
		count++;
		row = row->next;
		if (!goes_on)
			break;
	}
	return count;
}

/* Whether the row has a cell with text under each header, so that each label is shown. */
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
	return run->kind == RUN_TEXT && run->word == WORD_NONE && run->link < 0 &&
	       run->length <= LABEL_BYTES && gate_is_clean(text, run->length, GATE_LINE);
}

/* Whether the labels show all words of the header. */
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

/* The column of a cell, past those that cells above still cover. */
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

static void
begin_row(struct nest *nest, const struct block *row)
{
	bool begins_group = nest->row > 0 && nest->group != row->row.group;
	for (size_t i = 0; i < nest->column_count && nest->row > 0; i++)
		nest->busy[i] = begins_group || nest->busy[i] == 0 ? 0 : nest->busy[i] - 1;
	nest->group = row->row.group;
	nest->column = 0;
	nest->row++;
}

/* Makes the cells of a header row the headers of their columns. */
static void
place_headers(struct nest *nest, const struct block *row)
{
	begin_row(nest, row);
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next) {
		size_t column = column_of(nest, cell);
		struct record_header *header = arena_alloc(nest->arena, sizeof(*header));
		bool is_over_all = column == 0 && nest->column == nest->column_count;
		bool says_nothing = is_over_all && nest->row < nest->header_rows;
		header->cell = cell;
		header->above = nest->headers[column];
		while (column < nest->column && !says_nothing)
			nest->headers[column++] = header;
	}
}

void
records_enter_table(struct flow *flow, const struct block *table)
{
	struct nest *nest = &flow->nests[flow->nest_count - 1];
	const struct block *row = first_row(table);
	nest->header_rows = count_header_rows(row);
	if (nest->header_rows == 0)
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
	for (size_t i = 0; i < nest->header_rows; i++, row = row->next)
		place_headers(nest, row);
	memset(nest->busy, 0, columns * sizeof(*nest->busy));
	nest->row = 0;
}

bool
records_enter_row(struct flow *flow, const struct block *row)
{
	struct nest *nest = nest_of(flow, row->parent);
	if (nest == NULL)
		return true;
	begin_row(nest, row);
	if (nest->row > 1 || nest->header_rows != 1 ||
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

/* Adds the words of a header's cell. False if not all have room. */
static bool
add_cell_words(const struct flow *flow, struct buf *words, const struct block *cell)
{
	for (const struct block *leaf = cell->first; leaf != NULL; leaf = leaf->next) {
		for (size_t i = 0; i < leaf->run_count; i++) {
			const struct run *run = &leaf->runs[i];
			size_t length;
			const char *text = flow_run_text(flow->context, run, &length);
			if (run->kind == RUN_TEXT && !add_words(words, text, length))
				return false;
		}
	}
	return true;
}

/* The words of a header and of those above it, on one line, cut to the length of a label. */
static struct piece
words_of(struct flow *flow, const struct record_header *header)
{
	const struct record_header *chain[MAX_HEADER_ROWS];
	size_t count = 0;
	for (; header != NULL; header = header->above)
		chain[count++] = header;
	struct buf words = buf_in(flow->scratch);
	bool is_whole = true;
	while (count > 0 && is_whole) {
		if (words.length != 0)
			buf_add_char(&words, ' ');
		is_whole = add_cell_words(flow, &words, chain[--count]->cell);
	}
	const char *label = arena_format(flow->context->arena, "%s%s", words.data,
			is_whole ? "" : ellipsis_of(flow));
	buf_free(&words);
	return flow_drawn(label, text_columns(label, strlen(label)), STYLE_DIM);
}

/* The label before a value: the header's words, which in the first record are the header's own text. */
static struct piece
label_of(struct flow *flow, struct record_header *header, bool is_header)
{
	const struct block *leaf = header->cell->first;
	if (!is_header) {
		if (header->label.text == NULL)
			header->label = words_of(flow, header);
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

/* Shows the whole header above the first record's value, so that each word of the text is shown once. */
static void
wrap_header(struct flow *flow, const struct block *header)
{
	for (const struct block *leaf = header->first; leaf != NULL; leaf = leaf->next)
		wrap_leaf(flow, leaf, STYLE_DIM);
}

/* Shows as much of the header as fits on one line above the value of a later record. */
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

/* Puts the header before the value, or a long one on lines of its own above it. */
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

/* The header that all columns from `from` up to `to` have in common; NULL: none. */
static struct record_header *
common_header(const struct nest *nest, size_t from, size_t to)
{
	struct record_header *common = from < to ? nest->headers[from] : NULL;
	for (; common != NULL; common = common->above) {
		const struct record_header *other = nest->headers[to - 1];
		while (other != NULL && other != common)
			other = other->above;
		if (other != NULL)
			return common;
	}
	return NULL;
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
	if (cell->first == NULL || nest->row <= nest->header_rows)
		return;
	bool is_title = nest->headers != NULL ? column == 0 : row->first == cell;
	struct piece indent = flow_spaces(flow, LABEL_INDENT);
	const char *title = flow->context->options.ascii ? "> " : "▸ ";
	struct piece marker = flow_drawn(title, LABEL_INDENT, STYLE_FURNITURE);
	flow_push(flow, cell, &indent, is_title ? &marker : NULL);
	if (nest->headers == NULL)
		return;
	struct record_header *header = common_header(nest, column, nest->column);
	if (header == NULL)
		return;
	bool begins = column == 0 || nest->headers[column - 1] != header;
	bool is_header = nest->tells_header && nest->row == 2 && begins;
	push_label(flow, cell, header, is_header);
}
