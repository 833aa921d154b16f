#ifndef TUI_PAINT_H
#define TUI_PAINT_H

/* An app on the screen: its panes, borders, bars and cursor, as far as they are dirty. */

#include "app/app.h"
#include "tui/looks.h"
#include "tui/pad.h"

struct painter {
	struct looks looks;
	struct pad pad;
	struct pane_box boxes[SLOT_COUNT]; /* where the panes stood when last painted */
	int box_rows;			   /* of the box over the last row, then */
};

/* curses has been started. */
void painter_init(struct painter *painter, struct app *app);
void painter_free(struct painter *painter);

/* Draws what the bits of enum dirty say and sends it to the terminal, all at once. */
void painter_paint(struct painter *painter, struct app *app, unsigned dirty);

#endif
