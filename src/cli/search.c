/* --search: the index is brought up to date, then asked. */

#include "app/finder.h"
#include "app/indexer.h"
#include "app/query_text.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/out.h"
#include "base/wake.h"
#include "cli/session.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	PATIENCE_MS = 1000, /* after which it is told what takes so long */
	FIRST_HITS = 64,
	MORE_HITS = 4096,
	POINT_COLUMNS = 78,
};

bool
session_parse_search(struct session *session)
{
	const char *text = session->selection.search;
	struct query_place place;
	struct err err;
	struct buf lines;
	if (text == NULL)
		return true;
	session->query = query_text_parse(text, session->now, session->zone, false, &place, &err);
	if (session->query != NULL)
		return true;
	session_say(session, "--search: %s", err.reason);
	buf_init(&lines);
	query_text_point(text, &place, POINT_COLUMNS, &lines);
	for (const char *line = lines.data; *line != '\0';) {
		size_t length = strcspn(line, "\n");
		out_text(session->messages, line, length);
		out_newline(session->messages);
		line += length + 1;
	}
	out_flush(session->messages);
	buf_free(&lines);
	return false;
}

/* --- The index --- */

/* Who waits at a terminal is told for what. */
static void
wait_for(struct session *session, const struct indexer *indexer, int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	size_t done, total;
	if (poll(&poll_fd, 1, isatty(STDERR_FILENO) ? PATIENCE_MS : -1) > 0)
		return;
	indexer_count(indexer, &done, &total);
	session_say(session, "the full text of %zu posts is being indexed, which is done once",
			total - (done < total ? done : total));
	while (poll(&poll_fd, 1, -1) < 0 && errno == EINTR)
		continue;
}

static bool
update_index(struct session *session, const char *path, struct err *err)
{
	int ends[2];
	char *notice = NULL;
	if (!wake_open(ends, err))
		return false;
	struct indexer *indexer = indexer_start(session->library, path, ends[1], err);
	bool is_good = indexer != NULL;
	if (is_good) {
		wait_for(session, indexer, ends[0]);
		is_good = indexer_finish(indexer, &notice, err);
	}
	if (notice != NULL)
		session_say(session, "%s", notice);
	free(notice);
	wake_close(ends);
	return is_good;
}

static bool
make_index(struct session *session, struct err *err)
{
	session->index = indexer_path(archive_root(session->library->archive));
	if (session->index != NULL && update_index(session, session->index, err))
		return true;
	if (session->index != NULL)
		session_say_err(session, err);
	session_say(session, "the full text cannot be kept: it is indexed for this time only");
	free(session->index);
	session->index = indexer_temporary_path(err);
	session->has_temporary_index = session->index != NULL;
	return session->index != NULL && update_index(session, session->index, err);
}

void
session_end_search(struct session *session)
{
	if (session->has_temporary_index)
		indexer_discard(session->index);
	free(session->index);
	text_query_free(session->query);
}

/* --- The hits --- */

/*
 * Newest first, the first posts of a list are the first hits that pass its other
 * filters: when only some are wanted, no more are looked for.
 */
static bool
is_enough(const struct query *query, const struct finder *finder, const struct listing *listing)
{
	bool is_in_order = query->order == POSTS_BY_DATE && !query->is_reversed;
	return finder_is_done(finder) ||
	       (is_in_order && query->limit > 0 && listing_count(listing) >= query->limit);
}

static struct listing *
list_hits(struct session *session, struct finder *finder, struct query *query, struct err *err)
{
	struct listing *listing = NULL;
	bool may_stop = query->limit > 0;
	for (size_t wanted = FIRST_HITS;; wanted = wanted < MORE_HITS ? wanted * 2 : wanted) {
		if (!finder_go_on(finder, wanted, err)) {
			listing_free(listing);
			return NULL;
		}
		if (!may_stop && !finder_is_done(finder))
			continue;
		listing_free(listing);
		query->has_paths = true;
		query->paths = finder_paths(finder, &query->path_count);
		listing = catalogue_list(session->library->catalogue, query);
		if (is_enough(query, finder, listing))
			return listing;
	}
}

/* One attempt; *is_damaged: it failed for an index that has been discarded. */
static struct listing *
try_search(struct session *session, struct query *query, bool *is_damaged, struct err *err)
{
	struct text_query *named =
			finder_name_categories(session->query, session->library->catalogue);
	struct finder *finder = finder_open(session->index, named, err);
	struct listing *listing = finder != NULL ? list_hits(session, finder, query, err) : NULL;
	*is_damaged = finder != NULL && listing == NULL && finder_is_damaged(finder);
	finder_close(finder);
	text_query_free(named);
	return listing;
}

struct listing *
session_search(struct session *session, struct query *query, struct err *err)
{
	bool is_damaged;
	if (!make_index(session, err))
		return NULL;
	struct listing *listing = try_search(session, query, &is_damaged, err);
	if (!is_damaged)
		return listing;
	session_say(session, "%s: the full text is indexed anew", err->reason);
	return update_index(session, session->index, err)
			       ? try_search(session, query, &is_damaged, err)
			       : NULL;
}
