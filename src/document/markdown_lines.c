#include "document/markdown_lines.h"

#include "base/arena.h"
#include "base/buf.h"
#include "document/block_splitter.h"
#include "document/list_levels.h"
#include "document/markdown_inline.h"
#include "document/markdown_marks.h"
#include "document/source_line.h"

#include <stdbool.h>
#include <string.h>

enum {
	MAX_QUOTES = 64,	 /* levels of `>`; deeper ones are dropped */
	MAX_LINES = 4096,	 /* of a paragraph; md4c looks through them for each link */
	MAX_COLUMNS = 64,	 /* of a table; what has more is text */
	MAX_ALL_CELLS = 4000000, /* of all tables: md4c fills short rows up */
};

struct lines {
	struct buf *out;
	struct html_blocks *blocks;
	struct block_search search;
	struct inlines inlines;
	struct list_levels levels;
	const char *end;
	char fence; /* the open fence's character, 0 outside of fences */
	size_t fence_length;
	bool fence_is_quoted;
	bool is_after_blank;   /* no paragraph goes on: a blank line, a block, the beginning */
	bool is_after_html;    /* on the same line or the next: an indent makes no code */
	bool is_code;	       /* the last line that was not blank was indented code */
	bool is_table;	       /* the line before is a table's */
	bool needs_break;      /* kramdown ended the paragraph at a line that is not shown */
	size_t columns;	       /* of the table, once its rule has been seen */
	size_t cells;	       /* of all tables so far */
	size_t line_count;     /* of the paragraph */
	bool is_in_definition; /* of a definition list, at the outermost level */
	bool is_after_term;
	size_t last_item; /* where the line before begins in `out`, if it began an item */
};

static const size_t no_item = (size_t)-1;

/* --- Blank lines and HTML --- */

static void
put_blank(struct lines *lines)
{
	buf_add_char(lines->out, '\n');
	lines->is_after_blank = true;
	lines->is_after_html = false;
	lines->is_table = false;
	lines->columns = 0;
	lines->needs_break = false;
	lines->last_item = no_item;
}

/* Lifts an HTML block out; we are where a line's text would go. */
static void
put_html(struct lines *lines, const char *start, const char *end)
{
	struct html_blocks *blocks = lines->blocks;
	blocks->items = arena_grow(lines->out->arena, blocks->items, blocks->count,
			&blocks->capacity, sizeof(*blocks->items));
	blocks->items[blocks->count++] = (struct html_block){start, (size_t)(end - start)};
	buf_add_text(lines->out, "```" MARK_HTML "\n");
	buf_add_repeated(lines->out, ' ', list_levels_out(&lines->levels));
	buf_add_text(lines->out, "```\n");
	lines->is_after_blank = true;
	lines->is_after_html = true;
	lines->is_table = false;
	lines->columns = 0;
	lines->is_code = false;
	lines->last_item = no_item;
}

static const char *
find_html(struct lines *lines, const char *at)
{
	return block_splitter_html(at, lines->end, &lines->search);
}

/*
 * Lifts out the HTML from `start` to `end` and all that follows it on its line,
 * as one. Returns where the text goes on: on that line, or at the next.
 */
static const char *
put_html_blocks(struct lines *lines, const char *start, const char *end)
{
	const char *at = end;
	for (const char *next = end; next != NULL; next = find_html(lines, at)) {
		end = at = next;
		while (at < lines->end && (*at == ' ' || *at == '\t'))
			at++;
		if (at == lines->end || *at == '\n')
			break;
	}
	put_html(lines, start, end);
	return at < lines->end && *at == '\n' ? at + 1 : at;
}

static void
put_tags(struct lines *lines, const char *tags)
{
	put_html(lines, tags, tags + strlen(tags));
}

/* Leaves the items, and the definition, that a line with that indent is no part of. */
static void
leave(struct lines *lines, size_t indent)
{
	list_levels_leave(&lines->levels, indent);
	if (!lines->is_in_definition || lines->levels.count > 0)
		return;
	lines->is_in_definition = false;
	put_tags(lines, "</dd></dl>");
}

