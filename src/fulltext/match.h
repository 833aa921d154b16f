#ifndef FULLTEXT_MATCH_H
#define FULLTEXT_MATCH_H

/*
 * Private to the room: a query as the index can answer it.
 *
 * `expression` (in FTS5's language) finds every post that the query wants and
 * perhaps more. Dates that every hit must have are kept apart. Where the
 * match is not exact, each post that it finds has to be held against the query.
 */

#include "base/buf.h"
#include "fulltext/text_query.h"

#include <stdbool.h>
#include <stdint.h>

struct match {
	struct buf expression; /* empty: all posts */
	int64_t since, until; /* seconds, `until` excluded; INT64_MIN and INT64_MAX: not asked for */
	bool is_exact;
};

/* The expression lives in the arena. */
struct match match_make(const struct text_query *query, struct arena *arena);

#endif
