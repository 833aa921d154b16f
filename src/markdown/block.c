/* The driver and the blocks that are a few lines each. */

#include "markdown/block.h"

#include "base/ascii.h"
#include "base/buf.h"

#include <string.h>

/* --- Blank lines, rules, end marks --- */

static void
skip_line(struct source *source)
{
	source->at = source_next_line(source, source->at);
}

static bool
read_blank(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	size_t start = source->at;
	while (source->at < source->length && source_is_blank(source, source->at))
		skip_line(source);
	if (source->at == start)
		return false;
	struct node *last = frame->node->last;
	if (last != NULL && last->kind == NODE_BLANK)
		last->is_single = false;
	else
		block_add(parser, frame, NODE_BLANK)->is_single = source->at == start + 1;
	return true;
}

static bool
read_rule(struct parser *parser, struct frame *frame)
{
	if (!block_is_rule(&frame->source, frame->source.at))
		return false;
	block_add(parser, frame, NODE_RULE);
	skip_line(&frame->source);
	return true;
}

static bool
read_end_mark(struct parser *parser, struct frame *frame)
{
	if (!block_is_end_mark(&frame->source, frame->source.at))
		return false;
	block_add_end(parser, frame, END_BLOCK);
	skip_line(&frame->source);
	return true;
}

/* --- Code (kramdown, "Code Blocks") --- */

/* The lines without their indent; a line with less indent is joined to the one before. */
static struct slice
code_text(struct arena *arena, const struct source *source, size_t at, size_t end)
{
	struct buf text = buf_in(arena);
	while (at < end) {
		size_t next = source_next_line(source, at);
		size_t first = source_skip_spaces(source, at, 3);
		if (!ascii_is_space(source_byte(source, first)) && text.length > 0)
			text.data[text.length - 1] = ' ';
		if (block_is_indented(source, at))
			at += source_byte(source, at) == '\t' ? 1 : 4;
		buf_add(&text, source->text + at, (next < end ? next : end) - at);
		at = next;
	}
	return slice_of(text.data, text.length);
}

static bool
read_code(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	if (!block_is_indented(source, source->at) || block_continues_html(frame))
		return false;
	size_t end = block_code_end(source, source->at);
	block_add(parser, frame, NODE_CODE)->text =
			code_text(parser->arena, source, source->at, end);
	source->at = end;
	return true;
}

/* --- Fences (kramdown, "Fenced Code Blocks"; GFM) --- */

static size_t
fence_length(const struct source *source, size_t at)
{
	char mark = source_byte(source, at);
	size_t length = 0;
	if (mark != '`' && mark != '~')
		return 0;
	while (source_byte(source, at + length) == mark)
		length++;
	return length >= 3 ? length : 0;
}

/*
 * The offset of the first line from `at` on that ends a fence of `marks` marks, with as many
 * or more. SOURCE_NOWHERE if none does; then *longest is the most marks of any such line.
 */
static size_t
find_fence_end(const struct source *source, size_t at, char mark, size_t marks, size_t *longest)
{
	*longest = 0;
	while (at < source->length) {
		size_t start = source_skip_spaces(source, at, 3);
		size_t length = source_byte(source, start) == mark ? fence_length(source, start)
								   : 0;
		if (length > 0 && source_is_blank(source, start + length)) {
			if (length >= marks)
				return at;
			if (length > *longest)
				*longest = length;
		}
		at = source_next_line(source, at);
	}
	return SOURCE_NOWHERE;
}

/* Takes the language's name from the info behind a fence's marks; false if that cannot be one. */
static bool
fence_language(struct slice info, struct slice *language)
{
	*language = info;
	for (size_t i = 0; i < info.length; i++) {
		if (ascii_is_space(info.text[i]))
			return false;
		if (info.text[i] == '?' && i > 0 && language->length == info.length)
			language->length = i;
	}
	return true;
}

static bool
is_language(struct slice info)
{
	for (size_t i = 0; i < info.length; i++) {
		if (!source_is_word(info.text[i]) && strchr("+#.-?=&", info.text[i]) == NULL)
			return false;
	}
	return true;
}

