#ifndef VIEW_CURSOR_H
#define VIEW_CURSOR_H

/*
 * A cursor over a number of rows of which a window is shown: moving, paging
 * and scrolling as every list of the program does it. Pure arithmetic.
 */

#include <stdbool.h>
#include <stddef.h>

struct cursor {
	size_t count; /* rows there are */
	size_t at;    /* the row the cursor is on; 0 when there are none */
	size_t top;   /* the first row shown */
	size_t rows;  /* rows of the window, at least 1 */
};

/* Each keeps the cursor among the rows and in the window. True if cursor or window has changed. */
bool cursor_set_count(struct cursor *cursor, size_t count);
bool cursor_set_rows(struct cursor *cursor, size_t rows);
bool cursor_move_to(struct cursor *cursor, size_t at);
bool cursor_scroll_to(struct cursor *cursor, size_t top); /* as far as the cursor stays in view */
bool cursor_move(struct cursor *cursor, long by);

/* Scrolls by rows, up if negative; the cursor moves only as far as it must to stay in the window. */
bool cursor_scroll(struct cursor *cursor, long by);

/* Scrolls the cursor's row to this one of the window, from 0, as far as rows fill the window. */
bool cursor_align(struct cursor *cursor, size_t row);

#endif
