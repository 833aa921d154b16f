#include "layout/table.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <string.h>
#include <wchar.h>

enum { PADDED_WIDTH = 60 };

static void
add_row(struct table *table, const struct block *row)
{
	table->rows = arena_grow(table->arena, table->rows, table->row_count, &table->row_capacity,
			sizeof(*table->rows));
	table->rows[table->row_count++] = (struct table_row){.block = row,
			.first_cell = table->cell_count,
			.is_header = row->row.is_header,
			.is_empty = true};
}

/* How many columns of a span are free: cells never overlap. */
static size_t
free_columns(const unsigned busy[TABLE_MAX_COLUMNS], size_t column, size_t span)
{
	size_t count = 1;
	while (count < span && column + count < TABLE_MAX_COLUMNS && busy[column + count] == 0)
		count++;
	return count;
}

/* Whether the last row begins a group of rows, which no cell from above extends into. */
static bool
begins_group(const struct table *table)
{
	size_t last = table->row_count - 1;
	return last > 0 &&
	       table->rows[last].block->row.group != table->rows[last - 1].block->row.group;
}

/* Places the cells of a row in columns that no cell from above covers. False if there are more than TABLE_MAX_COLUMNS. */
static bool
place_row(struct table *table, const struct block *row, unsigned busy[TABLE_MAX_COLUMNS])
{
	add_row(table, row);
	if (begins_group(table))
		memset(busy, 0, table->column_count * sizeof(*busy));
	size_t column = 0;
	for (const struct block *cell = row->first; cell != NULL; cell = cell->next) {
		while (column < TABLE_MAX_COLUMNS && busy[column] != 0)
			column++;
		if (column >= TABLE_MAX_COLUMNS)
			return false;
		size_t span = free_columns(busy, column, (size_t)cell->cell.column_span);
		unsigned rows = cell->cell.row_span == 0 ? 65534u : (unsigned)cell->cell.row_span;
		table->cells = arena_grow(table->arena, table->cells, table->cell_count,
				&table->cell_capacity, sizeof(*table->cells));
		table->cells[table->cell_count++] = (struct table_cell){.block = cell,
				.row = table->row_count - 1,
				.column = column,
				.rows = rows,
				.columns = span};
		for (size_t end = column + span; column < end; column++)
			busy[column] = rows;
		if (column > table->column_count)
			table->column_count = column;
	}
	for (size_t i = 0; i < table->column_count; i++)
		busy[i] -= busy[i] != 0;
	table->rows[table->row_count - 1].cell_count =
			table->cell_count - table->rows[table->row_count - 1].first_cell;
	return true;
}

static void
find_group_ends(struct table *table)
{
	size_t end = table->row_count;
	for (size_t i = table->row_count; i > 0; i--) {
		struct table_row *row = &table->rows[i - 1];
		bool is_last = i < table->row_count &&
			       row->block->row.group != table->rows[i].block->row.group;
		end = is_last ? i : end;
		row->group_end = end;
	}
}

static bool
place_cells(struct table *table, const struct block *block)
{
	unsigned *busy = arena_array(table->arena, TABLE_MAX_COLUMNS, sizeof(*busy));
	bool fits = true;
	for (const struct block *row = block->first; row != NULL && fits; row = row->next) {
		if (row->kind == BLOCK_ROW)
			fits = place_row(table, row, busy);
	}
	find_group_ends(table);
	return fits && table->cell_count != 0;
}

/* What was read of a number. */
struct number {
	bool has_digit, has_suffix;
	size_t points;
};

/* Whether the character may continue the number. */
static bool
read_number(struct number *number, uint32_t codepoint)
{
	bool is_digit = codepoint >= '0' && codepoint <= '9';
	bool is_suffix = wcschr(L"%％‰万亿千百元股手倍港美点", (wchar_t)codepoint) != NULL;
	bool is_sign = wcschr(L"+-.,$¥￥−—()（）", (wchar_t)codepoint) != NULL;
	bool is_inner = number->has_digit && (codepoint == '-' || codepoint == '+');
	if (codepoint == 0 || !(is_digit || is_sign || is_suffix) || is_inner ||
			(is_digit && number->has_suffix))
		return false;
	number->points += codepoint == '.';
	number->has_digit |= is_digit;
	number->has_suffix |= is_suffix;
	return number->points <= 1;
}

/* Whether the line is a number, to be aligned right: 12.5% -3,000.50 111.25亿元 +3, but not 2020-01-02. */
static bool
is_number(const struct line *line)
{
	struct number number = {0};
	for (size_t p = 0; p < line->piece_count; p++) {
		const struct piece *piece = &line->pieces[p];
		for (size_t i = 0; i < piece->length;) {
			uint32_t codepoint;
			i += utf8_decode(piece->text + i, piece->length - i, &codepoint);
			if (!read_number(&number, codepoint))
				return false;
		}
	}
	return number.has_digit;
}

