#include "archive/loose_yaml.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/slice.h"
#include "conf/yaml.h"
#include "conf/yaml_escape.h"

#include <string.h>

enum { ENTRIES_MAX = 1000 };

static bool
is_quote(char byte)
{
	return byte == '"' || byte == '\'';
}

/* The first line of a text, which is left without it. */
static struct slice
take_line(struct slice *text)
{
	const char *stop = memchr(text->text, '\n', text->length);
	size_t length = stop != NULL ? (size_t)(stop - text->text) : text->length;
	struct slice line = slice_of(text->text, length);
	*text = slice_between(text->text, length + (stop != NULL), text->length);
	return line;
}

/* The key at the start of a line, quoted or not, and what follows its colon; false when there is none. */
static bool
find_key(struct slice line, struct slice *key, const char **value)
{
	const char *at = line.text, *end = at + line.length;
	char quote = at < end && is_quote(*at) ? *at++ : '\0';
	const char *start = at;
	while (at < end && (ascii_is_alnum(*at) || *at == '_' || *at == '-'))
		at++;
	*key = slice_of(start, (size_t)(at - start));
	if (key->length == 0 || (quote != '\0' && (at == end || *at++ != quote)))
		return false;
	while (at < end && ascii_is_space(*at))
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
scalar_of(struct arena *arena, struct slice text)
{
	struct yaml_node *node = new_node(arena, YAML_SCALAR);
	node->is_plain = text.length < 2 || !is_quote(text.text[0]) ||
			 text.text[text.length - 1] != text.text[0];
	struct buf value = buf_in(arena);
	if (node->is_plain)
		buf_add(&value, text.text, text.length);
	else if (text.text[0] == '"')
		yaml_unescape(&value, text.text + 1, text.length - 2);
	else
		buf_add(&value, text.text + 1, text.length - 2);
	node->length = value.length;
	node->text = buf_take(&value);
	return node;
}

/* The items of a broken list: what stands between commas, or behind the `- ` of lines. */
static struct yaml_node *
list_of(struct arena *arena, struct slice text, char separator)
{
	struct yaml_node *list = new_node(arena, YAML_SEQUENCE);
	size_t capacity = 0;
	while (text.length > 0 && list->count < ENTRIES_MAX) {
		const char *stop = memchr(text.text, separator, text.length);
		size_t length = stop != NULL ? (size_t)(stop - text.text) : text.length;
		struct slice item = slice_trim(slice_of(text.text, length));
		text = slice_between(text.text, length + (stop != NULL), text.length);
		if (item.length == 0 || (separator == '\n' && !slice_has(item, 0, "- ")))
			continue;
		if (separator == '\n')
			item = slice_trim(slice_between(item.text, 1, item.length));
		list->items = arena_grow(arena, list->items, list->count, &capacity,
				sizeof(struct yaml_node *));
		list->items[list->count++] = scalar_of(arena, item);
	}
	return list;
}

/* The value as YAML, which it may be once its colon and its escapes are mended; else NULL. */
static struct yaml_node *
parse_value(struct arena *arena, struct slice value)
{
	struct yaml_node *map = NULL;
	struct buf entry = buf_in(arena);
	struct buf mended = buf_in(arena);
	buf_add_text(&entry, "key: ");
	buf_add(&entry, value.text, value.length);
	yaml_mend_escapes(&mended, entry.data, entry.length);
	bool is_good = yaml_parse(arena, mended.data, mended.length, &map, NULL);
	return is_good && map->kind == YAML_MAPPING && map->count == 1 ? map->items[0] : NULL;
}

static bool
has_list(struct slice key)
{
	return slice_has(key, 0, "tag") || slice_has(key, 0, "categor");
}

/* The value of an entry: all up to the next one, else its first line, as YAML or else as it stands. */
static struct yaml_node *
value_of(struct arena *arena, struct slice key, struct slice all)
{
	struct slice lines = all, line = take_line(&lines), value = slice_trim(line);
	bool is_empty = value.length == 0;
	struct yaml_node *node = parse_value(arena, all);
	if (node == NULL)
		node = is_empty ? list_of(arena, lines, '\n') : parse_value(arena, line);
	if (node != NULL && !(is_empty && node->count == 0))
		return node;
	bool is_flow = has_list(key) && value.length >= 2 && value.text[0] == '[' &&
		       value.text[value.length - 1] == ']';
	return is_flow ? list_of(arena, slice_between(value.text, 1, value.length - 1), ',')
		       : scalar_of(arena, value);
}

/* Whether another entry begins where a text does. */
static bool
begins_entry(struct slice text)
{
	struct slice key;
	const char *value;
	return find_key(take_line(&text), &key, &value);
}

struct yaml_node *
loose_yaml_parse(struct arena *arena, const char *text, size_t length)
{
	struct yaml_node *map = new_node(arena, YAML_MAPPING);
	map->keys = arena_array(arena, ENTRIES_MAX, sizeof(struct yaml_node *));
	map->items = arena_array(arena, ENTRIES_MAX, sizeof(struct yaml_node *));
	struct slice left = slice_of(text, length), key;
	for (size_t number = 1; left.length > 0 && map->count < ENTRIES_MAX; number++) {
		const char *value;
		size_t first = number;
		if (!find_key(take_line(&left), &key, &value))
			continue;
		for (; left.length > 0 && !begins_entry(left); number++)
			(void)take_line(&left);
		struct yaml_node *node =
				value_of(arena, key, slice_of(value, (size_t)(left.text - value)));
		node->line += first - 1;
		map->keys[map->count] = scalar_of(arena, key);
		map->items[map->count++] = node;
	}
	return map;
}
