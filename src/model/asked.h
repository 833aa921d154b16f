#ifndef MODEL_ASKED_H
#define MODEL_ASKED_H

/*
 * What is asked of the library: which posts the list is to show. Each verb notes
 * CHANGED_ASKED if it changes that. Where something cannot be asked for, a message says
 * why and nothing changes. All texts are copied.
 */

#include "catalogue/catalogue.h"
#include "fulltext/text_query.h"
#include "marks/mark_sets.h"
#include "query/query_text.h"
#include "query/selection.h"

#include <stdbool.h>
#include <stdint.h>

struct asked_marks;
struct err;
struct model;

struct asked {
	/* All but the group; `title` is the filter, `search` the search as it was typed, "" for none. */
	struct selection selection;
	enum group_kind kind;	      /* of the groups to choose from: categories or tags */
	enum group_order group_order; /* of these */
	char *group;		      /* the name of the one that was chosen; NULL: all posts */
	struct text_query *query;     /* the search; NULL: all posts */
	struct asked_marks *
			marks; /* as they were then, shared with copies; NULL: they do not matter */
	bool is_restored;      /* by asked_restore: with the marks that it was asked by */
};

/* --- As a value, to come back to --- */

/*
 * A copy of all that is asked for, without the parsed query. To be freed with asked_free. Its marks are
 * those of its time, so that a list one comes back to has the posts that it had.
 */
struct asked asked_copy(const struct asked *asked);
void asked_free(struct asked *asked);

/*
 * Whether both ask for the same posts, with the same kind of groups to choose from, in whatever order;
 * in the same order, the groups too.
 */
bool asked_has_same_posts(const struct asked *a, const struct asked *b);
bool asked_is_same(const struct asked *a, const struct asked *b);

/*
 * Asks for what a copy has, and notes what that changes; the chosen post stays chosen where
 * it is listed. A message says so if its group is gone.
 */
void asked_restore(struct model *model, const struct asked *copy);

/* Whether posts of the group are left out: by a filter, a search, dates, marks, other groups, a limit. */
bool asked_is_narrowed(const struct asked *asked);

/* --- By parts --- */

/* The name to show for the group, or for all posts. Lives until the library or the group changes. */
const char *asked_group_title(const struct model *model);
const char *asked_kind_title(enum group_kind kind);

/* Chooses a group of the present kind by its own name, NULL for all posts; the filter goes. */
void asked_set_group(struct model *model, const char *name);

/*
 * Chooses a group by its own name or its shown one, else the only one that a part of a name or its
 * pinyin finds (base/name_filter.h). False, with a message: there is none, or more than one.
 */
bool asked_find_group(struct model *model, enum group_kind kind, const char *name);

/* Sets the kind of groups to choose from; a chosen group of the other kind is given up. */
void asked_set_kind(struct model *model, enum group_kind kind);

void asked_set_filter(struct model *model, const char *filter);

/*
 * The index of a name among names of orders, which NULL ends; for "" the index after `present`,
 * 0 after the last. -1: there is no such name.
 */
int order_next(const char *const *names, const char *name, int present);

/* The names of enum group_order; NULL ends them. */
extern const char *const group_orders[];

/* What the groups are sorted by, for people. */
const char *asked_group_order_title(const struct asked *asked);

/* Sorts the groups to choose from, as asked_sort sorts the posts. */
unsigned asked_sort_groups(struct model *model, const char *name);

/* Sorts by an order's name; "": by the next one. Returns 0, as model_say does. */
unsigned asked_sort(struct model *model, const char *name);
void asked_reverse(struct model *model);

/* Posts since or until a date as date_span_read takes it; "": all. */
void asked_set_date(struct model *model, bool is_since, const char *text);

/* Posts of the days from first to last, in days since 1970-01-01 of the archive's zone; or of all days. */
void asked_set_days(struct model *model, int64_t first, int64_t last);
void asked_set_all_days(struct model *model);

/*
 * Searches all posts; a text of spaces ends the search. `is_typing` allows for an unfinished
 * query (query_text.h). False with err, and in *place (may be NULL) where, when it is no query.
 */
bool asked_search(struct model *model, const char *text, bool is_typing, struct query_place *place,
		struct err *err);

/*
 * Asks for posts by their marks, MARKS_ANY for all, or asks for them again. A mark that changes
 * later changes nothing of what is listed, until something else is asked for.
 */
void asked_set_marks(struct model *model, enum mark_filter marks);

/* Whether something is looked for in texts, tags, categories or dates, not only by `is:`. */
bool asked_needs_text(const struct asked *asked);

/* A word for a filter by marks; NULL: it is not in force. */
const char *asked_marks_title(const struct model *model, enum mark_filter marks);

/*
 * Takes off the last part of what narrows the list, and says so: the filter, the search, marks, the
 * dates, a tag or category that was given at the start, the group.
 */
void asked_clear_last(struct model *model);

/* Asks for all posts, in the present order. */
void asked_all_posts(struct model *model);

#endif
