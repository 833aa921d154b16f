#include "archive/loose_yaml.h"

#include "base/arena.h"
#include "base/buf.h"
#include "conf/yaml.h"
#include "conf/yaml_escape.h"

#include <stdbool.h>
#include <string.h>

enum { LINES_MAX = 1000 };

struct span {
	const char *start, *end;
};

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static struct span
trimmed(const char *start, const char *end)
{
	while (start < end && is_blank(*start))
		start++;
	while (end > start && is_blank(end[-1]))
		end--;
	return (struct span){start, end};
}

static struct yaml_node *
scalar_of(struct arena *arena, struct span text, size_t line)
{
	struct yaml_node *node = arena_alloc(arena, sizeof(*node));
	bool is_quoted = text.end - text.start >= 2 &&
			 (*text.start == '"' || *text.start == '\'') && text.end[-1] == *text.start;
	bool has_escapes = is_quoted && *text.start == '"';
	if (is_quoted) {
		text.start++;
		text.end--;
	}
	struct buf value;
	buf_init_in(&value, arena);
	if (has_escapes)
		yaml_unescape(&value, text.start, (size_t)(text.end - text.start));
	else
		buf_add(&value, text.start, (size_t)(text.end - text.start));
	node->kind = YAML_SCALAR;
	node->is_plain = !is_quoted;
	node->line = line;
	node->column = 1;
	node->length = value.length;
	node->text = buf_take(&value);
	return node;
}

static struct yaml_node *
sequence_of(struct arena *arena, size_t capacity, size_t line)
{
	struct yaml_node *node = arena_alloc(arena, sizeof(*node));
	node->kind = YAML_SEQUENCE;
	node->line = line;
	node->items = arena_array(arena, capacity, sizeof(*node->items));
	return node;
}

/* `[a, b]` */
static struct yaml_node *
flow_of(struct arena *arena, struct span text, size_t line)
{
	struct yaml_node *node = sequence_of(arena, (size_t)(text.end - text.start) + 1, line);
	const char *at = text.start + 1, *end = text.end - 1;
	while (at < end) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		const char *stop = comma != NULL ? comma : end;
		struct span item = trimmed(at, stop);
		if (item.end > item.start)
			node->items[node->count++] = scalar_of(arena, item, line);
		at = stop + 1;
	}
	return node;
}

/* The length of a key at the line's start, with *rest after its colon; 0 when there is none. */
static size_t
key_length(const char *line, const char *end, const char **rest)
{
	const char *at = line;
	while (at < end && ((*at >= '0' && *at <= '9') || *at == '_' || *at == '-' ||
					   ((*at | 32) >= 'a' && (*at | 32) <= 'z')))
		at++;
	size_t length = (size_t)(at - line);
	if (at < end && *at == ':')
		*rest = at + 1;
	else if (end - at >= 3 && memcmp(at, "：", 3) == 0)
		*rest = at + 3;
	else
		return 0;
	return length;
}

static bool
is_list_key(const struct yaml_node *key)
{
	static const char *const keys[] = {"tags", "tag", "categories", "category"};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(key->text, keys[i]) == 0)
			return true;
	return false;
}

/* Room for an item more: a list's places double. One of n items in brackets has more than 2 n. */
static void
make_room(struct arena *arena, struct yaml_node *list)
{
	bool is_full = (list->count & (list->count - 1)) == 0;
	if (!is_full)
		return;
	struct yaml_node **items = arena_array(arena, 2 * list->count + 1, sizeof(*items));
	if (list->count > 0)
		memcpy(items, list->items, list->count * sizeof(*items));
	list->items = items;
}

/* A `- item` line below a key that has nothing on its own line. */
static void
add_item(struct arena *arena, struct yaml_node *map, struct span line, size_t number)
{
	struct yaml_node **last = &map->items[map->count - 1];
	if ((*last)->kind == YAML_SCALAR && (*last)->length == 0)
		*last = sequence_of(arena, 0, number);
	if ((*last)->kind != YAML_SEQUENCE || (*last)->count == LINES_MAX)
		return;
	make_room(arena, *last);
	(*last)->items[(*last)->count++] =
			scalar_of(arena, trimmed(line.start + 1, line.end), number);
}

static void
add_line(struct arena *arena, struct yaml_node *map, const char *start, const char *end,
		size_t number)
{
	const char *rest = NULL;
	struct span line = trimmed(start, end);
	size_t length = key_length(start, end, &rest);
	if (length == 0) {
		bool is_item = line.end - line.start >= 2 && *line.start == '-' &&
			       line.start[1] == ' ';
		if (is_item && map->count > 0)
			add_item(arena, map, line, number);
		return;
	}
	if (map->count == LINES_MAX)
		return;
	struct span value = trimmed(rest, end);
	struct yaml_node *key = scalar_of(arena, (struct span){start, start + length}, number);
	bool is_flow = is_list_key(key) && value.end - value.start >= 2 && *value.start == '[' &&
		       value.end[-1] == ']';
	map->keys[map->count] = key;
	map->items[map->count++] =
			is_flow ? flow_of(arena, value, number) : scalar_of(arena, value, number);
}

struct yaml_node *
loose_yaml_parse(struct arena *arena, const char *text, size_t length)
{
	struct yaml_node *map = arena_alloc(arena, sizeof(*map));
	map->kind = YAML_MAPPING;
	map->line = 1;
	map->keys = arena_array(arena, LINES_MAX, sizeof(*map->keys));
	map->items = arena_array(arena, LINES_MAX, sizeof(*map->items));
	const char *end = text + length;
	size_t number = 0;
	for (const char *line = text; line < end;) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		if (stop == NULL)
			stop = end;
		add_line(arena, map, line, stop, ++number);
		line = stop + 1;
	}
	return map;
}
