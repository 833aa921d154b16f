#ifndef SETTINGS_KEYMAP_FILES_H
#define SETTINGS_KEYMAP_FILES_H

/*
 * Key maps by name: the user's, in keymaps/NAME.yaml of the configuration
 * folder (XDG), over those that the program brings along.
 */

struct keymap;
struct problems;

/* NULL when there are errors; `problems` has them all. To be freed with keymap_free. */
struct keymap *keymap_files_load(const char *name, struct problems *problems);

/* Calls `take` with the name of each map, the shipped ones first. */
void keymap_files_each(void (*take)(void *context, const char *name), void *context);

#endif
