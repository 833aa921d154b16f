#ifndef FULLTEXT_PACKING_H
#define FULLTEXT_PACKING_H

/*
 * Private to the room: what a search may have to look at of a post, in as few
 * bytes as are quickly unpacked (zlib).
 */

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct post;

/* Ends each of a post's four parts; names in a part end with WORDS_SEPARATOR. */
enum { PACKING_END = '\x1E', PACKING_MAX_BYTES = 512 << 20 };

struct packer;
struct packer *packer_new(struct arena *arena); /* which its texts are in */
void packer_free(struct packer *packer);	/* what is not in the arena */

/* Posts are added one after the other, and packed together. */
void packer_add(struct packer *packer, const struct post *post, const char *text, size_t length);

/* Bytes added since the last packer_pack. */
size_t packer_bytes(const struct packer *packer);

/* Takes the last bytes back, up to as many as there were. */
void packer_cut(struct packer *packer, size_t bytes);

/* Makes room in `out` for what has been added so far, packed. */
void packer_reserve(struct packer *packer, struct buf *out);

/* Packs what was added to the end of `out`. */
void packer_pack(struct packer *packer, struct buf *out);

struct unpacker;
struct unpacker *unpacker_new(struct arena *arena);
void unpacker_free(struct unpacker *unpacker);

/* Unpacks some posts. False for what was never packed. */
bool unpacker_unpack(struct unpacker *unpacker, const void *packed, size_t length);

struct packed_part {
	const char *data; /* not NUL-terminated */
	size_t length;
};

struct unpacked {
	struct packed_part title, tags, categories, text;
};

/* The post at `index` of those unpacked last, borrowed until the next are. False if there is none. */
bool unpacker_get(const struct unpacker *unpacker, size_t index, struct unpacked *post);

#endif
