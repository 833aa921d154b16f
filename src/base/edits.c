#include "base/edits.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct characters {
	uint32_t items[EDITS_CHARACTERS];
	size_t count;
};

static struct characters
characters_of(const char *text)
{
	struct characters characters = {.count = 0};
	size_t length = strlen(text);
	for (size_t at = 0; at < length && characters.count < EDITS_CHARACTERS;)
		at += utf8_decode(text + at, length - at, &characters.items[characters.count++]);
	return characters;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t
distance(const struct characters *one, const struct characters *other)
{
	const uint32_t *a = one->items, *b = other->items;
	size_t rows[3][EDITS_CHARACTERS + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];
	for (size_t j = 0; j <= other->count; j++)
		last[j] = j;
	for (size_t i = 1; i <= one->count; i++) {
		now[0] = i;
		for (size_t j = 1; j <= other->count; j++) {
			now[j] = least(last[j], now[j - 1]) + 1;
			now[j] = least(now[j], last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		size_t *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[other->count];
}

struct edits
edits_between(const char *a, const char *b)
{
	struct characters one = characters_of(a), other = characters_of(b);
	bool is_longer = one.count > other.count;
	return (struct edits){
			.count = distance(&one, &other),
			.shorter = is_longer ? other.count : one.count,
			.longer = is_longer ? one.count : other.count,
	};
}
