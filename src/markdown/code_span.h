#ifndef MARKDOWN_CODE_SPAN_H
#define MARKDOWN_CODE_SPAN_H

/* Private to the room: stretches of code between backticks (kramdown, "Code Spans"). */

#include "base/slice.h"

/* From `from` on nothing closes `marks` backticks or more; marks is SIZE_MAX at first. */
struct code_search {
	size_t marks, from;
};

/* Backticks at `at`. */
size_t code_span_marks(struct slice text, size_t at);

/*
 * Behind the code span that the backticks at `at` begin; `at` when they begin none. A lone
 * one between spaces is a letter, `is_first` being whether nothing stands before it.
 * `search` keeps what was not found, so that the text is not searched again for each.
 */
size_t code_span_end(struct slice text, size_t at, bool is_first, struct code_search *search);

#endif
