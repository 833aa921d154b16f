#ifndef STATE_KEEPER_H
#define STATE_KEEPER_H

/*
 * The keeper: the thread that writes the state. Its owner, one thread, hands it jobs; it
 * runs them in their order, those of a burst in one transaction, at most 200 ms after the
 * first of them. A burst that cannot be written (a full disk) stays and is tried again with the next
 * one, from time to time, and at the end; this is said once. A kill loses what was not committed and
 * nothing else. While there is nothing to do it looks twice a second whether another process has written,
 * and once whether the file is sound (state_check).
 */

#include <stdbool.h>
#include <stdint.h>

struct err;
struct keeper;
struct state;

struct keeper_job {
	/*
	 * Called in the keeper's thread, between state_begin and state_end unless is_reading; called
	 * again if the burst could not be committed, or the file was damaged and is put right. False
	 * with err: the burst fails.
	 */
	bool (*run)(struct state *state, void *context, struct err *err);
	void (*free)(void *context); /* called once, in either thread; NULL: nothing to free */
	void *context;
	bool is_reading; /* reads only: runs after all jobs before it are committed, or have failed */
};

/*
 * Starts the thread with its own connection to the state at `place`. Rings the descriptor `wake`
 * (wake.h) when keeper_news has something to say, and after each reading job. NULL with err.
 */
struct keeper *keeper_new(const char *place, int wake, struct err *err);

/* Writes what is left, waits for the thread. NULL is fine. */
void keeper_free(struct keeper *keeper);

void keeper_add(struct keeper *keeper, struct keeper_job job);

/* Waits until all jobs so far are written, or have failed: before another program uses the state. */
void keeper_flush(struct keeper *keeper);

/* Whether no job is queued or run; those of a burst that failed do not count. */
bool keeper_is_idle(struct keeper *keeper);

struct keeper_news {
	bool has_foreign; /* another process has changed the state since the last call */
	/*
	 * For the user: why a burst could not be written, or what became of a damaged file. To be freed;
	 * NULL: nothing.
	 */
	char *failure;
};
struct keeper_news keeper_news(struct keeper *keeper);

#endif
