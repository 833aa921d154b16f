#include "base/char_reference.h"

#include "base/ascii.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 14, REPLACEMENT = 0xFFFD };

struct named {
	const char *name;
	uint32_t codepoint;
};

/* In the order of their bytes: HTML 4.01, section 24 (lang and rang as in HTML 5), and XML's apos. */
/* clang-format off */
static const struct named html_4[] = {
	{"AElig", 198}, {"Aacute", 193}, {"Acirc", 194}, {"Agrave", 192}, {"Alpha", 913},
	{"Aring", 197}, {"Atilde", 195}, {"Auml", 196}, {"Beta", 914}, {"Ccedil", 199},
	{"Chi", 935}, {"Dagger", 8225}, {"Delta", 916}, {"ETH", 208}, {"Eacute", 201},
	{"Ecirc", 202}, {"Egrave", 200}, {"Epsilon", 917}, {"Eta", 919}, {"Euml", 203},
	{"Gamma", 915}, {"Iacute", 205}, {"Icirc", 206}, {"Igrave", 204}, {"Iota", 921},
	{"Iuml", 207}, {"Kappa", 922}, {"Lambda", 923}, {"Mu", 924}, {"Ntilde", 209},
	{"Nu", 925}, {"OElig", 338}, {"Oacute", 211}, {"Ocirc", 212}, {"Ograve", 210},
	{"Omega", 937}, {"Omicron", 927}, {"Oslash", 216}, {"Otilde", 213}, {"Ouml", 214},
	{"Phi", 934}, {"Pi", 928}, {"Prime", 8243}, {"Psi", 936}, {"Rho", 929},
	{"Scaron", 352}, {"Sigma", 931}, {"THORN", 222}, {"Tau", 932}, {"Theta", 920},
	{"Uacute", 218}, {"Ucirc", 219}, {"Ugrave", 217}, {"Upsilon", 933}, {"Uuml", 220},
	{"Xi", 926}, {"Yacute", 221}, {"Yuml", 376}, {"Zeta", 918}, {"aacute", 225},
	{"acirc", 226}, {"acute", 180}, {"aelig", 230}, {"agrave", 224}, {"alefsym", 8501},
	{"alpha", 945}, {"amp", 38}, {"and", 8743}, {"ang", 8736}, {"apos", 39},
	{"aring", 229}, {"asymp", 8776}, {"atilde", 227}, {"auml", 228}, {"bdquo", 8222},
	{"beta", 946}, {"brvbar", 166}, {"bull", 8226}, {"cap", 8745}, {"ccedil", 231},
	{"cedil", 184}, {"cent", 162}, {"chi", 967}, {"circ", 710}, {"clubs", 9827},
	{"cong", 8773}, {"copy", 169}, {"crarr", 8629}, {"cup", 8746}, {"curren", 164},
	{"dArr", 8659}, {"dagger", 8224}, {"darr", 8595}, {"deg", 176}, {"delta", 948},
	{"diams", 9830}, {"divide", 247}, {"eacute", 233}, {"ecirc", 234}, {"egrave", 232},
	{"empty", 8709}, {"emsp", 8195}, {"ensp", 8194}, {"epsilon", 949}, {"equiv", 8801},
	{"eta", 951}, {"eth", 240}, {"euml", 235}, {"euro", 8364}, {"exist", 8707},
	{"fnof", 402}, {"forall", 8704}, {"frac12", 189}, {"frac14", 188}, {"frac34", 190},
	{"frasl", 8260}, {"gamma", 947}, {"ge", 8805}, {"gt", 62}, {"hArr", 8660},
	{"harr", 8596}, {"hearts", 9829}, {"hellip", 8230}, {"iacute", 237},
	{"icirc", 238}, {"iexcl", 161}, {"igrave", 236}, {"image", 8465}, {"infin", 8734},
	{"int", 8747}, {"iota", 953}, {"iquest", 191}, {"isin", 8712}, {"iuml", 239},
	{"kappa", 954}, {"lArr", 8656}, {"lambda", 955}, {"lang", 10216}, {"laquo", 171},
	{"larr", 8592}, {"lceil", 8968}, {"ldquo", 8220}, {"le", 8804}, {"lfloor", 8970},
	{"lowast", 8727}, {"loz", 9674}, {"lrm", 8206}, {"lsaquo", 8249}, {"lsquo", 8216},
	{"lt", 60}, {"macr", 175}, {"mdash", 8212}, {"micro", 181}, {"middot", 183},
	{"minus", 8722}, {"mu", 956}, {"nabla", 8711}, {"nbsp", 160}, {"ndash", 8211},
	{"ne", 8800}, {"ni", 8715}, {"not", 172}, {"notin", 8713}, {"nsub", 8836},
	{"ntilde", 241}, {"nu", 957}, {"oacute", 243}, {"ocirc", 244}, {"oelig", 339},
	{"ograve", 242}, {"oline", 8254}, {"omega", 969}, {"omicron", 959},
	{"oplus", 8853}, {"or", 8744}, {"ordf", 170}, {"ordm", 186}, {"oslash", 248},
	{"otilde", 245}, {"otimes", 8855}, {"ouml", 246}, {"para", 182}, {"part", 8706},
	{"permil", 8240}, {"perp", 8869}, {"phi", 966}, {"pi", 960}, {"piv", 982},
	{"plusmn", 177}, {"pound", 163}, {"prime", 8242}, {"prod", 8719}, {"prop", 8733},
	{"psi", 968}, {"quot", 34}, {"rArr", 8658}, {"radic", 8730}, {"rang", 10217},
	{"raquo", 187}, {"rarr", 8594}, {"rceil", 8969}, {"rdquo", 8221}, {"real", 8476},
	{"reg", 174}, {"rfloor", 8971}, {"rho", 961}, {"rlm", 8207}, {"rsaquo", 8250},
	{"rsquo", 8217}, {"sbquo", 8218}, {"scaron", 353}, {"sdot", 8901}, {"sect", 167},
	{"shy", 173}, {"sigma", 963}, {"sigmaf", 962}, {"sim", 8764}, {"spades", 9824},
	{"sub", 8834}, {"sube", 8838}, {"sum", 8721}, {"sup", 8835}, {"sup1", 185},
	{"sup2", 178}, {"sup3", 179}, {"supe", 8839}, {"szlig", 223}, {"tau", 964},
	{"there4", 8756}, {"theta", 952}, {"thetasym", 977}, {"thinsp", 8201},
	{"thorn", 254}, {"tilde", 732}, {"times", 215}, {"trade", 8482}, {"uArr", 8657},
	{"uacute", 250}, {"uarr", 8593}, {"ucirc", 251}, {"ugrave", 249}, {"uml", 168},
	{"upsih", 978}, {"upsilon", 965}, {"uuml", 252}, {"weierp", 8472}, {"xi", 958},
	{"yacute", 253}, {"yen", 165}, {"yuml", 255}, {"zeta", 950}, {"zwj", 8205},
	{"zwnj", 8204},
};

