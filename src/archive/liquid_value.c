#include "archive/liquid_value.h"

#include "archive/liquid.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/hash_table.h"
#include "base/utf8.h"
#include "conf/yaml.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES_PER_UNIT = 8 }; /* of text that is looked through, not added, for one unit of room */

/* ---- new values ---- */

static struct yaml_node *
new_text(const struct liquid_host *host, const char *text, size_t length, bool is_plain)
{
	struct yaml_node *node = arena_alloc(host->scratch, sizeof(*node));
	node->kind = YAML_SCALAR;
	node->is_plain = is_plain;
	node->text = arena_copy(host->scratch, text, length);
	node->length = length;
	return node;
}

static const struct yaml_node *
new_number(const struct liquid_host *host, size_t number)
{
	const char *text = arena_format(host->scratch, "%zu", number);
	return new_text(host, text, strlen(text), true);
}

/* ---- what is looked up ---- */

static bool
is_name(char byte)
{
	return ascii_is_alnum(byte) || byte == '_' || byte == '-' || (byte & 0x80) != 0;
}

static bool
is_number(char byte)
{
	return ascii_is_digit(byte) || byte == '.' || byte == '-';
}

static const struct yaml_node *
size_of(const struct liquid_host *host, const struct yaml_node *node)
{
	if (node == NULL)
		return NULL;
	if (yaml_is_null(node))
		return new_number(host, 0);
	if (node->kind != YAML_SCALAR)
		return new_number(host, node->count);
	liquid_take(host, node->length / BYTES_PER_UNIT);
	return new_number(host, utf8_count(node->text, node->length));
}

static const struct yaml_node *
item_of(const struct yaml_node *node, long place)
{
	if (node == NULL || node->kind != YAML_SEQUENCE)
		return NULL;
	long count = (long)node->count;
	if (place < 0)
		place += count;
	return place >= 0 && place < count ? node->items[place] : NULL;
}

/* variable_lookup.rb: a key of a map, else what `size`, `first` and `last` say. */
static const struct yaml_node *
member_of(const struct liquid_host *host, const struct yaml_node *node, struct slice name)
{
	if (node == NULL)
		return NULL;
	if (node->kind == YAML_MAPPING) {
		liquid_take(host, node->count);
		const char *key = arena_copy(host->scratch, name.text, name.length);
		const struct yaml_node *value = yaml_get(node, key);
		if (value != NULL)
			return value;
	}
	if (slice_is(name, "size"))
		return yaml_is_null(node) ? NULL : size_of(host, node);
	if (slice_is(name, "first"))
		return item_of(node, 0);
	return slice_is(name, "last") ? item_of(node, -1) : NULL;
}

/* A quoted text off the start of `rest`; false when it does not end. */
static bool
take_quoted(struct slice *rest, struct slice *text)
{
	const char *close = memchr(rest->text + 1, rest->text[0], rest->length - 1);
	if (close == NULL)
		return false;
	*text = (struct slice){rest->text + 1, (size_t)(close - rest->text - 1)};
	rest->length -= (size_t)(close + 1 - rest->text);
	rest->text = close + 1;
	*rest = slice_trim(*rest);
	return true;
}

static bool
begins_with(struct slice span, const char *bytes)
{
	return span.length > 0 && strchr(bytes, span.text[0]) != NULL && span.text[0] != '\0';
}

static void
skip_byte(struct slice *rest)
{
	rest->text++;
	rest->length--;
	*rest = slice_trim(*rest);
}

/* What `page` or `site` has by the name. */
static const struct yaml_node *
ask_host(const struct liquid_host *host, struct slice object, struct slice name)
{
	return host->variable(host->context, arena_copy(host->scratch, object.text, object.length),
			arena_copy(host->scratch, name.text, name.length));
}

