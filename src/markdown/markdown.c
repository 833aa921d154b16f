#include "markdown/markdown.h"

#include "base/arena.h"
#include "base/buf.h"
#include "markdown/block.h"
#include "markdown/write.h"

#include <string.h>

/* The text with LF line ends, its last line ended. */
static struct slice
level_lines(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_raw(arena, length + 2);
	size_t written = 0;
	for (size_t i = 0; i < length; i++) {
		const char *next = memchr(text + i, '\r', length - i);
		size_t end = next != NULL ? (size_t)(next - text) : length;
		memcpy(copy + written, text + i, end - i);
		written += end - i;
		i = end;
		if (end < length && (end + 1 == length || text[end + 1] != '\n'))
			copy[written++] = '\n';
	}
	if (written == 0 || copy[written - 1] != '\n')
		copy[written++] = '\n';
	return slice_of(copy, written);
}

void
markdown_to_html(struct buf *html, struct arena *arena, const char *text, size_t length,
		const struct markdown_options *options)
{
	struct arena *scratch = arena_child(arena);
	struct definitions definitions = {0};
	struct slice lines = level_lines(scratch, text, length);
	struct markdown_options said = *options;
	struct node *root = block_parse(scratch, &said, &definitions, lines);
	write_html(html, scratch, root, &definitions, &said, length);
	arena_free(scratch);
}
