#include "app/searcher.h"

#include "app/finder.h"
#include "base/xalloc.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
	FIRST_HITS = 50, /* a screen of them */
	MORE_HITS = 4096,
	ANSWER_EVERY = 300, /* milliseconds between two answers of one question */
};

struct question {
	const struct catalogue *catalogue;
	struct selection selection;
	struct text_query *query;
};

struct searcher {
	char *path;
	int wake;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t is_asked;
	/* under the lock: */
	struct question *asked; /* not begun yet; NULL: none */
	unsigned long number;	/* of the question that is wanted; rises with each */
	bool is_busy;
	bool is_ending;
	bool has_answer;
	struct search_answer answer;
};

static void
question_free(struct question *question)
{
	if (question == NULL)
		return;
	selection_free(&question->selection);
	text_query_free(question->query);
	free(question);
}

static void
tell(const struct searcher *searcher)
{
	while (write(searcher->wake, "", 1) < 0 && errno == EINTR)
		continue;
}

static bool
is_wanted(struct searcher *searcher, unsigned long number)
{
	pthread_mutex_lock(&searcher->lock);
	bool is_it = searcher->number == number;
	pthread_mutex_unlock(&searcher->lock);
	return is_it;
}

/* Hands an answer over, unless the question is no longer wanted. */
static void
give(struct searcher *searcher, unsigned long number, const struct search_answer *answer)
{
	pthread_mutex_lock(&searcher->lock);
	bool is_it = searcher->number == number;
	if (is_it) {
		bool was_first = searcher->has_answer && searcher->answer.is_first;
		if (searcher->has_answer)
			listing_free(searcher->answer.listing);
		searcher->answer = *answer;
		searcher->answer.is_first = answer->is_first || was_first;
		searcher->has_answer = true;
	}
	pthread_mutex_unlock(&searcher->lock);
	if (is_it)
		tell(searcher);
	else
		listing_free(answer->listing);
}

/* --- Answering --- */

static int64_t
milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
give_hits(struct searcher *searcher, const struct question *question, const struct finder *finder,
		unsigned long number, bool is_first)
{
	struct query query = selection_query(&question->selection);
	query.has_paths = true;
	query.paths = finder_paths(finder, &query.path_count);
	struct search_answer answer = {
			.listing = catalogue_list(question->catalogue, &query),
			.is_first = is_first,
			.is_done = finder_is_done(finder),
	};
	give(searcher, number, &answer);
}

static bool
find(struct searcher *searcher, const struct question *question, struct finder *finder,
		unsigned long number, struct err *err)
{
	bool is_first = true;
	size_t wanted = FIRST_HITS;
	size_t count = 0;
	int64_t given = milliseconds();
	while (is_wanted(searcher, number)) {
		if (!finder_go_on(finder, wanted, err))
			return false;
		(void)finder_paths(finder, &count);
		bool is_screen = is_first && count >= FIRST_HITS;
		bool is_due = count > 0 && milliseconds() - given >= ANSWER_EVERY;
		if (!is_screen && !is_due && !finder_is_done(finder))
			continue;
		give_hits(searcher, question, finder, number, is_first);
		if (finder_is_done(finder))
			return true;
		is_first = false;
		wanted = MORE_HITS;
		given = milliseconds();
	}
	return true;
}

static void
answer(struct searcher *searcher, const struct question *question, unsigned long number)
{
	struct err err = {0};
	struct text_query *query = finder_name_categories(question->query, question->catalogue);
	struct finder *finder = finder_open(searcher->path, query, &err);
	bool is_good = finder != NULL && find(searcher, question, finder, number, &err);
	if (!is_good) {
		struct search_answer failure = {
				.is_done = true,
				.is_damaged = finder != NULL && finder_is_damaged(finder),
				.err = err,
		};
		give(searcher, number, &failure);
	}
	finder_close(finder);
	text_query_free(query);
}

static void *
work(void *argument)
{
	struct searcher *searcher = argument;
	pthread_mutex_lock(&searcher->lock);
	while (!searcher->is_ending) {
		if (searcher->asked == NULL) {
			pthread_cond_wait(&searcher->is_asked, &searcher->lock);
			continue;
		}
		struct question *question = searcher->asked;
		unsigned long number = searcher->number;
		searcher->asked = NULL;
		searcher->is_busy = true;
		pthread_mutex_unlock(&searcher->lock);
		answer(searcher, question, number);
		question_free(question);
		pthread_mutex_lock(&searcher->lock);
		searcher->is_busy = false;
		/* Who waits for it to be idle wants to know. */
		if (searcher->number != number)
			tell(searcher);
	}
	pthread_mutex_unlock(&searcher->lock);
	return NULL;
}

/* --- Asking --- */

struct searcher *
searcher_new(const char *index_path, int wake, struct err *err)
{
	struct searcher *searcher = xcalloc(1, sizeof(*searcher));
	searcher->path = xstrdup(index_path);
	searcher->wake = wake;
	pthread_mutex_init(&searcher->lock, NULL);
	pthread_cond_init(&searcher->is_asked, NULL);
	int error = pthread_create(&searcher->thread, NULL, work, searcher);
	if (error == 0)
		return searcher;
	err_set_errno(err, NULL, error);
	pthread_cond_destroy(&searcher->is_asked);
	pthread_mutex_destroy(&searcher->lock);
	free(searcher->path);
	free(searcher);
	return NULL;
}

/* Under the lock. */
static void
forget(struct searcher *searcher)
{
	question_free(searcher->asked);
	searcher->asked = NULL;
	searcher->number++;
	if (searcher->has_answer)
		listing_free(searcher->answer.listing);
	searcher->has_answer = false;
}

void
searcher_free(struct searcher *searcher)
{
	if (searcher == NULL)
		return;
	pthread_mutex_lock(&searcher->lock);
	forget(searcher);
	searcher->is_ending = true;
	pthread_cond_signal(&searcher->is_asked);
	pthread_mutex_unlock(&searcher->lock);
	pthread_join(searcher->thread, NULL);
	pthread_cond_destroy(&searcher->is_asked);
	pthread_mutex_destroy(&searcher->lock);
	free(searcher->path);
	free(searcher);
}

void
searcher_ask(struct searcher *searcher, const struct catalogue *catalogue,
		const struct selection *selection, const struct text_query *query)
{
	struct question *question = xcalloc(1, sizeof(*question));
	question->catalogue = catalogue;
	selection_copy(&question->selection, selection);
	question->query = text_query_copy(query);
	pthread_mutex_lock(&searcher->lock);
	forget(searcher);
	searcher->asked = question;
	pthread_cond_signal(&searcher->is_asked);
	pthread_mutex_unlock(&searcher->lock);
}

void
searcher_cancel(struct searcher *searcher)
{
	pthread_mutex_lock(&searcher->lock);
	forget(searcher);
	pthread_mutex_unlock(&searcher->lock);
}

bool
searcher_is_idle(struct searcher *searcher)
{
	pthread_mutex_lock(&searcher->lock);
	bool is_idle = !searcher->is_busy && searcher->asked == NULL;
	pthread_mutex_unlock(&searcher->lock);
	return is_idle;
}

bool
searcher_take(struct searcher *searcher, struct search_answer *answer)
{
	pthread_mutex_lock(&searcher->lock);
	bool has_answer = searcher->has_answer;
	if (has_answer)
		*answer = searcher->answer;
	searcher->has_answer = false;
	pthread_mutex_unlock(&searcher->lock);
	return has_answer;
}
