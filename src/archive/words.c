/* The first words of a body, for a file that has no title of its own. */

#include "archive/reading.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

enum { TITLE_COLUMNS = 60 };

/* Past a tag or a comment; NULL when `at` begins none. */
static const char *
skip_tag(const char *at, const char *to)
{
	bool is_tag = to - at > 1 && *at == '<' &&
		      (at[1] == '/' || at[1] == '!' ||
				      ((at[1] | 32) >= 'a' && (at[1] | 32) <= 'z'));
	if (!is_tag)
		return NULL;
	const char *end = memchr(at, '>', (size_t)(to - at));
	return end != NULL ? end + 1 : to;
}

static bool
is_liquid(const char *at, const char *to)
{
	return to - at >= 4 && *at == '{' && (at[1] == '%' || at[1] == '{');
}

/* Past the mark at `at`; NULL when it does not end. */
static const char *
skip_liquid(const char *at, const char *to)
{
	char closer = at[1] == '%' ? '%' : '}';
	for (const char *end = at + 2; end + 1 < to; end++)
		if (end[0] == closer && end[1] == '}')
			return end + 2;
	return NULL;
}

/* A line's text without tags; false when nothing is left. */
static bool
add_line(struct buf *out, const char *at, const char *to)
{
	size_t start = out->length;
	bool may_close = true; /* a mark of Liquid that does not end is looked for once */
	while (at < to && (strchr("#>*-= \t\r", *at) != NULL))
		at++;
	while (at < to) {
		const char *after = skip_tag(at, to);
		if (after == NULL && may_close && is_liquid(at, to)) {
			after = skip_liquid(at, to);
			may_close = after != NULL;
		}
		if (after != NULL) {
			at = after;
			continue;
		}
		buf_add_char(out, *at == '\t' || *at == '\r' ? ' ' : *at);
		at++;
	}
	while (out->length > start && out->data[out->length - 1] == ' ')
		buf_truncate(out, out->length - 1);
	return out->length > start;
}

void
reading_first_words(struct buf *out, const char *from, const char *to)
{
	size_t start = out->length;
	while (from < to) {
		const char *end = memchr(from, '\n', (size_t)(to - from));
		if (end == NULL)
			end = to;
		if (add_line(out, from, end))
			break;
		from = end + 1;
	}
	size_t length = out->length - start;
	length = utf8_valid_prefix(out->data + start, length);
	buf_truncate(out, start + text_fit(out->data + start, length, TITLE_COLUMNS, NULL));
}
