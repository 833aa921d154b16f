#ifndef CATALOGUE_PACKING_H
#define CATALOGUE_PACKING_H

/*
 * Private to the room: what a search may have to look at of a post, in as few
 * bytes as are quickly unpacked (zlib).
 */

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct post;

/* Parts of a packed post, each ended by PACKING_END; names are ended by WORDS_SEPARATOR. */
enum { PACKING_END = '\x1E', PACKING_MAX_BYTES = 128 << 20 };

struct packer;
struct packer *packer_new(void);
void packer_free(struct packer *packer);

/* Packs title, tags, categories and text; borrowed until the next call. */
const struct buf *packer_pack(struct packer *packer, const struct post *post, const char *text,
		size_t length);

struct unpacker;
struct unpacker *unpacker_new(void);
void unpacker_free(struct unpacker *unpacker);

/* A stretch of what was unpacked, followed by a byte that is no part of it. */
struct packed_part {
	const char *data;
	size_t length;
};

struct unpacked {
	struct packed_part title, tags, categories, text;
};

/* Unpacks; parts are borrowed until the next call. False for what was never packed. */
bool unpacker_unpack(struct unpacker *unpacker, const void *packed, size_t length,
		struct unpacked *parts);

#endif
