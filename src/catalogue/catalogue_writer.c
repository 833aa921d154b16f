#include "catalogue/catalogue_writer.h"

#include "archive/landing.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "catalogue/catalogue.h"
#include "catalogue/list_changes.h"
#include "catalogue/postings.h"
#include "catalogue/tables.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ID = UINT32_MAX - 1 };

enum statement {
	PUT_POST,
	DELETE_POST,
	READ_POST,
	READ_PATH,
	HIDE_POST,
	READ_FLAGS,
	PUT_NAME,
	PUT_LANDING,
	STATEMENTS,
};

struct catalogue_writer {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
	struct postings_store *store;
	struct list_changes lists;
	uint32_t next_post;
	int64_t changes;     /* FACT_CHANGES as this writer knows it */
	struct buf path;     /* asked for last, of a post that is in a list */
	uint32_t first_post; /* that was added since the last commit */
	size_t uncommitted;
	bool is_copy; /* of a catalogue that may be changed otherwise */
};

/* --- Opening --- */

static void
finalize(struct catalogue_writer *writer)
{
	database_finalize_all(writer->statements, STATEMENTS);
	postings_store_free(writer->store);
	writer->store = NULL;
}

static bool
prepare(struct catalogue_writer *writer, struct err *err)
{
	static const char *const sql[STATEMENTS] = {
			[PUT_POST] = "INSERT OR REPLACE INTO posts(id, path_hash, mtime, size, "
				     "flags, "
				     "date, utc_offset, path, title, slug, url, url_hash, "
				     "categories, "
				     "groups, problem, problem_line) VALUES(?1, ?2, ?3, ?4, "
				     "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
			[DELETE_POST] = "DELETE FROM posts WHERE id = ?1",
			[READ_POST] = "SELECT " TABLES_ROW " FROM posts WHERE id = ?1",
			[READ_PATH] = "SELECT path FROM posts WHERE id = ?1",
			[HIDE_POST] = "UPDATE posts SET flags = flags | ?2 WHERE id = ?1",
			[READ_FLAGS] = "SELECT flags FROM posts WHERE id = ?1",
			[PUT_NAME] = "INSERT OR REPLACE INTO names VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
			[PUT_LANDING] = "INSERT INTO landings VALUES(?1, ?2, ?3)",
	};
	if (!database_prepare_all(writer->db, sql, STATEMENTS, writer->statements, err))
		return false;
	writer->store = postings_store_new(writer->db, err);
	return writer->store != NULL;
}

static bool
set_identity(struct catalogue_writer *writer, struct err *err)
{
	int64_t identity;
	sqlite3_randomness(sizeof(identity), &identity);
	return tables_set_fact(writer->db, FACT_IDENTITY, identity, err);
}

static bool
make_tables(struct catalogue_writer *writer, const char *place, uint64_t fingerprint,
		struct err *err)
{
	return database_begin(writer->db, place, err) &&
	       database_run(writer->db, "BEGIN IMMEDIATE", err) &&
	       database_mark(writer->db, &tables_mark, err) && tables_create(writer->db, err) &&
	       tables_set_fact(writer->db, FACT_FINGERPRINT, (int64_t)fingerprint, err) &&
	       set_identity(writer, err) && database_run(writer->db, "COMMIT", err);
}

static bool
set_up(struct catalogue_writer *writer, struct err *err)
{
	return database_run(writer->db,
			"PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; "
			"PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 4194304; "
			"PRAGMA wal_autocheckpoint = 4000",
			err);
}

static bool
read_numbers(struct catalogue_writer *writer, struct err *err)
{
	int64_t highest;
	if (!database_number(writer->db, "SELECT max(id) FROM posts", &highest, err))
		return false;
	if (highest < 0 || highest >= MAX_ID)
		return false;
	int64_t next = tables_fact(writer->db, FACT_NEXT_POST);
	if (next <= highest)
		next = highest + 1;
	writer->next_post = next < MAX_ID ? (uint32_t)next : MAX_ID;
	writer->first_post = writer->next_post;
	writer->changes = tables_fact(writer->db, FACT_CHANGES);
	writer->lists.count = (size_t)tables_fact(writer->db, FACT_POSTS);
	return true;
}

