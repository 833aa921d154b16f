#ifndef SEARCH_SEARCHER_H
#define SEARCH_SEARCHER_H

/*
 * Searches beside the screen: a worker (base/worker.h) with its own connection to the
 * index answers the question that was asked last. Answers come bit by bit: the first
 * hits, then all there are so far, in a listing of a snapshot of the thread's own (see
 * listing_move).
 */

#include "base/err.h"
#include "catalogue/catalogue.h"
#include "fulltext/text_query.h"
#include "query/query_plan.h"
#include "query/selection.h"

#include <stdbool.h>
#include <stddef.h>

struct searcher;

/* The descriptor `wake` is rung when there is something to take. NULL with err. */
struct searcher *searcher_new(const char *index_path, int wake, struct err *err);

/* Stops the search and waits for the end of the thread. NULL is fine. */
void searcher_free(struct searcher *searcher);

/* What is asked for; all of it is copied. */
struct search_wish {
	const char *place; /* of the catalogue */
	const struct selection *selection;
	const struct text_query *query; /* narrows what the selection leaves; NULL: it does not */
	const struct mark_sets *marks;
	/* Of these, narrowed by the same query, it is counted how many each group has; NULL: it is not. */
	const struct selection *counted;
	bool has_list; /* else it is only counted */
};

/*
 * Asks for posts. For questions that read every title, for a filter or the order by titles, the thread
 * keeps the titles for the next such question.
 */
void searcher_ask(struct searcher *searcher, const struct search_wish *wish);

/* Forgets the question and the answer. The thread may need a moment more: see searcher_is_idle. */
void searcher_cancel(struct searcher *searcher);

/* Whether nothing is being answered and nothing waits to be taken; `wake` tells when it becomes so. */
bool searcher_is_idle(struct searcher *searcher);

struct search_answer {
	struct listing *listing; /* the taker's; NULL: the search failed */
	struct day_count *
			days; /* the taker's, when done: of all hits, whatever dates were asked for */
	size_t day_count;
	uint32_t *group_counts; /* the taker's, when done: how many are found of each group, by number */
	size_t group_count;    /* 0: that was not counted */
	int64_t groups_of;     /* the catalogue that has these numbers: catalogue_identity */
	bool is_count;	       /* there is no list, only that */
	bool is_done;	       /* these are all */
	bool is_damaged;       /* the index is missing or has to be made again */
	bool is_catalogue_bad; /* the catalogue cannot be opened or read */
	bool is_whole;	       /* the index has all posts: finder_is_whole */
	size_t unread;	       /* posts without their whole text: finder_unread */
	struct err err;	       /* if it failed */
};

/* The newest answer that was not taken; false if there is none. */
bool searcher_take(struct searcher *searcher, struct search_answer *answer);

#endif
