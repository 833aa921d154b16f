/* White space and characters: CSS Text 3, sections 4.1.1 to 4.1.3, and the gate. */

#include "base/gate.h"
#include "base/utf8.h"
#include "document/builder.h"

#include <string.h>

struct range {
	uint32_t first, last;
};

/* East Asian width W, F and H (UAX #11) without Hangul, which is written with spaces. */
static const struct range wide_ranges[] = {
		{0x2E80, 0x312F},
		{0x3190, 0x31FF},
		{0x3220, 0x325F},
		{0x3280, 0xA4CF},
		{0xF900, 0xFAFF},
		{0xFE10, 0xFE19},
		{0xFE30, 0xFE6F},
		{0xFF01, 0xFF9F},
		{0xFFE0, 0xFFE6},
		{0x1F300, 0x1F64F},
		{0x1F680, 0x1F6FF},
		{0x1F900, 0x1FAFF},
		{0x20000, 0x3FFFD},
};

/* Punctuation and symbols of ambiguous width, which Chinese text shares with others. */
static const struct range ambiguous_ranges[] = {
		{0xA7, 0xA8},
		{0xB0, 0xB1},
		{0xB7, 0xB7},
		{0xD7, 0xD7},
		{0xF7, 0xF7},
		{0x2010, 0x2010},
		{0x2013, 0x2016},
		{0x2018, 0x2019},
		{0x201C, 0x201D},
		{0x2020, 0x2022},
		{0x2024, 0x2027},
		{0x2030, 0x2035},
		{0x203B, 0x203B},
		{0x2103, 0x2103},
		{0x2190, 0x2199},
		{0x2200, 0x22FF},
		{0x2500, 0x25FF},
		{0x2605, 0x2606},
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t codepoint)
{
	for (size_t i = 0; i < count && ranges[i].first <= codepoint; i++) {
		if (codepoint <= ranges[i].last)
			return true;
	}
	return false;
}

static bool
is_wide(uint32_t codepoint)
{
	return is_in(wide_ranges, sizeof(wide_ranges) / sizeof(wide_ranges[0]), codepoint);
}

static bool
is_ambiguous(uint32_t codepoint)
{
	return is_in(ambiguous_ranges, sizeof(ambiguous_ranges) / sizeof(ambiguous_ranges[0]),
			codepoint);
}

bool
space_vanishes_between(uint32_t before, uint32_t after)
{
	bool before_is_wide = is_wide(before), after_is_wide = is_wide(after);
	if (before_is_wide)
		return after_is_wide || is_ambiguous(after);
	return after_is_wide && is_ambiguous(before);
}

/* --- Text --- */

enum { ZERO_WIDTH_SPACE = 0x200B };

static bool
is_private_use(uint32_t codepoint)
{
	return (codepoint >= 0xE000 && codepoint <= 0xF8FF) || codepoint >= 0xF0000;
}

/* Bytes from the start that are visible and need no look: ASCII, and U+3000 to U+9FFF but for the Hangul filler's row. */
static size_t
plain_prefix(const char *text, size_t length)
{
	size_t at = 0;
	while (at < length) {
		unsigned char byte = (unsigned char)text[at];
		if (byte > 0x20 && byte < 0x7F)
			at++;
		else if (byte >= 0xE3 && byte <= 0xE9 && length - at >= 3 &&
				(byte != 0xE3 || (unsigned char)text[at + 1] != 0x85))
			at += 3;
		else
			break;
	}
	return at;
}

static bool
is_collapsible(char byte)
{
	return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f';
}

/* A run of spaces waits for what comes after; the first one's style counts, a line feed wins. */
static size_t
note_space(struct builder *builder, const char *text, size_t length)
{
	size_t at = 0;
	bool has_line_feed = false;
	for (; at < length && is_collapsible(text[at]); at++)
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

/* A character that needs a look: what is no plain text and no space. */
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

/* Icon fonts: an element that holds nothing but private characters means nothing here. */
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

static void
add_collapsed(struct builder *builder, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		size_t plain = plain_prefix(text + at, length - at);
		if (plain != 0) {
			append_plain(builder, text + at, plain);
			at += plain;
		} else if (is_collapsible(text[at])) {
			at += note_space(builder, text + at, length - at);
		} else {
			at += add_special(builder, text + at, length - at);
		}
	}
}

/* The same with spaces and tabs. */
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

/* white-space: pre: every space and line feed stands. */
static void
add_kept(struct builder *builder, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		size_t plain = kept_prefix(text + at, length - at);
		if (plain != 0) {
			append_plain(builder, text + at, plain);
			at += plain;
		} else if (text[at] == '\n' || text[at] == '\r') {
			leaf_begin_text(builder, '\n');
			leaf_append_break(builder);
			at++;
		} else {
			at += add_special(builder, text + at, length - at);
		}
	}
}

void
builder_text(struct builder *builder, const char *text, size_t length)
{
	if (is_only_private(text, length))
		return;
	if (builder->now.space == SPACE_PRE)
		add_kept(builder, text, length);
	else
		add_collapsed(builder, text, length);
}

void
builder_label(struct builder *builder, const char *text, size_t length)
{
	add_collapsed(builder, text, length);
}

void
builder_literal(struct builder *builder, const char *text)
{
	append_plain(builder, text, strlen(text));
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
