/* Where a post's links lead, seen from the site. */

#include "archive/site.h"
#include "base/ascii.h"
#include "base/buf.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

/* The host of `url`, its length, and *path behind it (a `:port` is passed over). */
static size_t
host_of(const char *url, const char **host, const char **path)
{
	const char *mark = strstr(url, "//");
	*host = mark != NULL ? mark + 2 : url;
	size_t whole = strcspn(*host, "/?#");
	*path = *host + whole;
	const char *port = memchr(*host, ':', whole);
	return port != NULL ? (size_t)(port - *host) : whole;
}

static bool
is_own_host(const struct archive *archive, const char *host, size_t length)
{
	const char *own, *rest;
	const char *const urls[] = {archive->config.url, archive->cname};
	for (size_t i = 0; i < 2; i++) {
		size_t own_length = host_of(urls[i], &own, &rest);
		if (own_length == length && length > 0 && ascii_compare_n(own, host, length) == 0)
			return true;
	}
	return false;
}

static bool
has_scheme(const char *url)
{
	size_t length = strspn(
			url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
	return length > 0 && url[length] == ':';
}

/* An absolute path, decoded, without baseurl, which must end where a path's part ends. */
static const char *
without_base(const struct archive *archive, const char *path, struct arena *arena)
{
	struct buf base = buf_in(arena);
	if (archive->config.baseurl[0] != '/')
		buf_add_char(&base, '/');
	buf_add_percent_decoded(&base, archive->config.baseurl, strlen(archive->config.baseurl));
	while (base.length > 0 && base.data[base.length - 1] == '/')
		buf_truncate(&base, base.length - 1);
	size_t length = base.length;
	bool is_below = strncmp(path, base.data, length) == 0 &&
			(path[length] == '/' || path[length] == '\0');
	buf_free(&base);
	return is_below ? path + length : path;
}

/* Drops the last part of the path in out from `start`, but never the first slash. */
static void
drop_part(struct buf *out, size_t start)
{
	size_t length = out->length;
	if (length > start + 1 && out->data[length - 1] == '/')
		length--;
	while (length > start + 1 && out->data[length - 1] != '/')
		length--;
	buf_truncate(out, length);
}

/* RFC 3986, 5.2.4: `.` and `..` go, slashes are squeezed. `out` from `start` ends in a slash. */
static void
add_path(struct buf *out, size_t start, const char *path, size_t length)
{
	const char *end = path + length;
	while (path < end) {
		const char *slash = memchr(path, '/', (size_t)(end - path));
		const char *stop = slash != NULL ? slash : end;
		size_t part = (size_t)(stop - path);
		if (part == 2 && memcmp(path, "..", 2) == 0) {
			drop_part(out, start);
		} else if (part > 0 && !(part == 1 && *path == '.')) {
			buf_add(out, path, part);
			if (slash != NULL)
				buf_add_char(out, '/');
		}
		path = stop + 1;
	}
}

/* Appends the site path of a link that is relative to `base_url`, or to the site where that is NULL. */
static void
add_normal(const struct archive *archive, struct buf *out, const char *base_url, const char *url)
{
	struct buf plain = buf_in(out->arena);
	buf_add_percent_decoded(&plain, url, strcspn(url, "?#"));
	const char *path = without_base(archive, plain.data, out->arena);
	size_t start = out->length;
	buf_add_char(out, '/');
	if (plain.data[0] != '/' && base_url != NULL) {
		struct buf base = buf_in(out->arena);
		buf_add_percent_decoded(&base, base_url, strcspn(base_url, "?#"));
		const char *last = strrchr(base.data, '/');
		bool is_same = plain.length == 0;
		size_t kept = last != NULL ? (size_t)(last - base.data) + 1 : 0;
		add_path(out, start, base.data, is_same ? base.length : kept);
		buf_free(&base);
	}
	add_path(out, start, path, strlen(path));
	buf_free(&plain);
}

bool
archive_resolve_url(const struct archive *archive, const char *base_url, const char *url,
		struct buf *out)
{
	url += strspn(url, " \t\r\n");
	bool is_web = ascii_compare_n(url, "http://", 7) == 0 ||
		      ascii_compare_n(url, "https://", 8) == 0;
	if (is_web || strncmp(url, "//", 2) == 0) {
		const char *host, *path;
		size_t length = host_of(url, &host, &path);
		if (!is_own_host(archive, host, length))
			return false;
		add_normal(archive, out, NULL, path);
		return true;
	}
	if (has_scheme(url))
		return false;
	add_normal(archive, out, base_url, url);
	return true;
}

void
archive_full_url(const struct archive *archive, const char *url, struct buf *out)
{
	const char *site = archive->config.url, *base = archive->config.baseurl;
	size_t length = strlen(site);
	while (length > 0 && site[length - 1] == '/')
		length--;
	buf_add(out, site, length);
	if (*base != '\0' && *base != '/')
		buf_add_char(out, '/');
	buf_add_text(out, base);
	buf_add_text(out, url);
}

/* --- What is no post --- */

static bool
is_file(const struct archive *archive, const char *path)
{
	struct stat status;
	return root_contains(&archive->root, path) &&
	       fstatat(archive->root.fd, path, &status, 0) == 0 && S_ISREG(status.st_mode);
}

bool
archive_local_file(const struct archive *archive, const char *path, struct buf *out)
{
	/* A page may be linked to without its ending, and a folder means its index. */
	static const char *const endings[] = {"", ".html", "/index.html", "index.html"};
	bool is_found = false;
	struct buf file = buf_in(out->arena);
	path += path[0] == '/';
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]) && !is_found; i++) {
		buf_clear(&file);
		buf_format(&file, "%s%s", path, endings[i]);
		is_found = is_file(archive, file.data);
	}
	if (is_found)
		buf_format(out, "%s/%s", archive->root.real, file.data);
	buf_free(&file);
	return is_found;
}

void
archive_page_address(const struct archive *archive, const char *path, struct buf *out)
{
	/* RFC 3986, 3.3: what may stand in a path as it is. */
	static const char plain[] = "-._~!$&'()*+,;=:@/";
	struct buf encoded = buf_in(out->arena);
	for (; *path != '\0'; path++) {
		bool is_plain = ascii_is_letter(*path) || ascii_is_digit(*path) ||
				strchr(plain, *path) != NULL;
		buf_format(&encoded, is_plain ? "%c" : "%%%02X", (unsigned)(unsigned char)*path);
	}
	archive_full_url(archive, encoded.data, out);
	buf_free(&encoded);
}
