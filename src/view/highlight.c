#include "view/highlight.h"

#include "base/buf.h"
#include "base/gate.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_TERMS = 32,
	MAX_MATCHES = 4,  /* in a row: each takes two of its cells */
	MAX_BYTES = 8192, /* of a row's text that are searched */
};

/* Puts the text up to the last match that ends within `seen` bytes; returns the bytes put. */
static size_t
put_matches(struct row_writer *writer, const struct buf *text, size_t seen, enum role role,
		const struct words_term *terms, size_t count)
{
	size_t *map;
	size_t put = 0, from = 0, length;
	struct buf folded = buf_empty();
	words_fold_mapped(&folded, &map, text->data, text->length);
	for (int i = 0; i < MAX_MATCHES; i++) {
		from = words_find_first(folded.data, folded.length, from, terms, count, &length);
		if (from == SIZE_MAX)
			break;
		size_t start = map[from];
		size_t end = words_map_end(map, folded.length, from + length);
		if (end > seen)
			break;
		if (start > put)
			row_format(writer, role, "%.*s", (int)(start - put), text->data + put);
		row_format(writer, ROLE_MATCH, "%.*s", (int)(end - start), text->data + start);
		put = end;
		from += length;
	}
	free(map);
	buf_free(&folded);
	return put;
}

void
row_put_highlighted(struct row_writer *writer, const char *text, int columns, enum role role,
		const struct text_query *query)
{
	struct words_term terms[MAX_TERMS];
	size_t count = query != NULL ? text_query_terms(query, true, terms, MAX_TERMS) : 0;
	int end = writer->column + (columns < row_left(writer) ? columns : row_left(writer));
	if (count == 0 || end - writer->column < 2) {
		row_put(writer, text, columns, role);
		return;
	}
	struct buf clean = buf_empty();
	gate_pass(&clean, text, strnlen(text, MAX_BYTES), GATE_LINE);
	size_t seen = text_fit(clean.data, clean.length, (size_t)(end - writer->column) - 1, NULL);
	size_t put = put_matches(writer, &clean, seen, role, terms, count);
	row_put(writer, clean.data + put, end - writer->column, role);
	buf_free(&clean);
}