/* The offset at which the fence of `marks` marks ends. One that nothing closes ends with the text, if its info is plain. */
static size_t
fence_end(struct frame *frame, size_t content, char mark, size_t marks, struct slice info)
{
	struct source *source = &frame->source;
	bool is_plain = is_language(info) && !frame->has_odd_fence;
	size_t longest = frame->fence_longest;
	bool is_known = frame->fence_from != 0 && content >= frame->fence_from && marks > longest;
	size_t end = is_known ? SOURCE_NOWHERE
			      : find_fence_end(source, content, mark, marks, &longest);
	if (end == SOURCE_NOWHERE && longest >= 3 && (info.length == 0 || info.text[-1] == mark))
		end = find_fence_end(source, content, mark, longest, &longest);
	if (end != SOURCE_NOWHERE)
		return end;
	frame->fence_from = content;
	frame->fence_longest = longest > frame->fence_longest ? longest : frame->fence_longest;
	bool has_text = source_skip_white(source, content) < source->length;
	return is_plain && has_text ? source->length : SOURCE_NOWHERE;
}

static bool
read_fence(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	size_t start = source_skip_spaces(source, source->at, 3);
	size_t marks = fence_length(source, start);
	if (marks == 0)
		return false;
	size_t feed = source_line_end(source, start);
	struct slice info = slice_trim(slice_between(source->text, start + marks, feed));
	struct slice language;
	if (!fence_language(info, &language)) {
		frame->has_odd_fence = true;
		return false;
	}
	size_t content = source_next_line(source, feed);
	size_t end = fence_end(frame, content, source->text[start], marks, info);
	if (end == SOURCE_NOWHERE)
		return false;
	struct node *node = block_add(parser, frame, NODE_CODE);
	node->text = slice_between(source->text, content, end);
	node->language = language;
	source->at = end;
	if (end < source->length)
		skip_line(source);
	return true;
}

/* --- Quotes (kramdown, "Blockquotes") --- */

/* The offset behind the mark `>` and its space, or `at`. */
static size_t
skip_quote_mark(const struct source *source, size_t at)
{
	size_t mark = source_skip_spaces(source, at, 3);
	if (source_byte(source, mark) != '>')
		return at;
	return mark + 1 + (source_byte(source, mark + 1) == ' ');
}

static bool
read_quote(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	if (skip_quote_mark(source, source->at) == source->at ||
			parser->depth >= MARKDOWN_MAX_DEPTH)
		return false;
	struct buf text = buf_in(parser->arena);
	size_t lazy_line = 0;
	do {
		size_t start = skip_quote_mark(source, source->at);
		if (start == source->at)
			lazy_line = text.length;
		skip_line(source);
		buf_add(&text, source->text + start, source->at - start);
	} while (!block_ends_lazily(source, source->at));
	struct node *node = block_add(parser, frame, NODE_QUOTE);
	block_push(parser, node, slice_of(text.data, text.length))->lazy_line = lazy_line;
	return true;
}

/* --- Headings (kramdown, "Headers"; GFM) --- */

/* Takes ` {#id}` off the end of a heading's text. */
static void
take_id(struct node *node)
{
	struct slice text = slice_trim_right(node->text);
	node->text = text;
	if (text.length < 5 || text.text[text.length - 1] != '}')
		return;
	size_t at = text.length - 1;
	while (at > 0 && (source_is_word(text.text[at - 1]) || (text.text[at - 1] & 0x80) != 0 ||
					 strchr(":.-", text.text[at - 1]) != NULL))
		at--;
	if (at < 3 || at == text.length - 1 || memcmp(text.text + at - 2, "{#", 2) != 0 ||
			(text.text[at - 3] != ' ' && text.text[at - 3] != '\t') ||
			ascii_is_digit(text.text[at]) || text.text[at] == '-' ||
			text.text[at] == '.')
		return;
	node->id = slice_between(text.text, at, text.length - 1);
	node->text.length = at - 3;
	node->text = slice_trim_right(node->text);
}

