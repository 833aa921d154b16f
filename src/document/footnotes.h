#ifndef DOCUMENT_FOOTNOTES_H
#define DOCUMENT_FOOTNOTES_H

/*
 * Private to the room: kramdown's footnotes, which md4c does not know, turned
 * into Markdown that it does. `[^name]` becomes a raised number that links to
 * the note, `[^name]: text` with what is indented under it goes to a list at
 * the end, in the order of first use, with a link back; notes that nothing
 * refers to follow, so that no text is lost.
 */

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Appends the text without footnotes to `out`; false, and nothing done, if there are none. Linear but for a sort. */
bool footnotes_move(struct buf *out, const char *text, size_t length);

#endif
