#include "fulltext/index_search.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "fulltext/index.h"
#include "fulltext/match.h"
#include "fulltext/packing.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>

/* Texts that one call looks at: some milliseconds, after which the caller may change its mind. */
enum { LOOKS_PER_CALL = 256 };

/* Candidates in the order of their dates, and the first of them that is a hit. */
struct candidates {
	sqlite3_stmt *rows; /* path, date, block, place; NULL after the last */
	bool is_hit;	    /* the present row is one that has not been given yet */
};

struct index_search {
	struct search_index *index;
	const struct text_query *query;
	struct arena *arena; /* of the match and the texts that are looked at */
	struct match match;
	sqlite3_stmt *text, *by_path;
	int64_t block; /* the one in `unpacked`; 0: none */
	struct buf unpacked;
	struct text_query_post folded; /* the post that is looked at, if it has to be folded */
	bool is_begun;
	struct candidates ordered, strays;
	size_t looks; /* in this call */
};

struct index_search *
index_search_new(struct search_index *index, const struct text_query *query)
{
	struct index_search *search = xcalloc(1, sizeof(*search));
	search->index = index;
	search->query = query;
	search->arena = arena_new();
	search->match = match_make(query, search->arena);
	buf_init_in(&search->unpacked, search->arena);
	search->folded.is_folded = true;
	buf_init_in(&search->folded.title, search->arena);
	buf_init_in(&search->folded.text, search->arena);
	buf_init_in(&search->folded.tags, search->arena);
	buf_init_in(&search->folded.categories, search->arena);
	return search;
}

void
index_search_free(struct index_search *search)
{
	if (search == NULL)
		return;
	sqlite3_finalize(search->text);
	sqlite3_finalize(search->by_path);
	sqlite3_finalize(search->ordered.rows);
	sqlite3_finalize(search->strays.rows);
	arena_free(search->arena);
	free(search);
}

/* --- A look at a post --- */

/* A post's texts, in a work that memory may not be enough for. */
struct look {
	struct index_search *search;
	int64_t block;
	size_t place;
	struct text_query_post post; /* as it was written; has its date from the first */
	bool is_read;		     /* else err says why not */
	bool is_hit;
	struct err *err;
};

/* Neighbours in time share a block, which is unpacked once. */
static bool
load_block(struct index_search *search, int64_t block, struct err *err)
{
	if (block == search->block)
		return true;
	search->block = 0;
	if (search->text == NULL)
		search->text = database_prepare(search->index->db,
				"SELECT packed FROM search_texts WHERE block = ?1", err);
	if (search->text == NULL)
		return false;
	sqlite3_reset(search->text);
	sqlite3_bind_int64(search->text, 1, block);
	int result = sqlite3_step(search->text);
	bool is_good = result == SQLITE_ROW &&
		       packing_unpack(&search->unpacked, sqlite3_column_blob(search->text, 0),
				       (size_t)sqlite3_column_bytes(search->text, 0));
	sqlite3_reset(search->text);
	if (!is_good && result != SQLITE_ROW && result != SQLITE_DONE)
		return database_fail(search->index->db, err);
	if (is_good)
		search->block = block;
	return is_good || err_set(err, _("full text: the text of a post is damaged"));
}

static void
read_post(void *context)
{
	struct look *look = context;
	struct index_search *search = look->search;
	look->is_read = load_block(search, look->block, look->err) &&
			(packing_get(&search->unpacked, look->place, &look->post) ||
					err_set(look->err, _("full text: the text of a post is "
							     "damaged")));
}

static void
fold_text(struct buf *out, const struct buf *text)
{
	buf_clear(out);
	words_fold(out, text->data, text->length);
}

static void
fold_names(struct buf *out, const struct buf *names)
{
	buf_clear(out);
	struct buf name = buf_in(out->arena);
	for (size_t at = 0, length; at < names->length; at += length + 1) {
		length = words_name_length(names, at);
		buf_clear(&name);
		words_fold(&name, names->data + at, length);
		words_trim(&name);
		buf_add(out, name.data, name.length);
		buf_add_char(out, WORDS_SEPARATOR);
	}
	buf_free(&name);
}

static enum text_query_answer
answer_folded(struct index_search *search, const struct text_query_post *post)
{
	struct text_query_post *folded = &search->folded;
	folded->has_date = post->has_date;
	folded->date = post->date;
	fold_text(&folded->title, &post->title);
	fold_text(&folded->text, &post->text);
	fold_names(&folded->tags, &post->tags);
	fold_names(&folded->categories, &post->categories);
	return text_query_holds(search->query, folded);
}

