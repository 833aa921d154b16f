#ifndef MARKDOWN_WRITE_PRIVATE_H
#define MARKDOWN_WRITE_PRIVATE_H

/* Private to the files that write HTML. */

#include "markdown/span.h"
#include "markdown/write.h"

#include "base/buf.h"

struct writer {
	struct buf *html;
	struct arena *arena;
	const struct node *root;
	struct definitions *definitions;
	const struct markdown_options *options;
	struct span_parser *parser;
	size_t budget;		     /* bytes that may still be repeated */
	bool is_note;		     /* a footnote is being written */
	bool is_contents;	     /* a table of contents: no links, no footnotes' marks */
	const struct node *backlink; /* the paragraph that the way back to a footnote's mark ends */
	struct definition **notes;   /* used, in their order */
	size_t note_count, note_capacity;
	const struct definition *note; /* being written */
	int note_uses;		       /* of it before it was; kramdown leads back to no others */
	const struct node *contents_list; /* whose place the table of contents takes; NULL */
	const struct node *notes_list;	  /* the footnotes', likewise */
	size_t notes_at;		  /* bytes of the HTML before them */
};

/* --- write_escape.c --- */

void write_text(struct buf *html, struct slice text);

/* The same, but that references to characters stay. */
void write_kept(struct buf *html, struct slice text);

/* The same for an attribute's value, within quotes. */
void write_attribute(struct buf *html, struct slice text);

/* --- write_attributes.c --- */

/* Takes so many bytes from the budget for repetitions; false if there are too few. */
bool write_may_repeat(struct writer *writer, size_t bytes);

/*
 * Attributes: those of the node's or span's own, then what attribute lists say,
 * where a later value takes an earlier one's place but for classes, which add up.
 */
void write_attributes(struct writer *writer, const struct attributes *own,
		const struct attributes *lists);

bool write_has_attribute(const struct attributes *attributes, const char *name);
void write_align(struct buf *html, enum node_align align);

/* Those of a node that are not written in lists, and those that are. */
void write_own_attributes(struct writer *writer, const struct node *node);

/* Appends a text's ASCII letters and digits, from its first letter on; spaces are `-`. */
void write_basic_id(struct buf *id, struct slice text);

/* --- write_spans.c and write_headings.c --- */

/* HTML as it is, but for `<` that begins no tag. */
void write_tags(struct writer *writer, struct slice html);

void write_span(struct writer *writer, const struct span *span);

/* A text's spans. */
void write_spans(struct writer *writer, struct slice text);

/* Appends what an id is made of: the spans' text without mark-up. */
void write_plain(struct buf *out, const struct spans *spans);

/* Ids for headings that have none, with a number where one is taken. */
void write_heading_ids(struct writer *writer, struct node *root);

/* The text's headings as nested lists, in the place of contents_list. */
void write_contents(struct writer *writer);

#endif