/* The text without the `#` that close it. */
static struct slice
without_closing_marks(struct slice text)
{
	size_t length = text.length;
	while (length > 0 && text.text[length - 1] == '#')
		length--;
	if (length == text.length || length == 0 ||
			(text.text[length - 1] != ' ' && text.text[length - 1] != '\t'))
		return text;
	return slice_trim_right(slice_of(text.text, length));
}

/* Adds a heading with the text and the id of `found`, whose line has been read; false without any text. */
static bool
add_heading(struct parser *parser, struct frame *frame, const struct node *found, int level)
{
	if (found->text.length == 0)
		return false;
	struct node *node = block_add(parser, frame, NODE_HEADING);
	node->number = level;
	node->text = found->text;
	node->id = found->id;
	skip_line(&frame->source);
	return true;
}

static size_t
heading_level(const struct source *source, size_t at)
{
	size_t level = 0;
	while (level < 7 && source_byte(source, at + level) == '#')
		level++;
	char next = source_byte(source, at + level);
	return level <= 6 && (next == ' ' || next == '\t') ? level : 0;
}

static bool
read_heading(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	size_t level = heading_level(source, source->at);
	if (level == 0 || !(parser->options->interrupts_text || block_is_after_boundary(frame)))
		return false;
	size_t start = source_skip_blanks(source, source->at + level);
	struct node found = {
			.text = slice_between(source->text, start, source_line_end(source, start))};
	take_id(&found);
	found.text = without_closing_marks(found.text);
	return add_heading(parser, frame, &found, (int)level);
}

/* The level that a line of `=` or `-`, `least` marks or more, gives to the text above it; 0 for any other line. */
static int
underline_level(const struct source *source, size_t at, size_t least)
{
	size_t end = at;
	while (source_byte(source, end) == '=' || source_byte(source, end) == '-')
		end++;
	if (end - at < least || !source_is_blank(source, end))
		return 0;
	return source->text[at] == '=' ? 1 : 2;
}

static bool
read_underlined(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	size_t start = source_skip_spaces(source, source->at, 3);
	size_t feed = source_line_end(source, start);
	int level = underline_level(source, feed + 1, 1);
	char first = source_byte(source, start);
	if (level == 0 || first == ' ' || first == '\t' || !block_is_after_boundary(frame))
		return false;
	struct node found = {.text = slice_between(source->text, start, feed)};
	take_id(&found);
	if (!add_heading(parser, frame, &found, level))
		return false;
	skip_line(source);
	return true;
}

/* --- Math (kramdown, "Math Blocks") --- */

static bool
read_math(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	size_t start = source_skip_spaces(source, source->at, 3);
	if (source_byte(source, start) != '$' || source_byte(source, start + 1) != '$' ||
			!block_is_after_boundary(frame))
		return false;
	size_t end = source_find(source, MARK_MATH, start + 2);
	if (end == SOURCE_NOWHERE)
		return false;
	size_t next = source_next_line(source, end + 2);
	if (!source_is_blank(source, end + 2) || !block_is_before_boundary(source, next))
		return false;
	block_add(parser, frame, NODE_MATH)->text =
			slice_trim(slice_between(source->text, start + 2, end));
	source->at = next;
	return true;
}

/* --- Paragraphs (kramdown, "Paragraphs"; GFM) --- */

/* Of numbers only 1 begins a list within a text: years and days stand at line starts. */
static bool
begins_list_in_text(const struct source *source, size_t at)
{
	size_t number = block_number(source, at);
	if (number != 0) {
		size_t start = source_skip_spaces(source, at, 3);
		return at + number - start == 2 && source->text[start] == '1';
	}
	return block_bullet(source, at) != 0;
}

/* Whether the line's text begins with a byte that begins no block's mark, as nearly all lines do. */
static bool
begins_with_letter(const struct source *source, size_t at)
{
	unsigned char byte = (unsigned char)source_byte(source, source_skip_spaces(source, at, 3));
	/* An ideographic space, which may stand before HTML, begins with 0xE3. */
	return ascii_is_letter((char)byte) || (byte >= 0x80 && byte != 0xE3);
}

