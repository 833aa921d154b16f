#include "archive/liquid_links.h"

#include "archive/reading.h"
#include "archive/site.h"
#include "base/arena.h"

#include <string.h>
#include <sys/stat.h>

enum { BYTES_PER_UNIT = 16, USUAL_BYTES = 2048, MAX_TARGET = 1000 };

struct liquid_target {
	const char *kind, *target; /* as they are asked for */
	const char *url;	   /* NULL: nowhere */
};

static bool
is_file(const struct archive *archive, const char *path)
{
	struct stat status;
	return archive->root.fd >= 0 && fstatat(archive->root.fd, path, &status, 0) == 0 &&
	       S_ISREG(status.st_mode) && root_contains(&archive->root, path);
}

/*
 * The post that a tag names: `dirs/DATE-SLUG`, without extension, of the likely ones. A name
 * without folders may be of another _posts (lib/jekyll/tags/post_url.rb, deprecated_equality):
 * that of the post itself is looked into.
 */
static const char *
find_post(const struct liquid_links *links, struct arena *scratch, const char *target)
{
	static const char *const others[] = {"html", "htm", "xhtml", "txt", "textile"};
	const struct archive *archive = links->archive;
	const struct text_list *markdown = &archive->config.markdown_ext;
	const char *slash = strrchr(target, '/'), *name = slash != NULL ? slash + 1 : target;
	const char *collections = archive->config.collections_dir;
	const char *top = arena_format(scratch, "%s%s%s", archive->config.source, collections,
			*collections != '\0' ? "/" : "");
	int dirs = (int)(name - target);
	const char *own = slash == NULL ? strstr(links->path, "_posts/") : NULL;
	const char *folders[] = {arena_format(scratch, "%s%.*s_posts/", top, dirs, target),
			arena_format(scratch, "%s_posts/%.*s", top, dirs, target), NULL};
	if (own != NULL)
		folders[2] = arena_format(
				scratch, "%.*s_posts/", (int)(own - links->path), links->path);
	for (size_t kind = 0; kind < markdown->count + 5; kind++) {
		const char *extension = kind < markdown->count ? markdown->items[kind]
							       : others[kind - markdown->count];
		for (size_t i = 0; i < 2U + (own != NULL); i++) {
			const char *path = arena_format(
					scratch, "%s%s.%s", folders[i], name, extension);
			if (is_file(archive, path))
				return path;
		}
	}
	return NULL;
}

/* What reading so many bytes of a file's beginning costs. */
static size_t
units_of(size_t bytes)
{
	return bytes > USUAL_BYTES ? bytes / BYTES_PER_UNIT : 0;
}

/* The url of a post, or of a page at `target` below the source; NULL if the file cannot be read. */
static const char *
file_url(const struct archive *archive, struct arena *scratch, const char *path, const char *target,
		size_t *units)
{
	struct archive_entry entry = {.path = path, .is_page = target != NULL};
	struct post post;
	struct reading reading = {
			.archive = archive, .entry = &entry, .arena = scratch, .post = &post};
	bool is_read = reading_start(&reading, NULL);
	*units += units_of(reading.bytes_read);
	/* Without front matter it is a static file. */
	if (target != NULL && !reading.split.is_opened)
		return arena_format(scratch, "/%s", target);
	return is_read ? post.url : NULL;
}

static const char *
link_url(const struct archive *archive, struct arena *scratch, const char *target, size_t *units)
{
	const char *path = arena_format(scratch, "%s%s", archive->config.source, target);
	bool is_post = strstr(target, "_posts/") != NULL || strncmp(target, "_drafts/", 8) == 0;
	if (!is_file(archive, path))
		return NULL;
	return file_url(archive, scratch, path, is_post ? NULL : target, units);
}

static const char *
find_url(const struct liquid_links *links, struct arena *scratch, const char *kind,
		const char *target, size_t *units)
{
	const struct archive *archive = links->archive;
	target += *target == '/';
	if (*target == '\0' || strlen(target) > MAX_TARGET || strstr(target, "..") != NULL)
		return NULL;
	if (strcmp(kind, "link") == 0)
		return link_url(archive, scratch, target, units);
	const char *path = find_post(links, scratch, target);
	return path != NULL ? file_url(archive, scratch, path, NULL, units) : NULL;
}

static bool
is_target(const void *owner, uint32_t item, const char *bytes, size_t length)
{
	const struct liquid_target *target = &((const struct liquid_links *)owner)->items[item];
	size_t kind = strlen(target->kind);
	return kind < length && memcmp(target->kind, bytes, kind) == 0 && bytes[kind] == ' ' &&
	       strlen(target->target) == length - kind - 1 &&
	       memcmp(target->target, bytes + kind + 1, length - kind - 1) == 0;
}

const char *
liquid_links_url(struct liquid_links *links, const char *kind, const char *target, size_t *room)
{
	struct arena *scratch = arena_child(links->arena);
	const char *key = arena_format(scratch, "%s %s", kind, target);
	uint32_t next = (uint32_t)links->count;
	links->index.arena = links->arena;
	uint32_t item = hash_table_find(&links->index, is_target, links, key, strlen(key));
	if (item == HASH_TABLE_NONE && *room > LIQUID_LINK_UNITS) {
		size_t units = LIQUID_LINK_UNITS;
		const char *url = find_url(links, scratch, kind, target, &units);
		*room -= units < *room ? units : *room;
		links->items = arena_grow(links->arena, links->items, links->count,
				&links->capacity, sizeof(*links->items));
		links->items[links->count++] = (struct liquid_target){
				arena_text(links->arena, kind), arena_text(links->arena, target),
				url != NULL ? arena_format(links->arena, "%s%s",
							      links->archive->config.baseurl, url)
					    : NULL};
		item = hash_table_add(&links->index, is_target, links, key, strlen(key), next);
	} else if (item == HASH_TABLE_NONE) {
		*room = 0;
	}
	arena_free(scratch);
	return item != HASH_TABLE_NONE ? links->items[item].url : NULL;
}
