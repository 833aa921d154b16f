#ifndef DOCUMENT_BUILDER_H
#define DOCUMENT_BUILDER_H

/*
 * Private to the room: a document under construction.
 *
 * Blocks are opened and closed like brackets; text is added to the open leaf. A leaf is
 * made for the first visible character, so that none is empty. White space is collapsed
 * (space.c), across inline elements.
 */

#include "base/buf.h"
#include "base/hash_table.h"
#include "document/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum space_mode { SPACE_NORMAL, SPACE_NOWRAP, SPACE_PRE, SPACE_PRE_LINE };

/* What the content of an element inherits. */
struct inherited {
	unsigned style;
	enum document_word word; /* that is being written, else WORD_NONE */
	int link;		 /* index, or -1 */
	enum space_mode space;
	enum align align;
	enum block_kind leaf; /* the kind of leaf that text makes: paragraph, heading, pre */
	int heading_level;
	bool is_spaced; /* of the leaf */
	int first_indent;
	const char *language; /* of code */
	int list_depth, quotation_depth;
	bool has_corner_quotes; /* Japanese, traditional Chinese */
	bool is_in_noscript, is_in_head_rows, is_in_foot_rows, is_in_math, is_note_number;
	enum list_style list_style;
	int margin;	  /* columns on the left of the next leaf or block (margin-left) */
	int *item_number; /* of the next item of the list, or NULL */
	int item_step;
	int group_percent; /* of the width, that the <colgroup> around a <col> asks for */
	int *ruby_texts;   /* how many the innermost ruby element showed so far, or NULL outside */
};

/* What decides whether a table holds data or is only there for its layout. */
struct table_facts {
	struct table_facts *outer;
	struct block *block;
	size_t cells, widest_row;
	unsigned groups; /* of rows, so far */
	size_t columns;	 /* of all text, about */
	bool has_header_cell, has_caption, has_head, has_border, is_presentation;
	bool has_rich_cell; /* one holds a table, a heading, a list or several paragraphs */
	size_t cell_paragraphs;
	int next_column; /* that the next <col> is of */
	struct column_width *last_width;
};

enum pending_space { SPACE_NONE, SPACE_BLANK, SPACE_LINE_FEED };

struct link_build {
	struct link link;
	size_t last_run; /* index */
	size_t text_start;
};

struct numbered_url {
	const char *url;
	int number; /* 0: seen as an image, not numbered */
};

enum { BUILDER_MAX_TITLES = 64, BUILDER_MAX_MARGIN = 16 };

struct builder {
	struct arena *arena;   /* the document's */
	struct arena *scratch; /* its child, gone when the document is done */
	struct document *document;
	const struct parking *parking; /* of the page's text */
	struct block *root;
	struct block *holder;	 /* the innermost block that was opened */
	struct block *container; /* the same, or a wrapper that was made within it */
	struct inherited now;

	struct block *leaf;	   /* NULL between leaves */
	struct block *leaf_before; /* the block before it, for taking the leaf out again */
	size_t leaf_start, leaf_first_run;
	size_t undo_text,
			undo_runs; /* the text and the runs before the leaf and the blank line above it */
	size_t leaf_count;	   /* leaves with text or rules, so far */
	bool last_was_spaced, has_heading;
	bool wants_blank; /* a blank line was asked for by an empty block */
	int breaks;	  /* asked for since the last character */
	bool is_line_start;
	enum pending_space space;
	unsigned space_style; /* of the element that has the space, as the next two */
	enum space_mode space_mode;
	int space_link;
	bool after_optional; /* U+200B or wbr came last */
	bool after_image;    /* what stands for a picture came last */
	const char *pending_id;

	struct buf text;
	struct run *runs;
	size_t run_count, run_capacity;
	struct link_build *links;
	size_t link_count, link_capacity;
	int link_numbers;
	const char *titles[BUILDER_MAX_TITLES]; /* of abbreviations, shown already */
	size_t title_count;
	struct numbered_url *urls;
	size_t url_count, url_capacity;
	struct hash_table url_index;
	struct table_facts *table;
};

void builder_init(struct builder *builder, struct arena *arena);

/* Ends the document and the scratch. */
struct document *builder_finish(struct builder *builder);

/* An open block, and what closing it restores. */
struct opened {
	struct block *block; /* NULL: nothing is open */
	struct block *holder, *before;
	size_t leaf_count;
};

/* Opens a block in the present container, with the wrappers it needs there. */
struct block *builder_open(struct builder *builder, enum block_kind kind, bool is_spaced,
		struct opened *opened);

/* Closes it; a block that shows nothing is taken out again. */
void builder_close(struct builder *builder, const struct opened *opened);

void builder_end_leaf(struct builder *builder);
void builder_rule(struct builder *builder);

/* Text as it stands in the post, white space and all; valid UTF-8. */
void builder_text(struct builder *builder, const char *text, size_t length);

/* Text of the program's own, or of an attribute: on one line, its white space collapsed. */
void builder_label(struct builder *builder, const char *text, size_t length);
void builder_literal(struct builder *builder, const char *text);
void builder_word(struct builder *builder, enum document_word word);
void builder_break(struct builder *builder);
void builder_optional_break(struct builder *builder);

/* --- The open leaf --- */

/* Opens a leaf if none is open, and writes the line breaks and the space that are due before the next character. */
void leaf_begin_text(struct builder *builder, uint32_t next);

/* The last character of the run that the next one is added to; 0: there is none. */
uint32_t leaf_before(const struct builder *builder);

/* Notes that the pending space belongs to the present element. */
void leaf_note_space(struct builder *builder);

/* Appends visible bytes to the leaf; leaf_begin_text has been called. */
void leaf_append(struct builder *builder, const char *bytes, size_t length);
void leaf_append_break(struct builder *builder);
void leaf_append_optional(struct builder *builder);

/* --- links.c --- */

/* A link to `url`, or -1 where there is nothing to go to. */
int link_open(struct builder *builder, const char *url, enum link_kind kind);

/* Ends the link and numbers it, now that its text is known. */
void link_close(struct builder *builder, int link);

/* Notes that a picture is shown; returns whether it was shown before. */
bool link_is_known(struct builder *builder, const char *url);

#endif
