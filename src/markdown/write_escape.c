#include "markdown/write_private.h"

#include "base/ascii.h"
#include "base/char_reference.h"

void
write_text(struct buf *html, struct slice text)
{
	char_reference_encode(html, text.text, text.length);
}

/* Whether a reference to a character begins at `at`, which holds `&`. */
static bool
is_reference(struct slice text, size_t at)
{
	size_t end = at + 1;
	if (end < text.length && text.text[end] == '#')
		end++;
	size_t first = end;
	while (end < text.length && end - first < 32 && (ascii_is_alnum(text.text[end])))
		end++;
	return end > first && end < text.length && text.text[end] == ';';
}

void
write_kept(struct buf *html, struct slice text)
{
	size_t from = 0;
	for (size_t i = 0; i < text.length; i++) {
		if (text.text[i] != '&' || !is_reference(text, i))
			continue;
		write_text(html, slice_between(text.text, from, i));
		buf_add_char(html, '&');
		from = i + 1;
	}
	write_text(html, slice_between(text.text, from, text.length));
}

void
write_attribute(struct buf *html, struct slice text)
{
	const char *quote;
	while (text.length > 0 && (quote = memchr(text.text, '"', text.length)) != NULL) {
		size_t length = (size_t)(quote - text.text);
		write_kept(html, slice_of(text.text, length));
		buf_add_text(html, "&quot;");
		text = slice_between(text.text, length + 1, text.length);
	}
	write_kept(html, text);
}
