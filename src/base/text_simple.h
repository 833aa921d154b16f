#ifndef BASE_TEXT_SIMPLE_H
#define BASE_TEXT_SIMPLE_H

/*
 * The characters that nearly all text is made of, known without a library:
 * their grapheme cluster break property is Other and they are no pictographs
 * (UAX #29), so each begins a cluster and never joins the one before. Private
 * to text.c and text_fold.c; tests hold the table to wcwidth and libunistring.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text_simple {
	uint32_t first, last;
	int columns;	/* of each */
	bool is_folded; /* text_fold leaves each as it is, but for traditional Chinese */
};

/* The range that holds the code point; NULL: ask the libraries. */
const struct text_simple *text_simple_find(uint32_t codepoint);

#endif
