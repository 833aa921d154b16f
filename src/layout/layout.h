#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

/*
 * Layout: a document and a width become lines.
 *
 * Pure: the same document and options always give the same lines; nothing here
 * names a colour or knows a terminal. Columns are terminal cells (base/text.h).
 * No line is wider than the width, except those of code and pre unless wrap_code is
 * set, tables with wide_tables, addresses in the list of links unless wrap_links is set,
 * and a single cluster that is wider. Chinese lines break by
 * CLREQ 3.1.2 (避头尾) and UAX #14.
 */

#include "document/document.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct out;

enum { LAYOUT_MIN_WIDTH = 4, LAYOUT_MAX_WIDTH = 1000 };

/*
 * How large a layout gets. With T bytes of text, L links and B blocks a document
 * has at most 2T + L + 4B + 4 lines; wrap_links adds one for each two bytes of addresses. A line has at most LAYOUT_LINE_PIECES pieces
 * beside those of its text and the markers that begin in it, and what is drawn in
 * it is no wider than the width. Tables that are drawn beyond the width (wide_tables)
 * have all together at most LAYOUT_WIDE_FACTOR times as many columns in their lines as in
 * their text, and LAYOUT_WIDE_FREE more in a document; others become records.
 */
enum { LAYOUT_LINE_PIECES = 24, LAYOUT_WIDE_FACTOR = 16, LAYOUT_WIDE_FREE = 1 << 16 };

enum { PIECE_DRAWN = -1 }; /* offset of a piece that is no part of the document's text */

/* A stretch of one style within a line. */
struct piece {
	const char *text; /* UTF-8, not NUL-terminated */
	size_t length;	  /* bytes */
	size_t columns;
	unsigned style;	  /* of enum style */
	int link;	  /* index into the document's links, or -1 */
	ptrdiff_t offset; /* of its first byte in the document's text, or PIECE_DRAWN */
};

struct line {
	const struct piece *pieces; /* from the left edge, no gaps: indents are pieces */
	size_t piece_count;
	size_t columns;
	size_t offset; /* place in the document's text: of its first text, or of the text before it */

	/*
	 * Columns of the widest line of its code or table, if that is beyond the width: these lines
	 * are scrolled sideways together. 0: the line is within the width.
	 */
	size_t reach;
	bool is_heading; /* to be kept with the next line */
};

struct layout {
	const struct line *lines;
	size_t count;
	size_t widest; /* columns of the widest line */
};

enum link_style {
	LINKS_INLINE, /* [n] after each link */
	LINKS_LIST,   /* the same, and the list of URLs at the end */
	LINKS_NONE,
};

enum { LAYOUT_MAX_INDENT = 16 };

/* Details of setting Chinese that are a matter of taste (CLREQ 2.4.1, 3.1.3, 3.2.2; UAX #11). */
struct typography {
	size_t indent;	     /* columns before a paragraph's first line, up to LAYOUT_MAX_INDENT */
	bool spacing;	     /* a column between hanzi and Latin letters or digits */
	bool hanging;	     /* the last two columns are only for a stop that hangs there */
	bool wide_ambiguous; /* characters of ambiguous width take two columns */
};

struct layout_options {
	const char *words[WORD_COUNT]; /* shown for document_words; NULL: these themselves */
	size_t width;		       /* columns; limited to LAYOUT_MIN_WIDTH..LAYOUT_MAX_WIDTH */
	enum link_style links;
	bool ascii; /* furniture in ASCII instead of box drawing */
	struct typography typography;
	/* A table too wide for the width is drawn all the same, instead of as records. */
	bool wide_tables;
	bool wrap_code;	 /* code lines are broken at the width instead of exceeding it */
	bool wrap_links; /* the same of addresses in the list of links */
};

/* Whether both give the same layout of a document. */
bool layout_is_same(const struct layout_options *a, const struct layout_options *b);

/* Lays the document out. The layout lives in `arena` and borrows from `document`. */
struct layout *layout_document(struct arena *arena, const struct document *document,
		const struct layout_options *options);

/* The line that shows the byte at `offset` of the document's text, from 0; the last if beyond. */
size_t layout_line_at(const struct layout *layout, size_t offset);

/* The offset of the first text on the line or below it; of the line if there is none. */
size_t layout_text_at(const struct layout *layout, size_t line);

/*
 * Columns of the line, from *from up to *to, in which text of `length` bytes from
 * `offset` on stands. False where none of it is on the line.
 */
bool layout_columns_of(
		const struct line *line, size_t offset, size_t length, size_t *from, size_t *to);

/* For each of `count` links the line on which it first stands; SIZE_MAX: on none. To be freed. */
size_t *layout_link_lines(const struct layout *layout, size_t count);

/* Columns of the line, from *from up to *to, in which the link stands. False where it does not. */
bool layout_link_columns(const struct line *line, int link, size_t *from, size_t *to);

/* The link that stands at a column of the line; -1: none does. */
int layout_link_at(const struct line *line, size_t column);

/* Prints one line without its line end, in colours if `out` has them. Trailing spaces are left out. */
void layout_print_line(const struct layout *layout, const struct document *document, size_t line,
		struct out *out);

#endif
