/* HTML blocks (kramdown, "HTML Blocks"). */

#include "markdown/block.h"

#include "base/buf.h"

#include <string.h>

static void
add_html(struct parser *parser, struct frame *frame, size_t from, size_t to)
{
	block_add(parser, frame, NODE_HTML)->text = slice_between(frame->source.text, from, to);
}

/* The same for HTML by itself: reading goes on at `next`, or behind the line that ends there. */
static void
add_alone(struct parser *parser, struct frame *frame, size_t from, size_t to, size_t next)
{
	struct source *source = &frame->source;
	size_t end = source_skip_blanks(source, next);
	add_html(parser, frame, from, to);
	source->at = source_byte(source, end) == '\n' ? end + 1 : next;
}

/* --- Markdown between blank lines of raw HTML --- */

static bool
is_mark_of_line(const struct source *source, size_t at)
{
	size_t hashes = 0;
	if (block_bullet(source, at) != 0 || block_number(source, at) != 0)
		return true;
	while (source_byte(source, at + hashes) == '#')
		hashes++;
	bool is_heading = hashes > 0 && hashes <= 6 && source_byte(source, at + hashes) == ' ';
	bool is_fence = source_has(source, at, "```") || source_has(source, at, "~~~");
	return is_heading || is_fence || source_byte(source, at) == '>';
}

static bool
is_mark_of_span(const struct source *source, size_t at)
{
	char byte = source->text[at], next = source_byte(source, at + 1);
	char after = source_byte(source, at + 2);
	switch (byte) {
	case '*':
	case '_':
		return next == byte && after != byte && !ascii_is_space(after);
	case ']':
		return next == '(' || next == '[';
	case '!':
		return next == '[';
	case '`':
		return !ascii_is_space(next);
	default:
		return false;
	}
}

/* Whether the lines from `at` to the next blank one look like Markdown rather than text within HTML. */
static bool
looks_like_markdown(const struct source *source, size_t at, size_t limit)
{
	size_t start = source_skip_spaces(source, at, 4);
	if (start == at + 4 || source_byte(source, start) == '\t' ||
			source_byte(source, start) == '<')
		return false;
	for (; at < limit && !source_is_blank(source, at); at = source_next_line(source, at)) {
		size_t end = source_line_end(source, at);
		size_t text = source_skip_spaces(source, at, 3);
		if (source_byte(source, text) == '<')
			return false;
		if (is_mark_of_line(source, text))
			return true;
		for (; text < end; text++) {
			if (is_mark_of_span(source, text))
				return true;
		}
	}
	return false;
}

/* The number of the first tag at or after `at`; *verbatim_end is raised to the end of verbatim elements before it. */
static size_t
skip_tags(const struct tag_index *index, size_t number, size_t at, size_t *verbatim_end)
{
	for (; number < index->count && index->entries[number].start < at; number++) {
		const struct tag_entry *entry = &index->entries[number];
		if (entry->is_verbatim && entry->match != SOURCE_NOWHERE &&
				index->entries[entry->match].end > *verbatim_end)
			*verbatim_end = index->entries[entry->match].end;
	}
	return number;
}

/* The first blank line of raw HTML behind which Markdown stands, or `end`. */
static size_t
find_markdown(const struct source *source, const struct tag_index *index, size_t number, size_t end)
{
	size_t verbatim_end = 0;
	size_t at = source_next_line(source, index->entries[number].end - 1);
	while (at < end) {
		if (!source_is_blank(source, at)) {
			at = source_next_line(source, at);
			continue;
		}
		size_t blank = at;
		while (at < end && source_is_blank(source, at))
			at = source_next_line(source, at);
		number = skip_tags(index, number, at, &verbatim_end);
		if (at >= verbatim_end && at < end && looks_like_markdown(source, at, end))
			return blank;
	}
	return end;
}

/* Raw HTML that nothing closes ends at the next blank line. */
static size_t
find_blank_line(const struct source *source, size_t at)
{
	do
		at = source_next_line(source, at);
	while (at < source->length && !source_is_blank(source, at));
	return at;
}

/* --- Content with markdown="1" --- */

/* Columns of the white space that the line of the tag at `at` begins with. */
static size_t
line_indent(const struct source *source, size_t at)
{
	size_t start = at;
	while (start > 0 && (source->text[start - 1] == ' ' || source->text[start - 1] == '\t'))
		start--;
	return start == 0 || source->text[start - 1] == '\n' ? at - start : 0;
}

/* The lines between tags, without the indent of the line of the start tag. */
static struct slice
content_text(struct arena *arena, const struct source *source, size_t from, size_t to,
		size_t indent)
{
	struct buf text = buf_in(arena);
	while (from < to) {
		size_t next = source_next_line(source, from);
		size_t start = from;
		while (start < to && start - from < indent && source->text[start] == ' ')
			start++;
		if (next > to)
			next = to;
		buf_add(&text, source->text + start, next - start);
		from = next;
	}
	if (text.length > 0 && text.data[text.length - 1] != '\n')
		buf_add_char(&text, '\n');
	return slice_of(text.data, text.length);
}

