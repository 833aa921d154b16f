#include "layout/breaker.h"

#include "layout/syllable.h"

#include <stddef.h>

enum {
	LONGEST_UNIT = 3, /* hanzi behind a number: 平方米, 亿元, 位 */
	SCHEME_END = 3,	  /* "://" is three characters */
	WAVE_DASH = 0x301C,
	FULL_WIDTH_COMMA = 0xFF0C,
	FULL_WIDTH_STOP = 0xFF0E,
	FULL_WIDTH_ZERO = 0xFF10,
	FULL_WIDTH_COLON = 0xFF1A,
	FULL_WIDTH_TILDE = 0xFF5E,
	WORD_JOINER = 0x2060,
	ZERO_WIDTH_NO_BREAK_SPACE = 0xFEFF,
};

/*
 * The level between two classes, a row by the first and a column by the
 * second, both in the order of enum break_class. The letters are explained at
 * level_of; '?' depends on the characters around.
 */
#define AFTER_LETTER(unit, hyphen) "ww" unit ".xx.wbgcg?bgbcmmgw" hyphen "ggxxx"
#define AFTER_HANZI "....xx..bbcc.bbbc.mm.?mgxxx"
#define AFTER_CLOSER "....xx..bbcc.bbbc.mm..mgxxx"
#define AFTER_SPACE "....xx..bbcc.b.bc.mm..m.xx."
#define AFTER_OPENER "bbbbxxbbbbccbbbbcbbbbbbgxxx"
#define AFTER_QUOTE "ggbbxxbgbgcgbbgbcgmgggggxxx"

static const char pair_levels[CLASS_COUNT + 1][CLASS_COUNT + 1] = {
		[CLASS_AL] = AFTER_LETTER(".", "g"),
		[CLASS_NU] = AFTER_LETTER("s", "g"),
		[CLASS_ID] = AFTER_HANZI,
		[CLASS_DI] = ".s..xx..bbcc.bbbc.mm.?mgxxx",
		[CLASS_SP] = AFTER_SPACE,
		[CLASS_FS] = AFTER_SPACE,
		[CLASS_OP] = AFTER_OPENER,
		[CLASS_OA] = AFTER_QUOTE,
		[CLASS_CL] = AFTER_CLOSER,
		[CLASS_CP] = "ww..xx.wbgcg?bgbcwmgwgggxxx",
		[CLASS_EX] = AFTER_CLOSER,
		[CLASS_ES] = "??..xx.?bgcg?bgbcwmg??ggxxx",
		[CLASS_QO] = AFTER_OPENER,
		[CLASS_QC] = "??..xx.?bbcc?b?bc.mm??mgxxx",
		[CLASS_QU] = AFTER_QUOTE,
		[CLASS_NS] = AFTER_HANZI,
		[CLASS_EL] = "....xx..bbcc.bbbw.mm..mgxxx",
		[CLASS_DA] = "....xx..bbcc.bbbcwmm..mgxxx",
		[CLASS_MD] = "ssssxxssbbccsbbbcsmmssmgxxx",
		[CLASS_PO] = "ww..xx.wbgcg?bgbcmmgwwggxxx",
		[CLASS_PR] = "wg..xx.wbgcg?bgbc.mgwwggxxx",
		[CLASS_HY] = "?w..xx.wbgcg?bgbcwmgwwggxxx",
		[CLASS_SL] = "//mmxxm/bgcgmbgbcmmg//ggxxx",
		[CLASS_GL] = "ggggxxggggggggggggggggggxxx",
		[CLASS_CM] = AFTER_LETTER(".", "g"),
		[CLASS_ZW] = "....xx..bbcc.b.bc.mm..m..x.",
		[CLASS_SH] = AFTER_SPACE,
		[CLASS_COUNT] = "xxxxxxxxxxxxxxxxxxxxxxxxxxx", /* at the start */
};

static enum break_level
level_of(char letter)
{
	switch (letter) {
	case '.':
		return BREAK_ALLOWED;
	case 's':
		return BREAK_SOFT;
	case 'm':
		return BREAK_MARK;
	case 'b':
		return BREAK_BRACKET;
	case 'c':
		return BREAK_STOP;
	case '/':
		return BREAK_SLASH;
	case 'w':
		return BREAK_CUT;
	case 'g':
		return BREAK_GLUE;
	default:
		return BREAK_NEVER;
	}
}

