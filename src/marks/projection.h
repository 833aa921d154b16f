#ifndef MARKS_PROJECTION_H
#define MARKS_PROJECTION_H

/* Private to the room: between the state's marks, which are by key, and sets, by the catalogue's numbers. */

#include "marks/mark_sets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue;
struct err;
struct state;
struct state_archive;

/* Posts by their keys, which rise. */
struct keys {
	uint64_t *items; /* owned; NULL: not known yet */
	size_t count;
};

/* The marks of an archive onto a catalogue that is complete, as marks_read has it, by a look at every post. */
bool projection_make(struct state *state, const struct state_archive *archive,
		struct catalogue *catalogue, bool is_first_unread, struct mark_sets *sets,
		struct err *err);

/* Fills sets so that every post up to a number counts as read and seen, but for those up to `from`, which stay. */
void projection_fill(struct mark_sets *sets, uint32_t from, uint32_t highest);

/* Sets or clears a mark of the posts that have these keys. False with err. */
bool projection_put(struct mark_sets *sets, struct catalogue *catalogue, enum mark mark,
		const struct keys *keys, bool value, struct err *err);

/* Stores a mark of posts, between state_begin and state_end. False with err. */
bool projection_store(struct state *state, int64_t archive, enum mark mark, const struct keys *keys,
		bool value, int64_t time, struct err *err);

/* The keys of posts. False with err. */
bool projection_keys(struct keys *keys, struct catalogue *catalogue, const struct bits *posts,
		struct err *err);

#endif
