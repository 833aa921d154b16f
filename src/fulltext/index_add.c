/* Adding to an index: each post gets its number, by date. */

#include "base/xalloc.h"
#include "fulltext/index.h"
#include "fulltext/search_index.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>

enum { ADD_FORGET, ADD_TEXT, ADD_DOC, ADD_TOKENS, ADD_STATEMENTS };

static const char *const texts[ADD_STATEMENTS] = {
		[ADD_FORGET] = "UPDATE search_docs SET path = NULL WHERE path = ?1",
		[ADD_TEXT] = "INSERT INTO search_texts(packed) VALUES(?1)",
		[ADD_DOC] = ("INSERT INTO search_docs(docid, date, block, place, path, mtime, "
			     "size) "
			     "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
		[ADD_TOKENS] = "INSERT INTO search(rowid, tokens) VALUES(?1, ?2)",
};

struct adding {
	struct search_index *index;
	const struct index_batch *batch;
	struct err *err;
	sqlite3_stmt *statements[ADD_STATEMENTS];
	int64_t *blocks;		   /* their numbers in the table; 0: not there yet */
	const struct index_entry **wanted; /* newest first */
	size_t count;
};

/* --- Numbers --- */

static int64_t
date_of(const struct index_entry *entry)
{
	return entry->has_date ? entry->date : INT64_MIN;
}

static int
newest_first(const void *a, const void *b)
{
	int64_t first = date_of(*(const struct index_entry *const *)a);
	int64_t second = date_of(*(const struct index_entry *const *)b);
	return (first < second) - (first > second);
}

static bool
add_block(struct adding *adding, size_t number)
{
	const struct index_block *block = &adding->batch->blocks[number];
	sqlite3_stmt *text = adding->statements[ADD_TEXT];
	if (adding->blocks[number] != 0)
		return true;
	sqlite3_bind_blob64(text, 1, block->packed, block->packed_bytes, SQLITE_STATIC);
	if (!database_done(text, adding->err))
		return false;
	adding->blocks[number] = sqlite3_last_insert_rowid(adding->index->db);
	return true;
}

static bool
add_entry(struct adding *adding, const struct index_entry *entry, int64_t docid)
{
	sqlite3_stmt *forget = adding->statements[ADD_FORGET];
	sqlite3_stmt *doc = adding->statements[ADD_DOC];
	sqlite3_stmt *tokens = adding->statements[ADD_TOKENS];
	sqlite3_bind_text(forget, 1, entry->file.path, -1, SQLITE_STATIC);
	if (!add_block(adding, entry->block) || !database_done(forget, adding->err))
		return false;
	sqlite3_bind_int64(doc, 1, docid);
	if (entry->has_date)
		sqlite3_bind_int64(doc, 2, entry->date);
	else
		sqlite3_bind_null(doc, 2);
	sqlite3_bind_int64(doc, 3, adding->blocks[entry->block]);
	sqlite3_bind_int64(doc, 4, (int64_t)entry->place);
	sqlite3_bind_text(doc, 5, entry->file.path, -1, SQLITE_STATIC);
	sqlite3_bind_int64(doc, 6, entry->file.mtime);
	sqlite3_bind_int64(doc, 7, (int64_t)entry->file.size);
	sqlite3_bind_int64(tokens, 1, docid);
	sqlite3_bind_text64(
			tokens, 2, entry->tokens, entry->token_bytes, SQLITE_STATIC, SQLITE_UTF8);
	return database_done(doc, adding->err) && database_done(tokens, adding->err);
}

/* Adds the wanted posts from `first` to `end` - 1, with numbers from `docid` on. */
static bool
add_run(struct adding *adding, size_t first, size_t end, int64_t docid)
{
	for (size_t i = first; i < end; i++) {
		if (!add_entry(adding, adding->wanted[i], docid + (int64_t)(i - first)))
			return false;
	}
	return true;
}

/* Adds strays, posts newer and posts older than all there, in this order, as FTS5 needs rising numbers. */
static bool
add_wanted(struct adding *adding)
{
	struct docs_end newest, oldest, stray;
	sqlite3 *db = adding->index->db;
	size_t newer = 0, older = adding->count;
	if (!index_tables_end(db, DOCID_ORDERED, INT64_MAX, false, &newest, adding->err) ||
			!index_tables_end(
					db, DOCID_ORDERED, INT64_MAX, true, &oldest, adding->err) ||
			!index_tables_end(db, 1, DOCID_ORDERED - 1, true, &stray, adding->err))
		return false;
	if (newest.docid == 0)
		return add_run(adding, 0, adding->count, DOCID_START);
	while (older > 0 && date_of(adding->wanted[older - 1]) <= oldest.date)
		older--;
	while (newer < older && date_of(adding->wanted[newer]) >= newest.date)
		newer++;
	return add_run(adding, newer, older, stray.docid + 1) &&
	       add_run(adding, 0, newer, newest.docid - (int64_t)newer) &&
	       add_run(adding, older, adding->count, oldest.docid + 1);
}

/* --- What is wanted --- */

static void
find_wanted(struct adding *adding)
{
	const struct index_batch *batch = adding->batch;
	for (size_t i = 0; i < batch->count; i++) {
		if (!search_index_has(adding->index, &batch->entries[i].file))
			adding->wanted[adding->count++] = &batch->entries[i];
	}
	qsort(adding->wanted, adding->count, sizeof(*adding->wanted), newest_first);
}

bool
search_index_add(struct search_index *index, const struct index_batch *batch, struct err *err)
{
	const struct search_source nothing = {0};
	struct adding adding = {.index = index, .batch = batch, .err = err};
	adding.wanted = xcalloc(batch->count + 1, sizeof(*adding.wanted));
	adding.blocks = xcalloc(batch->block_count + 1, sizeof(*adding.blocks));
	find_wanted(&adding);
	bool is_good = adding.count == 0 ||
		       (search_index_set_source(index, &nothing, err) &&
				       database_prepare_all(index->db, texts, ADD_STATEMENTS,
						       adding.statements, err) &&
				       add_wanted(&adding));
	database_finalize_all(adding.statements, ADD_STATEMENTS);
	free(adding.wanted);
	free(adding.blocks);
	return is_good;
}
