#ifndef CATALOGUE_POSTINGS_H
#define CATALOGUE_POSTINGS_H

/*
 * Private to the room: lists of posts kept in list order (newest first, undated
 * last), one for all posts and one for each category and tag.
 *
 * A list stands in the database in chunks, so that any position is found by
 * reading one of them, and a change writes one or two:
 *
 *   postings   name, place (rises along the list), posts, first (the first
 *              one's date), entries (struct posting, as the machine has it)
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct postings_store;
struct sqlite3;

enum { POSTINGS_ALL = 0 }; /* the name of the list of all posts */

struct posting {
	int64_t date;	    /* seconds; INT64_MIN: undated */
	uint32_t post;	    /* its id */
	int32_t utc_offset; /* seconds, for the day that its date shows */
};

/* Makes the table. False with err. */
bool postings_create(struct sqlite3 *db, struct err *err);

/* The statements that lists are read and written with: one for a connection. NULL with err. */
struct postings_store *postings_store_new(struct sqlite3 *db, struct err *err);
void postings_store_free(struct postings_store *store); /* NULL is fine */

/* --- Reading --- */

/* Reads all lists, to see whether they can be. False with err. */
bool postings_check(struct postings_store *store, struct err *err);

struct postings;

/* The list of a name, of which only the directory is read. Never NULL; what cannot be read is empty. */
struct postings *postings_open(struct postings_store *store, int64_t name);
void postings_close(struct postings *postings); /* NULL is fine */
size_t postings_count(const struct postings *postings);

/* Whether something of the list is missing because it could not be read. */
bool postings_are_cut(const struct postings *postings);

/* The entry at a position below the count; one of post 0 if it cannot be read. */
struct posting postings_get(struct postings *postings, size_t position);

/* The first position of a date at or below `date` (INT64_MIN: of the undated ones). */
size_t postings_find(struct postings *postings, int64_t date);

/* --- Writing --- */

/*
 * Tells which of two posts comes first in a list when their dates are the same:
 * negative for `a`.
 */
struct postings_order {
	int (*compare_same)(void *context, const struct posting *a, const struct posting *b);
	void *context;
};

/*
 * Takes `gone` out of the list and puts `added`, which is sorted here, into it,
 * within the caller's transaction. *first gets the date of the list's first
 * entry then, INT64_MIN if there is none or it has none. False with err.
 */
bool postings_change(struct postings_store *store, int64_t name, const struct postings_order *order,
		const struct posting *gone, size_t gone_count, struct posting *added,
		size_t added_count, int64_t *first, struct err *err);

#endif
