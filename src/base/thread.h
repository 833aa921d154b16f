#ifndef BASE_THREAD_H
#define BASE_THREAD_H

/* Threads beside the one that owns the screen. */

struct err;
struct thread;

/*
 * Starts a thread that takes no signals but those of its own faults: handlers
 * (tui/signals.c) run in the first thread only. NULL with err.
 */
struct thread *thread_start(void *(*run)(void *), void *argument, struct err *err);

/* Waits for its end and frees it. NULL is fine. */
void thread_join(struct thread *thread);

#endif
