#include "state/bucket.h"

#include "base/buf.h"

unsigned
bucket_of(uint64_t key)
{
	return (unsigned)(key >> (64 - BUCKET_BITS));
}

/* --- Entries: little-endian on all machines --- */

static uint64_t
read_number(const unsigned char *bytes)
{
	uint64_t number = 0;
	for (unsigned i = 0; i < sizeof(number); i++)
		number |= (uint64_t)bytes[i] << 8 * i;
	return number;
}

static void
add_number(struct buf *out, uint64_t number)
{
	unsigned char bytes[sizeof(number)];
	for (unsigned i = 0; i < sizeof(number); i++)
		bytes[i] = (unsigned char)(number >> 8 * i);
	buf_add(out, bytes, sizeof(bytes));
}

void
bucket_add(struct buf *out, const struct state_mark *mark)
{
	add_number(out, mark->key);
	add_number(out, (uint64_t)mark->time << 1 | mark->is_read);
}

void
bucket_walk_on(struct bucket_walk *walk)
{
	bool is_first = !walk->has_mark;
	uint64_t before = walk->mark.key;
	walk->has_mark = false;
	while (!walk->has_mark && walk->left >= BUCKET_ENTRY_BYTES) {
		uint64_t key = read_number(walk->bytes);
		uint64_t value = read_number(walk->bytes + sizeof(key));
		walk->bytes += BUCKET_ENTRY_BYTES;
		walk->left -= BUCKET_ENTRY_BYTES;
		walk->mark = (struct state_mark){key, (int64_t)(value >> 1), (value & 1) != 0};
		walk->has_mark = bucket_of(key) == walk->bucket && (is_first || key > before) &&
				 walk->mark.time <= STATE_LAST_TIME;
	}
}

/* Whether a mark takes the place of the stored one. */
static bool
replaces(const struct state_mark *mark, const struct state_mark *stored, int64_t limit)
{
	bool is_same = mark->time == stored->time && mark->is_read == stored->is_read;
	return !is_same && (mark->time != 0 || stored->time == 0) &&
	       (stored->time <= mark->time || stored->time > limit);
}

bool
bucket_merge(struct buf *out, struct bucket_walk *stored, const struct state_mark *marks,
		size_t count, int64_t limit)
{
	bool is_changed = false;
	for (size_t i = 0; i < count; i++) {
		for (; stored->has_mark && stored->mark.key < marks[i].key; bucket_walk_on(stored))
			bucket_add(out, &stored->mark);
		bool is_known = stored->has_mark && stored->mark.key == marks[i].key;
		bool is_new = !is_known || replaces(&marks[i], &stored->mark, limit);
		bucket_add(out, is_new ? &marks[i] : &stored->mark);
		is_changed |= is_new;
		if (is_known)
			bucket_walk_on(stored);
	}
	for (; stored->has_mark; bucket_walk_on(stored))
		bucket_add(out, &stored->mark);
	return is_changed;
}
