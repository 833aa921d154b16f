#ifndef MARKDOWN_BLOCK_H
#define MARKDOWN_BLOCK_H

/*
 * Private to the room: the pass over the lines, which makes a tree of blocks.
 *
 * Blocks within blocks are read from texts of their own (a quote's lines without
 * their marks, an item's without their indent), each a frame on a stack.
 */

#include "markdown/definitions.h"
#include "markdown/html_tag.h"

struct list_work;

/* A text being read into the children of a node. */
struct frame {
	struct node *node;
	struct node *before; /* its last child before this text */
	struct source source;
	struct attributes pending; /* of an attribute list before its block */
	bool has_pending;
	struct node *raw_beginning; /* the node with the start tag of raw HTML being read */
	size_t raw_end;		    /* offset up to which the source is raw HTML */
	size_t fence_from; /* from there on no line ends a fence of more than fence_longest marks */
	size_t fence_longest;
	size_t no_table_before; /* the text before it has been tried as a table, and is none */
	size_t lazy_line; /* offset of the last line that continues a quote without its mark; 0: none */
	bool has_odd_fence;	/* a line that begins like a fence was text */
	struct list_work *work; /* instead of a source: items to be read */
	struct frame *below;
};

struct parser {
	struct arena *arena;
	struct markdown_options *options;
	struct definitions *definitions;
	struct frame *top;
	struct frame *spare; /* done, to be used again */
	size_t depth;	     /* of containers */
	size_t groups;	     /* of HTML among them */
};

/*
 * The tree of the text, whose lines all end in LF. Fills the definitions, sorted, and sets
 * the options that the text changes.
 */
struct node *block_parse(struct arena *arena, struct markdown_options *options,
		struct definitions *definitions, struct slice text);

/* --- block_frame.c: for the files of blocks --- */

/* Appends a block to the frame's node and gives it the pending attributes. */
struct node *block_add(struct parser *parser, struct frame *frame, enum node_kind kind);
struct node *block_add_end(struct parser *parser, struct frame *frame, enum node_end end);

/*
 * Reads the text into `node` before the frame on top goes on. Callers see to it that no more than
 * MARKDOWN_MAX_DEPTH quotes, lists and notes and MARKDOWN_MAX_GROUPS groups stand within each other.
 */
struct frame *block_push(struct parser *parser, struct node *node, struct slice text);

/* Whether a block may begin, or a text end, that needs a blank line or another boundary there. */
bool block_is_after_boundary(const struct frame *frame);
bool block_is_before_boundary(struct source *source, size_t at);

/* Whether the line at `at` ends a text that goes on without its mark or indent (kramdown, "Paragraphs"). */
bool block_ends_lazily(struct source *source, size_t at);

bool block_is_end_mark(const struct source *source, size_t at); /* ^ */
bool block_is_rule(const struct source *source, size_t at);
bool block_is_indented(const struct source *source, size_t at); /* as code is */

/* Whether {: …}, at most 3 spaces before it, is alone in its line. */
bool block_is_attribute_list(struct source *source, size_t at);

/* The offset behind the `}` of the attribute list whose `{` is at `at`; `at` when none begins there. */
size_t block_skip_attribute_list(struct source *source, size_t at);

/* The offset behind the line of the attribute list at `at`, with its text in *list; `at` if none begins there. */
size_t block_attribute_list(struct source *source, size_t at, struct slice *list);

/* The end of the indented code whose lines begin at `at`. */
size_t block_code_end(struct source *source, size_t at);

/* --- A file a kind of block --- */

/* Bytes of a list's marker with the spaces before it, at most 3; 0 when no item begins at `at`. */
size_t block_bullet(const struct source *source, size_t at);
size_t block_number(const struct source *source, size_t at);
size_t block_definition_mark(const struct source *source, size_t at);

/* Each reads one kind of block at source.at; false, and nothing is read, when there is none. */
bool block_list(struct parser *parser, struct frame *frame);
bool block_definitions(struct parser *parser, struct frame *frame);
bool block_table(struct parser *parser, struct frame *frame);
bool block_html(struct parser *parser, struct frame *frame);
bool block_definition(struct parser *parser,
		struct frame *frame); /* of a link, an abbreviation, a footnote */
bool block_extension(struct parser *parser, struct frame *frame);

/* Whether the two lines at `at` begin a table as GFM has it, which needs no blank line before it. */
bool block_begins_table(const struct source *source, size_t at);

/* Whether HTML at source.at, however far indented, continues the HTML before it. */
bool block_continues_html(struct frame *frame);

/* Reads on in raw HTML, up to raw_end. */
void block_raw_html(struct parser *parser, struct frame *frame);

/* Reads the next text of a list's items; false when all are read. */
bool block_list_step(struct parser *parser, struct frame *frame);

#endif
