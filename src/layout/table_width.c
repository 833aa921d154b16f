#include "layout/table.h"

#include "base/arena.h"

#include <stdlib.h>

/* The widths of columns: those that want little get it; the others share the rest. */

size_t
table_cell_width(const struct table *table, const struct table_cell *cell)
{
	size_t width = 0;
	for (size_t i = 0; i < cell->columns; i++)
		width += table->columns[cell->column + i].width;
	return cell->columns == 0 ? 0 : width + (cell->columns - 1) * table->gap;
}

static int
compare_spans(const void *a, const void *b)
{
	const struct table_cell *left = *(const struct table_cell *const *)a;
	const struct table_cell *right = *(const struct table_cell *const *)b;
	if (left->columns != right->columns)
		return left->columns < right->columns ? -1 : 1;
	return left < right ? -1 : left > right;
}

/* Widens the columns that a cell spans, in proportion to what they want, to what the cell wants. */
static void
spread(struct table *table, const struct table_cell *cell)
{
	size_t least = (cell->columns - 1) * table->gap, most = least, weights = 0;
	struct table_column *columns = &table->columns[cell->column];
	for (size_t i = 0; i < cell->columns; i++) {
		least += columns[i].least;
		most += columns[i].most;
		weights += columns[i].most + 1;
	}
	size_t more_least = cell->least > least ? cell->least - least : 0;
	size_t more_most = cell->most > most ? cell->most - most : 0;
	for (size_t i = 0; i < cell->columns && weights != 0; i++) {
		size_t weight = columns[i].most + 1;
		size_t share = more_most * weight / weights;
		columns[i].most += share;
		more_most -= share;
		share = more_least * weight / weights;
		columns[i].least += share;
		more_least -= share;
		weights -= weight;
		if (columns[i].most < columns[i].least)
			columns[i].most = columns[i].least;
	}
}

static void
want(struct table *table)
{
	const struct table_cell **spans = arena_array(
			table->arena, table->cell_count, sizeof(const struct table_cell *));
	size_t count = 0;
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct table_cell *cell = &table->cells[i];
		if (cell->columns > 1)
			spans[count++] = cell;
		if (cell->columns != 1)
			continue;
		struct table_column *column = &table->columns[cell->column];
		column->least = cell->least > column->least ? cell->least : column->least;
		column->most = cell->most > column->most ? cell->most : column->most;
		size_t percent = (size_t)cell->block->cell.percent;
		column->percent = percent > column->percent ? percent : column->percent;
	}
	qsort(spans, count, sizeof(const struct table_cell *), compare_spans);
	for (size_t i = 0; i < count; i++)
		spread(table, spans[i]);
}

/*
 * Gives columns the share of the room that the source asks for, but at least what they
 * need and at most what they want. Returns the room that is left; *least is what the open
 * columns need of it.
 */
static size_t
give_what_is_asked(struct table *table, size_t room, size_t *least, bool *is_open)
{
	size_t whole = room;
	for (size_t i = 0; i < table->column_count; i++) {
		struct table_column *column = &table->columns[i];
		if (column->percent == 0)
			continue;
		size_t width = whole * column->percent / 100;
		size_t most = room - (*least - column->least);
		most = column->most < most ? column->most : most;
		width = width < column->least ? column->least : width > most ? most : width;
		column->width = width;
		room -= width;
		*least -= column->least;
		is_open[i] = false;
	}
	return room;
}

/* Gives the room that is left to the columns that want more, from left to right. */
static void
give_the_rest(struct table *table, size_t room)
{
	for (size_t i = 0; i < table->column_count; i++)
		room -= table->columns[i].width;
	for (size_t i = 0; i < table->column_count && room > 0; i++) {
		struct table_column *column = &table->columns[i];
		size_t more = column->most > column->width ? column->most - column->width : 0;
		more = more < room ? more : room;
		column->width += more;
		room -= more;
	}
}

static size_t
root_of(size_t number)
{
	size_t root = 1;
	while ((root + 1) * (root + 1) <= number)
		root++;
	return root;
}

/* Gives each column all it wants if that is no more than an equal share. */
static size_t
give_the_modest(struct table *table, size_t room, size_t least, bool *is_open)
{
	bool has_changed = true;
	size_t open = 0;
	for (size_t i = 0; i < table->column_count; i++)
		open += is_open[i];
	while (has_changed && open > 0) {
		has_changed = false;
		for (size_t i = 0; i < table->column_count; i++) {
			struct table_column *column = &table->columns[i];
			if (!is_open[i] || column->most > room / open)
				continue;
			if (column->most + least - column->least > room)
				continue; /* the others need it */
			column->width = column->most;
			room -= column->most;
			least -= column->least;
			is_open[i] = false;
			open--;
			has_changed = true;
			if (open == 0)
				return room;
		}
	}
	return room;
}

/* Shares the rest among the open columns by the square root of what they want; each gets at least its least. */
static void
share_the_rest(struct table *table, size_t room, const bool *is_open)
{
	size_t weights = 0, least = 0;
	for (size_t i = 0; i < table->column_count; i++) {
		if (is_open[i]) {
			weights += root_of(table->columns[i].most);
			least += table->columns[i].least;
		}
	}
	for (size_t i = 0; i < table->column_count; i++) {
		struct table_column *column = &table->columns[i];
		if (!is_open[i])
			continue;
		size_t weight = root_of(column->most);
		size_t share = room * weight / weights;
		least -= column->least;
		if (share + least > room)
			share = room - least;
		if (share < column->least)
			share = column->least;
		if (share > column->most)
			share = column->most;
		column->width = share;
		room -= share;
		weights -= weight;
	}
}

/* Columns of frame and gaps. */
static size_t
furniture_of(const struct table *table)
{
	size_t edges = table->has_frame ? 2 * (table->padding + 1) : 0;
	return table->column_count == 0 ? 0 : (table->column_count - 1) * table->gap + edges;
}

size_t
table_columns(const struct table *table)
{
	size_t columns = furniture_of(table);
	for (size_t i = 0; i < table->column_count; i++)
		columns += table->columns[i].width;
	return columns;
}

bool
table_fit(struct table *table, size_t room)
{
	want(table);
	size_t furniture = furniture_of(table);
	size_t least = 0, most = 0;
	for (size_t i = 0; i < table->column_count; i++) {
		least += table->columns[i].least;
		most += table->columns[i].most;
	}
	if (furniture > room || least > room - furniture)
		return false;
	room -= furniture;
	if (most <= room) {
		for (size_t i = 0; i < table->column_count; i++)
			table->columns[i].width = table->columns[i].most;
		return true;
	}
	bool *is_open = arena_array(table->arena, table->column_count, sizeof(*is_open));
	for (size_t i = 0; i < table->column_count; i++)
		is_open[i] = true;
	size_t left = give_what_is_asked(table, room, &least, is_open);
	left = give_the_modest(table, left, least, is_open);
	share_the_rest(table, left, is_open);
	give_the_rest(table, room);
	return true;
}

void
table_fit_wide(struct table *table, size_t room)
{
	for (size_t i = 0; i < table->column_count; i++) {
		struct table_column *column = &table->columns[i];
		size_t most = room / 2 > column->least ? room / 2 : column->least;
		column->width = column->most < most ? column->most : most;
	}
}
