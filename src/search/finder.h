#ifndef SEARCH_FINDER_H
#define SEARCH_FINDER_H

/*
 * A finder: one search in an archive's full text, which gives its hits bit by
 * bit. One thread owns it.
 */

#include "catalogue/catalogue.h"
#include "query/query_plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct finder;

/*
 * Begins a search in the index at `path` as it is now, for the posts of a catalogue (borrowed) by a
 * plan; the marks say of which kind each post is. A category that is asked for by the shown name
 * of a landing page is asked for by its slug too: that is what posts have. NULL with err.
 */
struct finder *finder_open(const char *path, const struct query_plan *plan,
		const struct mark_sets *marks, struct catalogue *catalogue, struct err *err);
void finder_close(struct finder *finder); /* NULL is fine */

/* Whether the index is complete for the catalogue's state; if not, indexer_run completes it. */
bool finder_is_whole(const struct finder *finder, int64_t state);

/* How many posts it has without their whole texts, as these could not be read. */
size_t finder_unread(const struct finder *finder);

/*
 * Looks for up to `limit` more hits of each part of the plan; after some milliseconds it comes back
 * with what there is. False with err.
 */
bool finder_go_on(struct finder *finder, size_t limit, struct err *err);

/* Whether the last failure was a damaged index: it has been discarded; indexer_run makes it again. */
bool finder_is_damaged(const struct finder *finder);
bool finder_is_done(const struct finder *finder);

/* Whether the hits so far are the newest ones. */
bool finder_is_in_order(const struct finder *finder);

/* The hits so far, by their numbers in the catalogue, borrowed until the next call; how many these are. */
const struct bits *finder_hits(const struct finder *finder);
size_t finder_count(const struct finder *finder);

#endif
