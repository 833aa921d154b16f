#ifndef BASE_WORKER_H
#define BASE_WORKER_H

/*
 * A worker: a thread that does what its owner asked for last, and hands the answer
 * back. It keeps one request and one answer: a new request replaces the one before it,
 * whose answers are thrown away. worker_give and worker_stop are for the worker's thread;
 * all other functions are for the one thread that owns it.
 */

#include <stdatomic.h>
#include <stdbool.h>

struct err;
struct worker;

struct worker_type {
	/* Called in the thread. Owns the request, and gives answers by worker_give. */
	void (*work)(struct worker *worker, void *context, void *request);
	void (*free_request)(void *request); /* one that was never begun; called in the owner's */
	void (*free_answer)(void *answer);   /* one that was not taken; called in either thread */

	/*
	 * Called in the thread once nothing has been asked for some seconds. The worker is locked:
	 * it must be quick, and call no function of the worker. NULL: nothing to do.
	 */
	void (*rest)(void *context);
};

/*
 * Starts the thread. `context` is borrowed and given to `work` and `rest`. Each answer and each
 * end of work rings the descriptor `wake` (wake.h). NULL with err.
 */
struct worker *worker_new(const struct worker_type *type, void *context, int wake, struct err *err);

/* Stops the work, waits for the thread, and frees an answer that was not taken. NULL is fine. */
void worker_free(struct worker *worker);

/* Asks for something, in place of what was asked before. The worker takes the request over. */
void worker_ask(struct worker *worker, void *request);

/* Stops the work and drops its request and its answer. */
void worker_cancel(struct worker *worker);

/* The newest answer that was not taken, which is the caller's; NULL: none. */
void *worker_take(struct worker *worker);

/* Whether nothing is asked for, worked on, or there to be taken. */
bool worker_is_idle(struct worker *worker);

/* In the worker's thread: hands an answer over, in place of one that was not taken. */
void worker_give(struct worker *worker, void *answer);

/* In the worker's thread: becomes true when what it works on is no longer wanted. */
const atomic_bool *worker_stop(const struct worker *worker);

#endif
