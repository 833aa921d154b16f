#include "document/markdown_lines.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "document/block_splitter.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
	CODE_INDENT = 4,
	MAX_QUOTES = 64, /* levels of `>` on one line; deeper ones are dropped */
};

/* A line without its line feed, and what its start says. */
struct source_line {
	const char *start, *end; /* end: of the text, without the line feed */
	const char *next;	 /* where the next line begins */
	const char *text;	 /* after the indent */
	size_t indent;		 /* columns */
};

struct lines {
	struct buf *out;
	struct html_blocks *blocks;
	struct block_search search;
	const char *end;
	char fence; /* the open fence's character, 0 outside of fences */
	size_t fence_length;
	bool is_after_blank; /* the line before was blank, or there was none */
	bool is_in_list;
	size_t ordered_indent; /* columns of text after the top-level number, 0 outside */
};

/* --- What a line is --- */

static struct source_line
read_line(const char *at, const char *end)
{
	const char *feed = memchr(at, '\n', (size_t)(end - at));
	struct source_line line = {.start = at, .end = feed != NULL ? feed : end, .text = at};
	line.next = feed != NULL ? feed + 1 : end;
	for (; line.text < line.end && (*line.text == ' ' || *line.text == '\t'); line.text++)
		line.indent += *line.text == '\t' ? CODE_INDENT - line.indent % CODE_INDENT : 1;
	return line;
}

static bool
is_blank(const struct source_line *line)
{
	return line->text == line->end;
}

