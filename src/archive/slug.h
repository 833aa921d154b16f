#ifndef ARCHIVE_SLUG_H
#define ARCHIVE_SLUG_H

/* Names as Jekyll makes them for titles and urls (lib/jekyll/utils.rb), the same in every locale. */

#include <stddef.h>

struct buf;

/* `a-b` → `A B`: words capitalized, the rest in lower case (titleize_slug). */
void slug_titleize(struct buf *out, const char *slug, size_t length);

enum slug_mode {
	SLUG_PRETTY,  /* case kept, `._~!$&'()+,;=@` stay */
	SLUG_DEFAULT, /* letters, marks and digits in lower case */
};
void slug_slugify(struct buf *out, const char *text, size_t length, enum slug_mode mode);

/* Percent-encodes a placeholder's value (lib/jekyll/url.rb, escape_path). */
void slug_escape(struct buf *out, const char *text, size_t length);

/*
 * Bytes of a decoded path that name its page: `/a`, `/a/`, `/a.html` and
 * `/a/index.html` are the same page to a server.
 */
size_t slug_page(const char *path, size_t length);

#endif
