#ifndef TUI_PAD_H
#define TUI_PAD_H

/*
 * The open post's lines on a curses pad: a window of at most PAD_ROWS rows
 * over them (curses cannot have more than 32,767), moved when the view leaves
 * it. Rows are drawn when first shown, so that opening a post costs a screenful.
 */

#include "app/app.h"
#include "tui/looks.h"

enum {
	PAD_ROWS = 2000,
	PAD_COLUMNS = 1200, /* code lines may go on for ever: sideways, too, it is a window */
	PAD_CELLS = 200000, /* bounds its memory, 28 bytes a cell */
};

struct pad {
	struct _win_st *window; /* NULL until something was shown */
	int rows, columns;
	unsigned char *row_states; /* of enum row_state, one a row */
	size_t first;		   /* line in row 0 */
	size_t base;		   /* column in column 0, the margin counted */
	int view_columns;	   /* of the last view */
	struct pager_view view;	   /* the last one shown */
};

void pad_init(struct pad *pad);
void pad_free(struct pad *pad);

/* All rows are drawn again when next shown: the theme has changed. */
void pad_invalidate(struct pad *pad);

/* Copies what the view shows to its place on the screen; curses' doupdate shows it. */
void pad_show(struct pad *pad, const struct looks *looks, const struct pane_box *box,
		const struct pager_view *view);

#endif
