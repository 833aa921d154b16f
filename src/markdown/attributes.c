#include "markdown/attributes.h"

#include "base/arena.h"
#include "base/ascii.h"

#include <string.h>

enum { MAX_LIST = 4096 };

size_t
attributes_name(const struct source *source, size_t at)
{
	size_t start = at;
	if (!source_is_word(source_byte(source, at)))
		return 0;
	while (source_is_word(source_byte(source, at)) || source_byte(source, at) == '-')
		at++;
	return at - start;
}

size_t
attributes_end(struct source *source, size_t at)
{
	for (size_t from = at;;) {
		size_t brace = source_find(source, MARK_BRACE, from);
		if (brace == SOURCE_NOWHERE || brace - at > MAX_LIST)
			return SOURCE_NOWHERE;
		if (brace == at || source->text[brace - 1] != '\\')
			return brace;
		from = brace + 1;
	}
}

void
attributes_add(struct attributes *attributes, struct arena *arena, enum attribute_kind kind,
		struct slice name, struct slice value)
{
	struct attribute *attribute = arena_alloc(arena, sizeof(*attribute));
	*attribute = (struct attribute){kind, name, value, NULL};
	attributes->bytes += name.length + value.length + 4;
	if (attributes->last != NULL)
		attributes->last->next = attribute;
	else
		attributes->first = attribute;
	attributes->last = attribute;
}

bool
attributes_have(const struct attributes *attributes, enum attribute_kind kind, const char *value)
{
	const struct attribute *at = attributes != NULL ? attributes->first : NULL;
	while (at != NULL && (at->kind != kind || !slice_is(at->value, value)))
		at = at->next;
	return at != NULL;
}

/* A list being read. */
struct list {
	struct attributes *attributes;
	struct arena *arena;
	const struct source *source;
};

/* Whether an item of a list ends at `at`. */
static bool
is_end(const struct source *source, size_t at)
{
	return at >= source->length || ascii_is_space(source->text[at]);
}

/* `name="value"`; the end of it, or `at`. */
static size_t
read_pair(struct list *list, size_t at)
{
	const struct source *source = list->source;
	size_t name = attributes_name(source, at);
	char quote = source_byte(source, at + name + 1);
	if (name == 0 || source_byte(source, at + name) != '=' || (quote != '"' && quote != '\''))
		return at;
	size_t start = at + name + 2;
	for (size_t end = start; end < source->length; end++) {
		if (source->text[end] != quote || source->text[end - 1] == '\\' ||
				!is_end(source, end + 1))
			continue;
		const char escaped[] = {quote, '}', '\0'};
		attributes_add(list->attributes, list->arena, ATTRIBUTE_PAIR,
				slice_of(source->text + at, name),
				slice_unescape(list->arena, slice_between(source->text, start, end),
						escaped));
		return end + 1;
	}
	return at;
}

/* Bytes of a class's or an id's name behind its mark. */
static size_t
marked_name(const struct source *source, size_t at)
{
	size_t end = at + 1;
	if (source->text[at] == '#') {
		if (!ascii_is_letter(source_byte(source, end)))
			return 0;
		while (source_is_word(source_byte(source, end)) ||
				source_byte(source, end) == ':' || source_byte(source, end) == '-')
			end++;
		return end - at - 1;
	}
	while (!is_end(source, end) && source->text[end] != '.' && source->text[end] != '#')
		end++;
	return end - at - 1;
}

/* `.class`, `#id` and chains of them; the end, or `at`. */
static size_t
read_marked(struct list *list, size_t at)
{
	const struct source *source = list->source;
	struct attributes before = *list->attributes;
	size_t end = at, length = 1;
	while (length > 0 && (source_byte(source, end) == '.' || source_byte(source, end) == '#')) {
		bool is_class = source->text[end] == '.';
		length = marked_name(source, end);
		attributes_add(list->attributes, list->arena,
				is_class ? ATTRIBUTE_CLASS : ATTRIBUTE_PAIR,
				is_class ? slice_of("class", 5) : slice_of("id", 2),
				slice_of(source->text + end + 1, length));
		end += length + 1;
	}
	if (end > at && length > 0 && is_end(source, end))
		return end;
	*list->attributes = before;
	if (before.last != NULL)
		before.last->next = NULL;
	return at;
}

static size_t
read_reference(struct list *list, size_t at)
{
	size_t length = attributes_name(list->source, at);
	if (length == 0 || !is_end(list->source, at + length))
		return at;
	struct slice name = slice_of(list->source->text + at, length);
	attributes_add(list->attributes, list->arena, ATTRIBUTE_REFERENCE, name, name);
	return at + length;
}

void
attributes_parse(struct attributes *attributes, struct arena *arena, struct slice text)
{
	struct source source = source_of(text);
	struct list list = {attributes, arena, &source};
	size_t at = 0;
	while (at < source.length) {
		while (at < source.length && is_end(&source, at))
			at++;
		size_t end = read_pair(&list, at);
		if (end == at)
			end = read_reference(&list, at);
		if (end == at)
			end = read_marked(&list, at);
		at = end;
		/* What is no attribute is passed over up to the next white space. */
		while (at < source.length && !is_end(&source, at))
			at++;
	}
}
