#ifndef BASE_EDITS_H
#define BASE_EDITS_H

/*
 * How far two words are from each other, in edits of one character: one more,
 * one less, another one, or two neighbours swapped (the optimal string alignment
 * distance). Of longer words the first EDITS_CHARACTERS are compared.
 */

#include <stddef.h>

enum { EDITS_CHARACTERS = 48 };

struct edits {
	size_t count;
	size_t shorter, longer; /* characters of the two words */
};

struct edits edits_between(const char *a, const char *b);

#endif
