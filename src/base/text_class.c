#include "base/text.h"

#include <unictype.h>

struct class_range {
	uint32_t first, last;
	enum text_class class;
};

/* The scripts that write words without spaces between them, by their blocks. */
static const struct class_range ranges[] = {
		{0x4E00, 0x9FFF, TEXT_IDEOGRAPH}, /* Han */
		{0x3001, 0x3004, TEXT_SYMBOL},	  /* CJK punctuation */
		{0x3005, 0x3007, TEXT_IDEOGRAPH}, /* iteration mark, zero */
		{0x3008, 0x3020, TEXT_SYMBOL},	  /* brackets */
		{0x3021, 0x3029, TEXT_IDEOGRAPH}, /* Hangzhou numerals */
		{0x3031, 0x3035, TEXT_IDEOGRAPH}, /* kana repeat marks */
		{0x3041, 0x3096, TEXT_IDEOGRAPH}, /* hiragana */
		{0x3099, 0x309F, TEXT_IDEOGRAPH}, /* voice and iteration marks */
		{0x30A1, 0x30FA, TEXT_IDEOGRAPH}, /* katakana */
		{0x30FC, 0x31BF, TEXT_IDEOGRAPH}, /* long vowel, bopomofo, Hangul jamo */
		{0x3400, 0x4DBF, TEXT_IDEOGRAPH}, /* Han, extension A */
		{0xA960, 0xA97F, TEXT_IDEOGRAPH}, /* Hangul jamo, extended A */
		{0xAC00, 0xD7FF, TEXT_IDEOGRAPH}, /* Hangul */
		{0x0E01, 0x0E3A, TEXT_IDEOGRAPH}, /* Thai */
		{0x0E40, 0x0E4E, TEXT_IDEOGRAPH}, {0x0E81, 0x0ECE, TEXT_IDEOGRAPH}, /* Lao */
		{0x0F40, 0x0FBC, TEXT_IDEOGRAPH},				    /* Tibetan */
		{0x1000, 0x103F, TEXT_IDEOGRAPH},				    /* Myanmar */
		{0x1100, 0x11FF, TEXT_IDEOGRAPH},   /* Hangul jamo */
		{0x1780, 0x17D3, TEXT_IDEOGRAPH},   /* Khmer */
		{0x20000, 0x3FFFF, TEXT_IDEOGRAPH}, /* Han, all further extensions */
};

static enum text_class
class_of_ascii(uint32_t codepoint)
{
	if (codepoint >= '0' && codepoint <= '9')
		return TEXT_DIGIT;
	if ((codepoint | 0x20) >= 'a' && (codepoint | 0x20) <= 'z')
		return TEXT_LETTER;
	if (codepoint == ' ' || (codepoint >= '\t' && codepoint <= '\r'))
		return TEXT_SPACE;
	return TEXT_SYMBOL;
}

enum text_class
text_class_of(uint32_t codepoint)
{
	if (codepoint < 0x80)
		return class_of_ascii(codepoint);
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (codepoint >= ranges[i].first && codepoint <= ranges[i].last)
			return ranges[i].class;
	}
	if (uc_is_general_category_withtable(codepoint, UC_CATEGORY_MASK_Nd))
		return TEXT_DIGIT;
	if (uc_is_general_category_withtable(codepoint,
			    UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N))
		return TEXT_LETTER;
	return uc_is_property_white_space(codepoint) ? TEXT_SPACE : TEXT_SYMBOL;
}
