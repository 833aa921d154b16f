#include "catalogue/postings.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_ENTRIES = 1024 };

enum statement { READ_DIRECTORY, READ_ENTRIES, READ_ALL, WRITE_CHUNK, DELETE_CHUNK, STATEMENTS };

struct postings_store {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
};

struct chunk {
	int64_t id;	 /* of its row; 0: it has none yet */
	int64_t date;	 /* of its first entry */
	size_t position; /* of its first entry in the list */
	size_t count;
	struct posting *entries; /* NULL: not read yet */
	bool is_changed;
};

struct postings {
	struct postings_store *store;
	int64_t name;
	struct chunk *chunks;
	size_t chunk_count, chunk_capacity;
	size_t count;	/* entries */
	size_t current; /* the chunk that was asked for last: most are asked for in order */
	struct posting *passing; /* of a chunk that is not kept; NULL: none was read */
	bool is_cut;		 /* something of it could not be read */
};

bool
postings_create(struct sqlite3 *db, struct err *err)
{
	return database_run(db,
			"CREATE TABLE postings(id INTEGER PRIMARY KEY, name INTEGER, date INTEGER, "
			"tie BLOB, posts INTEGER, entries BLOB);"
			"CREATE INDEX postings_in_order ON postings(name, date DESC, tie, posts)",
			err);
}

struct postings_store *
postings_store_new(struct sqlite3 *db, struct err *err)
{
	static const char *const sql[STATEMENTS] = {
			[READ_DIRECTORY] = "SELECT id, date, posts FROM postings INDEXED BY "
					   "postings_in_order WHERE name = ?1 ORDER BY date DESC, "
					   "tie",
			[READ_ENTRIES] = "SELECT entries FROM postings WHERE id = ?1",
			[READ_ALL] = "SELECT name, entries FROM postings",
			[WRITE_CHUNK] = "INSERT OR REPLACE INTO postings VALUES(?1, ?2, ?3, ?4, "
					"?5, "
					"?6)",
			[DELETE_CHUNK] = "DELETE FROM postings WHERE id = ?1",
	};
	struct postings_store *store = xcalloc(1, sizeof(*store));
	store->db = db;
	if (database_prepare_all(db, sql, STATEMENTS, store->statements, err))
		return store;
	postings_store_free(store);
	return NULL;
}

void
postings_store_free(struct postings_store *store)
{
	if (store != NULL)
		database_finalize_all(store->statements, STATEMENTS);
	free(store);
}

/* --- Reading --- */

static void
read_directory(struct postings *postings)
{
	sqlite3_stmt *rows = postings->store->statements[READ_DIRECTORY];
	int result;
	sqlite3_bind_int64(rows, 1, postings->name);
	while ((result = sqlite3_step(rows)) == SQLITE_ROW) {
		postings->chunks = xgrow(postings->chunks, postings->chunk_count,
				&postings->chunk_capacity, sizeof(*postings->chunks));
		struct chunk *chunk = &postings->chunks[postings->chunk_count++];
		int64_t count = sqlite3_column_int64(rows, 2);
		bool is_sane = count > 0 && count <= CHUNK_ENTRIES;
		postings->is_cut |= !is_sane;
		*chunk = (struct chunk){
				.id = sqlite3_column_int64(rows, 0),
				.date = sqlite3_column_int64(rows, 1),
				.position = postings->count,
				.count = is_sane ? (size_t)count : 0,
		};
		postings->count += chunk->count;
	}
	postings->is_cut |= result != SQLITE_DONE;
	sqlite3_reset(rows);
}

struct postings *
postings_open(struct postings_store *store, int64_t name)
{
	struct postings *postings = xcalloc(1, sizeof(*postings));
	postings->store = store;
	postings->name = name;
	read_directory(postings);
	return postings;
}

bool
postings_are_cut(const struct postings *postings)
{
	return postings->is_cut;
}

void
postings_close(struct postings *postings)
{
	if (postings == NULL)
		return;
	for (size_t i = 0; i < postings->chunk_count; i++)
		free(postings->chunks[i].entries);
	free(postings->chunks);
	free(postings->passing);
	free(postings);
}

size_t
postings_count(const struct postings *postings)
{
	return postings->count;
}

