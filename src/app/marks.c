#include "app/marks.h"

#include "app/article.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/gate.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_TERMS = 32,
	MAX_MARKS = 4,	  /* in a row: each takes two of its cells */
	MAX_BYTES = 8192, /* of a row's text that are looked at */
	BEFORE_TERM = 16, /* columns of a snippet before its term */
	SNIPPET_COLUMNS = 240,
	SNIPPET_BYTES = 2048, /* are looked at for so many columns */
};

/* The first place of any term from `from` on, in bytes of the text; false if there is none. */
static bool
find_first(const struct buf *folded, const size_t *map, size_t from, const struct words_term *terms,
		size_t count, struct match *match, size_t *next)
{
	size_t first = SIZE_MAX;
	size_t length = 0;
	for (size_t i = 0; i < count; i++) {
		size_t at = words_find(folded->data, folded->length, from, &terms[i]);
		bool is_better = at < first || (at == first && terms[i].length > length);
		if (at == SIZE_MAX || !is_better)
			continue;
		first = at;
		length = terms[i].length;
	}
	if (first == SIZE_MAX)
		return false;
	*next = first + length;
	size_t end = *next;
	/* A character folded to several is marked as a whole. */
	while (end < folded->length && map[end] == map[end - 1])
		end++;
	*match = (struct match){map[first], map[end] - map[first]};
	return true;
}

static const char *
piece(struct row_writer *writer, const char *text, size_t start, size_t end)
{
	return arena_copy(writer->arena, text + start, end - start);
}

void
marks_put(struct row_writer *writer, const char *text, int columns, enum role role,
		const struct text_query *query)
{
	struct words_term terms[MAX_TERMS];
	size_t count = query != NULL ? text_query_terms(query, true, terms, MAX_TERMS) : 0;
	int end = writer->column + (columns < row_left(writer) ? columns : row_left(writer));
	if (count == 0 || end - writer->column < 2) {
		row_put(writer, text, columns, role);
		return;
	}
	struct buf clean, folded;
	size_t *map;
	size_t at = 0;
	size_t from = 0;
	struct match match;
	buf_init(&clean);
	buf_init(&folded);
	gate_pass(&clean, text, strnlen(text, MAX_BYTES), GATE_LINE);
	words_fold_mapped(&folded, &map, clean.data, clean.length);
	size_t seen = text_fit(clean.data, clean.length, (size_t)(end - writer->column) - 1, NULL);
	for (int i = 0; i < MAX_MARKS; i++) {
		if (!find_first(&folded, map, from, terms, count, &match, &from) ||
				match.offset + match.length > seen)
			break;
		if (match.offset > at)
			row_put_all(writer, piece(writer, clean.data, at, match.offset), role);
		at = match.offset + match.length;
		row_put_all(writer, piece(writer, clean.data, match.offset, at), ROLE_MATCH);
	}
	row_put(writer, piece(writer, clean.data, at, clean.length), end - writer->column, role);
	free(map);
	buf_free(&clean);
	buf_free(&folded);
}

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
marks_snippet(struct arena *arena, const char *text, size_t length, const struct text_query *query)
{
	struct words_term terms[MAX_TERMS];
	size_t count = text_query_terms(query, false, terms, MAX_TERMS);
	struct buf folded, line;
	size_t *map;
	size_t next;
	struct match match;
	buf_init_in(&folded, arena);
	buf_init_in(&line, arena);
	words_fold_mapped(&folded, &map, text, length);
	if (find_first(&folded, map, 0, terms, count, &match, &next)) {
		size_t start = snippet_start(text, match.offset, BEFORE_TERM);
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
