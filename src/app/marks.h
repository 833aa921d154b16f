#ifndef APP_MARKS_H
#define APP_MARKS_H

/*
 * Private to the room: what a search found, marked in the rows of a list.
 */

#include "app/rows.h"
#include "catalogue/text_query.h"

#include <stddef.h>

/* As row_put; the places of the query's terms (query NULL: none) have ROLE_MATCH. */
void marks_put(struct row_writer *writer, const char *text, int columns, enum role role,
		const struct text_query *query);

/*
 * The part of a post's text around the first place of a term that the query
 * wants, on one line that is long enough for any row; "" when none of them
 * stands there, in the arena.
 */
char *marks_snippet(struct arena *arena, const char *text, size_t length,
		const struct text_query *query);

#endif
