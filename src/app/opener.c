#include "app/opener.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct wish {
	const struct archive *archive;
	char *path; /* NULL: none */
	struct layout_options options;
};

struct opener {
	int wake;
	pthread_t thread;
	bool is_started;
	pthread_mutex_t lock;
	pthread_cond_t is_asked, is_answered;
	/* under the lock: */
	bool is_ending;
	struct wish wish;	       /* not begun yet */
	const struct archive *at_work; /* NULL: the thread waits */
	unsigned long number;	       /* of what was asked last */
	bool has_answer;
	struct article *article; /* the answer; NULL: it failed */
	struct err err;
};

struct opener *
opener_new(int wake)
{
	struct opener *opener = xcalloc(1, sizeof(*opener));
	pthread_condattr_t attributes;
	opener->wake = wake;
	pthread_mutex_init(&opener->lock, NULL);
	pthread_cond_init(&opener->is_asked, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&opener->is_answered, &attributes);
	pthread_condattr_destroy(&attributes);
	return opener;
}

/* Under the lock. */
static void
forget(struct opener *opener)
{
	free(opener->wish.path);
	opener->wish.path = NULL;
	article_close(opener->article);
	opener->article = NULL;
	opener->has_answer = false;
	opener->number++;
}

void
opener_free(struct opener *opener)
{
	if (opener == NULL)
		return;
	pthread_mutex_lock(&opener->lock);
	opener->is_ending = true;
	pthread_cond_signal(&opener->is_asked);
	pthread_mutex_unlock(&opener->lock);
	if (opener->is_started)
		pthread_join(opener->thread, NULL);
	forget(opener);
	pthread_cond_destroy(&opener->is_asked);
	pthread_cond_destroy(&opener->is_answered);
	pthread_mutex_destroy(&opener->lock);
	free(opener);
}

/* --- The thread --- */

static struct article *
open_wish(const struct wish *wish, struct err *err)
{
	struct article *article = article_open(wish->archive, wish->path, err);
	if (article != NULL)
		article_layout(article, &wish->options);
	return article;
}

/* Under the lock, but for the work itself. */
static void
answer(struct opener *opener)
{
	struct wish wish = opener->wish;
	unsigned long number = opener->number;
	struct err err = {0};
	opener->wish.path = NULL;
	opener->at_work = wish.archive;
	pthread_mutex_unlock(&opener->lock);
	struct article *article = open_wish(&wish, &err);
	free(wish.path);
	pthread_mutex_lock(&opener->lock);
	opener->at_work = NULL;
	if (number != opener->number) {
		article_close(article);
	} else {
		opener->article = article;
		opener->err = err;
		opener->has_answer = true;
		pthread_cond_signal(&opener->is_answered);
	}
	/* Also of what nobody waits for: the archive is not in use any more. */
	while (write(opener->wake, "", 1) < 0 && errno == EINTR)
		continue;
}

static void *
work(void *argument)
{
	struct opener *opener = argument;
	pthread_mutex_lock(&opener->lock);
	while (!opener->is_ending) {
		if (opener->wish.path != NULL)
			answer(opener);
		else
			pthread_cond_wait(&opener->is_asked, &opener->lock);
	}
	pthread_mutex_unlock(&opener->lock);
	return NULL;
}

/* --- The owner --- */

bool
opener_ask(struct opener *opener, const struct archive *archive, const char *path,
		const struct layout_options *options, struct err *err)
{
	pthread_mutex_lock(&opener->lock);
	forget(opener);
	opener->wish = (struct wish){archive, xstrdup(path), *options};
	pthread_cond_signal(&opener->is_asked);
	pthread_mutex_unlock(&opener->lock);
	if (opener->is_started)
		return true;
	int error = pthread_create(&opener->thread, NULL, work, opener);
	opener->is_started = error == 0;
	return opener->is_started || err_set_errno(err, NULL, error);
}

void
opener_cancel(struct opener *opener)
{
	pthread_mutex_lock(&opener->lock);
	forget(opener);
	pthread_mutex_unlock(&opener->lock);
}

/* Under the lock. */
static void
wait_for_answer(struct opener *opener, int milliseconds)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += milliseconds % 1000 * 1000000L;
	until.tv_sec += milliseconds / 1000 + until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	bool is_wanted = opener->wish.path != NULL || opener->at_work != NULL;
	while (is_wanted && !opener->has_answer) {
		if (pthread_cond_timedwait(&opener->is_answered, &opener->lock, &until) != 0)
			return;
	}
}

bool
opener_take(struct opener *opener, int milliseconds, struct article **article, struct err *err)
{
	pthread_mutex_lock(&opener->lock);
	if (milliseconds > 0)
		wait_for_answer(opener, milliseconds);
	bool has_answer = opener->has_answer;
	if (has_answer) {
		*article = opener->article;
		*err = opener->err;
		opener->article = NULL;
		opener->has_answer = false;
	}
	pthread_mutex_unlock(&opener->lock);
	return has_answer;
}

bool
opener_is_using(struct opener *opener, const struct archive *archive)
{
	pthread_mutex_lock(&opener->lock);
	bool is_wished = opener->wish.path != NULL && opener->wish.archive == archive;
	bool is_using = is_wished || opener->at_work == archive;
	pthread_mutex_unlock(&opener->lock);
	return is_using;
}
