#ifndef CATALOGUE_NAMES_H
#define CATALOGUE_NAMES_H

/*
 * Private to the room: the categories, or the tags, each text kept once and
 * known by a number.
 */

#include "base/hash_table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct pending;
struct sqlite3;

enum { NAMES_NONE = HASH_TABLE_NONE };

/* What filters look at, as text_fold has it, and its name_traits. */
struct folded_name {
	const char *text;
	const char *shown; /* the same as text where the name's own are */
	uint64_t traits, shown_traits;
};

struct name {
	const char *text;
	const char *shown;	 /* a landing page's title, else text */
	int64_t id;		 /* of its row and its list; 0: none yet */
	size_t count;		 /* posts */
	int64_t latest;		 /* date of its newest post; INT64_MIN if all are undated */
	struct pending *pending; /* list_changes.h's; NULL: nothing is to be done */
};

enum { NAMES_ORDERS = 3 };

struct names {
	struct name *items;
	size_t count, capacity;
	struct hash_table index; /* by text */
	/* Those that have posts, by enum group_order; made when first asked for, so that a filter need not sort. */
	const struct name **ordered[NAMES_ORDERS];
	size_t ordered_count;
	struct folded_name *folded; /* of each item; NULL until names_fold */
};

void names_free(struct names *names);

/* Adds those of a kind that have `least` posts or more. False with err. */
bool names_read(struct names *names, struct arena *arena, struct sqlite3 *db, int kind,
		size_t least, struct err *err);

/* The number of `text`, which is added (copied into `arena`) when it is new. */
uint32_t names_intern(struct names *names, struct arena *arena, const char *text);

/* The number of `text`; NAMES_NONE if there is none. */
uint32_t names_find(const struct names *names, const char *text);

/* The number of the name with this text or, failing that, shown so (the one with most posts). */
uint32_t names_find_shown(const struct names *names, const char *text);

/* Folds all names for the filter, once. */
void names_fold(struct names *names, struct arena *arena);

/* The names that have posts in one of the orders of enum group_order. */
const struct name *const *names_in_order(struct names *names, int order);

#endif
