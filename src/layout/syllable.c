#include "layout/syllable.h"

#include "base/utf8.h"

struct span {
	uint32_t first, last;
};

/* Vowels written before their consonant (Logical_Order_Exception of the Unicode Character Database). */
static const struct span leading_vowels[] = {
		{0x0E40, 0x0E44},
		{0x0EC0, 0x0EC4},
		{0x19B5, 0x19B7},
		{0x19BA, 0x19BA},
		{0xAAB5, 0xAAB6},
		{0xAAB9, 0xAAB9},
		{0xAABB, 0xAABC},
};

/* Vowels, tones and signs of repetition that follow their consonant and begin a cluster. */
static const struct span following_signs[] = {
		{0x0E2F, 0x0E30},
		{0x0E32, 0x0E33},
		{0x0E45, 0x0E46},
		{0x0EAF, 0x0EB0},
		{0x0EB2, 0x0EB3},
		{0x0EBD, 0x0EBD},
		{0x0EC6, 0x0EC6},
		{0x102B, 0x102C},
		{0x1038, 0x1038},
		{0x1062, 0x1064},
		{0x1067, 0x106D},
		{0x1083, 0x1083},
		{0x1087, 0x108C},
		{0x108F, 0x108F},
		{0x109A, 0x109C},
		{0x17D7, 0x17D7},
		{0x19B0, 0x19B4},
		{0x19B8, 0x19B9},
		{0x19BB, 0x19C9},
		{0xAAB1, 0xAAB1},
		{0xAABA, 0xAABA},
		{0xAABD, 0xAABD},
};

/* Marks that a consonant has at the end of a syllable: it is killed, silent or short. */
static const struct span final_marks[] = {
		{0x0E4C, 0x0E4C},
		{0x0ECC, 0x0ECC},
		{0x103A, 0x103A},
		{0x17CB, 0x17CB},
		{0x17CD, 0x17CD},
};

/* Signs that put the next consonant under this one. */
static const struct span stackers[] = {
		{0x1039, 0x1039},
		{0x17D2, 0x17D2},
		{0x1A60, 0x1A60},
};

#define COUNT_OF(spans) (sizeof(spans) / sizeof((spans)[0]))

static bool
is_in(const struct span *spans, size_t count, uint32_t codepoint)
{
	for (size_t i = 0; i < count; i++) {
		if (codepoint >= spans[i].first && codepoint <= spans[i].last)
			return true;
	}
	return false;
}

/* Blocks whose letters are of class SA. */
static bool
is_letter(uint32_t codepoint)
{
	return (codepoint >= 0x0E01 && codepoint <= 0x0EDF) ||
	       (codepoint >= 0x1000 && codepoint <= 0x109F) ||
	       (codepoint >= 0x1780 && codepoint <= 0x17DD) ||
	       (codepoint >= 0x1950 && codepoint <= 0x1AAD) ||
	       (codepoint >= 0xA9E0 && codepoint <= 0xAADF);
}

bool
syllable_begins(uint32_t codepoint)
{
	return codepoint >= leading_vowels[0].first &&
	       is_in(leading_vowels, COUNT_OF(leading_vowels), codepoint);
}

bool
syllable_goes_on(uint32_t before, const char *cluster, size_t length)
{
	uint32_t codepoint = 0;
	size_t step = length != 0 ? utf8_decode(cluster, length, &codepoint) : 0;
	if (!is_letter(codepoint) || !is_letter(before))
		return false;
	if (syllable_begins(before) || is_in(stackers, COUNT_OF(stackers), before) ||
			is_in(following_signs, COUNT_OF(following_signs), codepoint))
		return true;
	for (size_t at = step; at < length; at += step) {
		step = utf8_decode(cluster + at, length - at, &codepoint);
		if (is_in(final_marks, COUNT_OF(final_marks), codepoint))
			return true;
	}
	return false;
}
