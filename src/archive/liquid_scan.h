#ifndef ARCHIVE_LIQUID_SCAN_H
#define ARCHIVE_LIQUID_SCAN_H

/*
 * Private to the room: the marks of Liquid in a text, found and paired in one
 * pass (Liquid 4.0, tokenizer and block parser), so that rendering never
 * searches.
 */

#include "base/slice.h"

struct arena;

enum tag_kind {
	TAG_OTHER, /* goes without a trace */
	TAG_OUTPUT,
	TAG_RAW, /* the whole of it, up to `endraw` */
	TAG_COMMENT,
	TAG_HIGHLIGHT,
	TAG_BLOCK,  /* a block whose text is kept: if, for, capture and so on */
	TAG_CASE,   /* likewise, but its first branch begins with `when` */
	TAG_BRANCH, /* else, elsif, when */
	TAG_END,
	TAG_LINK,
	TAG_INCLUDE,
};

enum { LIQUID_NONE = -1 };

struct token {
	enum tag_kind kind;
	struct slice whole;	/* with its braces */
	struct slice name;	/* of a tag */
	struct slice arguments; /* after a tag's name; what an output says; what stands in a raw */
	bool strips_before, strips_after; /* {%- and -%} */
	/*
	 * Index of the token that closes this block; of a branch that is not its
	 * block's first, the token that closes the block. Else LIQUID_NONE.
	 */
	long match;
};

struct tokens {
	struct token *items;
	size_t count, capacity;
};

/* All marks in order, in the arena; what is no Liquid after all is not among them. */
void liquid_scan(struct tokens *tokens, struct arena *arena, const char *text, size_t length);

/* Takes bytes for which `belongs` holds off the start of `span`, and the white space after. */
struct slice slice_take(struct slice *span, bool (*belongs)(char byte));

#endif
