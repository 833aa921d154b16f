#include "search/searcher.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/thread.h"
#include "base/ticks.h"
#include "base/wake.h"
#include "base/xalloc.h"
#include "search/finder.h"
#include "search/snippet.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	FIRST_HITS = 50, /* a screen of them */
	MORE_HITS = 4096,
	ANSWER_EVERY = 300, /* milliseconds between two answers of one question */
	MAX_SNIPPETS = 64,  /* rows of a tall screen */
	KEEP_TITLES = 5,    /* seconds after the last answer: they are large, and soon read again */
};

struct question {
	char *place; /* of the catalogue */
	struct selection selection;
	struct text_query *query;
};

/* A post whose snippet is wanted, or has been made. */
struct wish {
	char *path;
	char *text; /* NULL: not yet */
};

/* The newest are kept. */
struct wishes {
	struct wish items[MAX_SNIPPETS];
	size_t count;
};

struct searcher {
	char *path;
	int wake;
	struct thread *thread;
	pthread_mutex_t lock;
	pthread_cond_t is_asked;
	/* under the lock: */
	struct question *asked; /* not begun yet; NULL: none */
	unsigned long number;	/* of the question that is wanted; rises with each */
	bool is_busy;
	bool is_ending;
	bool has_answer;
	struct search_answer answer;
	struct wishes wanted, made;
	/* the thread's: */
	struct question *question; /* the one that was answered last */
	struct catalogue *titled;  /* whose titles have been read; NULL: none */
};

static void
question_free(struct question *question)
{
	if (question == NULL)
		return;
	selection_free(&question->selection);
	text_query_free(question->query);
	free(question->place);
	free(question);
}

static void
answer_free(const struct search_answer *answer)
{
	listing_free(answer->listing);
	free(answer->days);
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
			answer_free(&searcher->answer);
		searcher->answer = *answer;
		searcher->answer.is_first = answer->is_first || was_first;
		searcher->has_answer = true;
	}
	pthread_mutex_unlock(&searcher->lock);
	if (is_it)
		wake_ring(searcher->wake);
	else
		answer_free(answer);
}

/* --- Snippets --- */

static void
wish_free(struct wish *wish)
{
	free(wish->path);
	free(wish->text);
}

static void
wishes_clear(struct wishes *wishes)
{
	while (wishes->count > 0)
		wish_free(&wishes->items[--wishes->count]);
}

static void
wishes_add(struct wishes *wishes, struct wish wish)
{
	if (wishes->count == MAX_SNIPPETS) {
		wish_free(&wishes->items[0]);
		wishes->count--;
		memmove(wishes->items, wishes->items + 1, wishes->count * sizeof(wishes->items[0]));
	}
	wishes->items[wishes->count++] = wish;
}

static bool
wishes_have(const struct wishes *wishes, const char *path)
{
	for (size_t i = 0; i < wishes->count; i++) {
		if (strcmp(wishes->items[i].path, path) == 0)
			return true;
	}
	return false;
}

/* Takes the newest wish over; false if there is none. */
static bool
next_wish(struct searcher *searcher, unsigned long number, struct wish *wish)
{
	pthread_mutex_lock(&searcher->lock);
	bool has_one = searcher->number == number && searcher->wanted.count > 0;
	if (has_one)
		*wish = searcher->wanted.items[--searcher->wanted.count];
	pthread_mutex_unlock(&searcher->lock);
	return has_one;
}

/* A snippet of the text at `path`. */
struct snippet {
	struct arena *arena;
	struct finder *finder;
	const char *path;
	const struct text_query *query;
	const char *line; /* NULL: memory was wanting */
};

static void
make_snippet(void *context)
{
	struct snippet *snippet = context;
	struct buf text;
	buf_init_in(&text, snippet->arena);
	(void)finder_text(snippet->finder, snippet->path, &text);
	snippet->line = snippet_make(snippet->arena, text.data, text.length, snippet->query);
}

