#include "state/connection.h"

#include "base/err.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

static const struct database_mark mark = {.application = 0x52645374, .version = 1};

/*
 * Marks are rows of a table with row ids, since their pages take rows of half a page and more. Salvage
 * counts on all files of a version having their tables on the same pages: they are made in this order.
 * No time is beyond STATE_LAST_TIME.
 */
static const char tables[] =
		"CREATE TABLE file(identity INTEGER NOT NULL);"
		"INSERT INTO file VALUES(random());"
		"CREATE TABLE archives(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,"
		" url TEXT NOT NULL, first_visit INTEGER NOT NULL, generation INTEGER NOT NULL,"
		" CHECK(id BETWEEN 1 AND 1 << 40),"
		" CHECK(first_visit BETWEEN 0 AND 253402300799999));"
		"CREATE TABLE marks(id INTEGER PRIMARY KEY, entries BLOB NOT NULL);"
		"CREATE TABLE stars(archive INTEGER, key INTEGER, is_starred INTEGER NOT NULL,"
		" time INTEGER NOT NULL CHECK(time BETWEEN 0 AND 253402300799999),"
		" PRIMARY KEY(archive, key)) WITHOUT ROWID;"
		"CREATE TABLE places(archive INTEGER, key INTEGER,"
		" offset INTEGER NOT NULL CHECK(offset >= -1),"
		" time INTEGER NOT NULL CHECK(time BETWEEN 0 AND 253402300799999),"
		" PRIMARY KEY(archive, key)) WITHOUT ROWID;"
		"CREATE TABLE sessions(archive INTEGER PRIMARY KEY, text TEXT NOT NULL,"
		" time INTEGER NOT NULL CHECK(time BETWEEN 0 AND 253402300799999));"
		"CREATE TABLE histories(kind INTEGER, line TEXT,"
		" time INTEGER NOT NULL CHECK(time BETWEEN 0 AND 253402300799999),"
		" PRIMARY KEY(kind, line)) WITHOUT ROWID;"
		"CREATE TABLE searches(archive INTEGER, name TEXT, query TEXT NOT NULL,"
		" time INTEGER NOT NULL CHECK(time BETWEEN 0 AND 253402300799999),"
		" PRIMARY KEY(archive, name)) WITHOUT ROWID;";

bool
state_make(struct state *state, struct err *err)
{
	bool is_memory = database_is_memory(state->place);
	/* Its log and index have the permissions of the file. */
	if (!is_memory)
		(void)chmod(state->place, S_IRUSR | S_IWUSR);
	bool is_good = (is_memory || database_begin(state->db, state->place, err)) &&
		       database_run(state->db, "BEGIN IMMEDIATE", err);
	if (!is_good)
		return false;
	/* Another process may have been faster, where there are no locks but SQLite's. */
	is_good = database_state(state->db, &mark, err) != DATABASE_NEW ||
		  (database_run(state->db, tables, err) && database_mark(state->db, &mark, err));
	is_good = is_good && database_run(state->db, "COMMIT", err);
	if (!is_good)
		(void)database_run(state->db, "ROLLBACK", NULL);
	return is_good;
}

/* SQLite would write a long log to the file, and leave it as long as it is. */
static int
note_log(void *context, sqlite3 *db, const char *name, int pages)
{
	struct state *state = context;
	(void)db, (void)name;
	state->log_pages = pages;
	return SQLITE_OK;
}

bool
state_is_sound(struct sqlite3 *db)
{
	sqlite3_stmt *row = database_prepare(db, "PRAGMA quick_check(1)", NULL);
	int result = row != NULL ? sqlite3_step(row) : SQLITE_DONE;
	const char *text = result == SQLITE_ROW ? (const char *)sqlite3_column_text(row, 0) : "ok";
	bool is_ok = text != NULL && strcmp(text, "ok") == 0 && !database_is_damaged(db);
	sqlite3_finalize(row);
	return is_ok;
}

/*
 * Whether the file has only other sums than it should: a newer version of this program may have none,
 * and other programs that write SQLite files know of none. Then it is opened without a look at them.
 */
static bool
is_newer(struct state *state)
{
	struct err err;
	sqlite3 *raw = database_open_raw(state->place, false, &err);
	bool is_other = raw != NULL && database_state(raw, &mark, &err) == DATABASE_OTHER_VERSION &&
			state_is_sound(raw);
	sqlite3_close(is_other ? state->db : raw);
	if (is_other)
		state->db = raw;
	return is_other;
}

/*
 * The last to close a file deletes its log by name; if the file was replaced meanwhile, that would be
 * the log of the new one. So it is emptied and stays.
 */
static void
keep_log(sqlite3 *db)
{
	int is_kept = 1;
	(void)sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &is_kept);
}

enum database_state
state_connect(struct state *state, struct err *err)
{
	sqlite3_close(state->db);
	state->db = database_open(state->place, true, err);
	if (state->db == NULL)
		return DATABASE_FAILED;
	enum database_state found = database_state(state->db, &mark, err);
	if (found == DATABASE_DAMAGED && is_newer(state))
		found = DATABASE_OTHER_VERSION;
	keep_log(state->db);
	sqlite3_wal_hook(state->db, note_log, state);
	if (found == DATABASE_NEW || found == DATABASE_GOOD)
		(void)database_run(state->db,
				"PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 0", NULL);
	return found;
}
