#ifndef SEARCH_INDEXER_H
#define SEARCH_INDEXER_H

/*
 * Brings the full text of an archive up to date: posts that are new or changed
 * are read, rendered to their text and added, newest first; those that are gone
 * are forgotten. What is done stays done when it is stopped or killed, and others
 * may index the same archive meanwhile: see search_index.h. A post that cannot be
 * read whole is found by its names and what was read, and read again the next time.
 *
 * indexer_run works in the calling thread (and spreads reading over others);
 * the struct indexer is a thread for it.
 */

#include "base/err.h"
#include "library/library.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* Watched and written across threads. */
struct indexer_progress {
	atomic_size_t done;  /* posts whose text is in the index and committed */
	atomic_size_t total; /* posts of the library; 0 while they are compared with the index */
	atomic_bool stop;    /* set by another thread to end early */
	/*
	 * Called in the indexer's thread after each commit, outside of any transaction; NULL:
	 * nobody wants to know, and commits are a second apart.
	 */
	void (*committed)(void *context);
	void *context;
};

/* The index's file for an archive, in the cache folder; to be freed. NULL when there is no home. */
char *indexer_path(const char *archive_root);

/*
 * Updates the index at `path`, a file or a place in memory. `notice` (may be NULL) gets
 * a sentence to show, to be freed, or NULL. False with err when it could not be done, as
 * when others change the index all the time; stopped early is no failure.
 */
bool indexer_run(const struct library *library, const char *path, struct indexer_progress *progress,
		char **notice, struct err *err);

struct indexer;

/*
 * A thread that updates the index of the library, which must live until the
 * indexer is done; then the descriptor `wake` is rung (wake.h). NULL with err.
 */
struct indexer *indexer_start(
		const struct library *library, const char *path, int wake, struct err *err);

/* Asks it to end early, and returns at once. */
void indexer_stop(struct indexer *indexer);
bool indexer_is_done(const struct indexer *indexer);
void indexer_count(const struct indexer *indexer, size_t *done, size_t *total);

/* Waits for its end and frees it. *notice as above; false with err when it failed. */
bool indexer_finish(struct indexer *indexer, char **notice, struct err *err);

#endif
