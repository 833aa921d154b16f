#include "fulltext/packing.h"

#include "archive/post.h"
#include "base/arena.h"
#include "fulltext/words.h"

#include <string.h>
#include <zlib.h>

enum {
	PART_END = '\x1E', /* after each of a post's four parts; names in a part end with WORDS_SEPARATOR */
	LEVEL = 1,	   /* the fastest; the next ones save a few per cent */
	LENGTH_BYTES = 4, /* before what is packed: how many bytes it takes unpacked */
	SLICE = 1 << 20,  /* bytes packed between two looks at whether to stop */
};

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
packing_add(struct buf *plain, const struct post *post, const char *text, size_t length)
{
	const char *title = post->title != NULL ? post->title : "";
	add_clean(plain, title, strlen(title), PART_END);
	add_names(plain, post->tags, post->tag_count);
	add_names(plain, post->categories, post->category_count);
	add_clean(plain, text, length, PART_END);
}

size_t
packing_bound(const struct buf *plain)
{
	return LENGTH_BYTES + compressBound(plain->length);
}

void
packing_pack(struct buf *plain, struct buf *out)
{
	z_stream stream = {.next_in = (Bytef *)plain->data};
	int result = Z_OK;
	for (int shift = 0; shift < 8 * LENGTH_BYTES; shift += 8)
		buf_add_char(out, (char)(plain->length >> shift & 0xFF));
	stream.avail_out = (uInt)compressBound(plain->length);
	stream.next_out = (Bytef *)buf_reserve(out, stream.avail_out);
	if (deflateInit(&stream, LEVEL) != Z_OK)
		arena_fail(plain->arena);
	while (result == Z_OK && !arena_is_stopped(plain->arena)) {
		size_t left = plain->length - stream.total_in;
		stream.avail_in = left < SLICE ? (uInt)left : SLICE;
		result = deflate(&stream, left <= SLICE ? Z_FINISH : Z_NO_FLUSH);
	}
	out->length += stream.total_out;
	deflateEnd(&stream);
	if (result != Z_STREAM_END)
		arena_fail(plain->arena);
	buf_clear(plain);
}

bool
packing_unpack(struct buf *plain, const void *packed, size_t length)
{
	const unsigned char *bytes = packed;
	buf_clear(plain);
	if (length < LENGTH_BYTES)
		return false;
	size_t unpacked = bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 |
			  (size_t)bytes[3] << 24;
	/* Nothing becomes more than about 1,000 times as large. */
	if (unpacked > (size_t)PACKING_MAX_BYTES + 64 || unpacked / 2000 > length)
		return false;
	uLongf found = unpacked;
	Bytef *room = (Bytef *)buf_reserve(plain, unpacked + 1);
	int result = uncompress(room, &found, bytes + LENGTH_BYTES, length - LENGTH_BYTES);
	if (result == Z_MEM_ERROR)
		arena_fail(plain->arena);
	if (result != Z_OK || found != unpacked)
		return false;
	plain->length = unpacked;
	plain->data[unpacked] = '\0';
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
packing_get(const struct buf *plain, size_t index, struct text_query_post *post)
{
	char *at = plain->data;
	const char *end = at + plain->length;
	post->is_folded = false;
	for (size_t i = 0; i <= index; i++) {
		if (!take_part(&post->title, &at, end) || !take_part(&post->tags, &at, end) ||
				!take_part(&post->categories, &at, end) ||
				!take_part(&post->text, &at, end))
			return false;
	}
	return true;
}
