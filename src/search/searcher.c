#include "search/searcher.h"

#include "base/language.h"
#include "base/ticks.h"
#include "base/worker.h"
#include "base/xalloc.h"
#include "search/finder.h"

#include <stdlib.h>
#include <string.h>

enum {
	FIRST_HITS = 50, /* a screen of them */
	MORE_HITS = 4096,
	ANSWER_EVERY = 300, /* milliseconds between two answers of one question */
};

struct question {
	char *place; /* of the catalogue */
	struct selection selection, counted;
	bool is_counted, has_list;
	struct query_plan plan;
	struct mark_sets marks;
};

struct searcher {
	char *path;
	struct worker *worker;
	/* the thread's: */
	struct catalogue *titled; /* whose titles may have been read: they are large; NULL: none */
};

static void
question_free(void *request)
{
	struct question *question = request;
	selection_free(&question->selection);
	selection_free(&question->counted);
	query_plan_free(&question->plan);
	mark_sets_free(&question->marks);
	free(question->place);
	free(question);
}

static void
clear_answer(struct search_answer *answer)
{
	listing_free(answer->listing);
	free(answer->days);
	free(answer->group_counts);
	*answer = (struct search_answer){.is_done = true};
}

static void
answer_free(void *given)
{
	clear_answer(given);
	free(given);
}

static void
give(struct worker *worker, const struct search_answer *answer)
{
	struct search_answer *copy = xcalloc(1, sizeof(*copy));
	*copy = *answer;
	worker_give(worker, copy);
}

/* --- Answering --- */

/* Counts, of the posts of a set that the question counts, how many each group has. */
static void
count_groups(struct search_answer *answer, const struct question *question,
		struct catalogue *catalogue, const struct bits *posts)
{
	struct query query = selection_query(&question->counted);
	struct bits found = {0};
	query.posts = posts;
	query.order = POSTS_BY_DATE;
	struct listing *listing = catalogue_list(catalogue, &query);
	listing_posts(listing, &found);
	answer->groups_of = catalogue_identity(catalogue);
	answer->group_count = catalogue_counts_within(
			catalogue, &found, &answer->group_counts, &answer->err);
	listing_free(listing);
	bits_free(&found);
}

/*
 * Puts the posts of a set that the selection leaves into the answer, and if it is the last the days of
 * all of the set and what groups have of it. A catalogue that is damaged makes it a failure: its listing
 * would lack posts.
 */
static bool
list(struct search_answer *answer, const struct question *question, struct catalogue *catalogue,
		const struct bits *posts)
{
	struct query query = selection_query(&question->selection);
	query.posts = posts;
	answer->is_count = !question->has_list;
	if (question->has_list)
		answer->listing = catalogue_list(catalogue, &query);
	query.has_since = query.has_until = false;
	if (answer->is_done && question->has_list)
		answer->day_count = catalogue_days(catalogue, &query, &answer->days);
	if (answer->is_done && question->is_counted)
		count_groups(answer, question, catalogue, posts);
	if (!catalogue_is_damaged(catalogue))
		return true;
	clear_answer(answer);
	answer->is_catalogue_bad = true;
	return err_set(&answer->err, _("%s is damaged"), catalogue_place(catalogue));
}

static bool
give_hits(struct worker *worker, const struct question *question, struct catalogue *catalogue,
		const struct finder *finder)
{
	struct search_answer answer = {
			.is_done = finder_is_done(finder),
			.is_whole = finder_is_whole(finder, catalogue_state(catalogue)),
			.unread = finder_unread(finder),
	};
	bool is_good = list(&answer, question, catalogue, finder_hits(finder));
	give(worker, &answer);
	return is_good;
}

/* Gives answers until the search is done or stopped. False with err when it failed. */
static bool
find(struct worker *worker, const struct question *question, struct catalogue *catalogue,
		struct finder *finder, struct err *err)
{
	size_t wanted = FIRST_HITS;
	int64_t given = ticks_ms();
	while (!atomic_load(worker_stop(worker))) {
		if (!finder_go_on(finder, wanted, err))
			return false;
		size_t count = finder_count(finder);
		bool is_screen = wanted == FIRST_HITS && count >= FIRST_HITS;
		bool is_due = count > 0 && ticks_ms() - given >= ANSWER_EVERY;
		if (!is_screen && !is_due && !finder_is_done(finder))
			continue;
		if (!give_hits(worker, question, catalogue, finder) || finder_is_done(finder))
			return true;
		wanted = MORE_HITS;
		given = ticks_ms();
	}
	return true;
}

