#include "layout/table.h"

#include "base/arena.h"

#include <string.h>

/* The glyph of a crossing, by its arms. */
enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };
static const char *const crossings[16] = {
		" ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼"};
static const char *const ascii_crossings[16] = {
		" ", "|", "|", "|", "-", "+", "+", "+", "-", "+", "+", "+", "-", "+", "+", "+"};

struct place {
	size_t byte, column;
};

struct drawing {
	struct table *table;
	struct flow *flow;
	ptrdiff_t *above,
			*below; /* by column: the cell of the row above a line, and of the row below */
	bool is_spaced;		/* lines between rows too */
	size_t height;		/* lines of the row above */
	const char *empty;	/* a row's line without text: bars and spaces */
	struct place *starts; /* where in it the text of each column begins, and its end */
	char *border;	      /* the line between rows that is being made */
	const char *last_border;
};

static char *
put(char *at, const char *glyph, size_t count)
{
	for (; count > 0; count--) {
		for (const char *byte = glyph; *byte != '\0'; byte++)
			*at++ = *byte;
	}
	return at;
}

static void
draw_spaces(struct flow *flow, size_t columns)
{
	struct piece spaces = flow_spaces(flow, columns);
	pieces_add(&flow->row, &spaces);
}

/* Makes the row's line without text, parts of which stand wherever a cell shows none. */
static void
make_empty_line(struct drawing *drawing)
{
	enum { BAR_BYTES = 3 };
	const struct table *table = drawing->table;
	const char *bar = drawing->flow->context->options.ascii ? "|" : "│";
	size_t size = table_columns(table) + (table->column_count + 1) * BAR_BYTES;
	char *empty = arena_raw(drawing->flow->context->arena, size), *at = empty;
	size_t column = table->has_frame ? 1 + table->padding : 0;
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->has_frame)
			at = put(put(at, bar, 1), " ", table->padding);
		drawing->starts[i] = (struct place){(size_t)(at - empty), column};
		column += table->columns[i].width + table->gap;
		size_t gap = table->has_frame ? table->padding : table->gap;
		at = put(at, " ", table->columns[i].width + gap);
	}
	at = put(at, bar, table->has_frame ? 1 : 0);
	drawing->starts[table->column_count] =
			(struct place){(size_t)(at - empty), table_columns(table)};
	drawing->empty = empty;
}

/* Draws a part of the line without text. */
static void
draw_empty(struct drawing *drawing, struct place from, struct place to)
{
	struct piece piece = {.text = drawing->empty + from.byte,
			.length = to.byte - from.byte,
			.columns = to.column - from.column,
			.style = drawing->table->has_frame ? STYLE_FURNITURE : 0,
			.link = -1,
			.offset = PIECE_DRAWN};
	pieces_add(&drawing->flow->row, &piece);
}

/* Draws the next line of a cell within its columns. */
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

