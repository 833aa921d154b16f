#include "fulltext/search_index.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* RDSX; tables, tokens and packing. */
static const struct database_mark mark = {0x52445358, 5};

/* Another may compare the index with a million posts before it lets go of it. */
enum { PATIENCE_MS = 20000 };

struct search_index {
	char *path;
	sqlite3 *db;
	sqlite3_stmt *has, *number_of, *insert, *path_of;
	bool is_damaged; /* found to be, before what failed was rolled back */
};

/* --- Opening --- */

/* What a connection needs; it reads the file, so it comes after the look at its header. */
static bool
set_up(struct search_index *index, struct err *err)
{
	return fulltext_register(index->db, err) &&
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
	sqlite3_stmt **const statements[] = {
			&index->has, &index->number_of, &index->insert, &index->path_of};
	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
		sqlite3_finalize(*statements[i]);
		*statements[i] = NULL;
	}
	database_close(index->db);
	index->db = NULL;
}

static bool
make_tables(struct search_index *index, const char *path, struct err *err)
{
	return database_begin(index->db, path, err) &&
	       database_run(index->db, "BEGIN IMMEDIATE", err) &&
	       database_mark(index->db, &mark, err) &&
	       database_run(index->db,
			       "CREATE TABLE IF NOT EXISTS search_posts(post INTEGER "
			       "PRIMARY KEY, path TEXT UNIQUE NOT NULL, mtime INTEGER, "
			       "size INTEGER);"
			       "CREATE TABLE IF NOT EXISTS search_source(id INTEGER PRIMARY KEY, "
			       "source INTEGER, unread INTEGER, clears INTEGER);"
			       "INSERT OR IGNORE INTO search_source VALUES(1, 0, 0, 0)",
			       err) &&
	       fulltext_create(index->db, err) && database_run(index->db, "COMMIT", err);
}

static bool
prepare(struct search_index *index, struct err *err)
{
	index->has = database_prepare(index->db,
			"SELECT 1 FROM search_posts WHERE path = ?1 AND mtime = ?2 AND size = ?3",
			err);
	index->number_of = database_prepare(
			index->db, "SELECT post FROM search_posts WHERE path = ?1", err);
	index->insert = database_prepare(index->db,
			"INSERT INTO search_posts(path, mtime, size) VALUES(?1, ?2, ?3) "
			"ON CONFLICT(path) DO UPDATE SET mtime = ?2, size = ?3",
			err);
	index->path_of = database_prepare(
			index->db, "SELECT path FROM search_posts WHERE post = ?1", err);
	return index->has != NULL && index->number_of != NULL && index->insert != NULL &&
	       index->path_of != NULL;
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
			*notice = xformat("%s %s: the full text is indexed anew", path,
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
	file_make_folders(path);
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
search_index_open_reader(const char *path, struct err *err)
{
	struct search_index *index = index_new(path);
	int lock = database_lock(path);
	index->db = database_open(path, false, err);
	bool is_good = index->db != NULL &&
		       (database_state(index->db, &mark, err) == DATABASE_GOOD ||
				       err_set(err, "the full text is not indexed yet"));
	unlock(lock);
	if (is_good && set_up(index, err) &&
			database_run(index->db, "PRAGMA query_only = 1; BEGIN", err) &&
			prepare(index, err))
		return index;
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
	if (!search_index_is_memory(index->path) && !database_is_gone(index->db))
		database_discard(index->path);
	unlock(lock);
}

char *
search_index_memory_place(void)
{
	return database_memory_place();
}

bool
search_index_is_memory(const char *path)
{
	return database_is_memory(path);
}

/* --- Writing --- */

static void
bind_file(sqlite3_stmt *statement, const struct search_file *file)
{
	sqlite3_bind_text(statement, 1, file->path, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, file->mtime);
	sqlite3_bind_int64(statement, 3, (int64_t)file->size);
}

bool
search_index_has(struct search_index *index, const struct search_file *file)
{
	bind_file(index->has, file);
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

/* The number of a path; 0 if there is none. */
static int64_t
number_of(struct search_index *index, const char *path)
{
	sqlite3_bind_text(index->number_of, 1, path, -1, SQLITE_STATIC);
	int64_t number = sqlite3_step(index->number_of) == SQLITE_ROW
					 ? sqlite3_column_int64(index->number_of, 0)
					 : 0;
	sqlite3_reset(index->number_of);
	return number;
}

static bool
add_file(struct search_index *index, const struct search_file *file, int64_t *number,
		struct err *err)
{
	bind_file(index->insert, file);
	int result = sqlite3_step(index->insert);
	sqlite3_reset(index->insert);
	if (result != SQLITE_DONE)
		return database_fail(index->db, err);
	*number = number_of(index, file->path);
	return true;
}

/* Texts are about to change: until it is said again, the index is whole for nothing. */
static bool
take_back(struct search_index *index, struct err *err)
{
	return database_run(index->db, "UPDATE search_source SET source = 0", err);
}

bool
search_index_add(struct search_index *index, const struct search_file *files,
		struct fulltext_block *blocks, size_t count, struct err *err)
{
	bool is_new = false;
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < blocks[i].count; k++) {
			struct fulltext_entry *entry = &blocks[i].entries[k];
			const struct search_file *file = &files[entry->post];
			entry->post = 0;
			bool is_unread = file->mtime == SEARCH_FILE_UNREAD;
			if (is_unread ? number_of(index, file->path) != 0
				      : search_index_has(index, file))
				continue;
			if (!add_file(index, file, &entry->post, err))
				return false;
			is_new = true;
		}
	}
	return !is_new || (take_back(index, err) && fulltext_add(index->db, blocks, count, err));
}

static bool
forget(struct search_index *index, int64_t number, struct err *err)
{
	sqlite3_stmt *statement = database_prepare(
			index->db, "DELETE FROM search_posts WHERE post = ?1", err);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, number);
	bool is_good = sqlite3_step(statement) == SQLITE_DONE || database_fail(index->db, err);
	sqlite3_finalize(statement);
	return is_good && fulltext_remove(index->db, number, err);
}

