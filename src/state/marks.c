#include "base/buf.h"
#include "base/err.h"
#include "state/bucket.h"
#include "state/state_private.h"

#include <sqlite3.h>
#include <stdlib.h>

static int64_t
row_of(int64_t archive, unsigned bucket)
{
	return archive << BUCKET_BITS | bucket;
}

/* The bucket of the row that the statement is at, from its two columns: row and entries. */
static struct bucket_walk
walk_start(sqlite3_stmt *row)
{
	struct bucket_walk walk = {
			.bytes = sqlite3_column_blob(row, 1),
			.left = (size_t)sqlite3_column_bytes(row, 1),
			.bucket = (unsigned)(sqlite3_column_int64(row, 0) & (BUCKETS - 1)),
	};
	bucket_walk_on(&walk);
	return walk;
}

bool
state_each_mark(struct state *state, int64_t archive,
		void (*take)(void *context, const struct state_mark *mark), void *context,
		struct err *err)
{
	bool is_good;
	sqlite3_stmt *row = state_ask(state, err,
			"SELECT id, entries FROM marks WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
			"ii", row_of(archive, 0), row_of(archive, BUCKETS - 1));
	while (state_next(row, &is_good, err))
		for (struct bucket_walk walk = walk_start(row); walk.has_mark;
				bucket_walk_on(&walk))
			take(context, &walk.mark);
	return is_good;
}

/* --- Putting --- */

struct putting {
	int64_t archive, limit;
	sqlite3_stmt *get, *put; /* a bucket */
	struct buf entries;
	bool is_changed;
};

static bool
put_bucket(struct putting *putting, const struct state_mark *marks, size_t count, struct err *err)
{
	int64_t row = row_of(putting->archive, bucket_of(marks[0].key));
	struct bucket_walk stored = {0};
	sqlite3_bind_int64(putting->get, 1, row);
	int result = sqlite3_step(putting->get);
	if (result == SQLITE_ROW)
		stored = walk_start(putting->get);
	else if (result != SQLITE_DONE)
		return database_fail(sqlite3_db_handle(putting->get), err);
	buf_clear(&putting->entries);
	bool is_changed = bucket_merge(&putting->entries, &stored, marks, count, putting->limit);
	sqlite3_reset(putting->get);
	if (!is_changed)
		return true;
	putting->is_changed = true;
	sqlite3_bind_int64(putting->put, 1, row);
	sqlite3_bind_blob64(putting->put, 2, putting->entries.data, putting->entries.length,
			SQLITE_STATIC);
	result = sqlite3_step(putting->put);
	sqlite3_reset(putting->put);
	return result == SQLITE_DONE || database_fail(sqlite3_db_handle(putting->put), err);
}

static bool
put_buckets(struct putting *putting, const struct state_mark *marks, size_t count, struct err *err)
{
	for (size_t end, start = 0; start < count; start = end) {
		end = start + 1;
		while (end < count && bucket_of(marks[end].key) == bucket_of(marks[start].key))
			end++;
		if (!put_bucket(putting, marks + start, end - start, err))
			return false;
	}
	return true;
}

bool
state_put_marks(struct state *state, int64_t archive, const struct state_mark *marks, size_t count,
		struct err *err)
{
	struct putting putting = {
			.archive = archive,
			.limit = state_now() + DAY_MS,
			.get = state_ask(state, err, "SELECT id, entries FROM marks WHERE id = ?1",
					""),
			.put = state_ask(state, err, "INSERT OR REPLACE INTO marks VALUES(?1, ?2)",
					""),
	};
	buf_init(&putting.entries);
	bool is_good = putting.get != NULL && putting.put != NULL &&
		       put_buckets(&putting, marks, count, err);
	sqlite3_finalize(putting.get);
	sqlite3_finalize(putting.put);
	buf_free(&putting.entries);
	return is_good && (!putting.is_changed || state_touch(state, archive, err));
}

/* --- Stars --- */

bool
state_each_star(struct state *state, int64_t archive,
		void (*take)(void *context, const struct state_star *star), void *context,
		struct err *err)
{
	bool is_good;
	sqlite3_stmt *row = state_ask(state, err,
			"SELECT key, time, is_starred FROM stars WHERE archive = ?1 ORDER BY key",
			"i", archive);
	while (state_next(row, &is_good, err))
		take(context, &(struct state_star){(uint64_t)sqlite3_column_int64(row, 0),
					      sqlite3_column_int64(row, 1),
					      sqlite3_column_int(row, 2) != 0});
	return is_good;
}

bool
state_put_stars(struct state *state, int64_t archive, const struct state_star *stars, size_t count,
		struct err *err)
{
	sqlite3_stmt *put = state_ask(state, err,
			"INSERT INTO stars VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE"
			" SET is_starred = excluded.is_starred, time = "
			"excluded.time " STATE_UNLESS_LATER("?5"),
			"iiiii", archive, (int64_t)0, (int64_t)0, (int64_t)0, state_now() + DAY_MS);
	bool is_good = put != NULL;
	for (size_t i = 0; is_good && i < count; i++) {
		sqlite3_bind_int64(put, 2, (int64_t)stars[i].key);
		sqlite3_bind_int64(put, 3, stars[i].is_starred);
		sqlite3_bind_int64(put, 4, stars[i].time);
		is_good = sqlite3_step(put) == SQLITE_DONE || database_fail(state->db, err);
		sqlite3_reset(put);
	}
	sqlite3_finalize(put);
	return is_good && (count == 0 || state_touch(state, archive, err));
}