/* HTML 5's names of the signs of ASCII, and a few more. */
static const struct named html_5[] = {
	{"AMP", 38}, {"COPY", 169}, {"GT", 62}, {"Hat", 94}, {"LT", 60}, {"NewLine", 10},
	{"QUOT", 34}, {"REG", 174}, {"Tab", 9}, {"ZeroWidthSpace", 8203}, {"ast", 42},
	{"bsol", 92}, {"check", 10003}, {"colon", 58}, {"comma", 44}, {"commat", 64},
	{"cross", 10007}, {"dollar", 36}, {"emsp13", 8196}, {"equals", 61}, {"excl", 33},
	{"female", 9792}, {"grave", 96}, {"hairsp", 8202}, {"horbar", 8213},
	{"hyphen", 8208}, {"lcub", 123}, {"lowbar", 95}, {"lpar", 40}, {"lsqb", 91},
	{"male", 9794}, {"num", 35}, {"numsp", 8199}, {"percnt", 37}, {"period", 46},
	{"phone", 9742}, {"plus", 43}, {"puncsp", 8200}, {"quest", 63}, {"rcub", 125},
	{"rpar", 41}, {"rsqb", 93}, {"semi", 59}, {"sol", 47}, {"square", 9633},
	{"star", 9734}, {"starf", 9733}, {"vert", 124},
};
/* clang-format on */

