#include "base/char_reference.h"

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { LONGEST_NAME = 14, REPLACEMENT = 0xFFFD };

/* Names of consecutive characters, by a space; HTML 4's and the signs of ASCII. */
static const struct run {
	uint32_t first;
	bool may_be_open; /* known without a semicolon as well */
	const char *names;
} runs[] = {
		{0x26, true, "amp"},
		{0x3C, true, "lt"},
		{0x3E, true, "gt"},
		{0x22, true, "quot"},
		{0x26, true, "AMP"},
		{0x3C, true, "LT"},
		{0x3E, true, "GT"},
		{0x22, true, "QUOT"},
		{0xA9, true, "COPY"},
		{0xAE, true, "REG"},
		{0xA0, true,
				"nbsp iexcl cent pound curren yen brvbar sect uml copy ordf "
				"laquo not shy reg macr deg plusmn sup2 sup3 acute micro para "
				"middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest "
				"Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave "
				"Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve "
				"Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc "
				"Uuml Yacute THORN szlig agrave aacute acirc atilde auml "
				"aring aelig ccedil egrave eacute ecirc euml igrave iacute "
				"icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide "
				"oslash ugrave uacute ucirc uuml yacute thorn yuml"},
		{0x9, false, "Tab NewLine"},
		{0x21, false, "excl"},
		{0x23, false, "num dollar percnt"},
		{0x27, false, "apos lpar rpar ast plus comma"},
		{0x2E, false, "period sol"},
		{0x3A, false, "colon semi"},
		{0x3D, false, "equals"},
		{0x3F, false, "quest commat"},
		{0x5B, false, "lsqb bsol rsqb Hat lowbar grave"},
		{0x7B, false, "lcub vert rcub"},
		{0x152, false, "OElig oelig"},
		{0x160, false, "Scaron scaron"},
		{0x178, false, "Yuml"},
		{0x192, false, "fnof"},
		{0x2C6, false, "circ"},
		{0x2DC, false, "tilde"},
		{0x391, false,
				"Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa "
				"Lambda Mu Nu Xi Omicron Pi Rho"},
		{0x3A3, false, "Sigma Tau Upsilon Phi Chi Psi Omega"},
		{0x3B1, false,
				"alpha beta gamma delta epsilon zeta eta theta iota kappa "
				"lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi "
				"chi psi omega"},
		{0x3D1, false, "thetasym upsih"},
		{0x3D6, false, "piv"},
		{0x2002, false, "ensp emsp emsp13"},
		{0x2007, false,
				"numsp puncsp thinsp hairsp ZeroWidthSpace zwnj zwj lrm rlm "
				"hyphen"},
		{0x2013, false, "ndash mdash horbar"},
		{0x2018, false, "lsquo rsquo sbquo"},
		{0x201C, false, "ldquo rdquo bdquo"},
		{0x2020, false, "dagger Dagger bull"},
		{0x2026, false, "hellip"},
		{0x2030, false, "permil"},
		{0x2032, false, "prime Prime"},
		{0x2039, false, "lsaquo rsaquo"},
		{0x203E, false, "oline"},
		{0x2044, false, "frasl"},
		{0x20AC, false, "euro"},
		{0x2111, false, "image"},
		{0x2118, false, "weierp"},
		{0x211C, false, "real"},
		{0x2122, false, "trade"},
		{0x2135, false, "alefsym"},
		{0x2190, false, "larr uarr rarr darr harr"},
		{0x21B5, false, "crarr"},
		{0x21D0, false, "lArr uArr rArr dArr hArr"},
		{0x2200, false, "forall"},
		{0x2202, false, "part exist"},
		{0x2205, false, "empty"},
		{0x2207, false, "nabla isin notin"},
		{0x220B, false, "ni"},
		{0x220F, false, "prod"},
		{0x2211, false, "sum minus"},
		{0x2217, false, "lowast"},
		{0x221A, false, "radic"},
		{0x221D, false, "prop infin"},
		{0x2220, false, "ang"},
		{0x2227, false, "and or cap cup int"},
		{0x2234, false, "there4"},
		{0x223C, false, "sim"},
		{0x2245, false, "cong"},
		{0x2248, false, "asymp"},
		{0x2260, false, "ne equiv"},
		{0x2264, false, "le ge"},
		{0x2282, false, "sub sup nsub"},
		{0x2286, false, "sube supe"},
		{0x2295, false, "oplus"},
		{0x2297, false, "otimes"},
		{0x22A5, false, "perp"},
		{0x22C5, false, "sdot"},
		{0x2308, false, "lceil rceil lfloor rfloor"},
		{0x25A1, false, "square"},
		{0x25CA, false, "loz"},
		{0x2605, false, "starf star"},
		{0x260E, false, "phone"},
		{0x2640, false, "female"},
		{0x2642, false, "male"},
		{0x2660, false, "spades"},
		{0x2663, false, "clubs"},
		{0x2665, false, "hearts diams"},
		{0x2713, false, "check"},
		{0x2717, false, "cross"},
		{0x27E8, false, "lang rang"},
};

