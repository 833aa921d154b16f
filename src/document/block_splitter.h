#ifndef DOCUMENT_BLOCK_SPLITTER_H
#define DOCUMENT_BLOCK_SPLITTER_H

/*
 * Tells HTML blocks from the Markdown around them, as kramdown does: a block
 * begins at a line that starts with a block tag or a comment and ends at its
 * matching close tag, in mid-line if need be; what follows is Markdown again.
 * More forgiving than kramdown, as CommonMark is: a block that is not closed
 * ends at a blank line, and Markdown between blank lines inside of one is
 * Markdown.
 */

#include <stdbool.h>
#include <stddef.h>

/* What was looked for in vain, so that hostile text costs no second search. */
struct block_search {
	bool has_no_comment_end;
	unsigned no_raw_end; /* a bit per raw element */
};

/*
 * Whether an HTML block begins at `at`, the start of a line or the place where
 * another block has ended. Returns its end, not beyond `end`, or NULL.
 * Leading spaces and ideographic spaces belong to the block.
 */
const char *block_splitter_html(const char *at, const char *end, struct block_search *search);

#endif
