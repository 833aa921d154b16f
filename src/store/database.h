#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

/*
 * SQLite files: opens them, checks what they are by their header, and deletes them. A page
 * that is not as it was written is damage (page_sums.h). All strings of SQL are this program's own.
 *
 * A place is a file's path, or the name of a database in memory made by
 * database_memory_place: then every connection of the process that opens it
 * sees the same data until the last one is closed.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct sqlite3;
struct sqlite3_stmt;

/* What a kind of file has in its header. */
struct database_mark {
	int application; /* PRAGMA application_id */
	int version;	 /* PRAGMA user_version: of tables and all that is in them */
};

enum database_state {
	DATABASE_NEW, /* nothing in it yet */
	DATABASE_GOOD,
	DATABASE_FOREIGN,
	DATABASE_OTHER_VERSION,
	DATABASE_DAMAGED,
	DATABASE_FAILED, /* it cannot be read; err says why */
};

/*
 * Opens a connection for one thread, to be closed by sqlite3_close. With is_new a missing
 * file is made, with its folder. A file that may not be written is opened for reading; if
 * no file can be made beside it and it has no log, nobody is taken to write it. NULL with
 * err.
 */
struct sqlite3 *database_open(const char *place, bool is_new, struct err *err);

/*
 * Opens a damaged file to take out of it what can be read: also pages that are not as they were written,
 * also of a file that has been cut. With is_fixed nothing is written beside it, and its log is not
 * read. NULL with err.
 */
struct sqlite3 *database_open_raw(const char *place, bool is_fixed, struct err *err);

/*
 * Whether the file was deleted or replaced since it was opened, or is written though
 * it was taken to stand still; otherwise what it had can still be read.
 */
bool database_is_gone(struct sqlite3 *db);

/* Copies the database at `place` to `to`, a place where there is none. False with err. */
bool database_copy(const char *place, const char *to, struct err *err);

/* Makes a new file ready for tables: its pages, sums and journal. False with err. */
bool database_begin(struct sqlite3 *db, const char *place, struct err *err);

/* What the file is, by its header. */
enum database_state database_state(
		struct sqlite3 *db, const struct database_mark *mark, struct err *err);

/* Marks a new file. False with err. */
bool database_mark(struct sqlite3 *db, const struct database_mark *mark, struct err *err);

/* "is damaged" and the like; only for DATABASE_FOREIGN, _OTHER_VERSION and _DAMAGED. */
const char *database_state_text(enum database_state state);

/* Whether the connection's last failure was a damaged file. */
bool database_is_damaged(struct sqlite3 *db);

/* Removes a file and what SQLite keeps beside it. */
void database_discard(const char *place);

/*
 * Takes the lock for opening or discarding the file at `place`: SQLite finds the log by
 * the file's name, so a file must not be replaced while another process opens it. Returns a
 * descriptor, whose closing unlocks; -1 if there can be no lock, or after five seconds in
 * vain.
 */
int database_lock(const char *place);

/* A name for a database in memory that no other has; to be freed. */
char *database_memory_place(void);
bool database_is_memory(const char *place);

/* Runs statements without results. False with err. */
bool database_run(struct sqlite3 *db, const char *sql, struct err *err);

/* To be freed with sqlite3_finalize. NULL with err. */
struct sqlite3_stmt *database_prepare(struct sqlite3 *db, const char *sql, struct err *err);

/* The same for `count` statements, of which some may be NULL when it is false, with err. */
bool database_prepare_all(struct sqlite3 *db, const char *const *sql, size_t count,
		struct sqlite3_stmt **statements, struct err *err);
void database_finalize_all(struct sqlite3_stmt **statements, size_t count);

/* Runs a statement that gives no rows, and makes it ready to run again. False with err. */
bool database_done(struct sqlite3_stmt *statement, struct err *err);

/* Sets *number to the first column of the only row, 0 for NULL. False with err. */
bool database_number(struct sqlite3 *db, const char *sql, int64_t *number, struct err *err);

/* Fills err with what the connection says. Returns false. */
bool database_fail(struct sqlite3 *db, struct err *err);

#endif
