#include "base/gate.h"

#include "base/buf.h"
#include "base/utf8.h"

struct range {
	uint32_t first, last;
};

static const struct range dropped[] = {
		{0x061C, 0x061C},   /* Arabic letter mark */
		{0x200E, 0x200F},   /* left-to-right and right-to-left marks */
		{0x202A, 0x202E},   /* bidi embeddings and overrides */
		{0x2066, 0x2069},   /* bidi isolates */
		{0xFDD0, 0xFDEF},   /* noncharacters */
		{0xFFF9, 0xFFFB},   /* interlinear annotation */
		{0xE0000, 0xE007F}, /* tags */
};

static bool
is_dropped(uint32_t codepoint)
{
	if ((codepoint & 0xFFFE) == 0xFFFE)
		return true; /* the two noncharacters that end each plane */
	for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++) {
		if (codepoint >= dropped[i].first && codepoint <= dropped[i].last)
			return true;
	}
	return false;
}

uint32_t
gate_codepoint(uint32_t codepoint, enum gate_form form)
{
	if (codepoint == '\n' || codepoint == '\t')
		return form == GATE_TEXT ? codepoint : ' ';
	if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0))
		return UTF8_REPLACEMENT;
	if (codepoint < 0x061C)
		return codepoint;
	if (codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
		return UTF8_REPLACEMENT;
	if (codepoint == 0x2028 || codepoint == 0x2029)
		return ' ';
	return is_dropped(codepoint) ? 0 : codepoint;
}

static bool
is_continuation(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

/* What Chinese text is made of, known to pass without decoding: most of the gate's time is spent on it. */
static bool
is_plain_chinese(const unsigned char *at, size_t length)
{
	if (length < 3 || !is_continuation(at[1]) || !is_continuation(at[2]))
		return false;
	bool is_han = at[0] >= 0xE3 && at[0] <= 0xE9; /* U+3000 to U+9FFF */
	bool is_full_width =
			at[0] == 0xEF && (at[1] == 0xBC || at[1] == 0xBD); /* U+FF00 to U+FF7F */
	bool is_mark = at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0x90 &&
		       at[2] <= 0xA7; /* ‐ to ‧ */
	return is_han || is_full_width || is_mark;
}

/* Bytes from the start that pass as they are. */
static size_t
clean_prefix(const char *bytes, size_t length, enum gate_form form)
{
	size_t offset = 0;
	while (offset < length) {
		unsigned char byte = (unsigned char)bytes[offset];
		if (byte >= 0x20 && byte < 0x7F) {
			offset++;
			continue;
		}
		if (byte >= 0xE2 && is_plain_chinese((const unsigned char *)bytes + offset,
						    length - offset)) {
			offset += 3;
			continue;
		}
		uint32_t codepoint;
		size_t step = utf8_decode(bytes + offset, length - offset, &codepoint);
		if (codepoint == UTF8_REPLACEMENT && (step != 3 || byte != 0xEF))
			return offset; /* not a U+FFFD of the text itself: bad bytes */
		if (gate_codepoint(codepoint, form) != codepoint)
			return offset;
		offset += step;
	}
	return length;
}

void
gate_pass(struct buf *out, const char *bytes, size_t length, enum gate_form form)
{
	size_t offset = 0;
	while (offset < length) {
		size_t clean = clean_prefix(bytes + offset, length - offset, form);
		buf_add(out, bytes + offset, clean);
		offset += clean;
		if (offset == length)
			return;
		uint32_t codepoint;
		offset += utf8_decode(bytes + offset, length - offset, &codepoint);
		codepoint = gate_codepoint(codepoint, form);
		if (codepoint != 0)
			buf_add_codepoint(out, codepoint);
	}
}

bool
gate_is_clean(const char *bytes, size_t length, enum gate_form form)
{
	return clean_prefix(bytes, length, form) == length;
}
