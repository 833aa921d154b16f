#ifndef LAYOUT_TABLE_H
#define LAYOUT_TABLE_H

/* A table as a grid (HTML standard 4.9.12), shared by what measures it and what draws it. */

#include "layout/flow.h"

enum { TABLE_MAX_COLUMNS = LAYOUT_MAX_WIDTH, TABLE_NO_CELL = -1 };

struct table_cell {
	const struct block *block;
	size_t row, column, rows, columns;
	size_t first_line, line_count; /* in the table's own lines */
	size_t least, most, text;      /* columns: of its widest part, widest line, all its text */
	size_t shown;		       /* lines drawn so far */
	bool is_fluid, is_number, is_empty;
	bool is_none; /* says that there is no value */
	enum align align;
};

struct table_column {
	size_t least, most, width;
	size_t numbers, texts; /* cells of each kind */
	size_t percent;	       /* of the table's width, asked for; 0: none */
	bool is_used;
};

struct table_row {
	const struct block *block;
	size_t first_cell, cell_count;
	size_t group_end; /* the first row after its group, where its cells end at the latest */
	size_t height;
	bool is_header, is_empty;
};

struct table {
	struct arena *arena; /* of all that is the table's, gone when it is drawn */
	struct flow *flow;   /* that the table stands in */
	struct lines lines;  /* of all cells */
	struct table_cell *cells;
	size_t cell_count, cell_capacity;
	struct table_row *rows;
	size_t row_count, row_capacity;
	struct table_column *columns;
	size_t column_count;
	bool has_frame;
	size_t padding; /* columns on either side of a framed cell */
	size_t gap;	/* columns between two cells' texts */
};

/* Makes columns as wide as the room allows. False if even the least do not fit. */
bool table_fit(struct table *table, size_t room);

/*
 * Makes columns as wide as they want, even if the table becomes wider than `room`; but none
 * wider than half of `room` unless its widest part needs that.
 */
void table_fit_wide(struct table *table, size_t room);

/* Columns of a cell's text. */
size_t table_cell_width(const struct table *table, const struct table_cell *cell);

/* Columns of the whole table. */
size_t table_columns(const struct table *table);

void table_draw(struct table *table);

#endif
