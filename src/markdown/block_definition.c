/*
 * What shows nothing where it stands: definitions of links, abbreviations and
 * footnotes, attribute lists and extensions (kramdown, "Link Definitions",
 * "Abbreviations", "Footnotes", "Attribute List Definitions", "Extensions").
 */

#include "markdown/block.h"
#include "markdown/extension.h"

#include "base/arena.h"
#include "base/buf.h"

#include <string.h>

/* --- Links --- */

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* The title at `at`, which takes the rest of the line that ends at `feed`; false when there is none. */
static bool
read_title(const struct source *source, size_t at, size_t feed, struct slice *title)
{
	char quote = source_byte(source, at);
	if (at >= feed || (quote != '"' && quote != '\''))
		return false;
	struct slice rest = slice_trim_right(slice_between(source->text, at, feed));
	if (rest.length < 3 || rest.text[rest.length - 1] != quote)
		return false;
	*title = slice_of(rest.text + 1, rest.length - 2);
	return true;
}

/* The title behind the address that ends at `at`, in its line or the next; the end of what was read, or 0. */
static size_t
read_title_behind(const struct source *source, size_t at, struct slice *title)
{
	size_t start = source_skip_blanks(source, at);
	size_t feed = source_line_end(source, start);
	if (start < feed)
		return start > at && read_title(source, start, feed, title)
				       ? source_next_line(source, feed)
				       : 0;
	size_t second = source_next_line(source, feed);
	size_t second_end = source_line_end(source, second);
	if (read_title(source, source_skip_blanks(source, second), second_end, title))
		return source_next_line(source, second_end);
	return second;
}

/* An address in angle brackets, or up to a title or the line's end; the end of all, or 0. */
static size_t
read_address(struct source *source, size_t at, struct slice *address, struct slice *title)
{
	size_t feed = source_line_end(source, at);
	if (source_byte(source, at) == '<') {
		size_t close = source_find(source, MARK_ANGLE, at + 1);
		size_t end = close < feed ? read_title_behind(source, close + 1, title) : 0;
		*address = slice_between(source->text, at + 1, end != 0 ? close : at + 1);
		if (end != 0)
			return end;
	}
	bool has_quote = false;
	for (size_t end = at + 1; end < feed; end++) {
		if (!is_blank(source->text[end]) || is_blank(source->text[end - 1]))
			continue;
		size_t next = source_skip_blanks(source, end);
		if (read_title(source, next, feed, title)) {
			*address = slice_between(source->text, at, end);
			return source_next_line(source, end);
		}
		has_quote |= next < feed &&
			     (source->text[next] == '"' || source->text[next] == '\'');
	}
	*address = slice_trim_right(slice_between(source->text, at, feed));
	/* A quote behind a blank that is no title makes it no definition. */
	if (has_quote || address->length == 0)
		return 0;
	return read_title_behind(source, at + address->length, title);
}

static bool
read_link(struct parser *parser, struct frame *frame, size_t at)
{
	struct source *source = &frame->source;
	size_t feed = source_line_end(source, at);
	size_t close = source_find(source, MARK_BRACKET, at + 1);
	if (close >= feed || close == at + 1 || source_byte(source, close + 1) != ':' ||
			close - at > MARKDOWN_MAX_LABEL)
		return false;
	struct slice address, title = {NULL, 0};
	size_t end = read_address(source, source_skip_blanks(source, close + 2), &address, &title);
	if (end == 0)
		return false;
	struct buf name = buf_in(parser->arena);
	definition_name(&name, slice_between(source->text, at + 1, close));
	struct definition *link = definition_add(&parser->definitions->links, parser->arena,
			slice_of(name.data, name.length));
	link->value = address;
	link->title = title;
	link->node = block_add_end(parser, frame, END_DEFINITION);
	source->at = end;
	return true;
}

/* --- Abbreviations --- */

static bool
read_abbreviation(struct parser *parser, struct frame *frame, size_t at)
{
	struct source *source = &frame->source;
	if (source_byte(source, at) != '*' || source_byte(source, at + 1) != '[')
		return false;
	size_t feed = source_line_end(source, at);
	size_t close = at + 3;
	do
		close = source_find(source, MARK_BRACKET, close);
	while (close < feed && source_byte(source, ++close) != ':');
	if (close >= feed || close - at > MARKDOWN_MAX_ABBREVIATION)
		return false;
	struct definition *abbreviation = definition_add(&parser->definitions->abbreviations,
			parser->arena, slice_between(source->text, at + 2, close - 1));
	abbreviation->value = slice_trim(slice_between(source->text, close + 1, feed));
	abbreviation->node = block_add_end(parser, frame, END_DEFINITION);
	source->at = source_next_line(source, feed);
	return true;
}

/* --- Footnotes --- */

/* Behind a tab or four spaces at `at`, or `at`. */
static size_t
skip_code_indent(const struct source *source, size_t at)
{
	if (source_byte(source, at) == '\t')
		return at + 1;
	return source_skip_spaces(source, at, 4) == at + 4 ? at + 4 : at;
}

