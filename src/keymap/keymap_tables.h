#ifndef KEYMAP_KEYMAP_TABLES_H
#define KEYMAP_KEYMAP_TABLES_H

/* A key map in force. Private to the room. */

#include "keymap/map_file.h"

struct keymap_table {
	struct map_entry *entries;
	size_t count;
	size_t capacity;
};

struct keymap {
	struct arena *arena; /* paths, arguments, the name */
	const struct vocabulary *vocabulary;
	const char *name;
	const char *path; /* of the file that was asked for */
	enum keymap_digits digits;
	int timeout_ms;
	struct keymap_table *tables; /* one a context */
};

/* Appends to `problems` what is wrong with the map as a whole: clashes, digits, ways out. */
void keymap_check(const struct keymap *keymap, struct problems *problems);

/*
 * Walks the bindings that count in a context: its own, then the fallback's
 * that no own one hides. Start with a zeroed position; NULL at the end.
 */
struct keymap_position {
	bool is_fallback;
	size_t index;
};
const struct map_entry *keymap_next(
		const struct keymap *keymap, int context, struct keymap_position *position);

#endif