static bool
ends_paragraph(const struct parser *parser, struct source *source, size_t at)
{
	if (at < source->length && begins_with_letter(source, at))
		return block_begins_table(source, at);
	if (block_ends_lazily(source, at))
		return true;
	if (block_definition_mark(source, at) != 0 || block_begins_table(source, at))
		return true;
	size_t start = source_skip_spaces(source, at, 3);
	return parser->options->interrupts_text &&
	       (source->text[start] == '>' || fence_length(source, start) != 0 ||
			       heading_level(source, at) != 0 || begins_list_in_text(source, at));
}

/*
 * Makes a heading of a paragraph's lines when the line at source.at, of three
 * marks or more, underlines them; a line that continues a quote without its mark does not.
 */
static bool
underline(struct node *paragraph, struct frame *frame)
{
	struct source *source = &frame->source;
	size_t at = source->at;
	int level = underline_level(source, at, 3);
	if (level == 0 || at == frame->lazy_line)
		return false;
	paragraph->kind = NODE_HEADING;
	paragraph->number = level;
	take_id(paragraph);
	source->at = source_next_line(source, at);
	return true;
}

/* kramdown has no block that begins with spaces and a tab: such a line is text of the block around it. */
static bool
read_loose_line(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	size_t start = source->at;
	struct node *node = frame->node->last;
	if (source_byte(source, source_skip_spaces(source, start, 3)) != '\t')
		return false;
	skip_line(source);
	if (node == frame->before || node->kind != NODE_SPANS) {
		node = node_new(parser->arena, NODE_SPANS);
		node->text = slice_of(source->text + start, 0);
		node_append(frame->node, node);
	}
	node->text.length += source->at - start;
	return true;
}

static void
read_paragraph(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	struct node *node = frame->node->last;
	if (read_loose_line(parser, frame))
		return;
	bool goes_on = node != frame->before && node->kind == NODE_PARAGRAPH;
	const char *start = goes_on ? node->text.text : source->text + source->at;
	if (!goes_on)
		node = block_add(parser, frame, NODE_PARAGRAPH);
	do {
		skip_line(source);
		node->text = slice_trim(
				slice_of(start, (size_t)(source->text + source->at - start)));
		if (source->at < source->length && underline(node, frame))
			return;
	} while (!ends_paragraph(parser, source, source->at));
}

/* --- The driver --- */

static bool
read_block(struct parser *parser, struct frame *frame)
{
	if (read_blank(parser, frame) || read_code(parser, frame))
		return true;
	if (begins_with_letter(&frame->source, frame->source.at))
		return read_underlined(parser, frame) || block_table(parser, frame);
	return read_fence(parser, frame) || read_quote(parser, frame) ||
	       read_heading(parser, frame) || read_rule(parser, frame) ||
	       block_list(parser, frame) || block_definitions(parser, frame) ||
	       block_html(parser, frame) || read_underlined(parser, frame) ||
	       read_math(parser, frame) || block_table(parser, frame) ||
	       block_definition(parser, frame) || block_extension(parser, frame) ||
	       read_end_mark(parser, frame);
}

static void
step(struct parser *parser)
{
	struct frame *frame = parser->top;
	struct source *source = &frame->source;
	bool is_done = frame->work != NULL ? !block_list_step(parser, frame)
					   : source->at >= source->length;
	if (is_done) {
		parser->top = frame->below;
		parser->depth--;
		parser->groups -= frame->node->kind == NODE_GROUP;
		frame->below = parser->spare;
		parser->spare = frame;
	} else if (frame->work == NULL && source->at < frame->raw_end) {
		block_raw_html(parser, frame);
	} else if (frame->work == NULL && !read_block(parser, frame)) {
		read_paragraph(parser, frame);
	}
}

struct node *
block_parse(struct arena *arena, struct markdown_options *options, struct definitions *definitions,
		struct slice text)
{
	struct parser parser = {.arena = arena, .options = options, .definitions = definitions};
	struct node *root = node_new(arena, NODE_ROOT);
	block_push(&parser, root, text);
	while (parser.top != NULL)
		step(&parser);
	definitions_sort(&definitions->links);
	definitions_sort(&definitions->abbreviations);
	definitions_sort(&definitions->footnotes);
	definitions_sort(&definitions->lists);
	return root;
}
