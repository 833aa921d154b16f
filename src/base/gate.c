#include "base/gate.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>
#include <unictype.h>

struct range {
	uint32_t first, last;
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t codepoint)
{
	for (size_t i = 0; i < count; i++) {
		if (codepoint >= ranges[i].first && codepoint <= ranges[i].last)
			return true;
	}
	return false;
}

static bool
is_noncharacter(uint32_t codepoint)
{
	return (codepoint & 0xFFFE) == 0xFFFE || (codepoint >= 0xFDD0 && codepoint <= 0xFDEF);
}

/* Scripts whose letters take another form beside others, by their blocks. */
static bool
is_of_joining_script(uint32_t codepoint)
{
	static const struct range ranges[] = {
			{0x0600, 0x08FF},		      /* Arabic, Syriac, N'Ko, Mandaic */
			{0x0900, 0x0DFF},		      /* Devanagari to Sinhala */
			{0x0F40, 0x109F},		      /* Tibetan, Myanmar */
			{0x1780, 0x18AA},		      /* Khmer, Mongolian */
			{0x1B00, 0x1BFF},		      /* Balinese, Sundanese, Batak */
			{0xA8E0, 0xA9FF},		      /* Devanagari extended, Javanese */
			{0xFB50, 0xFDFF},		      /* Arabic presentation forms */
			{0xFE70, 0xFEFC}, {0x10D00, 0x10D3F}, /* Hanifi Rohingya */
			{0x11000, 0x1147F},		      /* Brahmi and what came of it */
			{0x1E900, 0x1E95F},		      /* Adlam */
	};
	return is_in(ranges, sizeof(ranges) / sizeof(ranges[0]), codepoint) &&
	       text_class_of(codepoint) != TEXT_DIGIT && text_class_of(codepoint) != TEXT_SYMBOL;
}

static bool
is_pictograph(uint32_t codepoint)
{
	bool is_skin_tone = codepoint >= 0x1F3FB && codepoint <= 0x1F3FF;
	return is_skin_tone || uc_is_property_extended_pictographic(codepoint);
}

static bool
is_variation_base(uint32_t before, uint32_t selector)
{
	bool is_letter =
			text_class_of(before) == TEXT_LETTER || text_class_of(before) == TEXT_DIGIT;
	if (before <= ' ' || text_is_left_out(before))
		return false;
	if (selector >= 0x180B && selector <= 0x180F)
		return before >= 0x1820 && before <= 0x18AA;
	if (selector >= 0xE0100)
		return before >= 0x2E80 && text_class_of(before) == TEXT_IDEOGRAPH;
	bool is_keycap = strchr("0123456789#*", (int)before) != NULL && before < 0x80;
	return is_keycap || is_pictograph(before) || !is_letter || before >= 0x1000;
}

bool
gate_joins(uint32_t before, uint32_t codepoint)
{
	enum { NON_JOINER = 0x200C, JOINER = 0x200D, EMOJI_STYLE = 0xFE0F };
	if (codepoint == NON_JOINER)
		return is_of_joining_script(before);
	if (codepoint == JOINER)
		return is_of_joining_script(before) || before == EMOJI_STYLE ||
		       is_pictograph(before);
	bool is_selector = (codepoint >= 0xFE00 && codepoint <= 0xFE0F) ||
			   (codepoint >= 0xE0100 && codepoint <= 0xE01EF) ||
			   (codepoint >= 0x180B && codepoint <= 0x180F && codepoint != 0x180E);
	return is_selector && is_variation_base(before, codepoint);
}

uint32_t
gate_codepoint(uint32_t codepoint, enum gate_form form)
{
	if (codepoint == '\n' || codepoint == '\t')
		return form == GATE_TEXT ? codepoint : ' ';
	if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0))
		return UTF8_REPLACEMENT;
	if (codepoint < 0xAD)
		return codepoint;
	if (codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
		return UTF8_REPLACEMENT;
	if (codepoint == 0x2028 || codepoint == 0x2029)
		return ' ';
	return is_noncharacter(codepoint) || text_is_left_out(codepoint) ? 0 : codepoint;
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
	/* U+3000 to U+9FFF without U+3140 to U+317F, where the Hangul filler is */
	bool is_han = at[0] >= 0xE3 && at[0] <= 0xE9 && (at[0] != 0xE3 || at[1] != 0x85);
	bool is_full_width =
			at[0] == 0xEF && (at[1] == 0xBC || at[1] == 0xBD); /* U+FF00 to U+FF7F */
	bool is_mark = at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0x90 &&
		       at[2] <= 0xA7; /* ‐ to ‧ */
	return is_han || is_full_width || is_mark;
}

/* Bytes from the start that pass as they are behind `before`, the last character that stayed, or 0. */
static size_t
clean_prefix(const char *bytes, size_t length, enum gate_form form, uint32_t before)
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
		if (gate_codepoint(codepoint, form) != codepoint) {
			if (offset > 0)
				utf8_decode_last(bytes, offset, &before);
			if (!gate_joins(before, codepoint))
				return offset;
		}
		offset += step;
	}
	return length;
}

void
gate_pass(struct buf *out, const char *bytes, size_t length, enum gate_form form)
{
	size_t offset = 0, start = out->length;
	while (offset < length) {
		uint32_t codepoint, before;
		utf8_decode_last(out->data + start, out->length - start, &before);
		size_t clean = clean_prefix(bytes + offset, length - offset, form, before);
		buf_add(out, bytes + offset, clean);
		offset += clean;
		if (offset == length)
			return;
		offset += utf8_decode(bytes + offset, length - offset, &codepoint);
		codepoint = gate_codepoint(codepoint, form);
		if (codepoint != 0)
			buf_add_codepoint(out, codepoint);
	}
}

bool
gate_is_clean(const char *bytes, size_t length, enum gate_form form)
{
	return clean_prefix(bytes, length, form, 0) == length;
}
