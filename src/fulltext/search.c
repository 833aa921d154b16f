#include "base/arena.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "fulltext/fulltext.h"
#include "fulltext/match.h"
#include "fulltext/packing.h"
#include "fulltext/sql.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* Texts that one call looks at: some milliseconds, after which the caller may change its mind. */
enum { LOOKS_PER_CALL = 256 };

struct candidate {
	struct fulltext_hit hit;
	int64_t block;
	size_t place;
};

struct fulltext_search {
	struct arena *arena; /* of the texts that are looked at */
	sqlite3 *db;
	const struct text_query *query;
	struct fulltext_match match;
	struct unpacker *unpacker;
	int64_t block;		     /* the one unpacked; 0: none */
	struct text_query_post post; /* the one being looked at */
	sqlite3_stmt *text;
	sqlite3_stmt *rows; /* of posts in order; NULL before the first call and after the last row */
	bool is_begun;
	bool has_next; /* `next` is a hit that waits for the strays before it */
	struct fulltext_hit next;
	struct fulltext_hit *strays; /* the hits among them, newest first */
	size_t stray_count, stray_capacity, stray_at;
	size_t looks; /* in this call */
};

struct fulltext_search *
fulltext_search_new(struct sqlite3 *db, const struct text_query *query)
{
	struct fulltext_search *search = xcalloc(1, sizeof(*search));
	search->db = db;
	search->query = query;
	fulltext_match_init(&search->match, query);
	search->arena = arena_new();
	search->unpacker = unpacker_new(search->arena);
	text_query_post_init(&search->post, search->arena);
	return search;
}

void
fulltext_search_free(struct fulltext_search *search)
{
	if (search == NULL)
		return;
	sqlite3_finalize(search->text);
	sqlite3_finalize(search->rows);
	fulltext_match_free(&search->match);
	unpacker_free(search->unpacker);
	arena_free(search->arena);
	free(search->strays);
	free(search);
}

/* --- A look at a post --- */

static void
fold_names(struct buf *out, const struct packed_part *names)
{
	struct buf name;
	buf_init_in(&name, out->arena);
	for (size_t at = 0; at < names->length;) {
		const char *end = memchr(names->data + at, WORDS_SEPARATOR, names->length - at);
		size_t length = end == NULL ? names->length - at : (size_t)(end - names->data) - at;
		buf_clear(&name);
		words_fold(&name, names->data + at, length);
		words_trim(&name);
		buf_add(out, name.data, name.length);
		buf_add_char(out, WORDS_SEPARATOR);
		at += length + 1;
	}
	buf_free(&name);
}

/* Neighbours in time share a block, which is unpacked once. */
static bool
load_block(struct fulltext_search *search, int64_t block, struct err *err)
{
	if (block == search->block)
		return true;
	search->block = 0;
	sqlite3_bind_int64(search->text, 1, block);
	int result = sqlite3_step(search->text);
	bool is_good = result == SQLITE_ROW &&
		       unpacker_unpack(search->unpacker, sqlite3_column_blob(search->text, 0),
				       (size_t)sqlite3_column_bytes(search->text, 0));
	sqlite3_reset(search->text);
	if (!is_good && result != SQLITE_ROW && result != SQLITE_DONE)
		return database_fail(search->db, err);
	if (!is_good)
		return err_set(err, "full text: the text of a post is damaged");
	search->block = block;
	return true;
}

/* Folds a post for a thorough look. */
static void
fold_post(struct fulltext_search *search, const struct candidate *candidate,
		const struct unpacked *parts)
{
	struct text_query_post *post = &search->post;
	text_query_post_clear(post);
	post->has_date = candidate->hit.has_date;
	post->date = candidate->hit.date;
	words_fold(&post->title, parts->title.data, parts->title.length);
	words_fold(&post->text, parts->text.data, parts->text.length);
	fold_names(&post->tags, &parts->tags);
	fold_names(&post->categories, &parts->categories);
}

static bool
has_plainly(const struct packed_part *part, const struct words_term *term)
{
	return words_find(part->data, part->length, 0, term) != SIZE_MAX;
}

/* In this order AND is the least of its operands and OR the greatest. */
enum answer { ANSWER_NO, ANSWER_UNKNOWN, ANSWER_YES };

static bool
has_term(const struct unpacked *parts, const struct words_term *term)
{
	return has_plainly(&parts->text, term) || has_plainly(&parts->title, term) ||
	       has_plainly(&parts->tags, term);
}

