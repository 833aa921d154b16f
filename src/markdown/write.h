#ifndef MARKDOWN_WRITE_H
#define MARKDOWN_WRITE_H

/* Private to the room: a tree of blocks as HTML. */

#include "markdown/definitions.h"

struct arena;
struct buf;

/*
 * Appends the tree's HTML. `length` are the bytes of the Markdown: what is
 * repeated (references' addresses, abbreviations' meanings, attribute lists,
 * headings in a table of contents, cells that a row lacks) adds at most eight
 * times that and 64 KiB.
 */
void write_html(struct buf *html, struct arena *arena, struct node *root,
		struct definitions *definitions, const struct markdown_options *options,
		size_t length);

#endif
