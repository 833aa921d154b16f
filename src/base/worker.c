#include "base/worker.h"

#include "base/thread.h"
#include "base/wake.h"
#include "base/xalloc.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { REST_SECONDS = 5 };

struct worker {
	const struct worker_type *type;
	void *context;
	int wake;
	struct thread *thread;
	pthread_mutex_t lock;
	pthread_cond_t is_asked;
	atomic_bool stop; /* of what is at work; changed under the lock */
	/* under the lock: */
	void *request; /* not begun yet; NULL: none */
	void *answer;  /* not taken yet; NULL: none */
	bool is_busy, is_ending;
};

/* --- The thread --- */

/* Does the request. Called under the lock, which is released during the work. */
static void
serve(struct worker *worker)
{
	void *request = worker->request;
	worker->request = NULL;
	worker->is_busy = true;
	atomic_store(&worker->stop, false);
	pthread_mutex_unlock(&worker->lock);
	worker->type->work(worker, worker->context, request);
	pthread_mutex_lock(&worker->lock);
	worker->is_busy = false;
	wake_ring(worker->wake);
}

/* Waits for a request. If none comes for a while, calls `rest` and returns true. Under the lock. */
static bool
wait_or_rest(struct worker *worker)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += REST_SECONDS;
	if (pthread_cond_timedwait(&worker->is_asked, &worker->lock, &until) != ETIMEDOUT)
		return false;
	worker->type->rest(worker->context);
	return true;
}

static void *
run(void *argument)
{
	struct worker *worker = argument;
	bool is_rested = true;
	pthread_mutex_lock(&worker->lock);
	while (!worker->is_ending) {
		if (worker->request != NULL) {
			serve(worker);
			is_rested = worker->type->rest == NULL;
		} else if (is_rested) {
			pthread_cond_wait(&worker->is_asked, &worker->lock);
		} else {
			is_rested = wait_or_rest(worker);
		}
	}
	pthread_mutex_unlock(&worker->lock);
	return NULL;
}

void
worker_give(struct worker *worker, void *answer)
{
	pthread_mutex_lock(&worker->lock);
	bool is_wanted = !atomic_load(&worker->stop);
	void *unused = is_wanted ? worker->answer : answer;
	if (is_wanted)
		worker->answer = answer;
	pthread_mutex_unlock(&worker->lock);
	if (unused != NULL)
		worker->type->free_answer(unused);
	if (is_wanted)
		wake_ring(worker->wake);
}

const atomic_bool *
worker_stop(const struct worker *worker)
{
	return &worker->stop;
}

/* --- The owner --- */

struct worker *
worker_new(const struct worker_type *type, void *context, int wake, struct err *err)
{
	struct worker *worker = xcalloc(1, sizeof(*worker));
	worker->type = type;
	worker->context = context;
	worker->wake = wake;
	pthread_mutex_init(&worker->lock, NULL);
	pthread_cond_init(&worker->is_asked, NULL);
	worker->thread = thread_start(run, worker, err);
	if (worker->thread != NULL)
		return worker;
	worker_free(worker);
	return NULL;
}

/* Puts another request, or NULL, in the place of all that was asked for and answered. */
static void
replace(struct worker *worker, void *request, bool is_ending)
{
	pthread_mutex_lock(&worker->lock);
	void *old_request = worker->request;
	void *old_answer = worker->answer;
	worker->request = request;
	worker->answer = NULL;
	worker->is_ending = is_ending;
	atomic_store(&worker->stop, true);
	pthread_cond_signal(&worker->is_asked);
	pthread_mutex_unlock(&worker->lock);
	if (old_request != NULL)
		worker->type->free_request(old_request);
	if (old_answer != NULL)
		worker->type->free_answer(old_answer);
}

void
worker_free(struct worker *worker)
{
	if (worker == NULL)
		return;
	replace(worker, NULL, true);
	thread_join(worker->thread);
	pthread_cond_destroy(&worker->is_asked);
	pthread_mutex_destroy(&worker->lock);
	free(worker);
}

void
worker_ask(struct worker *worker, void *request)
{
	replace(worker, request, false);
}

void
worker_cancel(struct worker *worker)
{
	replace(worker, NULL, false);
}

void *
worker_take(struct worker *worker)
{
	pthread_mutex_lock(&worker->lock);
	void *answer = worker->answer;
	worker->answer = NULL;
	pthread_mutex_unlock(&worker->lock);
	return answer;
}

bool
worker_is_idle(struct worker *worker)
{
	pthread_mutex_lock(&worker->lock);
	bool is_idle = !worker->is_busy && worker->request == NULL && worker->answer == NULL;
	pthread_mutex_unlock(&worker->lock);
	return is_idle;
}