/* Reads the header, names and numbers of the file, and returns its state. */
static enum database_state
read_file(struct catalogue_writer *writer, struct err *err)
{
	enum database_state state = database_state(writer->db, &tables_mark, err);
	bool is_read = state == DATABASE_GOOD && set_up(writer, err) && prepare(writer, err) &&
		       list_changes_read(&writer->lists, writer->db, err) &&
		       read_numbers(writer, err);
	/* A file whose tables do not fit its version counts as damaged. */
	return state == DATABASE_GOOD && !is_read ? DATABASE_DAMAGED : state;
}

/* Makes the tables; a file that is not new is replaced first. */
static bool
begin_file(struct catalogue_writer *writer, const char *place, uint64_t fingerprint, bool is_new,
		struct err *err)
{
	if (!is_new) {
		finalize(writer);
		list_changes_clear(&writer->lists);
		list_changes_init(&writer->lists);
		sqlite3_close(writer->db);
		database_discard(place);
		writer->db = database_open(place, true, err);
	}
	return writer->db != NULL && set_up(writer, err) &&
	       make_tables(writer, place, fingerprint, err) && prepare(writer, err) &&
	       read_numbers(writer, err);
}

static bool
open_file(struct catalogue_writer *writer, const char *place, uint64_t fingerprint, char **notice,
		struct err *err)
{
	writer->db = database_open(place, true, err);
	if (writer->db == NULL)
		return false;
	enum database_state state = read_file(writer, err);
	if (state == DATABASE_FAILED)
		return false;
	bool is_same = state == DATABASE_GOOD &&
		       tables_fact(writer->db, FACT_FINGERPRINT) == (int64_t)fingerprint;
	if (state == DATABASE_GOOD && database_is_damaged(writer->db))
		state = DATABASE_DAMAGED;
	if (state == DATABASE_GOOD && is_same)
		return true;
	if (state != DATABASE_GOOD && state != DATABASE_NEW && notice != NULL)
		*notice = xformat(_("%s: %s: the archive is catalogued anew"), place,
				database_state_text(state));
	return begin_file(writer, place, fingerprint, state == DATABASE_NEW, err);
}

struct catalogue_writer *
catalogue_writer_open(const char *place, uint64_t fingerprint, char **notice, struct err *err)
{
	struct catalogue_writer *writer = xcalloc(1, sizeof(*writer));
	list_changes_init(&writer->lists);
	buf_init(&writer->path);
	if (notice != NULL)
		*notice = NULL;
	if (open_file(writer, place, fingerprint, notice, err))
		return writer;
	catalogue_writer_close(writer);
	return NULL;
}

/* Whether there is a catalogue of the same archive to copy. */
static bool
is_of(const char *place, uint64_t fingerprint)
{
	struct err ignored;
	struct catalogue *catalogue = catalogue_open(place, &ignored);
	bool is_it = catalogue != NULL && catalogue_fingerprint(catalogue) == fingerprint;
	catalogue_free(catalogue);
	return is_it;
}

struct catalogue_writer *
catalogue_writer_open_copy(
		const char *place, const char *from, uint64_t fingerprint, struct err *err)
{
	/* A database in memory lives only while a connection to it is open. */
	sqlite3 *keeper = database_open(place, true, err);
	bool is_copy = keeper != NULL && is_of(from, fingerprint) &&
		       database_copy(from, place, err);
	if (!is_copy) {
		sqlite3_close(keeper);
		keeper = NULL;
	}
	struct catalogue_writer *writer = catalogue_writer_open(place, fingerprint, NULL, err);
	if (writer != NULL)
		writer->is_copy = is_copy;
	sqlite3_close(keeper);
	return writer;
}

void
catalogue_writer_close(struct catalogue_writer *writer)
{
	if (writer == NULL)
		return;
	finalize(writer);
	if (writer->db != NULL && sqlite3_get_autocommit(writer->db) == 0)
		(void)database_run(writer->db, "ROLLBACK", NULL);
	sqlite3_close(writer->db);
	list_changes_clear(&writer->lists);
	buf_free(&writer->path);
	free(writer);
}

bool
catalogue_writer_is_damaged(const struct catalogue_writer *writer)
{
	return database_is_damaged(writer->db);
}

