#ifndef TUI_SIGNALS_H
#define TUI_SIGNALS_H

/*
 * Signals of the system: the one file of the room with global state, since a
 * signal handler has no other. Ordinary signals (SIGWINCH, SIGCONT, SIGTSTP,
 * SIGINT, SIGTERM, SIGHUP, SIGCHLD) are noted and wake the loop; one that means the end
 * and comes a second time before the first was taken, and every crash, gives
 * the terminal back at once by the bytes of signals_prepare, and goes on to
 * what it would have done without this program.
 */

#include <stdbool.h>
#include <stddef.h>

struct err;

/* Starts noting. Returns the descriptor that becomes readable on a signal; -1 with err. */
int signals_start(struct err *err);

/* Puts everything back as it was before signals_start. */
void signals_stop(void);

/* Bytes that make the terminal whole (cut at an inner bound), to be sent to `fd` in a crash. */
void signals_prepare(int fd, const char *reset, size_t length);

/* The terminal is the program's from now on, or given back: a crash has something to restore, or nothing. */
void signals_set_active(bool is_active);

/* Empties the descriptor; signals stay noted. */
void signals_drain(void);

/* Whether this signal has come since it was taken last; and the same, taking it. */
bool signals_has_come(int number);
bool signals_take(int number);

/* Stops the process and its group as the terminal's C-z does; returns when it goes on. */
void signals_stop_process(void);

/* Around waiting for another program, which owns the terminal meanwhile. */
void signals_yield(void);
void signals_regain(void);

#endif
