#ifndef APP_PANE_H
#define APP_PANE_H

/*
 * The form of a pane: what stands in a slot of the screen (left, middle, main) or
 * covers all of them. Each pane is a constant table in a file of its own, named in
 * panes.def. It draws its own rows and has its own verbs; it calls no other pane,
 * opens no prompt and moves no focus: each function answers what is to be drawn
 * (enum dirty) and what is to be done next (enum answer); the model's verbs note what
 * has changed.
 */

#include "settings/action.h"
#include "view/cursor.h"
#include "view/rows.h"

#include <stdbool.h>
#include <stddef.h>

struct app;

/* An action to run, with what was typed with it. */
struct call {
	enum action action;
	const char *argument; /* never NULL */
	long count;	      /* 0: none */
};

/* How often: the count, and once if there is none; negative for the action that goes back. */
static inline long
call_steps(const struct call *call, enum action back)
{
	long count = call->count > 0 ? call->count : 1;
	return call->action == back ? -count : count;
}

/* The number that follows an action: typed behind it or before it; 0: none. */
long call_number(const struct call *call);

/* The end of the status line: the cursor's row of how many, + where there are more. */
const char *pane_place(struct app *app, const struct cursor *cursor, bool has_more);

/* What a pane does at an action. The answer NOT_MINE leaves the action to others. */
struct verb {
	enum action action;
	bool is_everywhere; /* also while another pane has the keys */
	unsigned (*run)(struct app *app, const struct call *call);
};

/* A key that the status line names. */
struct hint {
	enum action action;
	const char *label;
};

/* A filter that is typed: its prompt is opened, its text changes, it is given up. */
enum typing { TYPING_BEGINS, TYPING_GOES_ON, TYPING_GIVEN_UP };

/* A function that is NULL does nothing, unless it says otherwise. */
struct pane_type {
	enum context context;	   /* whose keys are in force */
	const struct hint *hints;  /* the last without a label; NULL: none */
	const struct verb *verbs;  /* the last without a function; NULL: none */
	const char *const *orders; /* the words that `sort` takes, the last NULL; NULL: none */

	/* Before one of its actions in panes.def shows it. NOT_MINE: it cannot be shown, a message says why. */
	unsigned (*begin)(struct app *app, enum action action);

	/* While it stands somewhere, after each event: the bits of the model's enum changed. */
	unsigned (*follow)(struct app *app, unsigned changed);

	/* One level up within the pane; NOT_MINE: it is at its top. */
	unsigned (*back)(struct app *app);

	/* Where the reader is, for the end of the status line; NULL: the cursor's row and their count. */
	const char *(*place)(struct app *app);

	/* --- A pane of rows, with a cursor --- */

	struct cursor *(*cursor)(struct app *app); /* NULL: the pane is a page */
	int (*row_height)(const struct app *app);  /* lines a row; NULL: 1 */
	unsigned (*moved)(struct app *app);	   /* the cursor is on another row */
	unsigned (*open)(struct app *app);	   /* Enter */

	void (*view_header)(struct app *app, struct row_writer *row);
	void (*view_row)(struct app *app, struct row_writer *row, size_t index, int line,
			enum role role);
	void (*view_empty)(
			struct app *app, struct row_writer *row, int line); /* there are no rows */

	/* NULL: its rows cannot be filtered. */
	const char *(*filter)(const struct app *app);
	unsigned (*set_filter)(struct app *app, const char *filter, enum typing typing);

	/* Rows that are made when the pane covers the others (cover.c): use COVER_ROWS. */
	const char *(*title)(struct app *app);
	void (*make)(struct app *app);
	unsigned (*open_value)(
			struct app *app, size_t value); /* of the row, which is covered no more */

	/* --- A page, which draws and places everything itself --- */

	void (*view)(struct app *app, struct row_writer *row, int line);
	void (*cell)(struct app *app, int *line, int *column); /* of the terminal's cursor */

	/* A click (lines is 0), or a turn of the wheel by so many lines. */
	unsigned (*mouse)(struct app *app, int line, int column, int lines, bool is_double);

	/* A text that scrolls: its lines as rows, the top one the cursor's; NULL: it does not scroll. */
	struct cursor (*extent)(struct app *app);
	unsigned (*scroll_to)(struct app *app, size_t top);
};

#define COVER_ROWS                                                                                 \
	.hints = cover_hints, .cursor = cover_cursor, .moved = cover_moved,                        \
	.open = cover_open_row, .view_header = cover_view_header, .view_row = cover_view_row,      \
	.filter = cover_filter, .set_filter = cover_set_filter

#endif
