#include "archive/loose_yaml.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "conf/yaml.h"
#include "conf/yaml_escape.h"

#include <stdbool.h>
#include <string.h>

enum { ENTRIES_MAX = 1000 };

struct span {
	const char *start, *end;
};

static size_t
length_of(struct span span)
{
	return (size_t)(span.end - span.start);
}

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static bool
is_quote(char byte)
{
	return byte == '"' || byte == '\'';
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

/* The first line of a text, which is left without it. */
static struct span
take_line(struct span *text)
{
	const char *stop = memchr(text->start, '\n', length_of(*text));
	struct span line = {text->start, stop != NULL ? stop : text->end};
	text->start = stop != NULL ? stop + 1 : text->end;
	return line;
}

/* The key at the start of a line, quoted or not, and what follows its colon; false when there is none. */
static bool
find_key(struct span line, struct span *key, const char **value)
{
	const char *at = line.start, *end = line.end;
	char quote = at < end && is_quote(*at) ? *at++ : '\0';
	key->start = at;
	while (at < end && (ascii_is_alnum(*at) || *at == '_' || *at == '-'))
		at++;
	key->end = at;
	if (key->end == key->start || (quote != '\0' && (at == end || *at++ != quote)))
		return false;
	while (at < end && is_blank(*at))
		at++;
	size_t colon = end - at >= 3 && memcmp(at, "：", 3) == 0 ? 3 : 1;
	*value = at + colon;
	return at < end && (*at == ':' || colon == 3);
}

static struct yaml_node *
new_node(struct arena *arena, enum yaml_kind kind)
{
	struct yaml_node *node = arena_alloc(arena, sizeof(*node));
	node->kind = kind;
	node->line = 1;
	node->column = 1;
	return node;
}

/* The text as it stands, without quotes around it. */
static struct yaml_node *
scalar_of(struct arena *arena, struct span text)
{
	struct yaml_node *node = new_node(arena, YAML_SCALAR);
	node->is_plain = length_of(text) < 2 || !is_quote(*text.start) ||
			 text.end[-1] != *text.start;
	struct buf value = buf_in(arena);
	if (node->is_plain)
		buf_add(&value, text.start, length_of(text));
	else if (*text.start == '"')
		yaml_unescape(&value, text.start + 1, length_of(text) - 2);
	else
		buf_add(&value, text.start + 1, length_of(text) - 2);
	node->length = value.length;
	node->text = buf_take(&value);
	return node;
}

/* The items of a broken list: what stands between commas, or behind the `- ` of lines. */
static struct yaml_node *
list_of(struct arena *arena, struct span text, char separator)
{
	struct yaml_node *list = new_node(arena, YAML_SEQUENCE);
	size_t capacity = 0;
	while (text.start < text.end && list->count < ENTRIES_MAX) {
		const char *stop = memchr(text.start, separator, length_of(text));
		struct span item = trimmed(text.start, stop != NULL ? stop : text.end);
		text.start = stop != NULL ? stop + 1 : text.end;
		bool is_item = length_of(item) > (separator == '\n') &&
			       (separator != '\n' || memcmp(item.start, "- ", 2) == 0);
		if (!is_item)
			continue;
		list->items = arena_grow(arena, list->items, list->count, &capacity,
				sizeof(struct yaml_node *));
		list->items[list->count++] = scalar_of(arena,
				separator == '\n' ? trimmed(item.start + 1, item.end) : item);
	}
	return list;
}

/* The value as YAML, which it may be once its colon and its escapes are mended; else NULL. */
static struct yaml_node *
parse_value(struct arena *arena, struct span value)
{
	struct yaml_node *map = NULL;
	struct buf entry = buf_in(arena);
	struct buf mended = buf_in(arena);
	buf_add_text(&entry, "key: ");
	buf_add(&entry, value.start, length_of(value));
	yaml_mend_escapes(&mended, entry.data, entry.length);
	bool is_good = yaml_parse(arena, mended.data, mended.length, &map, NULL);
	return is_good && map->kind == YAML_MAPPING && map->count == 1 ? map->items[0] : NULL;
}

static bool
has_list(struct span key)
{
	return strncmp(key.start, "tag", 3) == 0 || strncmp(key.start, "categor", 7) == 0;
}

/* The value of an entry: all up to the next one, else its first line, as YAML or else as it stands. */
static struct yaml_node *
value_of(struct arena *arena, struct span key, struct span all)
{
	struct span lines = all, line = take_line(&lines);
	struct span value = trimmed(line.start, line.end);
	bool is_empty = length_of(value) == 0;
	struct yaml_node *node = parse_value(arena, all);
	if (node == NULL)
		node = is_empty ? list_of(arena, lines, '\n') : parse_value(arena, line);
	if (node != NULL && !(is_empty && node->count == 0))
		return node;
	bool is_flow = has_list(key) && length_of(value) >= 2 && value.start[0] == '[' &&
		       value.end[-1] == ']';
	return is_flow ? list_of(arena, (struct span){value.start + 1, value.end - 1}, ',')
		       : scalar_of(arena, value);
}

/* Whether another entry begins where a text does. */
static bool
begins_entry(struct span text)
{
	struct span key;
	const char *value;
	return find_key(take_line(&text), &key, &value);
}

struct yaml_node *
loose_yaml_parse(struct arena *arena, const char *text, size_t length)
{
	struct yaml_node *map = new_node(arena, YAML_MAPPING);
	map->keys = arena_array(arena, ENTRIES_MAX, sizeof(struct yaml_node *));
	map->items = arena_array(arena, ENTRIES_MAX, sizeof(struct yaml_node *));
	struct span left = {text, text + length}, key;
	for (size_t number = 1; left.start < left.end && map->count < ENTRIES_MAX; number++) {
		const char *value;
		size_t first = number;
		if (!find_key(take_line(&left), &key, &value))
			continue;
		for (; left.start < left.end && !begins_entry(left); number++)
			(void)take_line(&left);
		struct yaml_node *node = value_of(arena, key, (struct span){value, left.start});
		node->line += first - 1;
		map->keys[map->count] = scalar_of(arena, key);
		map->items[map->count++] = node;
	}
	return map;
}