bool
catalogue_writer_is_read_only(const struct catalogue_writer *writer)
{
	return sqlite3_db_readonly(writer->db, "main") == 1;
}

bool
catalogue_writer_is_gone(const struct catalogue_writer *writer)
{
	return database_is_gone(writer->db);
}

/* --- What is known --- */

bool
catalogue_writer_files(struct catalogue_writer *writer,
		bool (*take)(void *context, const struct known_file *file), void *context,
		struct err *err)
{
	const int hidden = POST_HIDDEN | POST_FUTURE;
	bool goes_on = true;
	int result = SQLITE_DONE;
	sqlite3_stmt *rows = database_prepare(writer->db,
			"SELECT id, path_hash, mtime, size, flags, date FROM posts", err);
	if (rows == NULL)
		return false;
	while (goes_on && (result = sqlite3_step(rows)) == SQLITE_ROW) {
		const struct known_file file = {
				.id = (uint32_t)sqlite3_column_int64(rows, 0),
				.path_hash = sqlite3_column_int64(rows, 1),
				.mtime = sqlite3_column_int64(rows, 2),
				.size = (uint64_t)sqlite3_column_int64(rows, 3),
				.is_hidden_future =
						(sqlite3_column_int(rows, 4) & hidden) == hidden,
				.date = sqlite3_column_int64(rows, 5),
		};
		goes_on = take(context, &file);
	}
	bool is_good = !goes_on || result == SQLITE_DONE || database_fail(writer->db, err);
	sqlite3_finalize(rows);
	return is_good &&
	       (!goes_on || (postings_check(writer->store, err) && tables_check(writer->db, err)));
}

/* --- Changes --- */

static bool
fail_gone(struct err *err)
{
	return err_set(err, _("the catalogue was deleted or replaced while it was written"));
}

/* Checks that nobody else has written: names and counts in memory are still those of the file. */
static bool
is_alone(const struct catalogue_writer *writer, struct err *err)
{
	if (catalogue_writer_is_gone(writer))
		return fail_gone(err);
	return tables_fact(writer->db, FACT_CHANGES) == writer->changes ||
	       err_set(err, _("another program is writing the catalogue"));
}

static bool
begin(struct catalogue_writer *writer, struct err *err)
{
	if (sqlite3_get_autocommit(writer->db) == 0)
		return true;
	if (!database_run(writer->db, "BEGIN IMMEDIATE", err))
		return false;
	if (is_alone(writer, err))
		return true;
	(void)database_run(writer->db, "ROLLBACK", NULL);
	return false;
}

/* Commits; fails when the file has been deleted, as the commit is lost then. */
static bool
end(struct catalogue_writer *writer, struct err *err)
{
	return database_run(writer->db, "COMMIT", err) &&
	       (!catalogue_writer_is_gone(writer) || fail_gone(err));
}

static void
add_groups(struct buf *groups, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count && i < LIST_CHANGES_MAX_NAMES; i++)
		buf_add(groups, names[i], strlen(names[i]) + 1);
}

static bool
put_row(struct catalogue_writer *writer, uint32_t id, const struct post *post, int64_t mtime,
		uint64_t size, struct err *err)
{
	sqlite3_stmt *row = writer->statements[PUT_POST];
	size_t categories = post->category_count < LIST_CHANGES_MAX_NAMES ? post->category_count
									  : LIST_CHANGES_MAX_NAMES;
	struct buf groups = buf_empty();
	struct buf page = buf_empty();
	add_groups(&groups, post->categories, post->category_count);
	add_groups(&groups, post->tags, post->tag_count);
	sqlite3_bind_int64(row, 1, id);
	sqlite3_bind_int64(row, 2, (int64_t)hash_stable_text(post->path));
	sqlite3_bind_int64(row, 3, mtime);
	sqlite3_bind_int64(row, 4, (int64_t)size);
	sqlite3_bind_int64(row, 5, post->flags);
	if (post->has_date)
		sqlite3_bind_int64(row, 6, post->date);
	else
		sqlite3_bind_null(row, 6);
	sqlite3_bind_int(row, 7, post->utc_offset);
	sqlite3_bind_blob(row, 8, post->path, (int)strlen(post->path), SQLITE_STATIC);
	sqlite3_bind_text(row, 9, post->title, -1, SQLITE_STATIC);
	sqlite3_bind_text(row, 10, post->slug, -1, SQLITE_STATIC);
	sqlite3_bind_text(row, 11, post->url, -1, SQLITE_STATIC);
	sqlite3_bind_int64(row, 12, tables_page_hash(&page, post->url));
	sqlite3_bind_int64(row, 13, (int64_t)categories);
	sqlite3_bind_blob(row, 14, groups.data, (int)groups.length, SQLITE_STATIC);
	sqlite3_bind_text(row, 15, post->problem, -1, SQLITE_STATIC);
	sqlite3_bind_int64(row, 16, (int64_t)post->problem_line);
	bool is_good = database_done(row, err);
	sqlite3_clear_bindings(row);
	buf_free(&groups);
	buf_free(&page);
	return is_good;
}

