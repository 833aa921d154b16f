#include "store/database.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "store/page_sums.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { BUSY_MS = 5000, LOCK_POLL_MS = 10 };

static const char memory_prefix[] = "file:/reader-";

/* A log without its file belongs to one that was deleted, which others may still read. */
static void
make_room(const char *place)
{
	file_make_folders(place);
	if (access(place, F_OK) != 0)
		database_discard(place);
}

/*
 * SQLite makes a log and its index to read a file that has had one, and cannot where
 * the folder must not be written. Nobody writes to the file while there is no log.
 */
static bool
stands_still(const char *place)
{
	const char *slash = strrchr(place, '/');
	char *folder = slash != NULL ? xstrndup(place, (size_t)(slash - place) + 1) : xstrdup(".");
	char *log = xformat("%s-wal", place);
	bool is_still = access(place, F_OK) == 0 &&
			faccessat(AT_FDCWD, folder, W_OK, AT_EACCESS) != 0 &&
			access(log, F_OK) != 0 && errno == ENOENT;
	free(folder);
	free(log);
	return is_still;
}

static char *
uri_of(const char *place, const char *ending)
{
	struct buf uri = buf_empty();
	buf_add_text(&uri, "file:");
	for (; *place != '\0'; place++)
		buf_format(&uri, strchr("%?#", *place) != NULL ? "%%%02X" : "%c",
				(unsigned char)*place);
	buf_add_text(&uri, ending);
	return buf_take(&uri);
}

/* `layer` is by which the file is read; NULL: the system's. */
static sqlite3 *
open_uri(const char *uri, int flags, const char *layer, struct err *err)
{
	sqlite3 *db = NULL;
	/* Never SQLITE_OPEN_READONLY: a reader of a WAL may have to make its index. */
	flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
	if (sqlite3_open_v2(uri, &db, flags, layer) != SQLITE_OK) {
		database_fail(db, err);
		sqlite3_close(db);
		return NULL;
	}
	sqlite3_busy_timeout(db, BUSY_MS);
	return db;
}

struct sqlite3 *
database_open(const char *place, bool is_new, struct err *err)
{
	bool is_memory = database_is_memory(place);
	if (is_new && !is_memory)
		make_room(place);
	char *uri = is_memory ? xstrdup(place)
			      : uri_of(place, stands_still(place) ? "?immutable=1" : "");
	sqlite3 *db = open_uri(uri, is_new ? SQLITE_OPEN_CREATE : 0,
			is_memory ? NULL : page_sums_layer(), err);
	free(uri);
	return db;
}

struct sqlite3 *
database_open_raw(const char *place, bool is_fixed, struct err *err)
{
	char *uri = uri_of(place, is_fixed ? "?immutable=1" : "");
	sqlite3 *db = open_uri(uri, 0, NULL, err);
	free(uri);
	/* With it SQLite reads a file of fewer pages than its header says. */
	if (db != NULL)
		(void)database_run(db, "PRAGMA writable_schema = ON", NULL);
	return db;
}

