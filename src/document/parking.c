#include "document/parking.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* A mark: U+100000, which the pre-scan lets through nowhere else, and the stretch's number. */
static const char mark_start[] = "\xF4\x80\x80\x80";
enum {
	START_BYTES = sizeof(mark_start) - 1,
	DIGITS = 8, /* hexadecimal */
	MARK_BYTES = START_BYTES + DIGITS,
	MAX_PARKED = 1 << 28,
};

void
parking_open(struct parking *parking, struct arena *arena, const char *html, size_t length)
{
	bool has_start = length > 0 && memchr(html, mark_start[0], length) != NULL;
	*parking = (struct parking){
			.arena = arena, .is_closed = has_start || !utf8_is_valid(html, length)};
}

void
parking_add(struct parking *parking, struct buf *out, const char *text, size_t length)
{
	if (parking->is_closed || length < PARKING_LEAST || parking->count >= MAX_PARKED) {
		buf_add(out, text, length);
		return;
	}
	parking->items = arena_grow(parking->arena, parking->items, parking->count,
			&parking->capacity, sizeof(*parking->items));
	parking->items[parking->count] = (struct parked){text, length};
	char mark[MARK_BYTES];
	memcpy(mark, mark_start, START_BYTES);
	for (int i = 0; i < DIGITS; i++)
		mark[START_BYTES + i] =
				"0123456789abcdef"[parking->count >> 4 * (DIGITS - 1 - i) & 0xF];
	buf_add(out, mark, MARK_BYTES);
	parking->count++;
}

/* The stretch whose mark is at `at`, NULL if that is none. */
static const struct parked *
find_parked(const struct parking *parking, const char *at)
{
	size_t number = 0;
	if (parking->count == 0 || strncmp(at, mark_start, START_BYTES) != 0)
		return NULL;
	for (int i = 0; i < DIGITS; i++) {
		int digit = ascii_hex_value(at[START_BYTES + i]);
		if (digit < 0)
			return NULL;
		number = number * 16 + (size_t)digit;
	}
	return number < parking->count ? &parking->items[number] : NULL;
}

bool
parking_next(const struct parking *parking, const char **text, struct parked *piece)
{
	const char *at = *text, *mark = at;
	if (*at == '\0')
		return false;
	const struct parked *parked = find_parked(parking, at);
	if (parked != NULL) {
		*piece = *parked;
		*text = at + MARK_BYTES;
		return true;
	}
	do
		mark = parking->count > 0 ? strchr(mark + 1, mark_start[0]) : NULL;
	while (mark != NULL && find_parked(parking, mark) == NULL);
	*piece = (struct parked){at, mark != NULL ? (size_t)(mark - at) : strlen(at)};
	*text = at + piece->length;
	return true;
}