void
breaker_start(struct breaker *breaker)
{
	*breaker = (struct breaker){
			.last = CLASS_COUNT, .before = CLASS_COUNT, .unspaced = CLASS_COUNT};
}

bool
breaker_wants_next(const struct breaker *breaker, enum break_class class)
{
	return (class == CLASS_QO || class == CLASS_HY) && breaker->last < CLASS_COUNT &&
	       pair_levels[breaker->last][class] == '?';
}

/*
 * A closing quote or an ASCII stop: Chinese if hanzi stand before it, so that a
 * line may end after it; else part of the Latin word.
 */
static enum break_level
after_mark(const struct breaker *breaker)
{
	if (break_class_is_wide(breaker->before))
		return BREAK_ALLOWED;
	return breaker->last == CLASS_QC ? BREAK_GLUE : BREAK_CUT;
}

static enum break_level
in_context(const struct breaker *breaker, enum break_class class, enum break_class next)
{
	bool is_mark = breaker->last == CLASS_ES || breaker->last == CLASS_QC;
	if (class == CLASS_QO && break_class_is_wide(next))
		return BREAK_ALLOWED;
	if (breaker->last == CLASS_QC && class == CLASS_QU)
		return BREAK_BRACKET;
	if (is_mark)
		return class == CLASS_QO && !break_class_is_wide(breaker->before)
				       ? BREAK_GLUE
				       : after_mark(breaker);
	if (class == CLASS_QO)
		return BREAK_GLUE;
	if (class == CLASS_HY)
		return next == CLASS_NU ? BREAK_ALLOWED : BREAK_MARK;
	/* A hyphen before a letter. */
	return breaker->before == CLASS_AL ? BREAK_ALLOWED : BREAK_CUT;
}

/* The level of a place within a token that is too long for a line. */
static enum break_level
cut_level(uint32_t last, uint32_t next)
{
	if (syllable_begins(next))
		return BREAK_QUERY;
	switch (last) {
	case '?':
	case '&':
	case '=':
		return BREAK_QUERY;
	case '.':
	case '-':
	case '_':
	case '#':
		return BREAK_DOT;
	default:
		return BREAK_CUT;
	}
}

/* 17—19, 10～20, 3月～5月: the second number of a range stays with the first. */
static bool
goes_on_range(const struct breaker *breaker, enum break_class class)
{
	if (breaker->quantity == 0 || (class != CLASS_NU && class != CLASS_PR))
		return false;
	return breaker->last == CLASS_DA || breaker->codepoint == FULL_WIDTH_TILDE ||
	       breaker->codepoint == WAVE_DASH;
}

/* Keeps ３．５ and １０：３０ whole, but not １，０００, which may be a list. BREAK_ALLOWED for any other place. */
static enum break_level
level_in_number(const struct breaker *breaker, enum break_class class, uint32_t codepoint)
{
	bool is_inner = class == CLASS_NU && breaker->before == CLASS_NU &&
			codepoint >= FULL_WIDTH_ZERO;
	if (is_inner && (breaker->codepoint == FULL_WIDTH_STOP ||
					breaker->codepoint == FULL_WIDTH_COLON))
		return BREAK_CUT;
	return is_inner && breaker->codepoint == FULL_WIDTH_COMMA ? BREAK_SOFT : BREAK_ALLOWED;
}

static bool
is_hanzi_digit(uint32_t codepoint)
{
	static const uint16_t digits[] = {0x3007, 0x4E00, 0x4E03, 0x4E09, 0x4E24, 0x4E5D, 0x4E8C,
			0x4E94, 0x516B, 0x516D, 0x5341, 0x56DB, 0x767E, 0x96F6};
	for (size_t i = 0; i < sizeof(digits) / sizeof(digits[0]); i++) {
		if (digits[i] == codepoint)
			return true;
	}
	return false;
}

/* The level of a sign between two amounts, which begins no line: 20位~49位, 5年—8年, 3月-5月. */
static enum break_level
level_before_range(const struct breaker *breaker, enum break_class class, uint32_t codepoint,
		enum break_level level)
{
	if (codepoint == '~' &&
			(break_class_is_wide((enum break_class)breaker->last) ||
					breaker->last == CLASS_NU || breaker->last == CLASS_PO))
		return level > BREAK_BRACKET ? level : BREAK_BRACKET;
	bool is_dash = class == CLASS_DA || class == CLASS_HY;
	return is_dash && breaker->quantity > 1 && level < BREAK_MARK ? BREAK_MARK : level;
}

