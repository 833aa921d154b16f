#include "base/utf8.h"

#include <string.h>

/* Whether the three bytes are of U+1000 to U+CFFF, most of what comes: any continuation bytes will do. */
static inline bool
is_common(const unsigned char *bytes)
{
	return bytes[0] >= 0xE1 && bytes[0] <= 0xEC && (bytes[1] & 0xC0) == 0x80 &&
	       (bytes[2] & 0xC0) == 0x80;
}

size_t
utf8_decode(const char *text, size_t length, uint32_t *codepoint)
{
	const unsigned char *bytes = (const unsigned char *)text;
	const unsigned first = bytes[0];
	*codepoint = first;
	if (first < 0x80)
		return 1;
	if (length >= 3 && is_common(bytes)) {
		*codepoint = (first & 0xFu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
		return 3;
	}
	/* What the second byte may be, by the first: Unicode Standard, table 3-7. */
	const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
	const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
	const size_t whole = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
	*codepoint = UTF8_REPLACEMENT;
	if (first < 0xC2 || first > 0xF4 || length < 2 || bytes[1] < low || bytes[1] > high)
		return 1;
	uint32_t value = first & (0x7Fu >> whole);
	value = value << 6 | (bytes[1] & 0x3Fu);
	for (size_t i = 2; i < whole; i++) {
		if (i >= length || (bytes[i] & 0xC0) != 0x80)
			return i;
		value = value << 6 | (bytes[i] & 0x3Fu);
	}
	*codepoint = value;
	return whole;
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

/* Bytes of ASCII and of common characters from the start. */
static size_t
common_prefix(const unsigned char *bytes, size_t length)
{
	size_t at = 0;
	while (length - at >= 3) {
		const unsigned char *next = bytes + at;
		if (next[0] < 0x80)
			at++;
		else if (is_common(next))
			at += 3;
		else
			break;
	}
	return at;
}

size_t
utf8_valid_prefix(const char *bytes, size_t length)
{
	size_t at = 0;
	while ((at += common_prefix((const unsigned char *)bytes + at, length - at)) < length) {
		uint32_t codepoint;
		size_t step = utf8_decode(bytes + at, length - at, &codepoint);
		bool is_written = step == 3 && memcmp(bytes + at, "\xEF\xBF\xBD", 3) == 0;
		if (codepoint == UTF8_REPLACEMENT && !is_written)
			return at;
		at += step;
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
