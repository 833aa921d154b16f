#include "markdown/write_private.h"

#include "markdown/html_tag.h"

#include <string.h>

enum {
	BUDGET = 64 * 1024,
	BUDGET_FACTOR = 8,
};

/* --- Blocks --- */

static const char *
element_of(const struct writer *writer, const struct node *node)
{
	static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
	static const char *const names[] = {[NODE_PARAGRAPH] = "p",
			[NODE_RULE] = "hr",
			[NODE_QUOTE] = "blockquote",
			[NODE_BULLETS] = "ul",
			[NODE_NUMBERS] = "ol",
			[NODE_ITEM] = "li",
			[NODE_DEFINITIONS] = "dl",
			[NODE_TERM] = "dt",
			[NODE_DEFINITION] = "dd",
			[NODE_TABLE] = "table",
			[NODE_HEAD] = "thead",
			[NODE_BODY] = "tbody",
			[NODE_FOOT] = "tfoot",
			[NODE_ROW] = "tr",
			[NODE_CELL] = "td",
			[NODE_MATH] = "p",
			[NODE_CODE] = "pre",
			[NODE_NOTE] = "li"};
	if (node->kind == NODE_HEADING) {
		int level = node->number + writer->options->heading_offset;
		return headings[level < 1 ? 0 : level > 6 ? 5 : level - 1];
	}
	if (node->kind == NODE_CELL && node->is_header)
		return "th";
	if (node->kind == NODE_PARAGRAPH && node->is_bare)
		return NULL;
	return names[node->kind];
}

/* {:.show-whitespaces}: spaces as dots. */
static void
put_with_spaces(struct writer *writer, struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.text[i] == ' ')
			buf_add_text(writer->html, "\xE2\x8B\x85");
		else
			write_text(writer->html, slice_of(text.text + i, 1));
	}
}

static void
put_code(struct writer *writer, const struct node *node)
{
	struct slice text = node->text;
	if (text.length > 0 && text.text[text.length - 1] == '\n')
		text.length--;
	buf_add_text(writer->html, "<code");
	if (node->language.length > 0) {
		buf_add_text(writer->html, " class=\"language-");
		write_attribute(writer->html, node->language);
		buf_add_char(writer->html, '"');
	}
	/* A line feed right behind <pre> would be dropped. */
	buf_add_char(writer->html, '>');
	if (attributes_have(&node->attributes, ATTRIBUTE_CLASS, "show-whitespaces"))
		put_with_spaces(writer, text);
	else
		write_text(writer->html, text);
	buf_add_text(writer->html, "\n</code>");
}

/* Cells that a row lacks. */
static void
fill_row(struct writer *writer, const struct node *row)
{
	enum { LONGEST_CELL = 24 };
	const struct node *table = row->parent->parent;
	const char *element = row->parent->kind == NODE_HEAD ? "th" : "td";
	int column = row->number;
	for (; column < table->number && write_may_repeat(writer, LONGEST_CELL); column++) {
		buf_format(writer->html, "<%s", element);
		write_align(writer->html, node_column_align(table, (size_t)column));
		buf_format(writer->html, "></%s>", element);
	}
}

/* {:toc} and {:footnotes}: lists in whose place something else comes. False for any other list. */
static bool
is_place(struct writer *writer, struct node *node)
{
	if (node->kind != NODE_BULLETS && node->kind != NODE_NUMBERS)
		return false;
	if (writer->contents_list == NULL &&
			attributes_have(&node->attributes, ATTRIBUTE_REFERENCE, "toc")) {
		writer->contents_list = node;
		node->id = slice_of("markdown-toc", 12);
		write_contents(writer);
		return true;
	}
	if (writer->notes_list == NULL &&
			attributes_have(&node->attributes, ATTRIBUTE_REFERENCE, "footnotes")) {
		writer->notes_list = node;
		writer->notes_at = writer->html->length;
		return true;
	}
	return false;
}

