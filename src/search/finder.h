#ifndef SEARCH_FINDER_H
#define SEARCH_FINDER_H

/*
 * A finder: one search in an archive's full text, which gives its hits bit by
 * bit, newest first. One thread owns it.
 */

#include "catalogue/catalogue.h"
#include "fulltext/text_query.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;
struct finder;

/*
 * A copy of the query in which each category that is asked for by the shown
 * name of a landing page is asked for by its slug too: that is what posts have.
 * To be freed with text_query_free.
 */
struct text_query *finder_name_categories(
		const struct text_query *query, struct catalogue *catalogue);

/* Begins a search in the index at `path` as it is now; the query is borrowed. NULL with err. */
struct finder *finder_open(const char *path, const struct text_query *query, struct err *err);

/*
 * Whether the index is complete for the catalogue in this state (catalogue_state); if not,
 * indexer_run completes it.
 */
bool finder_is_whole(const struct finder *finder, int64_t state);

/* How many posts it has without their whole texts, as these could not be read. */
size_t finder_unread(const struct finder *finder);
void finder_close(struct finder *finder); /* NULL is fine */

/*
 * Looks for up to `limit` more hits; after some milliseconds it comes back with
 * what there is. False with err.
 */
bool finder_go_on(struct finder *finder, size_t limit, struct err *err);

/* Whether the last failure was a damaged index: it has been discarded; indexer_run makes it again. */
bool finder_is_damaged(const struct finder *finder);
bool finder_is_done(const struct finder *finder);

/* Appends the text of a post as it was indexed; false when it is not. */
bool finder_text(struct finder *finder, const char *path, struct buf *text);

/* The hits so far: paths, borrowed until the next call. */
const char *const *finder_paths(const struct finder *finder, size_t *count);

#endif
