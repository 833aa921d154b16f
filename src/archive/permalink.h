#ifndef ARCHIVE_PERMALINK_H
#define ARCHIVE_PERMALINK_H

/* Urls from templates (lib/jekyll/url.rb, lib/jekyll/drops/url_drop.rb). */

#include <stdbool.h>
#include <stddef.h>

struct archive;
struct buf;
struct post;

/*
 * Appends the url of a post by `template`; the post's path, slug, date and
 * categories are filled. False when the template has an unknown placeholder,
 * which then stays as it is.
 */
bool permalink_post(struct buf *out, const char *template, const struct archive *archive,
		const struct post *post);

/* Appends the url of a page at `path`, relative to the source; `permalink` is its own or NULL. */
void permalink_page(struct buf *out, const struct archive *archive, const char *path,
		const char *permalink);

#endif
