#ifndef ARCHIVE_PERMALINK_H
#define ARCHIVE_PERMALINK_H

/* Urls from templates (lib/jekyll/url.rb, lib/jekyll/drops/url_drop.rb). */

struct archive;
struct buf;
struct post;

/* Bytes of a url before it is tidied: a file's path has at most 4,096, percent-encoded three times that. */
enum { PERMALINK_MAX = 3 * 4096 };

/*
 * Appends the url of a post by `template` to `out`, which lives in an arena; the post's path,
 * slug, date and categories are filled. Returns what is wrong with the template, or NULL: an
 * unknown placeholder stays as it is; a url beyond PERMALINK_MAX is made of date and file
 * name instead. Each placeholder's value is made once.
 */
const char *permalink_post(struct buf *out, const char *template, const struct archive *archive,
		const struct post *post);

/*
 * Appends the url of a page at `path`, relative to the source; `permalink` is its own or NULL,
 * and does not count when it is longer than PERMALINK_MAX.
 */
void permalink_page(struct buf *out, const struct archive *archive, const char *path,
		const char *permalink);

#endif
