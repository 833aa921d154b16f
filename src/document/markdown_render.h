#ifndef DOCUMENT_MARKDOWN_RENDER_H
#define DOCUMENT_MARKDOWN_RENDER_H

/*
 * Private to the room: md4c's events written as HTML. What md4c-html would not
 * do: HTML blocks go in where their marks stand, bare addresses beside CJK are
 * links, headings have ids as kramdown's GFM parser makes them, attribute lists
 * are left out, and no mark stays (markdown_marks.h).
 */

#include "document/markdown_lines.h"

#include <stdbool.h>

/*
 * `html` lives in an arena, whose work ends when memory runs out (arena.h). It has at
 * most `most` bytes then: what would be more ends there with a word.
 */
void markdown_render(struct buf *html, size_t most, const char *text, size_t length,
		const struct html_blocks *blocks);

#endif
