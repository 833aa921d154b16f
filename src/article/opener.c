#include "article/opener.h"

#include "base/err.h"
#include "base/thread.h"
#include "base/wake.h"
#include "base/xalloc.h"

#include <pthread.h>
#include <stdlib.h>

struct wish {
	const struct archive *archive;
	char *path; /* NULL: none */
	struct layout_options options;
};

struct opener {
	int wake;
	struct thread *thread; /* NULL: nothing has been asked for yet */
	pthread_mutex_t lock;
	pthread_cond_t is_asked;
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
	opener->wake = wake;
	pthread_mutex_init(&opener->lock, NULL);
	pthread_cond_init(&opener->is_asked, NULL);
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
	thread_join(opener->thread);
	forget(opener);
	pthread_cond_destroy(&opener->is_asked);
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
	}
	/* Also of what nobody waits for: the archive is not in use any more. */
	wake_ring(opener->wake);
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
	if (opener->thread == NULL)
		opener->thread = thread_start(work, opener, err);
	return opener->thread != NULL;
}

void
opener_cancel(struct opener *opener)
{
	pthread_mutex_lock(&opener->lock);
	forget(opener);
	pthread_mutex_unlock(&opener->lock);
}

bool
opener_take(struct opener *opener, struct article **article, struct err *err)
{
	pthread_mutex_lock(&opener->lock);
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