static bool
are_plain(const struct unpacked *parts)
{
	return words_is_plain(parts->text.data, parts->text.length) &&
	       words_is_plain(parts->title.data, parts->title.length) &&
	       words_is_plain(parts->tags.data, parts->tags.length);
}

/* What the text as it is, without a fold, says of a leaf. */
static enum answer
look_at_leaf(const struct text_query_node *node, const struct candidate *candidate,
		const struct unpacked *parts)
{
	const struct fulltext_hit *hit = &candidate->hit;
	switch (node->kind) {
	case QUERY_SINCE:
		return hit->has_date && hit->date >= node->time ? ANSWER_YES : ANSWER_NO;
	case QUERY_UNTIL:
		return hit->has_date && hit->date < node->time ? ANSWER_YES : ANSWER_NO;
	case QUERY_UNDATED:
		return hit->has_date ? ANSWER_NO : ANSWER_YES;
	case QUERY_TEXT:
		break;
	default:
		return ANSWER_UNKNOWN;
	}
	if (!words_is_han(&node->term))
		return ANSWER_UNKNOWN;
	if (has_term(parts, &node->term))
		return ANSWER_YES;
	return are_plain(parts) ? ANSWER_NO : ANSWER_UNKNOWN;
}

static enum answer
join(const struct text_query_node *node, const enum answer *operands)
{
	bool is_and = node->kind == QUERY_AND;
	enum answer joined = is_and ? ANSWER_YES : ANSWER_NO;
	if (node->kind == QUERY_NOT)
		return (enum answer)(ANSWER_YES - operands[0]);
	for (unsigned i = 0; i < node->operands; i++) {
		bool takes = is_and ? operands[i] < joined : operands[i] > joined;
		joined = takes ? operands[i] : joined;
	}
	return joined;
}

/* The whole query, as far as the text can say without a fold. */
static enum answer
look_plainly(const struct fulltext_search *search, const struct candidate *candidate,
		const struct unpacked *parts)
{
	enum answer stack[TEXT_QUERY_NODES] = {ANSWER_NO};
	size_t depth = 0;
	for (size_t i = 0; i < search->query->count; i++) {
		const struct text_query_node *node = &search->query->nodes[i];
		depth -= node->operands;
		stack[depth] = node->operands > 0 ? join(node, &stack[depth])
						  : look_at_leaf(node, candidate, parts);
		depth++;
	}
	return depth > 0 ? stack[depth - 1] : ANSWER_YES;
}

static bool
is_in_time(const struct fulltext_match *match, const struct fulltext_hit *hit)
{
	if (!match->is_dated)
		return true;
	return hit->has_date && hit->date >= match->since && hit->date < match->until;
}

struct look {
	struct fulltext_search *search;
	const struct candidate *candidate;
	bool is_good, is_hit;
	struct err *err;
};

static void
look_at(void *context)
{
	struct look *look = context;
	struct fulltext_search *search = look->search;
	const struct candidate *candidate = look->candidate;
	struct unpacked parts;
	look->is_good = load_block(search, candidate->block, look->err);
	if (!look->is_good)
		return;
	look->is_good = unpacker_get(search->unpacker, candidate->place, &parts);
	if (!look->is_good) {
		err_set(look->err, "full text: the text of a post is damaged");
		return;
	}
	enum answer answer = look_plainly(search, candidate, &parts);
	if (answer == ANSWER_UNKNOWN)
		fold_post(search, candidate, &parts);
	look->is_hit = answer == ANSWER_UNKNOWN ? text_query_holds(search->query, &search->post)
						: answer == ANSWER_YES;
}

static bool
check(struct fulltext_search *search, const struct candidate *candidate, bool *is_hit,
		struct err *err)
{
	*is_hit = is_in_time(&search->match, &candidate->hit);
	if (!*is_hit || search->match.is_exact)
		return true;
	search->looks++;
	struct look look = {.search = search, .candidate = candidate, .err = err};
	bool has_memory = arena_try(search->arena, look_at, &look);
	*is_hit = look.is_hit;
	if (has_memory)
		return look.is_good;
	sqlite3_reset(search->text);
	return err_set(err, "full text: a text takes more memory than there is");
}

/* --- Candidates --- */

