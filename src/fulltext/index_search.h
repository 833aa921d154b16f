#ifndef FULLTEXT_INDEX_SEARCH_H
#define FULLTEXT_INDEX_SEARCH_H

/*
 * A search in an index, of the thread that has the index open.
 *
 * The index gives candidates; where tokens alone do not say that a post has what
 * is asked for (a phrase, a longer stretch of Chinese), its text does. What a
 * search finds is what text_query_holds finds in every post.
 */

#include "base/buf.h"
#include "fulltext/text_query.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;
struct index_search;
struct search_index;

/* Begins a search; nothing is looked up yet. The index and the query are borrowed. */
struct index_search *index_search_new(struct search_index *index, const struct text_query *query);
void index_search_free(struct index_search *search); /* NULL is fine */

/*
 * Fills `paths` with those of the next hits, in `arena`, newest first, undated last; up to
 * `limit`, or fewer when many candidates had to be looked at: then, and as long as *is_done
 * is false, call again. False with err, also when there is too little memory for a text.
 */
bool index_search_next(struct index_search *search, struct arena *arena, const char **paths,
		size_t limit, size_t *count, bool *is_done, struct err *err);

/*
 * Sets *is_hit to whether the search finds the post at `path`, by its text alone: for who has few
 * posts to ask about. False with err as index_search_next.
 */
bool index_search_has(struct index_search *search, const char *path, bool *is_hit, struct err *err);

/* Appends the text of the post at `path` as it was indexed; false when it is not, or cannot be read. */
bool index_search_text(struct index_search *search, const char *path, struct buf *text);

#endif
