#include "catalogue/postings.h"

#include "base/err.h"
#include "base/xalloc.h"
#include "catalogue/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK_ENTRIES = 1024,
	PLACE_STEP = 1 << 20, /* between two chunks, for those that come between them */
};

enum statement {
	READ_DIRECTORY,
	READ_ENTRIES,
	READ_ALL,
	READ_FIRST,
	WRITE_CHUNK,
	DELETE_CHUNK,
	STATEMENTS
};

struct postings_store {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
};

struct chunk {
	int64_t place;
	int64_t first;	 /* date of its first entry */
	size_t position; /* of its first entry in the list */
	size_t count;
	struct posting *entries; /* NULL: not read yet */
};

struct postings {
	struct postings_store *store;
	int64_t name;
	struct chunk *chunks;
	size_t chunk_count, chunk_capacity;
	size_t count;	/* entries */
	size_t current; /* the chunk that was asked for last: most are asked for in order */
	bool is_cut;	/* something of it could not be read */
};

bool
postings_create(struct sqlite3 *db, struct err *err)
{
	return database_run(db,
			"CREATE TABLE postings(name INTEGER, place INTEGER, posts INTEGER, "
			"first INTEGER, entries BLOB, PRIMARY KEY(name, place)) WITHOUT ROWID",
			err);
}

struct postings_store *
postings_store_new(struct sqlite3 *db, struct err *err)
{
	static const char *const sql[STATEMENTS] = {
			[READ_DIRECTORY] =
					"SELECT place, posts, first FROM postings WHERE name = ?1 "
					"ORDER BY place",
			[READ_ENTRIES] = "SELECT entries FROM postings WHERE name = ?1 AND place = "
					 "?2",
			[READ_ALL] = "SELECT entries FROM postings",
			[READ_FIRST] = "SELECT first FROM postings WHERE name = ?1 ORDER BY place "
				       "LIMIT 1",
			[WRITE_CHUNK] = "INSERT OR REPLACE INTO postings VALUES(?1, ?2, ?3, ?4, "
					"?5)",
			[DELETE_CHUNK] = "DELETE FROM postings WHERE name = ?1 AND place = ?2",
	};
	struct postings_store *store = xcalloc(1, sizeof(*store));
	store->db = db;
	for (size_t i = 0; i < STATEMENTS; i++) {
		store->statements[i] = database_prepare(db, sql[i], err);
		if (store->statements[i] == NULL) {
			postings_store_free(store);
			return NULL;
		}
	}
	return store;
}

void
postings_store_free(struct postings_store *store)
{
	for (size_t i = 0; store != NULL && i < STATEMENTS; i++)
		sqlite3_finalize(store->statements[i]);
	free(store);
}

/* --- Reading --- */

static bool
read_directory(struct postings *postings, struct err *err)
{
	sqlite3_stmt *rows = postings->store->statements[READ_DIRECTORY];
	int result;
	sqlite3_bind_int64(rows, 1, postings->name);
	while ((result = sqlite3_step(rows)) == SQLITE_ROW) {
		postings->chunks = xgrow(postings->chunks, postings->chunk_count,
				&postings->chunk_capacity, sizeof(*postings->chunks));
		struct chunk *chunk = &postings->chunks[postings->chunk_count++];
		int64_t count = sqlite3_column_int64(rows, 1);
		*chunk = (struct chunk){
				.place = sqlite3_column_int64(rows, 0),
				.first = sqlite3_column_int64(rows, 2),
				.position = postings->count,
				.count = count > 0 && count <= CHUNK_ENTRIES ? (size_t)count : 0,
		};
		postings->count += chunk->count;
	}
	bool is_good = result == SQLITE_DONE || database_fail(postings->store->db, err);
	sqlite3_reset(rows);
	return is_good;
}

struct postings *
postings_open(struct postings_store *store, int64_t name)
{
	struct postings *postings = xcalloc(1, sizeof(*postings));
	postings->store = store;
	postings->name = name;
	postings->is_cut = !read_directory(postings, NULL);
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
	free(postings);
}

size_t
postings_count(const struct postings *postings)
{
	return postings->count;
}

