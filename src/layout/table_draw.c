#include "layout/table.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

/* Glyphs by which arms a crossing has: up 1, down 2, left 4, right 8. */
static const char *const crossings[16] = {
		" ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼"};
static const char *const ascii_crossings[16] = {
		" ", "|", "|", "|", "-", "+", "+", "+", "-", "+", "+", "+", "-", "+", "+", "+"};

/* Which cell stands at each column of the row above a line and of the one below. */
struct drawing {
	struct table *table;
	struct flow *flow;
	ptrdiff_t *above, *below;
	bool is_spaced; /* lines between rows too */
};

static void
draw(struct flow *flow, const char *text, size_t columns)
{
	struct piece piece = flow_drawn(text, columns, STYLE_FURNITURE);
	pieces_add(&flow->row, &piece);
}

static void
draw_spaces(struct flow *flow, size_t columns)
{
	while (columns != 0) {
		struct piece piece = flow_spaces(flow, columns);
		pieces_add(&flow->row, &piece);
		columns -= piece.columns;
	}
}

static void
end_line(struct flow *flow)
{
	struct line *line = flow_end_line(flow);
	line->is_wide = line->columns > flow->width;
}

/* The next line of a cell, set into its columns. */
static void
draw_cell_line(struct drawing *drawing, struct table_cell *cell)
{
	struct table *table = drawing->table;
	struct flow *flow = drawing->flow;
	size_t width = table_cell_width(table, cell);
	if (cell->shown >= cell->line_count) {
		draw_spaces(flow, width);
		return;
	}
	const struct line *line = &table->lines.items[cell->first_line + cell->shown++];
	size_t rest = width > line->columns ? width - line->columns : 0;
	size_t left = cell->align == ALIGN_RIGHT ? rest : 0;
	if (cell->align == ALIGN_CENTER)
		left = (rest + 1) / 2;
	draw_spaces(flow, left);
	size_t row = flow->lines->count + (flow->wants_blank && flow->lines->count > 0);
	for (size_t i = 0; i < line->piece_count; i++) {
		flow_note_spot(flow, &line->pieces[i], row);
		pieces_add(&flow->row, &line->pieces[i]);
	}
	draw_spaces(flow, rest - left);
}

/* One line of a row: `owners` has the cell of each column. */
static void
draw_row_line(struct drawing *drawing, const ptrdiff_t *owners)
{
	struct table *table = drawing->table;
	struct flow *flow = drawing->flow;
	const char *bar = flow->context->options.ascii ? "|" : "│";
	flow_begin_line(flow);
	for (size_t i = 0; i < table->column_count;) {
		struct table_cell *cell = owners[i] >= 0 ? &table->cells[owners[i]] : NULL;
		size_t span = cell != NULL ? cell->column + cell->columns - i : 1;
		if (table->has_frame) {
			draw(flow, bar, 1);
			draw_spaces(flow, table->padding);
		} else if (i > 0) {
			draw_spaces(flow, table->gap);
		}
		if (cell != NULL)
			draw_cell_line(drawing, cell);
		else
			draw_spaces(flow, table->columns[i].width);
		if (table->has_frame)
			draw_spaces(flow, table->padding);
		i += span;
	}
	if (table->has_frame)
		draw(flow, bar, 1);
	end_line(flow);
}

static bool
has_bar(const struct drawing *drawing, const ptrdiff_t *owners, bool is_row, size_t column)
{
	if (!is_row)
		return false;
	if (column == 0 || column == drawing->table->column_count)
		return true;
	return owners[column - 1] == TABLE_NO_CELL || owners[column - 1] != owners[column];
}

/* Whether the line between two rows runs through a column: not through a cell that spans both. */
static bool
has_stroke(const struct drawing *drawing, bool is_inner, size_t column)
{
	if (column >= drawing->table->column_count)
		return false;
	if (!is_inner || drawing->above[column] == TABLE_NO_CELL)
		return true;
	return drawing->above[column] != drawing->below[column];
}

static void
draw_stroke(struct drawing *drawing, size_t columns)
{
	struct flow *flow = drawing->flow;
	while (columns != 0) {
		size_t width = flow->context->options.width;
		struct piece rule = flow_rule(flow, false, columns < width ? columns : width, 0);
		pieces_add(&flow->row, &rule);
		columns -= rule.columns;
	}
}

