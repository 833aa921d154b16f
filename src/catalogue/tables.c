#include "catalogue/tables.h"

#include "archive/slug.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "catalogue/postings.h"
#include "store/database.h"

#include <sqlite3.h>
#include <string.h>

/* RDCT; tables and all that is in them. */
const struct database_mark tables_mark = {0x52444354, 5};

bool
tables_create(struct sqlite3 *db, struct err *err)
{
	static const char sql[] =
			"CREATE TABLE facts(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;"
			"CREATE TABLE posts(id INTEGER PRIMARY KEY, path_hash INTEGER, mtime "
			"INTEGER, "
			"size INTEGER, flags INTEGER, date INTEGER, utc_offset INTEGER, path BLOB, "
			"title TEXT, slug TEXT, url TEXT, url_hash INTEGER, categories INTEGER, "
			"groups BLOB, problem TEXT, problem_line INTEGER);"
			"CREATE INDEX posts_with_problems ON posts(id) WHERE problem IS NOT NULL;"
			"CREATE TABLE names(id INTEGER PRIMARY KEY, kind INTEGER, name TEXT, "
			"shown TEXT, posts INTEGER, latest INTEGER);"
			"CREATE TABLE landings(url TEXT, category TEXT, title TEXT)";
	return database_run(db, sql, err) && postings_create(db, err);
}

bool
tables_index(struct sqlite3 *db, struct err *err)
{
	return database_run(db,
			"CREATE INDEX IF NOT EXISTS posts_by_path ON posts(path_hash);"
			"CREATE INDEX IF NOT EXISTS posts_by_url ON posts(url_hash)",
			err);
}

bool
tables_check(struct sqlite3 *db, struct err *err)
{
	int64_t is_complete = tables_fact(db, FACT_COMPLETE);
	return is_complete == 0 ||
	       database_run(db,
			       "SELECT count(path_hash) FROM posts INDEXED BY posts_by_path;"
			       "SELECT count(url_hash) FROM posts INDEXED BY posts_by_url",
			       err);
}

int64_t
tables_fact(struct sqlite3 *db, const char *name)
{
	sqlite3_stmt *row = database_prepare(db, "SELECT value FROM facts WHERE name = ?1", NULL);
	int64_t value = 0;
	if (row == NULL)
		return 0;
	sqlite3_bind_text(row, 1, name, -1, SQLITE_STATIC);
	if (sqlite3_step(row) == SQLITE_ROW)
		value = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	return value;
}

bool
tables_set_fact(struct sqlite3 *db, const char *name, int64_t value, struct err *err)
{
	sqlite3_stmt *row =
			database_prepare(db, "INSERT OR REPLACE INTO facts VALUES(?1, ?2)", err);
	if (row == NULL)
		return false;
	sqlite3_bind_text(row, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(row, 2, value);
	bool is_good = database_done(row, err);
	sqlite3_finalize(row);
	return is_good;
}

static const char *
text_of(sqlite3_stmt *row, int column, struct arena *arena)
{
	const char *text = sqlite3_column_blob(row, column);
	int length = sqlite3_column_bytes(row, column);
	return arena_copy(arena, text != NULL ? text : "", (size_t)length);
}

/* Fills the two lists of names from one text of NUL-terminated ones. */
static void
split_groups(const char *text, size_t length, size_t categories, struct arena *arena,
		struct post *post)
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++)
		count += text[i] == '\0';
	const char **names = arena_array(arena, count + 1, sizeof(*names));
	for (size_t i = 0; i < count; i++) {
		names[i] = text;
		text += strlen(text) + 1;
	}
	post->categories = names;
	post->category_count = categories < count ? categories : count;
	post->tags = names + post->category_count;
	post->tag_count = count - post->category_count;
}

void
tables_row(struct sqlite3_stmt *row, struct arena *arena, struct post *post)
{
	bool has_date = sqlite3_column_type(row, 4) != SQLITE_NULL;
	bool has_problem = sqlite3_column_type(row, 7) != SQLITE_NULL;
	*post = (struct post){
			.path = text_of(row, 0, arena),
			.title = text_of(row, 1, arena),
			.slug = text_of(row, 2, arena),
			.url = text_of(row, 3, arena),
			.has_date = has_date,
			.date = sqlite3_column_int64(row, 4),
			.utc_offset = sqlite3_column_int(row, 5),
			.flags = (unsigned)sqlite3_column_int(row, 6),
			.problem = has_problem ? text_of(row, 7, arena) : NULL,
			.problem_line = (size_t)sqlite3_column_int64(row, 8),
	};
	split_groups(text_of(row, 10, arena), (size_t)sqlite3_column_bytes(row, 10),
			(size_t)sqlite3_column_int64(row, 9), arena, post);
}

int64_t
tables_page_hash(struct buf *page, const char *url)
{
	buf_clear(page);
	buf_add_percent_decoded(page, url, strlen(url));
	buf_truncate(page, slug_page(page->data, page->length));
	return (int64_t)hash_stable_text(page->data);
}
