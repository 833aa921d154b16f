#ifndef QUERY_SELECTION_H
#define QUERY_SELECTION_H

/*
 * A selection: which posts are asked for, by the command line or the browser's commands,
 * and its translation to a catalogue's query.
 */

#include "catalogue/catalogue.h"
#include "marks/mark_sets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct zone;

struct selection {
	char **tags; /* NUL-terminated, owned */
	size_t tag_count;
	char **categories;
	size_t category_count;
	char *title;  /* owned; NULL or "": all */
	char *search; /* owned; as reader-query(7) has it; NULL: all. Not part of selection_query */
	unsigned marks; /* 1 << enum mark_filter each, all must hold; 0: all. The same: see query_plan.h */
	bool has_since, has_until;
	int64_t since, until; /* as struct query has them */
	enum post_order order;
	bool is_reversed;
	size_t limit;
};

/* The names of enum post_order, the last NULL. */
extern const char *const selection_orders[];

void selection_init(struct selection *selection);
void selection_free(struct selection *selection);
void selection_copy(struct selection *to, const struct selection *from);

/* Whether both select the same posts, in whatever order; NULL and "" are one. */
bool selection_has_same_posts(const struct selection *a, const struct selection *b);

/* Add a name that was typed, without the white space at its ends. False with err for an empty name. */
bool selection_add_tag(struct selection *selection, const char *name, struct err *err);
bool selection_add_category(struct selection *selection, const char *name, struct err *err);

/* Adds the name of a tag or category of the catalogue as it is: a quoted one may begin or end with spaces. */
void selection_add_group(struct selection *selection, bool is_tag, const char *name);

/* Takes a date (date_span_read): from its first second on, or up to its last. False with err. */
bool selection_set_date(struct selection *selection, bool is_since, const char *text, int64_t now,
		const struct zone *zone, struct err *err);

/*
 * Posts of the days from first to last, counted from 1970-01-01 in the zone; whether
 * they are asked for by exactly these days.
 */
void selection_set_days(
		struct selection *selection, int64_t first, int64_t last, const struct zone *zone);
bool selection_has_days(const struct selection *selection, int64_t first, int64_t last,
		const struct zone *zone);

/* The query that borrows from the selection. */
struct query selection_query(const struct selection *selection);

/*
 * Checks that every tag and category is known; false with err that names the
 * nearest known ones.
 */
bool selection_check(
		const struct selection *selection, struct catalogue *catalogue, struct err *err);

#endif
