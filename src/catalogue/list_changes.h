#ifndef CATALOGUE_LIST_CHANGES_H
#define CATALOGUE_LIST_CHANGES_H

/*
 * Private to the room: the names and lists of a catalogue that is written, and what is to be
 * done to them at the next commit. Posts come and go in memory; all lists are written at once.
 */

#include "catalogue/names.h"
#include "catalogue/postings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct landings;
struct post;
struct sqlite3;
struct sqlite3_stmt;

enum { LIST_CHANGES_MAX_NAMES = UINT16_MAX }; /* of one kind that count for a post */

/* What is to be done to one list. */
struct pending {
	struct posting_entry *added;
	struct posting *gone;
	size_t added_count, added_capacity;
	size_t gone_count, gone_capacity;
};

struct list_changes {
	struct names names[2]; /* by enum group_kind */
	struct pending all;    /* of the list of all posts */
	size_t count;	       /* posts in that list, with what is to be done */
	int64_t next_name;     /* id of the next new name */
	struct arena *arena;   /* texts of names */
	struct arena *batch;   /* what is pending */
};

void list_changes_init(struct list_changes *changes);
void list_changes_clear(struct list_changes *changes);

/* Reads all names. False with err. */
bool list_changes_read(struct list_changes *changes, struct sqlite3 *db, struct err *err);

/* Puts a post into its lists, or takes it out of them; a hidden one is in none. */
void list_changes_add(
		struct list_changes *changes, uint32_t id, const struct post *post, bool is_gone);

/* The shown names of all categories: the last landing page's title that is not empty. */
void list_changes_show(struct list_changes *changes, const struct landings *landings);

/*
 * Writes all that is pending, rows of names with the statement `put_name` (id, kind, name,
 * shown name, posts, date of the newest). False with err: what is pending is of no use then.
 */
bool list_changes_write(struct list_changes *changes, struct postings_store *store,
		const struct postings_paths *paths, struct sqlite3_stmt *put_name, struct err *err);

#endif
