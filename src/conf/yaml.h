#ifndef CONF_YAML_H
#define CONF_YAML_H

/*
 * YAML text as a small tree, by libyaml's event parser. Only the first
 * document counts. Bounded: depth, nodes and the size of the tree with every
 * alias counted as often as it is used (an alias shares its anchor's node, so
 * costs nothing itself; the bound keeps a walk over the tree short: all its text,
 * with two bytes for each node, is at most 16 × the document's bytes + 64 KiB). An alias
 * within its own anchor is an error. Tags are ignored. Nodes live in the
 * arena that yaml_parse was given.
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

enum {
	YAML_MAX_DEPTH = 32,
	YAML_MAX_NODES = 100000, /* with aliases expanded */
};

struct yaml_node {
	enum yaml_kind kind;
	bool is_plain;	  /* scalar without quotes or block style: its type is to be guessed */
	size_t line;	  /* of its first character, from 1 */
	size_t column;	  /* characters, from 1 */
	const char *text; /* scalar: valid UTF-8, NUL-terminated; may hold NULs, see length */
	size_t length;	  /* scalar: bytes */
	size_t count;	  /* sequence: items; mapping: pairs, in the file's order, doubles kept */
	struct yaml_node **keys;  /* mapping: `count` keys; a sequence has none */
	struct yaml_node **items; /* sequence: `count` items; mapping: `count` values */
};

/*
 * Parses `length` bytes. *root is NULL for an empty stream. On a syntax error
 * or a bound passed: false, err with line and column (no path).
 */
bool yaml_parse(struct arena *arena, const char *bytes, size_t length, struct yaml_node **root,
		struct err *err);

/*
 * The value of the last pair with this scalar key, or else that of the mapping
 * under the merge key `<<`; NULL if there is none or node is no mapping.
 */
const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key);

/* A scalar's text; NULL for another node, or when the text holds a NUL. */
const char *yaml_text(const struct yaml_node *node);

/* Of a mapping whose keys up to `index` are scalars: the earlier key that is the same; NULL if none is. */
const struct yaml_node *yaml_earlier_key(const struct yaml_node *mapping, size_t index);

/* A walk over the items of a sequence, those of the sequences in it in their place. */
struct yaml_walk {
	struct yaml_level {
		const struct yaml_node *node;
		size_t next;
	} levels[YAML_MAX_DEPTH + 1];
	size_t depth;
};

/* `node` itself is the only item if it is no sequence; NULL has none. */
void yaml_walk_start(struct yaml_walk *walk, const struct yaml_node *node);

/* The next item that is no sequence; NULL after the last. */
const struct yaml_node *yaml_walk_next(struct yaml_walk *walk);

/*
 * The type of a scalar as Jekyll's YAML loader (SafeYAML 1.0.5) guesses it
 * from a plain scalar's text; quoted and block scalars are strings, and so is what is no scalar.
 */
enum yaml_type {
	YAML_NULL,
	YAML_TRUE,
	YAML_FALSE,
	YAML_INTEGER,
	YAML_FLOAT,
	YAML_DATE, /* YYYY-MM-DD, valid */
	YAML_TIME, /* a date and H:MM:SS, with or without zone */
	YAML_STRING,
};
enum yaml_type yaml_type(const struct yaml_node *node);

/* Whether there is nothing: no node, or a scalar that is typed as null. */
bool yaml_is_null(const struct yaml_node *node);

/* Neither NULL, null nor false. */
bool yaml_is_truthy(const struct yaml_node *node);

/* The text of a scalar that is no null; else `fallback`. */
const char *yaml_text_or(const struct yaml_node *node, const char *fallback);

#endif