/* Adds the raw HTML up to and with a start tag, then reads the element's content, up to its close tag at `end`. */
static void
read_content(struct parser *parser, struct frame *frame, const struct tag *tag, size_t end,
		enum html_content content)
{
	struct source *source = &frame->source;
	add_html(parser, frame, source->at, tag->end);
	if (frame->raw_beginning == NULL)
		frame->raw_beginning = frame->node->last;
	source->at = end;
	if (content == HTML_SPAN) {
		block_add(parser, frame, NODE_SPANS)->text =
				slice_between(source->text, tag->end, end);
		return;
	}
	size_t from = source_skip_blanks(source, tag->end);
	from = source_byte(source, from) == '\n' ? from + 1 : tag->end;
	size_t indent = line_indent(source, tag->start);
	struct node *group = block_add(parser, frame, NODE_GROUP);
	if (from < end)
		block_push(parser, group,
				content_text(parser->arena, source, from, end,
						indent > 3 ? indent : 0));
}

/* The next tag in raw HTML that says how its content is to be read; false when there is none before `end`. */
static bool
find_content(struct source *source, const struct tag_index *index, size_t end, struct tag *tag,
		size_t *content_end, enum html_content *content)
{
	for (size_t number = html_tag_number(index, source->at);
			number < index->count && index->entries[number].start < end; number++) {
		const struct tag_entry *entry = &index->entries[number];
		if (!entry->says_markdown || entry->match == SOURCE_NOWHERE ||
				index->entries[entry->match].end > end)
			continue;
		*content_end = index->entries[entry->match].start;
		if (html_tag_read(source, entry->start, tag) &&
				html_tag_content(source, tag, content) && *content != HTML_RAW)
			return true;
	}
	return false;
}

void
block_raw_html(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	size_t content_end;
	struct tag tag;
	enum html_content content;
	const struct tag_index *index = html_tags(source, parser->arena);
	if (parser->groups >= MARKDOWN_MAX_GROUPS ||
			!find_content(source, index, frame->raw_end, &tag, &content_end,
					&content)) {
		add_alone(parser, frame, source->at, frame->raw_end, frame->raw_end);
		frame->node->last->beginning = frame->raw_beginning;
		return;
	}
	read_content(parser, frame, &tag, content_end, content);
}

/* --- Beginnings --- */

static bool
read_comment(struct parser *parser, struct frame *frame, size_t at)
{
	struct source *source = &frame->source;
	if (!source_has(source, at, "<!--"))
		return false;
	size_t end = source_find(source, MARK_COMMENT, at + 4);
	if (end == SOURCE_NOWHERE)
		return false;
	add_alone(parser, frame, at, end + 3, end + 3);
	return true;
}

/* A tag without content. */
static void
read_lone_tag(struct parser *parser, struct frame *frame, const struct tag *tag)
{
	/* A </p> that closes nothing would be an empty paragraph. */
	bool is_dropped = tag->is_close && strcmp(tag->name, "p") == 0;
	add_alone(parser, frame, tag->start, is_dropped ? tag->start : tag->end, tag->end);
	if (tag->is_self_closed && !html_is(tag, IS_VOID)) {
		struct buf both = buf_in(parser->arena);
		buf_add(&both, frame->source.text + tag->start, tag->end - tag->start);
		buf_format(&both, "</%s>", tag->name);
		frame->node->last->text = slice_of(both.data, both.length);
	}
}

static void
read_element(struct parser *parser, struct frame *frame, const struct tag *tag)
{
	struct source *source = &frame->source;
	const struct tag_index *index = html_tags(source, parser->arena);
	size_t number = html_tag_number(index, tag->start);
	bool is_known = number < index->count && index->entries[number].start == tag->start;
	size_t match = is_known ? index->entries[number].match : SOURCE_NOWHERE;
	bool is_closed = match != SOURCE_NOWHERE;
	enum html_content content = HTML_RAW;
	bool says_markdown = html_tag_content(source, tag, &content);
	if (!says_markdown && parser->options->reads_block_html &&
			parser->groups < MARKDOWN_MAX_GROUPS)
		content = html_content_of(tag);
	if (!is_closed && (html_is(tag, IS_TEXT) || content != HTML_RAW)) {
		/* The parser of HTML would look for its end in what follows. */
		add_alone(parser, frame, tag->start, html_is(tag, IS_TEXT) ? tag->start : tag->end,
				tag->end);
		return;
	}
	size_t end = is_closed ? index->entries[match].end : find_blank_line(source, tag->end - 1);
	if (is_closed && !says_markdown && !html_is(tag, IS_VERBATIM))
		end = find_markdown(source, index, number, end);
	source->at = tag->start;
	frame->raw_end = end;
	frame->raw_beginning = NULL;
	if (!says_markdown && content != HTML_RAW)
		read_content(parser, frame, tag, index->entries[match].start, content);
	else
		block_raw_html(parser, frame);
}

static bool
read_html(struct parser *parser, struct frame *frame, size_t at)
{
	struct tag tag;
	if (source_byte(&frame->source, at) != '<')
		return false;
	if (read_comment(parser, frame, at))
		return true;
	if (!html_tag_read(&frame->source, at, &tag) || html_is(&tag, IS_SPAN))
		return false;
	if (tag.is_close || tag.is_self_closed || html_is(&tag, IS_VOID))
		read_lone_tag(parser, frame, &tag);
	else
		read_element(parser, frame, &tag);
	return true;
}

bool
block_html(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	size_t most = block_continues_html(frame) ? SIZE_MAX : 3;
	size_t at = source_skip_spaces(source, source->at, most);
	while (source_has(source, at, "\xE3\x80\x80")) /* an ideographic space */
		at += 3;
	return read_html(parser, frame, at);
}

bool
block_continues_html(struct frame *frame)
{
	struct source *source = &frame->source;
	const struct node *last = frame->node->last;
	if (last == NULL || last->kind != NODE_HTML)
		return false;
	size_t at = source_skip_spaces(source, source->at, SIZE_MAX);
	return html_begins_block(source, at);
}
