#ifndef MARKDOWN_CODE_SPAN_H
#define MARKDOWN_CODE_SPAN_H

/* Private to the room: stretches of code between backticks (kramdown, "Code Spans"). */

#include "base/slice.h"

/* What is known already: from `from` on nothing closes `marks` backticks or more. At first marks is SIZE_MAX. */
struct code_search {
	size_t marks, from;
};

/* The number of backticks at `at`. */
size_t code_span_marks(struct slice text, size_t at);

/*
 * The offset behind the code span that begins with the backticks at `at`; `at` if none does.
 * A single backtick between spaces is text; `is_first` says that nothing stands before it.
 * `search` remembers what was not found, so that the text is not searched again.
 */
size_t code_span_end(struct slice text, size_t at, bool is_first, struct code_search *search);

#endif