/* Whether a cell says that there is no value, and so does not make its column one of words. */
static bool
says_none(const struct line *line)
{
	static const char *const words[] = {
			"-", "--", "---", "–", "—", "——", "－", "−", "/", "N/A", "n/a", "不适用"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && line->piece_count == 1; i++) {
		const struct piece *piece = &line->pieces[0];
		if (piece->length == strlen(words[i]) &&
				memcmp(piece->text, words[i], piece->length) == 0)
			return true;
	}
	return false;
}

static enum align
align_of(const struct block *cell)
{
	if (cell->align != ALIGN_START)
		return cell->align;
	return cell->first != NULL ? cell->first->align : ALIGN_START;
}

/* Lays a cell out in `width` columns. */
static void
fill_cell(struct table *table, struct flow *flow, struct table_cell *cell, size_t width)
{
	flow->width = width;
	flow->is_measure = width == FLOW_ENDLESS;
	flow->is_fluid = false;
	flow->least = 0;
	flow->wants_blank = false;
	flow->shared = 0;
	flow->bold = cell->block->cell.is_header || table->rows[cell->row].is_header ? 1 : 0;
	flow->first_line = table->lines.count;
	cell->first_line = table->lines.count;
	flow->context->walk(flow, cell->block);
	cell->line_count = table->lines.count - cell->first_line;
}

static void
measure_cell(struct table *table, struct flow *flow, struct table_cell *cell)
{
	fill_cell(table, flow, cell, FLOW_ENDLESS);
	cell->is_fluid = flow->is_fluid;
	cell->is_empty = cell->line_count == 0;
	cell->align = align_of(cell->block);
	for (size_t i = 0; i < cell->line_count; i++) {
		const struct line *line = &table->lines.items[cell->first_line + i];
		if (line->columns > cell->most)
			cell->most = line->columns;
		cell->text += line->columns;
	}
	/* Short values stay whole; endless words may be cut. */
	const size_t short_value = 12, cell_minimum = 8, longest_word = 24;
	cell->least = flow->least < longest_word ? flow->least : longest_word;
	if (cell->least < cell_minimum)
		cell->least = cell_minimum;
	if (cell->most <= short_value || cell->least > cell->most)
		cell->least = cell->most;
	const struct line *line =
			cell->line_count == 1 ? &table->lines.items[cell->first_line] : NULL;
	cell->is_number = line != NULL && is_number(line);
	cell->is_none = line != NULL && says_none(line);
}

static bool
holds_pre(const struct block *cell)
{
	for (const struct block *block = cell->first; block != NULL; block = block->next) {
		if (block->kind == BLOCK_PRE)
			return true;
	}
	return false;
}

static void
measure_cells(struct table *table, struct flow *flow)
{
	for (size_t i = 0; i < table->cell_count; i++) {
		struct table_cell *cell = &table->cells[i];
		measure_cell(table, flow, cell);
		if (holds_pre(cell->block))
			cell->least = cell->most;
		struct table_column *column = &table->columns[cell->column];
		struct table_row *row = &table->rows[cell->row];
		if (cell->is_empty)
			continue;
		row->is_empty = false;
		column->is_used = true;
	}
}

/* Applies the widths that <col> asks for. */
static void
heed_widths(struct table *table, const struct column_width *width)
{
	for (; width != NULL; width = width->next) {
		size_t end = (size_t)width->column + (size_t)width->span;
		for (size_t i = (size_t)width->column; i < end && i < table->column_count; i++)
			table->columns[i].percent = (size_t)width->percent;
	}
}

/* Removes columns in which no cell begins, and limits spans to the rows and columns there are. */
static void
drop_columns(struct table *table)
{
	size_t *place = arena_array(table->arena, table->column_count + 1, sizeof(*place));
	size_t count = 0;
	for (size_t i = 0; i < table->column_count; i++) {
		place[i] = count;
		if (table->columns[i].is_used)
			table->columns[count++] = table->columns[i];
	}
	place[table->column_count] = count;
	for (size_t i = 0; i < table->cell_count; i++) {
		struct table_cell *cell = &table->cells[i];
		size_t end = place[cell->column + cell->columns];
		cell->column = place[cell->column];
		cell->columns = end - cell->column;
		size_t room = table->rows[cell->row].group_end - cell->row;
		cell->rows = cell->rows < room ? cell->rows : room;
	}
	table->column_count = count;
}

/* The number of header rows at the top; a first row of plain cells counts as one if it has no number. */
static size_t
count_header_rows(const struct table *table)
{
	enum { MOST = 3 };
	size_t count = 1;
	for (size_t i = 0; i < table->rows[0].cell_count; i++) {
		if (table->cells[i].is_number)
			return 0;
		if (table->cells[i].rows > count)
			count = table->cells[i].rows;
	}
	return count < MOST ? count : MOST;
}

