#ifndef DOCUMENT_ELEMENT_H
#define DOCUMENT_ELEMENT_H

/* Private to the room: the table of HTML elements, element.def. */

#include "document/document.h"

struct buf;
struct GumboInternalNode;

enum element_id {
#define ELEMENT(tag, name, shows, block, style, flags, handler) ELEMENT_##tag,
#include "document/element.def"
	ELEMENT_COUNT,
};

enum element_shows {
	SHOWS_NOTHING,	    /* hidden with all it holds */
	SHOWS_INLINE,	    /* its content stands in the line */
	SHOWS_BLOCK,	    /* a block that holds blocks */
	SHOWS_SPACED_BLOCK, /* the same, a blank line around it */
	SHOWS_SPACED_LEAF,  /* its text makes blocks of one kind */
};

/* How the parser nests an element (HTML standard 13.2), and what the pre-scan does with its tags. */
enum element_flag {
	IS_VOID = 1 << 0,
	IS_SPECIAL = 1 << 1,	/* 13.2.4.2: end tags of inline elements do not pass it */
	IS_SCOPE = 1 << 2,	/* end tags of blocks do not pass it */
	IS_FORMATTING = 1 << 3, /* 13.2.4.3: opened again after a block that cut it */
	CLOSES_P = 1 << 4,
	IS_HEADING = 1 << 5,
	TAG_IS_DROPPED = 1 << 6,
	TAG_IS_KEPT = 1 << 7,
	CONTENT_IS_DROPPED = 1 << 8, /* all up to its end tag */
	CONTENT_IS_TEXT = 1 << 9,    /* all up to its end tag is text, no tags */
	NESTS = 1 << 10,	     /* dropped content may hold the same element */
	IS_MARKER = 1 << 11,  /* formatting that is cut off inside is not opened again outside */
	HIDES_P = 1 << 12,    /* within it, nothing ends a paragraph around it */
	HIDES_ITEM = 1 << 13, /* the same of an item and the start tag of the next */
	HIDES_ITEM_END = 1 << 14, /* the same of an item and an end tag */
	IS_TABLE = 1 << 15,
	IS_TABLE_PART = 1 << 16,
	IS_ROW_GROUP = 1 << 17,
	IS_CELL = 1 << 18,
	IS_EXTRA = 1
		   << 19, /* unknown to the parser, which takes the end tag of one such element for that of any other */
	BLOCK_FLAGS = IS_SPECIAL | CLOSES_P | HIDES_ITEM,
	CELL_FLAGS = IS_CELL | IS_TABLE_PART | IS_SPECIAL | IS_SCOPE | IS_MARKER,
	HEADING_FLAGS = BLOCK_FLAGS | IS_HEADING,
};

struct element {
	const char *name; /* as it is given to the parser */
	enum element_shows shows;
	enum block_kind block;
	unsigned style;
	unsigned flags;
};

extern const struct element elements[ELEMENT_COUNT];

/* Appends its end tag as the parser is given it. */
void element_add_end_tag(struct buf *out, enum element_id id);

/* By a tag name in lower case; ELEMENT_SPAN when it is unknown. */
enum element_id element_named(const char *name, size_t length);

/* By a node of the parser's tree that is an element. */
enum element_id element_of(const struct GumboInternalNode *node);

#endif
