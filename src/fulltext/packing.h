#ifndef FULLTEXT_PACKING_H
#define FULLTEXT_PACKING_H

/*
 * Private to the room: the texts of some posts in as few bytes as are quickly
 * unpacked (zlib). What of them does not fit in PACKING_MAX_BYTES is left out.
 */

#include "base/buf.h"
#include "fulltext/text_query.h"

#include <stdbool.h>
#include <stddef.h>

struct post;

enum { PACKING_MAX_BYTES = 512 << 20 };

/* Adds a post to those in `plain`, which are packed together. */
void packing_add(struct buf *plain, const struct post *post, const char *text, size_t length);

/* The most bytes that packing_pack may add. */
size_t packing_bound(const struct buf *plain);

/*
 * Packs the posts in `plain`, which is cleared, to the end of `out`. When memory lacks, or the
 * arena of `plain` is stopped, it fails as arena_fail does.
 */
void packing_pack(struct buf *plain, struct buf *out);

/* Replaces the posts in `plain` by those unpacked. False if the bytes are not of packing_pack. */
bool packing_unpack(struct buf *plain, const void *packed, size_t length);

/* The texts of the post at `index` in `plain`, borrowed; its date is left as it is. False if there is none. */
bool packing_get(const struct buf *plain, size_t index, struct text_query_post *post);

#endif
