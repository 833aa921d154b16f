/* Traditional Chinese characters and the simplified ones that stand for them. */

#include "base/text.h"

struct variant_page {
	uint64_t bits;	/* of its 64 characters, those that have a variant */
	uint16_t first; /* the first of them, in variants */
};

#include "base/text_variants.inc"

enum { FIRST_HAN = 0x4E00, LAST_HAN = 0x9FFF, PAGE = 64 };

static unsigned
count_bits(uint64_t bits)
{
	unsigned count = 0;
	for (; bits != 0; bits &= bits - 1)
		count++;
	return count;
}

uint32_t
text_simplified(uint32_t codepoint)
{
	if (codepoint < FIRST_HAN || codepoint > LAST_HAN)
		return codepoint;
	const struct variant_page *page = &pages[(codepoint - FIRST_HAN) / PAGE];
	uint64_t bit = (uint64_t)1 << codepoint % PAGE;
	if ((page->bits & bit) == 0)
		return codepoint;
	return variants[page->first + count_bits(page->bits & (bit - 1))];
}