/* The lines of a footnote, its first from `at` on, without the indent of those that follow. */
static struct slice
footnote_text(struct arena *arena, struct source *source, size_t at, size_t *end)
{
	struct buf text = buf_in(arena);
	*end = source_next_line(source, at);
	at = skip_code_indent(source, at);
	buf_add(&text, source->text + at, *end - at);
	size_t indented = *end;
	while (indented < source->length && source_is_blank(source, indented))
		indented = source_next_line(source, indented);
	if (skip_code_indent(source, indented) == indented)
		return slice_of(text.data, text.length);
	buf_add(&text, source->text + *end, indented - *end);
	*end = block_code_end(source, indented);
	for (size_t line = indented; line < *end; line = source_next_line(source, line)) {
		size_t start = skip_code_indent(source, line);
		buf_add(&text, source->text + start, source_next_line(source, line) - start);
	}
	return slice_of(text.data, text.length);
}

static bool
read_footnote(struct parser *parser, struct frame *frame, size_t at)
{
	struct source *source = &frame->source;
	if (source_byte(source, at + 1) != '^')
		return false;
	size_t length = attributes_name(source, at + 2);
	size_t close = at + 2 + length;
	if (length == 0 || length > MARKDOWN_MAX_LABEL || source_byte(source, close) != ']' ||
			source_byte(source, close + 1) != ':' ||
			parser->depth >= MARKDOWN_MAX_DEPTH)
		return false;
	struct node *note = node_new(parser->arena, NODE_NOTE);
	struct slice name = slice_of(source->text + at + 2, length);
	size_t end;
	struct slice text = footnote_text(parser->arena, source, close + 2, &end);
	source->at = end;
	block_add_end(parser, frame, END_DEFINITION);
	definition_add(&parser->definitions->footnotes, parser->arena, name)->node = note;
	block_push(parser, note, text);
	return true;
}

bool
block_definition(struct parser *parser, struct frame *frame)
{
	size_t at = source_skip_spaces(&frame->source, frame->source.at, 3);
	if (source_byte(&frame->source, at) == '[')
		return read_footnote(parser, frame, at) || read_link(parser, frame, at);
	return read_abbreviation(parser, frame, at);
}

/* --- Extensions --- */

/* {:name: …} */
static bool
read_list_definition(struct parser *parser, struct frame *frame, size_t at)
{
	struct source *source = &frame->source;
	size_t name = attributes_name(source, at + 2);
	size_t colon = at + 2 + name;
	size_t brace = attributes_end(source, colon + 1);
	if (name == 0 || source_byte(source, colon) != ':' || brace == SOURCE_NOWHERE ||
			brace == colon + 1 || !source_is_blank(source, brace + 1))
		return false;
	struct definition *list = definition_add(&parser->definitions->lists, parser->arena,
			slice_of(source->text + at + 2, name));
	list->attributes = arena_alloc(parser->arena, sizeof(*list->attributes));
	attributes_parse(list->attributes, parser->arena,
			slice_between(source->text, colon + 1, brace));
	block_add_end(parser, frame, END_NAMES);
	source->at = source_next_line(source, brace);
	return true;
}

/* {::options}; those that choose the parser come too late in the text. */
static void
set_options(struct parser *parser, struct slice text)
{
	struct markdown_options *options = parser->options;
	bool hard_wrap = options->hard_wrap, interrupts_text = options->interrupts_text;
	markdown_read_options(options, parser->arena, text.text, text.length);
	options->hard_wrap = hard_wrap;
	options->interrupts_text = interrupts_text;
}

/* {::comment} and its kind, alone in its line. */
static bool
read_extension(struct parser *parser, struct frame *frame, size_t at)
{
	struct source *source = &frame->source;
	struct extension extension;
	if (!extension_read(source, at, true, &extension))
		return false;
	if (extension.kind == EXTENSION_OPTIONS) {
		set_options(parser, extension.body);
		block_add_end(parser, frame, END_NAMES);
	} else if (extension.body.text != NULL) {
		block_add(parser, frame, NODE_HTML)->text = extension.body;
	}
	source->at = extension.end;
	return true;
}

/* {: …}: of the block before it, or of the one behind it. */
static bool
read_attribute_list(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	struct slice list;
	size_t end = block_attribute_list(source, source->at, &list);
	if (end == source->at)
		return false;
	source->at = end;
	struct node *last = frame->node->last;
	if (last != NULL && last->beginning != NULL)
		last = last->beginning;
	bool is_of_last = last != NULL && last->kind != NODE_BLANK &&
			  (last->kind != NODE_END || last->end == END_DEFINITION);
	if (!is_of_last) {
		attributes_parse(&frame->pending, parser->arena, list);
		frame->has_pending = true;
		return true;
	}
	attributes_parse(&last->attributes, parser->arena, list);
	if (!block_is_attribute_list(source, end))
		block_add_end(parser, frame, END_ATTRIBUTES);
	return true;
}

bool
block_extension(struct parser *parser, struct frame *frame)
{
	size_t at = source_skip_spaces(&frame->source, frame->source.at, 3);
	if (source_byte(&frame->source, at) != '{' || source_byte(&frame->source, at + 1) != ':')
		return false;
	return read_list_definition(parser, frame, at) || read_extension(parser, frame, at) ||
	       read_attribute_list(parser, frame);
}
