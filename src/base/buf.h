#ifndef BASE_BUF_H
#define BASE_BUF_H

/*
 * A growing string of bytes.
 *
 * `data` is never NULL after buf_empty, buf_init or any function here, and always has a
 * NUL after `length` bytes, so it may be handed to C functions; the bytes may
 * themselves hold NULs. Memory is malloc's, and the buffer is ended with
 * buf_free or buf_take; or an arena's, and then neither is needed. Memory that
 * cannot be had ends the program (xalloc.h) or the arena's work (arena.h), so
 * nothing here fails.
 */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct buf {
	char *data;
	size_t length;	     /* bytes in use, without the closing NUL */
	size_t capacity;     /* bytes allocated; 0 while data is the shared empty string */
	struct arena *arena; /* that they are allocated in; NULL: malloc's */
};

/* An empty buffer, `struct buf text = buf_empty();`, or one with memory of the arena (NULL: malloc's). */
struct buf buf_empty(void);
struct buf buf_in(struct arena *arena);

/* The same for a buffer that is a part of something. `buf_init_in(&copy, out->arena)`: where `out` has its own. */
void buf_init(struct buf *buf);
void buf_init_in(struct buf *buf, struct arena *arena);

/* Gives the memory back; the buffer is empty and usable afterwards. */
void buf_free(struct buf *buf);

/* Empties the buffer and keeps its memory. */
void buf_clear(struct buf *buf);

/* Cuts to `length` bytes; a longer length than the present one does nothing. */
void buf_truncate(struct buf *buf, size_t length);

/* Makes room for `extra` more bytes and returns where they go; length is unchanged. */
char *buf_reserve(struct buf *buf, size_t extra);

void buf_add(struct buf *buf, const void *bytes, size_t length);
void buf_add_text(struct buf *buf, const char *text); /* NUL-terminated */
void buf_add_char(struct buf *buf, char byte);
void buf_add_repeated(struct buf *buf, char byte, size_t count);

/* Adds the UTF-8 form of a code point; what is no scalar value becomes U+FFFD. */
void buf_add_codepoint(struct buf *buf, uint32_t codepoint);

/* Adds a part of a URL without its percent-encoding; what is no valid escape stays. */
void buf_add_percent_decoded(struct buf *buf, const char *text, size_t length);

void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vformat(struct buf *buf, const char *format, va_list arguments)
		__attribute__((format(printf, 2, 0)));

/* Hands the bytes over (NUL-terminated; to be freed with free, or the arena's); the buffer is empty after. */
char *buf_take(struct buf *buf);

#endif
