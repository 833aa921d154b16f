#ifndef TESTS_SCREEN_HARNESS_H
#define TESTS_SCREEN_HARNESS_H

/*
 * A program on a terminal of libvterm's: started on a pty by a small shell, so
 * that it can be stopped and continued as a job; keys go in, and what the
 * screen shows can be read cell by cell. Waiting is always for something, never
 * for a time: a test that waits in vain is ended by whoever runs it. Whatever
 * cannot be set up fails the test.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

struct buf;
struct session;

struct session_options {
	int rows, columns;
	const char *term;   /* NULL: xterm-256color */
	const char *ground; /* what it answers to OSC 11; NULL: it does not */
	const char *const *
			environment; /* more of "NAME=value"; "NAME" takes it away; ends with NULL */
	const char *const *arguments; /* the program and its arguments, ends with NULL */
};

struct session *session_start(const struct session_options *options);

/* Kills what still runs. */
void session_end(struct session *session);

void session_send(struct session *session, const char *bytes);
void session_resize(struct session *session, int rows, int columns);
void session_signal(struct session *session, int number);

/* The terminal goes away, as when its window is closed. */
void session_hang_up(struct session *session);

/*
 * Each waits until it is so. False, after printing the screen, when the program has
 * stopped or ended without it. SIGTERM, from whoever waits for this test, ends it
 * after printing the screen.
 */
bool session_wait_text(struct session *session, const char *text);
bool session_wait_no_text(struct session *session, const char *text);
bool session_wait_row(
		struct session *session, int row, const char *text); /* somewhere in the row */
bool session_wait_cursor(struct session *session, int row, int column);
bool session_wait_output(
		struct session *session, size_t from, const char *bytes); /* behind so many */

/* All that the program wrote before it stopped or ended has been taken then. */
bool session_wait_stop(struct session *session);
bool session_wait_exit(struct session *session, int *status); /* as waitpid's */

/* After session_wait_stop: as the shell's fg. */
void session_continue(struct session *session);

/* Appends a row's text without the blanks at its end; wide characters once. */
void session_row(struct session *session, int row, struct buf *out);

/* Appends all rows, each with a line feed. */
void session_screen(struct session *session, struct buf *out);

struct session_cell {
	char text[32]; /* UTF-8; "" in the right half of a wide character and where nothing was written */
	int width;
	bool is_bold, is_underlined, is_reversed, is_italic;
	bool has_color;		    /* foreground or background are not the terminal's own */
	int foreground, background; /* numbers of the palette; -1: the terminal's own */
};
struct session_cell session_cell(struct session *session, int row, int column);

/* Where `text` stands in a row; -1 if it does not. */
int session_find(struct session *session, int row, const char *text);

void session_cursor(struct session *session, int *row, int *column);
bool session_is_cursor_visible(struct session *session);
bool session_is_alternate(struct session *session); /* the alternate screen is shown */
bool session_has_mouse(struct session *session);    /* the program asked for the mouse */

/* The terminal's modes now, and as they were before the program began. */
struct termios session_modes(struct session *session);
struct termios session_first_modes(struct session *session);

/* Whether the terminal is as it was before the program: its modes, its screen, its cursor, its mouse. */
bool session_is_whole(struct session *session);

/* Whether the program has sent a string (OSC) besides the question for the terminal's ground. */
bool session_has_string(struct session *session);

/* Every byte the program has sent so far. */
const struct buf *session_output(struct session *session);

#endif
