/* Reads a post's body: encoding, line ends, Liquid. */

#include "archive/liquid.h"
#include "archive/liquid_links.h"
#include "archive/reading.h"
#include "archive/site.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "conf/yaml.h"

#include <stdlib.h>
#include <string.h>

/* What Liquid may ask of one body. */
struct liquid_scope {
	const struct reading *reading;
	struct arena *arena;
	struct yaml_node page; /* what Jekyll itself says of the page */
	struct liquid_links links;
	size_t room;
};

/* ---- outputs: site.x, page.x ---- */

static struct yaml_node *
text_value(struct arena *arena, const char *text)
{
	struct yaml_node *node = arena_alloc(arena, sizeof(*node));
	node->kind = YAML_SCALAR;
	node->text = text;
	node->length = strlen(text);
	return node;
}

static struct yaml_node *
list_value(struct arena *arena, const char *const *texts, size_t count)
{
	struct yaml_node *node = arena_alloc(arena, sizeof(*node));
	node->kind = YAML_SEQUENCE;
	node->items = arena_array(arena, count, sizeof(struct yaml_node *));
	for (; node->count < count; node->count++)
		node->items[node->count] = text_value(arena, texts[node->count]);
	return node;
}

static const char *
page_date(struct liquid_scope *scope)
{
	const struct post *post = scope->reading->post;
	struct civil civil;
	if (!post->has_date)
		return "";
	int32_t offset;
	zone_to_civil(scope->reading->archive->config.zone, post->date, &civil, &offset);
	int minutes = abs(offset) / 60;
	return arena_format(scope->arena, "%04lld-%02d-%02d %02d:%02d:%02d %c%02d%02d",
			(long long)civil.year, civil.month, civil.day, civil.hour, civil.minute,
			civil.second, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

enum { PAGE_KEYS = 7 };

static void
set_page(struct liquid_scope *scope)
{
	static const char *const keys[PAGE_KEYS] = {
			"title", "url", "slug", "path", "date", "tags", "categories"};
	const struct post *post = scope->reading->post;
	struct arena *arena = scope->arena;
	struct yaml_node *page = &scope->page;
	page->kind = YAML_MAPPING;
	page->count = PAGE_KEYS;
	page->keys = arena_array(arena, PAGE_KEYS, sizeof(struct yaml_node *));
	page->items = arena_array(arena, PAGE_KEYS, sizeof(struct yaml_node *));
	for (size_t i = 0; i < PAGE_KEYS; i++)
		page->keys[i] = text_value(arena, keys[i]);
	page->items[0] = text_value(arena, post->title);
	page->items[1] = text_value(arena, post->url);
	page->items[2] = text_value(arena, post->slug);
	page->items[3] = text_value(arena, post->path);
	page->items[4] = text_value(arena, page_date(scope));
	page->items[5] = list_value(arena, post->tags, post->tag_count);
	page->items[6] = list_value(arena, post->categories, post->category_count);
}

/* Each key that is compared costs a unit of room (liquid_value.h). */
static const struct yaml_node *
liquid_variable(void *context, const char *object, const char *key)
{
	struct liquid_scope *scope = context;
	const struct reading *reading = scope->reading;
	const struct yaml_node *values = strcmp(object, "page") == 0 ? reading->fields.front
					 : strcmp(object, "site") == 0
							 ? reading->archive->config.root
							 : NULL;
	size_t units = values != NULL ? values->count : 0;
	scope->room -= units < scope->room ? units : scope->room;
	if (strcmp(object, "site") == 0)
		return yaml_get(values, key);
	if (strcmp(object, "page") != 0)
		return NULL;
	static const struct yaml_node nothing = {.kind = YAML_SCALAR, .is_plain = true, .text = ""};
	const struct yaml_node *value = yaml_get(&scope->page, key);
	if (value == NULL)
		value = fields_get(&reading->fields, key);
	return value != NULL ? value : &nothing;
}

static const char *
liquid_link(void *context, const char *kind, const char *target)
{
	struct liquid_scope *scope = context;
	return liquid_links_url(&scope->links, kind, target, &scope->room);
}

/* ---- the body ---- */

/* With the five times that Liquid may make of the text itself, 16 times the file and 64 KiB. */
enum { LIQUID_FACTOR = 11, LIQUID_ROOM = 64000 };

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

/* ---- what the front matter says besides ---- */

/* As jekyll-seo-tag (lib/jekyll-seo-tag/author_drop.rb): a name, a map with a `name`; or several of these. */
static void
add_authors(struct field_list *list, struct arena *arena, const struct yaml_node *node)
{
	struct yaml_walk walk;
	yaml_walk_start(&walk, node);
	while ((node = yaml_walk_next(&walk)) != NULL) {
		const struct yaml_node *name =
				node->kind == YAML_MAPPING ? yaml_get(node, "name") : node;
		if (!yaml_is_truthy(name) || name->kind != YAML_SCALAR)
			continue;
		const char *shown = fields_shown(arena, name->text);
		field_list_add(list, arena, shown, strlen(shown));
	}
}

static void
read_about(struct reading *reading, struct body *body)
{
	struct field_list authors = {0};
	add_authors(&authors, reading->arena, fields_get(&reading->fields, "author"));
	if (authors.count == 0)
		add_authors(&authors, reading->arena, fields_get(&reading->fields, "authors"));
	body->authors = authors.items;
	body->author_count = authors.count;
	const struct yaml_node *description = fields_get(&reading->fields, "description");
	struct buf text = buf_in(reading->arena);
	if (yaml_is_truthy(description))
		fields_show(&text, description);
	body->description = text.length > 0 ? fields_shown(reading->arena, text.data) : NULL;
}

void
reading_finish(struct reading *reading, struct buf *text, struct body *body)
{
	read_about(reading, body);
	body->markup = site_markup(reading->archive, reading->name.extension);
	body->markdown_options =
			arena_text(reading->arena, reading->archive->config.markdown_options);
	char *start = text->data + reading->split.body;
	size_t length = unify_lines(start, text->length - reading->split.body);
	const struct yaml_node *wish = fields_get(&reading->fields, "render_with_liquid");
	bool has_liquid = (wish == NULL || yaml_is_truthy(wish)) && liquid_is_in(start, length);
	body->text = start;
	body->length = length;
	buf_truncate(text, reading->split.body + length);
	if (!has_liquid)
		return;
	struct liquid_scope scope = {.reading = reading,
			.arena = reading->arena,
			.links = {.archive = reading->archive,
					.path = reading->entry->path,
					.arena = reading->arena},
			.room = LIQUID_FACTOR * text->length + LIQUID_ROOM};
	set_page(&scope);
	struct liquid_host host = {liquid_variable, liquid_link, &scope,
			arena_child(reading->arena), &scope.room};
	struct buf rendered = buf_in(reading->arena);
	liquid_render(&rendered, start, length, &host);
	body->length = rendered.length;
	body->text = buf_take(&rendered);
	buf_free(text);
}

bool
reading_whole(struct reading *reading, int dir_fd, const char *path, struct buf *text,
		struct err *err)
{
	if (!file_read_at(dir_fd, path, (size_t)BODY_MAX_BYTES + 1, text, &reading->file, err))
		return false;
	return text->length <= BODY_MAX_BYTES ||
	       err_set(err, _("is larger than %d MiB"), BODY_MAX_BYTES >> 20);
}

bool
archive_read_body(const struct archive *archive, const struct archive_entry *entry,
		struct arena *arena, struct post *post, struct body *body, struct err *err)
{
	struct buf text = buf_in(arena);
	struct reading reading = {.archive = archive, .entry = entry, .arena = arena, .post = post};
	bool is_good = reading_whole(&reading, archive->root.fd, entry->path, &text, err);
	is_good = is_good && reading_fill(&reading, &text, err);
	if (is_good)
		reading_finish(&reading, &text, body);
	else
		err_add_path(err, entry->path);
	return is_good;
}
