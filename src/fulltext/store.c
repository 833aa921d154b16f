#include "base/err.h"
#include "base/xalloc.h"
#include "fulltext/fulltext.h"
#include "fulltext/sql.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
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
fulltext_register(struct sqlite3 *db, struct err *err)
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
		return err_set(err, "this SQLite has no FTS5");
	return api->xCreateTokenizer(api, "reader_words", NULL, &tokenizer, NULL) == SQLITE_OK ||
	       database_fail(db, err);
}

/* --- Tables --- */

static const char tables[] =
		"CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(tokens, content='', "
		"detail=none, columnsize=0, tokenize='reader_words');"
		"CREATE TABLE IF NOT EXISTS search_docs(docid INTEGER PRIMARY KEY, post INTEGER, "
		"date INTEGER, block INTEGER, place INTEGER);"
		"CREATE UNIQUE INDEX IF NOT EXISTS search_docs_post ON search_docs(post) "
		"WHERE post IS NOT NULL;"
		"CREATE TABLE IF NOT EXISTS search_texts(block INTEGER PRIMARY KEY, packed BLOB);"
		/* Batches are large: fewer, larger segments are written and merged. */
		"INSERT INTO search(search, rank) VALUES('hashsize', 67108864);"
		"INSERT INTO search(search, rank) VALUES('automerge', 8);";

bool
fulltext_create(struct sqlite3 *db, struct err *err)
{
	return database_run(db, tables, err);
}

bool
fulltext_clear(struct sqlite3 *db, struct err *err)
{
	return database_run(db,
			"INSERT INTO search(search) VALUES('delete-all'); DELETE FROM search_docs; "
			"DELETE FROM search_texts;",
			err);
}

bool
fulltext_settle(struct sqlite3 *db, struct err *err)
{
	return database_run(db, "INSERT INTO search(search) VALUES('optimize')", err);
}

/* --- Where entries go --- */

struct end {
	int64_t docid, date; /* INT64_MIN: undated */
};

/* Both ends of the numbers that follow the posts' order. */
struct ends {
	bool is_empty;
	struct end newest, oldest;
};

static bool
read_end(sqlite3 *db, const char *sql, struct end *end, bool *is_found, struct err *err)
{
	sqlite3_stmt *statement = database_prepare(db, sql, err);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, FULLTEXT_MAIN_LOW);
	int result = sqlite3_step(statement);
	*is_found = result == SQLITE_ROW;
	if (*is_found) {
		end->docid = sqlite3_column_int64(statement, 0);
		end->date = sqlite3_column_type(statement, 1) == SQLITE_NULL
					    ? INT64_MIN
					    : sqlite3_column_int64(statement, 1);
	}
	sqlite3_finalize(statement);
	return result == SQLITE_ROW || result == SQLITE_DONE || database_fail(db, err);
}

static bool
read_ends(sqlite3 *db, struct ends *ends, struct err *err)
{
	bool is_found;
	if (!read_end(db,
			    "SELECT docid, date FROM search_docs WHERE docid >= ?1 ORDER BY docid "
			    "LIMIT 1",
			    &ends->newest, &is_found, err) ||
			!read_end(db,
					"SELECT docid, date FROM search_docs WHERE docid >= ?1 "
					"ORDER BY docid DESC LIMIT 1",
					&ends->oldest, &is_found, err))
		return false;
	ends->is_empty = !is_found;
	return true;
}

/* --- Adding --- */

/* An entry and where its text is. */
struct placed {
	const struct fulltext_entry *entry;
	int64_t date; /* INT64_MIN: undated */
	int64_t block;
	int place;
};

struct adding {
	sqlite3 *db;
	struct err *err;
	sqlite3_stmt *tokens, *doc, *text;
	struct placed *items; /* newest first */
	size_t count;
};

static int
newest_first(const void *a, const void *b)
{
	int64_t first = ((const struct placed *)a)->date;
	int64_t second = ((const struct placed *)b)->date;
	return (first < second) - (first > second);
}

static bool
step(struct adding *adding, sqlite3_stmt *statement)
{
	int result = sqlite3_step(statement);
	sqlite3_reset(statement);
	return result == SQLITE_DONE || database_fail(adding->db, adding->err);
}

static bool
add_entry(struct adding *adding, const struct placed *placed, int64_t docid)
{
	const struct fulltext_entry *entry = placed->entry;
	sqlite3_bind_int64(adding->doc, 1, docid);
	sqlite3_bind_int64(adding->doc, 2, entry->post);
	if (entry->has_date)
		sqlite3_bind_int64(adding->doc, 3, entry->date);
	else
		sqlite3_bind_null(adding->doc, 3);
	sqlite3_bind_int64(adding->doc, 4, placed->block);
	sqlite3_bind_int(adding->doc, 5, placed->place);
	sqlite3_bind_int64(adding->tokens, 1, docid);
	sqlite3_bind_text64(adding->tokens, 2, entry->tokens, entry->token_bytes, SQLITE_STATIC,
			SQLITE_UTF8);
	return step(adding, adding->doc) && step(adding, adding->tokens);
}

static bool
next_stray(sqlite3 *db, int64_t *docid, struct err *err)
{
	struct end last = {0, 0};
	bool is_found;
	if (!read_end(db,
			    "SELECT docid, date FROM search_docs WHERE docid < ?1 ORDER BY docid "
			    "DESC LIMIT 1",
			    &last, &is_found, err))
		return false;
	*docid = is_found ? last.docid + 1 : 1;
	return true;
}

