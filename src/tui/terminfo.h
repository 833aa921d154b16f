#ifndef TUI_TERMINFO_H
#define TUI_TERMINFO_H

/* What terminfo knows of the terminal. A file of its own: term.h defines common words as macros. */

#include "tui/input.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

/*
 * Whether TERM names a terminal that a screen can be drawn on; newterm itself
 * may end the process on a bad one. If it can,
 * signals_prepare gets the bytes that make the terminal on `fd` whole.
 */
bool terminfo_check(int fd, bool has_mouse, struct err *err);

/* Whether the terminal has this string capability; after terminal_start. */
bool terminfo_has(const char *name);

/* Whether it takes the controls of ECMA-48, as its cursor's are. */
bool terminfo_is_ecma48(void);

/* Fills in what the terminal's keys send, for the input filter. Returns how many it has. */
enum { TERMINFO_KEYS = 39 };
size_t terminfo_keys(struct input_key keys[TERMINFO_KEYS]);

#endif
