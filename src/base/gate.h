#ifndef BASE_GATE_H
#define BASE_GATE_H

/*
 * The gate: the one rule by which text becomes harmless to a terminal.
 *
 * C0 and C1 controls and DEL become U+FFFD, invalid UTF-8 becomes U+FFFD (one
 * a maximal subpart), and characters that act on a terminal's order or are
 * never meant to be seen (bidi marks, embeddings and isolates U+061C, U+200E,
 * U+200F, U+202A..E, U+2066..9, line and paragraph separators U+2028/9 as a
 * space, interlinear U+FFF9..B, tags U+E0000..7F, noncharacters) are dropped.
 * Line feed and tab become a space in GATE_LINE and stay in GATE_TEXT.
 * The result is valid UTF-8, and passing it again changes nothing.
 *
 * Every byte that reaches a terminal passes here: out.c for stdout and stderr,
 * tui/draw.c for the screen; `make layers` keeps it so.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum gate_form {
	GATE_LINE, /* one line: line feeds and tabs become spaces */
	GATE_TEXT, /* line feeds and tabs stay */
};

/* Appends the harmless form of `length` bytes, which may be anything. */
void gate_pass(struct buf *out, const char *bytes, size_t length, enum gate_form form);

/* What becomes of one code point: itself, U+FFFD, a space, or 0 for dropped. */
uint32_t gate_codepoint(uint32_t codepoint, enum gate_form form);

/* Whether gate_pass would change nothing. */
bool gate_is_clean(const char *bytes, size_t length, enum gate_form form);

#endif