static size_t
text_length(const struct source_line *line)
{
	const char *end = line->end;
	while (end > line->text && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return (size_t)(end - line->text);
}

static bool
line_is(const struct source_line *line, const char *wanted)
{
	size_t length = text_length(line);
	return length == strlen(wanted) && memcmp(line->text, wanted, length) == 0;
}

/* Columns from the indent to the text of a list item; 0: no item begins here. */
static size_t
item_width(const struct source_line *line, bool *is_ordered)
{
	const char *at = line->text;
	while (at < line->end && at - line->text < 9 && *at >= '0' && *at <= '9')
		at++;
	*is_ordered = at > line->text;
	bool has_marker = at < line->end && (*is_ordered ? *at == '.' || *at == ')'
							 : *at == '-' || *at == '*' || *at == '+');
	if (!has_marker || at + 1 >= line->end || (at[1] != ' ' && at[1] != '\t'))
		return 0;
	return (size_t)(at + 2 - line->text);
}

/* The run of fence characters at the line's start; 0 if it opens or closes none. */
static size_t
fence_run(const struct source_line *line)
{
	const char *at = line->text;
	if (at == line->end || (*at != '`' && *at != '~'))
		return 0;
	while (at < line->end && *at == *line->text)
		at++;
	size_t length = (size_t)(at - line->text);
	bool has_tick_in_info =
			*line->text == '`' && memchr(at, '`', (size_t)(line->end - at)) != NULL;
	return length >= 3 && !has_tick_in_info ? length : 0;
}

/* An attribute list by itself: `{: .x}`, `{:toc}`. */
static bool
is_attributes(const struct source_line *line)
{
	size_t length = text_length(line);
	return length >= 3 && line->text[0] == '{' && line->text[1] == ':' &&
	       line->text[length - 1] == '}' && memchr(line->text, '}', length - 1) == NULL;
}

/* `|---|:--:|`: what makes the line before it a table's head. */
static bool
is_table_rule(const struct source_line *line)
{
	bool has_dash = false, has_bar = false;
	for (const char *at = line->text; at < line->end; at++) {
		has_dash |= *at == '-';
		has_bar |= *at == '|';
		if (strchr(" \t|:-", *at) == NULL || *at == '\0')
			return false;
	}
	return has_dash && has_bar;
}

/* --- Inline --- */

static bool
is_space_codepoint(uint32_t codepoint)
{
	return codepoint == 0 || codepoint == ' ' || codepoint == '\t' || codepoint == '\n' ||
	       codepoint == 0xA0 || codepoint == 0x3000;
}

/* Punctuation that md4c would look at beside an emphasis mark. */
static bool
is_punctuation(uint32_t codepoint)
{
	if (codepoint < 0x80)
		return codepoint > ' ' && !(codepoint >= '0' && codepoint <= '9') &&
		       !((codepoint | 0x20) >= 'a' && (codepoint | 0x20) <= 'z') &&
		       codepoint != 0x7F;
	return (codepoint >= 0x2010 && codepoint <= 0x205E) ||
	       (codepoint >= 0x3001 && codepoint <= 0x3030) ||
	       (codepoint >= 0xFF01 && codepoint <= 0xFF0F) ||
	       (codepoint >= 0xFF1A && codepoint <= 0xFF20) ||
	       (codepoint >= 0xFF3B && codepoint <= 0xFF40) ||
	       (codepoint >= 0xFF5B && codepoint <= 0xFF65) || codepoint == 0xB7 ||
	       codepoint == 0x30FB;
}

static bool
is_wide(uint32_t codepoint)
{
	return codepoint >= 0x2E80;
}

static uint32_t
codepoint_after(const char *at, const char *end)
{
	uint32_t codepoint = 0;
	if (at < end)
		utf8_decode(at, (size_t)(end - at), &codepoint);
	return codepoint;
}

static uint32_t
codepoint_before(const char *start, const char *at)
{
	const char *from = at;
	while (from > start && at - from < UTF8_MAX) {
		from--;
		if (((unsigned char)*from & 0xC0) != 0x80)
			break;
	}
	return from < at ? codepoint_after(from, at) : 0;
}

/*
 * Copies a run of `*`. CommonMark lets no emphasis end between punctuation and
 * a letter (`**注意：**请看`); kramdown does. A letter that is not there, put on
 * the punctuation's side, makes md4c agree; only beside CJK, where there are no
 * spaces to go by.
 */
static const char *
put_stars(struct buf *out, const struct source_line *line, const char *at)
{
	const char *after = at;
	while (after < line->end && *after == '*')
		after++;
	uint32_t left = codepoint_before(line->text, at);
	uint32_t right = codepoint_after(after, line->end);
	bool is_beside_cjk = is_wide(left) || is_wide(right);
	bool is_inside = is_beside_cjk && !is_space_codepoint(left) && !is_space_codepoint(right);
	if (is_inside && is_punctuation(left) && !is_punctuation(right))
		buf_add_text(out, MARK_NOTHING);
	buf_add(out, at, (size_t)(after - at));
	if (is_inside && is_punctuation(right) && !is_punctuation(left))
		buf_add_text(out, MARK_NOTHING);
	return after;
}

/* Two tildes strike out; one is a tilde (`10~20℃`). */
static const char *
put_tildes(struct buf *out, const struct source_line *line, const char *at)
{
	const char *after = at;
	while (after < line->end && *after == '~')
		after++;
	if (after - at == 1)
		buf_add_text(out, MARK_TILDE);
	else
		buf_add(out, at, (size_t)(after - at));
	return after;
}

/* `*text*{: .x}`, `# 标题 {#id}`: attributes of what stands before them are not shown. */
static const char *
skip_attributes(struct buf *out, const struct source_line *line, const char *at)
{
	uint32_t left = codepoint_before(line->text, at);
	bool is_span = at + 1 < line->end && at[1] == ':' && left < 0x80 && left != 0 &&
		       strchr("*_)]`>", (int)left) != NULL;
	bool is_id = at + 1 < line->end && at[1] == '#' && *line->text == '#' && left == ' ';
	const char *close = is_span || is_id ? memchr(at, '}', (size_t)(line->end - at)) : NULL;
	if (close != NULL)
		return close + 1;
	buf_add_char(out, *at);
	return at + 1;
}

static bool
skip_office_tag(const char **at, const char *end)
{
	static const char *const tags[] = {"<o:p>", "</o:p>", "<o:p/>"};
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		size_t length = strlen(tags[i]);
		if ((size_t)(end - *at) < length || memcmp(*at, tags[i], length) != 0)
			continue;
		*at += length;
		return true;
	}
	return false;
}

