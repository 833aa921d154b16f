#include "fulltext/search_index.h"

#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "fulltext/index.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

/* RDSX; tables, tokens and packing. */
static const struct database_mark mark = {0x52445358, 6};

/* Another process may hold the index while it compares it with a million posts. */
enum { PATIENCE_MS = 20000 };

/* --- Opening --- */

/* What a connection needs; it reads the file, so it comes after the look at its header. */
static bool
set_up(struct search_index *index, struct err *err)
{
	return index_tables_register(index->db, err) &&
	       database_run(index->db,
			       "PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY; "
			       "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216",
			       err) &&
	       (!database_is_memory(index->path) ||
			       database_run(index->db, "PRAGMA journal_mode = MEMORY", err));
}

static void
close_file(struct search_index *index)
{
	sqlite3_finalize(index->has);
	index->has = NULL;
	sqlite3_close(index->db);
	index->db = NULL;
}

static bool
make_tables(struct search_index *index, const char *path, struct err *err)
{
	return database_begin(index->db, path, err) &&
	       database_run(index->db, "BEGIN IMMEDIATE", err) &&
	       database_mark(index->db, &mark, err) && index_tables_create(index->db, err) &&
	       database_run(index->db, "COMMIT", err);
}

static bool
prepare(struct search_index *index, struct err *err)
{
	index->has = database_prepare(index->db,
			"SELECT 1 FROM search_docs WHERE path = ?1 AND "
			"(?2 = ?4 OR (mtime = ?2 AND size = ?3))",
			err);
	return index->has != NULL;
}

static struct search_index *
index_new(const char *path)
{
	struct search_index *index = xcalloc(1, sizeof(*index));
	index->path = xstrdup(path);
	return index;
}

static void
unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}

static bool
open_to_write(struct search_index *index, const char *path, char **notice, struct err *err)
{
	index->db = database_open(path, true, err);
	if (index->db == NULL)
		return false;
	enum database_state state = database_state(index->db, &mark, err);
	/* Tables that cannot be prepared for are damage too. */
	if (state == DATABASE_GOOD && !(set_up(index, err) && prepare(index, err)))
		state = DATABASE_DAMAGED;
	if (state == DATABASE_FAILED || state == DATABASE_GOOD)
		return state == DATABASE_GOOD;
	if (state != DATABASE_NEW) {
		close_file(index);
		database_discard(path);
		if (notice != NULL)
			*notice = xformat(_("%s: %s: the full text is indexed anew"), path,
					database_state_text(state));
		index->db = database_open(path, true, err);
	}
	return index->db != NULL && set_up(index, err) && make_tables(index, path, err) &&
	       prepare(index, err);
}

struct search_index *
search_index_open(const char *path, char **notice, struct err *err)
{
	struct search_index *index = index_new(path);
	if (notice != NULL)
		*notice = NULL;
	if (!database_is_memory(path))
		file_make_folders(path); /* of the lock */
	int lock = database_lock(path);
	bool is_good = open_to_write(index, path, notice, err);
	unlock(lock);
	if (is_good) {
		sqlite3_busy_timeout(index->db, PATIENCE_MS);
		return index;
	}
	search_index_close(index);
	return NULL;
}

struct search_index *
search_index_open_copy(const char *from, char **place, struct err *err)
{
	struct err ignored;
	*place = database_memory_place();
	struct search_index *known = from != NULL ? search_index_open_reader(from, &ignored) : NULL;
	/* In memory it lives only while a connection is open; a copy that failed is gone then. */
	sqlite3 *keeper = known != NULL ? database_open(*place, true, err) : NULL;
	if (keeper != NULL && !database_copy(from, *place, &ignored)) {
		sqlite3_close(keeper);
		keeper = NULL;
	}
	search_index_close(known);
	struct search_index *index = search_index_open(*place, NULL, err);
	sqlite3_close(keeper);
	return index;
}

struct search_index *
search_index_open_reader(const char *path, struct err *err)
{
	struct search_index *index = index_new(path);
	int lock = database_lock(path);
	index->db = database_open(path, false, err);
	bool is_good = index->db != NULL &&
		       (database_state(index->db, &mark, err) == DATABASE_GOOD ||
				       err_set(err, _("the full text is not indexed yet")));
	unlock(lock);
	if (is_good && set_up(index, err) &&
			database_run(index->db, "PRAGMA query_only = 1; BEGIN", err) &&
			prepare(index, err))
		return index;
	if (!database_is_memory(path))
		err_add_path(err, path);
	search_index_close(index);
	return NULL;
}

void
search_index_close(struct search_index *index)
{
	if (index == NULL)
		return;
	close_file(index);
	free(index->path);
	free(index);
}

bool
search_index_is_damaged(const struct search_index *index)
{
	return index->is_damaged || database_is_damaged(index->db);
}

void
search_index_discard(struct search_index *index)
{
	int lock = database_lock(index->path);
	if (!database_is_memory(index->path) && !database_is_gone(index->db))
		database_discard(index->path);
	unlock(lock);
}

