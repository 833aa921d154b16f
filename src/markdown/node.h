#ifndef MARKDOWN_NODE_H
#define MARKDOWN_NODE_H

/* Private to the room: a Markdown text as a tree of blocks, whose leaves hold text for spans. */

#include "markdown/attributes.h"
#include "markdown/markdown.h"

struct arena;

enum node_kind {
	NODE_ROOT,
	NODE_BLANK,	/* blank lines */
	NODE_END,	/* a mark that ends a block and shows nothing */
	NODE_PARAGRAPH, /* text */
	NODE_HEADING,	/* text */
	NODE_CODE,	/* text as it is */
	NODE_RULE,
	NODE_QUOTE,
	NODE_BULLETS,
	NODE_NUMBERS,
	NODE_ITEM,
	NODE_DEFINITIONS,
	NODE_TERM, /* text */
	NODE_DEFINITION,
	NODE_TABLE, /* text: a byte of enum node_align a column */
	NODE_HEAD,
	NODE_BODY,
	NODE_FOOT,
	NODE_ROW,
	NODE_CELL,  /* text */
	NODE_MATH,  /* text as it is */
	NODE_HTML,  /* text as it is, to the parser of HTML */
	NODE_GROUP, /* blocks within HTML */
	NODE_SPANS, /* text within HTML, no block of its own */
	NODE_NOTE,  /* of a footnote; in no parent */
};

/* What a NODE_END was. */
enum node_end { END_BLOCK, END_ATTRIBUTES, END_NAMES, END_DEFINITION };

enum node_task { TASK_NONE, TASK_OPEN, TASK_DONE };

enum node_align { NODE_ALIGN_DEFAULT, NODE_ALIGN_LEFT, NODE_ALIGN_CENTER, NODE_ALIGN_RIGHT };

struct node {
	enum node_kind kind;
	struct node *parent, *first, *last, *previous, *next;
	struct slice text;
	struct attributes attributes; /* of `{: …}` */
	struct slice id; /* of a heading: written, or made of its text; of the contents' list */
	struct slice language; /* of code */
	enum node_end end;
	enum node_task task;   /* of an item */
	enum node_align align; /* of a cell */
	int number; /* a heading's level, a list's first number, the cells of a row, the most of a table's rows */
	struct node *beginning; /* of the last of several nodes of one element of HTML: the first */
	bool is_bare;		/* a paragraph that is its item's text, without one's own space */
	bool is_single;		/* NODE_BLANK: one line feed and no more */
	bool is_first_paragraph; /* a definition behind a blank line */
	bool is_header;		 /* a cell of a head */
};

struct node *node_new(struct arena *arena, enum node_kind kind);
void node_append(struct node *parent, struct node *child);
void node_remove(struct node *child);

/* A column's alignment. */
enum node_align node_column_align(const struct node *table, size_t column);

/* The node after `node` in reading order, children first, within `root`; NULL after the last. */
struct node *node_next(const struct node *node, const struct node *root);

#endif
