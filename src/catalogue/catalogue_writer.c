#include "catalogue/catalogue_writer.h"

#include "archive/landing.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/xalloc.h"
#include "catalogue/catalogue.h"
#include "catalogue/names.h"
#include "catalogue/postings.h"
#include "catalogue/tables.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ID = UINT32_MAX - 1, MAX_NAMES = UINT16_MAX };

/* What is to be done to one list at the next commit. */
struct pending {
	struct posting_entry *added;
	struct posting *gone;
	size_t added_count, added_capacity;
	size_t gone_count, gone_capacity;
	bool is_new; /* has no row yet, or one with another shown name */
};

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
	struct arena *arena; /* names */
	struct names names[2];
	struct pending all;
	struct pending *pending[2]; /* beside names[kind].items */
	size_t pending_capacity[2];
	int64_t next_name;
	uint32_t next_post;
	int64_t changes;     /* FACT_CHANGES as this writer knows it */
	size_t count;	     /* posts in the list of all */
	struct buf path;     /* asked for last, of a post that is in a list */
	struct arena *batch; /* since the last commit: paths of the posts put */
	uint32_t first_post; /* that was added since then */
	size_t uncommitted;
	bool is_damaged;
	bool is_copy; /* of a catalogue that may be changed otherwise */
};

/* --- Opening --- */

