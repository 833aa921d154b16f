/* Line ends between East Asian characters: CSS Text 3, section 4.1.3. */

#include "document/builder.h"

struct range {
	uint32_t first, last;
};

/* East Asian width W, F and H (UAX #11) without Hangul, which is written with spaces. */
static const struct range wide_ranges[] = {
		{0x2E80, 0x312F},
		{0x3190, 0x31FF},
		{0x3220, 0x325F},
		{0x3280, 0xA4CF},
		{0xF900, 0xFAFF},
		{0xFE10, 0xFE19},
		{0xFE30, 0xFE6F},
		{0xFF01, 0xFF9F},
		{0xFFE0, 0xFFE6},
		{0x1F300, 0x1F64F},
		{0x1F680, 0x1F6FF},
		{0x1F900, 0x1FAFF},
		{0x20000, 0x3FFFD},
};

/* Punctuation and symbols of ambiguous width, which Chinese text shares with others. */
static const struct range ambiguous_ranges[] = {
		{0xA7, 0xA8},
		{0xB0, 0xB1},
		{0xB7, 0xB7},
		{0xD7, 0xD7},
		{0xF7, 0xF7},
		{0x2010, 0x2010},
		{0x2013, 0x2016},
		{0x2018, 0x2019},
		{0x201C, 0x201D},
		{0x2020, 0x2022},
		{0x2024, 0x2027},
		{0x2030, 0x2035},
		{0x203B, 0x203B},
		{0x2103, 0x2103},
		{0x2190, 0x2199},
		{0x2200, 0x22FF},
		{0x2500, 0x25FF},
		{0x2605, 0x2606},
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t codepoint)
{
	for (size_t i = 0; i < count && ranges[i].first <= codepoint; i++) {
		if (codepoint <= ranges[i].last)
			return true;
	}
	return false;
}

static bool
is_wide(uint32_t codepoint)
{
	return is_in(wide_ranges, sizeof(wide_ranges) / sizeof(wide_ranges[0]), codepoint);
}

static bool
is_ambiguous(uint32_t codepoint)
{
	return is_in(ambiguous_ranges, sizeof(ambiguous_ranges) / sizeof(ambiguous_ranges[0]),
			codepoint);
}

bool
space_vanishes_between(uint32_t before, uint32_t after)
{
	bool before_is_wide = is_wide(before), after_is_wide = is_wide(after);
	if (before_is_wide)
		return after_is_wide || is_ambiguous(after);
	return after_is_wide && is_ambiguous(before);
}
