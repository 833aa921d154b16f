/* Landing pages: a page with `category:` and `title:` gives the category its shown name. */

#include "archive/reading.h"
#include "archive/site.h"
#include "archive/walk.h"
#include "base/arena.h"
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
};

static bool
is_text(const struct yaml_node *node)
{
	return yaml_is_truthy(node) && node->kind == YAML_SCALAR && node->length > 0;
}

static void
visit_page(void *context, const char *path)
{
	struct page_list *list = context;
	const char *extension = post_name_parse(path).extension;
	if (*extension == '\0' || site_markup(list->archive, extension) == BODY_PLAIN)
		return;
	struct archive_entry entry = {.path = path, .is_page = true};
	struct post post;
	struct reading reading = {.archive = list->archive,
			.entry = &entry,
			.arena = list->page,
			.post = &post};
	bool is_read = reading_start(&reading, NULL);
	const struct yaml_node *front = is_read ? reading.fields.front : NULL;
	const struct yaml_node *category = yaml_get(front, "category");
	const struct yaml_node *title = yaml_get(front, "title");
	if (is_text(category) && is_text(title) && !(post.flags & POST_UNPUBLISHED)) {
		list->items = xgrow(
				list->items, list->count, &list->capacity, sizeof(*list->items));
		list->items[list->count++] = (struct landing){arena_text(list->arena, post.url),
				fields_shown(list->arena, category->text),
				arena_text(list->arena, post.title)};
	}
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
	return is_good;
}
