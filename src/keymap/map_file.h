#ifndef KEYMAP_MAP_FILE_H
#define KEYMAP_MAP_FILE_H

/*
 * One key map file, parsed and checked by itself: what it says, not yet what
 * is in force. Private to the room.
 */

#include "keymap/keymap.h"

struct arena;
struct yaml_node;

enum {
	MAP_MAX_SIZE = 1024 * 1024, /* bytes of a file */
	MAP_MAX_ENTRIES = 500,	    /* of a file; they are compared one by one */
	MAP_MAX_TIMEOUT_MS = 60000,
};

/* The names of enum keymap_digits, as a file has them. */
extern const char *const map_digits_names[DIGITS_LINK + 1];

struct map_entry {
	struct keymap_binding binding;
	size_t layer; /* of its file */
	size_t column;
	bool is_dropped; /* null: the inherited binding goes */
};

/* What keys are bound to, in any contexts; no two entries bind the same keys in one context. */
struct map_table {
	struct map_entry *entries; /* to be freed */
	size_t count;
	size_t capacity;
};

/* The index of the entry for these keys in this context; table.count if there is none. */
size_t map_table_find(
		const struct map_table *table, int context, const struct chord_sequence *keys);
void map_table_append(struct map_table *table, const struct map_entry *entry);

struct map_file {
	const char *name; /* the map's, as it was asked for */
	bool is_user;
	size_t layer; /* 0: on top of all others */
	const char *path;
	const char *inherit; /* NULL: not said */
	size_t inherit_line;
	size_t inherit_column;
	bool is_broken; /* what it inherits is not known */
	bool has_digits;
	enum keymap_digits digits;
	bool has_timeout;
	int timeout_ms;
	struct map_table table; /* its entries are to be freed */
};

/* What parsing works with, handed down. */
struct map_reader {
	struct arena *arena; /* for texts and paths that outlive the file */
	const struct vocabulary *vocabulary;
	struct problems *problems;
	struct map_file *file;
};

/* Fills the reader's file from `text`; `name`, `is_user`, `layer` and `path` are set already. */
void map_file_parse(const struct map_reader *reader, const char *text, size_t length);

/* --- map_entry.c: keys and what they are bound to --- */

/* Parses `g g` into the binding's chords. */
bool map_entry_parse_keys(const struct map_reader *reader, const struct yaml_node *key,
		struct keymap_binding *binding);

/* Parses null, none, an action or a list of them. */
bool map_entry_parse_value(const struct map_reader *reader, const struct yaml_node *value,
		struct map_entry *entry);

/* --- map_problem.c --- */

/* Reports a problem at a node of the reader's file; map_problem returns false. */
bool map_problem(const struct map_reader *reader, const struct yaml_node *node, const char *format,
		...) __attribute__((format(printf, 3, 4)));
void map_warning(const struct map_reader *reader, const struct yaml_node *node, const char *format,
		...) __attribute__((format(printf, 3, 4)));

#endif