static void
finalize(struct catalogue_writer *writer)
{
	for (size_t i = 0; i < STATEMENTS; i++) {
		sqlite3_finalize(writer->statements[i]);
		writer->statements[i] = NULL;
	}
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
	for (size_t i = 0; i < STATEMENTS; i++) {
		writer->statements[i] = database_prepare(writer->db, sql[i], err);
		if (writer->statements[i] == NULL)
			return false;
	}
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

/* --- Names --- */

static struct pending *
pending_of(struct catalogue_writer *writer, enum group_kind kind, uint32_t number)
{
	while (number >= writer->pending_capacity[kind]) {
		size_t old = writer->pending_capacity[kind];
		size_t capacity = old == 0 ? 64 : old * 2;
		writer->pending[kind] =
				xrealloc(writer->pending[kind], capacity, sizeof(struct pending));
		memset(writer->pending[kind] + old, 0, (capacity - old) * sizeof(struct pending));
		writer->pending_capacity[kind] = capacity;
	}
	return &writer->pending[kind][number];
}

static bool
read_names(struct catalogue_writer *writer, struct err *err)
{
	for (int kind = 0; kind < 2; kind++) {
		struct names *names = &writer->names[kind];
		if (!names_read(names, writer->arena, writer->db, kind, 0, err))
			return false;
		for (size_t i = 0; i < names->count; i++) {
			if (names->items[i].id >= writer->next_name)
				writer->next_name = names->items[i].id + 1;
		}
	}
	return true;
}

static uint32_t
intern(struct catalogue_writer *writer, enum group_kind kind, const char *text)
{
	struct names *names = &writer->names[kind];
	uint32_t number = names_intern(names, writer->arena, text);
	struct name *name = &names->items[number];
	if (name->id == 0) {
		name->id = writer->next_name++;
		pending_of(writer, kind, number)->is_new = true;
	}
	return number;
}

static bool
read_numbers(struct catalogue_writer *writer, struct err *err)
{
	sqlite3_stmt *row = database_prepare(writer->db, "SELECT max(id) FROM posts", err);
	if (row == NULL)
		return false;
	int64_t highest = sqlite3_step(row) == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
	sqlite3_finalize(row);
	if (highest < 0 || highest >= MAX_ID)
		return false;
	int64_t next = tables_fact(writer->db, FACT_NEXT_POST);
	if (next <= highest)
		next = highest + 1;
	writer->next_post = next < MAX_ID ? (uint32_t)next : MAX_ID;
	writer->first_post = writer->next_post;
	writer->changes = tables_fact(writer->db, FACT_CHANGES);
	writer->count = (size_t)tables_fact(writer->db, FACT_POSTS);
	return true;
}

/* What the file is, after all of it that is asked for at once has been read. */
static enum database_state
read_file(struct catalogue_writer *writer, struct err *err)
{
	enum database_state state = database_state(writer->db, &tables_mark, err);
	bool is_read = state == DATABASE_GOOD && set_up(writer, err) && prepare(writer, err) &&
		       read_names(writer, err) && read_numbers(writer, err);
	/* Tables that are not those of the version are damage too. */
	return state == DATABASE_GOOD && !is_read ? DATABASE_DAMAGED : state;
}

/* Begins the catalogue, in the place of the file that is open unless that is new. */
static bool
begin_file(struct catalogue_writer *writer, const char *place, uint64_t fingerprint, bool is_new,
		struct err *err)
{
	if (!is_new) {
		finalize(writer);
		names_free(&writer->names[GROUP_CATEGORY]);
		names_free(&writer->names[GROUP_TAG]);
		writer->next_name = POSTINGS_ALL + 1;
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
		*notice = xformat("%s %s: the archive is catalogued anew", place,
				database_state_text(state));
	return begin_file(writer, place, fingerprint, state == DATABASE_NEW, err);
}

static struct catalogue_writer *
writer_new(void)
{
	struct catalogue_writer *writer = xcalloc(1, sizeof(*writer));
	writer->arena = arena_new();
	writer->batch = arena_new();
	buf_init(&writer->path);
	writer->next_name = POSTINGS_ALL + 1;
	return writer;
}

struct catalogue_writer *
catalogue_writer_open(const char *place, uint64_t fingerprint, char **notice, struct err *err)
{
	struct catalogue_writer *writer = writer_new();
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
	/* What is in memory is there while a connection is. */
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

static void
pending_clear(struct pending *pending)
{
	pending->added_count = 0;
	pending->gone_count = 0;
}

static void
pending_free(struct pending *pending)
{
	free(pending->added);
	free(pending->gone);
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
	pending_free(&writer->all);
	for (int kind = 0; kind < 2; kind++) {
		for (size_t i = 0; i < writer->pending_capacity[kind]; i++)
			pending_free(&writer->pending[kind][i]);
		free(writer->pending[kind]);
		names_free(&writer->names[kind]);
	}
	buf_free(&writer->path);
	arena_free(writer->arena);
	arena_free(writer->batch);
	free(writer);
}

bool
catalogue_writer_is_damaged(const struct catalogue_writer *writer)
{
	return writer->is_damaged || database_is_damaged(writer->db);
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

/* Every failure passes here, before a rollback hides its reason. */
static bool
fail(struct catalogue_writer *writer, struct err *err)
{
	writer->is_damaged |= database_is_damaged(writer->db);
	return database_fail(writer->db, err);
}

/* Runs a statement that gives no rows. */
static bool
execute(struct catalogue_writer *writer, sqlite3_stmt *statement, struct err *err)
{
	bool is_good = sqlite3_step(statement) == SQLITE_DONE || fail(writer, err);
	sqlite3_reset(statement);
	return is_good;
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
	bool is_good = !goes_on || result == SQLITE_DONE || fail(writer, err);
	sqlite3_finalize(rows);
	if (is_good && goes_on)
		is_good = (postings_check(writer->store, err) && tables_check(writer->db, err)) ||
			  fail(writer, err);
	return is_good;
}

/* --- Changes --- */

static bool
fail_gone(struct err *err)
{
	return err_set(err, "the catalogue was deleted or replaced while it was written");
}

/* Names, numbers and counts were read when the writer was opened: they must still be true. */
static bool
is_alone(const struct catalogue_writer *writer, struct err *err)
{
	if (catalogue_writer_is_gone(writer))
		return fail_gone(err);
	return tables_fact(writer->db, FACT_CHANGES) == writer->changes ||
	       err_set(err, "another program is writing the catalogue");
}

static bool
begin(struct catalogue_writer *writer, struct err *err)
{
	if (sqlite3_get_autocommit(writer->db) == 0)
		return true;
	if (!database_run(writer->db, "BEGIN IMMEDIATE", err))
		return fail(writer, err);
	if (is_alone(writer, err))
		return true;
	(void)database_run(writer->db, "ROLLBACK", NULL);
	return false;
}

/* Commits; what went into a file that is no longer there is lost. */
static bool
end(struct catalogue_writer *writer, struct err *err)
{
	if (!database_run(writer->db, "COMMIT", err))
		return fail(writer, err);
	return !catalogue_writer_is_gone(writer) || fail_gone(err);
}

static void
pending_add(struct pending *pending, bool is_gone, const struct posting_entry *entry)
{
	if (is_gone) {
		pending->gone = xgrow(pending->gone, pending->gone_count, &pending->gone_capacity,
				sizeof(*pending->gone));
		pending->gone[pending->gone_count++] = entry->posting;
	} else {
		pending->added = xgrow(pending->added, pending->added_count,
				&pending->added_capacity, sizeof(*pending->added));
		pending->added[pending->added_count++] = *entry;
	}
}

/* Whether the name stands earlier in the post's own list: a name twice on one post counts once. */
static bool
is_repeated(const char *const *names, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (strcmp(names[i], names[at]) == 0)
			return true;
	}
	return false;
}

static void
change_names(struct catalogue_writer *writer, enum group_kind kind, const char *const *names,
		size_t count, bool is_gone, const struct posting_entry *entry)
{
	for (size_t i = 0; i < count && i < MAX_NAMES; i++) {
		if (is_repeated(names, i))
			continue;
		uint32_t number = intern(writer, kind, names[i]);
		pending_add(pending_of(writer, kind, number), is_gone, entry);
	}
}

/* Puts the post into its lists, or takes it out of them. */
static void
change_lists(struct catalogue_writer *writer, uint32_t id, const struct post *post, bool is_gone)
{
	if ((post->flags & POST_HIDDEN) != 0)
		return;
	const struct posting_entry entry = {
			.posting = {.date = post->has_date ? post->date : INT64_MIN,
					.post = id,
					.utc_offset = post->utc_offset},
			.path = is_gone ? NULL : arena_text(writer->batch, post->path),
	};
	pending_add(&writer->all, is_gone, &entry);
	writer->count += is_gone ? -(size_t)1 : 1;
	change_names(writer, GROUP_CATEGORY, post->categories, post->category_count, is_gone,
			&entry);
	change_names(writer, GROUP_TAG, post->tags, post->tag_count, is_gone, &entry);
}

static void
add_groups(struct buf *groups, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count && i < MAX_NAMES; i++)
		buf_add(groups, names[i], strlen(names[i]) + 1);
}

static bool
put_row(struct catalogue_writer *writer, uint32_t id, const struct post *post, int64_t mtime,
		uint64_t size, struct err *err)
{
	sqlite3_stmt *row = writer->statements[PUT_POST];
	size_t categories = post->category_count < MAX_NAMES ? post->category_count : MAX_NAMES;
	struct buf groups, page;
	buf_init(&groups);
	buf_init(&page);
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
	bool is_good = execute(writer, row, err);
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
	bool is_good = result == SQLITE_ROW || result == SQLITE_DONE || fail(writer, err);
	if (result == SQLITE_ROW) {
		tables_row(row, arena, &post);
		change_lists(writer, id, &post, true);
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
		return err_set(err, "there are too many posts");
	if (id == 0)
		id = writer->next_post++;
	if (!put_row(writer, id, post, mtime, size, err))
		return false;
	change_lists(writer, id, post, false);
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
	return execute(writer, row, err);
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
	return execute(writer, row, err);
}

/* Whether Jekyll has the post; one that cannot be read counts as well. */
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
	return execute(writer, row, err);
}

/* The shown names of all categories: the last landing page's title that is not empty. */
static void
name_categories(struct catalogue_writer *writer, const struct landings *landings)
{
	struct names *names = &writer->names[GROUP_CATEGORY];
	for (size_t i = 0; i < names->count; i++) {
		struct name *name = &names->items[i];
		bool was_shown = name->shown != name->text;
		name->shown = name->text;
		if (was_shown)
			pending_of(writer, GROUP_CATEGORY, (uint32_t)i)->is_new = true;
	}
	for (size_t i = 0; i < landings->count; i++) {
		const struct landing *landing = &landings->items[i];
		uint32_t number = intern(writer, GROUP_CATEGORY, landing->category);
		if (landing->title[0] == '\0')
			continue;
		names->items[number].shown = arena_text(writer->arena, landing->title);
		pending_of(writer, GROUP_CATEGORY, number)->is_new = true;
	}
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
		return fail(writer, err);
	name_categories(writer, landings);
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
write_list(struct catalogue_writer *writer, int64_t name, struct pending *pending, int64_t *first,
		struct err *err)
{
	const struct postings_paths paths = {path_of, writer};
	const struct postings_change change = {
			pending->gone, pending->gone_count, pending->added, pending->added_count};
	bool is_good = postings_change(writer->store, name, &paths, &change, first, err);
	pending_clear(pending);
	return is_good;
}

static bool
write_name(struct catalogue_writer *writer, enum group_kind kind, uint32_t number, struct err *err)
{
	struct name *name = &writer->names[kind].items[number];
	struct pending *pending = pending_of(writer, kind, number);
	bool has_changes = pending->added_count + pending->gone_count > 0;
	if (!has_changes && !pending->is_new)
		return true;
	name->count += pending->added_count - pending->gone_count;
	if (has_changes && !write_list(writer, name->id, pending, &name->latest, err))
		return false;
	pending->is_new = false;
	sqlite3_stmt *row = writer->statements[PUT_NAME];
	sqlite3_bind_int64(row, 1, name->id);
	sqlite3_bind_int(row, 2, kind);
	sqlite3_bind_text(row, 3, name->text, -1, SQLITE_STATIC);
	sqlite3_bind_text(
			row, 4, name->shown != name->text ? name->shown : NULL, -1, SQLITE_STATIC);
	sqlite3_bind_int64(row, 5, (int64_t)name->count);
	sqlite3_bind_int64(row, 6, name->latest);
	return execute(writer, row, err);
}

static bool
write_lists(struct catalogue_writer *writer, struct err *err)
{
	int64_t first;
	if (writer->all.added_count + writer->all.gone_count > 0 &&
			!write_list(writer, POSTINGS_ALL, &writer->all, &first, err))
		return false;
	for (int kind = 0; kind < 2; kind++) {
		for (size_t i = 0; i < writer->names[kind].count; i++) {
			if (!write_name(writer, (enum group_kind)kind, (uint32_t)i, err))
				return false;
		}
	}
	writer->changes++;
	/* Another may change its copy, or the original, as often. */
	if (writer->is_copy && !set_identity(writer, err))
		return false;
	writer->is_copy = false;
	return tables_set_fact(writer->db, FACT_CHANGES, writer->changes, err) &&
	       tables_set_fact(writer->db, FACT_NEXT_POST, writer->next_post, err) &&
	       tables_set_fact(writer->db, FACT_POSTS, (int64_t)writer->count, err);
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
	if (!begin(writer, err) || !write_lists(writer, err)) {
		writer->is_damaged |= database_is_damaged(writer->db);
		return false;
	}
	if (!end(writer, err))
		return false;
	writer->uncommitted = 0;
	writer->first_post = writer->next_post;
	arena_reset(writer->batch);
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