/* --- Code --- */

static void
put_verbatim(struct lines *lines, const struct source_line *line)
{
	size_t column = list_levels_map(&lines->levels, line->indent);
	if (column == line->indent) {
		buf_add(lines->out, line->start, (size_t)(line->end - line->start));
	} else {
		buf_add_repeated(lines->out, ' ', column);
		buf_add(lines->out, line->text, (size_t)(line->end - line->text));
	}
	buf_add_char(lines->out, '\n');
}

/* Past the `>` of a quote's line, no more than `limit` of them. */
static const char *
skip_quotes(const struct source_line *line, size_t limit)
{
	const char *at = line->text, *after = at;
	for (size_t count = 0; count < limit && at < line->end; at++) {
		if (*at == '>') {
			count++;
			after = at + 1;
		} else if (*at != ' ') {
			break;
		}
	}
	if (after > line->text && after < line->end && *after == ' ')
		after++;
	return after;
}

static void
put_fenced(struct lines *lines, const struct source_line *line)
{
	struct source_line inner = *line;
	put_verbatim(lines, line);
	if (lines->fence_is_quoted) {
		inner.text = skip_quotes(line, MAX_QUOTES);
		while (inner.text < inner.end && *inner.text == ' ')
			inner.text++;
	}
	size_t run = source_line_fence(&inner);
	if (run >= lines->fence_length && *inner.text == lines->fence &&
			source_line_length(&inner) == run) {
		lines->fence = 0;
		lines->is_after_blank = true;
	}
}

/* A fence opens on this line; copies the line's text. */
static bool
put_fence(struct lines *lines, const struct source_line *line, bool is_quoted)
{
	size_t run = source_line_fence(line);
	if (run == 0)
		return false;
	lines->fence = *line->text;
	lines->fence_length = run;
	lines->fence_is_quoted = is_quoted;
	buf_add(lines->out, line->text, (size_t)(line->end - line->text));
	buf_add_char(lines->out, '\n');
	return true;
}

/* Code begins after a blank line only, and not where HTML is what is indented. */
static bool
is_indented_code(const struct lines *lines, const struct source_line *line)
{
	return lines->is_after_blank && !lines->is_after_html &&
	       line->indent >= list_levels_text(&lines->levels) + CODE_INDENT;
}

/* --- Lines that are not shown --- */

/* `{:toc}` takes the place of the list item above it. */
static void
drop_item_above(struct lines *lines, const struct source_line *line)
{
	bool is_contents = source_line_length(line) >= 6 && memcmp(line->text, "{:toc", 5) == 0;
	if (is_contents && lines->last_item != no_item) {
		buf_truncate(lines->out, lines->last_item);
		lines->is_after_blank = true;
	}
}

/* Whether kramdown shows nothing of the line; then it is done with. */
static bool
consume(struct lines *lines, const struct source_line *line)
{
	if (line->indent >= list_levels_text(&lines->levels) + CODE_INDENT)
		return false;
	if (source_line_is(line, "<>")) { /* dirt of a converter */
		put_blank(lines);
		return true;
	}
	if (line->indent == 0 && source_line_is(line, "^")) {
		leave(lines, 0);
		lines->levels.count = 0;
		put_html(lines, line->end, line->end);
		return true;
	}
	if (source_line_is_attributes(line)) {
		drop_item_above(lines, line);
		lines->needs_break = !lines->is_after_blank;
		return true;
	}
	return source_line_is_abbreviation(line);
}

/* --- Tables --- */

