#ifndef THEME_THEME_H
#define THEME_THEME_H

/*
 * Themes: data files that say what each role looks like (reader.1, THEMES). A role is defined
 * once, by colours as #rrggbb and attributes; what a terminal of 256, 16, 8 or no colours shows is made of that.
 *
 * A theme is loaded whole or not at all: all problems of all its files are gathered at once.
 * A theme's file lies on that which it inherits, the user's on the shipped one of its name: of colours' names
 * and roles, the upper file's are in force.
 */

#include "theme/color.h"
#include "theme/role.h"

#include <stdbool.h>

struct buf;
struct problems;

enum look_attribute {
	LOOK_BOLD = 1 << 0,
	LOOK_DIM = 1 << 1,
	LOOK_ITALIC = 1 << 2,
	LOOK_UNDERLINE = 1 << 3,
	LOOK_REVERSE = 1 << 4,
};

/* What a role looks like. Attributes are of enum look_attribute. */
struct theme_look {
	color_value ink, ground;
	unsigned attributes;
	unsigned mono; /* in place of all this where there are no colours */
};

struct theme {
	struct theme_look looks[ROLE_COUNT_OF_ROLES];
};

/* Where themes are found, as for key maps (keymap.h). */
struct theme_source {
	bool (*read)(void *context, const char *name, bool is_user, struct buf *text,
			struct buf *path);
	void (*suggest)(const char *name, struct buf *out);
	void *context;
};

/* Loads the theme `name` with all it inherits. False, with *theme all plain, when there are errors. */
bool theme_load(struct theme *theme, const char *name, const struct theme_source *source,
		struct problems *problems);

/* Appends the theme as a file that inherits nothing: each role with its colours. */
void theme_format(const struct theme *theme, struct buf *out);

/* A look on a terminal: numbers of its colours; -1 is its own. */
struct shown_look {
	int ink, ground;
	unsigned attributes;
};

/*
 * What the roles look like on a terminal of so many colours: 1 << 24 has numbers that are 0xRRGGBB (its
 * first eight are the user's, so none of these is used), 256, 16 and 8 the nearest with at least the contrast that
 * the theme's own colours have, or 4.5 if that is less; 0 has attributes. Where
 * a role's ground cannot be told from that of `text`, its monochrome attributes tell it.
 */
void theme_show(const struct theme *theme, int colors,
		struct shown_look looks[ROLE_COUNT_OF_ROLES]);

#endif
