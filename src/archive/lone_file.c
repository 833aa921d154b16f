/* A file by itself: read as the post or page of the site it lies in, or of none. */

#include "archive/reading.h"
#include "archive/site.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "conf/yaml.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Whoever names a file wants to read it. */
static struct archive_options
all_posts(void)
{
	return (struct archive_options){
			.drafts = true, .future = true, .unpublished = true, .now = time(NULL)};
}

/* ---- its site ---- */

static bool
is_configured(const char *path, size_t length)
{
	return site_holds(path, length, "_config.yml") ||
	       site_holds(path, length, "_config.yaml") || site_holds(path, length, "_config.toml");
}

/* Bytes of the path, from its beginning, that are the folder of the file's site; 0 when there is none. */
static size_t
site_length(const char *path)
{
	size_t nearest = 0;
	for (size_t length = strlen(path); length > 0; length--) {
		if (path[length] != '/')
			continue;
		if (is_configured(path, length))
			return length;
		if (nearest == 0 && site_holds(path, length, "_posts"))
			nearest = length;
	}
	return nearest;
}

static struct archive *
open_around(const char *path)
{
	const struct archive_options options = all_posts();
	size_t length = site_length(path);
	if (length == 0)
		return NULL;
	char *folder = xformat("%.*s", (int)length, path);
	struct archive *site = archive_open(folder, &options, NULL, NULL);
	free(folder);
	if (site != NULL)
		site->file = arena_text(site->arena, path + length + 1);
	return site;
}

/* Appends the parts of a path but `.`, each behind a slash; false where `..` needs what links lead to. */
static bool
add_parts(struct buf *out, const char *path)
{
	for (const char *part = path; *part != '\0';) {
		size_t length = strcspn(part, "/");
		if (length == 2 && memcmp(part, "..", 2) == 0)
			return false;
		if (length > 0 && !(length == 1 && *part == '.'))
			buf_format(out, "/%.*s", (int)length, part);
		part += length + (part[length] == '/');
	}
	return true;
}

/* By the names of the path alone: what a link leads to is elsewhere. */
static struct archive *
open_by_names(const char *path)
{
	struct buf whole = buf_empty();
	char *folder = path[0] != '/' ? realpath(".", NULL) : NULL;
	bool is_known = (folder == NULL || add_parts(&whole, folder)) && add_parts(&whole, path);
	struct archive *site = is_known ? open_around(whole.data) : NULL;
	free(folder);
	buf_free(&whole);
	return site;
}

struct archive *
archive_open_around(const char *path)
{
	struct archive *site = open_by_names(path);
	char *real = site == NULL ? realpath(path, NULL) : NULL;
	if (real != NULL)
		site = open_around(real);
	free(real);
	return site;
}

const char *
archive_file(const struct archive *site)
{
	return site->file;
}

/* ---- the file ---- */

static bool
has_folder(const char *path, const char *name)
{
	size_t length = strlen(name);
	for (const char *at = path; (at = strstr(at, name)) != NULL; at += length)
		if ((at == path || at[-1] == '/') && at[length] == '/')
			return true;
	return false;
}

/* The name is all that a file of no site has: folders on its way say nothing of it. */
static struct archive_entry
entry_of(const struct archive *site, const char *path)
{
	if (path == NULL)
		return (struct archive_entry){.path = "-"};
	if (site == NULL) {
		const char *slash = strrchr(path, '/');
		return (struct archive_entry){.path = slash != NULL ? slash + 1 : path};
	}
	bool is_draft = has_folder(site->file, "_drafts");
	return (struct archive_entry){.path = site->file,
			.is_draft = is_draft,
			.is_page = !is_draft && !has_folder(site->file, "_posts")};
}

static bool
looks_like_html(const struct body *body)
{
	const char *at = body->text + strspn(body->text, " \t\n");
	return *at == '<' && (at[1] == '!' || ascii_is_letter(at[1]));
}

static bool
read_file(struct reading *reading, const char *path, struct body *body, struct err *err)
{
	struct buf text = buf_in(reading->arena);
	bool is_read = path == NULL ? file_read_all(STDIN_FILENO, BODY_MAX_BYTES, &text, err)
				    : reading_whole(reading, AT_FDCWD, path, &text, err);
	if (!is_read || !reading_fill(reading, &text, err))
		return false;
	if (!yaml_is_truthy(fields_get(&reading->fields, "title")))
		reading->post->title = "";
	reading_finish(reading, &text, body);
	if (path == NULL && !reading->split.is_closed && looks_like_html(body))
		body->markup = BODY_HTML;
	return true;
}

bool
archive_read_file(const struct archive *site, const char *path, struct arena *arena,
		struct post *post, struct body *body, struct err *err)
{
	struct archive alone = {.arena = arena, .root = {-1, "", ""}, .title = "", .cname = ""};
	alone.options = all_posts();
	if (site == NULL)
		site_config_read(&alone.config, arena, &alone.root, NULL);
	struct archive_entry entry = entry_of(site, path);
	struct reading reading = {.archive = site != NULL ? site : &alone,
			.entry = &entry,
			.arena = arena,
			.post = post};
	bool is_good = read_file(&reading, path, body, err);
	if (is_good && path != NULL)
		post->path = arena_text(arena, path);
	else if (path != NULL)
		err_add_path(err, path);
	return is_good;
}
