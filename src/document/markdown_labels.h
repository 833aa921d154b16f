#ifndef DOCUMENT_MARKDOWN_LABELS_H
#define DOCUMENT_MARKDOWN_LABELS_H

/* Private to the room: what links of a Markdown text may refer to, `[label]: address`. */

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct label {
	const char *start;
	size_t length;
};

struct labels {
	struct label *items; /* sorted; borrow from the text */
	size_t count, capacity;
};

void labels_find(struct labels *labels, struct arena *arena, const char *text, size_t length);

/* Whether there is such a label, ASCII letters in any case. */
bool labels_have(const struct labels *labels, const char *start, size_t length);

#endif
