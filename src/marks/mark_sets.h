#ifndef MARKS_MARK_SETS_H
#define MARKS_MARK_SETS_H

/* What the reader did to posts, as sets of their numbers in one catalogue. */

#include "base/bits.h"

#include <stdbool.h>
#include <stdint.h>

/* Which posts are asked for by their marks; the names of `is:` in a query. */
enum mark_filter { MARKS_ANY, MARKS_UNREAD, MARKS_READ, MARKS_STARRED, MARKS_NEW };

struct mark_sets {
	struct bits read, starred, seen; /* new: not seen */
	bool is_first;			 /* never visited: all count as read and seen */
};

void mark_sets_free(struct mark_sets *sets); /* leaves them empty */
struct mark_sets mark_sets_copy(const struct mark_sets *sets);
bool mark_sets_have(const struct mark_sets *sets, enum mark_filter filter, uint32_t post);

#endif
