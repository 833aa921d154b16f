#ifndef DOCUMENT_MARKDOWN_LINES_H
#define DOCUMENT_MARKDOWN_LINES_H

/*
 * Private to the room: Markdown made ready for md4c: what kramdown takes
 * differently is written so that md4c takes it the same way, and HTML blocks are
 * lifted out, each leaving a fence with a mark in its place (markdown_marks.h).
 */

#include <stddef.h>

struct buf;

/* A stretch of the source. */
struct html_block {
	const char *start;
	size_t length;
};

struct html_blocks {
	/* In order; the n-th MARK_HTML stands for the n-th. To be freed. */
	struct html_block *items;
	size_t count, capacity;
};

/*
 * Appends the Markdown for md4c and collects the HTML blocks, which borrow from
 * `text`. The text holds no marks.
 */
void markdown_lines(struct buf *out, struct html_blocks *blocks, const char *text, size_t length);

#endif
