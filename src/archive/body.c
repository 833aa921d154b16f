/* Reads a post's body: encoding, line ends, Liquid. */

#include "archive/liquid.h"
#include "archive/permalink.h"
#include "archive/reading.h"
#include "archive/site.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "conf/yaml.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What Liquid may ask of one body. */
struct liquid_scope {
	const struct reading *reading;
	struct arena *arena;
};

/* ---- outputs: site.a.b, page.x ---- */

static const char *
lookup(const struct yaml_node *node, char *path)
{
	char *rest = NULL;
	for (char *key = strtok_r(path, ".", &rest); key != NULL && node != NULL;
			key = strtok_r(NULL, ".", &rest))
		node = yaml_get(node, key);
	return node != NULL && node->kind == YAML_SCALAR && yaml_type(node) != YAML_NULL
			       ? node->text
			       : NULL;
}

static const char *
show_value(struct liquid_scope *scope, const struct yaml_node *node)
{
	if (node == NULL)
		return NULL;
	struct buf text;
	buf_init_in(&text, scope->arena);
	fields_show(&text, node);
	return buf_take(&text);
}

static const char *
page_date(struct liquid_scope *scope)
{
	const struct post *post = scope->reading->post;
	struct civil civil;
	if (!post->has_date)
		return NULL;
	int32_t offset;
	zone_to_civil(scope->reading->archive->config.zone, post->date, &civil, &offset);
	int minutes = abs(offset) / 60;
	return arena_format(scope->arena, "%04lld-%02d-%02d %02d:%02d:%02d %c%02d%02d",
			(long long)civil.year, civil.month, civil.day, civil.hour, civil.minute,
			civil.second, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static const char *
page_variable(struct liquid_scope *scope, const char *name)
{
	const struct post *post = scope->reading->post;
	if (strcmp(name, "date") == 0)
		return page_date(scope);
	if (strcmp(name, "title") == 0)
		return post->title;
	if (strcmp(name, "url") == 0)
		return post->url;
	if (strcmp(name, "slug") == 0)
		return post->slug;
	if (strcmp(name, "path") == 0)
		return post->path;
	return show_value(scope, fields_get(&scope->reading->fields, name));
}

static const char *
liquid_variable(void *context, const char *name)
{
	struct liquid_scope *scope = context;
	if (strncmp(name, "page.", 5) == 0)
		return page_variable(scope, name + 5);
	if (strncmp(name, "site.", 5) != 0)
		return NULL;
	return lookup(scope->reading->archive->config.root, arena_text(scope->arena, name + 5));
}

/* ---- links: {% link PATH %}, {% post_url DATE-SLUG %} ---- */

static bool
is_file(const struct archive *archive, const char *path)
{
	struct stat status;
	return archive->root_fd >= 0 && fstatat(archive->root_fd, path, &status, 0) == 0 &&
	       S_ISREG(status.st_mode);
}

static const char *
based_url(struct liquid_scope *scope, const char *url)
{
	return arena_format(scope->arena, "%s%s", scope->reading->archive->config.baseurl, url);
}

static const char *
post_link(struct liquid_scope *scope, const char *path)
{
	struct archive_entry entry = {.path = path};
	struct post post;
	if (!archive_read_post(scope->reading->archive, &entry, scope->arena, &post, NULL, NULL))
		return NULL;
	return based_url(scope, post.url);
}

/* The post that a tag names: `dirs/DATE-SLUG`, without extension, of the likely ones. */
static const char *
find_post(struct liquid_scope *scope, const char *target)
{
	static const char *const others[] = {"html", "htm", "xhtml", "txt", "textile"};
	const struct archive *archive = scope->reading->archive;
	const struct text_list *markdown = &archive->config.markdown_ext;
	const char *slash = strrchr(target, '/');
	int folder = slash != NULL ? (int)(slash - target) + 1 : 0;
	const char *collections = archive->config.collections_dir;
	for (size_t i = 0; i < markdown->count + 5; i++) {
		const char *extension = i < markdown->count ? markdown->items[i]
							    : others[i - markdown->count];
		const char *top = arena_format(scope->arena, "%s%s%s", archive->config.source,
				collections, *collections != '\0' ? "/" : "");
		const char *path = arena_format(scope->arena, "%s%.*s_posts/%s.%s", top, folder,
				target, target + folder, extension);
		if (is_file(archive, path))
			return path;
		path = arena_format(scope->arena, "%s_posts/%s.%s", top, target, extension);
		if (is_file(archive, path))
			return path;
	}
	return NULL;
}

static const char *
page_link(struct liquid_scope *scope, const char *target)
{
	const struct archive *archive = scope->reading->archive;
	const char *path = arena_format(scope->arena, "%s%s", archive->config.source, target);
	if (!is_file(archive, path))
		return NULL;
	if (strstr(target, "_posts/") != NULL || strncmp(target, "_drafts/", 8) == 0)
		return post_link(scope, path);
	struct buf url, text;
	buf_init_in(&url, scope->arena);
	buf_init_in(&text, scope->arena);
	buf_add_char(&url, '/');
	struct front_prefix prefix = {0};
	front_matter_read(archive->root_fd, path, archive->config.encoding, &prefix, &text, NULL,
			NULL);
	struct front_split split = front_matter_split(text.data, text.length);
	if (split.is_opened) {
		const struct yaml_node *front = NULL;
		if (split.is_closed)
			front_matter_parse(
					scope->arena, text.data, split.yaml_length, &front, NULL);
		const struct yaml_node *own = yaml_get(front, "permalink");
		buf_clear(&url);
		permalink_page(&url, archive, target,
				own != NULL && own->kind == YAML_SCALAR ? own->text : NULL);
	} else {
		buf_add_text(&url, target);
	}
	return based_url(scope, url.data);
}

static const char *
liquid_link(void *context, const char *kind, const char *target)
{
	struct liquid_scope *scope = context;
	target += *target == '/';
	if (*target == '\0' || strlen(target) > 1000 || strstr(target, "..") != NULL)
		return NULL;
	if (strcmp(kind, "link") == 0)
		return page_link(scope, target);
	const char *path = find_post(scope, target);
	return path != NULL ? post_link(scope, path) : NULL;
}

/* ---- the body ---- */

static enum body_markup
markup_of(const struct archive *archive, const char *extension)
{
	static const char *const html[] = {"html", "htm", "xhtml"};
	if (*extension == '\0' || site_config_is_markdown(&archive->config, extension))
		return BODY_MARKDOWN;
	for (size_t i = 0; i < 3; i++)
		if (ascii_compare(extension, html[i]) == 0)
			return BODY_HTML;
	return BODY_PLAIN;
}

/* CR LF and lone CR become LF, in place. Returns the new length. */
static size_t
unify_lines(char *text, size_t length)
{
	char *out = memchr(text, '\r', length);
	if (out == NULL)
		return length;
	const char *end = text + length;
	for (const char *at = out; at < end;) {
		bool is_return = *at == '\r';
		*out++ = is_return ? '\n' : *at;
		at += is_return && at + 1 < end && at[1] == '\n' ? 2 : 1;
	}
	return (size_t)(out - text);
}

static void
render_body(struct reading *reading, struct buf *text, struct body *body)
{
	char *start = text->data + reading->split.body;
	size_t length = unify_lines(start, text->length - reading->split.body);
	const struct yaml_node *wish = fields_get(&reading->fields, "render_with_liquid");
	bool has_liquid = (wish == NULL || fields_is_truthy(wish)) && liquid_is_in(start, length);
	body->encoding = reading->encoding;
	body->text = start;
	body->length = length;
	buf_truncate(text, reading->split.body + length);
	if (!has_liquid)
		return;
	struct liquid_scope scope = {reading, reading->arena};
	struct liquid_host host = {liquid_variable, liquid_link, &scope};
	struct buf rendered;
	buf_init_in(&rendered, reading->arena);
	liquid_render(&rendered, start, length, &host);
	body->length = rendered.length;
	body->text = buf_take(&rendered);
	buf_free(text);
}

bool
archive_read_body(const struct archive *archive, const struct archive_entry *entry,
		struct arena *arena, struct post *post, struct body *body, struct err *err)
{
	struct buf text;
	buf_init_in(&text, arena);
	struct reading reading = {.archive = archive, .entry = entry, .arena = arena, .post = post};
	bool is_good = file_read_at(archive->root_fd, entry->path, (size_t)BODY_MAX_BYTES + 1,
			&text, &reading.file, err);
	if (is_good && text.length > BODY_MAX_BYTES)
		is_good = err_set_at(err, entry->path, 0, 0, "is larger than %d MiB",
				BODY_MAX_BYTES >> 20);
	is_good = is_good && reading_fill(&reading, &text, err);
	if (is_good) {
		body->markup = markup_of(archive, reading.name.extension);
		render_body(&reading, &text, body);
	}
	return is_good;
}

/* ---- a file without an archive ---- */

static bool
looks_like_html(const struct body *body)
{
	const char *at = body->text + strspn(body->text, " \t\n");
	return *at == '<' && (at[1] == '!' || ((at[1] | 32) >= 'a' && (at[1] | 32) <= 'z'));
}

bool
archive_read_file(const char *path, struct arena *arena, struct post *post, struct body *body,
		struct err *err)
{
	struct archive alone = {
			.arena = arena, .root_fd = -1, .root = "", .title = "", .cname = ""};
	alone.options = (struct archive_options){
			.drafts = true, .future = true, .unpublished = true, .now = time(NULL)};
	site_config_read(&alone.config, arena, -1, NULL);
	struct archive_entry entry = {.path = path != NULL ? path : "-"};
	struct buf text;
	buf_init_in(&text, arena);
	bool is_good = path != NULL ? file_read(path, BODY_MAX_BYTES, &text, err)
				    : file_read_all(STDIN_FILENO, BODY_MAX_BYTES, &text, err);
	struct reading reading = {.archive = &alone, .entry = &entry, .arena = arena, .post = post};
	is_good = is_good && reading_fill(&reading, &text, err);
	if (is_good) {
		const struct yaml_node *title = fields_get(&reading.fields, "title");
		if (!fields_is_truthy(title))
			post->title = "";
		body->markup = markup_of(&alone, reading.name.extension);
		render_body(&reading, &text, body);
		if (path == NULL && !reading.split.is_closed && looks_like_html(body))
			body->markup = BODY_HTML;
	}
	return is_good;
}