/* The head that md4c wants of a table; the mark has it left out again. */
static void
put_table_head(struct lines *lines, const struct source_line *line)
{
	bool is_rule = source_line_is_table_rule(line);
	size_t cells = source_line_cells(line);
	size_t indent = list_levels_map(&lines->levels, line->indent);
	if (cells < 2 || cells > MAX_COLUMNS)
		return;
	for (size_t row = 0; row < (is_rule ? 1 : 2); row++) {
		buf_add_repeated(lines->out, ' ', indent);
		for (size_t i = 0; i < cells; i++)
			buf_add_text(lines->out, row == 0 ? "|" MARK_HEADLESS : "|---");
		buf_add_text(lines->out, "|\n");
	}
	lines->is_table = true;
	lines->columns = cells;
}

/* Lets a table begin right under a text, and without a head, as kramdown or GitHub do. */
static void
begin_table(struct lines *lines, const struct source_line *line)
{
	bool has_bar = memchr(line->text, '|', (size_t)(line->end - line->text)) != NULL;
	bool was_table = lines->is_table;
	lines->is_table = was_table && has_bar;
	if (!has_bar || was_table || lines->cells > MAX_ALL_CELLS)
		return;
	struct source_line next = source_line_read(line->next, lines->end);
	if (source_line_is_table_rule(&next) && !source_line_is_table_rule(line)) {
		if (!lines->is_after_blank)
			put_blank(lines);
		lines->is_table = true;
	} else if (lines->is_after_blank) {
		put_table_head(lines, line);
	}
}

/* md4c wants three dashes in each cell of a table's rule. */
static void
put_table_rule(struct lines *lines, const struct source_line *line)
{
	size_t cells = 0;
	for (const char *at = line->text; at < line->end; at++)
		cells += *at == '|';
	lines->columns = cells;
	if (cells > MAX_COLUMNS || lines->cells > MAX_ALL_CELLS)
		buf_add_text(lines->out, MARK_NOTHING);
	for (const char *at = line->text; at < line->end; at++) {
		bool is_last = *at == '-' && (at + 1 == line->end || at[1] != '-');
		buf_add_char(lines->out, *at);
		buf_add_text(lines->out, is_last ? "--" : "");
	}
	buf_add_char(lines->out, '\n');
}

/* --- Text --- */

static void
put_text(struct lines *lines, const struct source_line *line)
{
	const char *text = line->text;
	lines->line_count = lines->is_after_blank ? 1 : lines->line_count + 1;
	lines->is_after_blank = false;
	lines->is_after_html = false;
	if (source_line_is_table_rule(line)) {
		put_table_rule(lines, line);
		return;
	}
	/* A footnote's text is no address of a link. */
	if (line->end - text > 4 && text[0] == '[' && text[1] == '^') {
		const char *close = memchr(text, ']', (size_t)(line->end - text - 1));
		if (close != NULL && close[1] == ':') {
			buf_add(lines->out, text, (size_t)(close + 1 - text));
			buf_add_text(lines->out, MARK_NOTHING);
			text = close + 1;
		}
	}
	inlines_put(&lines->inlines, lines->out, text, line->end);
	/* An attribute list that goes on leaves no space where it was. */
	if (lines->inlines.skip_until == NULL || lines->inlines.skip_until <= line->end)
		buf_add_char(lines->out, '\n');
}

static void
put_quote(struct lines *lines, const struct source_line *line)
{
	struct source_line inner = *line;
	inner.text = skip_quotes(line, MAX_QUOTES);
	const char *shown = inner.text;
	/* What is still there is deeper than we go. */
	if (shown < line->end && *shown == '>')
		while (inner.text < inner.end && (*inner.text == '>' || *inner.text == ' '))
			inner.text++;
	while (inner.text < inner.end && *inner.text == ' ')
		inner.text++;
	buf_add(lines->out, line->text, (size_t)(shown - line->text));
	if (shown < line->end && *shown == ' ')
		buf_add(lines->out, shown, (size_t)(inner.text - shown));
	if (put_fence(lines, &inner, true))
		return;
	if (source_line_is_attributes(&inner))
		inner.text = inner.end;
	put_text(lines, &inner);
}

