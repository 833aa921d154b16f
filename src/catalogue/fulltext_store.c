#include "base/err.h"
#include "catalogue/fulltext.h"
#include "catalogue/fulltext_sql.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

bool
fulltext_fail(struct sqlite3 *db, struct err *err)
{
	return err_set(err, "full text: %s", sqlite3_errmsg(db));
}

struct sqlite3_stmt *
fulltext_prepare(struct sqlite3 *db, const char *sql, struct err *err)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK)
		return statement;
	fulltext_fail(db, err);
	return NULL;
}

static bool
run(sqlite3 *db, const char *sql, struct err *err)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK || fulltext_fail(db, err);
}

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
	sqlite3_stmt *statement = fulltext_prepare(db, "SELECT fts5(?1)", err);
	if (statement == NULL)
		return false;
	sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
	sqlite3_step(statement);
	sqlite3_finalize(statement);
	if (api == NULL)
		return err_set(err, "this SQLite has no FTS5");
	return api->xCreateTokenizer(api, "reader_words", NULL, &tokenizer, NULL) == SQLITE_OK ||
	       fulltext_fail(db, err);
}

/* --- Tables --- */

static const char tables[] =
		"CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(tokens, content='', "
		"detail=none, columnsize=0, tokenize='reader_words');"
		"CREATE TABLE IF NOT EXISTS search_docs(docid INTEGER PRIMARY KEY, post INTEGER, "
		"date INTEGER);"
		"CREATE UNIQUE INDEX IF NOT EXISTS search_docs_post ON search_docs(post) "
		"WHERE post IS NOT NULL;"
		"CREATE TABLE IF NOT EXISTS search_texts(docid INTEGER PRIMARY KEY, packed BLOB);"
		/* Batches are large: fewer, larger segments are written and merged. */
		"INSERT INTO search(search, rank) VALUES('hashsize', 67108864);"
		"INSERT INTO search(search, rank) VALUES('automerge', 8);";

bool
fulltext_create(struct sqlite3 *db, struct err *err)
{
	return run(db, tables, err);
}

bool
fulltext_clear(struct sqlite3 *db, struct err *err)
{
	return run(db, "INSERT INTO search(search) VALUES('delete-all'); DELETE FROM search_docs; "
		       "DELETE FROM search_texts;",
			err);
}

bool
fulltext_settle(struct sqlite3 *db, struct err *err)
{
	return run(db, "INSERT INTO search(search) VALUES('optimize')", err);
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
	sqlite3_stmt *statement = fulltext_prepare(db, sql, err);
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
	return result == SQLITE_ROW || result == SQLITE_DONE || fulltext_fail(db, err);
}

static bool
read_ends(sqlite3 *db, struct ends *ends, struct err *err)
{
	bool is_found;
	if (!read_end(db, "SELECT docid, date FROM search_docs WHERE docid >= ?1 ORDER BY docid "
			  "LIMIT 1",
			    &ends->newest, &is_found, err) ||
			!read_end(db, "SELECT docid, date FROM search_docs WHERE docid >= ?1 "
				      "ORDER BY docid DESC LIMIT 1",
					&ends->oldest, &is_found, err))
		return false;
	ends->is_empty = !is_found;
	return true;
}

static int64_t
date_of(const struct fulltext_entry *entry)
{
	return entry->has_date ? entry->date : INT64_MIN;
}

static int
newest_first(const void *a, const void *b)
{
	int64_t first = date_of(a);
	int64_t second = date_of(b);
	return (first < second) - (first > second);
}

/* --- Adding --- */

struct adding {
	sqlite3 *db;
	struct err *err;
	sqlite3_stmt *tokens, *doc, *text;
};

static bool
step(struct adding *adding, sqlite3_stmt *statement)
{
	int result = sqlite3_step(statement);
	sqlite3_reset(statement);
	return result == SQLITE_DONE || fulltext_fail(adding->db, adding->err);
}

static bool
add_entry(struct adding *adding, const struct fulltext_entry *entry, int64_t docid)
{
	sqlite3_bind_int64(adding->doc, 1, docid);
	sqlite3_bind_int64(adding->doc, 2, entry->post);
	if (entry->has_date)
		sqlite3_bind_int64(adding->doc, 3, entry->date);
	else
		sqlite3_bind_null(adding->doc, 3);
	sqlite3_bind_int64(adding->text, 1, docid);
	sqlite3_bind_blob64(adding->text, 2, entry->packed, entry->packed_bytes, SQLITE_STATIC);
	sqlite3_bind_int64(adding->tokens, 1, docid);
	sqlite3_bind_text64(adding->tokens, 2, entry->tokens, entry->token_bytes, SQLITE_STATIC,
			SQLITE_UTF8);
	return step(adding, adding->doc) && step(adding, adding->text) &&
	       step(adding, adding->tokens);
}

