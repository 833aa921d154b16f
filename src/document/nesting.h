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
	/* Formatting elements that are cut off but will be opened again by the next text. */
	unsigned char ghosts[NESTING_MAX_GHOSTS];
	size_t ghost_count;
	size_t ghost_base; /* those below are outside the present cell */
	size_t reopened;   /* elements so far */
};

void nesting_init(struct nesting *nesting);

/* The parser is to get text next. End tags that it needs first are added to `out`, here as below. */
void nesting_text(struct nesting *nesting, struct buf *out);

/* A tag comes next. Returns whether it is to be given to the parser. */
bool nesting_start(struct nesting *nesting, enum element_id id, struct buf *out);
bool nesting_end(struct nesting *nesting, enum element_id id, struct buf *out);

/* Ends with tags what is open within the outermost `depth`. */
void nesting_end_to(struct nesting *nesting, size_t depth, struct buf *out);

#endif