static void
make_snippets(struct searcher *searcher, const struct question *question, struct finder *finder,
		unsigned long number)
{
	struct arena *arena = arena_new();
	struct wish wish;
	bool is_made = false;
	while (next_wish(searcher, number, &wish)) {
		struct snippet snippet = {arena, finder, wish.path, question->query, NULL};
		(void)arena_try(arena, make_snippet, &snippet);
		wish.text = xstrdup(snippet.line != NULL ? snippet.line : "");
		arena_reset(arena);
		pthread_mutex_lock(&searcher->lock);
		if (searcher->number == number)
			wishes_add(&searcher->made, wish);
		else
			wish_free(&wish);
		pthread_mutex_unlock(&searcher->lock);
		is_made = true;
	}
	arena_free(arena);
	if (is_made)
		wake_ring(searcher->wake);
}

/* --- Answering --- */

/* What a damaged catalogue gives lacks posts: it is made a failure. */
static bool
check_sound(const struct catalogue *catalogue, struct search_answer *answer)
{
	if (!catalogue_is_damaged(catalogue))
		return true;
	answer_free(answer);
	*answer = (struct search_answer){
			.is_first = true, .is_done = true, .is_catalogue_bad = true};
	return err_set(&answer->err, "%s is damaged", catalogue_place(catalogue));
}

static bool
give_hits(struct searcher *searcher, const struct question *question, struct catalogue *catalogue,
		const struct finder *finder, unsigned long number, bool is_first)
{
	struct query query = selection_query(&question->selection);
	query.has_paths = true;
	query.paths = finder_paths(finder, &query.path_count);
	struct search_answer answer = {
			.listing = catalogue_list(catalogue, &query),
			.is_first = is_first,
			.is_done = finder_is_done(finder),
			.is_whole = finder_is_whole(finder, catalogue_state(catalogue)),
			.unread = finder_unread(finder),
	};
	query.has_since = query.has_until = false;
	if (answer.is_done)
		answer.day_count = catalogue_days(catalogue, &query, &answer.days);
	bool is_good = check_sound(catalogue, &answer);
	give(searcher, number, &answer);
	return is_good;
}

/* False with err when the search failed; whatever else there is to say has been given. */
static bool
find(struct searcher *searcher, const struct question *question, struct catalogue *catalogue,
		struct finder *finder, unsigned long number, struct err *err)
{
	bool is_first = true;
	size_t wanted = FIRST_HITS;
	size_t count = 0;
	int64_t given = ticks_ms();
	while (is_wanted(searcher, number)) {
		make_snippets(searcher, question, finder, number);
		if (!finder_go_on(finder, wanted, err))
			return false;
		(void)finder_paths(finder, &count);
		bool is_screen = is_first && count >= FIRST_HITS;
		bool is_due = count > 0 && ticks_ms() - given >= ANSWER_EVERY;
		if (!is_screen && !is_due && !finder_is_done(finder))
			continue;
		if (!give_hits(searcher, question, catalogue, finder, number, is_first) ||
				finder_is_done(finder))
			return true;
		is_first = false;
		wanted = MORE_HITS;
		given = ticks_ms();
	}
	return true;
}

/* The catalogue with its titles: the one of before while it is the same. */
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

/* For a question without a query: all that the selection leaves. */
static void
answer_titles(struct searcher *searcher, const struct question *question, unsigned long number)
{
	struct search_answer answer = {.is_first = true, .is_done = true, .is_whole = true};
	struct catalogue *catalogue = open_titled(searcher, question, &answer.err);
	answer.is_catalogue_bad = catalogue == NULL;
	if (catalogue != NULL) {
		struct query query = selection_query(&question->selection);
		answer.listing = catalogue_list(catalogue, &query);
		query.has_since = query.has_until = false;
		answer.day_count = catalogue_days(catalogue, &query, &answer.days);
		if (!check_sound(catalogue, &answer)) {
			catalogue_free(catalogue);
			searcher->titled = NULL;
		}
	}
	give(searcher, number, &answer);
}

static void
answer(struct searcher *searcher, const struct question *question, unsigned long number)
{
	struct err err = {0};
	if (question->query == NULL) {
		answer_titles(searcher, question, number);
		return;
	}
	struct catalogue *catalogue = catalogue_open(question->place, &err);
	struct text_query *query =
			catalogue != NULL ? finder_name_categories(question->query, catalogue)
					  : NULL;
	struct finder *finder = query != NULL ? finder_open(searcher->path, query, &err) : NULL;
	bool is_good = finder != NULL && find(searcher, question, catalogue, finder, number, &err);
	if (!is_good) {
		struct search_answer failure = {
				.is_done = true,
				.is_catalogue_bad = catalogue == NULL,
				.is_damaged = query != NULL &&
					      (finder == NULL || finder_is_damaged(finder)),
				.err = err,
		};
		give(searcher, number, &failure);
	}
	finder_close(finder);
	text_query_free(query);
	catalogue_free(catalogue);
}

