#include "state/salvage.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "state/bucket.h"
#include "state/connection.h"
#include "state/kept_text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	PAGE_BYTES = 8192,
	VERSION_AT = 92, /* in a file's header: for which change its count of pages holds */
	LOG_MAX_BYTES = 1 << 30,
};

/* --- Rows --- */

struct table {
	const char *name, *columns;
	const char *forwards, *backwards; /* the two orders of its rows */
	int count;			  /* of columns */
	bool has_paths;			  /* whose bytes may be any */
};

static const struct table tables[] = {
		{"archives", "id, path, url, first_visit, generation", "id", "id DESC", 5, true},
		{"stars", "archive, key, is_starred, time", "archive, key",
				"archive DESC, key DESC", 4, false},
		{"places", "archive, key, offset, time", "archive, key", "archive DESC, key DESC",
				4, false},
		{"sessions", "archive, text, time", "archive", "archive DESC", 3, false},
		{"histories", "kind, line, time", "kind, line", "kind DESC, line DESC", 3, false},
		{"searches", "archive, name, query, time", "archive, name",
				"archive DESC, name DESC", 4, false},
};

/* Rows of archives that could not be read are of no use, and must not be another's. */
static const char strays[] = "DELETE FROM stars WHERE archive NOT IN (SELECT id FROM archives);"
			     "DELETE FROM places WHERE archive NOT IN (SELECT id FROM archives);"
			     "DELETE FROM sessions WHERE archive NOT IN (SELECT id FROM archives);"
			     "DELETE FROM searches WHERE archive NOT IN (SELECT id FROM archives);";

static bool
is_sound_value(sqlite3_stmt *row, int column, bool is_path)
{
	if (sqlite3_column_type(row, column) == SQLITE_INTEGER)
		return true;
	const char *text = sqlite3_column_type(row, column) == SQLITE_TEXT
					   ? (const char *)sqlite3_column_text(row, column)
					   : NULL;
	return text != NULL && strlen(text) == (size_t)sqlite3_column_bytes(row, column) &&
	       (is_path || state_is_session(text));
}

/* Puts the row that `row` is at, unless it is not sound or its key is there. */
static bool
copy_row(const struct table *table, sqlite3_stmt *row, sqlite3_stmt *put, struct err *err)
{
	for (int i = 0; i < table->count; i++) {
		if (!is_sound_value(row, i, table->has_paths))
			return true;
		sqlite3_bind_value(put, i + 1, sqlite3_column_value(row, i));
	}
	int result = sqlite3_step(put);
	sqlite3_reset(put);
	return result == SQLITE_DONE || database_fail(sqlite3_db_handle(put), err);
}

/* Copies rows up to the first page that cannot be read; *is_whole: there was none. */
static bool
copy_rows(const struct table *table, const char *order, sqlite3 *from, sqlite3_stmt *put,
		bool *is_whole, struct err *err)
{
	char *sql = xformat("SELECT %s FROM %s NOT INDEXED ORDER BY %s", table->columns,
			table->name, order);
	sqlite3_stmt *row = database_prepare(from, sql, NULL);
	bool is_good = true;
	int result = SQLITE_ERROR;
	while (row != NULL && is_good && (result = sqlite3_step(row)) == SQLITE_ROW)
		is_good = copy_row(table, row, put, err);
	*is_whole = result == SQLITE_DONE;
	sqlite3_finalize(row);
	free(sql);
	return is_good;
}

/* From both ends: what lies between the first and the last damaged page is lost. */
static bool
copy_table(const struct table *table, sqlite3 *from, sqlite3 *to, struct err *err)
{
	static const char values[] = "?1,?2,?3,?4,?5";
	bool is_whole = false;
	char *sql = xformat("INSERT OR IGNORE INTO %s(%s) VALUES(%.*s)", table->name,
			table->columns, table->count * 3 - 1, values);
	sqlite3_stmt *put = database_prepare(to, sql, err);
	bool is_good = put != NULL &&
		       copy_rows(table, table->forwards, from, put, &is_whole, err) &&
		       (is_whole || copy_rows(table, table->backwards, from, put, &is_whole, err));
	sqlite3_finalize(put);
	free(sql);
	return is_good;
}

/* Appends what is sound of the bucket that `row` is at. */
static void
add_bucket(struct buf *out, sqlite3_stmt *row, unsigned bucket)
{
	struct bucket_walk walk = {
			.bytes = sqlite3_column_blob(row, 0),
			.left = (size_t)sqlite3_column_bytes(row, 0),
			.bucket = bucket,
	};
	for (bucket_walk_on(&walk); walk.has_mark; bucket_walk_on(&walk))
		bucket_add(out, &walk.mark);
}

