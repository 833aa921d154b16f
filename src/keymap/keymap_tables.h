#ifndef KEYMAP_KEYMAP_TABLES_H
#define KEYMAP_KEYMAP_TABLES_H

/* A key map in force. Private to the room. */

#include "keymap/map_file.h"

/* The bindings of a context, its own first, then the fallback's that no own one hides. */
struct keymap_bindings {
	const struct map_entry **entries; /* in the map's arena */
	size_t count;
	size_t own_count;
};

struct keymap {
	struct arena *arena; /* paths, arguments, the name, lists of bindings */
	const struct vocabulary *vocabulary;
	const char *name;
	const char *path; /* of the file that was asked for */
	enum keymap_digits digits;
	int timeout_ms;
	struct map_table table;
	struct keymap_bindings *contexts; /* one a context */
};

/* Appends to `problems` what is wrong with the map as a whole: clashes, digits, ways out. */
void keymap_check(const struct keymap *keymap, struct problems *problems);

#endif