/* Items first to last - 1 get the numbers from `docid` on. */
static bool
add_run(struct adding *adding, size_t first, size_t last, int64_t docid)
{
	for (size_t i = first; i < last; i++) {
		if (!add_entry(adding, &adding->items[i], docid + (int64_t)(i - first)))
			return false;
	}
	return true;
}

static bool
add_strays(struct adding *adding, size_t first, size_t last)
{
	int64_t docid;
	if (first == last)
		return true;
	if (!next_stray(adding->db, &docid, adding->err))
		return false;
	if (docid + (int64_t)(last - first) > FULLTEXT_MAIN_LOW)
		return err_set(adding->err, "full text: no room for posts out of order");
	return add_run(adding, first, last, docid);
}

/* Some go before the first number, some are strays, some go after the last; FTS5 wants numbers that rise. */
static bool
add_items(struct adding *adding)
{
	struct ends ends = {.is_empty = true};
	size_t older = adding->count;
	size_t newer = 0;
	if (!read_ends(adding->db, &ends, adding->err))
		return false;
	if (ends.is_empty)
		return add_run(adding, 0, adding->count, FULLTEXT_MAIN_START);
	while (older > 0 && adding->items[older - 1].date <= ends.oldest.date)
		older--;
	while (newer < older && adding->items[newer].date >= ends.newest.date)
		newer++;
	if (ends.newest.docid - (int64_t)newer < FULLTEXT_MAIN_LOW)
		newer = 0;
	return add_strays(adding, newer, older) &&
	       add_run(adding, 0, newer, ends.newest.docid - (int64_t)newer) &&
	       add_run(adding, older, adding->count, ends.oldest.docid + 1);
}

static bool
has_entry(const struct fulltext_block *block)
{
	for (size_t i = 0; i < block->count; i++) {
		if (block->entries[i].post != 0)
			return true;
	}
	return false;
}

static bool
add_block(struct adding *adding, const struct fulltext_block *block)
{
	if (!has_entry(block))
		return true;
	sqlite3_bind_blob64(adding->text, 1, block->packed, block->packed_bytes, SQLITE_STATIC);
	if (!step(adding, adding->text))
		return false;
	int64_t number = sqlite3_last_insert_rowid(adding->db);
	for (size_t i = 0; i < block->count; i++) {
		const struct fulltext_entry *entry = &block->entries[i];
		if (entry->post == 0)
			continue;
		adding->items[adding->count++] = (struct placed){
				entry, entry->has_date ? entry->date : INT64_MIN, number, (int)i};
		if (!fulltext_remove(adding->db, entry->post, adding->err))
			return false;
	}
	return true;
}

static bool
prepare(struct adding *adding)
{
	adding->tokens = database_prepare(adding->db,
			"INSERT INTO search(rowid, tokens) VALUES(?1, ?2)", adding->err);
	adding->doc = database_prepare(adding->db,
			"INSERT INTO search_docs VALUES(?1, ?2, ?3, ?4, ?5)", adding->err);
	adding->text = database_prepare(
			adding->db, "INSERT INTO search_texts(packed) VALUES(?1)", adding->err);
	return adding->tokens != NULL && adding->doc != NULL && adding->text != NULL;
}

bool
fulltext_add(struct sqlite3 *db, const struct fulltext_block *blocks, size_t count, struct err *err)
{
	struct adding adding = {.db = db, .err = err};
	bool is_good = prepare(&adding);
	adding.items = xcalloc(count * FULLTEXT_BLOCK_POSTS + 1, sizeof(*adding.items));
	for (size_t i = 0; is_good && i < count; i++)
		is_good = add_block(&adding, &blocks[i]);
	qsort(adding.items, adding.count, sizeof(*adding.items), newest_first);
	is_good = is_good && add_items(&adding);
	free(adding.items);
	sqlite3_finalize(adding.tokens);
	sqlite3_finalize(adding.doc);
	sqlite3_finalize(adding.text);
	return is_good;
}

bool
fulltext_remove(struct sqlite3 *db, int64_t post, struct err *err)
{
	sqlite3_stmt *statement = database_prepare(
			db, "UPDATE search_docs SET post = NULL WHERE post = ?1", err);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, post);
	int result = sqlite3_step(statement);
	sqlite3_finalize(statement);
	return result == SQLITE_DONE || database_fail(db, err);
}

bool
fulltext_state(struct sqlite3 *db, struct fulltext_state *state, struct err *err)
{
	struct ends ends = {.is_empty = true};
	if (!read_ends(db, &ends, err))
		return false;
	sqlite3_stmt *statement = database_prepare(db,
			"SELECT count(post), count(*) - count(post), "
			"count(CASE WHEN docid < ?1 THEN post END) FROM search_docs",
			err);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, FULLTEXT_MAIN_LOW);
	bool is_good = sqlite3_step(statement) == SQLITE_ROW;
	if (is_good)
		*state = (struct fulltext_state){
				.posts = (size_t)sqlite3_column_int64(statement, 0),
				.dead = (size_t)sqlite3_column_int64(statement, 1),
				.strays = (size_t)sqlite3_column_int64(statement, 2),
				.has_newest = !ends.is_empty,
				.newest = ends.newest.date,
				.oldest = ends.oldest.date,
		};
	sqlite3_finalize(statement);
	return is_good || database_fail(db, err);
}
