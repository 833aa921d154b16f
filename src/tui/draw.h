#ifndef TUI_DRAW_H
#define TUI_DRAW_H

/*
 * Putting text on the screen: the only functions that do. Text passes the gate
 * (base/gate.h), then goes cell by cell: a cell holds one spacing character
 * and up to four marks; what terminals disagree on (joiners, variation
 * selectors, skin tones) is left out, what wcwidth does not know is U+FFFD.
 *
 * Nothing here erases: blank a stretch first, and write each cell of it once,
 * from left to right. curses leaves half of a wide character behind, and the
 * terminal's row shifted, when only its other half is written over.
 */

#include "theme/theme.h"

#include <stdbool.h>
#include <stddef.h>

struct _win_st; /* curses' WINDOW */

struct look {
	unsigned attributes; /* of enum look_attribute */
	short pair;	     /* curses' colour pair; 0 is the terminal's own */
};

/* A stretch of one row. */
struct stretch {
	struct _win_st *window;
	int row, column;
	int columns;
	size_t skip; /* columns of the text that lie left of it */
};

/*
 * Writes as much of the text as there is room for; returns the columns taken.
 * Of a wide character cut at the left end a blank is shown, at the right end `~`.
 */
int draw_text(struct stretch stretch, const char *text, size_t length, struct look look);

/* Blanks the stretch. */
void draw_blank(struct stretch stretch, struct look look);

/* What the window's erased cells look like. */
void draw_set_background(struct _win_st *window, struct look look);

/* A line between panes, of box drawing characters or ASCII, downwards or to the right. */
void draw_line(struct _win_st *window, int row, int column, int length, bool is_vertical,
		bool is_ascii, struct look look);

#endif
