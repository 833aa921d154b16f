#ifndef LAYOUT_STREAM_H
#define LAYOUT_STREAM_H

/* Reads a leaf's runs as one stream of characters, the numbers of links in their places. */

#include "layout/breaker.h"
#include "layout/flow.h"

enum unit_kind { UNIT_TEXT, UNIT_TAB, UNIT_BREAK, UNIT_OPTIONAL, UNIT_END };

/* One grapheme cluster. */
struct unit {
	enum unit_kind kind;
	struct piece piece;
	uint32_t codepoint; /* its first */
	enum break_class class;
	bool is_hidden; /* takes part in breaking only */
	bool no_wrap;
	bool keeps_space;
	bool is_number; /* of a link's number */
	bool goes_on;	/* it continues the syllable before it (syllable.h) */
};

/* A place in the stream; may be copied. */
struct stream {
	struct context *context;
	const struct run *runs;
	size_t count, index;
	size_t byte;	    /* within the run, or within its number */
	const char *number; /* being read */
};

struct stream stream_of(struct context *context, const struct block *leaf);

/*
 * Reads characters of one kind that another of it follows, as one unit without a
 * kind: plain hanzi (CLASS_ID), or ASCII letters and digits (CLASS_AL; the class is the
 * last one's). Each is a cluster; `columns` is the most that all take. The codepoint
 * is the last one's. Returns how many; 0 leaves stream and unit alone.
 */
size_t stream_alike(
		struct stream *stream, enum break_class class, size_t columns, struct unit *unit);

void stream_next(struct stream *stream, struct unit *unit);

#endif
