#include "catalogue/tables.h"

#include "base/arena.h"
#include "base/err.h"
#include "catalogue/database.h"
#include "catalogue/postings.h"

#include <sqlite3.h>
#include <string.h>
#include <zlib.h>

/* RDCT; tables and all that is in them. */
const struct database_mark tables_mark = {0x52444354, 2};

bool
tables_create(struct sqlite3 *db, struct err *err)
{
	static const char sql[] =
			"CREATE TABLE facts(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;"
			"CREATE TABLE posts(id INTEGER PRIMARY KEY, path_hash INTEGER, mtime "
			"INTEGER, "
			"size INTEGER, flags INTEGER, date INTEGER, utc_offset INTEGER, path BLOB, "
			"title TEXT, slug TEXT, url TEXT, url_hash INTEGER, categories INTEGER, "
			"groups BLOB, problem TEXT, problem_line INTEGER, sum INTEGER);"
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
	bool is_good = sqlite3_step(row) == SQLITE_DONE || database_fail(db, err);
	sqlite3_finalize(row);
	return is_good;
}

int64_t
tables_hash(const char *text)
{
	uint64_t hash = 0xCBF29CE484222325U;
	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001B3U;
	return (int64_t)hash;
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

static uint32_t
add_bytes(uint32_t sum, const void *bytes, size_t length)
{
	sum = (uint32_t)crc32_z(sum, (const void *)&length, sizeof(length));
	return (uint32_t)crc32_z(sum, bytes, length);
}

int64_t
tables_sum(const struct post *post, const char *groups, size_t groups_length)
{
	const char *const texts[] = {post->path, post->title, post->slug, post->url,
			post->problem != NULL ? post->problem : ""};
	const int64_t numbers[] = {post->has_date, post->has_date ? post->date : 0,
			post->utc_offset, (int64_t)post->problem_line};
	uint32_t sum = add_bytes(0, numbers, sizeof(numbers));
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		sum = add_bytes(sum, texts[i], strlen(texts[i]));
	return add_bytes(sum, groups_length > 0 ? groups : "", groups_length);
}

bool
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
	const char *groups = text_of(row, 10, arena);
	size_t groups_length = (size_t)sqlite3_column_bytes(row, 10);
	split_groups(groups, groups_length, (size_t)sqlite3_column_int64(row, 9), arena, post);
	return tables_sum(post, groups, groups_length) == sqlite3_column_int64(row, 11);
}