static const char by_expression[] =
		"SELECT d.post, d.date, d.block, d.place FROM search CROSS JOIN search_docs AS d "
		"ON d.docid = search.rowid WHERE search MATCH ?3 "
		"AND search.rowid BETWEEN ?1 AND ?2 AND d.post IS NOT NULL ORDER BY search.rowid";
static const char all_posts[] = "SELECT post, date, block, place FROM search_docs "
				"WHERE docid BETWEEN ?1 AND ?2 AND post IS NOT NULL ORDER BY docid";

static sqlite3_stmt *
candidates(struct fulltext_search *search, int64_t first, int64_t last, struct err *err)
{
	bool has_expression = search->match.has_expression;
	sqlite3_stmt *rows = database_prepare(
			search->db, has_expression ? by_expression : all_posts, err);
	if (rows == NULL)
		return NULL;
	sqlite3_bind_int64(rows, 1, first);
	sqlite3_bind_int64(rows, 2, last);
	if (has_expression)
		sqlite3_bind_text(rows, 3, search->match.expression.data,
				(int)search->match.expression.length, SQLITE_STATIC);
	return rows;
}

static struct candidate
candidate_of(sqlite3_stmt *rows)
{
	bool has_date = sqlite3_column_type(rows, 1) != SQLITE_NULL;
	return (struct candidate){
			.hit = {sqlite3_column_int64(rows, 0), has_date,
					sqlite3_column_int64(rows, 1)},
			.block = sqlite3_column_int64(rows, 2),
			.place = (size_t)sqlite3_column_int64(rows, 3),
	};
}

static bool
is_newer(const struct fulltext_hit *a, const struct fulltext_hit *b)
{
	return a->has_date && (!b->has_date || a->date > b->date);
}

static int
newest_first(const void *a, const void *b)
{
	return is_newer(b, a) - is_newer(a, b);
}

static bool
find_strays(struct fulltext_search *search, struct err *err)
{
	sqlite3_stmt *rows = candidates(search, 1, FULLTEXT_MAIN_LOW - 1, err);
	if (rows == NULL)
		return false;
	bool is_good = true;
	int result = SQLITE_DONE;
	while (is_good && (result = sqlite3_step(rows)) == SQLITE_ROW) {
		struct candidate candidate = candidate_of(rows);
		bool is_hit;
		is_good = check(search, &candidate, &is_hit, err);
		if (!is_good || !is_hit)
			continue;
		search->strays = xgrow(search->strays, search->stray_count, &search->stray_capacity,
				sizeof(*search->strays));
		search->strays[search->stray_count++] = candidate.hit;
	}
	if (is_good && result != SQLITE_DONE)
		is_good = database_fail(search->db, err);
	sqlite3_finalize(rows);
	if (search->stray_count > 0)
		qsort(search->strays, search->stray_count, sizeof(*search->strays), newest_first);
	return is_good;
}

/* --- Dates to numbers: both fall together --- */

static bool
is_before(sqlite3_stmt *date, int64_t docid, int64_t time)
{
	sqlite3_bind_int64(date, 1, docid);
	bool is_older = sqlite3_step(date) != SQLITE_ROW ||
			sqlite3_column_type(date, 0) == SQLITE_NULL ||
			sqlite3_column_int64(date, 0) < time;
	sqlite3_reset(date);
	return is_older;
}

/* The first number from `low` up to `high` whose post is older than `time`; `high` + 1 if none is. */
static int64_t
first_before(sqlite3_stmt *date, int64_t low, int64_t high, int64_t time)
{
	while (low <= high) {
		int64_t middle = low + (high - low) / 2;
		if (is_before(date, middle, time))
			high = middle - 1;
		else
			low = middle + 1;
	}
	return low;
}

/* The numbers of the posts in order that the dates leave. */
static bool
range_of(struct fulltext_search *search, int64_t *first, int64_t *last, struct err *err)
{
	sqlite3_stmt *ends = database_prepare(search->db,
			"SELECT (SELECT min(docid) FROM search_docs WHERE docid >= ?1), "
			"(SELECT max(docid) FROM search_docs WHERE docid >= ?1)",
			err);
	if (ends == NULL)
		return false;
	sqlite3_bind_int64(ends, 1, FULLTEXT_MAIN_LOW);
	bool is_good = sqlite3_step(ends) == SQLITE_ROW;
	*first = sqlite3_column_int64(ends, 0);
	*last = sqlite3_column_type(ends, 1) == SQLITE_NULL ? -1 : sqlite3_column_int64(ends, 1);
	sqlite3_finalize(ends);
	if (!is_good)
		return database_fail(search->db, err);
	if (!search->match.is_dated)
		return true;
	sqlite3_stmt *date = database_prepare(
			search->db, "SELECT date FROM search_docs WHERE docid = ?1", err);
	if (date == NULL)
		return false;
	if (search->match.until != INT64_MAX)
		*first = first_before(date, *first, *last, search->match.until);
	*last = first_before(date, *first, *last, search->match.since) - 1;
	sqlite3_finalize(date);
	return true;
}