/* Aligns to the right the cells of number columns that ask for no alignment. */
static void
align_cells(struct table *table)
{
	size_t header_rows = count_header_rows(table);
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct table_cell *cell = &table->cells[i];
		bool is_header = table->rows[cell->row].is_header || cell->block->cell.is_header ||
				 (cell->row < header_rows && !cell->is_number);
		if (cell->is_empty || cell->is_none || is_header || cell->columns == 0)
			continue;
		table->columns[cell->column].texts++;
		table->columns[cell->column].numbers += cell->is_number;
	}
	for (size_t i = 0; i < table->cell_count; i++) {
		struct table_cell *cell = &table->cells[i];
		if (cell->columns != 1 || cell->align != ALIGN_START)
			continue;
		const struct table_column *column = &table->columns[cell->column];
		if (column->texts != 0 && column->numbers * 5 >= column->texts * 4)
			cell->align = ALIGN_RIGHT;
	}
}

/* Lays cells out again whose column is narrower than their text. */
static void
refill_cells(struct table *table, struct flow *flow)
{
	for (size_t i = 0; i < table->cell_count; i++) {
		struct table_cell *cell = &table->cells[i];
		if (cell->columns == 0)
			continue;
		size_t width = table_cell_width(table, cell);
		if (cell->most > width || cell->is_fluid)
			fill_cell(table, flow, cell, width);
	}
}

/* Lines of all rows, at most: each as high as the highest cell that begins in it. */
static size_t
most_lines(const struct table *table)
{
	size_t lines = 0;
	for (size_t i = 0; i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		size_t height = row->is_empty ? 0 : 1;
		for (size_t c = row->first_cell; c < row->first_cell + row->cell_count; c++) {
			const struct table_cell *cell = &table->cells[c];
			height = cell->line_count > height ? cell->line_count : height;
		}
		lines += 2 * height; /* a line between rows is one more */
	}
	return lines;
}

/* Lays the table out wider than its room. False if it would be mostly empty (LAYOUT_WIDE_FACTOR). */
static bool
fill_wide(struct table *table, struct flow *cells, size_t room)
{
	struct context *context = table->flow->context;
	size_t granted = 0;
	for (size_t i = 0; i < table->cell_count; i++)
		granted += LAYOUT_WIDE_FACTOR * table->cells[i].text;
	table_fit_wide(table, room);
	size_t columns = table_columns(table), most = granted + context->wide_free;
	if (columns > most)
		return false;
	if (columns > context->furniture)
		flow_make_furniture(context, columns);
	refill_cells(table, cells);
	size_t drawn = columns * most_lines(table);
	if (drawn > most)
		return false;
	context->wide_free -= drawn > granted ? drawn - granted : 0;
	return true;
}

static void
show_captions(const struct table *table, struct flow *flow, const struct block *block)
{
	bool was_in_cell = flow->in_cell;
	size_t width = flow->width, columns = table_columns(table);
	flow->in_cell = true; /* so that no table in a caption is drawn, which bounds the depth */
	flow->is_centred = true;
	if (columns >= FLOW_KEPT_COLUMNS && columns < flow_room(flow))
		flow->width = flow->width - flow_room(flow) + columns;
	for (const struct block *child = block->first; child != NULL; child = child->next) {
		if (child->kind != BLOCK_ROW)
			flow->context->walk(flow, child);
	}
	flow->in_cell = was_in_cell;
	flow->is_centred = false;
	flow->width = width;
}

bool
table_layout(struct flow *flow, const struct block *block)
{
	struct arena *arena = arena_child(flow->scratch);
	struct table table = {.arena = arena, .flow = flow, .lines = {.arena = arena}};
	struct flow cells;
	size_t room = flow_room(flow);
	flow_start(&cells, flow->context, arena, &table.lines, FLOW_ENDLESS);
	cells.in_cell = true;
	table.has_frame = block->table.has_border;
	table.padding = table.has_frame && room >= PADDED_WIDTH ? 1 : 0;
	table.gap = table.has_frame ? 1 + 2 * table.padding : 2;
	bool fits = place_cells(&table, block);
	if (fits) {
		table.columns = arena_array(
				table.arena, table.column_count, sizeof(*table.columns));
		measure_cells(&table, &cells);
		heed_widths(&table, block->table.widths);
		drop_columns(&table);
		fits = table_fit(&table, room);
		if (fits)
			refill_cells(&table, &cells);
		else if (flow->context->options.wide_tables)
			fits = fill_wide(&table, &cells, room);
	}
	if (fits) {
		align_cells(&table);
		show_captions(&table, flow, block);
		table_draw(&table);
	}
	arena_free(arena);
	return fits;
}