bool
postings_each(struct postings_store *store,
		void (*take)(void *context, int64_t name, const struct posting *entries,
				size_t count),
		void *context, struct err *err)
{
	sqlite3_stmt *rows = store->statements[READ_ALL];
	int result;
	bool is_good = true;
	while (is_good && (result = sqlite3_step(rows)) != SQLITE_DONE) {
		/* What is not looked at is not read, where it goes on beyond its page. */
		const struct posting *entries =
				result == SQLITE_ROW ? sqlite3_column_blob(rows, 1) : NULL;
		is_good = entries != NULL || database_fail(store->db, err);
		if (is_good)
			take(context, sqlite3_column_int64(rows, 0), entries,
					(size_t)sqlite3_column_bytes(rows, 1) / sizeof(*entries));
	}
	sqlite3_reset(rows);
	return is_good;
}

static void
take_nothing(void *context, int64_t name, const struct posting *entries, size_t count)
{
	(void)context;
	(void)name;
	(void)entries;
	(void)count;
}

int64_t
postings_name(const struct postings *postings)
{
	return postings->name;
}

bool
postings_check(struct postings_store *store, struct err *err)
{
	return postings_each(store, take_nothing, NULL, err) &&
	       database_run(store->db,
			       "SELECT sum(posts) FROM postings INDEXED BY postings_in_order", err);
}

/* Entries that are damaged or missing become zero: post 0, which no list shows. */
static bool
read_entries(const struct postings *postings, const struct chunk *chunk, struct posting *entries,
		struct err *err)
{
	size_t wanted = chunk->count * sizeof(*entries);
	sqlite3_stmt *row = postings->store->statements[READ_ENTRIES];
	sqlite3_bind_int64(row, 1, chunk->id);
	bool is_good = sqlite3_step(row) == SQLITE_ROW || database_fail(postings->store->db, err);
	if (is_good && (size_t)sqlite3_column_bytes(row, 0) == wanted)
		memcpy(entries, sqlite3_column_blob(row, 0), wanted);
	else if (is_good)
		is_good = err_set(err, _("a list of posts is damaged"));
	if (!is_good)
		memset(entries, 0, wanted);
	sqlite3_reset(row);
	return is_good;
}

static bool
read_chunk(const struct postings *postings, struct chunk *chunk, struct err *err)
{
	chunk->entries = xcalloc(CHUNK_ENTRIES, sizeof(*chunk->entries));
	return read_entries(postings, chunk, chunk->entries, err);
}

static struct chunk *
chunk_at(struct postings *postings, size_t position)
{
	struct chunk *current = &postings->chunks[postings->current];
	if (position >= current->position && position - current->position < current->count)
		return current;
	size_t low = 0;
	size_t high = postings->chunk_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (postings->chunks[middle].position <= position)
			low = middle;
		else
			high = middle;
	}
	postings->current = low;
	return &postings->chunks[low];
}

struct posting
postings_get(struct postings *postings, size_t position)
{
	struct chunk *chunk = chunk_at(postings, position);
	if (chunk->entries == NULL && !read_chunk(postings, chunk, NULL))
		postings->is_cut = true;
	return chunk->entries[position - chunk->position];
}

struct postings_chunk
postings_chunk(struct postings *postings, size_t position)
{
	const struct chunk *chunk = chunk_at(postings, position);
	const struct posting *entries = chunk->entries;
	if (entries == NULL) {
		if (postings->passing == NULL)
			postings->passing = xcalloc(CHUNK_ENTRIES, sizeof(*postings->passing));
		postings->is_cut |= !read_entries(postings, chunk, postings->passing, NULL);
		entries = postings->passing;
	}
	return (struct postings_chunk){entries, chunk->position, chunk->count};
}