bool
database_begin(struct sqlite3 *db, const char *place, struct err *err)
{
	/* A database in memory has no journal to keep. */
	if (database_is_memory(place))
		return database_run(db, "PRAGMA journal_mode = OFF", err);
	return page_sums_begin(db, err) &&
	       database_run(db, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL", err);
}

bool
database_is_gone(struct sqlite3 *db)
{
	int has_moved = 0;
	(void)sqlite3_file_control(db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
	const char *name = sqlite3_db_filename(db, "main");
	return has_moved != 0 || (sqlite3_uri_boolean(name, "immutable", 0) != 0 &&
						 access(sqlite3_filename_wal(name), F_OK) == 0);
}

bool
database_copy(const char *place, const char *to, struct err *err)
{
	sqlite3 *db = database_open(place, false, err);
	sqlite3_stmt *statement = db != NULL ? database_prepare(db, "VACUUM INTO ?1", err) : NULL;
	if (statement != NULL)
		sqlite3_bind_text(statement, 1, to, -1, SQLITE_STATIC);
	bool is_good = statement != NULL &&
		       (sqlite3_step(statement) == SQLITE_DONE || database_fail(db, err)) &&
		       (!database_is_gone(db) || err_set(err, _("%s was replaced"), place));
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return is_good;
}

enum database_state
database_state(struct sqlite3 *db, const struct database_mark *mark, struct err *err)
{
	sqlite3_stmt *row;
	int result = sqlite3_prepare_v2(db,
			"SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) "
			"FROM pragma_application_id, pragma_user_version",
			-1, &row, NULL);
	result = result == SQLITE_OK ? sqlite3_step(row) : result;
	const struct database_mark found = {sqlite3_column_int(row, 0), sqlite3_column_int(row, 1)};
	int tables = sqlite3_column_int(row, 2);
	sqlite3_finalize(row);
	if (result == SQLITE_NOTADB || result == SQLITE_CORRUPT)
		return DATABASE_DAMAGED;
	if (result != SQLITE_ROW) {
		database_fail(db, err);
		return DATABASE_FAILED;
	}
	if (found.application == 0 && found.version == 0 && tables == 0)
		return DATABASE_NEW;
	if (found.application != mark->application)
		return DATABASE_FOREIGN;
	if (found.version != mark->version)
		return DATABASE_OTHER_VERSION;
	return page_sums_are_kept(db) ? DATABASE_GOOD : DATABASE_DAMAGED;
}

bool
database_mark(struct sqlite3 *db, const struct database_mark *mark, struct err *err)
{
	char *sql = sqlite3_mprintf("PRAGMA application_id = %d; PRAGMA user_version = %d",
			mark->application, mark->version);
	bool is_good = database_run(db, sql, err);
	sqlite3_free(sql);
	return is_good;
}

const char *
database_state_text(enum database_state state)
{
	static const char *const texts[] = {
			[DATABASE_FOREIGN] = N_("is not this program's"),
			[DATABASE_OTHER_VERSION] = N_("is of another version"),
			[DATABASE_DAMAGED] = N_("is damaged"),
	};
	return _(texts[state]);
}

bool
database_is_damaged(struct sqlite3 *db)
{
	int code = sqlite3_errcode(db) & 0xFF;
	return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

void
database_discard(const char *place)
{
	if (database_is_memory(place))
		return;
	static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		char *name = xformat("%s%s", place, endings[i]);
		(void)unlink(name);
		free(name);
	}
}

/* flock: the lock holds between two threads of one process as well. */
int
database_lock(const char *place)
{
	if (database_is_memory(place))
		return -1;
	char *name = xformat("%s.lock", place);
	int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	const struct timespec pause = {.tv_nsec = LOCK_POLL_MS * 1000000L};
	free(name);
	for (int waited = 0; fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0; waited += LOCK_POLL_MS) {
		bool may_come = errno == EWOULDBLOCK || errno == EINTR;
		if (may_come && waited < BUSY_MS) {
			nanosleep(&pause, NULL);
			continue;
		}
		close(fd);
		fd = -1;
	}
	return fd;
}

char *
database_memory_place(void)
{
	uint64_t number;
	sqlite3_randomness(sizeof(number), &number);
	return xformat("%s%016llx?vfs=memdb", memory_prefix, (unsigned long long)number);
}

bool
database_is_memory(const char *place)
{
	return strncmp(place, memory_prefix, sizeof(memory_prefix) - 1) == 0;
}

bool
database_run(struct sqlite3 *db, const char *sql, struct err *err)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK || database_fail(db, err);
}

struct sqlite3_stmt *
database_prepare(struct sqlite3 *db, const char *sql, struct err *err)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK)
		return statement;
	database_fail(db, err);
	return NULL;
}

bool
database_prepare_all(struct sqlite3 *db, const char *const *sql, size_t count,
		struct sqlite3_stmt **statements, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		statements[i] = database_prepare(db, sql[i], err);
		if (statements[i] == NULL)
			return false;
	}
	return true;
}

void
database_finalize_all(struct sqlite3_stmt **statements, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sqlite3_finalize(statements[i]);
		statements[i] = NULL;
	}
}

bool
database_done(struct sqlite3_stmt *statement, struct err *err)
{
	bool is_good = sqlite3_step(statement) == SQLITE_DONE ||
		       database_fail(sqlite3_db_handle(statement), err);
	sqlite3_reset(statement);
	return is_good;
}

bool
database_number(struct sqlite3 *db, const char *sql, int64_t *number, struct err *err)
{
	sqlite3_stmt *row = database_prepare(db, sql, err);
	bool is_good = row != NULL && (sqlite3_step(row) == SQLITE_ROW || database_fail(db, err));
	*number = is_good ? sqlite3_column_int64(row, 0) : 0;
	sqlite3_finalize(row);
	return is_good;
}

bool
database_fail(struct sqlite3 *db, struct err *err)
{
	return err_set(err, "%s", _(sqlite3_errmsg(db)));
}
