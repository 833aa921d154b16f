#include "base/text.h"

#include "base/text_simple.h"
#include "base/utf8.h"

#include <unictype.h>
#include <unigbrk.h>
#include <uniwidth.h>
#include <wchar.h>

enum { FIRST_SKIN_TONE = 0x1F3FB, LAST_SKIN_TONE = 0x1F3FF };

/* In the order of how often Chinese news holds them. */
static const struct text_simple simple_ranges[] = {
		{0x4E00, 0x9FFF, 2, true}, /* CJK unified ideographs */
		{0x0020, 0x0040, 1, true}, /* ASCII but for capitals and DEL */
		{0x005B, 0x007E, 1, true},
		{0x0041, 0x005A, 1, false}, /* A to Z */
		{0x3001, 0x3029, 2, true},  /* CJK punctuation */
		{0xFF01, 0xFF60, 2, false}, /* full-width forms */
		{0x2010, 0x2010, 1, true},
		{0x2012, 0x2016, 1, true}, /* dashes */
		{0x2018, 0x2023, 1, true}, /* quotation marks, bullets */
		{0x3000, 0x3000, 2, false},
		{0x00B7, 0x00B7, 1, true},  /* middle dot */
		{0x2026, 0x2026, 1, false}, /* ellipsis: three full stops in NFKC */
		{0x3041, 0x3096, 2, true},  /* hiragana */
		{0x30A1, 0x30FE, 2, true},  /* katakana */
		{0x2500, 0x259F, 1, true},  /* box drawing, blocks */
		{0x00A0, 0x00A8, 1, false}, /* Latin-1, without U+00A9, U+00AD, U+00AE */
		{0x00AA, 0x00AC, 1, false},
		{0x00AF, 0x02FF, 1, false}, /* and the Latin letters that follow */
		{0x0400, 0x0482, 1, false}, /* Cyrillic, without its combining marks */
		{0x048A, 0x052F, 1, false},
		{0x1E00, 0x1EFF, 1, false},
};

const struct text_simple *
text_simple_find(uint32_t codepoint)
{
	const size_t count = sizeof(simple_ranges) / sizeof(simple_ranges[0]);
	for (size_t i = 0; i < count; i++) {
		if (codepoint >= simple_ranges[i].first && codepoint <= simple_ranges[i].last)
			return &simple_ranges[i];
	}
	return NULL;
}

bool
text_is_ambiguous(uint32_t codepoint)
{
	return codepoint >= 0xA1 && uc_width(codepoint, "GBK") == 2 &&
	       uc_width(codepoint, "UTF-8") == 1;
}

bool
text_is_left_out(uint32_t codepoint)
{
	bool is_annotation = codepoint >= 0xFFF9 && codepoint <= 0xFFFC;
	return is_annotation ||
	       (codepoint >= 0xAD && uc_is_property_default_ignorable_code_point(codepoint));
}

int
text_codepoint_columns(uint32_t codepoint)
{
	const struct text_simple *simple = text_simple_find(codepoint);
	if (simple != NULL)
		return simple->columns;
	if (text_is_left_out(codepoint))
		return 0;
	int columns = wcwidth((wchar_t)codepoint);
	return columns < 0 ? 1 : columns;
}

/* How far a cluster has come: what the rules GB11 to GB13 look back at beyond its last code point. */
struct cluster_state {
	uint32_t last;
	bool is_emoji_sequence; /* pictograph Extend* (GB11) */
	bool joins_pictograph;	/* pictograph Extend* ZWJ */
	bool odd_indicators;	/* an odd number of regional indicators so far (GB12, GB13) */
};

static void
cluster_take(struct cluster_state *state, uint32_t codepoint)
{
	int property = uc_graphemeclusterbreak_property(codepoint);
	state->joins_pictograph = state->is_emoji_sequence && property == GBP_ZWJ;
	if (property != GBP_EXTEND)
		state->is_emoji_sequence = uc_is_property_extended_pictographic(codepoint);
	state->odd_indicators = property == GBP_RI && !state->odd_indicators;
	state->last = codepoint;
}