/* Takes the post as it is known out of its lists. */
static bool
forget_lists(struct catalogue_writer *writer, uint32_t id, struct err *err)
{
	sqlite3_stmt *row = writer->statements[READ_POST];
	struct arena *arena = arena_new();
	struct post post;
	sqlite3_bind_int64(row, 1, id);
	int result = sqlite3_step(row);
	bool is_good = result == SQLITE_ROW || result == SQLITE_DONE ||
		       database_fail(writer->db, err);
	if (result == SQLITE_ROW) {
		tables_row(row, arena, &post);
		list_changes_add(&writer->lists, id, &post, true);
	}
	sqlite3_reset(row);
	arena_free(arena);
	return is_good;
}

/*
 * A post that is put twice between two commits would be gone from lists it is
 * not in yet: what is pending comes first.
 */
static bool
settle_lists(struct catalogue_writer *writer, uint32_t id, struct err *err)
{
	return id < writer->first_post || catalogue_writer_commit(writer, err);
}

bool
catalogue_writer_put(struct catalogue_writer *writer, uint32_t id, const struct post *post,
		int64_t mtime, uint64_t size, struct err *err)
{
	if (id != 0 && !settle_lists(writer, id, err))
		return false;
	if (!begin(writer, err) || (id != 0 && !forget_lists(writer, id, err)))
		return false;
	if (id == 0 && writer->next_post >= MAX_ID)
		return err_set(err, _("there are too many posts"));
	if (id == 0)
		id = writer->next_post++;
	if (!put_row(writer, id, post, mtime, size, err))
		return false;
	list_changes_add(&writer->lists, id, post, false);
	writer->uncommitted++;
	return true;
}

bool
catalogue_writer_remove(struct catalogue_writer *writer, uint32_t id, struct err *err)
{
	sqlite3_stmt *row = writer->statements[DELETE_POST];
	if (!settle_lists(writer, id, err) || !begin(writer, err) || !forget_lists(writer, id, err))
		return false;
	sqlite3_bind_int64(row, 1, id);
	writer->uncommitted++;
	return database_done(row, err);
}

/* Takes the post out of all lists; its row stays. */
static bool
hide(struct catalogue_writer *writer, uint32_t id, struct err *err)
{
	sqlite3_stmt *row = writer->statements[HIDE_POST];
	if (!begin(writer, err) || !forget_lists(writer, id, err))
		return false;
	sqlite3_bind_int64(row, 1, id);
	sqlite3_bind_int(row, 2, POST_HIDDEN);
	writer->uncommitted++;
	return database_done(row, err);
}

/* Whether Jekyll has the post; true when its row cannot be read. */
static bool
is_jekylls(struct catalogue_writer *writer, uint32_t id)
{
	sqlite3_stmt *row = writer->statements[READ_FLAGS];
	sqlite3_bind_int64(row, 1, id);
	bool is_skipped = sqlite3_step(row) == SQLITE_ROW &&
			  (sqlite3_column_int64(row, 0) & POST_SKIPPED) != 0;
	sqlite3_reset(row);
	return !is_skipped;
}

