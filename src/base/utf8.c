#include "base/utf8.h"

#include <string.h>

/*
 * The range of the second byte by the first (Unicode Standard, table 3-7) and
 * the sequence's length; 0 is no first byte.
 */
struct lead {
	unsigned char length, low, high;
};

static struct lead
lead_of(unsigned char byte)
{
	if (byte < 0xC2 || byte > 0xF4)
		return (struct lead){0, 0, 0};
	if (byte < 0xE0)
		return (struct lead){2, 0x80, 0xBF};
	switch (byte) {
	case 0xE0:
		return (struct lead){3, 0xA0, 0xBF};
	case 0xED:
		return (struct lead){3, 0x80, 0x9F};
	case 0xF0:
		return (struct lead){4, 0x90, 0xBF};
	case 0xF4:
		return (struct lead){4, 0x80, 0x8F};
	default:
		return (struct lead){byte < 0xF0 ? 3 : 4, 0x80, 0xBF};
	}
}

/* Decodes; *is_good tells a bad subpart from a U+FFFD that stands in the text. */
static size_t
decode(const unsigned char *bytes, size_t length, uint32_t *codepoint, bool *is_good)
{
	*is_good = true;
	*codepoint = bytes[0];
	if (bytes[0] < 0x80)
		return 1;
	struct lead lead = lead_of(bytes[0]);
	*is_good = false;
	*codepoint = UTF8_REPLACEMENT;
	if (lead.length == 0 || length < 2 || bytes[1] < lead.low || bytes[1] > lead.high)
		return 1;
	uint32_t value = bytes[0] & (0x7Fu >> lead.length);
	value = value << 6 | (bytes[1] & 0x3Fu);
	for (size_t i = 2; i < lead.length; i++) {
		if (i >= length || (bytes[i] & 0xC0) != 0x80)
			return i;
		value = value << 6 | (bytes[i] & 0x3Fu);
	}
	*codepoint = value;
	*is_good = true;
	return lead.length;
}

/* U+1000 to U+CFFF: three bytes, and any continuation bytes will do. */
static bool
is_common(const unsigned char *at, size_t length)
{
	return length >= 3 && at[0] >= 0xE1 && at[0] <= 0xEC && (at[1] & 0xC0) == 0x80 &&
	       (at[2] & 0xC0) == 0x80;
}

size_t
utf8_decode(const char *bytes, size_t length, uint32_t *codepoint)
{
	const unsigned char *at = (const unsigned char *)bytes;
	bool is_good;
	if (!is_common(at, length))
		return decode(at, length, codepoint, &is_good);
	*codepoint = (at[0] & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
	return 3;
}

size_t
utf8_decode_last(const char *bytes, size_t length, uint32_t *codepoint)
{
	size_t start = length;
	*codepoint = 0;
	if (length == 0)
		return 0;
	do
		start--;
	while (start > 0 && length - start < UTF8_MAX &&
			((unsigned char)bytes[start] & 0xC0) == 0x80);
	utf8_decode(bytes + start, length - start, codepoint);
	return length - start;
}

size_t
utf8_encode(uint32_t codepoint, char out[UTF8_MAX])
{
	if (codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
		codepoint = UTF8_REPLACEMENT;
	if (codepoint < 0x80) {
		out[0] = (char)codepoint;
		return 1;
	}
	if (codepoint < 0x800) {
		out[0] = (char)(0xC0 | codepoint >> 6);
		out[1] = (char)(0x80 | (codepoint & 0x3F));
		return 2;
	}
	if (codepoint < 0x10000) {
		out[0] = (char)(0xE0 | codepoint >> 12);
		out[1] = (char)(0x80 | (codepoint >> 6 & 0x3F));
		out[2] = (char)(0x80 | (codepoint & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | codepoint >> 18);
	out[1] = (char)(0x80 | (codepoint >> 12 & 0x3F));
	out[2] = (char)(0x80 | (codepoint >> 6 & 0x3F));
	out[3] = (char)(0x80 | (codepoint & 0x3F));
	return 4;
}

/* Whether two characters of U+4000 to U+BFFF stand here; eight bytes are read. */
static bool
is_hanzi_pair(const unsigned char *at)
{
	/* 1110xxxx 10xxxxxx 10xxxxxx, twice. */
	static const unsigned char mask_bytes[8] = {0xF0, 0xC0, 0xC0, 0xF0, 0xC0, 0xC0, 0, 0};
	static const unsigned char form_bytes[8] = {0xE0, 0x80, 0x80, 0xE0, 0x80, 0x80, 0, 0};
	uint64_t word, mask, form;
	memcpy(&word, at, sizeof(word));
	memcpy(&mask, mask_bytes, sizeof(mask));
	memcpy(&form, form_bytes, sizeof(form));
	bool has_form = (word & mask) == form;
	return has_form && at[0] >= 0xE4 && at[0] <= 0xEB && at[3] >= 0xE4 && at[3] <= 0xEB;
}

/* Bytes of ASCII and of U+1000 to U+CFFF from the start, which need no look at the second byte's range. */
static size_t
common_prefix(const unsigned char *at, size_t length)
{
	const uint64_t high_bits = 0x8080808080808080u;
	size_t offset = 0;
	while (offset < length) {
		if (at[offset] < 0x80) {
			uint64_t word = high_bits;
			if (length - offset >= sizeof(word))
				memcpy(&word, at + offset, sizeof(word));
			offset += (word & high_bits) == 0 ? sizeof(word) : 1;
			continue;
		}
		/* Two at a time while it is hanzi that come. */
		while (length - offset >= 8 && is_hanzi_pair(at + offset))
			offset += 6;
		if (!is_common(at + offset, length - offset)) {
			if (at[offset] < 0x80)
				continue;
			return offset;
		}
		offset += 3;
	}
	return offset;
}

size_t
utf8_valid_prefix(const char *bytes, size_t length)
{
	const unsigned char *at = (const unsigned char *)bytes;
	size_t offset = 0;
	while ((offset += common_prefix(at + offset, length - offset)) < length) {
		uint32_t codepoint;
		bool is_good;
		size_t step = decode(at + offset, length - offset, &codepoint, &is_good);
		if (!is_good)
			return offset;
		offset += step;
	}
	return length;
}

bool
utf8_is_valid(const char *bytes, size_t length)
{
	return utf8_valid_prefix(bytes, length) == length;
}

size_t
utf8_count(const char *bytes, size_t length)
{
	size_t count = 0;
	for (size_t offset = 0; offset < length; count++) {
		uint32_t codepoint;
		offset += utf8_decode(bytes + offset, length - offset, &codepoint);
	}
	return count;
}
