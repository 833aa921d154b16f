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

/* What is found in one text. */
struct places {
	struct buf folded;
	struct words_term terms[MAX_TERMS];
	size_t count;
	const struct name_filter *filter; /* NULL: none */
};

/* Where the first place from `from` on begins, and its bytes in *found; SIZE_MAX: there is none. */
static size_t
next_place(const struct places *places, size_t from, size_t *found)
{
	const struct buf *folded = &places->folded;
	size_t length, filtered = SIZE_MAX;
	size_t place = words_find_first(
			folded->data, folded->length, from, places->terms, places->count, found);
	if (places->filter != NULL)
		filtered = name_filter_find(
				places->filter, folded->data, folded->length, from, &length);
	if (filtered < place)
		*found = length;
	return filtered < place ? filtered : place;
}

/* Puts the text up to the last place that ends within `seen` bytes; returns the bytes put. */
static size_t
put_places(struct row_writer *writer, const struct buf *text, size_t seen, enum role role,
		struct places *places)
{
	size_t *map;
	size_t put = 0, from = 0, length;
	places->folded = buf_empty();
	words_fold_mapped(&places->folded, &map, text->data, text->length);
	for (int i = 0; i < MAX_MATCHES; i++) {
		from = next_place(places, from, &length);
		if (from == SIZE_MAX)
			break;
		size_t start = map[from];
		size_t end = words_map_end(map, places->folded.length, from + length);
		if (end > seen)
			break;
		if (start > put)
			row_format(writer, role, "%.*s", (int)(start - put), text->data + put);
		row_format(writer, ROLE_MATCH, "%.*s", (int)(end - start), text->data + start);
		put = end;
		from += length;
	}
	free(map);
	buf_free(&places->folded);
	return put;
}

void
row_put_highlighted(struct row_writer *writer, const char *text, int columns, enum role role,
		const struct text_query *query, const struct name_filter *filter)
{
	struct places places = {.filter = filter};
	if (query != NULL)
		places.count = text_query_terms(query, true, places.terms, MAX_TERMS);
	int end = writer->column + (columns < row_left(writer) ? columns : row_left(writer));
	size_t room = end > writer->column ? (size_t)(end - writer->column) : 0;
	if ((places.count == 0 && filter == NULL) || room < 2) {
		row_put(writer, text, columns, role);
		return;
	}
	struct buf clean = buf_empty();
	gate_pass(&clean, text, strnlen(text, MAX_BYTES), GATE_LINE);
	size_t seen = text_fit(clean.data, clean.length, room, NULL);
	if (seen < clean.length) /* the last column says that it is cut */
		seen = text_fit(clean.data, clean.length, room - 1, NULL);
	size_t put = put_places(writer, &clean, seen, role, &places);
	row_put(writer, clean.data + put, end - writer->column, role);
	buf_free(&clean);
}
