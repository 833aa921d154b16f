#ifndef APP_GEOMETRY_H
#define APP_GEOMETRY_H

/*
 * Where the panes stand on a screen of some size: three beside each other from
 * 100 columns on, the list over the post from 60, else one at a time. Pure.
 */

#include "app/app.h"

#include <stdbool.h>

enum {
	GEOMETRY_MIN_ROWS = 5,
	GEOMETRY_MIN_COLUMNS = 20,
	GEOMETRY_TITLE_ROWS = 8, /* screens with fewer rows have no title bar */
};

struct geometry_wish {
	int rows, columns; /* of the screen */
	enum pane focus;
	bool is_zoomed; /* the pane with the focus alone */
	bool is_single; /* only the pager exists: a lone file, help, messages */
};

struct geometry {
	bool is_too_small;
	bool has_title_bar;
	struct pane_box panes[PANE_COUNT];
};

struct geometry geometry_of(const struct geometry_wish *wish);

#endif
