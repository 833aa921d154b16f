#ifndef MODEL_FULL_TEXT_H
#define MODEL_FULL_TEXT_H

/*
 * The index of the full text: its place, and the threads that bring it up to date
 * and ask it.
 */

#include "library/library.h"
#include "search/indexer.h"
#include "search/searcher.h"
#include "search/snippets.h"

#include <stdbool.h>
#include <stddef.h>

struct model;

struct full_text {
	char *path;		     /* of the index, or its place in memory; NULL: not known yet */
	struct search_index *memory; /* keeps the one in memory; NULL: there is none */
	bool is_given_up;	     /* it cannot be filled in memory either */
	bool is_unread_told;	     /* that some posts are searched without their text */
	struct indexer *indexer;     /* NULL: none runs */
	struct library *indexed;     /* what it works on, held */
	struct searcher *searcher;   /* NULL: nothing was asked yet */
	struct snippets *snippets;   /* NULL: none was shown yet */
	int renewals;		     /* of indexes that were damaged or gone */
	size_t covered;		     /* posts in the index when the searcher was asked last */
};

/* How far indexing is, in posts. False: nothing is being indexed. */
bool full_text_progress(const struct model *model, size_t *done, size_t *total);

/* --- For the room --- */

/* Finds the index's place, once the archive is known. */
void full_text_find_path(struct model *model);

/* Starts indexing, unless it is not wanted, cannot be done or is being done. */
void full_text_start(struct model *model);

/* Another library has come: indexes it. */
void full_text_follow(struct model *model);

/* Ends an indexer that is done. True: what is indexed has changed. */
bool full_text_wake(struct model *model);

void full_text_free(struct full_text *text); /* stops the threads and waits for them */

#endif
