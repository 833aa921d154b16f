#include "catalogue/catalogue.h"

#include "archive/slug.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/sentence.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "catalogue/snapshot.h"
#include "catalogue/tables.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* --- Opening --- */

static bool
prepare(struct catalogue *catalogue, struct err *err)
{
	catalogue->row = database_prepare(
			catalogue->db, "SELECT " TABLES_ROW " FROM posts WHERE id = ?1", err);
	catalogue->file = database_prepare(
			catalogue->db, "SELECT path, mtime, size FROM posts WHERE id = ?1", err);
	catalogue->by_path = database_prepare(catalogue->db,
			"SELECT id, date, utc_offset, flags FROM posts WHERE path_hash = ?1 AND "
			"path = ?2",
			err);
	catalogue->by_id = database_prepare(catalogue->db,
			"SELECT id, date, utc_offset, flags, path FROM posts WHERE id = ?1", err);
	catalogue->store = postings_store_new(catalogue->db, err);
	return catalogue->row != NULL && catalogue->file != NULL && catalogue->by_path != NULL &&
	       catalogue->by_id != NULL && catalogue->store != NULL;
}

/* Begins the one transaction that keeps the snapshot from changing until it is closed. */
static bool
begin(struct catalogue *catalogue, struct err *err)
{
	enum database_state state = database_state(catalogue->db, &tables_mark, err);
	if (state == DATABASE_FAILED)
		return false;
	if (state == DATABASE_NEW)
		return err_set(err, _("nothing is catalogued yet"));
	if (state != DATABASE_GOOD)
		return err_set(err, "%s: %s", catalogue->place, database_state_text(state));
	if (!database_run(catalogue->db, "PRAGMA cache_size = -4000; PRAGMA query_only = 1; BEGIN",
			    err) ||
			!prepare(catalogue, err))
		return false;
	catalogue->count = (size_t)tables_fact(catalogue->db, FACT_POSTS);
	catalogue->identity = tables_fact(catalogue->db, FACT_IDENTITY);
	return !database_is_damaged(catalogue->db) || database_fail(catalogue->db, err);
}

struct catalogue *
catalogue_open(const char *place, struct err *err)
{
	struct catalogue *catalogue = xcalloc(1, sizeof(*catalogue));
	catalogue->place = xstrdup(place);
	catalogue->arena = arena_new();
	catalogue->db = database_open(place, false, err);
	if (catalogue->db != NULL && begin(catalogue, err))
		return catalogue;
	catalogue_free(catalogue);
	return NULL;
}

void
catalogue_free(struct catalogue *catalogue)
{
	if (catalogue == NULL)
		return;
	sqlite3_finalize(catalogue->row);
	sqlite3_finalize(catalogue->file);
	sqlite3_finalize(catalogue->by_path);
	sqlite3_finalize(catalogue->by_id);
	postings_store_free(catalogue->store);
	sqlite3_close(catalogue->db);
	names_free(&catalogue->names[GROUP_CATEGORY]);
	names_free(&catalogue->names[GROUP_TAG]);
	free(catalogue->titles.texts);
	free(catalogue->titles.offsets);
	free(catalogue->order);
	arena_free(catalogue->arena);
	free(catalogue->place);
	free(catalogue);
}

const char *
catalogue_place(const struct catalogue *catalogue)
{
	return catalogue->place;
}

uint64_t
catalogue_fingerprint(const struct catalogue *catalogue)
{
	return (uint64_t)tables_fact(catalogue->db, FACT_FINGERPRINT);
}

int64_t
catalogue_state(const struct catalogue *catalogue)
{
	uint64_t changes = (uint64_t)tables_fact(catalogue->db, FACT_CHANGES);
	return (int64_t)((uint64_t)catalogue->identity + changes);
}

bool
catalogue_is_damaged(const struct catalogue *catalogue)
{
	return catalogue->is_damaged;
}

bool
catalogue_is_gone(const struct catalogue *catalogue)
{
	return database_is_gone(catalogue->db);
}

size_t
catalogue_count(const struct catalogue *catalogue)
{
	return catalogue->count;
}

/* --- Names --- */

