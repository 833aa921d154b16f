#include "search/snippet.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

enum {
	MAX_TERMS = 32,
	BEFORE_TERM = 16, /* columns of a snippet before its term */
	SNIPPET_COLUMNS = 240,
	SNIPPET_BYTES = 2048, /* are searched for so many columns */
};

char *
snippet_make(struct arena *arena, const char *text, size_t length, const struct text_query *query)
{
	struct words_term terms[MAX_TERMS];
	size_t count = text_query_terms(query, false, terms, MAX_TERMS);
	struct buf folded, line;
	size_t *map;
	size_t found;
	buf_init_in(&folded, arena);
	buf_init_in(&line, arena);
	words_fold_mapped(&folded, &map, text, length);
	size_t first = words_find_first(folded.data, folded.length, 0, terms, count, &found);
	if (first != SIZE_MAX) {
		size_t paragraph = map[first];
		while (paragraph > 0 && text[paragraph - 1] != '\n')
			paragraph--;
		size_t start = paragraph + text_start_before(text + paragraph,
							   map[first] - paragraph, BEFORE_TERM);
		size_t left = length - start < SNIPPET_BYTES ? length - start : SNIPPET_BYTES;
		buf_add_text(&line, start > paragraph ? "…" : "");
		buf_add(&line, text + start, text_fit(text + start, left, SNIPPET_COLUMNS, NULL));
		for (size_t i = 0; i < line.length; i++)
			line.data[i] = line.data[i] == '\n' || line.data[i] == '\t' ? ' '
										    : line.data[i];
	}
	return buf_take(&line);
}
