#ifndef QUERY_QUERY_PLAN_H
#define QUERY_QUERY_PLAN_H

/*
 * How posts are found. Which are read, starred, new or undated is known without the full text; what
 * is still to be looked for in a post's text depends on that: of `is:starred OR 汽车` nothing for
 * starred posts, and 汽车 for all others. So posts are divided into kinds by their states, and
 * each kind is found whole, by a query of the full text, or not at all.
 */

#include "catalogue/catalogue.h"
#include "fulltext/text_query.h"
#include "marks/mark_sets.h"

#include <stdbool.h>
#include <stddef.h>

/* A kind is a set of states (1 << enum post_state); a set of kinds has the bit 1 << kind for each. */
enum { POST_KINDS = 1 << POST_STATES, ALL_KINDS = (1 << POST_KINDS) - 1 };

struct query_plan {
	unsigned whole; /* kinds whose posts are all found */
	size_t count;	/* of the parts: queries of the full text; 0: it is not needed */
	struct query_part {
		unsigned kinds;		  /* in whose posts it is looked for */
		struct text_query *query; /* owned; without QUERY_IS */
	} parts[POST_KINDS];
};

/* The plan for a query (NULL: all posts) among posts that have all these marks (1 << enum mark_filter). */
struct query_plan query_plan_make(const struct text_query *query, unsigned marks);
void query_plan_free(struct query_plan *plan);

/* Whether the plan finds all posts, whatever they are; whether marks decide on what it finds. */
bool query_plan_is_all(const struct query_plan *plan);
bool query_plan_needs_marks(const struct query_plan *plan);

/* A copy of those sets that decide on what it finds, to be freed with mark_sets_free. */
struct mark_sets query_plan_marks(const struct query_plan *plan, const struct mark_sets *marks);

/* The posts of some kinds, by number; to be freed with bits_free. */
struct bits query_plan_posts(
		unsigned kinds, const struct mark_sets *marks, struct catalogue *catalogue);

#endif
