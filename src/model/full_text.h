#ifndef MODEL_FULL_TEXT_H
#define MODEL_FULL_TEXT_H

/* The full text beside the session: the threads that make and ask its index. */

#include "library/library.h"
#include "search/indexer.h"
#include "search/searcher.h"

#include <stdbool.h>
#include <stddef.h>

/* The part of a post's text that a search has found. */
struct snippet {
	char *path; /* NULL: a free place */
	char *text;
};

enum { SNIPPETS_KEPT = 256 };

struct full_text {
	struct snippet snippets
			[SNIPPETS_KEPT]; /* of the query in force, the newest over the oldest */
	size_t snippet_next;
	char *path;		     /* of the index, or its place in memory; NULL: not known yet */
	struct search_index *memory; /* keeps the one in memory; NULL: there is none */
	bool is_given_up;	     /* it cannot be filled in memory either */
	bool is_unread_told;	     /* that some posts are searched without their text */
	struct indexer *indexer;     /* NULL: none runs */
	const struct library *indexed; /* what it works on */
	struct searcher *searcher;     /* NULL: nothing was asked yet */
	struct library **retired;      /* read anew since, but still used by a thread or the list */
	size_t retired_count, retired_capacity;
	int renewals;	/* of indexes that were damaged or gone */
	size_t covered; /* posts in the index when the searcher was asked last */
};

#endif
