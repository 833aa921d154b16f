#include "archive/archive.h"

#include "archive/post_name.h"
#include "archive/site.h"
#include "archive/walk.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/err.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/xalloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- open ---- */

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

static const char *
read_cname(struct archive *archive)
{
	struct buf text = buf_empty();
	char *name = xformat("%sCNAME", archive->config.source);
	root_read(&archive->root, name, 512, &text, NULL, NULL);
	free(name);
	const char *cname = arena_copy(archive->arena, text.data, strcspn(text.data, " \t\r\n"));
	buf_free(&text);
	return cname;
}

struct archive *
archive_open(const char *path, const struct archive_options *options, struct problems *problems,
		struct err *err)
{
	struct arena *arena = arena_new();
	struct archive *archive = arena_alloc(arena, sizeof(*archive));
	archive->arena = arena;
	atomic_init(&archive->holders, 1);
	archive->options = *options;
	if (!root_open(&archive->root, arena, path, err)) {
		arena_free(arena);
		return NULL;
	}
	site_config_read(&archive->config, arena, &archive->root, problems);
	const char *folder = last_part(archive->root.real);
	if (*folder == '\0')
		folder = archive->root.path;
	archive->title = archive->config.title != NULL
					 ? archive->config.title
					 : charset_copy(arena, folder, strlen(folder));
	archive->cname = read_cname(archive);
	return archive;
}

struct archive *
archive_hold(struct archive *archive)
{
	atomic_fetch_add(&archive->holders, 1);
	return archive;
}

void
archive_close(struct archive *archive)
{
	if (archive == NULL || atomic_fetch_sub(&archive->holders, 1) > 1)
		return;
	close(archive->root.fd);
	arena_free(archive->arena);
}

const char *
archive_root(const struct archive *archive)
{
	return archive->root.path;
}

const char *
archive_title(const struct archive *archive)
{
	return archive->title;
}

const char *
archive_url(const struct archive *archive)
{
	return archive->config.url;
}

const struct zone *
archive_zone(const struct archive *archive)
{
	return archive->config.zone;
}

size_t
archive_post_limit(const struct archive *archive)
{
	return archive->config.limit_posts;
}

/* Hashes the offsets of a day in winter and one in summer: zones may differ in summer alone. */
static uint64_t
mix_zone(uint64_t hash, const struct zone *zone)
{
	static const int64_t moments[] = {1704110400, 1719835200};
	for (size_t i = 0; i < 2; i++) {
		int32_t offset = zone_offset(zone, moments[i]);
		hash = hash_stable(hash, &offset, sizeof(offset));
	}
	const char *own = zone == NULL ? getenv("TZ") : NULL;
	return own != NULL ? hash_stable(hash, own, strlen(own)) : hash;
}

uint64_t
archive_fingerprint(const struct archive *archive)
{
	uint64_t hash = hash_stable(archive->config.hash, archive->cname, strlen(archive->cname));
	return mix_zone(hash, archive->config.zone);
}

bool
site_holds(const char *folder, size_t length, const char *name)
{
	struct stat status;
	char *entry = xformat("%.*s/%s", (int)length, folder, name);
	bool is_there = stat(entry, &status) == 0;
	free(entry);
	return is_there;
}

bool
archive_holds_posts(const struct archive *archive)
{
	const struct site_config *config = &archive->config;
	bool has_collections = config->collections_dir[0] != '\0';
	char *path = xformat("%s%s%s_posts", config->source, config->collections_dir,
			has_collections ? "/" : "");
	struct stat status;
	bool is_there = fstatat(archive->root.fd, path, &status, 0) == 0 && S_ISDIR(status.st_mode);
	free(path);
	return is_there;
}

char *
archive_find(const char *directory)
{
	char *folder = realpath(directory, NULL);
	while (folder != NULL) {
		size_t length = strlen(folder);
		if (strcmp(last_part(folder), "_posts") != 0 &&
				(site_holds(folder, length, "_posts") ||
						site_holds(folder, length, "_config.yml")))
			return folder;
		char *slash = strrchr(folder, '/');
		if (slash == NULL || strcmp(folder, "/") == 0)
			break;
		slash[slash == folder ? 1 : 0] = '\0';
	}
	free(folder);
	return NULL;
}

/* ---- paths ---- */

const char *
site_jekyll_path(const struct archive *archive, const char *path)
{
	size_t source = strlen(archive->config.source);
	if (strncmp(path, archive->config.source, source) == 0)
		path += source;
	const char *collections = archive->config.collections_dir;
	size_t length = strlen(collections);
	if (length > 0 && strncmp(path, collections, length) == 0 && path[length] == '/')
		path += length + 1;
	return path;
}

enum body_markup
site_markup(const struct archive *archive, const char *extension)
{
	static const char *const html[] = {"html", "htm", "xhtml"};
	if (*extension == '\0' || site_config_is_markdown(&archive->config, extension))
		return BODY_MARKDOWN;
	for (size_t i = 0; i < 3; i++)
		if (ascii_compare(extension, html[i]) == 0)
			return BODY_HTML;
	return BODY_PLAIN;
}

/* ---- walk ---- */

struct visiting {
	const struct archive *archive;
	bool (*visit)(void *context, const struct archive_entry *entry);
	void *context;
};

static bool
is_text_name(const struct archive *archive, const char *extension)
{
	return *extension != '\0' && (site_markup(archive, extension) != BODY_PLAIN ||
						     ascii_compare(extension, "txt") == 0 ||
						     ascii_compare(extension, "textile") == 0);
}

/* Data files are dropped without a word (lib/jekyll/readers/post_reader.rb, processable?). */
static bool
is_data(const char *extension)
{
	return strcmp(extension, "yml") == 0 || strcmp(extension, "yaml") == 0;
}

static bool
visit_post(void *context, const char *path, bool is_draft)
{
	const struct visiting *visiting = context;
	struct post_name name = post_name_parse(path);
	bool has_slug = name.has_date && name.slug != name.base;
	const char *skipped = NULL;
	if (is_data(name.extension))
		return true;
	if (is_draft ? *name.extension == '\0' : !name.is_post) {
		if (!has_slug && !is_text_name(visiting->archive, name.extension))
			return true;
		if (has_slug || *name.extension == '\0')
			skipped = N_("the name has no extension: Jekyll skips it");
		else if (name.has_date)
			skipped = N_("the name has nothing after its date: Jekyll skips it");
		else
			skipped = N_("the name has no date: Jekyll skips it");
	}
	return visiting->visit(visiting->context, &(struct archive_entry){
								  .path = path,
								  .is_draft = is_draft,
								  .skipped = skipped,
						  });
}

bool
archive_visit(const struct archive *archive, struct arena *arena,
		bool (*visit)(void *context, const struct archive_entry *entry), void *context,
		struct problems *problems, struct err *err)
{
	struct visiting visiting = {archive, visit, context};
	struct walk_visitor visitor = {.post = visit_post, .context = &visiting};
	return walk_site(archive, arena, &visitor, problems, err);
}

bool
archive_file_state(const struct archive *archive, const char *path, struct file_state *state)
{
	struct stat status;
	*state = (struct file_state){0};
	if (fstatat(archive->root.fd, path, &status, 0) != 0)
		return errno != ENOENT && errno != ENOTDIR;
	*state = file_state_of(&status);
	return S_ISREG(status.st_mode);
}
