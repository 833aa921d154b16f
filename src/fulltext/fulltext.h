#ifndef FULLTEXT_FULLTEXT_H
#define FULLTEXT_FULLTEXT_H

/*
 * The full text of posts in a database: each post's tokens in an FTS5 table and
 * its text, packed, beside them.
 *
 * Posts are numbered by documents ids that rise from the newest post to the
 * oldest, so the first rows of the index that match are the newest hits. A post
 * newer than all takes the number before the first, one older than all the
 * number after the last. One that comes later with a date in between (a stray)
 * takes a number of a range of its own; strays are few and put in their places
 * by each search.
 *
 * The index gives candidates; where tokens alone do not say that a post has what
 * is asked for (a phrase, a longer stretch of Chinese), its text does. What a
 * search finds is what text_query_holds finds in every post.
 *
 * All functions are for one connection of one thread; makers know no database.
 */

#include "fulltext/text_query.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct post;
struct sqlite3;

/* --- Making entries: by any thread, each with its own maker --- */

/* What the index keeps of a post. */
struct fulltext_entry {
	int64_t post; /* the caller's number for it; 0: it is left out */
	bool has_date;
	int64_t date;	    /* seconds since 1970 */
	const char *tokens; /* as words_set_tokens */
	size_t token_bytes;
};

/* Some posts whose texts are packed together, which makes them smaller; best neighbours in time. */
enum { FULLTEXT_BLOCK_POSTS = 4 };
struct fulltext_block {
	struct fulltext_entry entries[FULLTEXT_BLOCK_POSTS];
	size_t count;
	const void *packed;
	size_t packed_bytes;
};

struct fulltext_maker;
struct fulltext_maker *fulltext_maker_new(void);
void fulltext_maker_free(struct fulltext_maker *maker);

/* The most bytes that the maker and its blocks may take; at first FULLTEXT_MAX_MEMORY. */
void fulltext_maker_limit(struct fulltext_maker *maker, size_t bytes);
#define FULLTEXT_MAX_MEMORY ((size_t)1 << 30)

/* Forgets the blocks: what they keep lives in their maker. */
void fulltext_maker_clear(struct fulltext_maker *maker);

/*
 * A block is begun, posts are added, each with its number and its visible text,
 * until it is full, and it is ended. Where memory is wanting for a text, the
 * post is added without it: false.
 */
void fulltext_block_begin(struct fulltext_maker *maker, struct fulltext_block *block);
bool fulltext_block_add(struct fulltext_maker *maker, struct fulltext_block *block, int64_t number,
		const struct post *post, const char *text, size_t length);
bool fulltext_block_is_full(const struct fulltext_maker *maker, const struct fulltext_block *block);
void fulltext_block_end(struct fulltext_maker *maker, struct fulltext_block *block);

/* --- The store --- */

/* Every connection needs this before any other function here. False with err. */
bool fulltext_register(struct sqlite3 *db, struct err *err);

/* Makes the tables unless they are there. False with err. */
bool fulltext_create(struct sqlite3 *db, struct err *err);

/* Empties the tables. */
bool fulltext_clear(struct sqlite3 *db, struct err *err);

/*
 * Adds a batch, in any order, within the caller's transaction. To keep strays few, give posts newest first; of those newer than what is
 * there, the oldest batch first. A post that is there already is replaced.
 */
bool fulltext_add(struct sqlite3 *db, const struct fulltext_block *blocks, size_t count,
		struct err *err);

/* Forgets a post. */
bool fulltext_remove(struct sqlite3 *db, int64_t post, struct err *err);

/* Merges what was added, for speed; after the last batch. */
bool fulltext_settle(struct sqlite3 *db, struct err *err);

/*
 * What the index holds: posts; those that are strays; and entries of posts that
 * are no more, which still take space. When strays or dead ones are many, the
 * index is better made anew.
 */
struct fulltext_state {
	size_t posts, strays, dead;
	bool has_newest; /* of the posts that are no strays */
	int64_t newest;	 /* date; INT64_MIN: undated */
	int64_t oldest;
};
bool fulltext_state(struct sqlite3 *db, struct fulltext_state *state, struct err *err);

/* --- Searching --- */

struct fulltext_hit {
	int64_t post;
	bool has_date;
	int64_t date;
};

struct fulltext_search;

/* Begins a search; nothing is looked up yet. The query is borrowed. */
struct fulltext_search *fulltext_search_new(struct sqlite3 *db, const struct text_query *query);
void fulltext_search_free(struct fulltext_search *search);

/*
 * Fills `hits` with the next ones, newest first, undated last; up to `limit`, or
 * fewer when many candidates had to be looked at: then, and as long as *is_done
 * is false, call again. False with err, also where memory is wanting for a look
 * at a text.
 */
bool fulltext_search_next(struct fulltext_search *search, struct fulltext_hit *hits, size_t limit,
		size_t *count, bool *is_done, struct err *err);

/* Appends the text of a post, as it was when indexed, to a buffer in an arena; false when it is not indexed. */
bool fulltext_text(struct sqlite3 *db, int64_t post, struct buf *text);

#endif
