#ifndef DOCUMENT_NESTING_H
#define DOCUMENT_NESTING_H

/*
 * Private to the room: how deep the parser's tree will be, known before it parses.
 *
 * A model of the stack of open elements and of the list of active formatting
 * elements (HTML standard 13.2.4), fed with the tags that the parser is given.
 * The elements that the parser makes by itself, such as the tbody and tr around
 * a td, count as well, so that a cut here bounds the parser's tree: at most
 * DOCUMENT_MAX_DEPTH + NESTING_SLACK elements deep, with a bounded number of
 * formatting elements opened again after blocks that cut them (`<p><b></p>`).
 */

#include "document/element.h"

struct buf;

enum { NESTING_MAX_GHOSTS = 16, NESTING_SLACK = 16 };

struct open_element {
	unsigned char id;
	unsigned char ghost_base; /* of what is outside, for IS_MARKER */
};

struct nesting {
	struct open_element open[DOCUMENT_MAX_DEPTH + NESTING_MAX_GHOSTS];
	size_t depth;
	unsigned counts[ELEMENT_COUNT];	 /* open, by element */
	unsigned dropped[ELEMENT_COUNT]; /* start tags left out, whose end tags are to go too */
	/* Formatting elements that were cut off, and that the next text opens again. */
	unsigned char ghosts[NESTING_MAX_GHOSTS];
	size_t ghost_count;
	size_t ghost_base; /* those before this index are outside the present cell */
	size_t reopened;   /* elements so far */
};

void nesting_init(struct nesting *nesting);

/* Notes that text comes next. Here and below, end tags that the parser needs first are added to `out`. */
void nesting_text(struct nesting *nesting, struct buf *out);

/* Notes a start or an end tag. Returns whether the parser is to get it. */
bool nesting_start(struct nesting *nesting, enum element_id id, struct buf *out);
bool nesting_end(struct nesting *nesting, enum element_id id, struct buf *out);

/* Adds end tags for all elements but the outermost `depth`. */
void nesting_end_to(struct nesting *nesting, size_t depth, struct buf *out);

#endif
