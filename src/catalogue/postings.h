#ifndef CATALOGUE_POSTINGS_H
#define CATALOGUE_POSTINGS_H

/*
 * Private to the room: lists of posts kept in list order, one for all posts and
 * one for each category and tag. The newest come first; of the same moment the
 * later path comes first, as Jekyll's order backwards; the undated come last, by
 * path.
 *
 * A list stands in the database in chunks, so that any position is found by
 * reading one of them, and a change writes one or two. They are ordered by the
 * date and the tie of their first entries; an index has all but the entries:
 *
 *   postings   id, name, date, tie (made of the path: of the same date it rises
 *              along the list), posts, entries (struct posting, as the machine
 *              has it)
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

/* Gives the chunks of all lists, in no order. False with err. */
bool postings_each(struct postings_store *store,
		void (*take)(void *context, int64_t name, const struct posting *entries,
				size_t count),
		void *context, struct err *err);

/* Reads all lists, to see whether they can be. False with err. */
bool postings_check(struct postings_store *store, struct err *err);

struct postings;

/* The list of a name, of which only the directory is read. Never NULL; what cannot be read is empty. */
struct postings *postings_open(struct postings_store *store, int64_t name);
void postings_close(struct postings *postings); /* NULL is fine */
size_t postings_count(const struct postings *postings);
int64_t postings_name(const struct postings *postings);

/* Whether something of the list is missing because it could not be read. */
bool postings_are_cut(const struct postings *postings);

/* The entry at a position below the count; one of post 0 if it cannot be read. */
struct posting postings_get(struct postings *postings, size_t position);

/* The chunk that has a position below the count, read again for each call: for who walks long lists. */
struct postings_chunk {
	const struct posting *
			entries; /* borrowed until the next call; of post 0 if they cannot be read */
	size_t first, count;	 /* the position of the first one */
};
struct postings_chunk postings_chunk(struct postings *postings, size_t position);

/* The first position of a date at or below `date` (INT64_MIN: of the undated ones). */
size_t postings_find(struct postings *postings, int64_t date);

/* --- Writing --- */

/* An entry with what decides between those of the same date. */
struct posting_entry {
	struct posting posting;
	const char *path; /* borrowed */
};

/* The order of lists, for qsort. */
int posting_entry_compare(const void *a, const void *b);

/* Gives the paths of posts that are in a list; each lives until the next is asked for. */
struct postings_paths {
	const char *(*path_of)(void *context, uint32_t post);
	void *context;
};

/* What is to be done to a list. */
struct postings_change {
	const struct posting *gone;
	size_t gone_count;
	struct posting_entry *added; /* sorted by postings_change */
	size_t added_count;
};

/*
 * Changes the list of a name, within the caller's transaction. *first gets the
 * date of the list's first entry then, INT64_MIN if there is none or it has
 * none. False with err.
 */
bool postings_change(struct postings_store *store, int64_t name, const struct postings_paths *paths,
		const struct postings_change *change, int64_t *first, struct err *err);

#endif
