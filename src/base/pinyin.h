#ifndef BASE_PINYIN_H
#define BASE_PINYIN_H

/*
 * The readings of Han characters in pinyin: syllables of a to z, without tones, ü as v. A
 * character may have several: 长 is chang and zhang.
 *
 * From the Unicode Character Database (Unihan: kMandarin, and the readings of the dictionaries
 * kHanyuPinlu, kXHC1983, kTGHZ2013), for U+4E00 to U+9FFF and 〇. A simplified character has the
 * readings of the traditional ones that text_simplified makes it of as well.
 */

#include <stdint.h>

enum {
	PINYIN_SYLLABLES = 419, /* numbers from 0 */
	PINYIN_LISTS = 1815,	/* places from 0 */
	PINYIN_LAST = 0x8000,	/* set in the last number of a list */
	PINYIN_FIRST_HAN = 0x4E00,
	PINYIN_LAST_HAN = 0x9FFF,
};

/* The letters of a syllable by its number, NUL-terminated. */
extern const char pinyin_syllables[PINYIN_SYLLABLES][8];

/* Lists of numbers of syllables, one after the other, and where in them that of each character begins. */
extern const uint16_t pinyin_lists[PINYIN_LISTS];
extern const uint16_t pinyin_places[PINYIN_LAST_HAN - PINYIN_FIRST_HAN + 1];

/* Where in pinyin_lists a character's syllables begin; 0: it has none. */
static inline unsigned
pinyin_place(uint32_t codepoint)
{
	if (codepoint == 0x3007)
		codepoint = 0x96F6; /* 〇 is read as 零 */
	return codepoint >= PINYIN_FIRST_HAN && codepoint <= PINYIN_LAST_HAN
			       ? pinyin_places[codepoint - PINYIN_FIRST_HAN]
			       : 0;
}

#endif
