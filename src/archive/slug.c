#include "archive/slug.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

void
slug_titleize(struct buf *out, const char *slug, size_t length)
{
	while (length > 0 && slug[length - 1] == '-')
		length--;
	bool is_first = true;
	for (size_t offset = 0; offset < length;) {
		uint32_t codepoint;
		size_t step = utf8_decode(slug + offset, length - offset, &codepoint);
		if (codepoint == '-')
			buf_add_char(out, ' ');
		else if (is_first)
			text_title(out, codepoint);
		else
			text_lower(out, slug + offset, step);
		is_first = codepoint == '-';
		offset += step;
	}
}

static bool
is_kept(uint32_t codepoint, enum slug_mode mode)
{
	if (text_is_word(codepoint))
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
		size_t step = utf8_decode(text + offset, length - offset, &codepoint);
		bool is_word = is_kept(codepoint, mode);
		if (is_word && mode == SLUG_DEFAULT)
			text_lower(out, text + offset, step);
		else if (is_word)
			buf_add_codepoint(out, codepoint);
		else if (!is_run && out->length > start)
			buf_add_char(out, '-');
		is_run = !is_word;
		offset += step;
	}
	if (is_run && out->length > start)
		buf_truncate(out, out->length - 1);
}

void
slug_escape(struct buf *out, const char *text, size_t length)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		if (byte != 0 && (ascii_is_alnum((char)byte) ||
						 strchr("-._~!$&'()*+,;=:@/?", byte) != NULL)) {
			buf_add_char(out, (char)byte);
			continue;
		}
		buf_add_char(out, '%');
		buf_add_char(out, hex[byte >> 4]);
		buf_add_char(out, hex[byte & 15]);
	}
}

static bool
ends_in(const char *text, size_t length, const char *end)
{
	size_t size = strlen(end);
	return length >= size && memcmp(text + length - size, end, size) == 0;
}

size_t
slug_page(const char *path, size_t length)
{
	if (ends_in(path, length, "/index.html"))
		length -= strlen("index.html");
	if (ends_in(path, length, ".html"))
		length -= strlen(".html");
	while (length > 0 && path[length - 1] == '/')
		length--;
	return length;
}