/* `[0]`, `["key"]`; of the object itself when there is one. */
static const struct yaml_node *
take_place(const struct liquid_host *host, const struct slice *object, const struct yaml_node *node,
		struct slice *rest)
{
	struct slice key;
	skip_byte(rest);
	if (begins_with(*rest, "\"'")) {
		if (!take_quoted(rest, &key))
			return NULL;
		node = object != NULL ? ask_host(host, *object, key) : member_of(host, node, key);
	} else {
		key = slice_take(rest, is_number);
		const char *number = arena_copy(host->scratch, key.text, key.length);
		node = key.length > 0 ? item_of(node, strtol(number, NULL, 10)) : NULL;
	}
	if (begins_with(*rest, "]"))
		skip_byte(rest);
	return node;
}

static const struct yaml_node *
take_variable(const struct liquid_host *host, struct slice *rest)
{
	struct slice object = slice_take(rest, is_name);
	const struct yaml_node *node = NULL;
	for (bool is_first = true; begins_with(*rest, ".["); is_first = false) {
		if (begins_with(*rest, "[")) {
			node = take_place(host, is_first ? &object : NULL, node, rest);
			continue;
		}
		skip_byte(rest);
		struct slice key = slice_take(rest, is_name);
		node = is_first ? ask_host(host, object, key) : member_of(host, node, key);
	}
	return node;
}

static const struct yaml_node *
take_operand(const struct liquid_host *host, struct slice *rest)
{
	struct slice text;
	if (begins_with(*rest, "\"'"))
		return take_quoted(rest, &text) ? new_text(host, text.text, text.length, false)
						: NULL;
	if (!begins_with(*rest, "0123456789"))
		return take_variable(host, rest);
	text = slice_take(rest, is_number);
	return new_text(host, text.text, text.length, true);
}

/* ---- filters ---- */

/* Appends as much of a text as there is room for: all or nothing. */
static void
show_text(struct buf *out, const struct liquid_host *host, const char *text, size_t length)
{
	if (length < *host->room)
		buf_add(out, text, length);
	liquid_take(host, length);
}

/* Appends the leaves of a list, flattened, with `glue` between. */
static void
show_list(struct buf *out, const struct liquid_host *host, const struct yaml_node *list,
		struct slice glue)
{
	struct yaml_walk walk;
	const struct yaml_node *leaf;
	bool is_first = true;
	yaml_walk_start(&walk, list);
	while (*host->room > 0 && (leaf = yaml_walk_next(&walk)) != NULL) {
		liquid_take(host, 1);
		if (!is_first)
			show_text(out, host, glue.text, glue.length);
		is_first = false;
		if (leaf->kind == YAML_SCALAR && !yaml_is_null(leaf))
			show_text(out, host, leaf->text, leaf->length);
	}
}

static const struct yaml_node *
join(const struct liquid_host *host, const struct yaml_node *list, const struct yaml_node *glue)
{
	bool has_glue = glue != NULL && glue->kind == YAML_SCALAR;
	struct slice between = {has_glue ? glue->text : " ", has_glue ? glue->length : 1};
	struct buf text = buf_in(host->scratch);
	show_list(&text, host, list, between);
	return new_text(host, text.data, text.length, false);
}

/* A list that may be rearranged; an empty one when there is no room for it. */
static struct yaml_node *
copy_list(const struct liquid_host *host, const struct yaml_node *value)
{
	struct yaml_node *list = arena_alloc(host->scratch, sizeof(*list));
	list->kind = YAML_SEQUENCE;
	liquid_take(host, value->count);
	if (*host->room == 0)
		return list;
	list->items = arena_array(host->scratch, value->count + 1, sizeof(*list->items));
	for (; list->count<value->count && * host->room> 0; list->count++) {
		list->items[list->count] = value->items[list->count];
		liquid_take(host, value->items[list->count]->length / BYTES_PER_UNIT);
	}
	return list;
}

static bool
is_whole_number(const struct yaml_node *node)
{
	return node->is_plain && node->length > 0 && node->length < 18 &&
	       strspn(node->text, "0123456789") == node->length;
}

static int
by_text(const void *a, const void *b)
{
	const struct yaml_node *one = *(struct yaml_node *const *)a;
	const struct yaml_node *other = *(struct yaml_node *const *)b;
	if (one->kind != YAML_SCALAR || other->kind != YAML_SCALAR)
		return (int)one->kind - (int)other->kind;
	bool are_numbers = is_whole_number(one) && is_whole_number(other);
	long left = are_numbers ? strtol(one->text, NULL, 10) : 0;
	long right = are_numbers ? strtol(other->text, NULL, 10) : 0;
	return left != right ? (left > right) - (left < right) : strcmp(one->text, other->text);
}

