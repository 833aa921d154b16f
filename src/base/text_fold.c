#include "base/text.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text_simple.h"
#include "base/utf8.h"

#include <unicase.h>
#include <uninorm.h>

/* A growing map from bytes of the fold to bytes of the text; NULL where nobody asks. */
struct fold_map {
	struct arena *arena; /* NULL: of malloc's memory */
	size_t *offsets;
	size_t count, capacity;
};

static void
map_add(struct fold_map *map, size_t offset, size_t count)
{
	if (map == NULL)
		return;
	for (size_t i = 0; i < count; i++) {
		map->offsets = arena_grow(map->arena, map->offsets, map->count, &map->capacity,
				sizeof(*map->offsets));
		map->offsets[map->count++] = offset;
	}
}

/* The fold of a single simple character. */
static uint32_t
fold_simple(uint32_t codepoint)
{
	if (codepoint >= 0xFF01 && codepoint <= 0xFF5E)
		codepoint -= 0xFF01 - '!'; /* full-width to ASCII */
	if (codepoint >= 'A' && codepoint <= 'Z')
		codepoint += 'a' - 'A';
	return codepoint;
}

static bool
is_simple_fold(const struct text_simple *simple, uint32_t codepoint)
{
	return simple != NULL && (simple->is_folded || (codepoint >= 'A' && codepoint <= 'Z') ||
						 (codepoint >= 0xFF01 && codepoint <= 0xFF5E));
}

/*
 * Bytes of the longest cluster that is folded: a longer one is no letter, and stays as it is. No
 * character grows more than elevenfold (U+FDFA), so that the library needs no memory of its own.
 */
enum { MAX_CLUSTER = 256, MAX_NORMAL = 12 * MAX_CLUSTER, MAX_FOLDED = 3 * MAX_NORMAL };

/*
 * Appends the composed form without accents. Only the combining diacritical
 * marks (U+0300 to U+036F) on letters of alphabets (below U+0580) go: elsewhere
 * a mark is part of the letter.
 */
static void
add_without_accents(struct buf *out, uint8_t *apart, size_t length)
{
	uint8_t room[MAX_FOLDED];
	size_t kept = 0;
	size_t composed_length = sizeof(room);
	bool is_on_alphabet = false;
	for (size_t i = 0; i < length; i++) {
		bool is_mark = apart[i] == 0xCC || (apart[i] == 0xCD && apart[i + 1] < 0xB0);
		if (is_mark && is_on_alphabet) {
			i++;
			continue;
		}
		if (!is_mark && (apart[i] & 0xC0) != 0x80)
			is_on_alphabet = apart[i] < 0xD6;
		apart[kept++] = apart[i];
	}
	if (u8_normalize(UNINORM_NFC, apart, kept, room, &composed_length) != room)
		arena_fail(out->arena);
	buf_add(out, room, composed_length);
}

/*
 * A cluster by the library: NFKC first, since case folding alone leaves the
 * capitals in what only then comes apart (U+2121 gives TEL).
 */
static void
fold_cluster(struct buf *out, const char *cluster, size_t length)
{
	uint8_t normal[MAX_NORMAL], folded[MAX_FOLDED];
	size_t normal_length = sizeof(normal), folded_length = sizeof(folded);
	if (length > MAX_CLUSTER || u8_normalize(UNINORM_NFKC, (const uint8_t *)cluster, length,
						    normal, &normal_length) != normal) {
		buf_add(out, cluster, length); /* too long, or not valid UTF-8: as it stands */
		return;
	}
	if (u8_casefold(normal, normal_length, NULL, UNINORM_NFKD, folded, &folded_length) !=
			folded)
		arena_fail(out->arena);
	add_without_accents(out, folded, folded_length);
}

/* Bytes of a Han character (U+4E00 to U+9FFF) or a kana, which fold to themselves; 0 for any other. */
static size_t
han_bytes(const unsigned char *text, size_t length)
{
	if (length < 3 || text[0] < 0xE3 || text[0] > 0xE9 || (text[1] & 0xC0) != 0x80 ||
			(text[2] & 0xC0) != 0x80)
		return 0;
	if (text[0] > 0xE4 || (text[0] == 0xE4 && text[1] >= 0xB8))
		return 3;
	unsigned place = (text[1] & 0x3FU) << 6 | (text[2] & 0x3FU);
	bool is_hiragana = place >= 0x041 && place <= 0x096;
	bool is_katakana = place >= 0x0A1 && place <= 0x0FE;
	return text[0] == 0xE3 && (is_hiragana || is_katakana) ? 3 : 0;
}

