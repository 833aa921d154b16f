#include "document/markdown_labels.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "document/source_line.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LABEL = 999 }; /* bytes; CommonMark 6.3 */

static int
compare(const void *left, const void *right)
{
	const struct label *a = left, *b = right;
	size_t shorter = a->length < b->length ? a->length : b->length;
	int order = ascii_compare_n(a->start, b->start, shorter);
	return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

void
labels_find(struct labels *labels, struct arena *arena, const char *text, size_t length)
{
	const char *end = text + length;
	*labels = (struct labels){0};
	while (text < end) {
		struct source_line line = source_line_read(text, end);
		text = line.next;
		if (source_line_is_blank(&line) || *line.text != '[' || line.indent >= CODE_INDENT)
			continue;
		const char *close = memchr(line.text, ']', (size_t)(line.end - line.text));
		if (close == NULL || close + 1 == line.end || close[1] != ':' ||
				close - line.text > MAX_LABEL)
			continue;
		labels->items = arena_grow(arena, labels->items, labels->count, &labels->capacity,
				sizeof(*labels->items));
		labels->items[labels->count++] =
				(struct label){line.text + 1, (size_t)(close - line.text - 1)};
	}
	if (labels->count > 0)
		qsort(labels->items, labels->count, sizeof(*labels->items), compare);
}

bool
labels_have(const struct labels *labels, const char *start, size_t length)
{
	struct label wanted = {start, length};
	return labels->count > 0 && length <= MAX_LABEL &&
	       bsearch(&wanted, labels->items, labels->count, sizeof(*labels->items), compare) !=
			       NULL;
}
