/* --search: the index is brought up to date, then asked. */

#include "archive/archive.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/out.h"
#include "base/wake.h"
#include "cli/session.h"
#include "fulltext/search_index.h"
#include "query/query_text.h"
#include "search/finder.h"
#include "search/indexer.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	PATIENCE_MS = 1000, /* before the user is told that texts are being indexed */
	FIRST_HITS = 64,
	MORE_HITS = 4096,
	POINT_COLUMNS = 78,
	MAX_TRIES = 4, /* another process may change the index during each */
};

bool
session_parse_search(struct session *session)
{
	const char *text = session->selection.search;
	struct query_place place;
	struct err err;
	if (text == NULL)
		return true;
	session->query = query_text_parse(text, session->now, session->zone, false, &place, &err);
	if (session->query != NULL)
		return true;
	session_say(session, _("--search: %s"), err.reason);
	struct buf lines = buf_empty();
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

/* Waits for the indexer, and says so to a user at a terminal. */
static void
wait_for(struct session *session, const struct indexer *indexer, int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	size_t done, total;
	if (poll(&poll_fd, 1, isatty(STDERR_FILENO) ? PATIENCE_MS : -1) > 0)
		return;
	indexer_count(indexer, &done, &total);
	done = done < total ? done : total;
	if (total > 0)
		session_say(session,
				ngettext("the full text of %zu post is being indexed, which is "
					 "done once",
						"the full text of %zu posts is being indexed, "
						"which is done once",
						total - done),
				total - done);
	else
		session_say(session, _("the full text is being indexed, which is done once"));
	while (poll(&poll_fd, 1, -1) < 0 && errno == EINTR)
		continue;
}

/* Where no thread or no descriptor can be had, indexes here and shows no progress. */
static bool
run_indexer(struct session *session, const char *path, char **notice, struct err *err)
{
	int ends[2];
	struct indexer_progress progress = {0};
	if (!wake_open(ends, err))
		return indexer_run(session->library, path, &progress, notice, err);
	struct indexer *indexer = indexer_start(session->library, path, ends[1], err);
	if (indexer != NULL)
		wait_for(session, indexer, ends[0]);
	bool is_good = indexer != NULL ? indexer_finish(indexer, notice, err)
				       : indexer_run(session->library, path, &progress, notice,
							 err);
	wake_close(ends);
	return is_good;
}

/* Opens the library again when the file of its catalogue was deleted or replaced. */
static bool
keep_library(struct session *session, struct err *err)
{
	if (!catalogue_is_gone(session->library->catalogue))
		return true;
	struct archive_options options = session_archive_options(session);
	struct library *library = library_open(session->path, &options, NULL, err);
	if (library == NULL)
		return false;
	library_close(session->library);
	session->library = library;
	session->zone = archive_zone(library->archive);
	return true;
}

static bool
update_index(struct session *session, const char *path, struct err *err)
{
	char *notice = NULL;
	bool is_good = keep_library(session, err) && run_indexer(session, path, &notice, err);
	if (notice != NULL)
		session_say(session, "%s", notice);
	free(notice);
	return is_good;
}

/* Indexes in memory where the index cannot be kept in a file. */
static bool
make_in_memory(struct session *session, struct err *err)
{
	char *file = session->index;
	session->memory = search_index_open_copy(file, &session->index, err);
	free(file);
	return session->memory != NULL && update_index(session, session->index, err);
}

static bool
make_index(struct session *session, struct err *err)
{
	session->index = indexer_path(archive_root(session->library->archive));
	if (session->index != NULL && update_index(session, session->index, err))
		return true;
	if (session->index == NULL)
		err_set(err, _("neither XDG_CACHE_HOME nor HOME is set"));
	struct buf reason = buf_empty();
	err_format(err, &reason);
	session_say(session, _("the full text cannot be kept, so it is indexed in memory: %s"),
			reason.data);
	buf_free(&reason);
	return make_in_memory(session, err);
}

void
session_end_search(struct session *session)
{
	search_index_close(session->memory);
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
	bool is_in_order = query->order == POSTS_BY_DATE && !query->is_reversed &&
			   finder_is_in_order(finder);
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
		query->posts = finder_hits(finder);
		listing = catalogue_list(session->library->catalogue, query);
		if (is_enough(query, finder, listing))
			return listing;
	}
}

/*
 * One attempt. With *is_stale the index was damaged, and has been discarded, or lacks posts,
 * as it was changed since it was brought up to date, or the catalogue is gone: err says which.
 */
static struct listing *
search_in(struct session *session, struct finder *finder, struct query *query, bool *is_stale,
		struct err *err)
{
	struct catalogue *catalogue = session->library->catalogue;
	struct catalogue *now = catalogue_open(catalogue_place(catalogue), err);
	bool is_whole = now != NULL && finder_is_whole(finder, catalogue_state(now));
	catalogue_free(now);
	*is_stale = now != NULL ? !is_whole : catalogue_is_gone(catalogue);
	if (now != NULL && !is_whole)
		err_set(err, _("the full text lacks posts"));
	if (!is_whole)
		return NULL;
	size_t without_text = finder_unread(finder);
	session->unread = session->library->unread + without_text;
	struct listing *listing = list_hits(session, finder, query, err);
	*is_stale = listing == NULL && finder_is_damaged(finder);
	if (listing != NULL && without_text > 0)
		session_say(session,
				ngettext("%zu post could not be read whole: not all of its text "
					 "was searched",
						"%zu posts could not be read whole: not all of "
						"their texts was searched",
						without_text),
				without_text);
	return listing;
}

static struct listing *
try_search(struct session *session, const struct query_plan *plan, struct query *query,
		bool *is_stale, struct err *err)
{
	struct finder *finder = finder_open(
			session->index, plan, &session->marks, session->library->catalogue, err);
	*is_stale = finder == NULL;
	struct listing *listing =
			finder != NULL ? search_in(session, finder, query, is_stale, err) : NULL;
	finder_close(finder);
	return listing;
}

/* Searches the index as it is kept. NULL with err. */
static struct listing *
search_kept(struct session *session, const struct query_plan *plan, struct query *query,
		struct err *err)
{
	bool is_stale = true;
	session->index = indexer_path(archive_root(session->library->archive));
	struct listing *listing = session->index != NULL
						  ? try_search(session, plan, query, &is_stale, err)
						  : NULL;
	if (listing == NULL && is_stale)
		err_set(err, _("the full text of these posts is not indexed: --no-refresh cannot "
			       "search it"));
	return listing;
}

struct listing *
session_search(struct session *session, const struct query_plan *plan, struct query *query,
		struct err *err)
{
	bool is_stale = true;
	struct listing *listing = NULL;
	if (session->options->is_unrefreshed)
		return search_kept(session, plan, query, err);
	if (!make_index(session, err))
		return NULL;
	for (int i = 0; i < MAX_TRIES && listing == NULL && is_stale; i++) {
		if (i > 0) {
			struct buf reason = buf_empty();
			err_format(err, &reason);
			session_say(session, _("%s: what is missing is indexed"), reason.data);
			buf_free(&reason);
			if (!update_index(session, session->index, err))
				return NULL;
		}
		listing = try_search(session, plan, query, &is_stale, err);
	}
	return listing;
}