static enum break_level
level_before(const struct breaker *breaker, enum break_class class, uint32_t codepoint,
		enum break_class next)
{
	if (codepoint == WORD_JOINER || codepoint == ZERO_WIDTH_NO_BREAK_SPACE)
		return BREAK_GLUE; /* even after a space: LB11 */
	bool is_ordinal = breaker->last == CLASS_DI && is_hanzi_digit(codepoint);
	if (goes_on_range(breaker, class) || is_ordinal)
		return BREAK_SOFT;
	char letter = pair_levels[breaker->last][class];
	enum break_level level =
			letter == '?' ? in_context(breaker, class, next) : level_of(letter);
	level = level_before_range(breaker, class, codepoint, level);
	if (level == BREAK_ALLOWED)
		level = level_in_number(breaker, class, codepoint);
	bool is_spaced = breaker->last == CLASS_SP || breaker->last == CLASS_FS ||
			 breaker->last == CLASS_ZW || breaker->last == CLASS_SH;
	bool is_opened = breaker->unspaced == CLASS_OP || breaker->unspaced == CLASS_OA ||
			 breaker->unspaced == CLASS_QO;
	if (is_spaced && is_opened && level < BREAK_BRACKET)
		return BREAK_BRACKET;
	if (breaker->in_url && breaker->last == CLASS_HY && level == BREAK_ALLOWED &&
			class == CLASS_AL)
		level = BREAK_CUT;
	if (level == BREAK_SLASH && breaker->slashes == SCHEME_END)
		return BREAK_CUT; /* the host stays with its scheme */
	return level == BREAK_CUT ? cut_level(breaker->codepoint, codepoint) : level;
}

/* Notes whether an address is being read: from "://" to the first character that no address has. */
static void
watch_url(struct breaker *breaker, enum break_class class, uint32_t codepoint)
{
	if (class == CLASS_SP || codepoint >= 128) {
		breaker->in_url = false;
		breaker->slashes = 0;
		return;
	}
	if (codepoint == ':')
		breaker->slashes = 1;
	else if (codepoint == '/' && breaker->slashes > 0)
		breaker->slashes++;
	else
		breaker->slashes = 0;
	if (breaker->slashes == SCHEME_END)
		breaker->in_url = true;
}

/* Notes how much of a number, its unit and the sign of a range behind them has been read. */
static void
watch_quantity(struct breaker *breaker, enum break_class class, uint32_t codepoint)
{
	bool is_hanzi = class == CLASS_ID || class == CLASS_DI;
	bool is_sign = class == CLASS_PO || class == CLASS_DA || codepoint == FULL_WIDTH_TILDE ||
		       codepoint == WAVE_DASH;
	if (class == CLASS_NU)
		breaker->quantity = 1;
	else if (is_hanzi && breaker->quantity > 0 && breaker->quantity <= LONGEST_UNIT)
		breaker->quantity++;
	else if (!is_sign || breaker->last == class)
		breaker->quantity = 0;
}

enum break_level
breaker_step(struct breaker *breaker, enum break_class class, uint32_t codepoint,
		enum break_class next)
{
	enum break_level level = level_before(breaker, class, codepoint, next);
	if (class == CLASS_CM) {
		bool has_base = breaker->last != CLASS_COUNT && breaker->last != CLASS_ZW;
		if (!has_base)
			breaker->last = breaker->unspaced = CLASS_AL; /* LB10 */
		return level;
	}
	watch_url(breaker, class, codepoint);
	watch_quantity(breaker, class, codepoint);
	breaker->before = breaker->last;
	breaker->last = (unsigned char)class;
	breaker->codepoint = codepoint;
	if (class != CLASS_SP && class != CLASS_FS && class != CLASS_ZW && class != CLASS_SH)
		breaker->unspaced = (unsigned char)class;
	return level;
}

void
breaker_pass(struct breaker *breaker, enum break_class class, uint32_t last, size_t count)
{
	size_t unit = breaker->quantity + count;
	bool is_unit = class == CLASS_ID && breaker->quantity > 0 && unit <= LONGEST_UNIT + 1;
	breaker_step(breaker, class, last, CLASS_AL);
	if (class == CLASS_ID)
		breaker->quantity = is_unit ? (unsigned char)unit : 0;
}
