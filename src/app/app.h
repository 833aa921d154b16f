#ifndef APP_APP_H
#define APP_APP_H

/*
 * The session with its screen: everything shown, and every action on it.
 *
 * The tui reports each event (a key, a size, a wake-up); the function for it returns
 * what has to be drawn again (enum dirty, pane.h). Then the tui asks for those rows and
 * paints them. Rows are records: text in pieces, each with a role, so that a test can
 * read a screen without a terminal. Nothing here knows curses, a colour or a key code.
 * All sizes are terminal cells; rows and columns count from 0. One thread owns the app;
 * app_wake takes over what other threads have read, indexed or found.
 */

#include "article/article.h"
#include "keymap/keymap.h"
#include "model/model.h"
#include "panes/pane.h"
#include "settings/action.h"
#include "settings/settings.h"
#include "view/geometry.h"
#include "view/rows.h"

#include <stdbool.h>
#include <stddef.h>

struct app;

/* What of the archive's last session is taken up, a bit each. */
enum resume { RESUME_VIEW = 1, RESUME_THEME = 2, RESUME_KEYMAP = 4 };

/* What a session begins with. */
struct app_start {
	struct model_start model;  /* with the settings below */
	struct settings *settings; /* the app takes it over */
	struct keymap *keymap;	   /* the same */
	unsigned resume;	   /* of enum resume */
};

/* A session. Reading the archive starts at once in a thread. */
struct app *app_new(const struct app_start *start);
void app_free(struct app *app); /* stops the threads and waits for them */

/* The session without its screen; borrowed. */
struct model *app_model(const struct app *app);

/* A descriptor that becomes readable when app_wake is to be called; -1: never. */
int app_wake_fd(const struct app *app);
unsigned app_wake(struct app *app);

/* The number of the post that is being opened, which rises with each; 0: none is. */
unsigned long app_opening(const struct app *app);

/* How long to wait for the next event, in milliseconds; -1: for ever. When that time has passed: app_tick. */
int app_timeout_ms(const struct app *app);
unsigned app_tick(struct app *app);

/* A key was pressed. */
unsigned app_press(struct app *app, struct chord chord);

/*
 * The terminal's key for an interrupt, C-c: gives up the prompt, else the keys that are half typed. With
 * nothing to give up it leaves at the second press in a row (DIRTY_QUIT), and the first one says so.
 */
unsigned app_interrupt(struct app *app);

/* Whether this key, after those that are half typed, is bound or begins what is: C-c is no interrupt then. */
bool app_is_bound(const struct app *app, struct chord chord);

/*
 * A part of what is pasted, `is_first` of all: text for a prompt that takes any. Else nothing, and a
 * message says so once. It never ends a prompt nor answers a question.
 */
unsigned app_paste(struct app *app, const char *text, size_t length, bool is_first);

/*
 * Runs one action, for keys, commands, the mouse and tests. `argument` may be NULL, which is
 * "": none; `count` 0 is none.
 */
unsigned app_run(struct app *app, enum action action, const char *argument, long count);

/* The wheel or a click at a cell. `lines` is the wheel's turn, 0 for a click. */
unsigned app_mouse(struct app *app, int row, int column, int lines, bool is_double);

/* The terminal has this size. */
unsigned app_resize(struct app *app, int rows, int columns);

/* The terminal's ground is light, or dark: `theme: auto` follows. It is taken for dark until this is called. */
unsigned app_set_ground(struct app *app, bool is_light);

/* The context whose keys are in force. */
enum context app_context(const struct app *app);

/* --- What to draw --- */

struct pane_box app_pane(const struct app *app, enum slot slot);

/* Whether the terminal is too small for panes (below 20x5); then only a message is shown. */
bool app_is_too_small(const struct app *app);

/* A row of the pane in a slot, 0 to its rows - 1. */
void app_view_row(struct app *app, enum slot slot, int row, struct view_row *out);

/* The title bar (screen row 0, none on screens under 8 rows high) and the last row: status, prompt, pending keys. */
bool app_has_title_bar(const struct app *app);
void app_view_title_bar(struct app *app, struct view_row *out);
void app_view_status(struct app *app, struct view_row *out);

/*
 * The box over the last row, as wide as the screen: what the line of the prompt may become, under a rule. How
 * many rows it has, with the rule; 0: there is none. It covers whatever else stands there.
 */
int app_box_rows(const struct app *app);
void app_view_box(struct app *app, int row, struct view_row *out);

/*
 * The pager's body: the open article's lines, drawn by the tui from its pad.
 * is_open is false when the pane shows rows instead (help, messages, a notice,
 * nothing); then app_view_row gives all its rows.
 */
struct pager_view {
	bool is_open;
	int header_rows; /* rows at the pane's top that app_view_row gives */
	const struct article *article;
	unsigned long generation; /* changes whenever the layout or the matches do */
	size_t top;		  /* first line shown */
	size_t left;		  /* columns scrolled away on the left */
	int indent;		  /* columns of margin before the text */
	size_t current_match;	  /* index into article->matches; SIZE_MAX: none */
	int current_link;	  /* the link chosen; -1: none */
};
struct pager_view app_pager(const struct app *app);

/* Where the terminal's cursor belongs: the prompt's caret, else the row the cursor is on. */
void app_cursor(struct app *app, int *row, int *column);

/* The theme in force, borrowed, and whether lines, boxes and marks are drawn in ASCII. */
const struct theme *app_theme(const struct app *app);
bool app_is_ascii(const struct app *app);

/* After DIRTY_QUIT: the folder of the archive to go on with, borrowed; NULL: none. */
const char *app_next_archive(const struct app *app);

/* --- Other programs --- */

/*
 * After DIRTY_RUN: the program that gets the terminal, borrowed. The tui stands aside, runs
 * it and reports how it has ended: the status as waitpid has it, or why it could not be
 * started, an errno; 0: it was.
 */
const struct foreground *app_foreground(const struct app *app);
unsigned app_foreground_done(struct app *app, int status, int error);

/* After DIRTY_COPY: the text for the terminal's clipboard, borrowed; and if it cannot go there, why. */
const char *app_copied(const struct app *app);
unsigned app_copy_failed(struct app *app, const char *why);

/* A process that runs beside the screen may have ended (SIGCHLD). */
unsigned app_reap(struct app *app);

/* A descriptor that becomes readable when app_output is to be called; -1: none. */
int app_output_fd(const struct app *app);
unsigned app_output(struct app *app);

#endif