/* Whether the cluster goes on with this code point: UAX #29, GB3 to GB999. */
static bool
cluster_joins(const struct cluster_state *state, uint32_t codepoint)
{
	if (!uc_is_grapheme_break(state->last, codepoint))
		return true;
	if (state->joins_pictograph && uc_is_property_extended_pictographic(codepoint))
		return true;
	return state->odd_indicators && uc_graphemeclusterbreak_property(codepoint) == GBP_RI;
}

static bool
is_printable_ascii(char byte)
{
	return byte >= 0x20 && byte < 0x7F;
}

size_t
text_cluster(const char *text, size_t length)
{
	if (length == 0)
		return 0;
	if (is_printable_ascii(text[0]) && (length == 1 || is_printable_ascii(text[1])))
		return 1;
	uint32_t codepoint;
	size_t offset = utf8_decode(text, length, &codepoint);
	if (offset == length)
		return length;
	struct cluster_state state = {.last = codepoint};
	bool is_simple = text_simple_find(codepoint) != NULL;
	if (!is_simple)
		cluster_take(&state, codepoint);
	while (offset < length) {
		size_t step = utf8_decode(text + offset, length - offset, &codepoint);
		is_simple = is_simple && text_simple_find(codepoint) != NULL;
		if (is_simple || !cluster_joins(&state, codepoint))
			return offset;
		cluster_take(&state, codepoint);
		offset += step;
	}
	return length;
}

size_t
text_last_cluster(const char *text, size_t length)
{
	/* Back to a place where a cluster surely begins: between two simple characters. */
	size_t start = length;
	bool is_after_simple = false;
	while (start > 0) {
		uint32_t codepoint;
		size_t step = utf8_decode_last(text, start, &codepoint);
		bool is_simple = text_simple_find(codepoint) != NULL;
		if (is_simple && is_after_simple)
			break;
		is_after_simple = is_simple;
		start -= step;
	}
	/* And forward again to the last one. */
	size_t step = 0;
	for (size_t at = start; at < length; at += step)
		step = text_cluster(text + at, length - at);
	return step;
}

int
text_cluster_columns(const char *cluster, size_t length)
{
	if (length == 1 && is_printable_ascii(cluster[0]))
		return 1;
	int columns = 0;
	bool has_mark = false;
	for (size_t offset = 0; offset < length;) {
		uint32_t codepoint;
		size_t step = utf8_decode(cluster + offset, length - offset, &codepoint);
		bool is_skin_tone = offset > 0 && codepoint >= FIRST_SKIN_TONE &&
				    codepoint <= LAST_SKIN_TONE;
		int wide = is_skin_tone ? 0 : text_codepoint_columns(codepoint);
		if (wide == 0 && columns == 0 && !is_skin_tone && !text_is_left_out(codepoint))
			has_mark = has_mark ||
				   uc_graphemeclusterbreak_property(codepoint) == GBP_EXTEND;
		columns += wide;
		offset += step;
	}
	return columns == 0 && has_mark ? 1 : columns;
}

size_t
text_columns(const char *text, size_t length)
{
	size_t columns, ascii = 0;
	while (ascii + 1 < length && is_printable_ascii(text[ascii]) &&
			is_printable_ascii(text[ascii + 1]))
		ascii++;
	text_fit(text + ascii, length - ascii, (size_t)-1, &columns);
	return ascii + columns;
}

size_t
text_fit(const char *text, size_t length, size_t columns, size_t *used)
{
	size_t offset = 0, taken = 0;
	while (offset < length) {
		size_t step = text_cluster(text + offset, length - offset);
		size_t wide = (size_t)text_cluster_columns(text + offset, step);
		if (wide > columns - taken)
			break;
		taken += wide;
		offset += step;
	}
	if (used != NULL)
		*used = taken;
	return offset;
}

size_t
text_start_before(const char *text, size_t end, size_t columns)
{
	enum { MAX_CLUSTER = 256 }; /* bytes; what is longer is cut */
	size_t start = end;
	size_t used = 0;
	while (start > 0) {
		size_t near = start < MAX_CLUSTER ? start : MAX_CLUSTER;
		size_t last = text_last_cluster(text + start - near, near);
		used += text_columns(text + start - last, last);
		if (used > columns)
			break;
		start -= last;
	}
	return start;
}
