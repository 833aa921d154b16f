#ifndef LAYOUT_BREAKER_H
#define LAYOUT_BREAKER_H

/*
 * Where a line may end: UAX #14 tailored to Chinese (CLREQ 3.1.2, GB/T 15834),
 * by a class for each code point, a table of pairs of classes, and what was read before.
 *
 * Each place between two characters has a level: the lower, the better a line ends there.
 * A line ends at the lowest level that fills it well enough (wrap.c).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum break_class {
	CLASS_AL, /* letters, Hangul, most symbols */
	CLASS_NU, /* digits */
	CLASS_ID, /* hanzi, kana, emoji */
	CLASS_DI, /* 第, which stays with a number after it */
	CLASS_SP, /* space */
	CLASS_FS, /* spaces that are not collapsed: U+3000, em space */
	CLASS_OP, /* CJK opening brackets */
	CLASS_OA, /* ASCII opening brackets */
	CLASS_CL, /* CJK closing brackets */
	CLASS_CP, /* ASCII closing brackets */
	CLASS_EX, /* CJK stops: ，。、；：！？ */
	CLASS_ES, /* ASCII stops: , . ; : ! ? */
	CLASS_QO, /* “ ‘ */
	CLASS_QC, /* ” ’ */
	CLASS_QU, /* quotes without a side: " ' « » */
	CLASS_NS, /* small kana, iteration marks, ～; ~ behind hanzi and numbers */
	CLASS_EL, /* … */
	CLASS_DA, /* — */
	CLASS_MD, /* · between the parts of a name */
	CLASS_PO, /* after a number: % ℃ */
	CLASS_PR, /* before a number: $ ¥ + */
	CLASS_HY, /* hyphens */
	CLASS_SL, /* / */
	CLASS_GL, /* no break on either side: U+00A0, U+2060 */
	CLASS_CM, /* combining: part of the character before */
	CLASS_ZW, /* a line may end here: U+200B, <wbr> */
	CLASS_SH, /* U+00AD: a line may end here, with a hyphen */
	CLASS_COUNT,
};

enum break_level {
	BREAK_ALLOWED,
	BREAK_SOFT, /* number and unit, parts of a name: only if the line would be less than 70 % full */
	BREAK_MARK,    /* before / · %: only if the line would be less than 50 % full */
	BREAK_BRACKET, /* inside of brackets and quotes: only if there is no other place */
	BREAK_STOP,    /* before ，。, the same */
	BREAK_SLASH,   /* in a token wider than the line: after / */
	BREAK_QUERY,   /* the same after ? & = */
	BREAK_DOT,     /* the same after . - _ # */
	BREAK_CUT,     /* the same anywhere between two characters */
	BREAK_GLUE,    /* only where there is no other place at all */
	BREAK_NEVER,   /* within a character */
	BREAK_LEVELS = BREAK_NEVER,
};

enum break_class break_class_of(uint32_t codepoint);

/* The class of a cluster by its base; a space that carries marks is a letter (UAX #14, LB10). */
enum break_class break_class_of_cluster(uint32_t base, bool has_marks);

/* Whether the class counts as East Asian for the quotes next to it. */
bool break_class_is_wide(enum break_class class);

/* What has been read so far; may be copied. breaker_start initialises it. */
struct breaker {
	uint32_t codepoint;	/* the last one */
	unsigned char last;	/* its class; CLASS_COUNT at the start */
	unsigned char before;	/* the class before that */
	unsigned char unspaced; /* the last class that is no space */
	unsigned char slashes;	/* how much of "://" was read */
	unsigned char quantity; /* 0: no number; else 1 and the characters of its unit read so far */
	bool in_url;
};

void breaker_start(struct breaker *breaker);

/* Whether breaker_step must know the class that follows this one. */
bool breaker_wants_next(const struct breaker *breaker, enum break_class class);

/*
 * Reads one character (the base of a grapheme cluster) and returns the level of the
 * place before it. `next` is the class of the character after it; it counts only where
 * breaker_wants_next returns true.
 */
enum break_level breaker_step(struct breaker *breaker, enum break_class class, uint32_t codepoint,
		enum break_class next);

/* The same for `count` characters of a kind, all hanzi or all ASCII letters and digits; the last is given. */
void breaker_pass(struct breaker *breaker, enum break_class class, uint32_t last, size_t count);

#endif
