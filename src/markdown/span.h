#ifndef MARKDOWN_SPAN_H
#define MARKDOWN_SPAN_H

/*
 * Private to the room: a block's text as a row of spans, in which an element is
 * what stands between its opening and its closing.
 */

#include "markdown/definitions.h"

enum span_kind {
	SPAN_TEXT,	/* to be escaped; abbreviations are looked for in it */
	SPAN_HTML,	/* a tag or an entity as it is */
	SPAN_VERBATIM,	/* text in an element without Markdown: references to characters stay */
	SPAN_CHARACTER, /* made by us: a quote, a dash … */
	SPAN_BREAK,
	SPAN_CODE,
	SPAN_MATH,    /* with its dollars */
	SPAN_ADDRESS, /* a bare or bracketed address: text and link in one */
	SPAN_IMAGE,
	SPAN_NOTE, /* the mark of a footnote */
	SPAN_OPEN,
	SPAN_CLOSE,
};

enum span_element { ELEMENT_EM, ELEMENT_STRONG, ELEMENT_DEL, ELEMENT_LINK, ELEMENT_HTML };

/* Where a link or an image leads. */
struct target {
	struct slice address, title; /* title.text: NULL without one */
	const struct definition
			*definition; /* that says so; NULL when it is written in its place */
};

struct span {
	enum span_kind kind;
	enum span_element element; /* of SPAN_OPEN and SPAN_CLOSE */
	struct slice text; /* an image's alternative, escaped; HTML: a tag, to be closed the element's name alone */
	struct target *target;
	struct attributes *attributes; /* NULL: none */
	struct definition *note;
};

struct spans {
	struct span *items;
	size_t count, capacity;
};

struct span_parser;

struct span_parser *span_parser_new(struct arena *arena, const struct definitions *definitions,
		const struct markdown_options *options);

/*
 * The spans of a text, valid until the next call; slices point into it or into the
 * arena. `is_note`: a footnote's, where kramdown knows no break by a backslash.
 */
const struct spans *span_parse(struct span_parser *parser, struct slice text, bool is_note);

/* The alternative of an image, in the arena when it is not as it is written. */
struct slice span_image_text(struct arena *arena, const struct span *image);

#endif