struct names *
catalogue_names(struct catalogue *catalogue, enum group_kind kind)
{
	struct names *names = &catalogue->names[kind];
	if (!catalogue->has_names[kind])
		catalogue->is_damaged |=
				!names_read(names, catalogue->arena, catalogue->db, kind, 1, NULL);
	catalogue->has_names[kind] = true;
	return names;
}

void
catalogue_warm(struct catalogue *catalogue)
{
	for (int kind = 0; kind < 2; kind++) {
		struct names *names = catalogue_names(catalogue, (enum group_kind)kind);
		names_fold(names, catalogue->arena);
		for (int order = 0; order < NAMES_ORDERS; order++)
			(void)names_in_order(names, order);
	}
}

void
catalogue_rest(struct catalogue *catalogue)
{
	(void)sqlite3_db_release_memory(catalogue->db);
}

/* --- Titles --- */

static void
add_title(struct titles *titles, sqlite3_stmt *row, struct buf *texts, struct buf *folded)
{
	int64_t id = sqlite3_column_int64(row, 0);
	const char *title = (const char *)sqlite3_column_text(row, 1);
	if (id < 0 || id >= titles->count || texts->length >= UINT32_MAX - 1)
		return;
	buf_clear(folded);
	text_fold(folded, title != NULL ? title : "", title != NULL ? strlen(title) : 0);
	titles->offsets[id] = (uint32_t)texts->length;
	buf_add(texts, folded->data, folded->length + 1);
}

uint32_t
catalogue_highest_post(struct catalogue *catalogue)
{
	int64_t highest;
	catalogue->is_damaged |= !database_number(
			catalogue->db, "SELECT max(id) FROM posts", &highest, NULL);
	return highest > 0 && highest < UINT32_MAX ? (uint32_t)highest : 0;
}

static void
read_titles(struct catalogue *catalogue)
{
	struct titles *titles = &catalogue->titles;
	struct buf texts = buf_empty();
	struct buf folded = buf_empty();
	titles->count = catalogue_highest_post(catalogue) + 1;
	titles->offsets = xcalloc(titles->count, sizeof(*titles->offsets));
	memset(titles->offsets, 0xFF, titles->count * sizeof(*titles->offsets));
	sqlite3_stmt *rows = database_prepare(catalogue->db, "SELECT id, title FROM posts", NULL);
	int result = SQLITE_ERROR;
	while (rows != NULL && (result = sqlite3_step(rows)) == SQLITE_ROW)
		add_title(titles, rows, &texts, &folded);
	catalogue->is_damaged |= result != SQLITE_DONE;
	sqlite3_finalize(rows);
	titles->texts = buf_take(&texts);
	buf_free(&folded);
}

const char *
catalogue_folded_title(struct catalogue *catalogue, uint32_t post)
{
	const struct titles *titles = &catalogue->titles;
	if (titles->texts == NULL)
		read_titles(catalogue);
	bool is_there = post < titles->count && titles->offsets[post] != UINT32_MAX;
	return is_there ? titles->texts + titles->offsets[post] : "";
}

/* --- Single posts --- */

/* Reads the list entry of the post that by_path or by_id finds; false if no list has it. */
static bool
read_posting(struct catalogue *catalogue, sqlite3_stmt *row, struct posting *posting)
{
	int result = sqlite3_step(row);
	catalogue->is_damaged |= result != SQLITE_ROW && result != SQLITE_DONE;
	if (result != SQLITE_ROW)
		return false;
	bool has_date = sqlite3_column_type(row, 1) != SQLITE_NULL;
	*posting = (struct posting){
			.date = has_date ? sqlite3_column_int64(row, 1) : INT64_MIN,
			.post = (uint32_t)sqlite3_column_int64(row, 0),
			.utc_offset = sqlite3_column_int(row, 2),
	};
	return (sqlite3_column_int(row, 3) & POST_HIDDEN) == 0;
}

bool
catalogue_find_path(struct catalogue *catalogue, const char *path, struct posting *posting)
{
	sqlite3_stmt *row = catalogue->by_path;
	sqlite3_bind_int64(row, 1, (int64_t)hash_stable_text(path));
	sqlite3_bind_blob(row, 2, path, (int)strlen(path), SQLITE_STATIC);
	bool is_found = read_posting(catalogue, row, posting);
	sqlite3_reset(row);
	return is_found;
}

