#ifndef DOCUMENT_PARKING_H
#define DOCUMENT_PARKING_H

/*
 * Private to the room: text that is kept out of the parser. It reads a
 * character at a time and copies each; most of a post is text in which it could
 * find nothing. Such a stretch is parked before the parse: a mark of a few
 * bytes, no white space, goes through the parser in its place, and afterwards
 * the text takes the mark's. What the tree looks like depends on text only by
 * where there is any beside white space (HTML standard 13.2.6).
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

enum { PARKING_LEAST = 6 }; /* bytes from which on a stretch is worth it: two hanzi */

/* Marks are made of private characters from here on, plane 16: the page's own must not reach the parser. */
enum { PARKING_FIRST = 0x100000 };

struct parked {
	const char *text; /* borrowed from the page */
	size_t length;	  /* bytes */
};

struct parking {
	struct parked *items;
	size_t count, capacity;
	struct arena *arena;
	bool is_closed; /* the page has such characters, or bad bytes: nothing is parked */
};

/* With its memory in the arena. */
void parking_open(struct parking *parking, struct arena *arena, const char *html, size_t length);

/*
 * Writes the stretch to `out`, or its mark. It begins and ends with no white
 * space and holds no '<', '&', CR or control.
 */
void parking_add(struct parking *parking, struct buf *out, const char *text, size_t length);

/*
 * The next piece of a text out of the parser, NUL-terminated, which moves on: a
 * stretch in its mark's place, or what stands between marks. False at the end.
 */
bool parking_next(const struct parking *parking, const char **text, struct parked *piece);

/* Writes a whole text out of the parser to `out`, with the stretches in their marks' places. */
void parking_restore(const struct parking *parking, const char *text, struct buf *out);

#endif
