#include "document/markdown.h"

#include "base/buf.h"
#include "document/markdown_lines.h"

#include <md4c-html.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* HTML blocks have been lifted out: what md4c still sees of HTML is inline. */
static const unsigned parser_flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
				     MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_NOHTMLBLOCKS;

static void
take_output(const MD_CHAR *text, MD_SIZE length, void *context)
{
	buf_add(context, text, length);
}

static bool
starts_with(const char *at, const char *end, const char *wanted)
{
	size_t length = strlen(wanted);
	return (size_t)(end - at) >= length && memcmp(at, wanted, length) == 0;
}

/* Puts the next HTML block where its mark stands, without the paragraph around the mark. */
static const char *
put_block(struct buf *html, const char *mark, const char *end, const struct html_block *block)
{
	if (html->length >= 3 && memcmp(html->data + html->length - 3, "<p>", 3) == 0)
		buf_truncate(html, html->length - 3);
	buf_add(html, block->start, block->length);
	mark += MARK_LENGTH;
	return starts_with(mark, end, "</p>") ? mark + 4 : mark;
}

/* What a mark, plain or percent-encoded in an address, stands for. */
struct substitute {
	const char *mark;
	const char *text;
};

static const struct substitute substitutes[] = {
		{MARK_NOTHING, ""},
		{MARK_TILDE, "~"},
		{"%EF%B7%90", ""},
		{"%EF%B7%91", "~"},
};

static const char *
put_substitute(struct buf *html, const char *at, const char *end)
{
	for (size_t i = 0; i < sizeof(substitutes) / sizeof(substitutes[0]); i++) {
		if (!starts_with(at, end, substitutes[i].mark))
			continue;
		buf_add_text(html, substitutes[i].text);
		return at + strlen(substitutes[i].mark);
	}
	buf_add_char(html, *at);
	return at + 1;
}

/* The next byte that may begin a mark. */
static const char *
next_mark(const char *at, const char *end)
{
	while (at < end && *at != MARK_HTML[0] && *at != '%')
		at++;
	return at;
}

static void
put_marks(struct buf *html, const struct buf *rendered, const struct html_blocks *blocks)
{
	const char *at = rendered->data;
	const char *end = at + rendered->length;
	size_t next_block = 0;
	while (at < end) {
		const char *mark = next_mark(at, end);
		buf_add(html, at, (size_t)(mark - at));
		if (mark == end)
			return;
		if (starts_with(mark, end, MARK_HTML) && next_block < blocks->count)
			at = put_block(html, mark, end, &blocks->items[next_block++]);
		else
			at = put_substitute(html, mark, end);
	}
}

void
markdown_to_html(struct buf *html, const char *text, size_t length)
{
	struct buf lines, rendered;
	struct html_blocks blocks = {0};
	buf_init(&lines);
	buf_init(&rendered);
	markdown_lines(&lines, &blocks, text, length);
	/* It fails for want of memory only. The source itself is then still something to read. */
	if (md_html(lines.data, (MD_SIZE)lines.length, take_output, &rendered, parser_flags, 0) ==
			0)
		put_marks(html, &rendered, &blocks);
	else
		buf_add(html, text, length);
	free(blocks.items);
	buf_free(&lines);
	buf_free(&rendered);
}
