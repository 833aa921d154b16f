#ifndef LAYOUT_SYLLABLE_H
#define LAYOUT_SYLLABLE_H

/*
 * Syllables of Thai, Lao, Myanmar, Khmer and their kin (class SA of UAX #14),
 * which put no space between words. Without a dictionary their letters are treated as
 * Latin ones: a line ends at a space, and within a phrase too long for a line between two
 * clusters that need not belong to one syllable.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the grapheme cluster continues the syllable of the character before it. */
bool syllable_goes_on(uint32_t before, const char *cluster, size_t length);

/* Whether the character is a vowel written before its consonant, which begins a syllable. */
bool syllable_begins(uint32_t codepoint);

#endif
