#include "base/err.h"
#include "base/language.h"
#include "fulltext/index.h"
#include "fulltext/words.h"
#include "store/database.h"

#include <sqlite3.h>
#include <string.h>

/* --- The tokenizer: tokens come ready made --- */

static int
create_tokenizer(void *context, const char **arguments, int count, Fts5Tokenizer **tokenizer)
{
	static char nothing;
	(void)context, (void)arguments, (void)count;
	*tokenizer = (Fts5Tokenizer *)&nothing;
	return SQLITE_OK;
}

static void
delete_tokenizer(Fts5Tokenizer *tokenizer)
{
	(void)tokenizer;
}

static int
split_tokens(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int length,
		int (*take)(void *context, int flags, const char *token, int bytes, int start,
				int end))
{
	(void)tokenizer, (void)flags;
	for (int at = 0; at < length;) {
		const char *end = memchr(text + at, WORDS_SEPARATOR, (size_t)(length - at));
		int bytes = end != NULL ? (int)(end - text) - at : length - at;
		int result = bytes > 0 ? take(context, 0, text + at, bytes, at, at + bytes)
				       : SQLITE_OK;
		if (result != SQLITE_OK)
			return result;
		at += bytes + 1;
	}
	return SQLITE_OK;
}

bool
index_tables_register(struct sqlite3 *db, struct err *err)
{
	fts5_api *api = NULL;
	fts5_tokenizer tokenizer = {create_tokenizer, delete_tokenizer, split_tokens};
	sqlite3_stmt *statement = database_prepare(db, "SELECT fts5(?1)", err);
	if (statement == NULL)
		return false;
	sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
	sqlite3_step(statement);
	sqlite3_finalize(statement);
	if (api == NULL)
		return err_set(err, _("this SQLite has no FTS5"));
	return api->xCreateTokenizer(api, "reader_words", NULL, &tokenizer, NULL) == SQLITE_OK ||
	       database_fail(db, err);
}

/* --- Tables --- */

bool
index_tables_create(struct sqlite3 *db, struct err *err)
{
	return database_run(db,
			"CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(tokens, content='', "
			"detail=none, columnsize=0, tokenize='reader_words');"
			"CREATE TABLE IF NOT EXISTS search_docs(docid INTEGER PRIMARY KEY, "
			"date INTEGER, block INTEGER, place INTEGER, mtime INTEGER, size INTEGER, "
			"path TEXT);"
			"CREATE UNIQUE INDEX IF NOT EXISTS search_docs_path ON search_docs(path) "
			"WHERE path IS NOT NULL;"
			"CREATE INDEX IF NOT EXISTS search_docs_date ON search_docs(date);"
			"CREATE TABLE IF NOT EXISTS search_texts(block INTEGER PRIMARY KEY, "
			"packed BLOB);"
			"CREATE TABLE IF NOT EXISTS search_source(id INTEGER PRIMARY KEY, "
			"source INTEGER, unread INTEGER, clears INTEGER);"
			"INSERT OR IGNORE INTO search_source VALUES(1, 0, 0, 0);"
			/* Batches are large: fewer, larger segments are written and merged. */
			"INSERT INTO search(search, rank) VALUES('hashsize', 67108864);"
			"INSERT INTO search(search, rank) VALUES('automerge', 8);",
			err);
}

bool
index_tables_end(struct sqlite3 *db, int64_t low, int64_t high, bool is_last, struct docs_end *end,
		struct err *err)
{
	sqlite3_stmt *row = database_prepare(db,
			is_last ? "SELECT docid, date FROM search_docs WHERE docid BETWEEN ?1 AND "
				  "?2 ORDER BY docid DESC LIMIT 1"
				: "SELECT docid, date FROM search_docs WHERE docid BETWEEN ?1 AND "
				  "?2 ORDER BY docid LIMIT 1",
			err);
	if (row == NULL)
		return false;
	sqlite3_bind_int64(row, 1, low);
	sqlite3_bind_int64(row, 2, high);
	int result = sqlite3_step(row);
	bool has_row = result == SQLITE_ROW;
	bool has_date = has_row && sqlite3_column_type(row, 1) != SQLITE_NULL;
	end->docid = has_row ? sqlite3_column_int64(row, 0) : 0;
	end->date = has_date ? sqlite3_column_int64(row, 1) : INT64_MIN;
	sqlite3_finalize(row);
	return has_row || result == SQLITE_DONE || database_fail(db, err);
}
