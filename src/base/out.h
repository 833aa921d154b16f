#ifndef BASE_OUT_H
#define BASE_OUT_H

/*
 * Output to a stream that may be a terminal. The only place in the program
 * that writes to stdout and stderr; all text passes the gate (gate.h), and
 * control sequences can only be asked for by name. Output is buffered; a
 * closed pipe or a full disk is remembered and reported by out_close, so callers
 * need check nothing in between.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct err;
struct out;

/* Attributes of text, a bit each; colours are of the 16 a terminal's theme defines. */
enum out_style {
	OUT_BOLD = 1 << 0,
	OUT_DIM = 1 << 1,
	OUT_ITALIC = 1 << 2,
	OUT_UNDERLINE = 1 << 3,
	OUT_STRIKE = 1 << 4,
	OUT_REVERSE = 1 << 5,
	OUT_RED = 1 << 6,
	OUT_GREEN = 1 << 7,
	OUT_YELLOW = 1 << 8,
	OUT_BLUE = 1 << 9,
	OUT_MAGENTA = 1 << 10,
	OUT_CYAN = 1 << 11,
};

/* A writer on file descriptor `fd`, which stays the caller's. */
struct out *out_open(int fd);

/*
 * The same on a descriptor that does not block. Before each write `may_write` waits until it takes some;
 * once that returns false the rest is dropped, as where a pipe has been closed.
 */
struct out *out_open_while(int fd, bool (*may_write)(void *context), void *context);

/*
 * Flushes and frees. Returns false with *err filled when a write failed; a
 * closed pipe (EPIPE) is no error; out_is_closed reports it.
 */
bool out_close(struct out *out, struct err *err);

/* Whether the other side has gone or a write failed: no use in going on. */
bool out_is_closed(const struct out *out);

/* Sends on what is buffered. */
void out_flush(struct out *out);

/* Text that may hold anything, as one line (GATE_LINE). */
void out_text(struct out *out, const char *bytes, size_t length);
void out_string(struct out *out, const char *text); /* NUL-terminated, GATE_LINE */
void out_format(struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void out_vformat(struct out *out, const char *format, va_list arguments)
		__attribute__((format(printf, 2, 0)));

/* Ends a line; writes one of such text. */
void out_newline(struct out *out);
void out_line(struct out *out, const char *text);

/* `count` spaces. */
void out_spaces(struct out *out, size_t count);

/* From here on text has these out_style bits; 0 is plain. Does nothing unless out_set_color(true). */
void out_style(struct out *out, unsigned style);
void out_set_color(struct out *out, bool color);

/*
 * From here on text is a link to `url` (OSC 8; the URL's bytes outside
 * 0x21..0x7E are percent-encoded), NULL ends it. Only http, https and mailto are
 * handed to a terminal, and only up to OUT_LINK_BYTES; others make no link.
 * Does nothing without colour.
 */
enum { OUT_LINK_BYTES = 2083 }; /* what VTE and iTerm2 take */
void out_link(struct out *out, const char *url);

#endif
