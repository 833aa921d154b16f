#include "base/parallel.h"

#include "base/err.h"
#include "base/thread.h"
#include "base/xalloc.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_WORKERS = 8, SLOTS_PER_WORKER = 4 };

struct pool {
	const struct parallel *job;
	pthread_mutex_t lock;
	pthread_cond_t is_done;	 /* a chunk is ready to be taken */
	pthread_cond_t is_taken; /* a slot has become free */
	/* under the lock: */
	bool *done;   /* of each slot: worked on, not yet taken */
	size_t next;  /* the chunk that is to be worked on next */
	size_t taken; /* chunks taken so far; chunk n uses slot n % slot_count */
	bool stop;
};

static bool
is_stopped(const struct parallel *job)
{
	return job->stop != NULL && atomic_load(job->stop);
}

static size_t
worker_count(size_t chunks)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t count = processors < 1 ? 1 : (size_t)processors;
	if (count > MAX_WORKERS)
		count = MAX_WORKERS;
	return count < chunks ? count : chunks;
}

size_t
parallel_slots(size_t chunk_count)
{
	return worker_count(chunk_count) * SLOTS_PER_WORKER;
}

static void *
work(void *argument)
{
	struct pool *pool = argument;
	const struct parallel *job = pool->job;
	pthread_mutex_lock(&pool->lock);
	while (!pool->stop && pool->next < job->chunk_count) {
		size_t chunk = pool->next++;
		while (!pool->stop && chunk >= pool->taken + job->slot_count)
			pthread_cond_wait(&pool->is_taken, &pool->lock);
		if (pool->stop)
			break;
		pthread_mutex_unlock(&pool->lock);
		job->work(job->context, chunk, chunk % job->slot_count);
		pthread_mutex_lock(&pool->lock);
		pool->done[chunk % job->slot_count] = true;
		pthread_cond_signal(&pool->is_done);
	}
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

/* Waits for chunk after chunk and hands each over. */
static void
take_all(struct pool *pool)
{
	const struct parallel *job = pool->job;
	pthread_mutex_lock(&pool->lock);
	while (pool->taken < job->chunk_count && !is_stopped(job)) {
		size_t slot = pool->taken % job->slot_count;
		while (!pool->done[slot])
			pthread_cond_wait(&pool->is_done, &pool->lock);
		/* One that was being worked on when it was stopped may not be whole. */
		if (is_stopped(job))
			break;
		pthread_mutex_unlock(&pool->lock);
		job->take(job->context, pool->taken, slot);
		pthread_mutex_lock(&pool->lock);
		pool->done[slot] = false;
		pool->taken++;
		pthread_cond_broadcast(&pool->is_taken);
	}
	pool->stop = true;
	pthread_cond_broadcast(&pool->is_taken);
	pthread_mutex_unlock(&pool->lock);
}

/* Without any thread that could be started, all is done here. */
static void
work_alone(const struct parallel *job)
{
	for (size_t chunk = 0; chunk < job->chunk_count && !is_stopped(job); chunk++) {
		job->work(job->context, chunk, 0);
		if (!is_stopped(job))
			job->take(job->context, chunk, 0);
	}
}

void
parallel_run(const struct parallel *job)
{
	struct thread *threads[MAX_WORKERS];
	struct err err;
	size_t wanted = worker_count(job->chunk_count);
	size_t started = 0;
	if (wanted == 0)
		return;
	struct pool pool = {.job = job};
	pool.done = xcalloc(job->slot_count, sizeof(*pool.done));
	pthread_mutex_init(&pool.lock, NULL);
	pthread_cond_init(&pool.is_done, NULL);
	pthread_cond_init(&pool.is_taken, NULL);
	while (started < wanted && (threads[started] = thread_start(work, &pool, &err)) != NULL)
		started++;
	if (started == 0)
		work_alone(job);
	else
		take_all(&pool);
	for (size_t i = 0; i < started; i++)
		thread_join(threads[i]);
	pthread_cond_destroy(&pool.is_taken);
	pthread_cond_destroy(&pool.is_done);
	pthread_mutex_destroy(&pool.lock);
	free(pool.done);
}