size_t
postings_find(struct postings *postings, int64_t date)
{
	size_t low = 0;
	size_t high = postings->count;
	/* Chunk by chunk first, so that only one is read. */
	for (size_t i = 0; i < postings->chunk_count; i++) {
		if (postings->chunks[i].date <= date) {
			high = postings->chunks[i].position;
			low = i > 0 ? postings->chunks[i - 1].position : 0;
			break;
		}
		low = postings->chunks[i].position;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (postings_get(postings, middle).date > date)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* --- Writing --- */

/* A list that is being changed in memory; it is written at the end. */
struct work {
	struct postings *list;
	const struct postings_paths *paths;
	struct err *err;
};

static int
compare(int64_t date, const char *path, int64_t other_date, const char *other_path)
{
	if (date != other_date)
		return date > other_date ? -1 : 1;
	int order = strcmp(path, other_path);
	return date == INT64_MIN ? order : -order;
}

int
posting_entry_compare(const void *a, const void *b)
{
	const struct posting_entry *left = a;
	const struct posting_entry *right = b;
	return compare(left->posting.date, left->path, right->posting.date, right->path);
}

/* Whether an entry of the list comes before one that is added. */
static bool
is_before(const struct work *work, const struct posting *old, const struct posting_entry *added)
{
	if (old->date != added->posting.date)
		return old->date > added->posting.date;
	const char *path = work->paths->path_of(work->paths->context, old->post);
	return compare(old->date, path, old->date, added->path) < 0;
}

static bool
load(const struct work *work, struct chunk *chunk)
{
	return chunk->entries != NULL || read_chunk(work->list, chunk, work->err);
}

/* After a change of its entries. */
static void
set_changed(struct chunk *chunk)
{
	chunk->is_changed = true;
	if (chunk->count > 0)
		chunk->date = chunk->entries[0].date;
}

/* Takes one entry out of the chunk; false if it is not there. */
static bool
take_out(struct chunk *chunk, uint32_t post)
{
	for (size_t i = 0; i < chunk->count; i++) {
		if (chunk->entries[i].post != post)
			continue;
		memmove(chunk->entries + i, chunk->entries + i + 1,
				(chunk->count - i - 1) * sizeof(*chunk->entries));
		chunk->count--;
		set_changed(chunk);
		return true;
	}
	return false;
}

/* Only neighbouring chunks can hold an entry of one date. */
static bool
take_out_of_list(const struct work *work, const struct posting *gone)
{
	struct postings *list = work->list;
	for (size_t i = 0; i < list->chunk_count; i++) {
		struct chunk *chunk = &list->chunks[i];
		bool is_behind = i + 1 < list->chunk_count && chunk[1].date > gone->date;
		if (is_behind || chunk->count == 0)
			continue;
		if (chunk->date < gone->date)
			break;
		if (!load(work, chunk))
			return false;
		if (take_out(chunk, gone->post))
			break;
	}
	return true;
}

static bool
delete_row(const struct work *work, const struct chunk *chunk)
{
	sqlite3_stmt *statement = work->list->store->statements[DELETE_CHUNK];
	sqlite3_bind_int64(statement, 1, chunk->id);
	return database_done(statement, work->err);
}

/* Removes empty chunks, so that each has a first entry. */
static bool
drop_empty(const struct work *work)
{
	struct postings *list = work->list;
	size_t kept = 0;
	bool is_good = true;
	for (size_t i = 0; i < list->chunk_count; i++) {
		struct chunk *chunk = &list->chunks[i];
		if (chunk->count > 0) {
			list->chunks[kept++] = *chunk;
			continue;
		}
		is_good = is_good && delete_row(work, chunk);
		free(chunk->entries);
	}
	list->chunk_count = kept;
	return is_good;
}

/* The same for the first entry of a chunk, which is read only when the dates are equal. */
static bool
begins_before(const struct work *work, struct chunk *chunk, const struct posting_entry *added,
		bool *is_good)
{
	if (chunk->date != added->posting.date)
		return chunk->date > added->posting.date;
	*is_good = load(work, chunk);
	return *is_good && is_before(work, &chunk->entries[0], added);
}

/* Counts the added entries that belong to the chunk: those before the first entry of the next chunk. */
static bool
count_for(const struct work *work, size_t at, const struct posting_entry *added, size_t count,
		size_t *here)
{
	size_t low = 0;
	size_t high = count;
	bool is_good = true;
	bool is_last = at + 1 == work->list->chunk_count;
	while (low < high && is_good && !is_last) {
		size_t middle = low + (high - low) / 2;
		if (begins_before(work, &work->list->chunks[at + 1], &added[middle], &is_good))
			high = middle;
		else
			low = middle + 1;
	}
	*here = is_last ? count : low;
	return is_good;
}

/* Merges sorted entries into the chunk, which may grow beyond CHUNK_ENTRIES. */
static void
merge(const struct work *work, struct chunk *chunk, const struct posting_entry *added, size_t count)
{
	size_t total = chunk->count + count;
	struct posting *merged =
			xcalloc(total > CHUNK_ENTRIES ? total : CHUNK_ENTRIES, sizeof(*merged));
	size_t from = 0, next = 0;
	for (size_t i = 0; i < total; i++) {
		bool is_old = next == count ||
			      (from < chunk->count &&
					      is_before(work, &chunk->entries[from], &added[next]));
		merged[i] = is_old ? chunk->entries[from++] : added[next++].posting;
	}
	free(chunk->entries);
	chunk->entries = merged;
	chunk->count = total;
	set_changed(chunk);
}

/* Adds sorted entries to the chunks that they belong into, from the first to the last. */
static bool
add(const struct work *work, const struct posting_entry *added, size_t count)
{
	struct postings *list = work->list;
	if (count > 0 && list->chunk_count == 0) {
		list->chunks = xgrow(list->chunks, 0, &list->chunk_capacity, sizeof(*list->chunks));
		list->chunks[list->chunk_count++] = (struct chunk){
				.entries = xcalloc(CHUNK_ENTRIES, sizeof(struct posting))};
	}
	for (size_t i = 0; count > 0; i++) {
		size_t here;
		if (!count_for(work, i, added, count, &here))
			return false;
		if (here == 0)
			continue;
		if (!load(work, &list->chunks[i]))
			return false;
		merge(work, &list->chunks[i], added, here);
		added += here;
		count -= here;
	}
	return true;
}

/* Makes the tie of equal dates, which rises along the list: bytes are inverted where later paths come first. */
static void
make_tie(struct buf *tie, int64_t date, const char *path)
{
	buf_clear(tie);
	buf_add(tie, path, strlen(path) + 1);
	for (size_t i = 0; date != INT64_MIN && i < tie->length; i++)
		tie->data[i] = (char)~tie->data[i];
}

static bool
write_row(const struct work *work, int64_t id, const struct posting *entries, size_t count)
{
	sqlite3_stmt *statement = work->list->store->statements[WRITE_CHUNK];
	struct buf tie = buf_empty();
	make_tie(&tie, entries[0].date,
			work->paths->path_of(work->paths->context, entries[0].post));
	if (id != 0)
		sqlite3_bind_int64(statement, 1, id);
	else
		sqlite3_bind_null(statement, 1);
	sqlite3_bind_int64(statement, 2, work->list->name);
	sqlite3_bind_int64(statement, 3, entries[0].date);
	sqlite3_bind_blob(statement, 4, tie.data, (int)tie.length, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 5, (int64_t)count);
	sqlite3_bind_blob(statement, 6, entries, (int)(count * sizeof(*entries)), SQLITE_STATIC);
	bool is_good = database_done(statement, work->err);
	buf_free(&tie);
	return is_good;
}

/* Writes what has changed, in rows of at most CHUNK_ENTRIES. */
static bool
write_changed(const struct work *work)
{
	struct postings *list = work->list;
	for (size_t i = 0; i < list->chunk_count; i++) {
		const struct chunk *chunk = &list->chunks[i];
		bool is_last = i + 1 == list->chunk_count;
		size_t pieces = (chunk->count + CHUNK_ENTRIES - 1) / CHUNK_ENTRIES;
		/* At the end they are filled, since more will follow there; elsewhere they are left room. */
		size_t size = is_last ? CHUNK_ENTRIES : (chunk->count + pieces - 1) / pieces;
		for (size_t at = 0; chunk->is_changed && at < chunk->count; at += size) {
			size_t count = chunk->count - at < size ? chunk->count - at : size;
			if (!write_row(work, at == 0 ? chunk->id : 0, chunk->entries + at, count))
				return false;
		}
	}
	return true;
}

bool
postings_change(struct postings_store *store, int64_t name, const struct postings_paths *paths,
		const struct postings_change *change, int64_t *first, struct err *err)
{
	struct work work = {postings_open(store, name), paths, err};
	bool is_good = !work.list->is_cut || err_set(err, _("a list of posts is damaged"));
	for (size_t i = 0; i < change->gone_count && is_good; i++)
		is_good = take_out_of_list(&work, &change->gone[i]);
	if (change->added_count > 0)
		qsort(change->added, change->added_count, sizeof(*change->added),
				posting_entry_compare);
	is_good = is_good && drop_empty(&work) && add(&work, change->added, change->added_count) &&
		  write_changed(&work);
	*first = work.list->chunk_count > 0 ? work.list->chunks[0].date : INT64_MIN;
	postings_close(work.list);
	return is_good;
}
