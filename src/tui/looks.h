#ifndef TUI_LOOKS_H
#define TUI_LOOKS_H

/* A theme as curses shows it: what each role of a row and each style of a document looks like. */

#include "tui/draw.h"

struct looks {
	struct look roles[ROLE_COUNT_OF_ROLES];
	bool has_italic; /* else italics are underlined */
	bool has_bold;	 /* and colours: unread titles need no mark */
};

/* Sets curses' colour pairs for the theme. curses has been started. */
void looks_load(struct looks *looks, const struct theme *theme);

struct look looks_role(const struct looks *looks, enum role role);

/* A cell's look on a row whose fill is `fill`: a cursor's bar is not broken by other roles. */
struct look looks_cell(const struct looks *looks, enum role role, enum role fill);

/* `style` is of enum style. */
struct look looks_style(const struct looks *looks, unsigned style);
struct look looks_match(const struct looks *looks, unsigned style, bool is_current);

#endif
