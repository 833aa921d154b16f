#ifndef DOCUMENT_MARKDOWN_LINES_H
#define DOCUMENT_MARKDOWN_LINES_H

/*
 * Markdown made ready for md4c: what kramdown takes differently is written so
 * that md4c takes it the same way, and HTML blocks are lifted out, each leaving a
 * mark in a paragraph of its own.
 *
 * The marks are noncharacters, which no text that is shown may hold: they are
 * taken out of the input first, so none in md4c's output is the author's.
 */

#include <stddef.h>

struct buf;

#define MARK_NOTHING "\xEF\xB7\x90" /* U+FDD0: a letter that is not there; the gate drops it */
#define MARK_TILDE "\xEF\xB7\x91"   /* U+FDD1: a tilde that strikes nothing */
#define MARK_HTML "\xEF\xB7\x92"    /* U+FDD2: an HTML block stood here */

enum { MARK_LENGTH = 3 };

/* A stretch of the source. */
struct html_block {
	const char *start;
	size_t length;
};

struct html_blocks {
	struct html_block
			*items; /* in order; the n-th MARK_HTML stands for the n-th. To be freed. */
	size_t count, capacity;
};

/* Appends the Markdown for md4c and collects the HTML blocks, which borrow from `text`. */
void markdown_lines(struct buf *out, struct html_blocks *blocks, const char *text, size_t length);

#endif
