#ifndef BASE_WORKER_H
#define BASE_WORKER_H

/*
 * A worker: a thread that does what its owner asked for last, and hands the answer
 * back. There is one place for a request and one for an answer: a new request takes
 * the place of the one before it, and what comes of that is thrown away. All functions
 * but those said to be the thread's belong to the owner's thread.
 */

#include <stdatomic.h>
#include <stdbool.h>

struct err;
struct worker;

struct worker_type {
	/* Called in the thread. Owns the request, and gives answers by worker_give. */
	void (*work)(struct worker *worker, void *context, void *request);
	void (*free_request)(void *request); /* one that was never begun */
	void (*free_answer)(void *answer);   /* one that nobody takes; in either thread */

	/* Called in the thread once nothing has been asked for some seconds. NULL: nothing to do. */
	void (*rest)(void *context);
};

/* Starts the thread. The descriptor `wake` is rung (wake.h) for each answer and each end of work. NULL with err. */
struct worker *worker_new(const struct worker_type *type, void *context, int wake, struct err *err);

/* Stops the work, waits for the thread, and frees what nobody has taken. NULL is fine. */
void worker_free(struct worker *worker);

/* Asks for something, in place of all that was asked before. The request is the worker's. */
void worker_ask(struct worker *worker, void *request);

/* Stops the work; nothing is wanted any more. */
void worker_cancel(struct worker *worker);

/* The newest answer that was not taken, which is the caller's; NULL: none. */
void *worker_take(struct worker *worker);

/* Whether nothing is asked for, worked on, or there to be taken. */
bool worker_is_idle(struct worker *worker);

/* The thread's: takes an answer over, in place of one that was not taken. */
void worker_give(struct worker *worker, void *answer);

/* The thread's: true as soon as what it works on is no longer wanted. */
const atomic_bool *worker_stop(const struct worker *worker);

#endif
