#include "base/buf.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_SIZE = 32 };

/* What an empty buffer points at; never written to. */
static char empty[1];

struct buf
buf_empty(void)
{
	return buf_in(NULL);
}

struct buf
buf_in(struct arena *arena)
{
	return (struct buf){.data = empty, .arena = arena};
}

void
buf_init(struct buf *buf)
{
	*buf = buf_in(NULL);
}

void
buf_init_in(struct buf *buf, struct arena *arena)
{
	*buf = buf_in(arena);
}

void
buf_free(struct buf *buf)
{
	if (buf->capacity != 0)
		arena_resize(buf->arena, buf->data, buf->capacity, 0);
	buf_init_in(buf, buf->arena);
}

void
buf_clear(struct buf *buf)
{
	buf_truncate(buf, 0);
}

void
buf_truncate(struct buf *buf, size_t length)
{
	if (length >= buf->length)
		return;
	buf->length = length;
	buf->data[length] = '\0';
}

static void
resize(struct buf *buf, size_t size)
{
	char *old = buf->capacity != 0 ? buf->data : NULL;
	buf->data = arena_resize(buf->arena, old, buf->capacity, size);
	buf->data[buf->length] = '\0';
	buf->capacity = size;
}

char *
buf_reserve(struct buf *buf, size_t extra)
{
	if (extra > SIZE_MAX / 2 - buf->length)
		extra = SIZE_MAX / 2 - buf->length; /* more than any memory: the allocation fails */
	size_t wanted = buf->length + extra + 1;
	if (wanted > buf->capacity) {
		size_t size = buf->capacity + buf->capacity / 2;
		if (size < wanted)
			size = wanted;
		if (size < FIRST_SIZE)
			size = FIRST_SIZE;
		resize(buf, size);
	}
	return buf->data + buf->length;
}

void
buf_add(struct buf *buf, const void *bytes, size_t length)
{
	if (length == 0)
		return;
	memcpy(buf_reserve(buf, length), bytes, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
}

void
buf_add_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void
buf_add_char(struct buf *buf, char byte)
{
	char *place = buf_reserve(buf, 1);
	place[0] = byte;
	place[1] = '\0';
	buf->length++;
}

void
buf_add_repeated(struct buf *buf, char byte, size_t count)
{
	if (count == 0)
		return;
	memset(buf_reserve(buf, count), byte, count);
	buf->length += count;
	buf->data[buf->length] = '\0';
}

void
buf_add_codepoint(struct buf *buf, uint32_t codepoint)
{
	char bytes[UTF8_MAX];
	buf_add(buf, bytes, utf8_encode(codepoint, bytes));
}

void
buf_add_percent_decoded(struct buf *buf, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		bool is_escape = text[i] == '%' && i + 2 < length &&
				 ascii_is_hex_digit(text[i + 1]) && ascii_is_hex_digit(text[i + 2]);
		int escaped = is_escape ? ascii_hex_value(text[i + 1]) * 16 +
							      ascii_hex_value(text[i + 2])
					: 0;
		buf_add_char(buf, is_escape ? (char)escaped : text[i]);
		i += is_escape ? 2 : 0;
	}
}

void
buf_format(struct buf *buf, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	buf_vformat(buf, format, arguments);
	va_end(arguments);
}

void
buf_vformat(struct buf *buf, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		return;
	char *place = buf_reserve(buf, (size_t)length);
	(void)vsnprintf(place, (size_t)length + 1, format, arguments);
	buf->length += (size_t)length;
}

char *
buf_take(struct buf *buf)
{
	if (buf->capacity == 0 || buf->arena != NULL)
		resize(buf, buf->length + 1);
	char *data = buf->data;
	buf_init_in(buf, buf->arena);
	return data;
}
