#ifndef DOCUMENT_BLOCK_SPLITTER_H
#define DOCUMENT_BLOCK_SPLITTER_H

/*
 * Private to the room: tells HTML blocks from the Markdown around them, as
 * kramdown does: a block begins at a line that starts with a block tag or a
 * comment and ends at its matching close tag, in mid-line if need be; what
 * follows is Markdown again. More forgiving than kramdown, as CommonMark is: a
 * block ends at a blank line too, closed or not, so that Markdown between blank
 * lines inside of a block is Markdown, and a block that is never closed swallows
 * nothing. Only code indents go on: inside of HTML they are no code.
 */

#include <stdbool.h>
#include <stddef.h>

/* What has been found out about one text, so that hostile text costs no second search. */
struct block_search {
	const char *blank_from, *blank; /* the first blank line after any place in between */
	bool has_no_comment_end;
	unsigned no_raw_end;		/* a bit per raw element */
	const char *no_quote_before[2]; /* no quote is closed between here and there */
};

/*
 * Whether an HTML block begins at `at`, the start of a line or the place where
 * another block has ended. Returns its end, not beyond `end`, or NULL.
 * Leading spaces and ideographic spaces belong to the block. One `search`,
 * zeroed at first, goes with one `end`; `at` never goes back.
 */
const char *block_splitter_html(const char *at, const char *end, struct block_search *search);

#endif
