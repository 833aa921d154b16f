#ifndef BASE_SLICE_H
#define BASE_SLICE_H

/* Stretches of text that someone else owns. */

#include "base/ascii.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Bytes that belong to someone else; not NUL-terminated. */
struct slice {
	const char *text;
	size_t length; /* bytes */
};

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
	while (slice.length > 0 && ascii_is_space(slice.text[0])) {
		slice.text++;
		slice.length--;
	}
	return slice;
}

static inline struct slice
slice_trim_right(struct slice slice)
{
	while (slice.length > 0 && ascii_is_space(slice.text[slice.length - 1]))
		slice.length--;
	return slice;
}

static inline struct slice
slice_trim(struct slice slice)
{
	return slice_trim_right(slice_trim_left(slice));
}

#endif
