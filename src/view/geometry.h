#ifndef VIEW_GEOMETRY_H
#define VIEW_GEOMETRY_H

/*
 * Where the panes stand on a screen of some size: three beside each other from
 * 100 columns on, without the one at the left once a post is read; the list over the
 * post from 60, until that is read; else one at a time. Pure.
 */

#include <stdbool.h>

enum {
	GEOMETRY_MIN_ROWS = 5,
	GEOMETRY_MIN_COLUMNS = 20,
	GEOMETRY_TITLE_ROWS = 8, /* screens with fewer rows have no title bar */
	GEOMETRY_MARGINS = 2,	 /* columns beside the text of a post, both together */
};

/* The slots that panes stand in: groups or months, the list, the post. */
enum slot { SLOT_LEFT, SLOT_MIDDLE, SLOT_MAIN, SLOT_COUNT };

/* Where a slot is; rows without the header rows of its pane are the app's business. */
struct pane_box {
	bool is_visible;
	bool has_focus;
	int row, column;      /* of its first cell on the screen */
	int rows, columns;    /* its size */
	bool has_left_border; /* the column before it is a vertical line */
	bool has_top_border;  /* the row above it is a horizontal line */
};

struct geometry_wish {
	int rows, columns; /* of the screen */
	enum slot focus;   /* that has the keys */
	int measure;	   /* columns of text that a post is to have */
	bool is_folded;	   /* the left slot makes room for the post, unless it has the keys */
	bool opens_alone;  /* a post with the keys is */
	bool is_zoomed;	   /* that slot alone */
	bool is_single;	   /* only the main one: a lone file, or what covers the panes */
};

struct geometry {
	bool is_too_small;
	bool has_title_bar;
	struct pane_box slots[SLOT_COUNT];
};

struct geometry geometry_of(const struct geometry_wish *wish);

/* Whether more than one slot is visible. */
bool geometry_is_shared(const struct geometry *geometry);

#endif