static void
look_at(void *context)
{
	struct look *look = context;
	read_post(look);
	if (!look->is_read)
		return;
	enum text_query_answer answer = text_query_holds(look->search->query, &look->post);
	if (answer == ANSWER_UNKNOWN)
		answer = answer_folded(look->search, &look->post);
	look->is_hit = answer == ANSWER_YES;
}

/* A look at the post of a row: path, date, block, place. */
static struct look
look_of(struct index_search *search, sqlite3_stmt *row, struct err *err)
{
	return (struct look){.search = search,
			.block = sqlite3_column_int64(row, 2),
			.place = (size_t)sqlite3_column_int64(row, 3),
			.post.has_date = sqlite3_column_type(row, 1) != SQLITE_NULL,
			.post.date = sqlite3_column_int64(row, 1),
			.err = err};
}

/* Sets *is_hit to whether the search finds the post. False with err. */
static bool
take_look(struct look *look, bool *is_hit)
{
	look->search->looks++;
	if (!arena_try(look->search->arena, look_at, look))
		return err_set(look->err, _("full text: a text takes more memory than there is"));
	*is_hit = look->is_hit;
	return look->is_read;
}

static bool
check(struct index_search *search, struct candidates *candidates, struct err *err)
{
	candidates->is_hit = search->match.is_exact;
	if (candidates->is_hit)
		return true;
	struct look look = look_of(search, candidates->rows, err);
	return take_look(&look, &candidates->is_hit);
}

/* Begins a look at the post at a path. False: it is not indexed, or with err that cannot be read. */
static bool
find_path(struct index_search *search, const char *path, struct look *look, struct err *err)
{
	if (search->by_path == NULL)
		search->by_path = database_prepare(search->index->db,
				"SELECT path, date, block, place FROM search_docs WHERE path = ?1",
				err);
	sqlite3_stmt *row = search->by_path;
	err->reason[0] = '\0';
	if (row == NULL)
		return false;
	sqlite3_bind_text(row, 1, path, -1, SQLITE_STATIC);
	int result = sqlite3_step(row);
	*look = look_of(search, row, err);
	if (result != SQLITE_ROW && result != SQLITE_DONE)
		database_fail(search->index->db, err);
	sqlite3_reset(row);
	return result == SQLITE_ROW;
}

/* --- Candidates --- */

/* Those with a docid from `low` to `high`, newest first: strays by their dates. NULL with err. */
static sqlite3_stmt *
find_candidates(struct index_search *search, int64_t low, int64_t high, struct err *err)
{
	const struct match *match = &search->match;
	const char *docid = match->expression.length > 0 ? "search.rowid" : "d.docid";
	char *sql = xformat("SELECT d.path, d.date, d.block, d.place FROM %s AND "
			    "%s BETWEEN ?1 AND ?2 AND d.path IS NOT NULL "
			    "AND (?3 OR d.date >= ?4) AND (?5 OR d.date < ?6) ORDER BY %s",
			match->expression.length > 0
					? "search CROSS JOIN search_docs AS d ON d.docid = "
					  "search.rowid WHERE search MATCH ?7"
					: "search_docs AS d WHERE ?7 IS NULL",
			docid, low < DOCID_ORDERED ? "d.date DESC" : docid);
	sqlite3_stmt *rows = database_prepare(search->index->db, sql, err);
	free(sql);
	if (rows == NULL)
		return NULL;
	sqlite3_bind_int64(rows, 1, low);
	sqlite3_bind_int64(rows, 2, high);
	sqlite3_bind_int(rows, 3, match->since == INT64_MIN);
	sqlite3_bind_int64(rows, 4, match->since);
	sqlite3_bind_int(rows, 5, match->until == INT64_MAX);
	sqlite3_bind_int64(rows, 6, match->until);
	if (match->expression.length > 0)
		sqlite3_bind_text(rows, 7, match->expression.data, (int)match->expression.length,
				SQLITE_STATIC);
	return rows;
}

/* The range of docids of the ordered posts that the dates leave: as docids rise, dates fall. */
static bool
find_range(struct index_search *search, int64_t *low, int64_t *high, struct err *err)
{
	sqlite3_stmt *row = database_prepare(search->index->db,
			"SELECT (SELECT docid FROM search_docs INDEXED BY search_docs_date WHERE "
			"date < ?2 AND +docid >= ?1 ORDER BY date DESC, docid LIMIT 1), "
			"(SELECT docid FROM search_docs INDEXED BY search_docs_date WHERE "
			"date >= ?3 AND +docid >= ?1 ORDER BY date, docid DESC LIMIT 1)",
			err);
	if (row == NULL)
		return false;
	sqlite3_bind_int64(row, 1, DOCID_ORDERED);
	sqlite3_bind_int64(row, 2, search->match.until);
	sqlite3_bind_int64(row, 3, search->match.since);
	bool is_good = sqlite3_step(row) == SQLITE_ROW || database_fail(search->index->db, err);
	if (search->match.until != INT64_MAX)
		*low = sqlite3_column_type(row, 0) == SQLITE_NULL ? INT64_MAX
								  : sqlite3_column_int64(row, 0);
	if (search->match.since != INT64_MIN)
		*high = sqlite3_column_int64(row, 1);
	sqlite3_finalize(row);
	return is_good;
}