/* Whether a character surely begins here that joins nothing before it: the usual ones of Chinese text. */
static bool
begins_cluster(const unsigned char *text, size_t length)
{
	if (length == 0 || text[0] == '\n' || (text[0] >= 0x20 && text[0] < 0x7F))
		return true;
	if (length < 3)
		return false;
	bool is_punctuation =
			text[0] == 0xE3 && text[1] == 0x80 && text[2] >= 0x81 && text[2] <= 0xA9;
	bool is_full_width = text[0] == 0xEF && text[1] == 0xBC && text[2] >= 0x81;
	return is_punctuation || is_full_width || han_bytes(text, length) > 0;
}

/* Bytes of the Han and kana that begin the text, each a cluster by itself: most of a Chinese text. */
static size_t
han_run(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t at = 0;
	while (han_bytes(bytes + at, length - at) > 0)
		at += 3;
	if (at > 0 && !begins_cluster(bytes + at, length - at))
		at -= 3;
	return at;
}

/* Bytes of the visible ASCII that begins the text, each a cluster by itself. */
static size_t
ascii_run(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t at = 0;
	while (at < length && bytes[at] >= 0x20 && bytes[at] < 0x7F)
		at++;
	return at > 0 && !begins_cluster(bytes + at, length - at) ? at - 1 : at;
}

static void
fold_ascii(struct buf *out, struct fold_map *map, const char *text, size_t length, size_t offset)
{
	char *folded = buf_reserve(out, length);
	for (size_t i = 0; i < length; i++)
		folded[i] = (char)fold_simple((unsigned char)text[i]);
	out->length += length;
	out->data[out->length] = '\0';
	for (size_t i = 0; map != NULL && i < length; i++)
		map_add(map, offset + i, 1);
}

static void
fold_han(struct buf *out, struct fold_map *map, const char *text, size_t length, size_t offset)
{
	buf_add(out, text, length);
	for (size_t at = 0; map != NULL && at < length; at += 3)
		map_add(map, offset + at, 3);
}

/* Han of U+4E00 to U+9FFF are three bytes each, before and after: they are replaced where they stand. */
static void
simplify(char *text, size_t length)
{
	for (size_t at = 0; at + 2 < length; at++) {
		unsigned char byte = (unsigned char)text[at];
		if (byte < 0xE4 || byte > 0xE9)
			continue;
		uint32_t codepoint = (byte & 0xFU) << 12 | (text[at + 1] & 0x3FU) << 6 |
				     (text[at + 2] & 0x3FU);
		uint32_t simplified = text_simplified(codepoint);
		if (simplified != codepoint)
			utf8_encode(simplified, text + at);
		at += 2;
	}
}

static void
fold(struct buf *out, struct fold_map *map, const char *text, size_t length)
{
	size_t begun = out->length;
	buf_reserve(out, length);
	for (size_t offset = 0; offset < length;) {
		uint32_t codepoint;
		size_t start = out->length;
		arena_heed_stop(out->arena);
		size_t run = han_run(text + offset, length - offset);
		if (run > 0) {
			fold_han(out, map, text + offset, run, offset);
			offset += run;
			continue;
		}
		run = ascii_run(text + offset, length - offset);
		if (run > 0) {
			fold_ascii(out, map, text + offset, run, offset);
			offset += run;
			continue;
		}
		size_t step = text_cluster(text + offset, length - offset);
		if (step == 1 && (unsigned char)text[offset] < 0x80) {
			buf_add_char(out, (char)fold_simple((unsigned char)text[offset]));
			map_add(map, offset, 1);
			offset++;
			continue;
		}
		size_t first = utf8_decode(text + offset, step, &codepoint);
		const struct text_simple *simple =
				first == step ? text_simple_find(codepoint) : NULL;
		if (is_simple_fold(simple, codepoint))
			buf_add_codepoint(out, fold_simple(codepoint));
		else
			fold_cluster(out, text + offset, step);
		map_add(map, offset, out->length - start);
		offset += step;
	}
	map_add(map, length, 1);
	simplify(out->data + begun, out->length - begun);
}

void
text_fold(struct buf *out, const char *text, size_t length)
{
	fold(out, NULL, text, length);
}

void
text_fold_mapped(struct buf *out, size_t **map, const char *text, size_t length)
{
	struct fold_map offsets = {.arena = out->arena};
	fold(out, &offsets, text, length);
	*map = offsets.offsets;
}