/* What the numbers 0x80 to 0x9F stand for: Windows-1252 (HTML, 13.2.5.80). */
static const uint16_t windows[32] = {0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019,
		0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
		0x9D, 0x017E, 0x0178};

static int
digit_value(char byte, bool is_hex)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	byte |= 32;
	return is_hex && byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* `&#1234;`, `&#x4E2D;`, the semicolon as one likes. Bytes taken, 0 when it is none. */
static size_t
take_number(const char *text, size_t length, uint32_t *codepoint)
{
	bool is_hex = length > 2 && (text[2] | 32) == 'x';
	size_t start = is_hex ? 3 : 2, at = start;
	uint32_t value = 0;
	int digit;
	for (; at < length && (digit = digit_value(text[at], is_hex)) >= 0; at++)
		if (value < 0x110000)
			value = value * (is_hex ? 16 : 10) + (uint32_t)digit;
	if (at == start)
		return 0;
	if (value == 0)
		value = REPLACEMENT;
	else if (value >= 0x80 && value < 0xA0)
		value = windows[value - 0x80];
	*codepoint = value;
	return at + (at < length && text[at] == ';');
}

static bool
find_in_run(const struct run *run, const char *name, size_t length, uint32_t *codepoint)
{
	uint32_t value = run->first;
	for (const char *at = run->names; *at != '\0'; value++) {
		size_t width = strcspn(at, " ");
		if (width == length && memcmp(at, name, length) == 0) {
			*codepoint = value;
			return true;
		}
		at += width + (at[width] == ' ');
	}
	return false;
}

static bool
find_name(const char *name, size_t length, bool is_closed, uint32_t *codepoint)
{
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		if ((is_closed || runs[i].may_be_open) &&
				find_in_run(&runs[i], name, length, codepoint))
			return true;
	return false;
}

/* The whole name before a semicolon, else the longest beginning that needs none. */
static size_t
take_name(const char *text, size_t length, uint32_t *codepoint)
{
	size_t end = 1;
	while (end < length && end <= LONGEST_NAME &&
			(digit_value(text[end], false) >= 0 ||
					((text[end] | 32) >= 'a' && (text[end] | 32) <= 'z')))
		end++;
	if (end < length && text[end] == ';' && find_name(text + 1, end - 1, true, codepoint))
		return end + 1;
	for (; end > 2; end--)
		if (find_name(text + 1, end - 1, false, codepoint))
			return end + (end < length && text[end] == ';');
	return 0;
}

void
char_reference_decode(struct buf *out, const char *text, size_t length)
{
	const char *end = text + length;
	while (text < end) {
		uint32_t codepoint;
		size_t left = (size_t)(end - text), taken = 0;
		if (*text == '&' && left > 2)
			taken = text[1] == '#' ? take_number(text, left, &codepoint)
					       : take_name(text, left, &codepoint);
		if (taken > 0) {
			buf_add_codepoint(out, codepoint);
			text += taken;
			continue;
		}
		const char *next = memchr(text + 1, '&', left - 1);
		next = next != NULL ? next : end;
		buf_add(out, text, (size_t)(next - text));
		text = next;
	}
}