/* A paragraph that is an image with {:standalone}: a figure. */
static bool
put_figure(struct writer *writer, const struct node *node)
{
	if (node->text.length < 5 || node->text.text[0] != '!' || writer->is_note)
		return false;
	const struct spans *spans = span_parse(writer->parser, node->text, false);
	if (spans->count != 1 || spans->items[0].kind != SPAN_IMAGE ||
			!attributes_have(spans->items[0].attributes, ATTRIBUTE_REFERENCE,
					"standalone"))
		return false;
	struct span image = spans->items[0];
	struct slice caption = span_image_text(writer->arena, &image);
	struct attributes own = {0}, rest = {0};
	/* The image's class and id are the figure's. */
	for (const struct attribute *at = image.attributes->first; at != NULL; at = at->next) {
		bool is_figures = at->kind == ATTRIBUTE_CLASS || slice_is(at->name, "id");
		attributes_add(is_figures ? &own : &rest, writer->arena, at->kind, at->name,
				at->value);
	}
	bool has_id = write_has_attribute(&node->attributes, "id");
	image.attributes = has_id ? image.attributes : &rest;
	buf_add_text(writer->html, "<figure");
	write_attributes(writer, has_id ? NULL : &own, &node->attributes);
	buf_add_char(writer->html, '>');
	write_span(writer, &image);
	buf_add_text(writer->html, "<figcaption>");
	write_text(writer->html, caption);
	buf_add_text(writer->html, "</figcaption></figure>\n");
	return true;
}

/* HTML as it is, attribute lists put into its first tag. */
static void
put_html(struct writer *writer, const struct node *node)
{
	struct slice html = node->text;
	struct source source = source_of(html);
	struct tag tag;
	bool has_lists = node->attributes.first != NULL && html.length > 0 && html.text[0] == '<' &&
			 html_tag_read(&source, 0, &tag);
	if (has_lists) {
		buf_add(writer->html, html.text, tag.attributes);
		write_attributes(writer, NULL, &node->attributes);
		buf_add(writer->html, html.text + tag.attributes, tag.end - tag.attributes);
		html = slice_between(html.text, tag.end, html.length);
	}
	write_tags(writer, html);
}

/* Writes what begins with the node; false when its children are not to be written. */
static bool
enter(struct writer *writer, struct node *node)
{
	if (is_place(writer, node) || (node->kind == NODE_PARAGRAPH && put_figure(writer, node)))
		return false;
	const char *element = element_of(writer, node);
	if (element != NULL) {
		buf_add_char(writer->html, '<');
		buf_add_text(writer->html, element);
		write_own_attributes(writer, node);
		buf_add_char(writer->html, '>');
	}
	bool is_first = node->kind == NODE_PARAGRAPH && node->parent->first == node;
	if (is_first && node->parent->task != TASK_NONE)
		buf_add_text(writer->html, node->parent->task == TASK_DONE
							   ? "<input type=\"checkbox\" checked>"
							   : "<input type=\"checkbox\">");
	switch (node->kind) {
	case NODE_PARAGRAPH:
	case NODE_HEADING:
	case NODE_TERM:
	case NODE_CELL:
	case NODE_SPANS:
		write_spans(writer, node->text);
		break;
	case NODE_CODE:
		put_code(writer, node);
		break;
	case NODE_HTML:
		put_html(writer, node);
		break;
	case NODE_MATH:
		buf_add_text(writer->html, "$$ ");
		write_text(writer->html, node->text);
		buf_add_text(writer->html, " $$");
		break;
	default:
		break;
	}
	return true;
}

