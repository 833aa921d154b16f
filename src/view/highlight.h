#ifndef VIEW_HIGHLIGHT_H
#define VIEW_HIGHLIGHT_H

/*
 * What a search or a filter found, highlighted in the rows of a list.
 */

#include "base/name_filter.h"
#include "fulltext/text_query.h"
#include "view/rows.h"

/* As row_put; the places of the query's terms and those of the filter (NULL: none) have ROLE_MATCH. */
void row_put_highlighted(struct row_writer *writer, const char *text, int columns, enum role role,
		const struct text_query *query, const struct name_filter *filter);

#endif
