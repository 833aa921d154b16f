#ifndef SEARCH_SNIPPET_H
#define SEARCH_SNIPPET_H

#include "fulltext/text_query.h"

#include <stddef.h>

struct arena;

/*
 * The part of a post's text around the first place of a term that the query
 * wants, on one line that is long enough for any row; "" when none of them
 * stands there. It lives in the arena.
 */
char *snippet_make(struct arena *arena, const char *text, size_t length,
		const struct text_query *query);

#endif
