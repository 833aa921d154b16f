#ifndef BASE_GATE_H
#define BASE_GATE_H

/*
 * The gate: the one rule by which text becomes harmless to a terminal.
 *
 * C0 and C1 controls and DEL become U+FFFD, invalid UTF-8 becomes U+FFFD (one
 * a maximal subpart), line and paragraph separators U+2028/9 a space.
 * Noncharacters are dropped, and so is what is not to be seen (text_is_left_out:
 * Unicode's Default_Ignorable_Code_Point with all bidi controls, fillers and tags,
 * and interlinear annotation), except for what shapes the character before it:
 * gate_joins. Line feed and tab become a space in GATE_LINE and stay in GATE_TEXT.
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

/* What becomes of one code point by itself: the same, U+FFFD, a space, or 0 for dropped. */
uint32_t gate_codepoint(uint32_t codepoint, enum gate_form form);

/*
 * Whether a code point that is dropped by itself stays behind `before`, the last
 * that stayed (0: none): a joiner after a letter of a script that joins, ZWJ
 * between pictographs, a variation selector after what has variants. Never two.
 */
bool gate_joins(uint32_t before, uint32_t codepoint);

/* Whether gate_pass would change nothing. */
bool gate_is_clean(const char *bytes, size_t length, enum gate_form form);

#endif
