#ifndef TUI_THEME_H
#define TUI_THEME_H

/*
 * Themes: what each role of a row and each style of a document looks like.
 * `default` keeps the terminal's own foreground and background, `light` and
 * `dark` bring theirs, `mono` has none. With fewer colours the nearest of the
 * eight are taken; without any, attributes alone tell things apart.
 */

#include "app/app.h"
#include "tui/draw.h"

/* Looks of a document's text, after those of enum role. */
enum paint {
	PAINT_BODY_HEADING = ROLE_COUNT_OF_ROLES,
	PAINT_CODE,
	PAINT_MARK,
	PAINT_LINK,
	PAINT_IMAGE,
	PAINT_QUOTE,
	PAINT_FURNITURE,
	PAINT_NUMBER,
	PAINT_BODY_MATCH,
	PAINT_CURRENT_MATCH,
	PAINT_COUNT,
};

struct theme {
	struct look looks[PAINT_COUNT];
	bool has_italic; /* else italics are underlined */
	bool has_bold;	 /* and colours: unread titles need no mark */
};

/* Sets curses' colour pairs for one of settings_themes. curses has been started. */
void theme_load(struct theme *theme, const char *name);

struct look theme_role(const struct theme *theme, enum role role);

/* A cell's look on a row whose fill is `fill`: a cursor's bar is not broken by other roles. */
struct look theme_cell(const struct theme *theme, enum role role, enum role fill);

/* `style` is of enum style. */
struct look theme_style(const struct theme *theme, unsigned style);
struct look theme_match(const struct theme *theme, unsigned style, bool is_current);

#endif
