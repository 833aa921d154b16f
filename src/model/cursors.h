#ifndef MODEL_CURSORS_H
#define MODEL_CURSORS_H

/* Where the cursor stood in each list that was left: the latest CURSORS_KEPT of them. */

#include "model/asked.h"

#include <stddef.h>

enum { CURSORS_KEPT = 500 };

struct list_cursor {
	struct asked asked; /* what the list was of */
	char *post;	    /* path of the chosen post */
	size_t at;	    /* its place in the list */
};

struct cursors {
	struct list_cursor *
			items; /* CURSORS_KEPT; the one left last is the last; NULL while there are none */
	size_t count;
};

/* Keeps where the cursor is in the list of what is asked for; all is copied. */
void cursors_keep(struct cursors *cursors, const struct asked *asked, const char *post, size_t at);

/* Where it was in the list of the same posts, in whatever order; NULL: it was never left. */
const struct list_cursor *cursors_find(const struct cursors *cursors, const struct asked *asked);
void cursors_free(struct cursors *cursors);

#endif
