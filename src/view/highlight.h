#ifndef VIEW_HIGHLIGHT_H
#define VIEW_HIGHLIGHT_H

/*
 * What a search found, highlighted in the rows of a list.
 */

#include "fulltext/text_query.h"
#include "view/rows.h"

/* As row_put; the places of the query's terms (query NULL: none) have ROLE_MATCH. */
void row_put_highlighted(struct row_writer *writer, const char *text, int columns, enum role role,
		const struct text_query *query);

#endif
