#ifndef MODEL_ASKED_H
#define MODEL_ASKED_H

/* What is asked of the library: which posts the list is to show. */

#include "catalogue/catalogue.h"
#include "fulltext/text_query.h"
#include "query/selection.h"

struct asked {
	/* All but the group; `title` is the filter, `search` the search as it was typed, "" for none. */
	struct selection selection;
	enum group_kind kind;
	char *group;		  /* the category or tag that was chosen; NULL: all posts */
	struct text_query *query; /* the search; NULL: all posts */
};

/* All that is asked for but the search: the selection with the group. To be freed with selection_free. */
struct selection asked_selection(const struct asked *asked);

void asked_free(struct asked *asked);

#endif
