#ifndef FULLTEXT_SEARCH_INDEX_H
#define FULLTEXT_SEARCH_INDEX_H

/*
 * The full text of one archive in a file of the cache, by the posts' paths.
 *
 * One connection, one thread. A file may be open several times, in one process
 * or in many: one writes at a time, all read what was committed last (SQLite's
 * WAL). It may be deleted at any time; a file that is damaged, foreign or of
 * another version is replaced when it is opened for writing.
 *
 * Several processes may fill one index at once. The index records which posts it is
 * complete for (search_index_source). A change to its texts clears that record in the
 * same transaction; it is set again only in a transaction that has found all texts
 * there. So an index with that record is complete, whenever a process was killed.
 *
 * The path may be a database_memory_place: an index in the memory of this process, which
 * lives while it is open.
 */

#include "fulltext/index_batch.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct search_index;

/*
 * Opens the file for writing, making it and its folder. NULL with err; when a
 * file that could not be used was replaced, *notice (may be NULL) gets one
 * sentence about it, to be freed, else NULL.
 */
struct search_index *search_index_open(const char *path, char **notice, struct err *err);

/*
 * Opens an index in memory for writing, with all that the index at `from` has (NULL: none);
 * *place gets its name, to be freed. NULL with err.
 */
struct search_index *search_index_open_copy(const char *from, char **place, struct err *err);

/*
 * Opens a snapshot of it, for reading: what that has does not change. NULL with err,
 * also when there is no file yet.
 */
struct search_index *search_index_open_reader(const char *path, struct err *err);
void search_index_close(struct search_index *index); /* NULL is fine */

/* Whether the last failure was that the file is damaged: then discard it, and fill a new one. */
bool search_index_is_damaged(const struct search_index *index);

/* Removes the file that is open here, unless it has been replaced. */
void search_index_discard(struct search_index *index);

/* --- Writing --- */

/* Whether the index has this file's text; of one that is unread, whether it has any. */
bool search_index_has(struct search_index *index, const struct search_file *file);

/* Changes are made only between begin and commit, and take effect together; false with err. */
bool search_index_begin(struct search_index *index, struct err *err);
bool search_index_commit(struct search_index *index, struct err *err);
void search_index_rollback(struct search_index *index);

/*
 * Adds the posts of a batch that the index does not have yet, in place of what it has of
 * the same paths. To keep strays few, add posts newest first; but of those newer than what
 * is there, the oldest batch first.
 */
bool search_index_add(struct search_index *index, const struct index_batch *batch, struct err *err);

/* Forgets all posts whose paths `is_there` does not know. */
bool search_index_prune(struct search_index *index,
		bool (*is_there)(void *context, const char *path), void *context, struct err *err);

/* What the index is complete for. */
struct search_source {
	int64_t source; /* the caller's number for the posts that are all there; 0: not complete */
	int64_t unread; /* how many of them lack text, as it could not be read */
};
struct search_source search_index_source(struct search_index *index);
bool search_index_set_source(
		struct search_index *index, const struct search_source *source, struct err *err);

/*
 * Forgets everything. search_index_clears tells how often that was done: when it has changed, a
 * writer's order of adding (search_index_add) no longer holds, and it starts over.
 */
bool search_index_clear(struct search_index *index, struct err *err);
int64_t search_index_clears(struct search_index *index);

/* Merges what was added, for speed; after the last batch, outside of a transaction. */
bool search_index_settle(struct search_index *index, struct err *err);

/*
 * What the index holds: posts; those of them that are strays, added later with a date between
 * those of others; and dead entries, of posts that are gone, which still take space. With many
 * strays or dead entries the index is better cleared and filled again.
 */
struct search_index_state {
	size_t posts, strays, dead;
	int64_t newest; /* date of the newest post that is no stray; INT64_MAX: there is none */
};
bool search_index_state(
		struct search_index *index, struct search_index_state *state, struct err *err);

#endif
