#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

/* Foreign encodings to UTF-8, by the C library's iconv. */

#include <stdbool.h>
#include <stddef.h>

struct buf;

/*
 * Makes `text` valid UTF-8 in place: drops one leading BOM, takes UTF-16 by
 * its BOM, and what is not valid UTF-8 as `encoding` (NUL-terminated iconv
 * name; NULL or "utf-8" means GB18030, unless nearly all of it is UTF-8: a
 * broken character or a cut end). If that fails as well, bad bytes
 * become U+FFFD. Returns the name of the encoding it was taken as, a string
 * constant or `encoding`: "UTF-8" when nothing was converted.
 */
const char *charset_to_utf8(struct buf *text, const char *encoding);

#endif
