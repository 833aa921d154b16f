#ifndef DOCUMENT_PREPARE_H
#define DOCUMENT_PREPARE_H

/*
 * Private to the room: the pre-scan, one pass before the parser.
 *
 * Writes the post's HTML anew so that the parser's time and memory are bounded:
 * elements cut to DOCUMENT_MAX_DEPTH, attributes that mean nothing left out and
 * long ones cut, no raw control bytes, no scripts, styles and comments (they do
 * not split words). Tags that never end are text, so that nothing is lost.
 */

#include <stddef.h>

struct buf;
struct parking;

enum {
	PREPARE_MAX_ATTRIBUTES = 100, /* of one element; the parser compares each with each */
	PREPARE_MAX_VALUE = 16384,    /* bytes of an attribute's value */
};

/* `out` is empty. Plain text is parked; the parking borrows it from `html`. */
void html_prepare(struct buf *out, struct parking *parking, const char *html, size_t length);

#endif
