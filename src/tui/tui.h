#ifndef TUI_TUI_H
#define TUI_TUI_H

/*
 * The screen: draws what the app shows and reports to it what happens at the
 * terminal. The only room that knows curses; curses.h itself stays in the
 * .c files. All places are terminal cells; rows and columns count from 0.
 *
 * Files: loop.c waits and hands events on; terminal.c and signals.c own the
 * terminal and give it back whole; keys.c and mouse.c turn what it sends into
 * chords; paint.c shows an app on it, through looks.c (what each role looks
 * like), pad.c (the open post) and draw.c, the one door for text; ground.c says whether
 * the terminal is light or dark, direct.c gives curses true colour.
 */

#include <stdbool.h>

struct app;
struct err;

struct tui_options {
	bool has_mouse; /* wheel and clicks are the app's, not the terminal's */
};

struct tui;

/*
 * Takes the terminal: standard output. Keys come from standard input, or from /dev/tty when that is none
 * (a post was read from it). The process must be in a UTF-8 locale and have no threads yet. NULL with err
 * when there is no usable terminal.
 */
struct tui *tui_open(const struct tui_options *options, struct err *err);

/*
 * Runs the app on the terminal until it quits. Returns what the process should exit with: 0; 128 + n when
 * signal n (SIGINT, SIGTERM, SIGHUP) ended it.
 */
int tui_run(struct tui *tui, struct app *app);

/* Gives the terminal back as it was found; it is so after a crash, too. */
void tui_close(struct tui *tui);

#endif
