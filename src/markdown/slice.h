#ifndef MARKDOWN_SLICE_H
#define MARKDOWN_SLICE_H

/* Private to the room: stretches of text and the bytes that Markdown is made of. */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct arena;

/* Bytes that belong to someone else; not NUL-terminated. */
struct slice {
	const char *text;
	size_t length; /* bytes */
};

/* What regular expressions call \s: ASCII's white space. */
static inline bool
slice_is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* A word's byte as kramdown has it in names: ASCII letters, digits, `_`. */
static inline bool
slice_is_word(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_';
}

static inline struct slice
slice_of(const char *text, size_t length)
{
	return (struct slice){text, length};
}

static inline struct slice
slice_between(const char *text, size_t from, size_t to)
{
	return (struct slice){text + from, to - from};
}

/* Whether the text stands at `at`, which is within the slice or at its end. */
static inline bool
slice_has(struct slice slice, size_t at, const char *text)
{
	size_t length = strlen(text);
	return slice.length - at >= length && memcmp(slice.text + at, text, length) == 0;
}

static inline bool
slice_is(struct slice slice, const char *text)
{
	size_t length = strlen(text);
	return slice.length == length && memcmp(slice.text, text, length) == 0;
}

static inline struct slice
slice_trim_left(struct slice slice)
{
	while (slice.length > 0 && slice_is_space(slice.text[0])) {
		slice.text++;
		slice.length--;
	}
	return slice;
}

static inline struct slice
slice_trim_right(struct slice slice)
{
	while (slice.length > 0 && slice_is_space(slice.text[slice.length - 1]))
		slice.length--;
	return slice;
}

static inline struct slice
slice_trim(struct slice slice)
{
	return slice_trim_right(slice_trim_left(slice));
}

/* Text without the backslashes before the bytes in `escaped`, in the arena unless it is as it was. */
struct slice slice_unescape(struct arena *arena, struct slice text, const char *escaped);

/* Below, at or above 0, as memcmp; the shorter of two that are alike comes first. */
int slice_compare(struct slice a, struct slice b);

#endif
