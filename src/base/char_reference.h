#ifndef BASE_CHAR_REFERENCE_H
#define BASE_CHAR_REFERENCE_H

/* HTML's character references in a text that has no markup: `&amp;`, `&#x4E2D;`, `&nbsp`. */

#include <stddef.h>

struct buf;

/*
 * Appends `length` bytes of UTF-8 with each reference as its character, once, as a browser
 * shows it (HTML, 13.2.5.72 to 80): by number, or by a name of HTML 4 or of a sign of ASCII.
 * What is no reference stays as it is. Never more bytes than the text has; linear. What
 * comes out may hold controls: it is for the gate like any text.
 */
void char_reference_decode(struct buf *out, const char *text, size_t length);

#endif
