#ifndef STATE_BUCKET_H
#define STATE_BUCKET_H

/* Private to the room: the marks of a bucket as bytes, which are the same on all machines. */

#include "state/state.h"

struct buf;

enum { BUCKET_BITS = 14, BUCKETS = 1 << BUCKET_BITS, BUCKET_ENTRY_BYTES = 16 };

/* The end of the year 9999, in milliseconds since 1970: RFC 3339 knows no later time. */
#define STATE_LAST_TIME INT64_C(253402300799999)

unsigned bucket_of(uint64_t key);

/* A walk over the entries that are sound: of the bucket, keys rising, of a time that there is. */
struct bucket_walk {
	const unsigned char *bytes;
	size_t left;
	unsigned bucket;
	bool has_mark;
	struct state_mark mark; /* the one that the walk is at, if has_mark */
};

/* Steps to the next entry; to the first when only bytes, left and bucket are set. */
void bucket_walk_on(struct bucket_walk *walk);

/* Appends an entry. */
void bucket_add(struct buf *out, const struct state_mark *mark);

/*
 * Appends the stored entries with `count` marks of the bucket among them, keys rising; whether anything
 * changes. A stored one that is later than a mark stays, unless it is later than `limit`.
 */
bool bucket_merge(struct buf *out, struct bucket_walk *stored, const struct state_mark *marks,
		size_t count, int64_t limit);

#endif
