/* Landing pages: a page with `category:` and `title:` gives the category its shown name. */

#include "archive/fields.h"
#include "archive/front_matter.h"
#include "archive/permalink.h"
#include "archive/post_name.h"
#include "archive/site.h"
#include "archive/walk.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "conf/yaml.h"

#include <stdlib.h>
#include <string.h>

struct page_list {
	const struct archive *archive;
	struct arena *arena;
	struct arena *page; /* of the page being read */
	struct landing *items;
	size_t count, capacity;
	struct buf text;
};

static bool
is_text(const struct yaml_node *node)
{
	return yaml_is_truthy(node) && node->kind == YAML_SCALAR && node->length > 0;
}

static void
add_landing(struct page_list *list, const char *path, const struct yaml_node *front)
{
	const struct yaml_node *category = yaml_get(front, "category");
	const struct yaml_node *title = yaml_get(front, "title");
	const struct yaml_node *published = yaml_get(front, "published");
	bool is_hidden = published != NULL && !yaml_is_truthy(published);
	if (!is_text(category) || !is_text(title) || is_hidden)
		return;
	const struct yaml_node *permalink = yaml_get(front, "permalink");
	struct buf url;
	buf_init(&url);
	permalink_page(&url, list->archive, path + strlen(list->archive->config.source),
			is_text(permalink) ? permalink->text : NULL);
	list->items = xgrow(list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = (struct landing){arena_text(list->arena, url.data),
			fields_shown(list->arena, category->text),
			fields_shown(list->arena, title->text)};
	buf_free(&url);
}

static void
visit_page(void *context, const char *path)
{
	struct page_list *list = context;
	const char *extension = post_name_parse(path).extension;
	if (*extension == '\0' || site_markup(list->archive, extension) == BODY_PLAIN)
		return;
	struct front_prefix prefix = {0};
	if (!front_matter_read(list->archive->root.fd, path, list->archive->config.encoding,
			    &prefix, &list->text, NULL, NULL))
		return;
	/* A byte order mark makes a page a static file (lib/jekyll/utils.rb, has_yaml_header?). */
	if (list->text.length < 3 || memcmp(list->text.data, "---", 3) != 0)
		return;
	charset_to_utf8(&list->text, list->archive->config.encoding);
	struct front_split split = front_matter_split(list->text.data, list->text.length);
	const struct yaml_node *front = NULL;
	if (!split.is_closed)
		return;
	front_matter_parse(list->page, list->text.data, split.yaml_length, &front, NULL);
	if (front != NULL)
		add_landing(list, path, front);
	arena_reset(list->page);
}

static int
by_category(const void *a, const void *b)
{
	const struct landing *one = a, *other = b;
	int order = strcmp(one->category, other->category);
	return order != 0 ? order : strcmp(one->url, other->url);
}

bool
archive_read_landings(const struct archive *archive, struct arena *arena, struct landings *landings,
		struct err *err)
{
	struct page_list list = {.archive = archive, .arena = arena, .page = arena_new()};
	buf_init(&list.text);
	struct walk_visitor visitor = {.page = visit_page, .context = &list};
	bool is_good = walk_site(archive, arena, &visitor, NULL, err);
	if (list.count > 1)
		qsort(list.items, list.count, sizeof(*list.items), by_category);
	landings->count = list.count;
	landings->items = arena_array(arena, list.count, sizeof(*list.items));
	if (list.count > 0)
		memcpy(landings->items, list.items, list.count * sizeof(*list.items));
	free(list.items);
	arena_free(list.page);
	buf_free(&list.text);
	return is_good;
}
