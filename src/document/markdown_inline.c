#include "document/markdown_inline.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "document/markdown_marks.h"
#include "document/source_line.h"

#include <string.h>

enum { MAX_ATTRIBUTES = 512 }; /* bytes of an attribute list */

/* What is left of a line. */
struct rest {
	struct inlines *inlines;
	struct buf *out;
	const char *start, *end;
	const char *no_close_from; /* no `>` from here on in the line, or NULL */
};

void
inlines_init(struct inlines *inlines, struct arena *arena, const char *text, size_t length)
{
	*inlines = (struct inlines){.end = text + length};
	labels_find(&inlines->labels, arena, text, length);
}

/* --- Characters --- */

struct range {
	uint32_t first, last;
};

static const struct range punctuation[] = {{0x21, 0x2F}, {0x3A, 0x40}, {0x5B, 0x60}, {0x7B, 0x7E},
		{0xA1, 0xA9}, {0xAB, 0xB4}, {0xB6, 0xB9}, {0xBB, 0xBF}, {0xD7, 0xD7}, {0xF7, 0xF7},
		{0x2010, 0x205E}, {0x2190, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3001, 0x3003},
		{0x3008, 0x3020}, {0x3030, 0x3030}, {0x303D, 0x303F}, {0x30A0, 0x30A0},
		{0x30FB, 0x30FB}, {0xFE10, 0xFE19}, {0xFE30, 0xFE6F}, {0xFF01, 0xFF0F},
		{0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0x1F000, 0x1FAFF}};

bool
inline_is_punctuation(uint32_t codepoint)
{
	for (size_t i = 0; i < sizeof(punctuation) / sizeof(punctuation[0]); i++) {
		if (codepoint >= punctuation[i].first && codepoint <= punctuation[i].last)
			return true;
	}
	return false;
}

static bool
is_space(uint32_t codepoint)
{
	return codepoint <= ' ' || codepoint == 0xA0 || codepoint == 0x3000 ||
	       (codepoint >= 0x2000 && codepoint <= 0x200A);
}

/* CJK letters and the punctuation that goes with them, curly quotes and dashes included. */
static bool
is_cjk(uint32_t codepoint)
{
	return codepoint >= 0x2E80 || (codepoint >= 0x2014 && codepoint <= 0x2026) ||
	       codepoint == 0xB7;
}

static bool
is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
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

/* --- Emphasis, tildes --- */

static const char *
skip_run(const char *at, const char *end)
{
	const char *after = at;
	while (after < end && *after == *at)
		after++;
	return after;
}

/*
 * CommonMark lets no emphasis end between punctuation and a letter
 * (`**注意：**请看`), kramdown does. Letters that are not there, on both
 * sides, make md4c agree; only beside CJK, where there are no spaces to go by.
 */
static const char *
put_stars(struct rest *rest, const char *at)
{
	const char *after = skip_run(at, rest->end);
	uint32_t left = codepoint_before(rest->start, at);
	uint32_t right = codepoint_after(after, rest->end);
	bool is_inside = !is_space(left) && !is_space(right) && (is_cjk(left) || is_cjk(right));
	bool is_marked = is_inside && (inline_is_punctuation(left) || inline_is_punctuation(right));
	if (is_marked)
		buf_add_text(rest->out, MARK_NOTHING);
	buf_add(rest->out, at, (size_t)(after - at));
	if (is_marked)
		buf_add_text(rest->out, MARK_NOTHING);
	return after;
}

/* Two tildes strike out; one is a tilde (`10~20℃`). */
static const char *
put_tildes(struct rest *rest, const char *at)
{
	const char *after = skip_run(at, rest->end);
	if (after - at == 1)
		buf_add_text(rest->out, MARK_TILDE);
	else
		buf_add(rest->out, at, (size_t)(after - at));
	return after;
}

/* --- Code spans and tags: left as they are --- */

/* The end of the paragraph that `at` stands in: code spans go no further. */
static const char *
paragraph_end(struct inlines *inlines, const char *at)
{
	if (inlines->paragraph_end != NULL && at >= inlines->paragraph_from &&
			at < inlines->paragraph_end)
		return inlines->paragraph_end;
	inlines->paragraph_from = at;
	struct source_line line = source_line_read(at, inlines->end);
	do {
		at = line.end;
		line = source_line_read(line.next, inlines->end);
	} while (!source_line_is_blank(&line));
	inlines->paragraph_end = at;
	return at;
}

static const char *
find_ticks(struct inlines *inlines, const char *at, size_t wanted)
{
	const char *end = paragraph_end(inlines, at - 1);
	if (wanted > MAX_TICKS || inlines->no_ticks_before[wanted] == end)
		return NULL;
	while (at < end && (at = memchr(at, '`', (size_t)(end - at))) != NULL) {
		const char *after = skip_run(at, end);
		if ((size_t)(after - at) == wanted)
			return after;
		at = after;
	}
	inlines->no_ticks_before[wanted] = end;
	return NULL;
}

/* Copies a code span up to the line's end at most. */
static const char *
put_code(struct rest *rest, const char *at)
{
	const char *stop = skip_run(at, rest->end);
	const char *after = find_ticks(rest->inlines, stop, (size_t)(stop - at));
	if (after != NULL) {
		rest->inlines->code_until = after;
		stop = after < rest->end ? after : rest->end;
	}
	buf_add(rest->out, at, (size_t)(stop - at));
	return stop;
}

