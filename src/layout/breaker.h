#ifndef LAYOUT_BREAKER_H
#define LAYOUT_BREAKER_H

/*
 * Where a line may end: UAX #14 tailored to Chinese (CLREQ 3.1.2, GB/T 15834),
 * as one class a code point, a table over pairs of classes, and a look back.
 *
 * Between any two characters stands a level: how willingly a line ends there.
 * A line takes the lowest level that fills it well enough (wrap.c).
 */

#include <stdbool.h>
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
	BREAK_SOFT,    /* number and unit, parts of a name: only if the line is else < 70 % full */
	BREAK_MARK,    /* before / · %: only if the line is else < 50 % full */
	BREAK_BRACKET, /* inside of brackets and quotes: only if there is no place else */
	BREAK_STOP,    /* before ，。, the same */
	BREAK_SLASH,   /* in a token wider than the line: after / */
	BREAK_QUERY,   /* the same after ? & = */
	BREAK_DOT,     /* the same after . - _ # */
	BREAK_CUT,     /* the same anywhere between two characters */
	BREAK_GLUE,    /* where nothing else is left */
	BREAK_NEVER,   /* within a character */
	BREAK_LEVELS = BREAK_NEVER,
};

enum break_class break_class_of(uint32_t codepoint);

/* The class of a cluster by its base; a space that carries marks is a letter (UAX #14, LB10). */
enum break_class break_class_of_cluster(uint32_t base, bool has_marks);

/* Whether the class counts as East Asian for the quotes next to it. */
bool break_class_is_wide(enum break_class class);

/* What was read so far; copied freely. Start with breaker_start. */
struct breaker {
	uint32_t codepoint;	/* the last one */
	unsigned char last;	/* its class; CLASS_COUNT at the start */
	unsigned char before;	/* the class before that */
	unsigned char unspaced; /* the last class that is no space */
	unsigned char slashes;	/* how much of "://" was read */
	unsigned char quantity; /* characters of a number's unit read, and one for the number; else 0 */
	bool in_url;
};

void breaker_start(struct breaker *breaker);

/* Whether breaker_step must know the class that follows this one. */
bool breaker_wants_next(const struct breaker *breaker, enum break_class class);

/*
 * Reads one character (a whole grapheme cluster by its base) and returns the
 * level of the place before it. `next` is the class after it where
 * breaker_wants_next says so, else anything.
 */
enum break_level breaker_step(struct breaker *breaker, enum break_class class, uint32_t codepoint,
		enum break_class next);

#endif