/* The way back from a footnote to its marks (kramdown, "Footnotes"). */
static void
put_backlinks(struct writer *writer, bool is_behind_text)
{
	const struct definition *note = writer->note;
	const char *symbol = writer->options->symbols[SYMBOL_BACKLINK];
	for (int use = 0; use < writer->note_uses && *symbol != '\0'; use++) {
		if (use > 0 && !write_may_repeat(writer, 96 + note->name.length))
			return;
		buf_format(writer->html, "%s<a href=\"#fnref:%.*s",
				is_behind_text || use > 0 ? "\xC2\xA0" : "", (int)note->name.length,
				note->name.text);
		if (use > 0)
			buf_format(writer->html, ":%d", use);
		buf_add_text(writer->html, "\" class=\"reversefootnote\">");
		write_text(writer->html, slice_of(symbol, strlen(symbol)));
		if (use > 0)
			buf_format(writer->html, "<sup>%d</sup>", use + 1);
		buf_add_text(writer->html, "</a>");
	}
}

static void
leave(struct writer *writer, const struct node *node)
{
	const char *element = element_of(writer, node);
	if (node->kind == NODE_ROOT)
		return;
	if (node == writer->backlink)
		put_backlinks(writer, true);
	if (node->kind == NODE_ROW)
		fill_row(writer, node);
	if (node->kind == NODE_NOTE && writer->backlink == NULL) {
		buf_add_text(writer->html, "<p>");
		put_backlinks(writer, false);
		buf_add_text(writer->html, "</p>");
	}
	if (element != NULL && node->kind != NODE_RULE) {
		buf_add_text(writer->html, "</");
		buf_add_text(writer->html, element);
		buf_add_char(writer->html, '>');
	}
	bool is_within = node->next != NULL && node->next->kind == NODE_SPANS;
	if (node->kind != NODE_CELL && node->kind != NODE_SPANS && node->kind != NODE_END &&
			!(node->kind == NODE_HTML && is_within))
		buf_add_char(writer->html, '\n');
}

static void
write_tree(struct writer *writer, struct node *root)
{
	struct node *node = root;
	while (node != NULL) {
		bool has_content = enter(writer, node);
		if (has_content && node->first != NULL) {
			node = node->first;
			continue;
		}
		if (has_content)
			leave(writer, node);
		while (node != root && node->next == NULL) {
			node = node->parent;
			leave(writer, node);
		}
		node = node != root ? node->next : NULL;
	}
}

/* --- Footnotes and contents --- */

static void
write_notes(struct writer *writer)
{
	if (writer->note_count == 0)
		return;
	buf_add_text(writer->html, "<div class=\"footnotes\"><ol");
	if (writer->options->footnote_number != 1)
		buf_format(writer->html, " start=\"%d\"", writer->options->footnote_number);
	buf_add_text(writer->html, ">\n");
	writer->is_note = true;
	/* More may be used in those that are being written. */
	for (size_t i = 0; i < writer->note_count; i++) {
		writer->note = writer->notes[i];
		writer->note_uses = writer->note->uses;
		const struct node *last = writer->note->node->last;
		bool has_paragraph = last != NULL && last->kind == NODE_PARAGRAPH;
		writer->backlink = has_paragraph ? last : NULL;
		write_tree(writer, writer->note->node);
	}
	writer->is_note = false;
	writer->backlink = NULL;
	buf_add_text(writer->html, "</ol></div>\n");
}

void
write_html(struct buf *html, struct arena *arena, struct node *root,
		struct definitions *definitions, const struct markdown_options *options,
		size_t length)
{
	struct writer writer = {.html = html,
			.arena = arena,
			.root = root,
			.definitions = definitions,
			.options = options,
			.parser = span_parser_new(arena, definitions, options),
			.budget = BUDGET + BUDGET_FACTOR * length};
	if (options->auto_ids)
		write_heading_ids(&writer, root);
	write_tree(&writer, root);
	/* Which footnotes there are is known now: what follows their place is put behind them. */
	size_t at = writer.notes_list != NULL ? writer.notes_at : html->length;
	struct buf rest = buf_in(arena);
	buf_add(&rest, html->data + at, html->length - at);
	buf_truncate(html, at);
	write_notes(&writer);
	buf_add(html, rest.data, rest.length);
}
