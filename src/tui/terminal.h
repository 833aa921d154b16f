#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

/*
 * The terminal's owner: takes it for the screen, steps aside for a stop or
 * another program, and gives it back as it was. The rest of the room draws and
 * reads only between terminal_start and terminal_stop. No key is a signal then: C-c and C-\
 * are bytes like others, which may also stand in what is pasted.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct err;
struct screen; /* curses' SCREEN */

struct terminal {
	struct screen *screen;
	FILE *input; /* standard input, or /dev/tty */
	int input_fd;
	int signal_fd; /* readable when a signal has come (signals.h) */
	bool has_mouse;
	int64_t asked; /* ticks when it was asked for its ground; 0: no answer is to come */
};

/*
 * False with err filled when there is no terminal that can be used; nothing is to be undone then. To be
 * called before there are threads (direct.h).
 */
bool terminal_start(struct terminal *terminal, bool has_mouse, struct err *err);
void terminal_stop(struct terminal *terminal);

/* Stops the process as C-z does; returns when it is continued. Everything must be drawn again; the size may have changed. */
void terminal_suspend(struct terminal *terminal);

/* Takes the terminal again after another program used it. Everything must be drawn again. */
void terminal_retake(struct terminal *terminal);

/* The byte that its erase key sends, as its modes have it. */
char terminal_erase(void);

/* Asks the terminal for its size, resizes curses, and returns the size in *rows and *columns. */
void terminal_size(int *rows, int *columns);

/* Copies a text to the terminal's clipboard. False with err: it is too long, or there is none. */
bool terminal_copy(const char *text, struct err *err);

/*
 * Runs a program with the terminal as its own and waits for it; what is typed meanwhile and
 * not read by it is dropped. Returns waitpid's status; *error gets an errno if it could not
 * be started, else 0.
 */
struct foreground;
int terminal_run(struct terminal *terminal, const struct foreground *program, int *error);

#endif
