#ifndef SEARCH_SNIPPETS_H
#define SEARCH_SNIPPETS_H

/*
 * The parts of posts' texts that a search has found, for the rows of a list. A worker
 * (base/worker.h) with its own connection to the index makes those that are asked for;
 * a few screens of them are kept.
 */

#include "fulltext/text_query.h"

#include <stdbool.h>

struct snippets;

/* The descriptor `wake` is rung when there is something to take. The thread starts when it is needed. */
struct snippets *snippets_new(const char *index_path, int wake);
void snippets_free(struct snippets *snippets); /* waits for the thread; NULL is fine */

/*
 * From here on snippets are of this query, which is copied; those of the one before are
 * forgotten. NULL: none is wanted until the next.
 */
void snippets_begin(struct snippets *snippets, const struct text_query *query);

/*
 * The snippet of the post at `path`, on one line; "" where its text has none of the
 * query's terms. Borrowed until the next call. NULL: it is made, and `wake` tells when
 * it is there. To be called as often as one likes.
 */
const char *snippets_get(struct snippets *snippets, const char *path);

/* Takes what has been made since; false: nothing. */
bool snippets_take(struct snippets *snippets);

/* Whether nothing is being made and nothing waits to be taken. */
bool snippets_are_idle(struct snippets *snippets);

#endif