/* What stands after the indent and the markers. Returns where the source goes on. */
static const char *
put_content(struct lines *lines, const struct source_line *line)
{
	if (source_line_is_blank(line)) {
		buf_add_char(lines->out, '\n');
		lines->is_after_blank = false;
		return line->next;
	}
	if (put_fence(lines, line, false))
		return line->next;
	const char *html_end = find_html(lines, line->text);
	if (html_end != NULL)
		return put_html_blocks(lines, line->text, html_end);
	if (*line->text == '>')
		put_quote(lines, line);
	else
		put_text(lines, line);
	return line->next;
}

/* --- List items --- */

static struct item_marker
find_marker(const struct lines *lines, const struct source_line *line)
{
	bool is_deep = line->indent >= list_levels_text(&lines->levels) + CODE_INDENT;
	if (is_deep || source_line_is_blank(line) || source_line_is_rule(line))
		return (struct item_marker){0};
	return source_line_item(line, line->indent);
}

/* Copies the markers at the line's text; `out` is their column for md4c. */
static void
put_markers(struct lines *lines, struct source_line *line, struct item_marker marker, size_t out)
{
	while (marker.length > 0) {
		bool is_empty = marker.text == line->end;
		bool is_code = marker.spaces > CODE_INDENT;
		size_t spaces = is_empty || is_code ? 1 : marker.spaces;
		size_t width = marker.length + spaces;
		if (!list_levels_enter(
				    &lines->levels, line->indent, width, out, marker.is_ordered)) {
			buf_add_text(lines->out, MARK_NOTHING);
			return;
		}
		buf_add(lines->out, line->text, marker.length);
		buf_add_repeated(lines->out, ' ', is_empty ? 0 : marker.spaces);
		line->text = marker.text;
		line->indent += marker.length + marker.spaces;
		out += marker.length + marker.spaces;
		marker = is_code ? (struct item_marker){0} : find_marker(lines, line);
	}
}

/* Blocks that end a paragraph, so that their indent counts. */
static bool
begins_block(const struct source_line *line)
{
	return *line->text == '#' || *line->text == '>' || source_line_fence(line) > 0;
}

static const char *
put_item_or_text(struct lines *lines, struct source_line *line)
{
	struct item_marker marker = find_marker(lines, line);
	bool is_item = marker.length > 0;
	lines->cells += lines->columns;
	bool is_too_long = lines->columns > 0 ? lines->cells > MAX_ALL_CELLS
					      : lines->line_count > MAX_LINES;
	if ((lines->needs_break && !is_item) || is_too_long)
		put_blank(lines);
	lines->needs_break = false;
	size_t counted = line->indent;
	if (is_item)
		counted = list_levels_leave_for_item(
				&lines->levels, line->indent, marker.is_ordered);
	else if (lines->is_after_blank || begins_block(line))
		leave(lines, line->indent);
	if (!is_item)
		begin_table(lines, line);
	size_t start = lines->out->length;
	size_t column = list_levels_map(&lines->levels, counted);
	buf_add_repeated(lines->out, ' ', column);
	put_markers(lines, line, marker, column);
	const char *next = put_content(lines, line);
	lines->last_item = is_item ? start : no_item;
	lines->is_code = false;
	return next;
}

/* --- Definition lists --- */

/* `: text`, the definition of the term above it. */
static bool
is_definition(const struct source_line *line)
{
	return line->indent < CODE_INDENT && line->end - line->text > 2 && *line->text == ':' &&
	       (line->text[1] == ' ' || line->text[1] == '\t');
}

/* Whether the next line, or the one after a blank one, defines this one. */
static bool
is_term(const struct lines *lines, const struct source_line *line)
{
	bool is_inside =
			lines->is_in_definition && line->indent >= list_levels_text(&lines->levels);
	if (is_inside || line->indent >= CODE_INDENT || is_definition(line) || begins_block(line))
		return false;
	struct source_line next = source_line_read(line->next, lines->end);
	if (source_line_is_blank(&next))
		next = source_line_read(next.next, lines->end);
	return is_definition(&next) && find_marker(lines, line).length == 0;
}