bool
catalogue_writer_keep_newest(struct catalogue_writer *writer, size_t limit, struct err *err)
{
	if (!catalogue_writer_commit(writer, err))
		return false;
	struct postings *all = postings_open(writer->store, POSTINGS_ALL);
	bool is_good = true;
	size_t kept = 0;
	for (size_t i = 0; i < postings_count(all) && is_good; i++) {
		uint32_t id = postings_get(all, i).post;
		if (kept == limit)
			is_good = hide(writer, id, err);
		else
			kept += is_jekylls(writer, id);
	}
	postings_close(all);
	return is_good && catalogue_writer_commit(writer, err);
}

/* --- Landing pages --- */

static bool
put_landing(struct catalogue_writer *writer, const struct landing *landing, struct err *err)
{
	sqlite3_stmt *row = writer->statements[PUT_LANDING];
	sqlite3_bind_text(row, 1, landing->url, -1, SQLITE_STATIC);
	sqlite3_bind_text(row, 2, landing->category, -1, SQLITE_STATIC);
	sqlite3_bind_text(row, 3, landing->title, -1, SQLITE_STATIC);
	return database_done(row, err);
}

static uint64_t
hash_landings(const struct landings *landings)
{
	uint64_t hash = landings->count + 1;
	for (size_t i = 0; i < landings->count; i++) {
		const struct landing *landing = &landings->items[i];
		hash = hash_stable(hash, landing->url, strlen(landing->url) + 1);
		hash = hash_stable(hash, landing->category, strlen(landing->category) + 1);
		hash = hash_stable(hash, landing->title, strlen(landing->title) + 1);
	}
	return hash;
}

bool
catalogue_writer_landings(
		struct catalogue_writer *writer, const struct landings *landings, struct err *err)
{
	int64_t hash = (int64_t)hash_landings(landings);
	if (tables_fact(writer->db, FACT_LANDINGS) == hash)
		return true;
	if (!begin(writer, err))
		return false;
	bool is_good = database_run(writer->db, "DELETE FROM landings", err) &&
		       tables_set_fact(writer->db, FACT_LANDINGS, hash, err);
	for (size_t i = 0; i < landings->count && is_good; i++)
		is_good = put_landing(writer, &landings->items[i], err);
	if (!is_good)
		return false;
	list_changes_show(&writer->lists, landings);
	writer->uncommitted++;
	return true;
}

/* --- Committing --- */

static const char *
path_of(void *context, uint32_t post)
{
	struct catalogue_writer *writer = context;
	sqlite3_stmt *row = writer->statements[READ_PATH];
	buf_clear(&writer->path);
	sqlite3_bind_int64(row, 1, post);
	if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_blob(row, 0) != NULL)
		buf_add(&writer->path, sqlite3_column_blob(row, 0),
				(size_t)sqlite3_column_bytes(row, 0));
	sqlite3_reset(row);
	return writer->path.data;
}

static bool
write_lists(struct catalogue_writer *writer, struct err *err)
{
	const struct postings_paths paths = {path_of, writer};
	if (!list_changes_write(&writer->lists, writer->store, &paths, writer->statements[PUT_NAME],
			    err))
		return false;
	writer->changes++;
	/* The original and other copies may reach the same number of changes. */
	if (writer->is_copy && !set_identity(writer, err))
		return false;
	writer->is_copy = false;
	return tables_set_fact(writer->db, FACT_CHANGES, writer->changes, err) &&
	       tables_set_fact(writer->db, FACT_NEXT_POST, writer->next_post, err) &&
	       tables_set_fact(writer->db, FACT_POSTS, (int64_t)writer->lists.count, err);
}

size_t
catalogue_writer_pending(const struct catalogue_writer *writer)
{
	return writer->uncommitted;
}

bool
catalogue_writer_commit(struct catalogue_writer *writer, struct err *err)
{
	if (writer->uncommitted == 0)
		return true;
	if (!begin(writer, err) || !write_lists(writer, err) || !end(writer, err))
		return false;
	writer->uncommitted = 0;
	writer->first_post = writer->next_post;
	return true;
}

bool
catalogue_writer_finish(struct catalogue_writer *writer, struct err *err)
{
	if (!catalogue_writer_commit(writer, err))
		return false;
	if (tables_fact(writer->db, FACT_COMPLETE) != 0)
		return true;
	return begin(writer, err) && tables_index(writer->db, err) &&
	       tables_set_fact(writer->db, FACT_COMPLETE, 1, err) && end(writer, err);
}
