#ifndef SETTINGS_THEME_FILES_H
#define SETTINGS_THEME_FILES_H

/*
 * Themes by name: the user's, in themes/NAME.yaml of the configuration folder
 * (XDG), over those that the program brings along.
 */

#include <stdbool.h>

struct err;
struct problems;
struct theme;

/* The name that stands for `light` or `dark`, as the terminal's ground is. */
extern const char theme_auto[];

/* False, with *theme all plain, when there are errors; `problems` has them all. */
bool theme_files_load(
		struct theme *theme, const char *name, bool is_light, struct problems *problems);

/* Whether there is a theme of this name, or it is `auto`; else false with err, which has the nearest one. */
bool theme_files_check(const char *name, struct err *err);

/* Calls `take` with `auto` and the name of each theme, the shipped ones first. */
void theme_files_each(void (*take)(void *context, const char *name), void *context);

#endif
