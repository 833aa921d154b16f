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

enum mark { MARK_READ, MARK_STARRED, MARK_SEEN };

/* Which posts are asked for by their marks; the names of `is:` in a query. */
enum mark_filter { MARKS_ANY, MARKS_UNREAD, MARKS_READ, MARKS_STARRED, MARKS_NEW };

struct mark_sets {
	struct bits read, starred;
	struct bits seen; /* in a session that is over, or marked read or unread: not new */
};

void mark_sets_free(struct mark_sets *sets); /* leaves them empty */
struct mark_sets mark_sets_copy(const struct mark_sets *sets);
bool mark_sets_are_same(const struct mark_sets *a, const struct mark_sets *b);

/* Sets or clears a mark of posts. What is marked as read or as unread counts as seen. */
void mark_sets_put(struct mark_sets *sets, enum mark mark, const struct bits *posts, bool value);
/* The posts that have a mark. */
struct bits *mark_sets_of(struct mark_sets *sets, enum mark mark);
bool mark_sets_have(const struct mark_sets *sets, enum mark_filter filter, uint32_t post);

#endif
