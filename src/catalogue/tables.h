#ifndef CATALOGUE_TABLES_H
#define CATALOGUE_TABLES_H

/*
 * Private to the room: the catalogue's tables.
 *
 *   facts      what the catalogue is of and how far it is, by name
 *   posts      a row a post, hidden ones too; `groups` has the categories, then
 *              the tags, each NUL-terminated; path_hash (hash_stable_text) and url_hash
 *              (tables_page_hash) are indexed once the archive has been read (tables_index)
 *   names      categories and tags with the count and the newest date of their
 *              posts; id 1 and up, also the name of their list in `postings`
 *   landings   the pages that stand for categories
 *   postings   postings.h
 */

#include "archive/post.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct database_mark;
struct err;
struct sqlite3;
struct sqlite3_stmt;

extern const struct database_mark tables_mark;

/* False with err. */
bool tables_create(struct sqlite3 *db, struct err *err);
bool tables_index(struct sqlite3 *db, struct err *err);

/* Reads the indexes that tables_index has made, to see whether they can be. False with err. */
bool tables_check(struct sqlite3 *db, struct err *err);

/* The same for all urls of one page (slug_page); *page, which is emptied first, gets its path, decoded. */
struct buf;
int64_t tables_page_hash(struct buf *page, const char *url);

/* Facts. */
#define FACT_FINGERPRINT "fingerprint" /* of all but the posts that decides what they are */
#define FACT_COMPLETE "complete"       /* 1: the whole archive has been read once */
#define FACT_POSTS "posts"	       /* in the list of all */
#define FACT_IDENTITY "identity"       /* random: of this file and no other */
#define FACT_NEXT_POST "next post"     /* the id of the next new post: none is given twice */
#define FACT_CHANGES "changes"	       /* commits so far */
#define FACT_LANDINGS "landings"       /* a hash of the landing pages */
int64_t tables_fact(struct sqlite3 *db, const char *name);
bool tables_set_fact(struct sqlite3 *db, const char *name, int64_t value, struct err *err);

/* What a statement selects for table_row: these columns first. */
#define TABLES_ROW                                                                                 \
	"path, title, slug, url, date, utc_offset, flags, problem, problem_line, categories, "     \
	"groups"

/* The post of the row that the statement stands on, in `arena`. */
void tables_row(struct sqlite3_stmt *row, struct arena *arena, struct post *post);

#endif
