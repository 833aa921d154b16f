#ifndef QUERY_QUERY_TEXT_H
#define QUERY_QUERY_TEXT_H

/*
 * The language in which posts are asked for (reader-query(7)), parsed into a
 * query. Pure: dates are counted from `now` in a zone (NULL: the machine's).
 */

#include "fulltext/text_query.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct zone;

enum { QUERY_TEXT_BYTES = 4096 }; /* longer ones are refused */

/* Where a query is wrong, in bytes. */
struct query_place {
	size_t offset, length;
};

/*
 * Parses `text`. With `is_typing` it is still being typed: what is not closed
 * is taken as closed, what is not complete is left out, and the last word is
 * taken for the beginning of one. NULL with `err` and `place` (either may be
 * NULL) for a bad query; an empty one is bad too, but while typing it is a
 * query without nodes. To be freed with text_query_free.
 */
struct text_query *query_text_parse(const char *text, int64_t now, const struct zone *zone,
		bool is_typing, struct query_place *place, struct err *err);

/*
 * Appends a text by which the query finds what it finds while `text` is typed: what is not closed is
 * closed, and a last word that is the beginning of others gets a `*`. What is not complete stays so.
 */
void query_text_finish(const char *text, struct buf *out);

/*
 * Appends two lines, each with its line feed: the part of the query around the
 * place that fits in `columns`, and a caret under the place.
 */
void query_text_point(
		const char *text, const struct query_place *place, size_t columns, struct buf *out);

#endif