static void
put_term(struct lines *lines, const struct source_line *line)
{
	lines->levels.count = 0;
	put_tags(lines, lines->is_in_definition ? "</dd><dt>" : "<dl><dt>");
	lines->is_in_definition = false;
	lines->is_after_term = true;
	put_text(lines, line);
}

/* Enters a definition; the line is then what stands in it. */
static void
enter_definition(struct lines *lines, struct source_line *line)
{
	const char *text = line->text + 1;
	while (text < line->end && (*text == ' ' || *text == '\t'))
		text++;
	size_t width = (size_t)(text - line->text);
	lines->levels.count = 0;
	put_tags(lines, lines->is_in_definition ? "</dd><dd>" : "</dt><dd>");
	/* What stands in it begins at the margin for md4c. */
	lines->levels.items[lines->levels.count++] =
			(struct list_level){.marker = line->indent, .text = line->indent + width};
	lines->is_in_definition = true;
	lines->is_after_term = false;
	line->indent += width;
	line->text = text;
}

/* Definition lists get tags of our own around what md4c takes for paragraphs. */
static bool
put_definition(struct lines *lines, struct source_line *line)
{
	bool is_after_list = lines->is_after_blank && lines->levels.count > 0 &&
			     line->indent < lines->levels.items[0].text;
	bool may_begin = lines->levels.count == 0 || lines->is_in_definition || is_after_list;
	if (may_begin && is_term(lines, line)) {
		put_term(lines, line);
		return true;
	}
	bool may_go_on = lines->is_after_term || lines->is_in_definition;
	bool is_nested = line->indent >= list_levels_text(&lines->levels) && !lines->is_after_term;
	if (may_go_on && !is_nested && is_definition(line))
		enter_definition(lines, line);
	return false;
}

/* --- Lines --- */

/* A fence ends with the item or the quote it stands in. */
static bool
is_in_fence(const struct lines *lines, const struct source_line *line)
{
	if (lines->fence == 0)
		return false;
	if (lines->fence_is_quoted)
		return !source_line_is_blank(line) && *line->text == '>';
	return source_line_is_blank(line) || line->indent >= list_levels_text(&lines->levels);
}

static const char *
put_line(struct lines *lines, struct source_line *line)
{
	if (is_in_fence(lines, line)) {
		put_fenced(lines, line);
		return line->next;
	}
	lines->is_after_blank |= lines->fence != 0;
	lines->fence = 0;
	if (source_line_is_blank(line)) {
		put_blank(lines);
		return line->next;
	}
	bool is_code = is_indented_code(lines, line);
	const char *html_end = is_code && lines->is_code ? NULL : find_html(lines, line->text);
	if (html_end != NULL) {
		leave(lines, line->indent);
		buf_add_repeated(lines->out, ' ', list_levels_out(&lines->levels));
		return put_html_blocks(lines, line->text, html_end);
	}
	if (consume(lines, line))
		return line->next;
	if (is_code) {
		leave(lines, line->indent);
		put_verbatim(lines, line);
		lines->is_code = true;
		return line->next;
	}
	if (put_definition(lines, line))
		return line->next;
	return put_item_or_text(lines, line);
}

void
markdown_lines(struct buf *out, struct html_blocks *blocks, const char *text, size_t length)
{
	struct lines lines = {.out = out,
			.blocks = blocks,
			.end = text + length,
			.is_after_blank = true,
			.last_item = no_item};
	inlines_init(&lines.inlines, out->arena, text, length);
	for (const char *at = text; at < lines.end;) {
		struct source_line line = source_line_read(at, lines.end);
		size_t margin = list_levels_text(&lines.levels);
		/* After a block, what follows on its line or with an indent stays where it is. */
		bool is_rest = at > text && at[-1] != '\n';
		if (is_rest || (lines.is_after_html && line.indent >= margin + CODE_INDENT))
			line.indent = margin;
		at = put_line(&lines, &line);
	}
}
