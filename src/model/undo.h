#ifndef MODEL_UNDO_H
#define MODEL_UNDO_H

/*
 * What can be taken back, and done again: steps, the latest last. There are at most UNDO_STEPS
 * of them, and the oldest goes when another comes. A step of marks takes at most four bytes for each post
 * that it changed and an eighth of a byte for each of the archive's, whichever is less.
 */

#include "model/asked.h"

#include <stdbool.h>
#include <stddef.h>

struct model;

enum { UNDO_STEPS = 100 };

/* A kind of step: what it does with the `change` that the step owns. */
struct undo_type {
	/* Takes the change back, or does it again. False: that cannot be done any more; a message says why. */
	bool (*run)(struct model *model, const void *change, bool is_again);
	void (*free)(void *change);
};

struct undo_step {
	const struct undo_type *type;
	void *change;
	char *what; /* was done, for messages */
};

struct undo {
	struct undo_step steps[UNDO_STEPS];
	size_t count;
	size_t done;	     /* of them; those behind were taken back */
	struct asked before; /* what was asked for when watching began */
	bool is_watching;
};

/* Adds a step: the change, which it takes over, has been made. Steps that were taken back go. */
void undo_add(struct model *model, const struct undo_type *type, void *change, const char *format,
		...) __attribute__((format(printf, 4, 5)));

/* Takes back the latest step, or does again what was taken back last; a message says what. */
void undo_run(struct model *model, bool is_again);

/*
 * What is asked for is about to be changed: when undo_settle is called, what differs from now
 * becomes a step. Between the two as much may be typed and tried as one likes.
 */
void undo_watch(struct model *model);
void undo_settle(struct model *model);

/* No step comes of what is being watched. */
void undo_forget(struct model *model);

void undo_free(struct undo *undo);

#endif