/* Bucket by bucket, so that a page that cannot be read costs no more than its own. */
static bool
copy_buckets(int64_t archive, sqlite3_stmt *row, sqlite3_stmt *put, struct err *err)
{
	bool is_good = true;
	struct buf entries = buf_empty();
	for (unsigned bucket = 0; is_good && bucket < BUCKETS; bucket++) {
		int64_t id = archive << BUCKET_BITS | bucket;
		buf_clear(&entries);
		sqlite3_bind_int64(row, 1, id);
		if (sqlite3_step(row) == SQLITE_ROW)
			add_bucket(&entries, row, bucket);
		sqlite3_reset(row);
		if (entries.length == 0)
			continue;
		sqlite3_bind_int64(put, 1, id);
		sqlite3_bind_blob64(put, 2, entries.data, entries.length, SQLITE_STATIC);
		is_good = sqlite3_step(put) == SQLITE_DONE ||
			  database_fail(sqlite3_db_handle(put), err);
		sqlite3_reset(put);
	}
	buf_free(&entries);
	return is_good;
}

static bool
copy_marks(sqlite3 *from, sqlite3 *to, struct err *err)
{
	sqlite3_stmt *row = database_prepare(from, "SELECT entries FROM marks WHERE id = ?1", NULL);
	sqlite3_stmt *put = database_prepare(to, "INSERT INTO marks VALUES(?1, ?2)", err);
	sqlite3_stmt *archive = database_prepare(to, "SELECT id FROM archives", err);
	bool is_good = put != NULL && archive != NULL;
	while (is_good && row != NULL && sqlite3_step(archive) == SQLITE_ROW)
		is_good = copy_buckets(sqlite3_column_int64(archive, 0), row, put, err);
	sqlite3_finalize(row);
	sqlite3_finalize(put);
	sqlite3_finalize(archive);
	return is_good;
}

bool
salvage_rows(struct sqlite3 *from, struct sqlite3 *to, struct err *err)
{
	if (!database_run(to, "BEGIN IMMEDIATE", err))
		return false;
	bool is_good = true;
	for (size_t i = 0; is_good && i < sizeof(tables) / sizeof(tables[0]); i++)
		is_good = copy_table(&tables[i], from, to, err);
	is_good = is_good && copy_marks(from, to, err) && database_run(to, strays, err) &&
		  database_run(to, "COMMIT", err);
	if (!is_good)
		(void)database_run(to, "ROLLBACK", NULL);
	return is_good;
}

/* --- The file --- */

struct salvage {
	const char *place;
	char *copy;	  /* of the damaged file, with a first page that can be read */
	char *log;	  /* of the damaged file */
	struct state new; /* that takes its place */
};

static bool
read_page(sqlite3 *db, sqlite3_int64 offset, unsigned char page[PAGE_BYTES])
{
	sqlite3_file *file = NULL;
	memset(page, 0, PAGE_BYTES);
	if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, (void *)&file) != SQLITE_OK)
		return false;
	int result = file->pMethods->xRead(file, page, PAGE_BYTES, offset);
	return result == SQLITE_OK || result == SQLITE_IOERR_SHORT_READ;
}

static sqlite3_int64
size_of(sqlite3 *db)
{
	sqlite3_file *file = NULL;
	sqlite3_int64 size = 0;
	if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, (void *)&file) == SQLITE_OK)
		(void)file->pMethods->xFileSize(file, &size);
	return size;
}

/*
 * The first page holds the header, and which table is on which page: that is the same in all files of
 * a version. So a damaged one is of no matter. Read by SQLite's handle: closing another one of the
 * file would give up the locks that this process has on it.
 */
static bool
copy_pages(struct salvage *salvage, sqlite3 *damaged, int fd, struct err *err)
{
	unsigned char page[PAGE_BYTES];
	if (!read_page(salvage->new.db, 0, page))
		return err_set(err, _("the new file cannot be read"));
	memset(page + VERSION_AT, 0, sizeof(uint32_t));
	sqlite3_int64 size = size_of(damaged);
	bool is_good = true;
	for (sqlite3_int64 at = 0; is_good && at < size; at += PAGE_BYTES) {
		/* A part of a disk that cannot be read is left empty. */
		if (at > 0 && !read_page(damaged, at, page))
			memset(page, 0, sizeof(page));
		is_good = file_write_all(fd, (const char *)page, sizeof(page), err);
	}
	return is_good;
}

