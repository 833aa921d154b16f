#ifndef MODEL_FULL_TEXT_H
#define MODEL_FULL_TEXT_H

/* The full text beside the session: the threads that make and ask its index. */

#include "library/library.h"
#include "search/indexer.h"
#include "search/searcher.h"
#include "search/snippets.h"

#include <stdbool.h>
#include <stddef.h>

struct full_text {
	char *path;		     /* of the index, or its place in memory; NULL: not known yet */
	struct search_index *memory; /* keeps the one in memory; NULL: there is none */
	bool is_given_up;	     /* it cannot be filled in memory either */
	bool is_unread_told;	     /* that some posts are searched without their text */
	struct indexer *indexer;     /* NULL: none runs */
	struct library *indexed;     /* what it works on, held; NULL: none runs */
	struct searcher *searcher;   /* NULL: nothing was asked yet */
	struct snippets *snippets;   /* of the query in force; NULL: none was drawn yet */
	int renewals;		     /* of indexes that were damaged or gone */
	size_t covered;		     /* posts in the index when the searcher was asked last */
};

#endif
