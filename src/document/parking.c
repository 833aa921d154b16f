#include "document/parking.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/*
 * A mark: a character of four bytes, which is the last digit of the stretch's number; the
 * characters of the digits before it are LEADING higher.
 */
enum { MARK_BYTE = 0xF4, DIGIT_BITS = 15, LEADING = 1 << DIGIT_BITS };

void
parking_open(struct parking *parking, struct arena *arena, const char *html, size_t length)
{
	bool has_mark = length > 0 && memchr(html, MARK_BYTE, length) != NULL;
	*parking = (struct parking){
			.arena = arena, .is_closed = has_mark || !utf8_is_valid(html, length)};
}

void
parking_add(struct parking *parking, struct buf *out, const char *text, size_t length)
{
	if (parking->is_closed || length < PARKING_LEAST) {
		buf_add(out, text, length);
		return;
	}
	parking->items = arena_grow(parking->arena, parking->items, parking->count,
			&parking->capacity, sizeof(*parking->items));
	parking->items[parking->count] = (struct parked){text, length};
	size_t high = parking->count >> DIGIT_BITS, low = parking->count % LEADING;
	if (high != 0)
		buf_add_codepoint(out, PARKING_FIRST + LEADING + (uint32_t)high);
	buf_add_codepoint(out, PARKING_FIRST + (uint32_t)low);
	parking->count++;
}

static size_t
read_digit(const char **at)
{
	uint32_t codepoint;
	*at += utf8_decode(*at, UTF8_MAX, &codepoint);
	return codepoint - PARKING_FIRST;
}

bool
parking_next(const struct parking *parking, const char **text, struct parked *piece)
{
	const char *at = *text;
	if (*at == '\0')
		return false;
	if (parking->count > 0 && (unsigned char)*at == MARK_BYTE) {
		size_t digit = read_digit(text), high = 0;
		if (digit >= LEADING) {
			high = digit - LEADING;
			digit = read_digit(text);
		}
		*piece = parking->items[high << DIGIT_BITS | digit];
		return true;
	}
	const char *mark = parking->count > 0 ? strchr(at, MARK_BYTE) : NULL;
	*piece = (struct parked){at, mark != NULL ? (size_t)(mark - at) : strlen(at)};
	*text = at + piece->length;
	return true;
}

void
parking_restore(const struct parking *parking, const char *text, struct buf *out)
{
	struct parked piece;
	while (parking_next(parking, &text, &piece))
		buf_add(out, piece.text, piece.length);
}
