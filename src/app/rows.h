#ifndef APP_ROWS_H
#define APP_ROWS_H

/*
 * Writes view rows: text is gated, cut and padded to its columns, so that what
 * is measured is what is shown.
 */

#include "app/app.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct row_writer {
	struct arena *arena;
	struct view_row *row;
	int column;  /* of the next cell */
	int columns; /* of the whole row */
	bool is_ascii;
};

/* An empty row of `columns`, filled with `fill`. */
struct row_writer row_begin(struct arena *arena, struct view_row *row, int columns, enum role fill,
		bool is_ascii);

/* A cell of exactly `columns` (less at the row's end), the text at its left or right. */
void row_put(struct row_writer *writer, const char *text, int columns, enum role role);
void row_put_right(struct row_writer *writer, const char *text, int columns, enum role role);

/* A cell as wide as its text. */
void row_put_all(struct row_writer *writer, const char *text, enum role role);
void row_skip(struct row_writer *writer, int columns);

/* A cell of `columns` with a bar in it, as long as `part` (at most `whole`) is of `whole`; never empty for a part. */
void row_put_bar(struct row_writer *writer, size_t part, size_t whole, int columns, enum role role);

/* A number with its thousands parted: 128,417. */
const char *row_number(struct arena *arena, size_t number);

/* Columns left. */
int row_left(const struct row_writer *writer);

#endif
