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

/* Where a snippet begins: some columns before the term, at a cluster's start, within its paragraph. */
static size_t
snippet_start(const char *text, size_t offset, size_t columns)
{
	size_t start = offset;
	size_t used = 0;
	while (start > 0 && text[start - 1] != '\n') {
		size_t last = text_last_cluster(
				text + (start > 64 ? start - 64 : 0), start > 64 ? 64 : start);
		used += text_columns(text + start - last, last);
		if (used > columns)
			break;
		start -= last;
	}
	return start;
}

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
		size_t start = snippet_start(text, map[first], BEFORE_TERM);
		bool is_inside = start > 0 && text[start - 1] != '\n';
		size_t left = length - start < SNIPPET_BYTES ? length - start : SNIPPET_BYTES;
		buf_add_text(&line, is_inside ? "…" : "");
		buf_add(&line, text + start, text_fit(text + start, left, SNIPPET_COLUMNS, NULL));
		for (size_t i = 0; i < line.length; i++)
			line.data[i] = line.data[i] == '\n' || line.data[i] == '\t' ? ' '
										    : line.data[i];
	}
	return buf_take(&line);
}
