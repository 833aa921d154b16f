#ifndef STATE_STATE_H
#define STATE_STATE_H

/*
 * What the reader did, in one SQLite file, $XDG_STATE_HOME/reader/state.db: marks, places,
 * sessions, histories, kept searches, of all archives. It is precious: it is never rebuilt
 * or dropped. A struct state is one connection to it and belongs to one thread; the thread
 * that writes is the keeper's (keeper.h), all others only read.
 *
 * A post is known by its archive and its key: state_post_key of its path in the archive.
 * Times are milliseconds since 1970 (state_now). Of two changes to one thing the later stands; one of a
 * time that is more than a day ahead is of a clock that was wrong, and does not stand against any other.
 *
 *   archives   id, path (real), url, first_visit, generation
 *   marks      archive and bucket (a key's highest 14 bits), entries: 16 bytes each, little-endian, sorted
 *              by key: the key; the time << 1 | is_read. An entry of time 0 says only that the post was seen
 *   stars      archive, key, is_starred, time
 *   places     archive, key, offset (-1: none any more), time
 *   sessions   archive, text, time
 *   histories  kind, line, time
 *   searches   archive, name, query ("": deleted), time
 *
 * Its pages have sums (store): a changed bit is noticed, not obeyed. Pages that are not as they were
 * written are still read where what could be of use is taken out of a damaged file.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct state;

/* Bounds of what is kept, in bytes: a session's text; a line, a name, a query; a path, an address. */
enum { STATE_SESSION_BYTES = 65536, STATE_LINE_BYTES = 4096, STATE_PATH_BYTES = 4096 };

/* The file's path, to be freed; NULL when there is no home. */
char *state_path(void);

/*
 * Opens the user's state. It never fails: where the file cannot be written, this is a database in
 * memory with what can be read of the file. *notice gets a sentence about that, or about a file that was
 * damaged, to be freed; else NULL.
 */
struct state *state_start(char **notice);

/* Where the state is: what the keeper opens. Borrowed. */
const char *state_file(const struct state *state);

/* Whether what is put is there after the program's end. */
bool state_is_kept(const struct state *state);

/*
 * Opens the state at `place`: a file's path, which is made if there is none, or a
 * database_memory_place. A damaged file is moved aside under a name with the date, and what can
 * be read of it is carried over; a file of a newer version, or one that cannot be written, is only
 * read: state_begin fails. *notice gets a sentence about any of these, to be freed, or NULL. NULL with err
 * when it can be neither read nor made, or is another program's.
 */
struct state *state_open(const char *place, char **notice, struct err *err);
void state_close(struct state *state); /* NULL is fine */

/*
 * Reads the whole file, and does with a damaged one as state_open, which looks at its beginning only.
 * *notice as there. False with err if it is damaged and stays so.
 */
bool state_check(struct state *state, char **notice, struct err *err);

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
 * The same, added if it is new: between state_begin and state_end. Then, if `url` ("" for none) is that
 * of exactly one known archive whose folder is gone, that one's state moves along, and *moved_from gets
 * its old path, to be freed; else NULL. id 0 with err.
 */
struct state_archive state_add_archive(struct state *state, const char *path, const char *url,
		char **moved_from, struct err *err);

/* --- Marks: read and unread, stars --- */

struct state_mark {
	uint64_t key;
	int64_t time; /* 0: only seen */
	bool is_read;
};

/*
 * Calls `take` for each mark of the archive, keys rising. False with err. Of a bucket that is not as
 * state_put_marks wrote it only the entries that are sound are taken.
 */
bool state_each_mark(struct state *state, int64_t archive,
		void (*take)(void *context, const struct state_mark *mark), void *context,
		struct err *err);

struct state_star {
	uint64_t key;
	int64_t time;
	bool is_starred; /* false: it was taken away */
};

/* The same for stars, in no order, those that were taken away among them. */
bool state_each_star(struct state *state, int64_t archive,
		void (*take)(void *context, const struct state_star *star), void *context,
		struct err *err);

/*
 * Stores marks, keys rising; a stored one that is later stays. Buckets are written once each. A mark that
 * was only seen is given with time 0, and changes nothing of one that is known.
 * All state_put_ functions are called between state_begin and state_end, and only by a writable
 * connection. False with err.
 */
bool state_put_marks(struct state *state, int64_t archive, const struct state_mark *marks,
		size_t count, struct err *err);
bool state_put_stars(struct state *state, int64_t archive, const struct state_star *stars,
		size_t count, struct err *err);
bool state_put_first_visit(struct state *state, int64_t archive, int64_t time, struct err *err);

/* --- Places, sessions, histories, kept searches --- */

/* The offset in the document's text at which a post was left; -1: none is kept. */
int64_t state_place(struct state *state, int64_t archive, uint64_t key);
bool state_put_place(struct state *state, int64_t archive, uint64_t key, int64_t offset,
		int64_t time, struct err *err);

/*
 * Text is UTF-8 without control characters (a session's may have line feeds and tabs) and within the
 * bounds above; other text is not kept, without a failure.
 */

/* What the session of an archive was, as its writer wrote it, to be freed; NULL: none. */
char *state_session(struct state *state, int64_t archive);
bool state_put_session(struct state *state, int64_t archive, const char *text, int64_t time,
		struct err *err);

/* The lines of a history, oldest first: an array, a NUL-terminated text each, all to be freed. */
enum { STATE_HISTORY_LINES = 500 };
enum state_history { HISTORY_COMMANDS, HISTORY_SEARCHES, HISTORY_FILTERS, STATE_HISTORIES };
char **state_history(struct state *state, enum state_history kind, size_t *count);

/*
 * Adds a line at the end, if no later one is known; the same line earlier goes, and the oldest beyond
 * the limit.
 */
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

/*
 * state_begin waits some seconds for another program that writes. state_end commits, or with is_good
 * false rolls back. False with err: nothing was begun; it could not commit.
 */
bool state_begin(struct state *state, struct err *err);
bool state_end(struct state *state, bool is_good, struct err *err);

/* A number that changes when another connection has committed, or the file was replaced. */
int state_version(struct state *state);

#endif
