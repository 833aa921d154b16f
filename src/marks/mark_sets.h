#ifndef MARKS_MARK_SETS_H
#define MARKS_MARK_SETS_H

/*
 * What the reader did to posts, as sets of their numbers in one catalogue. A post that the state does
 * not know is unread and new. In an archive that was never visited all posts that are there are
 * read and seen.
 */

#include "base/bits.h"

#include <stdbool.h>
#include <stdint.h>

/* Which posts are asked for by their marks; the names of `is:` in a query. */
enum mark_filter { MARKS_ANY, MARKS_UNREAD, MARKS_READ, MARKS_STARRED, MARKS_NEW };

struct mark_sets {
	struct bits read, starred;
	struct bits seen; /* in an earlier session, or marked read or unread: not new */
};

void mark_sets_free(struct mark_sets *sets); /* leaves them empty */
struct mark_sets mark_sets_copy(const struct mark_sets *sets);
bool mark_sets_have(const struct mark_sets *sets, enum mark_filter filter, uint32_t post);

#endif
