#ifndef FULLTEXT_PACKING_H
#define FULLTEXT_PACKING_H

/*
 * Private to the room: the texts of some posts in as few bytes as are quickly
 * unpacked (zlib). What of a post does not fit in PACKING_MAX_BYTES is left out.
 */

#include "base/buf.h"
#include "fulltext/text_query.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct post;

enum { PACKING_MAX_BYTES = 512 << 20 }; /* of the posts that are packed together */

/* Its texts are in the arena; what it has of zlib is freed by packer_free. */
struct packer;
struct packer *packer_new(struct arena *arena);
void packer_free(struct packer *packer);

/* Posts are added one after the other, and packed together. */
void packer_add(struct packer *packer, const struct post *post, const char *text, size_t length);

/* Bytes added since the last packer_pack. */
size_t packer_bytes(const struct packer *packer);

/* Takes back what was added after there were so many bytes. */
void packer_cut(struct packer *packer, size_t bytes);

/* Makes room in `out` for what has been added so far, packed: packer_pack needs no memory then. */
void packer_reserve(struct packer *packer, struct buf *out);

/* Packs what was added to the end of `out`. */
void packer_pack(struct packer *packer, struct buf *out);

struct unpacker;
struct unpacker *unpacker_new(struct arena *arena);
void unpacker_free(struct unpacker *unpacker);

/* Unpacks some posts. False for what was never packed. */
bool unpacker_unpack(struct unpacker *unpacker, const void *packed, size_t length);

/*
 * The texts of the post at `index` of those unpacked last, as they were written, borrowed until
 * the next are; its date is left as it is. False if there is none.
 */
bool unpacker_get(const struct unpacker *unpacker, size_t index, struct text_query_post *post);

#endif
