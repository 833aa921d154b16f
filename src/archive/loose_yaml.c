#include "archive/loose_yaml.h"

#include "base/arena.h"
#include "base/ascii.h"
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
node_of(struct arena *arena, struct buf *value, bool is_plain, size_t line)
{
	struct yaml_node *node = arena_alloc(arena, sizeof(*node));
	node->kind = YAML_SCALAR;
	node->is_plain = is_plain;
	node->line = line;
	node->column = 1;
	node->length = value->length;
	node->text = buf_take(value);
	return node;
}

static bool
is_quote(char byte)
{
	return byte == '"' || byte == '\'';
}

static struct yaml_node *
scalar_of(struct arena *arena, struct span text, size_t line)
{
	bool is_quoted = text.end - text.start >= 2 && is_quote(*text.start) &&
			 text.end[-1] == *text.start;
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
	return node_of(arena, &value, !is_quoted, line);
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

/* The key at the line's start, quoted or not, with *rest after its colon; false when there is none. */
static bool
take_key(const char *line, const char *end, struct span *key, const char **rest)
{
	const char *at = line;
	char quote = at < end && is_quote(*at) ? *at++ : '\0';
	key->start = at;
	while (at < end &&
			(ascii_is_digit(*at) || ascii_is_letter(*at) || *at == '_' || *at == '-'))
		at++;
	key->end = at;
	if (key->end == key->start || (quote != '\0' && (at == end || *at++ != quote)))
		return false;
	while (at < end && is_blank(*at))
		at++;
	if (at < end && *at == ':')
		*rest = at + 1;
	else if (end - at >= 3 && memcmp(at, "：", 3) == 0)
		*rest = at + 3;
	else
		return false;
	return true;
}

/* A value in brackets or quotes without the comment behind it; in others `#` may be meant. */
static struct span
without_comment(struct span value)
{
	if (value.start == value.end || (*value.start != '[' && !is_quote(*value.start)))
		return value;
	char close = *value.start == '[' ? ']' : *value.start;
	for (const char *at = value.start + 2; at < value.end; at++) {
		if (*at != '#' || !is_blank(at[-1]))
			continue;
		struct span before = trimmed(value.start, at);
		if (before.end - before.start >= 2 && before.end[-1] == close)
			return before;
	}
	return value;
}

/* `>`, `|`, `>-` and the like, behind which indented lines follow. */
static bool
begins_block(const struct yaml_node *value)
{
	return value->kind == YAML_SCALAR && value->is_plain &&
	       (*value->text == '>' || *value->text == '|') &&
	       value->length == 1 + strspn(value->text + 1, "+-123456789");
}

/* The indented and empty lines from `at` on, which a block scalar is; their number is added to. */
static struct span
take_block(const char *at, const char *end, size_t *number)
{
	struct span block = {at, at};
	while (at < end && (is_blank(*at) || *at == '\n')) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		at = stop != NULL ? stop + 1 : end;
		block.end = at;
		++*number;
	}
	return block;
}

/* A block scalar's text on one line. */
static struct yaml_node *
folded(struct arena *arena, struct span block, size_t line)
{
	struct buf text;
	buf_init_in(&text, arena);
	for (const char *at = block.start; at < block.end; at++) {
		bool is_space = is_blank(*at) || *at == '\n';
		bool was_space = text.length == 0 || text.data[text.length - 1] == ' ';
		if (!is_space || !was_space)
			buf_add_char(&text, is_space ? ' ' : *at);
	}
	if (text.length > 0 && text.data[text.length - 1] == ' ')
		buf_truncate(&text, text.length - 1);
	return node_of(arena, &text, false, line);
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
	struct span line = trimmed(start, end), key;
	if (!take_key(start, end, &key, &rest)) {
		bool is_item = line.end - line.start >= 2 && *line.start == '-' &&
			       line.start[1] == ' ';
		if (is_item && map->count > 0)
			add_item(arena, map, line, number);
		return;
	}
	if (map->count == LINES_MAX)
		return;
	struct span value = without_comment(trimmed(rest, end));
	struct yaml_node *name = scalar_of(arena, key, number);
	bool is_flow = is_list_key(name) && value.end - value.start >= 2 && *value.start == '[' &&
		       value.end[-1] == ']';
	map->keys[map->count] = name;
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
		size_t count = map->count;
		add_line(arena, map, line, stop != NULL ? stop : end, ++number);
		line = stop != NULL ? stop + 1 : end;
		if (map->count > count && begins_block(map->items[count])) {
			struct span block = take_block(line, end, &number);
			map->items[count] = folded(arena, block, map->items[count]->line);
			line = block.end;
		}
	}
	return map;
}