/* What the numbers 0x80 to 0x9F stand for: Windows-1252 (HTML, 13.2.5.80). */
static const uint16_t windows[32] = {0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019,
		0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
		0x9D, 0x017E, 0x0178};

/* `&#1234;`, `&#x4E2D;`, with or without the semicolon. Returns the bytes read; 0: no reference. */
static size_t
take_number(const char *text, size_t length, uint32_t *codepoint)
{
	bool is_hex = length > 2 && (text[2] | 32) == 'x';
	size_t start = is_hex ? 3 : 2, at = start;
	uint32_t value = 0;
	for (; at < length && (is_hex ? ascii_is_hex_digit(text[at]) : ascii_is_digit(text[at]));
			at++)
		if (value < 0x110000)
			value = value * (is_hex ? 16 : 10) + (uint32_t)ascii_hex_value(text[at]);
	if (at == start)
		return 0;
	if (value == 0)
		value = REPLACEMENT;
	else if (value >= 0x80 && value < 0xA0)
		value = windows[value - 0x80];
	*codepoint = value;
	return at + (at < length && text[at] == ';');
}

struct slice {
	const char *text;
	size_t length;
};

static int
compare(const void *key, const void *item)
{
	const struct slice *wanted = key;
	const char *name = ((const struct named *)item)->name;
	int order = strncmp(wanted->text, name, wanted->length);
	return order != 0 ? order : -(name[wanted->length] != '\0');
}

static uint32_t
find(const struct named *table, size_t count, const char *name, size_t length)
{
	struct slice wanted = {name, length};
	const struct named *found = bsearch(&wanted, table, count, sizeof(*table), compare);
	return found != NULL ? found->codepoint : 0;
}

uint32_t
char_reference_html4(const char *name, size_t length)
{
	return find(html_4, sizeof(html_4) / sizeof(html_4[0]), name, length);
}

/* HTML 4's names of Latin-1 are known without a semicolon, and those that have a twin in capitals. */
static uint32_t
find_name(const char *name, size_t length, bool is_closed)
{
	uint32_t codepoint = char_reference_html4(name, length);
	bool may_be_open = codepoint != '\'';
	if (codepoint == 0) {
		codepoint = find(html_5, sizeof(html_5) / sizeof(html_5[0]), name, length);
		may_be_open = length > 1 && name[1] >= 'A' && name[1] <= 'Z';
	}
	return is_closed || (may_be_open && codepoint <= 0xFF) ? codepoint : 0;
}

/* The whole name before a semicolon, else the longest beginning that needs none. */
static size_t
take_name(const char *text, size_t length, uint32_t *codepoint)
{
	size_t end = 1;
	while (end < length && end <= LONGEST_NAME &&
			(ascii_is_digit(text[end]) || ascii_is_letter(text[end])))
		end++;
	*codepoint = find_name(text + 1, end - 1, true);
	if (end < length && text[end] == ';' && *codepoint != 0)
		return end + 1;
	for (; end > 2; end--) {
		*codepoint = find_name(text + 1, end - 1, false);
		if (*codepoint != 0)
			return end + (end < length && text[end] == ';');
	}
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

void
char_reference_encode(struct buf *out, const char *text, size_t length)
{
	static const bool is_special[256] = {['&'] = true, ['<'] = true, ['>'] = true};
	const char *end = text + length;
	for (const char *at = text; at < end; at++) {
		if (!is_special[(unsigned char)*at])
			continue;
		buf_add(out, text, (size_t)(at - text));
		buf_add_text(out, *at == '&' ? "&amp;" : *at == '<' ? "&lt;" : "&gt;");
		text = at + 1;
	}
	buf_add(out, text, (size_t)(end - text));
}
