#ifndef FULLTEXT_MATCH_H
#define FULLTEXT_MATCH_H

/*
 * Private to the full text: a query as the index can answer it.
 *
 * `expression` (FTS5) finds every post that the query wants and perhaps more.
 * Without it, all posts are candidates. Dates that every hit must keep to stand
 * by themselves. What is found needs a look at its text unless is_exact.
 */

#include "base/buf.h"
#include "fulltext/text_query.h"

#include <stdbool.h>
#include <stdint.h>

struct fulltext_match {
	bool has_expression;
	struct buf expression;
	int64_t since, until; /* from, up to and without; INT64_MIN and INT64_MAX: any */
	bool is_dated;	      /* one of them was asked for: an undated post is no hit */
	bool is_exact;
};

void fulltext_match_init(struct fulltext_match *match, const struct text_query *query);
void fulltext_match_free(struct fulltext_match *match);

#endif
