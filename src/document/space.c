/* White space and characters: CSS Text 3, sections 4.1.1 and 4.1.2, and the gate. */

#include "base/gate.h"
#include "base/utf8.h"
#include "document/builder.h"
#include "document/dom.h"

#include <string.h>

/* --- Text --- */

enum { ZERO_WIDTH_SPACE = 0x200B };

static bool
is_private_use(uint32_t codepoint)
{
	return (codepoint >= 0xE000 && codepoint <= 0xF8FF) || codepoint >= 0xF0000;
}

/*
 * Bytes of the visible character at `text` that needs no check: ASCII, U+00C0 to U+02BF,
 * U+0400 to U+047F, U+2010 to U+2027, U+3000 to U+9FFF without the row of the Hangul filler,
 * U+B000 to U+CFFF, U+FF01 to U+FF3F. 0: it needs a check.
 */
static inline size_t
plain_size(const char *text, size_t length)
{
	const unsigned char *at = (const unsigned char *)text;
	if (length == 0)
		return 0;
	if (at[0] < 0x80)
		return at[0] > 0x20 && at[0] < 0x7F;
	if ((at[0] >= 0xC3 && at[0] <= 0xCA) || at[0] == 0xD0 || at[0] == 0xD1)
		return length >= 2 ? 2 : 0;
	if (length < 3)
		return 0;
	bool is_plain = (at[0] >= 0xE4 && at[0] <= 0xE9) || (at[0] == 0xE3 && at[1] != 0x85) ||
			at[0] == 0xEB || at[0] == 0xEC ||
			(at[0] == 0xEF && at[1] == 0xBC && at[2] > 0x80) ||
			(at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0xA7);
	return is_plain ? 3 : 0;
}

/* Bytes of such characters from the start, and of spaces that stand singly between them. */
static size_t
plain_prefix(const char *text, size_t length)
{
	size_t at = 0;
	for (size_t size = 1; size != 0; at += size) {
		size = plain_size(text + at, length - at);
		if (size == 0 && at > 0 && at < length && text[at] == ' ' &&
				plain_size(text + at + 1, length - at - 1) != 0)
			size = 1;
	}
	return at;
}

/* Notes a run of spaces, written before the next character: in the style of the first, as a line feed if it has one. */
static size_t
note_space(struct builder *builder, const char *text, size_t length)
{
	size_t at = 0;
	bool has_line_feed = false;
	for (; at < length && dom_is_blank(text[at]); at++)
		has_line_feed = has_line_feed || text[at] == '\n';
	if (builder->space == SPACE_NONE) {
		leaf_note_space(builder);
		builder->space = SPACE_BLANK;
	}
	if (has_line_feed)
		builder->space = SPACE_LINE_FEED;
	if (has_line_feed && builder->now.space == SPACE_PRE_LINE)
		builder_break(builder);
	return at;
}

static void
append_codepoint(struct builder *builder, uint32_t codepoint)
{
	char bytes[UTF8_MAX];
	size_t length = utf8_encode(codepoint, bytes);
	leaf_begin_text(builder, codepoint);
	leaf_append(builder, bytes, length);
}

static void
append_plain(struct builder *builder, const char *text, size_t length)
{
	uint32_t first = 0;
	if (builder->space == SPACE_LINE_FEED || builder->after_image)
		utf8_decode(text, length, &first);
	leaf_begin_text(builder, first);
	leaf_append(builder, text, length);
}

/* Adds a character that is neither plain text nor a space. */
static size_t
add_special(struct builder *builder, const char *text, size_t length)
{
	uint32_t codepoint;
	size_t size = utf8_decode(text, length, &codepoint);
	uint32_t passed = gate_codepoint(codepoint, GATE_LINE);
	if (codepoint == ZERO_WIDTH_SPACE) {
		builder_optional_break(builder);
	} else if (is_private_use(codepoint)) {
		append_codepoint(builder, UTF8_REPLACEMENT);
	} else if (passed == ' ') {
		note_space(builder, " ", 1);
	} else if (passed != 0 || gate_joins(leaf_before(builder), codepoint)) {
		append_codepoint(builder, passed != 0 ? passed : codepoint);
	}
	return size;
}

/* Whether the text is of private characters alone: a glyph of an icon font, which cannot be shown. */
static bool
is_only_private(const char *text, size_t length)
{
	bool has_private = false;
	for (size_t at = 0; at < length;) {
		uint32_t codepoint;
		at += utf8_decode(text + at, length - at, &codepoint);
		if (is_private_use(codepoint))
			has_private = true;
		else if (codepoint > 0x20)
			return false;
	}
	return has_private;
}

/* The same as plain_prefix with spaces and tabs. */
static size_t
kept_prefix(const char *text, size_t length)
{
	size_t at = 0;
	for (size_t plain = 1; at < length && plain != 0; at += plain) {
		plain = plain_prefix(text + at, length - at);
		if (plain == 0 && (text[at] == ' ' || text[at] == '\t'))
			plain = 1;
	}
	return at;
}

/* With white-space: pre every space and line feed stands. */
static void
add_text(struct builder *builder, const char *text, size_t length, bool is_kept)
{
	for (size_t at = 0; at < length;) {
		const char *rest = text + at;
		size_t left = length - at;
		size_t plain = is_kept ? kept_prefix(rest, left) : plain_prefix(rest, left);
		at += plain;
		if (plain != 0) {
			append_plain(builder, rest, plain);
		} else if (is_kept && (*rest == '\n' || *rest == '\r')) {
			leaf_begin_text(builder, '\n');
			leaf_append_break(builder);
			at++;
		} else if (!is_kept && dom_is_blank(*rest)) {
			at += note_space(builder, rest, left);
		} else {
			at += add_special(builder, rest, left);
		}
	}
}

void
builder_text(struct builder *builder, const char *text, size_t length)
{
	if (!is_only_private(text, length))
		add_text(builder, text, length, builder->now.space == SPACE_PRE);
}

void
builder_label(struct builder *builder, const char *text, size_t length)
{
	add_text(builder, text, length, false);
}

void
builder_literal(struct builder *builder, const char *text)
{
	append_plain(builder, text, strlen(text));
}

void
builder_word(struct builder *builder, enum document_word word)
{
	builder->now.word = word;
	builder_literal(builder, document_words[word]);
	builder->now.word = WORD_NONE;
}

void
builder_break(struct builder *builder)
{
	if (builder->leaf != NULL && builder->now.space == SPACE_PRE) {
		leaf_begin_text(builder, '\n');
		leaf_append_break(builder);
		return;
	}
	builder->space = SPACE_NONE;
	if (builder->leaf == NULL)
		builder->wants_blank = builder->leaf_count != 0;
	else if (builder->breaks < 2)
		builder->breaks++;
}

void
builder_optional_break(struct builder *builder)
{
	leaf_append_optional(builder);
	if (builder->space == SPACE_LINE_FEED)
		builder->space = SPACE_NONE;
}
