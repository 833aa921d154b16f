#ifndef STATE_STATE_H
#define STATE_STATE_H

/*
 * What the reader did, in one SQLite file, $XDG_STATE_HOME/reader/state.db: marks, places,
 * sessions, histories, kept searches, of all archives. It is precious: it is never rebuilt
 * or dropped. A struct state is one connection to it and belongs to one thread; the thread
 * that writes is the keeper's (keeper.h), all others only read.
 *
 * A post is known by its archive and its key: state_post_key of its path in the archive.
 * Times are milliseconds since 1970 (state_now); of two changes to one thing the later stands.
 *
 *   archives   id, path (real), url, first_visit, generation
 *   marks      archive, bucket (a key's highest 12 bits), entries: 16 bytes each, little-endian, sorted
 *              by key: the key; the time << 1 | is_read. An entry of time 0 says only that the post was seen
 *   stars      archive, key, is_starred, time
 *   places     archive, key, offset (-1: none any more), time
 *   sessions   archive, text, time
 *   histories  kind, line, time
 *   searches   archive, name, query ("": deleted), time
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct state;

/* The file's path, to be freed; NULL when there is no home. */
char *state_path(void);

/*
 * Opens the state at `place`: a file's path, which is made if there is none, or a
 * database_memory_place. A damaged file is moved aside under a name with the date, and what can
 * be read of it is carried over; a file of a newer version, or one that cannot be written, is only
 * read. *notice gets a sentence about any of these, to be freed, or NULL. NULL with err when it can
 * be neither read nor made: the caller goes on with a place in memory.
 */
struct state *state_open(const char *place, char **notice, struct err *err);
void state_close(struct state *state); /* NULL is fine */
bool state_is_writable(const struct state *state);

/* A random number that only this file has: what was made from it is of no use for another. */
int64_t state_identity(struct state *state);

uint64_t state_post_key(const char *path);
int64_t state_now(void);

/* --- Archives --- */

struct state_archive {
	int64_t id;	     /* 0: not known */
	int64_t first_visit; /* time; 0: none was completed yet */
	int64_t generation; /* rises with each change of its marks and stars, by whichever process */
};

/* The archive of a real path; its id is 0 if it is not known. */
struct state_archive state_find_archive(struct state *state, const char *path);

/*
 * The same, added if it is new. Then, if `url` ("" for none) is that of exactly one known archive
 * whose folder is gone, that one's state moves along, and *moved_from gets its old path, to be freed;
 * else NULL. id 0 with err.
 */
struct state_archive state_add_archive(struct state *state, const char *path, const char *url,
		char **moved_from, struct err *err);

/* --- Marks: read and unread, stars --- */

struct state_mark {
	uint64_t key;
	int64_t time; /* 0: only seen */
	bool is_read;
};

/* Calls `take` for each mark of the archive, keys rising; false with err. */
bool state_each_mark(struct state *state, int64_t archive,
		void (*take)(void *context, const struct state_mark *mark), void *context,
		struct err *err);
bool state_each_star(struct state *state, int64_t archive,
		void (*take)(void *context, uint64_t key), void *context, struct err *err);

/*
 * Stores marks, keys rising; a stored one that is later stays. Buckets are written once each.
 * All state_put_ functions are called between state_begin and state_end, and only by a writable
 * connection. False with err.
 */
bool state_put_marks(struct state *state, int64_t archive, const struct state_mark *marks,
		size_t count, struct err *err);
bool state_put_star(struct state *state, int64_t archive, uint64_t key, bool is_starred,
		int64_t time, struct err *err);
bool state_put_first_visit(struct state *state, int64_t archive, int64_t time, struct err *err);

/* --- Places, sessions, histories, kept searches --- */

/* The offset in the document's text at which a post was left; -1: none is kept. */
int64_t state_place(struct state *state, int64_t archive, uint64_t key);
bool state_put_place(struct state *state, int64_t archive, uint64_t key, int64_t offset,
		int64_t time, struct err *err);

/* What the session of an archive was, as its writer wrote it (UTF-8), to be freed; NULL: none. */
char *state_session(struct state *state, int64_t archive);
bool state_put_session(struct state *state, int64_t archive, const char *text, int64_t time,
		struct err *err);

/* The lines of a history, oldest first: an array, a NUL-terminated text each, all to be freed. */
enum { STATE_HISTORY_LINES = 500 };
enum state_history { HISTORY_COMMANDS, HISTORY_SEARCHES, HISTORY_FILTERS };
char **state_history(struct state *state, enum state_history kind, size_t *count);

/* Adds a line at the end; the same line earlier goes, and the oldest beyond the limit. */
bool state_put_history(struct state *state, enum state_history kind, const char *line, int64_t time,
		struct err *err);

struct state_search {
	char *name, *query;
};

/* The kept searches of an archive by name: an array, all to be freed. */
struct state_search *state_searches(struct state *state, int64_t archive, size_t *count);
/* `query` "" deletes it. */
bool state_put_search(struct state *state, int64_t archive, const char *name, const char *query,
		int64_t time, struct err *err);

/* --- Transactions --- */

/* state_end commits, or with is_good false rolls back; false with err if it could not commit. */
bool state_begin(struct state *state, struct err *err);
bool state_end(struct state *state, bool is_good, struct err *err);

/* A number that changes when another connection has committed (PRAGMA data_version). */
int state_version(struct state *state);

#endif