static void
reverse(struct yaml_node *list)
{
	for (size_t i = 0; i < list->count / 2; i++) {
		struct yaml_node *item = list->items[i];
		list->items[i] = list->items[list->count - 1 - i];
		list->items[list->count - 1 - i] = item;
	}
}

static bool
is_item_text(const void *owner, uint32_t item, const char *bytes, size_t length)
{
	const struct yaml_node *node = ((const struct yaml_node *)owner)->items[item];
	return node->length == length && memcmp(node->text, bytes, length) == 0;
}

/* Texts, that is; of maps and lists in a list no two are alike here. */
static void
drop_doubles(struct yaml_node *list, struct arena *arena)
{
	struct hash_table seen = {.arena = arena};
	size_t count = list->count;
	list->count = 0;
	for (size_t i = 0; i < count; i++) {
		struct yaml_node *item = list->items[i];
		uint32_t place = (uint32_t)list->count;
		list->items[place] = item;
		if (item->kind != YAML_SCALAR ||
				hash_table_add(&seen, is_item_text, list, item->text, item->length,
						place) == place)
			list->count++;
	}
}

static bool
is_empty(const struct yaml_node *value)
{
	return !yaml_is_truthy(value) ||
	       (value->kind == YAML_SCALAR ? value->length : value->count) == 0;
}

static const struct yaml_node *
run_filter(const struct liquid_host *host, struct slice name, const struct yaml_node *value,
		const struct yaml_node *argument)
{
	if (slice_is(name, "size"))
		return size_of(host, value);
	if (slice_is(name, "first") || slice_is(name, "last"))
		return item_of(value, slice_is(name, "first") ? 0 : -1);
	if (slice_is(name, "default"))
		return is_empty(value) ? argument : value;
	if (value == NULL || value->kind == YAML_SCALAR)
		return value;
	if (value->kind == YAML_MAPPING)
		return NULL;
	if (slice_is(name, "join"))
		return join(host, value, argument);
	struct yaml_node *list = copy_list(host, value);
	if (slice_is(name, "sort") && list->count > 1)
		qsort(list->items, list->count, sizeof(struct yaml_node *), by_text);
	else if (slice_is(name, "reverse"))
		reverse(list);
	else if (slice_is(name, "uniq"))
		drop_doubles(list, host->scratch);
	else if (!slice_is(name, "sort"))
		return NULL;
	return list;
}

/* Up to the next `|` that is in no quotes. */
static void
skip_arguments(struct slice *rest)
{
	struct slice text;
	while (rest->length > 0 && rest->text[0] != '|') {
		if (begins_with(*rest, "\"'") && take_quoted(rest, &text))
			continue;
		skip_byte(rest);
	}
}

const struct yaml_node *
liquid_value(const struct liquid_host *host, struct slice expression)
{
	struct slice rest = slice_trim(expression);
	const struct yaml_node *value = take_operand(host, &rest);
	skip_arguments(&rest);
	while (rest.length > 0) {
		const struct yaml_node *argument = NULL;
		skip_byte(&rest);
		struct slice name = slice_take(&rest, is_name);
		if (begins_with(rest, ":")) {
			skip_byte(&rest);
			argument = take_operand(host, &rest);
		}
		skip_arguments(&rest);
		value = run_filter(host, name, value, argument);
	}
	return value;
}

void
liquid_value_show(struct buf *out, const struct liquid_host *host, const struct yaml_node *value)
{
	if (yaml_is_null(value) || value->kind == YAML_MAPPING)
		return;
	if (value->kind == YAML_SCALAR)
		show_text(out, host, value->text, value->length);
	else
		show_list(out, host, value, (struct slice){"", 0});
}

void
liquid_take(const struct liquid_host *host, size_t units)
{
	*host->room -= units < *host->room ? units : *host->room;
}
