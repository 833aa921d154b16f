#ifndef SETTINGS_SHIPPED_KEYMAPS_H
#define SETTINGS_SHIPPED_KEYMAPS_H

/* The key maps of keymaps/, made part of the program by the Makefile. */

#include <stddef.h>

struct shipped_keymap {
	const char *name; /* the file's, without .yaml */
	const char *text; /* NUL-terminated YAML */
	size_t length;	  /* bytes */
};

/* In the order of their names; ends with a NULL name. */
extern const struct shipped_keymap shipped_keymaps[];

#endif