/* Makes the file `path` and writes to it what is read from `from`, a file that may be missing. */
static bool
copy_log(const char *from, const char *path, struct err *err)
{
	struct buf bytes = buf_empty();
	bool is_there = access(from, F_OK) == 0;
	bool is_good = !is_there || file_read(from, LOG_MAX_BYTES, &bytes, err);
	int fd = is_good && is_there ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)
				     : -1;
	if (fd >= 0)
		is_good = file_write_all(fd, bytes.data, bytes.length, err);
	else if (is_good && is_there)
		is_good = err_set_errno(err, path, errno);
	if (fd >= 0)
		close(fd);
	buf_free(&bytes);
	return is_good;
}

static bool
copy_file(struct salvage *salvage, struct err *err)
{
	char *log = xformat("%s-wal", salvage->copy);
	sqlite3 *damaged = database_open_raw(salvage->place, false, err);
	int fd = damaged != NULL ? open(salvage->copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
						   0600)
				 : -1;
	bool is_good = fd >= 0 ? copy_pages(salvage, damaged, fd, err) &&
						       copy_log(salvage->log, log, err)
			       : damaged != NULL && err_set_errno(err, salvage->copy, errno);
	if (fd >= 0)
		close(fd);
	sqlite3_close(damaged);
	free(log);
	return is_good;
}

/* Makes the new file, and fills it with what a copy of the damaged one still has. */
static bool
fill_new(struct salvage *salvage, struct err *err)
{
	struct state *new = &salvage->new;
	if (state_connect(new, err) != DATABASE_NEW || !state_make(new, err) ||
			sqlite3_wal_checkpoint_v2(new->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
					NULL) != SQLITE_OK ||
			!copy_file(salvage, err))
		return false;
	sqlite3 *from = database_open_raw(salvage->copy, false, err);
	bool is_good = from != NULL && salvage_rows(from, new->db, err) &&
		       (sqlite3_wal_checkpoint_v2(new->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
					NULL) == SQLITE_OK ||
				       database_fail(new->db, err));
	sqlite3_close(from);
	return is_good;
}

/* A name beside the file that no other has, to be freed. */
static char *
name_aside(const char *place)
{
	char date[sizeof("YYYY-MM-DD")] = "";
	time_t now = time(NULL);
	struct tm tm;
	if (gmtime_r(&now, &tm) != NULL)
		(void)strftime(date, sizeof(date), "%Y-%m-%d", &tm);
	char *name = xformat("%s.damaged-%s", place, date);
	for (int i = 2; access(name, F_OK) == 0 && i < INT_MAX; i++) {
		free(name);
		name = xformat("%s.damaged-%s.%d", place, date, i);
	}
	return name;
}

/* Where a file cannot have two names, it has the new one. */
static bool
set_aside(const char *from, const char *to)
{
	return link(from, to) == 0 || rename(from, to) == 0;
}

/*
 * The log goes before the file is replaced: SQLite finds it by name, and would take it for
 * the new file's.
 */
static bool
replace(struct salvage *salvage, const char *aside, struct err *err)
{
	char *log_aside = xformat("%s-wal", aside);
	char *index = xformat("%s-shm", salvage->place);
	struct stat status;
	bool is_good = set_aside(salvage->place, aside);
	if (stat(salvage->log, &status) == 0 && status.st_size > 0)
		(void)set_aside(salvage->log, log_aside);
	(void)unlink(salvage->log);
	(void)unlink(index);
	is_good = is_good && rename(salvage->new.place, salvage->place) == 0;
	if (!is_good)
		err_set_errno(err, aside, errno);
	free(log_aside);
	free(index);
	return is_good;
}

bool
salvage_file(struct state *state, char **notice, struct err *err)
{
	struct salvage salvage = {
			.place = state->place,
			.copy = xformat("%s.copy", state->place),
			.log = xformat("%s-wal", state->place),
			.new = {.place = xformat("%s.new", state->place), .lock = -1},
	};
	char *aside = name_aside(state->place);
	database_discard(salvage.copy);
	database_discard(salvage.new.place);
	bool is_good = fill_new(&salvage, err);
	sqlite3_close(salvage.new.db);
	sqlite3_close(state->db);
	state->db = NULL;
	is_good = is_good && replace(&salvage, aside, err) &&
		  state_connect(state, err) == DATABASE_GOOD;
	if (is_good && *notice == NULL)
		*notice = xformat(_("%s was damaged: what could be read of it was carried over, "
				    "and it is now %s"),
				state->place, aside);
	database_discard(salvage.copy);
	database_discard(salvage.new.place);
	free(salvage.copy);
	free(salvage.log);
	free(salvage.new.place);
	free(aside);
	return is_good;
}
