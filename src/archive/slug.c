#include "archive/slug.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <wctype.h>

struct range {
	uint32_t first, last;
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t codepoint)
{
	for (size_t i = 0; i < count; i++)
		if (codepoint >= ranges[i].first && codepoint <= ranges[i].last)
			return true;
	return false;
}

/* Marks (category M) that the C library does not count as letters. */
static const struct range marks[] = {{0x300, 0x36F}, {0x483, 0x489}, {0x591, 0x5BD}, {0x610, 0x61A},
		{0x64B, 0x65F}, {0x6D6, 0x6DC}, {0x93C, 0x93C}, {0x94D, 0x94D}, {0xE31, 0xE31},
		{0xE34, 0xE3A}, {0xE47, 0xE4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
		{0x20D0, 0x20F0}, {0x302A, 0x302F}, {0x3099, 0x309A}, {0xFE00, 0xFE0F},
		{0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}};

/* Letter-like numbers and symbols (Nl, So) that the C library counts as letters. */
static const struct range no_letters[] = {{0x2160, 0x2182}, {0x2185, 0x2188}, {0x24B6, 0x24E9},
		{0x3007, 0x3007}, {0x3021, 0x3029}, {0x3038, 0x303A}, {0x1F130, 0x1F189}};

/* Unicode's categories L, M and Nd. */
static bool
is_word(uint32_t codepoint)
{
	if (codepoint < 0x80)
		return (codepoint >= '0' && codepoint <= '9') ||
		       ((codepoint | 32) >= 'a' && (codepoint | 32) <= 'z');
	if (codepoint >= 0x4E00 && codepoint <= 0x9FFF)
		return true;
	if (is_in(marks, sizeof(marks) / sizeof(marks[0]), codepoint))
		return true;
	if (is_in(no_letters, sizeof(no_letters) / sizeof(no_letters[0]), codepoint))
		return false;
	return iswalpha((wint_t)codepoint) != 0;
}

static uint32_t
to_lower(uint32_t codepoint)
{
	if (codepoint < 0x80)
		return codepoint >= 'A' && codepoint <= 'Z' ? codepoint + 32 : codepoint;
	return (uint32_t)towlower((wint_t)codepoint);
}

/* Title case differs from upper case for the digraphs ǆ ǉ ǌ ǳ and for ß. */
static void
add_title(struct buf *out, uint32_t codepoint)
{
	if (codepoint == 0xDF) {
		buf_add_text(out, "Ss");
		return;
	}
	uint32_t title = (uint32_t)towupper((wint_t)codepoint);
	if (codepoint >= 0x1C4 && codepoint <= 0x1CC)
		title = 0x1C5 + (codepoint - 0x1C4) / 3 * 3;
	else if (codepoint >= 0x1F1 && codepoint <= 0x1F3)
		title = 0x1F2;
	buf_add_codepoint(out, title);
}

void
slug_lower(struct buf *out, const char *text, size_t length)
{
	for (size_t offset = 0; offset < length;) {
		uint32_t codepoint;
		offset += utf8_decode(text + offset, length - offset, &codepoint);
		buf_add_codepoint(out, to_lower(codepoint));
	}
}

void
slug_titleize(struct buf *out, const char *slug, size_t length)
{
	while (length > 0 && slug[length - 1] == '-')
		length--;
	bool is_first = true;
	for (size_t offset = 0; offset < length;) {
		uint32_t codepoint;
		offset += utf8_decode(slug + offset, length - offset, &codepoint);
		if (codepoint == '-')
			buf_add_char(out, ' ');
		else if (is_first)
			add_title(out, codepoint);
		else
			buf_add_codepoint(out, to_lower(codepoint));
		is_first = codepoint == '-';
	}
}

static bool
is_kept(uint32_t codepoint, enum slug_mode mode)
{
	if (is_word(codepoint))
		return true;
	return mode == SLUG_PRETTY && codepoint != 0 && codepoint < 0x80 &&
	       strchr("._~!$&'()+,;=@", (int)codepoint) != NULL;
}

void
slug_slugify(struct buf *out, const char *text, size_t length, enum slug_mode mode)
{
	size_t start = out->length;
	bool is_run = false;
	for (size_t offset = 0; offset < length;) {
		uint32_t codepoint;
		offset += utf8_decode(text + offset, length - offset, &codepoint);
		if (is_kept(codepoint, mode))
			buf_add_codepoint(out,
					mode == SLUG_DEFAULT ? to_lower(codepoint) : codepoint);
		else if (!is_run && out->length > start)
			buf_add_char(out, '-');
		is_run = !is_kept(codepoint, mode);
	}
	if (is_run && out->length > start)
		buf_truncate(out, out->length - 1);
}

static bool
is_alphanumeric(unsigned char byte)
{
	return (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'z');
}

void
slug_escape(struct buf *out, const char *text, size_t length)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		if (byte != 0 && (is_alphanumeric(byte) ||
						 strchr("-._~!$&'()*+,;=:@/?", byte) != NULL)) {
			buf_add_char(out, (char)byte);
			continue;
		}
		buf_add_char(out, '%');
		buf_add_char(out, hex[byte >> 4]);
		buf_add_char(out, hex[byte & 15]);
	}
}

static int
hex_value(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	char lower = (char)(byte | 32);
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void
slug_unescape(struct buf *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		bool is_escape = text[i] == '%' && i + 2 < length && hex_value(text[i + 1]) >= 0 &&
				 hex_value(text[i + 2]) >= 0;
		if (!is_escape) {
			buf_add_char(out, text[i]);
			continue;
		}
		buf_add_char(out, (char)(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
		i += 2;
	}
}
