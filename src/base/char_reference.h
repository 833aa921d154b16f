#ifndef BASE_CHAR_REFERENCE_H
#define BASE_CHAR_REFERENCE_H

/* HTML's character references, and texts without markup: `&amp;`, `&#x4E2D;`, `&nbsp`. */

#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * Appends `length` bytes of UTF-8 with each reference as its character, once, as a browser
 * shows it (HTML, 13.2.5.72 to 80): by number, or by a name of HTML 4 or of a sign of ASCII.
 * What is no reference stays as it is. Never more bytes than the text has; linear. What
 * comes out may hold controls: it is for the gate like any text.
 */
void char_reference_decode(struct buf *out, const char *text, size_t length);

/* The character of a name of HTML 4 (or XML's apos) without its `&` and `;`; 0: it is none of these. */
uint32_t char_reference_html4(const char *name, size_t length);

/* Appends a text that HTML is to show as it is: `&`, `<` and `>` as references. At most five bytes for one. */
void char_reference_encode(struct buf *out, const char *text, size_t length);

#endif