bool
postings_check(struct postings_store *store, struct err *err)
{
	sqlite3_stmt *rows = store->statements[READ_ALL];
	int result;
	bool is_good = true;
	while (is_good && (result = sqlite3_step(rows)) != SQLITE_DONE) {
		/* What is not looked at is not read, where it goes on beyond its page. */
		bool is_read = result == SQLITE_ROW && sqlite3_column_blob(rows, 0) != NULL;
		is_good = is_read || database_fail(store->db, err);
	}
	sqlite3_reset(rows);
	return is_good;
}

/* What is damaged or missing stays empty: entries of post 0, which no list shows. */
static bool
read_chunk(const struct postings *postings, struct chunk *chunk, struct err *err)
{
	size_t wanted = chunk->count * sizeof(*chunk->entries);
	chunk->entries = xcalloc(CHUNK_ENTRIES, sizeof(*chunk->entries));
	sqlite3_stmt *row = postings->store->statements[READ_ENTRIES];
	sqlite3_bind_int64(row, 1, postings->name);
	sqlite3_bind_int64(row, 2, chunk->place);
	bool is_good = sqlite3_step(row) == SQLITE_ROW || database_fail(postings->store->db, err);
	if (is_good && (size_t)sqlite3_column_bytes(row, 0) == wanted)
		memcpy(chunk->entries, sqlite3_column_blob(row, 0), wanted);
	else if (is_good)
		is_good = err_set(err, "a list of posts is damaged");
	sqlite3_reset(row);
	return is_good;
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

size_t
postings_find(struct postings *postings, int64_t date)
{
	size_t low = 0;
	size_t high = postings->count;
	/* Chunk by chunk first, so that only one is read. */
	for (size_t i = 0; i < postings->chunk_count; i++) {
		if (postings->chunks[i].first <= date) {
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

/* A change of one list. */
struct change {
	struct postings *list;
	const struct postings_order *order;
	struct err *err;
};

static int
compare(const struct change *change, const struct posting *a, const struct posting *b)
{
	if (a->date != b->date)
		return a->date > b->date ? -1 : 1;
	return change->order->compare_same(change->order->context, a, b);
}

static bool
is_sorted(const struct change *change, const struct posting *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (compare(change, &items[i - 1], &items[i]) > 0)
			return false;
	}
	return true;
}

/* Merges from the bottom up: qsort has no room for a context. */
static void
sort(const struct change *change, struct posting *items, size_t count)
{
	if (is_sorted(change, items, count))
		return;
	struct posting *from = items;
	struct posting *spare = xcalloc(count, sizeof(*spare));
	struct posting *to = spare;
	for (size_t width = 1; width < count; width *= 2) {
		for (size_t start = 0; start < count; start += 2 * width) {
			size_t middle = start + width < count ? start + width : count;
			size_t end = start + 2 * width < count ? start + 2 * width : count;
			size_t left = start, right = middle, at = start;
			while (left < middle && right < end)
				to[at++] = compare(change, &from[right], &from[left]) < 0
							   ? from[right++]
							   : from[left++];
			while (left < middle)
				to[at++] = from[left++];
			while (right < end)
				to[at++] = from[right++];
		}
		struct posting *swapped = from;
		from = to;
		to = swapped;
	}
	if (from != items)
		memcpy(items, from, count * sizeof(*items));
	free(spare);
}

static bool
write_chunk(const struct change *change, int64_t place, const struct posting *entries, size_t count)
{
	struct postings_store *store = change->list->store;
	sqlite3_stmt *statement = store->statements[count > 0 ? WRITE_CHUNK : DELETE_CHUNK];
	sqlite3_bind_int64(statement, 1, change->list->name);
	sqlite3_bind_int64(statement, 2, place);
	if (count > 0) {
		sqlite3_bind_int64(statement, 3, (int64_t)count);
		sqlite3_bind_int64(statement, 4, entries[0].date);
		sqlite3_bind_blob(statement, 5, entries, (int)(count * sizeof(*entries)),
				SQLITE_STATIC);
	}
	bool is_good = sqlite3_step(statement) == SQLITE_DONE ||
		       database_fail(store->db, change->err);
	sqlite3_reset(statement);
	return is_good;
}

/* The whole list anew, when there are no places left between two chunks. */
static bool
write_all(const struct change *change, const struct posting *entries, size_t count)
{
	for (size_t i = 0; i < change->list->chunk_count; i++) {
		if (!write_chunk(change, change->list->chunks[i].place, NULL, 0))
			return false;
	}
	int64_t place = 0;
	for (size_t at = 0; at < count; at += CHUNK_ENTRIES, place += PLACE_STEP) {
		size_t left = count - at < CHUNK_ENTRIES ? count - at : CHUNK_ENTRIES;
		if (!write_chunk(change, place, entries + at, left))
			return false;
	}
	return true;
}

/* Forgets what is known of the list and reads its directory anew. */
static bool
reread(struct change *change)
{
	struct postings_store *store = change->list->store;
	int64_t name = change->list->name;
	postings_close(change->list);
	change->list = xcalloc(1, sizeof(*change->list));
	change->list->store = store;
	change->list->name = name;
	return read_directory(change->list, change->err);
}

/* Gives a list without gaps its gaps back. */
static bool
respace(struct change *change)
{
	if (!reread(change))
		return false;
	struct postings *list = change->list;
	struct posting *all = xcalloc(list->count + 1, sizeof(*all));
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		struct posting entry = postings_get(list, i);
		if (entry.post != 0)
			all[count++] = entry;
	}
	bool is_good = write_all(change, all, count);
	free(all);
	return is_good && reread(change);
}

/* The places of the pieces that a chunk has become; false when there is no room for them. */
static bool
places_of(const struct postings *list, size_t chunk, size_t pieces, int64_t *first, int64_t *step)
{
	bool is_first = chunk == 0;
	bool is_last = list->chunks == NULL || chunk + 1 >= list->chunk_count;
	int64_t place = list->chunks != NULL ? list->chunks[chunk].place : 0;
	*step = PLACE_STEP;
	*first = place;
	if (is_last)
		return true;
	if (is_first) {
		*first = place - (int64_t)(pieces - 1) * PLACE_STEP;
		return true;
	}
	*step = (list->chunks[chunk + 1].place - place) / (int64_t)pieces;
	return *step > 0;
}

/* Writes what the chunk has become. *is_full: nothing was written, for want of places. */
static bool
write_pieces(const struct change *change, size_t chunk, const struct posting *entries, size_t count,
		bool *is_full)
{
	struct postings *list = change->list;
	bool is_last = chunk + 1 >= list->chunk_count;
	size_t pieces = (count + CHUNK_ENTRIES - 1) / CHUNK_ENTRIES;
	/* At the end they are filled, since more will follow there; elsewhere they are left room. */
	size_t size = is_last || pieces < 2 ? CHUNK_ENTRIES : (count + pieces - 1) / pieces;
	int64_t place, step;
	*is_full = !places_of(list, chunk, pieces > 0 ? pieces : 1, &place, &step);
	if (*is_full)
		return true;
	if (pieces == 0)
		return list->chunk_count == 0 || write_chunk(change, place, NULL, 0);
	for (size_t at = 0; at < count; at += size, place += step) {
		size_t left = count - at < size ? count - at : size;
		if (!write_chunk(change, place, entries + at, left))
			return false;
	}
	return true;
}

/* Whether the chunk's first entry comes after `entry`. */
static bool
begins_after(const struct change *change, struct chunk *chunk, const struct posting *entry,
		bool *is_good)
{
	if (chunk->first != entry->date)
		return chunk->first < entry->date;
	if (chunk->entries == NULL && !read_chunk(change->list, chunk, change->err)) {
		*is_good = false;
		return false;
	}
	return compare(change, &chunk->entries[0], entry) > 0;
}

/* How many of the added entries belong into this chunk: those before the next one's first. */
static size_t
count_for(const struct change *change, size_t chunk, const struct posting *added, size_t count,
		bool *is_good)
{
	struct postings *list = change->list;
	size_t low = 0;
	size_t high = count;
	if (chunk + 1 >= list->chunk_count)
		return count;
	while (low < high && *is_good) {
		size_t middle = low + (high - low) / 2;
		if (begins_after(change, &list->chunks[chunk + 1], &added[middle], is_good))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t
merge(const struct change *change, const struct chunk *chunk, const struct posting *added,
		size_t added_count, struct posting *out)
{
	const struct posting *entries = chunk != NULL ? chunk->entries : NULL;
	size_t count = entries != NULL ? chunk->count : 0;
	size_t at = 0, from = 0, next = 0;
	while (from < count && next < added_count)
		out[at++] = compare(change, &added[next], &entries[from]) < 0 ? added[next++]
									      : entries[from++];
	while (from < count)
		out[at++] = entries[from++];
	while (next < added_count)
		out[at++] = added[next++];
	return at;
}

/* Adds the entries that belong into chunk `i`. *is_full as write_pieces. */
static bool
add_here(const struct change *change, size_t i, const struct posting *added, size_t count,
		bool *is_full)
{
	struct postings *list = change->list;
	struct chunk *chunk = i < list->chunk_count ? &list->chunks[i] : NULL;
	if (chunk != NULL && chunk->entries == NULL && !read_chunk(list, chunk, change->err))
		return false;
	struct posting *merged =
			xcalloc(count + (chunk != NULL ? chunk->count : 0), sizeof(*merged));
	size_t total = merge(change, chunk, added, count, merged);
	bool is_good = write_pieces(change, i, merged, total, is_full);
	free(merged);
	return is_good;
}

/* Adds entries to the chunks they belong into, from the first chunk to the last. */
static bool
add(struct change *change, const struct posting *added, size_t count)
{
	bool is_good = true;
	for (size_t i = 0; count > 0 && is_good; i++) {
		bool is_full = false;
		size_t here = count_for(change, i, added, count, &is_good);
		if (!is_good || here == 0)
			continue;
		is_good = add_here(change, i, added, here, &is_full);
		if (is_full) {
			is_good = respace(change);
			i = SIZE_MAX;
			continue;
		}
		added += here;
		count -= here;
	}
	return is_good;
}

/* Takes one entry out of the chunk in memory; false if it is not there. */
static bool
take_out(struct chunk *chunk, uint32_t post)
{
	for (size_t i = 0; i < chunk->count; i++) {
		if (chunk->entries[i].post != post)
			continue;
		memmove(chunk->entries + i, chunk->entries + i + 1,
				(chunk->count - i - 1) * sizeof(*chunk->entries));
		chunk->count--;
		return true;
	}
	return false;
}

/* The chunks that an entry of this date may be in are neighbours. */
static bool
remove_one(const struct change *change, const struct posting *gone, bool *changed)
{
	struct postings *list = change->list;
	for (size_t i = 0; i < list->chunk_count; i++) {
		struct chunk *chunk = &list->chunks[i];
		bool is_behind =
				i + 1 < list->chunk_count && list->chunks[i + 1].first > gone->date;
		if (is_behind || chunk->count == 0)
			continue;
		if (chunk->first < gone->date)
			break;
		if (chunk->entries == NULL && !read_chunk(list, chunk, change->err))
			return false;
		if (take_out(chunk, gone->post)) {
			changed[i] = true;
			break;
		}
	}
	return true;
}

static bool
remove_all(const struct change *change, const struct posting *gone, size_t count)
{
	struct postings *list = change->list;
	bool *changed = xcalloc(list->chunk_count + 1, sizeof(*changed));
	bool is_good = true;
	for (size_t i = 0; i < count && is_good; i++)
		is_good = remove_one(change, &gone[i], changed);
	for (size_t i = 0; i < list->chunk_count && is_good; i++) {
		if (changed[i])
			is_good = write_chunk(change, list->chunks[i].place,
					list->chunks[i].entries, list->chunks[i].count);
	}
	free(changed);
	return is_good;
}

static bool
read_first(const struct change *change, int64_t *first)
{
	struct postings_store *store = change->list->store;
	sqlite3_stmt *row = store->statements[READ_FIRST];
	sqlite3_bind_int64(row, 1, change->list->name);
	int result = sqlite3_step(row);
	*first = result == SQLITE_ROW ? sqlite3_column_int64(row, 0) : INT64_MIN;
	sqlite3_reset(row);
	return result == SQLITE_ROW || result == SQLITE_DONE ||
	       database_fail(store->db, change->err);
}

bool
postings_change(struct postings_store *store, int64_t name, const struct postings_order *order,
		const struct posting *gone, size_t gone_count, struct posting *added,
		size_t added_count, int64_t *first, struct err *err)
{
	struct change change = {postings_open(store, name), order, err};
	bool is_good = true;
	if (gone_count > 0)
		is_good = remove_all(&change, gone, gone_count) && reread(&change);
	if (is_good)
		sort(&change, added, added_count);
	is_good = is_good && add(&change, added, added_count) && read_first(&change, first);
	postings_close(change.list);
	return is_good;
}
