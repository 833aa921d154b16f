#ifndef VIEW_ROWS_H
#define VIEW_ROWS_H

/*
 * Rows of the screen as records: text in pieces, each with a role, so that a
 * test can read a screen without a terminal. The writer gates text, cuts it and
 * pads it to its columns: what is measured is what is shown. All sizes are
 * terminal cells.
 */

#include "theme/role.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct cell_text {
	const char *text; /* UTF-8, NUL-terminated, from posts: to be gated */
	enum role role;
	int column;  /* in the pane */
	int columns; /* its width; text is cut and padded to it already */
};

/* What a click does: an action, by its number of settings/action.h, with its argument and count. */
struct click {
	int action;
	const char *argument; /* "": none */
	long count;	      /* 0: none */
};

/* Where: so many columns of a row. */
struct click_region {
	int column, columns;
	struct click click;
};

enum {
	VIEW_ROW_CELLS = 80, /* a year's weeks beside each other, and more */
	VIEW_ROW_CLICKS = 32,
};

/* One row of a pane. Texts live until the next app_ call that is not a view. */
struct view_row {
	struct cell_text cells[VIEW_ROW_CELLS];
	int cell_count;
	struct click_region clicks[VIEW_ROW_CLICKS];
	int click_count;
	enum role fill; /* of the rest of the row */
};

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

/* A cell of one column with a star, or a space. */
void row_put_star(struct row_writer *writer, bool is_starred, enum role role);

/* A cell as wide as its text. */
void row_format(struct row_writer *writer, enum role role, const char *format, ...)
		__attribute__((format(printf, 3, 4)));
void row_skip(struct row_writer *writer, int columns);

/* Lets a click on some columns of the row, or on the cell put last, do something. What is too much for a row is left out. */
void row_add_click(struct row_writer *writer, int column, int columns, struct click click);
void row_click(struct row_writer *writer, int action, const char *argument);

/* What a click on a column of the row does; NULL: nothing of its own. */
const struct click *row_click_at(const struct view_row *row, int column);

/*
 * Fills the row with line `line` (from 0) of a text that is broken at line feeds and spaces, or between
 * characters where a line has none; with nothing if the text has fewer lines.
 */
void row_put_wrapped(struct row_writer *writer, const char *text, int line, enum role role);

/* A cell of `columns` with a bar as long as `part` is of `whole` (at least `part`); empty only for 0. */
void row_put_bar(struct row_writer *writer, size_t part, size_t whole, int columns, enum role role);

/* The sign behind the title of a column that rows are in the order of. */
const char *row_order_sign(const struct row_writer *writer, bool is_rising);

/* A number with its thousands separated, in the arena: 128,417. */
const char *row_number(struct arena *arena, size_t number);

/* The same of posts: "128,417 posts". */
const char *row_posts(struct arena *arena, size_t count);

/* A cell's role in a row with its own: under the cursor that of the row, so that it is one bar. */
static inline enum role
row_cell_role(enum role row, enum role role)
{
	return row == ROLE_TEXT ? role : row;
}

/* Columns left. */
int row_left(const struct row_writer *writer);

#endif