bool
search_index_prune(struct search_index *index, bool (*is_there)(void *context, const char *path),
		void *context, struct err *err)
{
	int64_t *gone = NULL;
	size_t count = 0;
	size_t capacity = 0;
	sqlite3_stmt *rows =
			database_prepare(index->db, "SELECT post, path FROM search_posts", err);
	if (rows == NULL)
		return false;
	int result;
	while ((result = sqlite3_step(rows)) == SQLITE_ROW) {
		if (is_there(context, (const char *)sqlite3_column_text(rows, 1)))
			continue;
		gone = xgrow(gone, count, &capacity, sizeof(*gone));
		gone[count++] = sqlite3_column_int64(rows, 0);
	}
	sqlite3_finalize(rows);
	bool is_good = result == SQLITE_DONE || database_fail(index->db, err);
	if (is_good && count > 0)
		is_good = take_back(index, err);
	for (size_t i = 0; is_good && i < count; i++)
		is_good = forget(index, gone[i], err);
	free(gone);
	return is_good;
}

/* A number of the one row; 0 when it cannot be read. */
static int64_t
read_number(struct search_index *index, const char *sql)
{
	sqlite3_stmt *row = database_prepare(index->db, sql, NULL);
	int64_t number = row != NULL && sqlite3_step(row) == SQLITE_ROW
					 ? sqlite3_column_int64(row, 0)
					 : 0;
	sqlite3_finalize(row);
	return number;
}

struct search_source
search_index_source(struct search_index *index)
{
	return (struct search_source){
			.source = read_number(index, "SELECT source FROM search_source"),
			.unread = read_number(index, "SELECT unread FROM search_source"),
	};
}

int64_t
search_index_clears(struct search_index *index)
{
	return read_number(index, "SELECT clears FROM search_source");
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
	bool is_good = sqlite3_step(row) == SQLITE_DONE || database_fail(index->db, err);
	sqlite3_finalize(row);
	return is_good;
}

bool
search_index_clear(struct search_index *index, struct err *err)
{
	return take_back(index, err) && fulltext_clear(index->db, err) &&
	       database_run(index->db,
			       "DELETE FROM search_posts; "
			       "UPDATE search_source SET clears = clears + 1",
			       err);
}

bool
search_index_settle(struct search_index *index, struct err *err)
{
	return fulltext_settle(index->db, err) &&
	       database_run(index->db, "PRAGMA wal_checkpoint(TRUNCATE)", err);
}

bool
search_index_state(struct search_index *index, struct fulltext_state *state, struct err *err)
{
	return fulltext_state(index->db, state, err);
}

/* --- Searching --- */

struct index_search {
	struct search_index *index;
	struct fulltext_search *search;
	struct fulltext_hit *hits;
	size_t capacity;
};

struct index_search *
index_search_new(struct search_index *index, const struct text_query *query)
{
	struct index_search *search = xcalloc(1, sizeof(*search));
	search->index = index;
	search->search = fulltext_search_new(index->db, query);
	return search;
}

void
index_search_free(struct index_search *search)
{
	if (search == NULL)
		return;
	fulltext_search_free(search->search);
	free(search->hits);
	free(search);
}

bool
index_search_next(struct index_search *search, struct arena *arena, const char **paths,
		size_t limit, size_t *count, bool *is_done, struct err *err)
{
	sqlite3_stmt *path_of = search->index->path_of;
	size_t hits = 0;
	*count = 0;
	if (limit > search->capacity) {
		search->hits = xrealloc(search->hits, limit, sizeof(*search->hits));
		search->capacity = limit;
	}
	if (!fulltext_search_next(search->search, search->hits, limit, &hits, is_done, err)) {
		int code = sqlite3_errcode(search->index->db) & 0xFF;
		/* A text that cannot be unpacked is no failure to SQLite. */
		search->index->is_damaged = code != SQLITE_INTERRUPT && code != SQLITE_BUSY &&
					    code != SQLITE_IOERR && code != SQLITE_NOMEM;
		return false;
	}
	for (size_t i = 0; i < hits; i++) {
		sqlite3_bind_int64(path_of, 1, search->hits[i].post);
		if (sqlite3_step(path_of) == SQLITE_ROW)
			paths[(*count)++] = arena_text(
					arena, (const char *)sqlite3_column_text(path_of, 0));
		sqlite3_reset(path_of);
	}
	return true;
}

bool
search_index_text(struct search_index *index, const char *path, struct buf *text)
{
	int64_t number = number_of(index, path);
	return number != 0 && fulltext_text(index->db, number, text);
}