/* `<o:p>`, `</st1:place>`: no address is as short before its colon. */
static bool
is_office_tag(const char *at, const char *end)
{
	at += 1 + (at + 1 < end && at[1] == '/');
	const char *name = at;
	while (at < end && (is_letter(*at) || (*at >= '0' && *at <= '9')))
		at++;
	if (at == name || at - name > 3 || at + 1 >= end || *at != ':' || !is_letter(at[1]))
		return false;
	while (++at < end && is_letter(*at))
		;
	return at < end && (*at == '>' || *at == ' ' || *at == '/');
}

static const char *
put_tag(struct rest *rest, const char *at)
{
	const char *close = NULL;
	bool is_tag = at + 1 < rest->end &&
		      (is_letter(at[1]) || at[1] == '/' || at[1] == '!' || at[1] == '?');
	if (is_tag && rest->no_close_from == NULL)
		close = memchr(at, '>', (size_t)(rest->end - at));
	if (is_tag && close == NULL)
		rest->no_close_from = at;
	if (close == NULL) {
		buf_add_char(rest->out, '<');
		return at + 1;
	}
	if (!is_office_tag(at, rest->end))
		buf_add(rest->out, at, (size_t)(close + 1 - at));
	return close + 1;
}

/* --- Links --- */

/* What follows a link's text: an address in which there are spaces, which kramdown allows. */
static const char *
put_address(struct rest *rest, const char *at)
{
	const char *start = at + 2, *stop = start;
	size_t depth = 1, spaces = 0;
	bool is_path = false;
	for (; stop < rest->end; stop++) {
		if (strchr("<>\"'\\]`", *stop) != NULL)
			return at;
		is_path |= *stop == '/' || *stop == '.';
		depth += *stop == '(';
		depth -= *stop == ')';
		if (depth == 0)
			break;
		spaces += *stop == ' ' && is_path;
	}
	while (stop > start && stop < rest->end && stop[-1] == ' ' && spaces > 0) {
		stop--;
		spaces--;
	}
	if (stop == rest->end || spaces == 0 || *start == ' ')
		return at;
	buf_add_text(rest->out, "](");
	for (; start < stop; start++) {
		if (*start == ' ')
			buf_add_text(rest->out, "%20");
		else
			buf_add_char(rest->out, *start);
	}
	return stop;
}

static const char *
put_bracket(struct rest *rest, const char *at)
{
	size_t left = (size_t)(rest->end - at);
	if (left > 2 && at[1] == '(') {
		const char *after = put_address(rest, at);
		if (after != at)
			return after;
	}
	buf_add_char(rest->out, ']');
	/* `[x] [1]` is one link to kramdown. */
	if (left > 3 && at[1] == ' ' && at[2] == '[') {
		const char *close = memchr(at + 3, ']', left - 3 < 1000 ? left - 3 : 1000);
		if (close != NULL && labels_have(&rest->inlines->labels, at + 3,
						     (size_t)(close - at - 3)))
			return at + 2;
	}
	return at + 1;
}

/* `*a*{: .x}`, over lines too: attributes of what stands before them are not shown. */
static const char *
skip_attributes(struct rest *rest, const char *at)
{
	size_t left = (size_t)(paragraph_end(rest->inlines, at) - at);
	bool is_attributes = left > 2 && at[1] == ':' && at > rest->start &&
			     strchr("*_)]`>", at[-1]) != NULL;
	const char *close = is_attributes ? memchr(at, '}',
							    left < MAX_ATTRIBUTES ? left
										  : MAX_ATTRIBUTES)
					  : NULL;
	if (close == NULL) {
		buf_add_char(rest->out, '{');
		return at + 1;
	}
	rest->inlines->skip_until = close + 1;
	return close < rest->end ? close + 1 : rest->end;
}

/* --- The line --- */

static const char *
put_escape(struct rest *rest, const char *at)
{
	size_t left = (size_t)(rest->end - at);
	bool breaks_line = left == 2 && at[1] == '\\' && rest->end < rest->inlines->end;
	/* Two backslashes at the end break a kramdown line; to CommonMark one does. */
	size_t length = left < 2 ? left : 2;
	buf_add(rest->out, at, breaks_line ? 1 : length);
	return at + length;
}

static const char *
put_special(struct rest *rest, const char *at)
{
	switch (*at) {
	case '*':
		return put_stars(rest, at);
	case '~':
		return put_tildes(rest, at);
	case '`':
		return put_code(rest, at);
	case '<':
		return put_tag(rest, at);
	case ']':
		return put_bracket(rest, at);
	case '{':
		return skip_attributes(rest, at);
	default:
		return put_escape(rest, at);
	}
}

static bool
is_special(char byte)
{
	return byte == '*' || byte == '~' || byte == '`' || byte == '<' || byte == ']' ||
	       byte == '{' || byte == '\\';
}

void
inlines_put(struct inlines *inlines, struct buf *out, const char *at, const char *end)
{
	struct rest rest = {.inlines = inlines, .out = out, .start = at, .end = end};
	if (inlines->skip_until != NULL && inlines->skip_until > at)
		at = inlines->skip_until < end ? inlines->skip_until : end;
	if (inlines->code_until != NULL && inlines->code_until > at) {
		const char *stop = inlines->code_until < end ? inlines->code_until : end;
		buf_add(out, at, (size_t)(stop - at));
		at = stop;
	}
	while (at < end) {
		const char *plain = at;
		while (at < end && !is_special(*at))
			at++;
		buf_add(out, plain, (size_t)(at - plain));
		if (at < end)
			at = put_special(&rest, at);
	}
}