/* Opens the catalogue; while its state is the same, keeps the open one and the titles it has read. */
static struct catalogue *
open_titled(struct searcher *searcher, const struct question *question, struct err *err)
{
	struct catalogue *now = catalogue_open(question->place, err);
	struct catalogue *before = searcher->titled;
	bool is_same = now != NULL && before != NULL &&
		       strcmp(catalogue_place(now), catalogue_place(before)) == 0 &&
		       catalogue_state(now) == catalogue_state(before);
	catalogue_free(is_same ? now : before);
	searcher->titled = is_same ? before : now;
	return searcher->titled;
}

/* Answers a question that needs no full text. */
static void
answer_at_once(struct worker *worker, struct searcher *searcher, const struct question *question)
{
	struct search_answer answer = {.is_done = true, .is_whole = true};
	struct catalogue *catalogue = open_titled(searcher, question, &answer.err);
	answer.is_catalogue_bad = catalogue == NULL;
	if (catalogue != NULL) {
		struct bits posts =
				query_plan_posts(question->plan.whole, &question->marks, catalogue);
		if (!list(&answer, question, catalogue, &posts)) {
			catalogue_free(catalogue);
			searcher->titled = NULL;
		}
		bits_free(&posts);
	}
	give(worker, &answer);
}

static void
answer_by_text(struct worker *worker, const struct searcher *searcher,
		const struct question *question)
{
	struct err err = {0};
	struct catalogue *catalogue = catalogue_open(question->place, &err);
	struct finder *finder = catalogue != NULL
						? finder_open(searcher->path, &question->plan,
								  &question->marks, catalogue, &err)
						: NULL;
	bool is_good = finder != NULL && find(worker, question, catalogue, finder, &err);
	if (!is_good) {
		struct search_answer failure = {
				.is_done = true,
				.is_catalogue_bad = catalogue == NULL,
				.is_damaged = catalogue != NULL &&
					      (finder == NULL || finder_is_damaged(finder)),
				.err = err,
		};
		give(worker, &failure);
	}
	finder_close(finder);
	catalogue_free(catalogue);
}

static void
work(struct worker *worker, void *context, void *request)
{
	const struct question *question = request;
	if (question->plan.count == 0)
		answer_at_once(worker, context, question);
	else
		answer_by_text(worker, context, question);
	question_free(request);
}

static void
forget_titles(void *context)
{
	struct searcher *searcher = context;
	catalogue_free(searcher->titled);
	searcher->titled = NULL;
	xalloc_trim();
}

/* --- Asking --- */

struct searcher *
searcher_new(const char *index_path, int wake, struct err *err)
{
	static const struct worker_type type = {.work = work,
			.free_request = question_free,
			.free_answer = answer_free,
			.rest = forget_titles};
	struct searcher *searcher = xcalloc(1, sizeof(*searcher));
	searcher->path = xstrdup(index_path);
	searcher->worker = worker_new(&type, searcher, wake, err);
	if (searcher->worker != NULL)
		return searcher;
	searcher_free(searcher);
	return NULL;
}

void
searcher_free(struct searcher *searcher)
{
	if (searcher == NULL)
		return;
	worker_free(searcher->worker);
	catalogue_free(searcher->titled);
	free(searcher->path);
	free(searcher);
}

void
searcher_ask(struct searcher *searcher, const struct search_wish *wish)
{
	struct question *question = xcalloc(1, sizeof(*question));
	question->place = xstrdup(wish->place);
	selection_copy(&question->selection, wish->selection);
	question->is_counted = wish->counted != NULL;
	if (question->is_counted)
		selection_copy(&question->counted, wish->counted);
	question->has_list = wish->has_list;
	question->plan = query_plan_make(wish->query, wish->selection->marks);
	question->marks = mark_sets_copy(wish->marks);
	worker_ask(searcher->worker, question);
}

void
searcher_cancel(struct searcher *searcher)
{
	worker_cancel(searcher->worker);
}

bool
searcher_is_idle(struct searcher *searcher)
{
	return worker_is_idle(searcher->worker);
}

bool
searcher_take(struct searcher *searcher, struct search_answer *answer)
{
	struct search_answer *taken = worker_take(searcher->worker);
	if (taken == NULL)
		return false;
	*answer = *taken;
	free(taken);
	return true;
}
