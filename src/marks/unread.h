#ifndef MARKS_UNREAD_H
#define MARKS_UNREAD_H

/*
 * Private to the room: how many posts of each group are unread, in one state of a catalogue. What is
 * asked for is always right: kept where it is known, else counted.
 */

#include "base/bits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue;

/* Counts by the number of a group, and the posts that were read then. */
struct unread_counts {
	uint32_t *items; /* owned; NULL: none is known; UINT32_MAX: this one is not */
	size_t count;
	struct bits read;
};
void unread_counts_free(struct unread_counts *counts);

/* A copy; nothing if not all are known. */
struct unread_counts unread_counts_copy(const struct unread_counts *counts);

/* Zeros: nothing is known. */
struct unread {
	struct unread_counts now;
	struct unread_counts before; /* a large change; it may be taken back */
	size_t counted;		     /* groups since then, one by one */
};
void unread_free(struct unread *unread); /* leaves nothing known, as for another catalogue */

/* Takes counts over, of the catalogue's state. */
void unread_take(struct unread *unread, struct unread_counts *counts);

/*
 * Brings the counts up to date with the posts that are read now. True: they still are
 * known; false: so many have changed that all is to be counted again.
 */
bool unread_follow(struct unread *unread, struct catalogue *catalogue, const struct bits *read);

/* After unread_follow. */
size_t unread_of(struct unread *unread, struct catalogue *catalogue, uint32_t group);

#endif
