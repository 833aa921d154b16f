#include "fulltext/packing.h"

#include "archive/post.h"
#include "base/arena.h"
#include "base/xalloc.h"
#include "fulltext/words.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

enum {
	PART_END = '\x1E', /* after each of a post's four parts; names in a part end with WORDS_SEPARATOR */
	LEVEL = 1,	   /* the fastest; the next ones save a few per cent */
	WINDOW_BITS = -15, /* without a header and a checksum: the database has its own */
	LENGTH_BYTES = 4,
};

struct packer {
	z_stream stream;
	struct buf plain;
};

struct packer *
packer_new(struct arena *arena)
{
	struct packer *packer = arena_alloc(arena, sizeof(*packer));
	if (deflateInit2(&packer->stream, LEVEL, Z_DEFLATED, WINDOW_BITS, 8, Z_DEFAULT_STRATEGY) !=
			Z_OK)
		arena_fail(arena);
	buf_init_in(&packer->plain, arena);
	return packer;
}

void
packer_free(struct packer *packer)
{
	if (packer == NULL)
		return;
	deflateEnd(&packer->stream);
}

/* Adds a text that separators must not be in. */
static void
add_clean(struct buf *out, const char *text, size_t length, char end)
{
	size_t room = PACKING_MAX_BYTES > out->length ? PACKING_MAX_BYTES - out->length : 0;
	size_t start = out->length;
	buf_add(out, text, length < room ? length : room);
	for (size_t i = start; i < out->length; i++) {
		if (out->data[i] == WORDS_SEPARATOR || out->data[i] == PART_END)
			out->data[i] = ' ';
	}
	buf_add_char(out, end);
}

static void
add_names(struct buf *out, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_clean(out, names[i], strlen(names[i]), WORDS_SEPARATOR);
	buf_add_char(out, PART_END);
}

void
packer_add(struct packer *packer, const struct post *post, const char *text, size_t length)
{
	const char *title = post->title != NULL ? post->title : "";
	add_clean(&packer->plain, title, strlen(title), PART_END);
	add_names(&packer->plain, post->tags, post->tag_count);
	add_names(&packer->plain, post->categories, post->category_count);
	add_clean(&packer->plain, text, length, PART_END);
}

size_t
packer_bytes(const struct packer *packer)
{
	return packer->plain.length;
}

void
packer_cut(struct packer *packer, size_t bytes)
{
	buf_truncate(&packer->plain, bytes);
}

void
packer_reserve(struct packer *packer, struct buf *out)
{
	buf_reserve(out, LENGTH_BYTES + deflateBound(&packer->stream, packer->plain.length));
}

void
packer_pack(struct packer *packer, struct buf *out)
{
	struct buf *plain = &packer->plain;
	z_stream *stream = &packer->stream;
	deflateReset(stream);
	for (int shift = 0; shift < 32; shift += 8)
		buf_add_char(out, (char)(plain->length >> shift & 0xFF));
	size_t bound = deflateBound(stream, plain->length);
	stream->next_in = (Bytef *)plain->data;
	stream->avail_in = (uInt)plain->length;
	stream->next_out = (Bytef *)buf_reserve(out, bound);
	stream->avail_out = (uInt)bound;
	if (deflate(stream, Z_FINISH) != Z_STREAM_END)
		xalloc_die();
	out->length += stream->total_out;
	buf_clear(plain);
}

/* --- Unpacking --- */

struct unpacker {
	z_stream stream;
	struct buf plain;
};

struct unpacker *
unpacker_new(struct arena *arena)
{
	struct unpacker *unpacker = arena_alloc(arena, sizeof(*unpacker));
	if (inflateInit2(&unpacker->stream, WINDOW_BITS) != Z_OK)
		arena_fail(arena);
	buf_init_in(&unpacker->plain, arena);
	return unpacker;
}

void
unpacker_free(struct unpacker *unpacker)
{
	if (unpacker == NULL)
		return;
	inflateEnd(&unpacker->stream);
}

bool
unpacker_unpack(struct unpacker *unpacker, const void *packed, size_t length)
{
	const unsigned char *bytes = packed;
	buf_clear(&unpacker->plain);
	if (length < LENGTH_BYTES || length > UINT_MAX)
		return false;
	size_t plain = bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 |
		       (size_t)bytes[3] << 24;
	/* Deflate makes nothing more than about 1,000 times as large. */
	if (plain > (size_t)PACKING_MAX_BYTES + 64 || plain / 2000 > length)
		return false;
	z_stream *stream = &unpacker->stream;
	inflateReset(stream);
	stream->next_in = (Bytef *)bytes + LENGTH_BYTES;
	stream->avail_in = (uInt)(length - LENGTH_BYTES);
	stream->next_out = (Bytef *)buf_reserve(&unpacker->plain, plain + 1);
	stream->avail_out = (uInt)plain + 1;
	if (inflate(stream, Z_FINISH) != Z_STREAM_END || stream->total_out != plain)
		return false;
	unpacker->plain.length = plain;
	unpacker->plain.data[plain] = '\0';
	return true;
}

static bool
take_part(struct buf *part, char **at, const char *end)
{
	char *stop = memchr(*at, PART_END, (size_t)(end - *at));
	if (stop == NULL)
		return false;
	*part = (struct buf){.data = *at, .length = (size_t)(stop - *at)};
	*at = stop + 1;
	return true;
}

bool
unpacker_get(const struct unpacker *unpacker, size_t index, struct text_query_post *post)
{
	char *at = unpacker->plain.data;
	const char *end = at + unpacker->plain.length;
	post->is_folded = false;
	for (size_t i = 0; i <= index; i++) {
		if (!take_part(&post->title, &at, end) || !take_part(&post->tags, &at, end) ||
				!take_part(&post->categories, &at, end) ||
				!take_part(&post->text, &at, end))
			return false;
	}
	return true;
}
