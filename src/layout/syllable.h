#ifndef LAYOUT_SYLLABLE_H
#define LAYOUT_SYLLABLE_H

/*
 * Syllables of Thai, Lao, Myanmar, Khmer and their kin (class SA of UAX #14),
 * which put no space between words. No dictionary is here, so their letters are
 * as Latin ones: a line ends at a space, and in a phrase that no line can hold
 * between two clusters that do not surely belong to one syllable.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the grapheme cluster goes on with the syllable that the character before it stands in. */
bool syllable_goes_on(uint32_t before, const char *cluster, size_t length);

/* Whether the character is a vowel written before its consonant, which begins a syllable. */
bool syllable_begins(uint32_t codepoint);

#endif