static bool
next_stray(sqlite3 *db, int64_t *docid, struct err *err)
{
	struct end last = {0, 0};
	bool is_found;
	if (!read_end(db, "SELECT docid, date FROM search_docs WHERE docid < ?1 ORDER BY docid "
			  "DESC LIMIT 1",
			    &last, &is_found, err))
		return false;
	*docid = is_found ? last.docid + 1 : 1;
	return true;
}

/* Strays stand between the dates of both ends; FTS5 wants numbers that rise, so they go first. */
static bool
add_strays(struct adding *adding, const struct fulltext_entry *entries, size_t count)
{
	int64_t docid;
	if (count == 0)
		return true;
	if (!next_stray(adding->db, &docid, adding->err))
		return false;
	if (docid + (int64_t)count > FULLTEXT_MAIN_LOW)
		return err_set(adding->err, "full text: no room for posts out of order");
	for (size_t i = 0; i < count; i++) {
		if (!add_entry(adding, &entries[i], docid + (int64_t)i))
			return false;
	}
	return true;
}

static bool
add_in_order(struct adding *adding, const struct fulltext_entry *entries, size_t count,
		int64_t first)
{
	for (size_t i = 0; i < count; i++) {
		if (!add_entry(adding, &entries[i], first + (int64_t)i))
			return false;
	}
	return true;
}

/* `entries` are newest first: some before the first number, strays, some after the last. */
static bool
add_sorted(struct adding *adding, const struct fulltext_entry *entries, size_t count)
{
	struct ends ends;
	if (!read_ends(adding->db, &ends, adding->err))
		return false;
	if (ends.is_empty)
		return add_in_order(adding, entries, count, FULLTEXT_MAIN_START);
	size_t older = count;
	while (older > 0 && date_of(&entries[older - 1]) <= ends.oldest.date)
		older--;
	size_t newer = 0;
	while (newer < older && date_of(&entries[newer]) >= ends.newest.date)
		newer++;
	if (ends.newest.docid - (int64_t)newer < FULLTEXT_MAIN_LOW)
		newer = 0;
	return add_strays(adding, entries + newer, older - newer) &&
	       add_in_order(adding, entries, newer, ends.newest.docid - (int64_t)newer) &&
	       add_in_order(adding, entries + older, count - older, ends.oldest.docid + 1);
}

static bool
remove_all(sqlite3 *db, const struct fulltext_entry *entries, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		if (!fulltext_remove(db, entries[i].post, err))
			return false;
	}
	return true;
}

bool
fulltext_add(struct sqlite3 *db, struct fulltext_entry *entries, size_t count, struct err *err)
{
	if (count == 0)
		return true;
	qsort(entries, count, sizeof(*entries), newest_first);
	struct adding adding = {
			.db = db,
			.err = err,
			.tokens = fulltext_prepare(db,
					"INSERT INTO search(rowid, tokens) VALUES(?1, ?2)", err),
			.doc = fulltext_prepare(
					db, "INSERT INTO search_docs VALUES(?1, ?2, ?3)", err),
			.text = fulltext_prepare(
					db, "INSERT INTO search_texts VALUES(?1, ?2)", err),
	};
	bool is_good = adding.tokens != NULL && adding.doc != NULL && adding.text != NULL &&
		       remove_all(db, entries, count, err) &&
		       add_sorted(&adding, entries, count);
	sqlite3_finalize(adding.tokens);
	sqlite3_finalize(adding.doc);
	sqlite3_finalize(adding.text);
	return is_good;
}

static bool
run_for(sqlite3 *db, const char *sql, int64_t post, struct err *err)
{
	sqlite3_stmt *statement = fulltext_prepare(db, sql, err);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, post);
	int result = sqlite3_step(statement);
	sqlite3_finalize(statement);
	return result == SQLITE_DONE || fulltext_fail(db, err);
}

bool
fulltext_remove(struct sqlite3 *db, int64_t post, struct err *err)
{
	return run_for(db, "DELETE FROM search_texts WHERE docid = (SELECT docid FROM search_docs "
			   "WHERE post = ?1)",
			       post, err) &&
	       run_for(db, "UPDATE search_docs SET post = NULL WHERE post = ?1", post, err);
}

bool
fulltext_state(struct sqlite3 *db, struct fulltext_state *state, struct err *err)
{
	struct ends ends;
	if (!read_ends(db, &ends, err))
		return false;
	sqlite3_stmt *statement = fulltext_prepare(db,
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
	return is_good || fulltext_fail(db, err);
}
