#ifndef CATALOGUE_SNAPSHOT_H
#define CATALOGUE_SNAPSHOT_H

/* Private to the room: the inside of an open catalogue. */

#include "catalogue/catalogue.h"
#include "catalogue/names.h"
#include "catalogue/postings.h"

struct sqlite3;
struct sqlite3_stmt;

/* All titles, folded, for filters and orders by title. */
struct titles {
	char *texts;	   /* NUL-terminated one after the other; NULL: not read yet */
	uint32_t *offsets; /* by post id; UINT32_MAX: no such post */
	uint32_t count;	   /* ids up to and without */
};

struct catalogue {
	char *place;
	struct sqlite3 *db;
	struct sqlite3_stmt *row;     /* by id */
	struct sqlite3_stmt *file;    /* the same, what is known of its file */
	struct sqlite3_stmt *by_path; /* id, date, utc_offset, flags */
	struct sqlite3_stmt *by_id;   /* the same, and path */
	struct postings_store *store;
	struct arena *arena; /* names */
	size_t count;
	int64_t identity; /* of the file that it is a state of */
	bool is_damaged;
	bool has_names[2]; /* by enum group_kind: read by now */
	struct names names[2];
	struct titles titles;
	uint32_t *order; /* of catalogue_keep_order; NULL: none is kept */
};

/* The names of a kind that have posts. */
struct names *catalogue_names(struct catalogue *catalogue, enum group_kind kind);

/* What the list entry of a post is (its path in `arena`); false if there is no such post in any list. */
bool catalogue_find_path(struct catalogue *catalogue, const char *path, struct posting *posting);
bool catalogue_find_id(struct catalogue *catalogue, uint32_t post, struct arena *arena,
		struct posting_entry *entry);

/* A post's folded title. */
const char *catalogue_folded_title(struct catalogue *catalogue, uint32_t post);

/* The catalogue that a list is of. */
struct catalogue *listing_catalogue(const struct listing *listing);

#endif