/* For the question that was answered last. */
static void
answer_wishes(struct searcher *searcher, unsigned long number)
{
	struct err err;
	struct finder *finder = finder_open(searcher->path, searcher->question->query, &err);
	if (finder != NULL)
		make_snippets(searcher, searcher->question, finder, number);
	finder_close(finder);
}

/* Under the lock: waits for something to do. */
static void
wait_for_question(struct searcher *searcher)
{
	struct timespec until;
	if (searcher->titled == NULL) {
		pthread_cond_wait(&searcher->is_asked, &searcher->lock);
		return;
	}
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += KEEP_TITLES;
	if (pthread_cond_timedwait(&searcher->is_asked, &searcher->lock, &until) != ETIMEDOUT)
		return;
	catalogue_free(searcher->titled);
	searcher->titled = NULL;
	xalloc_trim();
}

/* Under the lock: a snippet is wanted of the question that was answered last. */
static bool
has_wish(const struct searcher *searcher)
{
	return searcher->wanted.count > 0 && searcher->question != NULL &&
	       searcher->question->query != NULL;
}

static void *
work(void *argument)
{
	struct searcher *searcher = argument;
	pthread_mutex_lock(&searcher->lock);
	while (!searcher->is_ending) {
		if (searcher->asked == NULL && !has_wish(searcher)) {
			wait_for_question(searcher);
			continue;
		}
		unsigned long number = searcher->number;
		bool is_question = searcher->asked != NULL;
		if (is_question) {
			question_free(searcher->question);
			searcher->question = searcher->asked;
			searcher->asked = NULL;
		}
		searcher->is_busy = true;
		pthread_mutex_unlock(&searcher->lock);
		if (is_question)
			answer(searcher, searcher->question, number);
		else
			answer_wishes(searcher, number);
		pthread_mutex_lock(&searcher->lock);
		if (!is_question)
			wishes_clear(&searcher->wanted); /* what could not be made is not tried for ever */
		searcher->is_busy = false;
		/* Who waits for it to be idle wants to know. */
		wake_ring(searcher->wake);
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
	searcher->thread = thread_start(work, searcher, err);
	if (searcher->thread != NULL)
		return searcher;
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
		answer_free(&searcher->answer);
	searcher->has_answer = false;
	wishes_clear(&searcher->wanted);
	wishes_clear(&searcher->made);
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
	thread_join(searcher->thread);
	question_free(searcher->question);
	catalogue_free(searcher->titled);
	pthread_cond_destroy(&searcher->is_asked);
	pthread_mutex_destroy(&searcher->lock);
	free(searcher->path);
	free(searcher);
}

void
searcher_ask(struct searcher *searcher, const char *place, const struct selection *selection,
		const struct text_query *query)
{
	struct question *question = xcalloc(1, sizeof(*question));
	question->place = xstrdup(place);
	selection_copy(&question->selection, selection);
	question->query = query != NULL ? text_query_copy(query) : NULL;
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
	bool has_work = searcher->is_busy || searcher->asked != NULL || has_wish(searcher);
	bool is_idle = !has_work && !searcher->has_answer && searcher->made.count == 0;
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

void
searcher_want_snippet(struct searcher *searcher, const char *path)
{
	pthread_mutex_lock(&searcher->lock);
	bool is_known = wishes_have(&searcher->wanted, path) || wishes_have(&searcher->made, path);
	if (!is_known) {
		wishes_add(&searcher->wanted, (struct wish){.path = xstrdup(path)});
		pthread_cond_signal(&searcher->is_asked);
	}
	pthread_mutex_unlock(&searcher->lock);
}

bool
searcher_take_snippet(struct searcher *searcher, char **path, char **text)
{
	pthread_mutex_lock(&searcher->lock);
	bool has_one = searcher->made.count > 0;
	if (has_one) {
		struct wish *wish = &searcher->made.items[--searcher->made.count];
		*path = wish->path;
		*text = wish->text;
	}
	pthread_mutex_unlock(&searcher->lock);
	return has_one;
}
