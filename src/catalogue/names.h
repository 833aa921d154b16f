#ifndef CATALOGUE_NAMES_H
#define CATALOGUE_NAMES_H

/*
 * Private to the room: the categories, or the tags, each text kept once and
 * known by a number.
 */

#include <stddef.h>
#include <stdint.h>

struct arena;

enum { NAMES_NONE = UINT32_MAX };

struct name {
	const char *text;
	const char *shown;	  /* a landing page's title, else text */
	const char *folded;	  /* as text_fold has it; set when sealed */
	const char *folded_shown; /* the same as folded when shown is text */
	uint32_t *rows;		  /* its posts in list order; set when sealed */
	uint32_t row_count;
	int64_t latest; /* date of its newest post; INT64_MIN if all are undated */
};

struct names {
	struct name *items;
	size_t count, capacity;
	uint32_t *slots;   /* hash table of numbers, NAMES_NONE for free ones */
	size_t slot_count; /* a power of two, or 0 */
	/* Those that have posts, by enum group_order; set when sealed, so that a filter need not sort. */
	const struct name **ordered[3];
	size_t ordered_count;
};

void names_free(struct names *names);

/* The number of `text`, which is added (copied into `arena`) when it is new. */
uint32_t names_intern(struct names *names, struct arena *arena, const char *text);

/* The number of `text`; NAMES_NONE if there is none. */
uint32_t names_find(const struct names *names, const char *text);

/* The number of the name with this text or, failing that, shown so (the one with most posts). */
uint32_t names_find_shown(const struct names *names, const char *text);

/* Folds all names for the filter. */
void names_fold(struct names *names, struct arena *arena);

/* Sets the orders; the folds and the rows are there by then (groups.c). */
void names_order(struct names *names);

/* FNV-1a, 32 bits. */
uint32_t names_hash(const char *text);

#endif