static const char *
put_special(struct buf *out, const struct source_line *line, const char *at)
{
	switch (*at) {
	case '*':
		return put_stars(out, line, at);
	case '~':
		return put_tildes(out, line, at);
	case '{':
		return skip_attributes(out, line, at);
	case '<':
		if (skip_office_tag(&at, line->end))
			return at;
		break;
	case '\xEF': /* a mark of ours in the input */
		if (line->end - at >= MARK_LENGTH && at[1] == '\xB7' &&
				((unsigned char)at[2] & 0xFC) == 0x90)
			return at + MARK_LENGTH;
		break;
	case ']': /* `[x] [1]` is one link to kramdown */
		if (line->end - at >= 3 && at[1] == ' ' && at[2] == '[') {
			buf_add_char(out, ']');
			return at + 2;
		}
		break;
	default:
		break;
	}
	buf_add_char(out, *at);
	return at + 1;
}

static bool
is_special(char byte)
{
	return byte == '*' || byte == '~' || byte == '{' || byte == '<' || byte == '\xEF' ||
	       byte == ']';
}

static void
put_inline(struct buf *out, const struct source_line *line)
{
	const char *end = line->end;
	bool has_two_backslashes = end - line->text >= 2 && end[-1] == '\\' && end[-2] == '\\' &&
				   (end - line->text < 3 || end[-3] != '\\');
	/* Two backslashes at the end break a kramdown line; to CommonMark one does. */
	end -= has_two_backslashes;
	const char *at = line->text;
	while (at < end) {
		const char *plain = at;
		while (at < end && !is_special(*at))
			at++;
		buf_add(out, plain, (size_t)(at - plain));
		if (at < end)
			at = put_special(out, line, at);
	}
}

/* --- Lines --- */

/* Code keeps all but the marks. */
static void
put_verbatim(struct lines *lines, const struct source_line *line)
{
	const char *at = line->start;
	while (at < line->end) {
		const char *mark = memchr(at, MARK_HTML[0], (size_t)(line->end - at));
		const char *stop = mark != NULL ? mark : line->end;
		buf_add(lines->out, at, (size_t)(stop - at));
		at = stop;
		if (mark != NULL)
			at = line->end - at >= MARK_LENGTH && at[1] == '\xB7' ? at + MARK_LENGTH
									      : at + 1;
		if (mark != NULL && at == mark + 1)
			buf_add_char(lines->out, *mark);
	}
	buf_add_char(lines->out, '\n');
}

static void
put_blank(struct lines *lines)
{
	buf_add_char(lines->out, '\n');
	lines->is_after_blank = true;
}

/* Keeps track of lists: in one, an indent of four is no code. */
static void
follow_lists(struct lines *lines, const struct source_line *line, size_t width, bool is_ordered)
{
	if (width > 0 && line->indent < CODE_INDENT) {
		lines->is_in_list = true;
		if (line->indent == 0)
			lines->ordered_indent = is_ordered ? width : 0;
	} else if (line->indent == 0 && lines->is_after_blank) {
		lines->is_in_list = false;
		lines->ordered_indent = 0;
	}
}

static void
put_text(struct lines *lines, const struct source_line *line)
{
	bool is_ordered;
	size_t width = item_width(line, &is_ordered);
	follow_lists(lines, line, width, is_ordered);
	size_t indent = line->indent;
	/* To kramdown two columns are enough to put a list into an ordered one. */
	bool is_nested = lines->ordered_indent > 0 && width > 0 && indent >= 2;
	if (is_nested && indent < lines->ordered_indent)
		indent = lines->ordered_indent;
	buf_add_repeated(lines->out, ' ', indent);
	put_inline(lines->out, line);
	buf_add_char(lines->out, '\n');
	lines->is_after_blank = false;
}

