#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

/*
 * A Jekyll site's folder as posts, by the rules of Jekyll 4.3 and the kinder
 * exceptions of a reader: a file that Jekyll skips or dies on is still a post,
 * with its problem reported. Nothing is ever written to the folder.
 *
 * An archive is opened and walked by one thread; after that the functions that
 * take a const archive may be called from several threads at once.
 */

#include "archive/landing.h"
#include "archive/post.h"
#include "base/file.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;
struct err;
struct problems;
struct zone;

struct archive;

struct archive_options {
	bool drafts;
	bool future;
	bool unpublished;
	int64_t now;	  /* seconds since 1970 UTC, against which a post is in the future */
	bool is_thorough; /* reads posts to their ends, to find all problems */
};

/*
 * Opens the site at folder `path` (the site's root, or its _posts) and reads
 * its configuration. A broken _config.yml is no failure: it is reported in
 * `problems` (may be NULL) and the defaults hold. NULL with err filled when the
 * folder cannot be read.
 */
struct archive *archive_open(const char *path, const struct archive_options *options,
		struct problems *problems, struct err *err);

/* One more holder, in any thread: the archive lives until each has closed it. */
struct archive *archive_hold(struct archive *archive);
void archive_close(struct archive *archive); /* NULL is fine */

/* The folder around `directory` that holds _posts or _config.yml, as git finds its root; to be freed. NULL if none. */
char *archive_find(const char *directory);

/* The site's root folder as given, and its name: `title` of _config.yml, else the folder's. */
const char *archive_root(const struct archive *archive);
const char *archive_title(const struct archive *archive);

/* `url` of _config.yml; "" without one. */
const char *archive_url(const struct archive *archive);

/* The site's time zone, which lives as long as the archive; NULL: the machine's. */
const struct zone *archive_zone(const struct archive *archive);

/* `limit_posts` of the configuration: only so many of the newest posts are shown; 0 for all. */
size_t archive_post_limit(const struct archive *archive);

/* Whether the _posts folder of the configuration exists; it may be empty. */
bool archive_holds_posts(const struct archive *archive);

/* A file that is, or nearly is, a post. */
struct archive_entry {
	const char *path; /* relative to the root */
	bool is_draft;
	bool is_page;	     /* no post at all: its url and defaults are a page's */
	const char *skipped; /* why Jekyll skips it, else NULL */
};

/*
 * A hash of all but the posts' files and the options that decides what posts are:
 * the configuration, and the zone that their dates are in.
 */
uint64_t archive_fingerprint(const struct archive *archive);

/*
 * Visits the files to read as posts, unordered; an entry's path is borrowed for the
 * call, which returns false to end it. `arena` holds the folders. What is no
 * regular file (FIFO, device, directory named like a post, dangling or looping
 * link) is left out and reported in `problems` (may be NULL), and so is a folder that
 * cannot be read: one below _posts as an error, all else as a warning. False with err
 * when the root itself cannot be read.
 */
bool archive_visit(const struct archive *archive, struct arena *arena,
		bool (*visit)(void *context, const struct archive_entry *entry), void *context,
		struct problems *problems, struct err *err);

/*
 * Reads the state of the file of an entry. False when there is no such file any more; zero
 * for one that cannot be read, as reading the post then reports.
 */
bool archive_file_state(const struct archive *archive, const char *path, struct file_state *state);

/*
 * Reads one entry's front matter from a bounded prefix of its file, or from all of
 * it when the options are thorough. Fails only
 * when the file cannot be read; all that is wrong with a readable file is in
 * post->problem. The post lives in `arena`; *file (may be NULL) gets the file's
 * state before it was read.
 */
bool archive_read_post(const struct archive *archive, const struct archive_entry *entry,
		struct arena *arena, struct post *post, struct file_state *file, struct err *err);

/* How a body is marked up. */
enum body_markup { BODY_MARKDOWN, BODY_HTML, BODY_PLAIN };

/* What is read of a post when it is opened, and not for lists. */
struct body {
	const char *text;	    /* valid UTF-8, LF line ends, Liquid done; NUL-terminated */
	size_t length;		    /* bytes */
	const char *const *authors; /* `author` or `authors`, FIELDS_LIST_MAX at most */
	size_t author_count;
	const char *description; /* NULL: none */
	enum body_markup markup;
	const char *markdown_options; /* of the site: kramdown's, `name="value" …` (kramdown.h) */
};

enum { BODY_MAX_BYTES = 128 << 20 };

/*
 * Reads a post's body, and its front matter again, so that the two are of one state of
 * the file. Files over BODY_MAX_BYTES fail. The body
 * has at most 16 × the file's bytes + 64 KiB: of what Liquid adds, more is left out,
 * and a note in the text says so.
 */
bool archive_read_body(const struct archive *archive, const struct archive_entry *entry,
		struct arena *arena, struct post *post, struct body *body, struct err *err);

/*
 * Opens the site that the file at `path` lies in: the nearest folder around it that
 * holds a _config.yml, else the nearest that holds a _posts; around the place that a
 * link leads to, when there is none around the link. NULL when the file is in no site.
 */
struct archive *archive_open_around(const char *path);

/* The path in that site of the file that it was opened around, borrowed from it. */
const char *archive_file(const struct archive *site);

/*
 * The same as archive_read_body for a single file: a post, a plain .md, .html or
 * .txt, or standard input (`path` NULL, bytes read from descriptor 0). `site` is of
 * archive_open_around, for its zone, its urls and what Liquid asks for; NULL for a
 * file of no site. post->path is `path` as given. The title is the front matter's, else
 * the first heading's text is left to the caller ("").
 */
bool archive_read_file(const struct archive *site, const char *path, struct arena *arena,
		struct post *post, struct body *body, struct err *err);

/* The landing pages of an archive, in the arena given. */
bool archive_read_landings(const struct archive *archive, struct arena *arena,
		struct landings *landings, struct err *err);

/*
 * Where a link of a post leads inside the archive, by url.
 * Appends the site-absolute, normalized form of `url` as seen from the page at
 * `base_url` and returns true, or returns false for a link that leads out.
 */
bool archive_resolve_url(const struct archive *archive, const char *base_url, const char *url,
		struct buf *out);

/* The full address of a site-absolute url: config's `url` and `baseurl` before it; as is without them. */
void archive_full_url(const struct archive *archive, const char *url, struct buf *out);

/*
 * Whether there is a file, within the site's folder, for a path that archive_resolve_url
 * gives, itself or as a page's (`.html`, `index.html`). Appends its whole path.
 */
bool archive_local_file(const struct archive *archive, const char *path, struct buf *out);

/* Appends the address of such a path, percent-encoded, as archive_full_url has it. */
void archive_page_address(const struct archive *archive, const char *path, struct buf *out);

#endif
