/* The ids of headings, and the table of contents (kramdown, "Automatic Generation of Header IDs", "Automatic Table of Contents"). */

#include "markdown/write_private.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/hash_table.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

/* Ids that are made of headings' texts, and how often. */
struct made_id {
	struct slice base;
	size_t uses;
};

struct made_ids {
	struct made_id *items;
	size_t count, capacity;
	struct hash_table index;
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
	struct buf id = buf_in(arena);
	for (size_t at = 0; at < plain->length;) {
		uint32_t codepoint;
		char byte = plain->data[at];
		if (ascii_is_alnum(byte)) {
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

static struct slice
make_basic_id(struct arena *arena, const struct buf *plain)
{
	struct buf id = buf_in(arena);
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

static bool
is_base(const void *owner, uint32_t item, const char *bytes, size_t length)
{
	const struct made_ids *made = owner;
	return slice_compare(made->items[item].base, slice_of(bytes, length)) == 0;
}

/* The base with a number behind it when it has been given before. */
static struct slice
make_unique(struct arena *arena, struct made_ids *made, struct slice base)
{
	made->items = arena_grow(
			arena, made->items, made->count, &made->capacity, sizeof(*made->items));
	uint32_t item = hash_table_add(
			&made->index, is_base, made, base.text, base.length, (uint32_t)made->count);
	if (item == made->count)
		made->items[made->count++] = (struct made_id){.base = base};
	size_t uses = made->items[item].uses++;
	if (uses == 0)
		return base;
	char *id = arena_format(arena, "%.*s-%zu", (int)base.length, base.text, uses);
	return slice_of(id, strlen(id));
}

/* In elements of HTML and in footnotes ids are made by kramdown's rule, not by GFM's. */
static void
give_ids(struct writer *writer, struct made_ids made[2], struct node *root)
{
	struct buf plain = buf_in(writer->arena);
	for (struct node *node = root; node != NULL; node = node_next(node, root)) {
		if (node->kind != NODE_HEADING || id_of(node).text != NULL)
			continue;
		buf_clear(&plain);
		write_plain(&plain, span_parse(writer->parser, node->text, false));
		bool is_basic = root->kind == NODE_NOTE || is_in_html(node);
		node->id = make_unique(writer->arena, &made[is_basic],
				is_basic ? make_basic_id(writer->arena, &plain)
					 : make_id(writer->arena, &plain));
	}
}

void
write_heading_ids(struct writer *writer, struct node *root)
{
	struct made_ids made[2] = {{.index.arena = writer->arena}, {.index.arena = writer->arena}};
	const struct definition_list *notes = &writer->definitions->footnotes;
	give_ids(writer, made, root);
	for (size_t i = 0; i < notes->count; i++)
		give_ids(writer, made, notes->items[i].node);
}

/* --- The table of contents --- */

static bool
is_in_contents(const struct writer *writer, const struct node *node)
{
	return node->kind == NODE_HEADING &&
	       (writer->options->toc_levels >> node->number & 1) != 0 && id_of(node).text != NULL &&
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
write_contents(struct writer *writer)
{
	const char *list = writer->contents_list->kind == NODE_BULLETS ? "ul" : "ol";
	int levels[6];
	size_t depth = 0, prefix = id_of(writer->contents_list).length;
	writer->is_contents = true;
	for (const struct node *node = writer->root; node != NULL;
			node = node_next(node, writer->root)) {
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