static bool
begin(struct fulltext_search *search, struct err *err)
{
	int64_t first;
	int64_t last;
	search->is_begun = true;
	search->text = database_prepare(
			search->db, "SELECT packed FROM search_texts WHERE block = ?1", err);
	if (search->text == NULL || !find_strays(search, err) ||
			!range_of(search, &first, &last, err))
		return false;
	if (first > last)
		return true;
	search->rows = candidates(search, first, last, err);
	return search->rows != NULL;
}

/* --- Hits --- */

/* Puts the next hit in order into search->next. False with err. */
static bool
advance(struct fulltext_search *search, struct err *err)
{
	while (!search->has_next && search->rows != NULL && search->looks < LOOKS_PER_CALL) {
		int result = sqlite3_step(search->rows);
		if (result != SQLITE_ROW) {
			bool is_good = result == SQLITE_DONE || database_fail(search->db, err);
			sqlite3_finalize(search->rows);
			search->rows = NULL;
			return is_good;
		}
		struct candidate candidate = candidate_of(search->rows);
		search->next = candidate.hit;
		if (!check(search, &candidate, &search->has_next, err))
			return false;
	}
	return true;
}

bool
fulltext_search_next(struct fulltext_search *search, struct fulltext_hit *hits, size_t limit,
		size_t *count, bool *is_done, struct err *err)
{
	*count = 0;
	*is_done = false;
	search->looks = 0;
	if (!search->is_begun && !begin(search, err))
		return false;
	while (*count < limit) {
		if (!advance(search, err))
			return false;
		bool has_stray = search->stray_at < search->stray_count;
		if (!search->has_next && search->rows != NULL)
			return true; /* enough for one call */
		if (!search->has_next && !has_stray) {
			*is_done = true;
			return true;
		}
		if (has_stray && (!search->has_next || is_newer(&search->strays[search->stray_at],
								       &search->next))) {
			hits[(*count)++] = search->strays[search->stray_at++];
		} else {
			hits[(*count)++] = search->next;
			search->has_next = false;
		}
	}
	return true;
}

struct unpacking {
	struct arena *arena;
	sqlite3_stmt *statement;
	struct unpacker *unpacker;
	struct unpacked parts;
	bool is_good;
};

static void
unpack_text(void *context)
{
	struct unpacking *unpacking = context;
	sqlite3_stmt *statement = unpacking->statement;
	struct unpacker *unpacker = unpacking->unpacker = unpacker_new(unpacking->arena);
	unpacking->is_good = unpacker_unpack(unpacker, sqlite3_column_blob(statement, 0),
					     (size_t)sqlite3_column_bytes(statement, 0)) &&
			     unpacker_get(unpacker, (size_t)sqlite3_column_int64(statement, 1),
					     &unpacking->parts);
}

bool
fulltext_text(struct sqlite3 *db, int64_t post, struct buf *text)
{
	sqlite3_stmt *statement = database_prepare(db,
			"SELECT packed, place FROM search_docs JOIN search_texts USING (block) "
			"WHERE post = ?1",
			NULL);
	if (statement == NULL)
		return false;
	struct unpacking unpacking = {.arena = arena_child(text->arena), .statement = statement};
	sqlite3_bind_int64(statement, 1, post);
	bool has_memory = sqlite3_step(statement) != SQLITE_ROW ||
			  arena_try(unpacking.arena, unpack_text, &unpacking);
	sqlite3_finalize(statement);
	unpacker_free(unpacking.unpacker);
	if (!has_memory)
		buf_fail(text);
	if (unpacking.is_good)
		buf_add(text, unpacking.parts.text.data, unpacking.parts.text.length);
	arena_free(unpacking.arena);
	return unpacking.is_good;
}
