#ifndef FULLTEXT_INDEX_H
#define FULLTEXT_INDEX_H

/*
 * Private to the room: an open index and its tables.
 *
 *   search         FTS5, contentless, rowid = docid: which posts have a token
 *   search_docs    docid, the post's file: path (NULL: a dead entry, of a post that is no
 *                  more or has been added again), mtime, size; date (NULL: undated); and
 *                  where its text is: the block, and its place there
 *   search_texts   block, packed
 *   search_source  one row: see search_index_source, search_index_clears
 *
 * Docids from DOCID_ORDERED on rise from the newest post to the oldest without a gap (an
 * entry that dies keeps its row), so the first rows of `search` that match are the newest
 * hits. A post newer than all takes the number before the first, one older than all the
 * number after the last. One that comes later with a date in between, a stray, takes a
 * lower number; strays are few, and a search puts them in their places.
 */

#include <stdbool.h>
#include <stdint.h>

struct err;
struct sqlite3;
struct sqlite3_stmt;

enum {
	DOCID_ORDERED = 1 << 26,
	DOCID_START = 1 << 27, /* of the first post of all */
};

struct search_index {
	char *path;
	struct sqlite3 *db;
	struct sqlite3_stmt *has; /* of search_index_has */
	bool is_damaged;	  /* found to be, before what failed was rolled back */
};

/* Every connection needs the tokenizer before it uses the tables. False with err. */
bool index_tables_register(struct sqlite3 *db, struct err *err);
bool index_tables_create(struct sqlite3 *db, struct err *err);

/* The first or last row of search_docs with a docid from `low` to `high`. False with err. */
struct docs_end {
	int64_t docid; /* 0: there is none */
	int64_t date;  /* INT64_MIN: undated */
};
bool index_tables_end(struct sqlite3 *db, int64_t low, int64_t high, bool is_last,
		struct docs_end *end, struct err *err);

#endif
