#ifndef PANES_PANE_H
#define PANES_PANE_H

/*
 * The form of a pane: what stands in a slot of the screen (left, middle, main) or
 * covers all of them. Each pane is a constant table in a file of its own, named in
 * panes.def. It draws its own rows and has its own verbs; it calls no other pane,
 * opens no prompt and moves no focus: each function answers what is to be drawn
 * (enum dirty) and what is to be done next (enum answer); the model's verbs note what
 * has changed.
 */

#include "base/arguments.h"
#include "settings/action.h"
#include "view/cursor.h"
#include "view/rows.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct out;
struct panes;

/* What changed, a bit each; the answer of every verb. */
enum dirty {
	DIRTY_NONE = 0,
	DIRTY_LEFT = 1 << 0,
	DIRTY_MIDDLE = 1 << 1,
	DIRTY_MAIN = 1 << 2,
	DIRTY_STATUS = 1 << 3, /* title bar, status line, prompt */
	DIRTY_ALL = (1 << 4) - 1,
	DIRTY_CLEAR = 1 << 4,	/* repaint the terminal from nothing */
	DIRTY_THEME = 1 << 5,	/* app_theme has changed */
	DIRTY_SUSPEND = 1 << 6, /* stop the process, as C-z asks */
	DIRTY_QUIT = 1 << 7,
	DIRTY_RUN = 1 << 8,  /* app_foreground has a program that gets the terminal */
	DIRTY_COPY = 1 << 9, /* app_copied has a text for the terminal's clipboard */
};

/* A program that gets the terminal, while the screen stands aside. */
struct foreground {
	struct arguments arguments; /* owned; none: there is no program */

	/* Writes what the program reads on its standard input. NULL: it reads the terminal. */
	void (*feed)(const struct foreground *program, struct out *out);
	bool is_paused; /* what it has printed stays until Enter is pressed */

	/* Called after its end, with waitpid's status, or an errno if it could not be started. */
	void (*ended)(struct panes *panes, const struct foreground *program, int status, int error);
	struct arena *arena; /* owned; has the context, or is NULL */
	void *context;	     /* for both */
};

/* An action to run, with what was typed with it. */
struct call {
	enum action action;
	const char *argument; /* never NULL */
	long count;	      /* 0: none */
};

/* How many steps to go: the count, 1 if there is none; negative for the action `back`. */
static inline long
call_steps(const struct call *call, enum action back)
{
	long count = call->count > 0 ? call->count : 1;
	return call->action == back ? -count : count;
}

/* The number given with an action: its argument, else the count typed before it; 0: none. */
long call_number(const struct call *call);

/*
 * The text at the end of the status line, in the scratch arena: how far indexing is, then
 * the cursor's row and how many there are, with a + where more may come.
 */
const char *pane_place(struct panes *panes, const struct cursor *cursor, bool has_more);

/* What a pane does at an action. The answer NOT_MINE leaves the action to others. */
struct verb {
	enum action action;
	bool is_everywhere; /* also while another pane has the keys */
	unsigned (*run)(struct panes *panes, const struct call *call);
};

/* A key that the status line names. */
struct hint {
	enum action action;
	const char *label;
};

/* A function that is NULL does nothing, unless it says otherwise. */
struct pane_type {
	enum context context; /* whose keys are in force */
	const char *ends[2]; /* of a pane at the left: what is said at its first row, at its last */
	const struct hint *hints;  /* ended by one without a label; NULL: none */
	const struct verb *verbs;  /* ended by one without a function; NULL: none */
	const char *const *orders; /* names that `sort` accepts, ended by NULL; NULL: none */

	/* Called before an action of panes.def shows it. NOT_MINE: it cannot be shown; a message says why. */
	unsigned (*begin)(struct panes *panes, enum action action);

	/* Called after each event while it stands somewhere; `changed`: bits of the model's enum changed. */
	unsigned (*follow)(struct panes *panes, unsigned changed);

	/* Goes one level up within the pane; NOT_MINE: it is at its top level. */
	unsigned (*back)(struct panes *panes);

	/* The text at the end of the status line. NULL: pane_place for a pane of rows, none for a page. */
	const char *(*place)(struct panes *panes);

	/* --- A pane of rows, with a cursor --- */

	struct cursor *(*cursor)(struct panes *panes); /* NULL: the pane is a page */
	int (*row_height)(const struct panes *panes);  /* lines a row; NULL: 1 */
	unsigned (*moved)(struct panes *panes); /* after the cursor has moved to another row */

	void (*view_header)(struct panes *panes, struct row_writer *row);
	void (*view_row)(struct panes *panes, struct row_writer *row, size_t index, int line,
			enum role role);
	void (*view_empty)(struct panes *panes, struct row_writer *row,
			int line); /* a line of a pane without rows */

	/* NULL: its rows cannot be filtered. */
	const char *(*filter)(const struct panes *panes);
	unsigned (*set_filter)(struct panes *panes, const char *filter);

	/* A pane whose rows are made when it is opened as a cover (cover.c): use COVER_ROWS. */
	const char *(*title)(struct panes *panes);
	void (*make)(struct panes *panes);
	unsigned (*open_value)(struct panes *panes,
			size_t value); /* does what a row is for; then the cover is removed */

	/* --- A page, which draws and places everything itself --- */

	void (*view)(struct panes *panes, struct row_writer *row, int line);
	void (*cell)(struct panes *panes, int *line, int *column); /* of the terminal's cursor */

	/* A click at a place, and a turn of the wheel by so many lines. NULL: it moves the focus; it scrolls. */
	unsigned (*click)(struct panes *panes, int line, int column, bool is_double);
	unsigned (*wheel)(struct panes *panes, int lines);

	/* A page that scrolls: its lines as rows, the top one as the cursor. NULL: it does not scroll. */
	struct cursor (*extent)(struct panes *panes);
	unsigned (*scroll_to)(struct panes *panes, size_t top);
};

/* The fields of a pane_type whose rows are made by `make`. */
#define COVER_ROWS                                                                                 \
	.cursor = cover_cursor, .moved = cover_moved, .view_header = cover_view_header,            \
	.view_row = cover_view_row, .filter = cover_filter, .set_filter = cover_set_filter

#endif
