#include "document/markdown.h"

#include "base/buf.h"
#include "document/footnotes.h"
#include "document/markdown_lines.h"
#include "document/markdown_marks.h"
#include "document/markdown_render.h"

#include <string.h>

enum { MAX_SOURCE = 1 << 29 }; /* bytes; md4c counts in 32 bits, and marks are added */

/* The next noncharacter of the block that the marks are from, or NULL. */
static const char *
find_mark(const char *at, const char *end)
{
	while (end - at >= MARK_LENGTH &&
			(at = memchr(at, '\xEF', (size_t)(end - at) - MARK_LENGTH + 1)) != NULL) {
		if (at[1] == '\xB7' && (unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0xAF)
			return at;
		at++;
	}
	return NULL;
}

/* The text without marks: itself, or a copy in `copy`. */
static void
take_marks_out(const char **text, size_t *length, struct buf *copy)
{
	const char *end = *text + *length;
	const char *at = *text, *mark = find_mark(at, end);
	if (mark == NULL)
		return;
	for (; mark != NULL; mark = find_mark(at, end)) {
		buf_add(copy, at, (size_t)(mark - at));
		at = mark + MARK_LENGTH;
	}
	buf_add(copy, at, (size_t)(end - at));
	*text = copy->data;
	*length = copy->length;
}

void
markdown_to_html(struct buf *html, const char *text, size_t length)
{
	struct buf copy, lines, noted;
	struct html_blocks blocks = {0};
	buf_init_in(&copy, html->arena);
	buf_init_in(&lines, html->arena);
	buf_init_in(&noted, html->arena);
	length = length < MAX_SOURCE ? length : MAX_SOURCE;
	size_t most = html->length + MARKDOWN_MAX_HTML(length);
	take_marks_out(&text, &length, &copy);
	if (footnotes_move(&noted, text, length) && noted.length < MAX_SOURCE) {
		text = noted.data;
		length = noted.length;
	}
	markdown_lines(&lines, &blocks, text, length);
	markdown_render(html, most, lines.data, lines.length, &blocks);
}
