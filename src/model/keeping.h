#ifndef MODEL_KEEPING_H
#define MODEL_KEEPING_H

/*
 * What one session leaves to the next, in the user's state (room `state`): the place in each
 * post that was left half read, the lines typed in prompts, the session itself as its owner writes
 * it. It is read at once, and written by the keeper's thread. A lone file leaves only lines.
 */

#include "state/state.h"

#include <stddef.h>
#include <stdint.h>

struct model;

enum { RECENT_PLACES = 64 };

struct keeping {
	char *root; /* of the archive, as the state knows it; NULL: a lone file */
	/* The places kept last, which may not be written yet; in a ring. */
	struct recent_place {
		uint64_t key;
		int64_t offset;
	} places[RECENT_PLACES];
	size_t place_count;	/* kept so far */
	unsigned long foreigns; /* how often another program has changed the state */
};

/* The offset in a post's text at which it was left; -1: at its top, at its end, or never. */
int64_t keeping_place(const struct model *model, const char *path);
void keeping_put_place(struct model *model, const char *path, int64_t offset);

/* The archive's last session, to be freed; NULL: there was none. */
char *keeping_session(const struct model *model);
void keeping_put_session(struct model *model, const char *text);

/* The archive's kept searches by name: an array, all to be freed. NULL: the state does not know the archive. */
struct state_search *keeping_searches(const struct model *model, size_t *count);
void keeping_put_search(
		struct model *model, const char *name, const char *query); /* "": deletes it */

/* Adds a line to a history, which state_history reads. */
void keeping_put_line(struct model *model, enum state_history kind, const char *line);

#endif
