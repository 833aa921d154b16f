#include "base/text.h"
#include "layout/breaker.h"

#include <stdlib.h>
#include <wchar.h>

enum { PAIRS_OF_BRACKETS = CLASS_COUNT };

struct class_range {
	uint32_t first, last;
	unsigned char class;
};

static const struct class_range class_ranges[] = {
#define RANGE(first, last, class) {first, last, CLASS_##class},
#define PAIRS(first, last) {first, last, PAIRS_OF_BRACKETS},
#include "layout/break_class.def"
};

#define AL CLASS_AL
#define NU CLASS_NU
#define SP CLASS_SP
#define OA CLASS_OA
#define CP CLASS_CP
#define ES CLASS_ES
#define QU CLASS_QU
#define PO CLASS_PO
#define PR CLASS_PR
#define HY CLASS_HY
#define SL CLASS_SL

/* clang-format off */
static const unsigned char ascii_classes[128] = {
	/* controls do not occur; as spaces they do no harm */
	SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP,
	SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP,
	/*  !   "   #   $   %   &   '   (   )   *   +   ,   -   .   / */
	SP, ES, QU, AL, PR, PO, AL, QU, OA, CP, AL, PR, ES, HY, ES, SL,
	/* 0 to 9                               :   ;   <   =   >   ? */
	NU, NU, NU, NU, NU, NU, NU, NU, NU, NU, ES, ES, AL, AL, AL, ES,
	AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL,
	/*                                          [   \   ]   ^   _ */
	AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, OA, AL, CP, AL, AL,
	AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL,
	/*                                          {   |   }   ~  DEL */
	AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, OA, AL, CP, AL, SP,
};
/* clang-format on */

static bool
is_small_kana(uint32_t codepoint)
{
	bool is_katakana = codepoint >= 0x30A1 && codepoint <= 0x30F6;
	uint32_t hiragana = is_katakana ? codepoint - 0x60 : codepoint;
	return hiragana >= 0x3041 && hiragana <= 0x3096 &&
	       wcschr(L"ぁぃぅぇぉっゃゅょゎゕゖ", (wchar_t)hiragana) != NULL;
}

static int
compare_range(const void *key, const void *item)
{
	uint32_t codepoint = *(const uint32_t *)key;
	const struct class_range *range = item;
	return codepoint < range->first ? -1 : codepoint > range->last;
}

static enum break_class
class_of_unlisted(uint32_t codepoint)
{
	static const enum break_class by_columns[] = {CLASS_CM, CLASS_AL, CLASS_ID};
	if (is_small_kana(codepoint))
		return CLASS_NS;
	if (text_class_of(codepoint) == TEXT_DIGIT)
		return CLASS_NU;
	return by_columns[text_codepoint_columns(codepoint)];
}

enum break_class
break_class_of(uint32_t codepoint)
{
	if (codepoint < 128)
		return ascii_classes[codepoint];
	if (codepoint >= 0x4E00 && codepoint <= 0x9FFF)
		return codepoint == 0x7B2C ? CLASS_DI : CLASS_ID;
	const struct class_range *range = bsearch(&codepoint, class_ranges,
			sizeof(class_ranges) / sizeof(class_ranges[0]), sizeof(class_ranges[0]),
			compare_range);
	if (range == NULL)
		return class_of_unlisted(codepoint);
	if (range->class == PAIRS_OF_BRACKETS)
		return (codepoint - range->first) % 2 == 0 ? CLASS_OP : CLASS_CL;
	return (enum break_class)range->class;
}

enum break_class
break_class_of_cluster(uint32_t base, bool has_marks)
{
	return base == ' ' && has_marks ? CLASS_AL : break_class_of(base);
}

bool break_class_is_wide(enum break_class class)
{
	switch (class) {
	case CLASS_ID:
	case CLASS_DI:
	case CLASS_FS:
	case CLASS_OP:
	case CLASS_CL:
	case CLASS_EX:
	case CLASS_NS:
	case CLASS_EL:
	case CLASS_DA:
		return true;
	default:
		return false;
	}
}
