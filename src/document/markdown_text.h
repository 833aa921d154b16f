#ifndef DOCUMENT_MARKDOWN_TEXT_H
#define DOCUMENT_MARKDOWN_TEXT_H

/* Private to the room: text on its way from md4c to HTML. Marks are taken out (markdown_marks.h). */

#include <stddef.h>

struct buf;

/* As it is, marks aside: raw HTML, entities. */
void markdown_text_raw(struct buf *html, const char *text, size_t length);

/* With `&`, `<`, `>` and `"` as entities. */
void markdown_text_escaped(struct buf *html, const char *text, size_t length);

/* The same, with bare addresses as links. */
void markdown_text_linked(struct buf *html, const char *text, size_t length);

/*
 * Appends the id of a heading with that text, without a number for a second
 * of its kind (kramdown-parser-gfm, generate_gfm_header_id).
 */
void markdown_text_id(struct buf *id, const char *text, size_t length);

#endif