bool
catalogue_find_id(struct catalogue *catalogue, uint32_t post, struct arena *arena,
		struct posting_entry *entry)
{
	sqlite3_stmt *row = catalogue->by_id;
	sqlite3_bind_int64(row, 1, post);
	bool is_found = read_posting(catalogue, row, &entry->posting);
	const char *path = is_found ? (const char *)sqlite3_column_text(row, 4) : NULL;
	entry->path = path != NULL ? arena_text(arena, path) : "";
	sqlite3_reset(row);
	return is_found;
}

static bool
is_page(struct buf *page, const char *url, const char *path, size_t length)
{
	(void)tables_page_hash(page, url);
	return page->length == length && memcmp(page->data, path, length) == 0;
}

bool
catalogue_find_url(struct catalogue *catalogue, const char *path, struct arena *arena,
		struct post *post)
{
	/* Of several the one whose url is the path itself. */
	sqlite3_stmt *rows = database_prepare(catalogue->db,
			"SELECT " TABLES_ROW " FROM posts WHERE url_hash = ?1 ORDER BY url <> ?2",
			NULL);
	size_t length = slug_page(path, strlen(path));
	bool is_found = false;
	if (rows == NULL)
		return false;
	struct buf page = buf_empty();
	buf_add(&page, path, length);
	sqlite3_bind_int64(rows, 1, (int64_t)hash_stable_text(page.data));
	sqlite3_bind_text(rows, 2, path, -1, SQLITE_STATIC);
	int result = SQLITE_DONE;
	while (!is_found && (result = sqlite3_step(rows)) == SQLITE_ROW) {
		tables_row(rows, arena, post);
		is_found = (post->flags & POST_HIDDEN) == 0 &&
			   is_page(&page, post->url, path, length);
	}
	catalogue->is_damaged |= result != SQLITE_ROW && result != SQLITE_DONE;
	sqlite3_finalize(rows);
	buf_free(&page);
	return is_found;
}

const char *
catalogue_category_at(struct catalogue *catalogue, const char *path)
{
	sqlite3_stmt *rows = database_prepare(catalogue->db,
			"SELECT url, category FROM landings WHERE url NOT NULL AND category NOT "
			"NULL"
			" ORDER BY url <> ?1",
			NULL);
	size_t length = slug_page(path, strlen(path));
	const char *category = NULL;
	if (rows == NULL)
		return NULL;
	struct buf page = buf_empty();
	sqlite3_bind_text(rows, 1, path, -1, SQLITE_STATIC);
	while (category == NULL && sqlite3_step(rows) == SQLITE_ROW) {
		if (is_page(&page, (const char *)sqlite3_column_text(rows, 0), path, length))
			category = arena_text(catalogue->arena,
					(const char *)sqlite3_column_text(rows, 1));
	}
	sqlite3_finalize(rows);
	buf_free(&page);
	return category;
}

void
catalogue_problems(struct catalogue *catalogue, size_t limit, struct problems *problems)
{
	sqlite3_stmt *rows = database_prepare(catalogue->db,
			"SELECT " TABLES_ROW
			" FROM posts WHERE problem IS NOT NULL ORDER BY path LIMIT ?1",
			NULL);
	struct arena *arena = arena_new();
	if (rows != NULL)
		sqlite3_bind_int64(rows, 1, (int64_t)limit);
	while (rows != NULL && sqlite3_step(rows) == SQLITE_ROW) {
		struct post post;
		arena_reset(arena);
		tables_row(rows, arena, &post);
		bool is_error = (post.flags & (POST_DAMAGED | POST_SKIPPED)) != 0;
		struct buf reason = buf_empty();
		sentence_show(&reason, post.problem);
		problems_add(problems, is_error ? SEVERITY_ERROR : SEVERITY_WARNING, post.path,
				post.problem_line, 0, "%s", reason.data);
		buf_free(&reason);
	}
	sqlite3_finalize(rows);
	arena_free(arena);
}
