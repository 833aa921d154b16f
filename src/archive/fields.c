#include "archive/fields.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/char_reference.h"
#include "conf/yaml.h"

#include <string.h>

const struct yaml_node *
fields_default(const struct fields *fields, const char *key)
{
	for (size_t i = fields->default_count; i > 0; i--) {
		const struct yaml_node *node = yaml_get(fields->defaults[i - 1], key);
		if (!yaml_is_null(node))
			return node;
	}
	return NULL;
}

const struct yaml_node *
fields_get(const struct fields *fields, const char *key)
{
	const struct yaml_node *node = yaml_get(fields->front, key);
	return !yaml_is_null(node) ? node : fields_default(fields, key);
}

bool
fields_has(const struct fields *fields, const char *key)
{
	if (yaml_get(fields->front, key) != NULL)
		return true;
	for (size_t i = 0; i < fields->default_count; i++)
		if (yaml_get(fields->defaults[i], key) != NULL)
			return true;
	return false;
}

static bool
has_text(const struct field_list *list, const char *text, size_t length)
{
	for (size_t i = 0; i < list->count; i++)
		if (strncmp(list->items[i], text, length) == 0 && list->items[i][length] == '\0')
			return true;
	return false;
}

void
field_list_add(struct field_list *list, struct arena *arena, const char *text, size_t length)
{
	length = strnlen(text, length);
	if (length == 0)
		return;
	list->is_cut = list->seen == FIELDS_LIST_MAX;
	if (list->is_cut)
		return;
	list->seen++;
	if (has_text(list, text, length))
		return;
	list->items = arena_grow(
			arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = arena_copy(arena, text, length);
}

static void
add_leaf(struct field_list *list, struct arena *arena, const struct yaml_node *node)
{
	if (yaml_is_null(node))
		return;
	if (node->kind == YAML_SCALAR) {
		field_list_add(list, arena, node->text, node->length);
		return;
	}
	struct buf text = buf_in(arena);
	fields_show(&text, node);
	field_list_add(list, arena, text.data, text.length);
}

/* A level of the walk through nested values; a tree has at most YAML_MAX_DEPTH of them. */
struct level {
	const struct yaml_node *node;
	size_t next;
};

void
field_list_add_node(struct field_list *list, struct arena *arena, const struct yaml_node *node)
{
	struct yaml_walk walk;
	yaml_walk_start(&walk, node);
	while ((node = yaml_walk_next(&walk)) != NULL)
		add_leaf(list, arena, node);
}

void
field_list_add_words(struct field_list *list, struct arena *arena, const struct yaml_node *node)
{
	if (node == NULL || node->kind != YAML_SCALAR) {
		field_list_add_node(list, arena, node);
		return;
	}
	if (yaml_is_null(node))
		return;
	const char *at = node->text;
	while (*at != '\0') {
		at += strspn(at, " \t\n\v\f\r");
		size_t length = strcspn(at, " \t\n\v\f\r");
		field_list_add(list, arena, at, length);
		at += length;
	}
}

const char *
fields_shown(struct arena *arena, const char *text)
{
	if (strchr(text, '&') == NULL)
		return arena_text(arena, text);
	struct buf shown = buf_in(arena);
	char_reference_decode(&shown, text, strlen(text));
	return buf_take(&shown);
}

void
fields_show(struct buf *out, const struct yaml_node *node)
{
	struct level levels[YAML_MAX_DEPTH + 1];
	size_t depth = 0;
	if (node->kind == YAML_SCALAR)
		buf_add(out, node->text, node->length);
	else
		levels[depth++] = (struct level){node, 0};
	while (depth > 0) {
		struct level *level = &levels[depth - 1];
		size_t index = level->next++;
		if (index == level->node->count) {
			depth--;
			continue;
		}
		if (index > 0)
			buf_add_text(out, ", ");
		if (level->node->kind == YAML_MAPPING &&
				level->node->keys[index]->kind == YAML_SCALAR) {
			buf_add_text(out, level->node->keys[index]->text);
			buf_add_text(out, ": ");
		}
		const struct yaml_node *item = level->node->items[index];
		if (item->kind == YAML_SCALAR)
			buf_add(out, item->text, item->length);
		else if (depth <= YAML_MAX_DEPTH)
			levels[depth++] = (struct level){item, 0};
	}
}
