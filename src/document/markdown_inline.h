#ifndef DOCUMENT_MARKDOWN_INLINE_H
#define DOCUMENT_MARKDOWN_INLINE_H

/*
 * Private to the room: the text of a line of Markdown, written so that md4c
 * takes it as kramdown does: emphasis beside CJK punctuation, single tildes,
 * `[x] [1]`, spaces in addresses, two backslashes at a line's end, tags of
 * word processors. Code spans and tags are left as they are.
 */

#include "document/markdown_labels.h"

#include <stdint.h>

struct buf;

enum { MAX_TICKS = 32 }; /* longer runs of backquotes are text */

struct inlines {
	const char *end; /* of the text */
	struct labels labels;
	const char *code_until; /* we are in a code span that ends there */
	const char *skip_until; /* we are in an attribute list that ends there */
	/* The end of the paragraph that is between these; no run of n backquotes before that. */
	const char *paragraph_from, *paragraph_end;
	const char *no_ticks_before[MAX_TICKS + 1];
};

void inlines_init(struct inlines *inlines, struct arena *arena, const char *text, size_t length);

/* Appends the text from `at` to `end`, which ends a line; calls go on through the text. */
void inlines_put(struct inlines *inlines, struct buf *out, const char *at, const char *end);

/* Punctuation and symbols, by the blocks where CJK and Latin text has them. */
bool inline_is_punctuation(uint32_t codepoint);

#endif