static bool
begin(struct index_search *search, struct err *err)
{
	int64_t low = DOCID_ORDERED, high = INT64_MAX;
	search->is_begun = true;
	search->strays.rows = find_candidates(search, 1, DOCID_ORDERED - 1, err);
	if (search->strays.rows == NULL || !find_range(search, &low, &high, err))
		return false;
	search->ordered.rows = find_candidates(search, low, high, err);
	return search->ordered.rows != NULL;
}

/* --- Hits --- */

/* Goes to the next hit, unless there is one that has not been given. False with err. */
static bool
advance(struct index_search *search, struct candidates *candidates, struct err *err)
{
	while (!candidates->is_hit && candidates->rows != NULL && search->looks < LOOKS_PER_CALL) {
		int result = sqlite3_step(candidates->rows);
		if (result == SQLITE_ROW) {
			if (!check(search, candidates, err))
				return false;
			continue;
		}
		bool is_good = result == SQLITE_DONE || database_fail(search->index->db, err);
		sqlite3_finalize(candidates->rows);
		candidates->rows = NULL;
		return is_good;
	}
	return true;
}

/* The candidates with the newer hit; either if neither has one. */
static struct candidates *
newer_of(struct candidates *ordered, struct candidates *strays)
{
	if (!ordered->is_hit || !strays->is_hit)
		return strays->is_hit ? strays : ordered;
	bool is_dated = sqlite3_column_type(strays->rows, 1) != SQLITE_NULL;
	bool is_newer = is_dated &&
			(sqlite3_column_type(ordered->rows, 1) == SQLITE_NULL ||
					sqlite3_column_int64(strays->rows, 1) >
							sqlite3_column_int64(ordered->rows, 1));
	return is_newer ? strays : ordered;
}

static bool
find(struct index_search *search, struct arena *arena, const char **paths, size_t limit,
		size_t *count, bool *is_done, struct err *err)
{
	struct candidates *ordered = &search->ordered, *strays = &search->strays;
	if (!search->is_begun && !begin(search, err))
		return false;
	while (*count < limit) {
		if (!advance(search, strays, err) || !advance(search, ordered, err))
			return false;
		bool is_enough = (!strays->is_hit && strays->rows != NULL) ||
				 (!ordered->is_hit && ordered->rows != NULL);
		if (is_enough)
			return true; /* the limit of one call is reached */
		struct candidates *newest = newer_of(ordered, strays);
		*is_done = !newest->is_hit;
		if (*is_done)
			return true;
		paths[(*count)++] = arena_text(
				arena, (const char *)sqlite3_column_text(newest->rows, 0));
		newest->is_hit = false;
	}
	return true;
}

/* Whether the index is damaged after a failure: SQLite does not report a text that cannot be unpacked. */
static bool
note_failure(struct index_search *search)
{
	int code = sqlite3_errcode(search->index->db) & 0xFF;
	search->index->is_damaged =
			code != SQLITE_BUSY && code != SQLITE_IOERR && code != SQLITE_NOMEM;
	return false;
}

bool
index_search_next(struct index_search *search, struct arena *arena, const char **paths,
		size_t limit, size_t *count, bool *is_done, struct err *err)
{
	*count = 0;
	*is_done = false;
	search->looks = 0;
	return find(search, arena, paths, limit, count, is_done, err) || note_failure(search);
}

bool
index_search_has(struct index_search *search, const char *path, bool *is_hit, struct err *err)
{
	struct look look;
	*is_hit = false;
	if (!find_path(search, path, &look, err))
		return err->reason[0] == '\0' || note_failure(search);
	return take_look(&look, is_hit) || note_failure(search);
}

bool
index_search_text(struct index_search *search, const char *path, struct buf *text)
{
	struct err err;
	struct look look;
	if (!find_path(search, path, &look, &err) || !arena_try(search->arena, read_post, &look) ||
			!look.is_read)
		return false;
	buf_add(text, look.post.text.data, look.post.text.length);
	return true;
}
