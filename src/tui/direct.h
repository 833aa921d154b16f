#ifndef TUI_DIRECT_H
#define TUI_DIRECT_H

/*
 * True colour. curses shows it only by a terminfo entry of direct colours, and few systems have one for
 * the terminal at hand. Terminals that take it say so by $COLORTERM; of their own entry one of direct
 * colours is made here and handed to curses in $TERMINFO, as terminfo(5) has it
 * ("hex:"), while it opens the terminal. Nothing is written, and the terminal's palette stays the user's.
 * A file of its own: term.h defines common words as macros.
 */

#include <stdio.h>

struct screen; /* curses' SCREEN */

/*
 * Opens the terminal as curses' newterm does, with direct colours where $COLORTERM says that it has them,
 * and else, or where curses takes no such entry, by $TERM. NULL: not at all. Changes the environment meanwhile: to be
 * called before there are threads.
 */
struct screen *direct_newterm(FILE *output, FILE *input);

#endif
