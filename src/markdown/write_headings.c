/* Headings' ids, and the table of contents (kramdown, "Automatic Generation of Header IDs", "Automatic Table of Contents"). */

#include "markdown/write_private.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/text.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* A heading whose id is made of its text: in elements of HTML and in footnotes by kramdown's rule, not by GFM's. */
struct made_id {
	struct node *node;
	bool is_basic;
	struct slice base;
	size_t order;
};

struct made_ids {
	struct made_id *items;
	size_t count, capacity;
};

/* The id that a heading's attribute lists give it, else its own. */
static struct slice
id_of(const struct node *heading)
{
	struct slice id = heading->id;
	for (const struct attribute *at = heading->attributes.first; at != NULL; at = at->next) {
		if (at->kind == ATTRIBUTE_PAIR && slice_is(at->name, "id"))
			id = at->value;
	}
	return id;
}

/* GFM's rule: letters, marks, digits and connectors stay, in small letters, `-` too; blanks become `-`. */
static struct slice
make_id(struct arena *arena, const struct buf *plain)
{
	struct buf id;
	buf_init_in(&id, arena);
	for (size_t at = 0; at < plain->length;) {
		uint32_t codepoint;
		char byte = plain->data[at];
		if (ascii_is_letter(byte) || ascii_is_digit(byte)) {
			buf_add_char(&id, ascii_lower(byte));
			at++;
			continue;
		}
		size_t taken = utf8_decode(plain->data + at, plain->length - at, &codepoint);
		if (codepoint == ' ' || codepoint == '\t' || codepoint == '-')
			buf_add_char(&id, '-');
		else if (text_is_word(codepoint) || codepoint == '_' || codepoint == 0x203F)
			text_lower(&id, plain->data + at, taken);
		at += taken;
	}
	return slice_of(id.data, id.length);
}

static int
compare(const void *a, const void *b)
{
	const struct made_id *first = a, *second = b;
	int order = first->is_basic - second->is_basic;
	if (order == 0)
		order = slice_compare(first->base, second->base);
	return order != 0 ? order : (first->order > second->order) - (first->order < second->order);
}

static struct slice
make_basic_id(struct arena *arena, const struct buf *plain)
{
	struct buf id;
	buf_init_in(&id, arena);
	write_basic_id(&id, slice_of(plain->data, plain->length));
	return id.length > 0 ? slice_of(id.data, id.length) : slice_of("section", 7);
}

static bool
is_in_html(const struct node *node)
{
	while (node != NULL && node->kind != NODE_GROUP)
		node = node->parent;
	return node != NULL;
}

static void
collect(struct writer *writer, struct made_ids *made, struct node *root)
{
	struct buf plain;
	buf_init_in(&plain, writer->arena);
	for (struct node *node = root; node != NULL; node = node_next(node, root)) {
		if (node->kind != NODE_HEADING || id_of(node).text != NULL)
			continue;
		buf_clear(&plain);
		write_plain(&plain, span_parse(writer->parser, node->text, false));
		made->items = arena_grow(writer->arena, made->items, made->count, &made->capacity,
				sizeof(*made->items));
		bool is_basic = root->kind == NODE_NOTE || is_in_html(node);
		struct slice base = is_basic ? make_basic_id(writer->arena, &plain)
					     : make_id(writer->arena, &plain);
		made->items[made->count] = (struct made_id){node, is_basic, base, made->count};
		made->count++;
	}
}

void
write_heading_ids(struct writer *writer, struct node *root)
{
	struct made_ids made = {0};
	const struct definition_list *notes = &writer->definitions->footnotes;
	collect(writer, &made, root);
	for (size_t i = 0; i < notes->count; i++)
		collect(writer, &made, notes->items[i].node);
	if (made.count > 1)
		qsort(made.items, made.count, sizeof(*made.items), compare);
	size_t same = 0;
	for (size_t i = 0; i < made.count; i++) {
		struct made_id *item = &made.items[i];
		bool is_taken = i > 0 && item->is_basic == item[-1].is_basic &&
				slice_compare(item->base, item[-1].base) == 0;
		same = is_taken ? same + 1 : 0;
		item->node->id = item->base;
		if (same == 0)
			continue;
		char *id = arena_format(writer->arena, "%.*s-%zu", (int)item->base.length,
				item->base.text, same);
		item->node->id = slice_of(id, strlen(id));
	}
}

/* --- The table of contents --- */

static bool
is_in_contents(const struct writer *writer, const struct node *node)
{
	return node->kind == NODE_HEADING && node->number >= writer->options->toc_first &&
	       node->number <= writer->options->toc_last && id_of(node).text != NULL &&
	       !attributes_have(&node->attributes, ATTRIBUTE_CLASS, "no_toc");
}

static void
put_entry(struct writer *writer, const struct node *heading)
{
	buf_add_text(writer->html, "<li><a href=\"#");
	write_attribute(writer->html, id_of(heading));
	buf_add_text(writer->html, "\" id=\"");
	write_attribute(writer->html, id_of(writer->contents_list));
	buf_add_char(writer->html, '-');
	write_attribute(writer->html, id_of(heading));
	buf_add_text(writer->html, "\">");
	write_spans(writer, heading->text);
	buf_add_text(writer->html, "</a>");
}

void
write_contents(struct writer *writer, const struct node *root)
{
	const char *list = writer->contents_list->kind == NODE_BULLETS ? "ul" : "ol";
	int levels[6];
	size_t depth = 0, prefix = id_of(writer->contents_list).length;
	writer->is_contents = true;
	for (const struct node *node = root; node != NULL; node = node_next(node, root)) {
		if (!is_in_contents(writer, node) ||
				!write_may_repeat(writer, prefix + node->text.length +
									  2 * id_of(node).length))
			continue;
		bool goes_deeper = depth == 0 || node->number > levels[depth - 1];
		if (goes_deeper) {
			buf_format(writer->html, "<%s", list);
			if (depth == 0)
				write_own_attributes(writer, writer->contents_list);
			buf_add_char(writer->html, '>');
		}
		for (; !goes_deeper && depth > 1 && levels[depth - 2] >= node->number; depth--)
			buf_format(writer->html, "</li></%s>", list);
		if (!goes_deeper) {
			buf_add_text(writer->html, "</li>");
			levels[depth - 1] = node->number;
		} else {
			levels[depth++] = node->number;
		}
		put_entry(writer, node);
	}
	for (; depth > 0; depth--)
		buf_format(writer->html, "</li></%s>\n", list);
	writer->is_contents = false;
}