/* --- Writing --- */

bool
search_index_has(struct search_index *index, const struct search_file *file)
{
	sqlite3_bind_text(index->has, 1, file->path, -1, SQLITE_STATIC);
	sqlite3_bind_int64(index->has, 2, file->mtime);
	sqlite3_bind_int64(index->has, 3, (int64_t)file->size);
	sqlite3_bind_int64(index->has, 4, SEARCH_FILE_UNREAD);
	bool has = sqlite3_step(index->has) == SQLITE_ROW;
	sqlite3_reset(index->has);
	return has;
}

bool
search_index_begin(struct search_index *index, struct err *err)
{
	return database_run(index->db, "BEGIN IMMEDIATE", err);
}

bool
search_index_commit(struct search_index *index, struct err *err)
{
	return database_run(index->db, "COMMIT", err);
}

void
search_index_rollback(struct search_index *index)
{
	index->is_damaged = search_index_is_damaged(index);
	if (sqlite3_get_autocommit(index->db) == 0)
		(void)database_run(index->db, "ROLLBACK", NULL);
}

/* What search_index_prune asks of each path, as a function of SQL. */
struct pruning {
	bool (*is_there)(void *context, const char *path);
	void *context;
};

static void
is_there(sqlite3_context *call, int count, sqlite3_value **values)
{
	const struct pruning *pruning = sqlite3_user_data(call);
	const char *path = (const char *)sqlite3_value_text(values[0]);
	(void)count;
	sqlite3_result_int(call, path == NULL || pruning->is_there(pruning->context, path));
}

bool
search_index_prune(struct search_index *index, bool (*asks)(void *context, const char *path),
		void *context, struct err *err)
{
	const struct search_source nothing = {0};
	struct pruning pruning = {asks, context};
	if (sqlite3_create_function_v2(index->db, "is_there", 1, SQLITE_UTF8, &pruning, is_there,
			    NULL, NULL, NULL) != SQLITE_OK)
		return database_fail(index->db, err);
	bool is_good = database_run(index->db,
			"UPDATE search_docs SET path = NULL WHERE path IS NOT NULL "
			"AND NOT is_there(path)",
			err);
	if (is_good && sqlite3_changes(index->db) > 0)
		is_good = search_index_set_source(index, &nothing, err);
	return is_good;
}

struct search_source
search_index_source(struct search_index *index)
{
	struct search_source source = {0};
	sqlite3_stmt *row = database_prepare(
			index->db, "SELECT source, unread FROM search_source", NULL);
	if (row != NULL && sqlite3_step(row) == SQLITE_ROW)
		source = (struct search_source){
				sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1)};
	sqlite3_finalize(row);
	return source;
}

bool
search_index_set_source(
		struct search_index *index, const struct search_source *source, struct err *err)
{
	sqlite3_stmt *row = database_prepare(
			index->db, "UPDATE search_source SET source = ?1, unread = ?2", err);
	if (row == NULL)
		return false;
	sqlite3_bind_int64(row, 1, source->source);
	sqlite3_bind_int64(row, 2, source->unread);
	bool is_good = database_done(row, err);
	sqlite3_finalize(row);
	return is_good;
}

bool
search_index_clear(struct search_index *index, struct err *err)
{
	return database_run(index->db,
			"INSERT INTO search(search) VALUES('delete-all'); DELETE FROM search_docs; "
			"DELETE FROM search_texts; "
			"UPDATE search_source SET source = 0, clears = clears + 1",
			err);
}

int64_t
search_index_clears(struct search_index *index)
{
	int64_t clears;
	(void)database_number(index->db, "SELECT clears FROM search_source", &clears, NULL);
	return clears;
}

bool
search_index_settle(struct search_index *index, struct err *err)
{
	return database_run(index->db,
			"INSERT INTO search(search) VALUES('optimize'); "
			"PRAGMA wal_checkpoint(TRUNCATE)",
			err);
}

bool
search_index_state(struct search_index *index, struct search_index_state *state, struct err *err)
{
	struct docs_end newest;
	if (!index_tables_end(index->db, DOCID_ORDERED, INT64_MAX, false, &newest, err))
		return false;
	sqlite3_stmt *row = database_prepare(index->db,
			"SELECT count(path), count(*) - count(path), "
			"count(CASE WHEN docid < ?1 THEN path END) FROM search_docs",
			err);
	if (row == NULL)
		return false;
	sqlite3_bind_int64(row, 1, DOCID_ORDERED);
	bool is_good = sqlite3_step(row) == SQLITE_ROW || database_fail(index->db, err);
	*state = (struct search_index_state){
			.posts = (size_t)sqlite3_column_int64(row, 0),
			.dead = (size_t)sqlite3_column_int64(row, 1),
			.strays = (size_t)sqlite3_column_int64(row, 2),
			.newest = newest.docid != 0 ? newest.date : INT64_MAX,
	};
	sqlite3_finalize(row);
	return is_good;
}