/* Draws one line of a row; `owners` has the cell of each column. */
static void
draw_row_line(struct drawing *drawing, const ptrdiff_t *owners)
{
	const struct table *table = drawing->table;
	struct place drawn = {0}; /* of the empty line */
	flow_begin_line(drawing->flow);
	for (size_t i = 0; i < table->column_count; i++) {
		struct table_cell *cell = owners[i] >= 0 ? &table->cells[owners[i]] : NULL;
		bool is_empty = cell == NULL ||
				(cell->columns == 1 && cell->shown >= cell->line_count);
		if (is_empty)
			continue;
		draw_empty(drawing, drawn, drawing->starts[i]);
		draw_cell_line(drawing, cell);
		i = cell->column + cell->columns - 1;
		drawn = drawing->starts[i];
		drawn.byte += table->columns[i].width;
		drawn.column += table->columns[i].width;
	}
	draw_empty(drawing, drawn, drawing->starts[table->column_count]);
	flow_end_line(drawing->flow);
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

/* Whether the border between two rows runs through a column, which it does not through a cell that spans both. */
static bool
has_stroke(const struct drawing *drawing, bool is_inner, size_t column)
{
	if (column >= drawing->table->column_count)
		return false;
	if (!is_inner || drawing->above[column] == TABLE_NO_CELL)
		return true;
	return drawing->above[column] != drawing->below[column];
}

/* Draws the border above the first row, below the last, or between two. */
static void
draw_border(struct drawing *drawing, bool has_above, bool has_below)
{
	struct table *table = drawing->table;
	struct flow *flow = drawing->flow;
	const char *const *glyphs = flow->context->options.ascii ? ascii_crossings : crossings;
	bool was_stroke = false;
	char *at = drawing->border;
	for (size_t i = 0; i <= table->column_count; i++) {
		bool is_stroke = has_stroke(drawing, has_above && has_below, i);
		unsigned arms = has_bar(drawing, drawing->above, has_above, i) ? UP : 0u;
		arms |= has_bar(drawing, drawing->below, has_below, i) ? DOWN : 0u;
		arms |= (was_stroke ? LEFT : 0u) | (is_stroke ? RIGHT : 0u);
		at = put(at, glyphs[arms], 1);
		was_stroke = is_stroke;
		if (i == table->column_count)
			break;
		at = put(at, is_stroke ? glyphs[LEFT | RIGHT] : " ",
				table->columns[i].width + 2 * table->padding);
	}
	*at = '\0';
	/* Most borders of a table are the same text, which is kept once. */
	if (drawing->last_border == NULL || strcmp(drawing->last_border, drawing->border) != 0)
		drawing->last_border = arena_text(flow->context->arena, drawing->border);
	struct piece piece =
			flow_drawn(drawing->last_border, table_columns(table), STYLE_FURNITURE);
	flow_show(flow, &piece, 1);
}

/* Draws the line below the header and above the footer of a table without a frame. */
static void
draw_part_rule(struct drawing *drawing)
{
	struct flow *flow = drawing->flow;
	struct piece rule = flow_rule(flow, false, table_columns(drawing->table), 0);
	flow_show(flow, &rule, 1);
}

/* Sets the owners of row `index`: the cells from above that extend into it, and its own. */
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

/* The height of a row in lines: of the cells that end in it, less the lines that rows above have shown. */
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

/* Whether a line is due above row `index`, where the header ends or the footer begins. */
static bool
is_part_end(const struct table *table, size_t index)
{
	if (index == 0)
		return false;
	const struct table_row *above = &table->rows[index - 1], *row = &table->rows[index];
	return (above->is_header && !row->is_header) ||
	       (row->block->row.is_footer && !above->block->row.is_footer);
}

/* Whether a cell of the row above extends into the one below. */
static bool
is_spanned(const struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->table->column_count; i++) {
		if (drawing->above[i] >= 0 && drawing->above[i] == drawing->below[i])
			return true;
	}
	return false;
}

static void
draw_between(struct drawing *drawing, size_t index, bool is_first)
{
	struct table *table = drawing->table;
	if (!table->has_frame) {
		if (!is_first && is_part_end(table, index))
			draw_part_rule(drawing);
		else if (drawing->height > 1 && !is_spanned(drawing))
			drawing->flow->wants_blank = true; /* parts the lines of two rows */
		return;
	}
	if (is_first || drawing->is_spaced || is_part_end(table, index))
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
	enum { GLYPH_BYTES = 3 };
	struct drawing drawing = {.table = table, .flow = table->flow};
	drawing.above = arena_array(table->arena, table->column_count, sizeof(*drawing.above));
	drawing.below = arena_array(table->arena, table->column_count, sizeof(*drawing.below));
	drawing.starts =
			arena_array(table->arena, table->column_count + 1, sizeof(*drawing.starts));
	drawing.border = arena_raw(table->arena, table_columns(table) * GLYPH_BYTES + 1);
	drawing.is_spaced = has_tall_cell(table);
	make_empty_line(&drawing);
	for (size_t i = 0; i < table->column_count; i++)
		drawing.above[i] = TABLE_NO_CELL;
	bool is_first = true;
	size_t first_line = table->flow->lines->count;
	for (size_t index = 0; index < table->row_count; index++) {
		own_row(table, index, drawing.above, drawing.below);
		size_t height = row_height(table, index, drawing.below);
		if (height == 0 && !table->rows[index].is_empty)
			height = 1;
		if (height != 0) {
			draw_between(&drawing, index, is_first);
			drawing.height = height;
			is_first = false;
		}
		for (size_t i = 0; i < height; i++)
			draw_row_line(&drawing, drawing.below);
		memcpy(drawing.above, drawing.below, table->column_count * sizeof(*drawing.above));
	}
	if (table->has_frame && !is_first)
		draw_border(&drawing, true, false);
	flow_join_lines(table->flow, first_line);
}