/* The line above the first row, below the last, or between two. */
static void
draw_border(struct drawing *drawing, bool has_above, bool has_below)
{
	struct table *table = drawing->table;
	struct flow *flow = drawing->flow;
	const char *const *glyphs = flow->context->options.ascii ? ascii_crossings : crossings;
	bool is_inner = has_above && has_below;
	bool was_stroke = false;
	flow_begin_line(flow);
	for (size_t i = 0; i <= table->column_count; i++) {
		bool is_stroke = has_stroke(drawing, is_inner, i);
		unsigned arms = has_bar(drawing, drawing->above, has_above, i) ? 1 : 0;
		arms |= has_bar(drawing, drawing->below, has_below, i) ? 2u : 0;
		arms |= (was_stroke ? 4u : 0) | (is_stroke ? 8u : 0);
		bool is_within = !is_stroke && !was_stroke && i > 0 && i < table->column_count &&
				 drawing->above[i - 1] == drawing->above[i];
		if (is_within)
			draw_spaces(flow, 1);
		else
			draw(flow, glyphs[arms], 1);
		was_stroke = is_stroke;
		if (i == table->column_count)
			break;
		size_t columns = table->columns[i].width + 2 * table->padding;
		if (is_stroke)
			draw_stroke(drawing, columns);
		else
			draw_spaces(flow, columns);
	}
	end_line(flow);
}

/* Without a frame, the header stands over a line as wide as the table. */
static void
draw_header_rule(struct drawing *drawing)
{
	flow_begin_line(drawing->flow);
	draw_stroke(drawing, table_columns(drawing->table));
	end_line(drawing->flow);
}

/* Who stands in row `index`: cells from above that go on, and its own. */
static void
own_row(const struct table *table, size_t index, const ptrdiff_t *above, ptrdiff_t *owners)
{
	for (size_t i = 0; i < table->column_count; i++) {
		ptrdiff_t cell = above[i];
		bool goes_on = cell >= 0 &&
			       table->cells[cell].row + table->cells[cell].rows > index;
		owners[i] = goes_on ? cell : TABLE_NO_CELL;
	}
	const struct table_row *row = &table->rows[index];
	for (size_t c = row->first_cell; c < row->first_cell + row->cell_count; c++) {
		const struct table_cell *cell = &table->cells[c];
		for (size_t i = cell->column; i < cell->column + cell->columns; i++)
			owners[i] = (ptrdiff_t)c;
	}
}

/* Lines of a row: of its cells that end in it, less what rows above have shown of them. */
static size_t
row_height(const struct table *table, size_t index, const ptrdiff_t *owners)
{
	size_t height = 0;
	for (size_t i = 0; i < table->column_count; i++) {
		if (owners[i] < 0)
			continue;
		const struct table_cell *cell = &table->cells[owners[i]];
		bool ends = cell->row + cell->rows == index + 1;
		size_t lines = cell->line_count > cell->shown ? cell->line_count - cell->shown : 0;
		if (ends && lines > height)
			height = lines;
	}
	return height;
}

static bool
is_header_end(const struct table *table, size_t index)
{
	return index > 0 && table->rows[index - 1].is_header && !table->rows[index].is_header;
}

static void
draw_between(struct drawing *drawing, size_t index, bool is_first)
{
	struct table *table = drawing->table;
	if (!table->has_frame) {
		if (!is_first && is_header_end(table, index))
			draw_header_rule(drawing);
		return;
	}
	if (is_first || drawing->is_spaced || is_header_end(table, index))
		draw_border(drawing, !is_first, true);
}

static bool
has_tall_cell(const struct table *table)
{
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct table_cell *cell = &table->cells[i];
		if (cell->columns > 0 && (cell->rows > 1 || cell->line_count > 1))
			return true;
	}
	return false;
}

void
table_draw(struct table *table)
{
	if (table->column_count == 0)
		return;
	struct drawing drawing = {.table = table, .flow = table->flow};
	drawing.above = arena_array(table->arena, table->column_count, sizeof(*drawing.above));
	drawing.below = arena_array(table->arena, table->column_count, sizeof(*drawing.below));
	drawing.is_spaced = has_tall_cell(table);
	for (size_t i = 0; i < table->column_count; i++)
		drawing.above[i] = TABLE_NO_CELL;
	bool is_first = true;
	for (size_t index = 0; index < table->row_count; index++) {
		own_row(table, index, drawing.above, drawing.below);
		size_t height = row_height(table, index, drawing.below);
		if (height == 0 && !table->rows[index].is_empty)
			height = 1;
		if (height != 0) {
			draw_between(&drawing, index, is_first);
			is_first = false;
		}
		for (size_t i = 0; i < height; i++)
			draw_row_line(&drawing, drawing.below);
		memcpy(drawing.above, drawing.below, table->column_count * sizeof(*drawing.above));
	}
	if (table->has_frame && !is_first)
		draw_border(&drawing, true, false);
}
