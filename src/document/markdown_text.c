#include "document/markdown_text.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "document/markdown_inline.h"
#include "document/markdown_marks.h"

#include <stdbool.h>
#include <string.h>

/* What stands for a byte that HTML or we have a use for; NULL: the byte itself. */
static const char *
substitute(const char *at, const char *end, bool is_escaped, size_t *length)
{
	*length = 1;
	switch (*at) {
	case '&':
		return is_escaped ? "&amp;" : NULL;
	case '<':
		return is_escaped ? "&lt;" : NULL;
	case '>':
		return is_escaped ? "&gt;" : NULL;
	case '"':
		return is_escaped ? "&quot;" : NULL;
	case '\xEF':
		if (end - at < MARK_LENGTH || at[1] != '\xB7' || (unsigned char)at[2] < 0x90 ||
				(unsigned char)at[2] > 0xAF)
			return NULL;
		*length = MARK_LENGTH;
		return memcmp(at, MARK_TILDE, MARK_LENGTH) == 0 ? "~" : "";
	default:
		return NULL;
	}
}

static void
put(struct buf *html, const char *text, size_t length, bool is_escaped)
{
	const char *end = text + length, *plain = text;
	size_t taken;
	for (const char *at = text; at < end; at += taken) {
		const char *instead = substitute(at, end, is_escaped, &taken);
		if (instead == NULL)
			continue;
		buf_add(html, plain, (size_t)(at - plain));
		buf_add_text(html, instead);
		plain = at + taken;
	}
	buf_add(html, plain, (size_t)(end - plain));
}

void
markdown_text_raw(struct buf *html, const char *text, size_t length)
{
	put(html, text, length, false);
}

void
markdown_text_escaped(struct buf *html, const char *text, size_t length)
{
	put(html, text, length, true);
}

/* --- Bare addresses --- */

static bool
is_alphanumeric(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9');
}

/* Bytes of `http://`, `www.` and such at `at`; 0 for anything else. */
static size_t
address_prefix(const char *at, const char *end)
{
	static const char *const prefixes[] = {"http://", "https://", "ftp://", "www."};
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		size_t length = strlen(prefixes[i]);
		if ((size_t)(end - at) > length && ascii_compare_n(at, prefixes[i], length) == 0 &&
				(is_alphanumeric(at[length]) || at[length] == '['))
			return length;
	}
	return 0;
}

/*
 * The end of a bare address. What is not ASCII ends it: Chinese text follows
 * addresses without a space far more often than it stands in one.
 */
static const char *
address_end(const char *at, const char *end)
{
	const char *stop = at;
	long closed = 0;
	for (; stop < end; stop++) {
		bool is_tilde = end - stop >= MARK_LENGTH &&
				memcmp(stop, MARK_TILDE, MARK_LENGTH) == 0;
		if (is_tilde)
			stop += MARK_LENGTH - 1;
		else if (*stop <= ' ' || *stop >= 0x7F || strchr("<>\"`|\\^{}", *stop) != NULL)
			break;
		closed += (*stop == ')') - (*stop == '(');
	}
	/* Punctuation at its end is the sentence's, unless it closes what it opened itself. */
	while (stop > at && (strchr(".,:;!?'*_", stop[-1]) != NULL ||
					    (stop[-1] == ')' && closed > 0))) {
		closed -= stop[-1] == ')';
		stop--;
	}
	return stop;
}

static void
put_link(struct buf *html, const char *at, size_t length)
{
	bool has_scheme = ascii_compare_n(at, "www.", 4) != 0;
	buf_add_text(html, has_scheme ? "<a href=\"" : "<a href=\"http://");
	put(html, at, length, true);
	buf_add_text(html, "\">");
	put(html, at, length, true);
	buf_add_text(html, "</a>");
}

void
markdown_text_linked(struct buf *html, const char *text, size_t length)
{
	const char *end = text + length, *plain = text;
	for (const char *at = text; at < end; at++) {
		bool may_begin = (*at | 0x20) == 'h' || (*at | 0x20) == 'w' || (*at | 0x20) == 'f';
		if (!may_begin || (at > text && (is_alphanumeric(at[-1]) || at[-1] == '/' ||
								at[-1] == '@' || at[-1] == '.')))
			continue;
		size_t prefix = address_prefix(at, end);
		const char *stop = prefix > 0 ? address_end(at, end) : at;
		if ((size_t)(stop - at) <= prefix)
			continue;
		put(html, plain, (size_t)(at - plain), true);
		put_link(html, at, (size_t)(stop - at));
		plain = stop;
		at = stop - 1;
	}
	put(html, plain, (size_t)(end - plain), true);
}

/* --- Ids --- */

void
markdown_text_id(struct buf *id, const char *text, size_t length)
{
	while (length > 0) {
		uint32_t codepoint;
		size_t taken = utf8_decode(text, length, &codepoint);
		bool is_mark = codepoint >= 0xFDD0 && codepoint <= 0xFDEF;
		if (codepoint == ' ' || codepoint == '\t' || codepoint == '-')
			buf_add_char(id, '-');
		else if (codepoint == '_' || (codepoint > ' ' && codepoint != 0x7F && !is_mark &&
							     codepoint != UTF8_REPLACEMENT &&
							     !inline_is_punctuation(codepoint)))
			text_lower(id, text, taken);
		text += taken;
		length -= taken;
	}
}
