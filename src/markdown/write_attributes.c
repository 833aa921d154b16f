#include "markdown/write_private.h"

#include "base/ascii.h"

#include <string.h>

enum {
	MAX_ATTRIBUTES = 64, /* of one element */
	MAX_REFERENCES = 8,  /* attribute lists that refer to each other in turn */
};

bool
write_may_repeat(struct writer *writer, size_t bytes)
{
	if (bytes > writer->budget)
		return false;
	writer->budget -= bytes;
	return true;
}

/* All that lists say, references followed. */
struct collected {
	const struct attribute *items[MAX_ATTRIBUTES];
	size_t count;
};

static void
collect_own(struct collected *all, const struct attributes *lists)
{
	const struct attribute *at = lists != NULL ? lists->first : NULL;
	for (; at != NULL && all->count < MAX_ATTRIBUTES; at = at->next) {
		if (at->kind != ATTRIBUTE_REFERENCE)
			all->items[all->count++] = at;
	}
}

/* What a list refers to comes before what it says itself. */
static void
collect(struct writer *writer, struct collected *all, const struct attributes *lists)
{
	const struct attribute *at = lists != NULL ? lists->first : NULL;
	size_t references = 0;
	for (; at != NULL; at = at->next) {
		if (at->kind != ATTRIBUTE_REFERENCE || ++references > MAX_REFERENCES)
			continue;
		const struct definition *list =
				definition_find(&writer->definitions->lists, at->name);
		if (list != NULL && write_may_repeat(writer, list->attributes->bytes))
			collect_own(all, list->attributes);
	}
	collect_own(all, lists);
}

static bool
has_name_before(const struct collected *all, size_t number)
{
	for (size_t i = 0; i < number; i++) {
		if (slice_compare(all->items[i]->name, all->items[number]->name) == 0)
			return true;
	}
	return false;
}

/* The attribute that is first of its name, with the values of all of them. */
static void
put_attribute(struct writer *writer, const struct collected *all, size_t number)
{
	const struct attribute *last = all->items[number];
	buf_add_char(writer->html, ' ');
	buf_add(writer->html, last->name.text, last->name.length);
	buf_add_text(writer->html, "=\"");
	bool is_class = slice_is(last->name, "class");
	for (size_t i = number; i < all->count; i++) {
		if (slice_compare(all->items[i]->name, last->name) != 0)
			continue;
		if (is_class) {
			if (i > number)
				buf_add_char(writer->html, ' ');
			write_attribute(writer->html, all->items[i]->value);
		}
		last = all->items[i];
	}
	if (!is_class)
		write_attribute(writer->html, last->value);
	buf_add_char(writer->html, '"');
}

void
write_attributes(
		struct writer *writer, const struct attributes *own, const struct attributes *lists)
{
	struct collected all = {.count = 0};
	if ((own == NULL || own->first == NULL) && (lists == NULL || lists->first == NULL))
		return;
	collect(writer, &all, own);
	collect(writer, &all, lists);
	for (size_t i = 0; i < all.count; i++) {
		if (!has_name_before(&all, i))
			put_attribute(writer, &all, i);
	}
}

bool
write_has_attribute(const struct attributes *attributes, const char *name)
{
	for (const struct attribute *at = attributes->first; at != NULL; at = at->next) {
		if (at->kind != ATTRIBUTE_REFERENCE && slice_is(at->name, name))
			return true;
	}
	return false;
}

void
write_align(struct buf *html, enum node_align align)
{
	static const char *const aligns[] = {[NODE_ALIGN_DEFAULT] = "",
			[NODE_ALIGN_LEFT] = " align=\"left\"",
			[NODE_ALIGN_CENTER] = " align=\"center\"",
			[NODE_ALIGN_RIGHT] = " align=\"right\""};
	buf_add_text(html, aligns[align]);
}

void
write_basic_id(struct buf *id, struct slice text)
{
	bool has_letter = false;
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.text[i];
		has_letter = has_letter || ascii_is_letter(byte);
		if (has_letter && (ascii_is_alnum(byte) || byte == '-'))
			buf_add_char(id, ascii_lower(byte));
		else if (has_letter && byte == ' ')
			buf_add_char(id, '-');
	}
}

/* {:auto_ids} and {:auto_ids-prefix} of a definition list: its terms have ids. */
static void
add_term_id(struct writer *writer, struct attributes *own, const struct node *term)
{
	static const char name[] = "auto_ids";
	const size_t length = sizeof(name) - 1;
	const struct attribute *at = term->parent->attributes.first;
	while (at != NULL && (at->kind != ATTRIBUTE_REFERENCE || at->name.length < length ||
					     memcmp(at->name.text, name, length) != 0))
		at = at->next;
	if (at == NULL || !write_may_repeat(writer, at->name.length))
		return;
	struct buf id = buf_in(writer->arena);
	if (at->name.length > length + 1)
		buf_add(&id, at->name.text + length + 1, at->name.length - length - 1);
	write_basic_id(&id, term->text);
	attributes_add(own, writer->arena, ATTRIBUTE_PAIR, slice_of("id", 2),
			slice_of(id.data, id.length));
}

void
write_own_attributes(struct writer *writer, const struct node *node)
{
	struct attributes id = {0};
	if (node->kind == NODE_NUMBERS && node->number != 1)
		buf_format(writer->html, " start=\"%d\"", node->number);
	if (node->kind == NODE_CELL)
		write_align(writer->html, node->align);
	if (node->kind == NODE_NOTE)
		buf_format(writer->html, " id=\"fn:%.*s\"", (int)writer->note->name.length,
				writer->note->name.text);
	if (node->id.length > 0)
		attributes_add(&id, writer->arena, ATTRIBUTE_PAIR, slice_of("id", 2), node->id);
	if (node->kind == NODE_TERM && !write_has_attribute(&node->attributes, "id"))
		add_term_id(writer, &id, node);
	write_attributes(writer, &id, &node->attributes);
}
