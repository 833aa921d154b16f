#ifndef THEME_THEME_FILE_H
#define THEME_THEME_FILE_H

/* One file of a theme as YAML, and what it says of colours and roles. Internal to the room. */

#include "theme/theme.h"

#include <stddef.h>

struct arena;
struct yaml_node;

/* The words of a look: attributes in the order of enum look_attribute, and colours of the terminal. */
enum { THEME_ATTRIBUTES = 5, THEME_NAMED_COLORS = 16 };
extern const char *const theme_attributes[THEME_ATTRIBUTES];
extern const char *const theme_named_colors[THEME_NAMED_COLORS];
extern const char theme_own_color[];

/* A theme's files, from the one that was asked for down to the one that inherits nothing. */
enum { THEME_MAX_FILES = 8, THEME_MAX_FIELDS = 100, THEME_MAX_NAMES = 256 };

/* While files are read: of a role whose colour, or whose monochrome attributes, none of them has said. */
enum { COLOR_OF_TEXT = -2, MONO_OF_LOOK = 1 << 30 };

struct theme_file {
	const char *path;			/* for messages */
	const struct yaml_node *inherit;	/* a scalar, or NULL */
	const struct yaml_node *colors, *roles; /* mappings, or NULL */
};
struct theme_files {
	struct arena *arena;
	struct problems *problems;
	struct theme_file files[THEME_MAX_FILES];
	size_t count;
};

/* Adds the file with this text. Both are copied. There is room for one. */
void theme_file_parse(struct theme_files *files, const char *path, const char *text, size_t length);

/* Reports what is wrong at a node of a file. */
void theme_problem(const struct theme_files *files, const struct theme_file *file,
		const struct yaml_node *node, const char *format, ...)
		__attribute__((format(printf, 4, 5)));

/* Lays the roles of a file over the theme; colours are those of all files, the upper ones first. */
void theme_file_apply(const struct theme_files *files, const struct theme_file *file,
		struct theme *theme);

#endif