static void
put_html(struct lines *lines, const struct source_line *line, const char *html_end)
{
	struct html_blocks *blocks = lines->blocks;
	blocks->items = xgrow(
			blocks->items, blocks->count, &blocks->capacity, sizeof(*blocks->items));
	blocks->items[blocks->count++] =
			(struct html_block){line->start, (size_t)(html_end - line->start)};
	if (!lines->is_after_blank)
		put_blank(lines);
	/* In a list the block stays in its item; elsewhere an indent would make code of it. */
	bool stays = lines->is_in_list || line->indent < CODE_INDENT;
	buf_add_repeated(lines->out, ' ', stays ? line->indent : 0);
	buf_add_text(lines->out, MARK_HTML);
	buf_add_char(lines->out, '\n');
	put_blank(lines);
}

static void
put_fenced(struct lines *lines, const struct source_line *line)
{
	put_verbatim(lines, line);
	size_t run = fence_run(line);
	bool is_close = run >= lines->fence_length && *line->text == lines->fence &&
			text_length(line) == run;
	if (is_close) {
		lines->fence = 0;
		lines->is_after_blank = true;
	}
}

static void
open_fence(struct lines *lines, const struct source_line *line, size_t run)
{
	if (!lines->is_after_blank && !lines->is_in_list)
		put_blank(lines);
	lines->fence = *line->text;
	lines->fence_length = run;
	put_verbatim(lines, line);
}

/* Lines of which kramdown shows nothing. */
static bool
is_consumed(const struct source_line *line)
{
	if (line->indent >= CODE_INDENT)
		return false;
	return line_is(line, "^") || line_is(line, "<>") || is_attributes(line);
}

/* `* TOC` above `{:toc}` is where a table of contents would stand. */
static bool
is_toc(const struct lines *lines, const struct source_line *line)
{
	bool is_ordered;
	if (item_width(line, &is_ordered) == 0 || line->next >= lines->end)
		return false;
	struct source_line next = read_line(line->next, lines->end);
	return text_length(&next) >= 6 && memcmp(next.text, "{:toc", 5) == 0;
}

/* A table's head right under a text: to kramdown and GitHub it is one, md4c wants a blank line. */
static bool
begins_table(const struct lines *lines, const struct source_line *line)
{
	if (lines->is_after_blank || line->next >= lines->end ||
			memchr(line->text, '|', (size_t)(line->end - line->text)) == NULL)
		return false;
	struct source_line next = read_line(line->next, lines->end);
	return is_table_rule(&next);
}

static const char *
put_line(struct lines *lines, const struct source_line *line)
{
	if (lines->fence != 0) {
		put_fenced(lines, line);
		return line->next;
	}
	if (is_blank(line) || is_consumed(line) || is_toc(lines, line)) {
		put_blank(lines);
		return line->next;
	}
	const char *html_end = block_splitter_html(line->start, lines->end, &lines->search);
	if (html_end != NULL) {
		put_html(lines, line, html_end);
		/* Only spaces up to the line's end: that line is done with. */
		struct source_line rest = read_line(html_end, lines->end);
		return is_blank(&rest) ? rest.next : html_end;
	}
	size_t run = line->indent < CODE_INDENT || lines->is_in_list ? fence_run(line) : 0;
	if (run > 0) {
		open_fence(lines, line, run);
		return line->next;
	}
	if (line->indent >= CODE_INDENT && lines->is_after_blank && !lines->is_in_list) {
		put_verbatim(lines, line);
		return line->next;
	}
	if (begins_table(lines, line))
		put_blank(lines);
	put_text(lines, line);
	return line->next;
}

/* Thousands of levels of quotes are a line that somebody made to hurt. */
static void
cut_quotes(struct source_line *line)
{
	size_t quotes = 0;
	const char *at = line->text;
	while (at < line->end && (*at == '>' || *at == ' '))
		quotes += *at++ == '>';
	if (quotes > MAX_QUOTES)
		line->text = at;
}

void
markdown_lines(struct buf *out, struct html_blocks *blocks, const char *text, size_t length)
{
	struct lines lines = {
			.out = out, .blocks = blocks, .end = text + length, .is_after_blank = true};
	const char *at = text;
	while (at < lines.end) {
		struct source_line line = read_line(at, lines.end);
		cut_quotes(&line);
		at = put_line(&lines, &line);
	}
}
