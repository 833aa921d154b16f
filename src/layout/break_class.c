#include "base/text.h"
#include "layout/breaker.h"

#include <stddef.h>

struct class_range {
	uint32_t first, last;
	unsigned char class;
};

#define RANGE(first, last, class) {first, last, CLASS_##class},
static const struct class_range class_ranges[] = {
#include "layout/break_class.def"
};
#undef RANGE

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

static enum break_class
class_by_columns(uint32_t codepoint)
{
	switch (text_codepoint_columns(codepoint)) {
	case 0:
		return CLASS_CM;
	case 2:
		return CLASS_ID;
	default:
		return CLASS_AL;
	}
}

enum break_class
break_class_of(uint32_t codepoint)
{
	if (codepoint < 128)
		return ascii_classes[codepoint];
	if (codepoint >= 0x4E00 && codepoint <= 0x9FFF)
		return codepoint == 0x7B2C ? CLASS_DI : CLASS_ID;
	size_t low = 0, high = sizeof(class_ranges) / sizeof(class_ranges[0]);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (codepoint > class_ranges[middle].last)
			low = middle + 1;
		else if (codepoint < class_ranges[middle].first)
			high = middle;
		else
			return class_ranges[middle].class;
	}
	return class_by_columns(codepoint);
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
