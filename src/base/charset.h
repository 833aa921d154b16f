#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

/* Foreign encodings to UTF-8, by the C library's iconv. */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

/*
 * Makes `text` valid UTF-8 in place: drops one leading BOM, takes UTF-16 by
 * its BOM, and what is not valid UTF-8 as `encoding` (NUL-terminated iconv
 * name, without what iconv takes behind a `/`; NULL, "utf-8" or an unknown name
 * mean GB18030, unless nearly all of it is UTF-8: a broken character or a cut
 * end). ASCII is taken as `encoding` only if that is one of seven bits
 * (ISO-2022-JP). If that fails as well, bad bytes become U+FFFD. The text has at
 * most CHARSET_MOST bytes then. Returns the name of the encoding it was taken
 * as, a string constant or `encoding`: "UTF-8" when nothing was converted.
 */
const char *charset_to_utf8(struct buf *text, const char *encoding);

#define CHARSET_MOST(length) (16 * (length) + 65536)

/* A copy of `length` bytes in the arena, as valid UTF-8: what is not is taken as above, of no known encoding. */
char *charset_copy(struct arena *arena, const char *bytes, size_t length);

/* Whether that would leave the text as it is. */
bool charset_is_plain(const struct buf *text, const char *encoding);

/* Whether there is an encoding of that name. */
bool charset_is_known(const char *encoding);

#endif
