#include "tui/sequence.h"

#include "base/ascii.h"

#include <stdbool.h>
#include <string.h>

enum {
	PASTE_BEGINS = 200, /* CSI 200 ~ */
	PASTE_ENDS = 201,
	OTHER_KEY = 27, /* CSI 27 ; modifiers ; character ~, xterm's modifyOtherKeys */
	MAX_NUMBER = 0x110000,
};

static const struct meaning nothing = {.kind = MEANS_NOTHING};

/* --- Keys --- */

/* Keys of a CSI or SS3 sequence by its final byte; `number`: that before ~, of xterm, VT220 and rxvt. */
static const struct {
	uint32_t code;
	char final;
	int number, other_number;
} sequence_keys[] = {
		{CHORD_UP, 'A', 0, 0},
		{CHORD_DOWN, 'B', 0, 0},
		{CHORD_RIGHT, 'C', 0, 0},
		{CHORD_LEFT, 'D', 0, 0},
		{CHORD_HOME, 'H', 1, 7},
		{CHORD_END, 'F', 4, 8},
		{CHORD_INSERT, 0, 2, 0},
		{CHORD_DELETE, 0, 3, 0},
		{CHORD_PAGE_UP, 0, 5, 0},
		{CHORD_PAGE_DOWN, 0, 6, 0},
		{CHORD_F1, 'P', 11, 0},
		{CHORD_F1 + 1, 'Q', 12, 0},
		{CHORD_F1 + 2, 'R', 13, 0},
		{CHORD_F1 + 3, 'S', 14, 0},
		{CHORD_F1 + 4, 0, 15, 0},
		{CHORD_F1 + 5, 0, 17, 0},
		{CHORD_F1 + 6, 0, 18, 0},
		{CHORD_F1 + 7, 0, 19, 0},
		{CHORD_F1 + 8, 0, 20, 0},
		{CHORD_F1 + 9, 0, 21, 0},
		{CHORD_F1 + 10, 0, 23, 0},
		{CHORD_F12, 0, 24, 0},
};

/* The key of a final byte, or with final 0 that of a number; 0: none. */
static uint32_t
sequence_key(char final, int number)
{
	for (size_t i = 0; i < sizeof(sequence_keys) / sizeof(sequence_keys[0]); i++) {
		bool is_it = final != 0 ? sequence_keys[i].final == final
					: sequence_keys[i].number == number ||
							     sequence_keys[i].other_number ==
									     number;
		if (is_it && (final != 0 || number != 0))
			return sequence_keys[i].code;
	}
	return 0;
}

/* A key; nothing for code 0, and for modifiers that no chord has with it. */
static struct meaning
key(uint32_t code, unsigned modifiers)
{
	struct meaning meaning = {.kind = MEANS_KEY, .chord = {code, modifiers}};
	return code != 0 && chord_normalise(&meaning.chord) ? meaning : nothing;
}

/* A key that is named by its character. */
static struct meaning
character(uint32_t code, unsigned modifiers)
{
	static const struct {
		uint32_t code, key;
	} named[] = {{'\b', CHORD_BACKSPACE}, {'\t', CHORD_TAB}, {'\r', CHORD_ENTER},
			{0x1B, CHORD_ESCAPE}, {0x7F, CHORD_BACKSPACE}};
	bool is_private = code >= 0xD800 && code <= 0xF8FF; /* keys of kitty's that have no chord */
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (named[i].code == code)
			return key(named[i].key, modifiers);
	}
	if (code < ' ' || (code >= 0x7F && code < 0xA0) || is_private || code >= CHORD_ENTER)
		return nothing;
	if (code < 'a' || code > 'z')
		modifiers &= ~(unsigned)CHORD_SHIFT; /* the character has it */
	return key(code, modifiers);
}

/* --- Parameters --- */

/* The parameters of a sequence: numbers between semicolons, of each only the first of those between colons. */
struct parameters {
	int numbers[3];
	size_t count;
	int second; /* behind the colon of the second one: kitty's kind of event */
};

static struct parameters
parse_parameters(const char *text)
{
	struct parameters result = {.count = *text != '\0' ? 1 : 0};
	int part = 0, none = 0;
	for (; *text != '\0'; text++) {
		size_t at = result.count - 1;
		int *number = at < 3 && part == 0    ? &result.numbers[at]
			      : at == 1 && part == 1 ? &result.second
						     : &none;
		if (*text == ';') {
			result.count++;
			part = 0;
		} else if (*text == ':') {
			part++;
		} else if (*text >= '0' && *text <= '9' && *number < MAX_NUMBER) {
			*number = *number * 10 + (*text - '0');
		}
	}
	return result;
}

/*
 * Adds the modifiers that the second parameter names: 1 and a bit each; the locks are none. False:
 * others are held that no chord has, or the key is let go.
 */
static bool
parse_modifiers(const struct parameters *parameters, unsigned *modifiers)
{
	enum { SHIFT = 1, ALT = 2, CTRL = 4, CAPS_LOCK = 64, NUM_LOCK = 128, RELEASE = 3 };
	unsigned known = SHIFT | ALT | CTRL | CAPS_LOCK | NUM_LOCK;
	unsigned bits = parameters->numbers[1] > 1 ? (unsigned)parameters->numbers[1] - 1 : 0;
	*modifiers |= (bits & SHIFT ? CHORD_SHIFT : 0u) | (bits & ALT ? CHORD_META : 0u) |
		      (bits & CTRL ? CHORD_CTRL : 0u);
	return (bits & ~known) == 0 && parameters->second != RELEASE;
}

/* --- Sequences --- */

/* CSI, numbers and ~, or what rxvt has in its place to say which modifiers are held. */
static struct meaning
numbered(const struct parameters *parameters, char final, unsigned modifiers)
{
	int number = parameters->numbers[0];
	modifiers |= (final == '$' || final == '@' ? CHORD_SHIFT : 0u) |
		     (final == '^' || final == '@' ? CHORD_CTRL : 0u);
	if (final == '~' && (number == PASTE_BEGINS || number == PASTE_ENDS))
		return (struct meaning){.kind = number == PASTE_BEGINS ? MEANS_PASTE_BEGINS
								       : MEANS_PASTE_ENDS};
	if (!parse_modifiers(parameters, &modifiers))
		return nothing;
	if (final == '~' && number == OTHER_KEY)
		return character((uint32_t)parameters->numbers[2], modifiers);
	return key(sequence_key(0, number), modifiers);
}

/* A press of the mouse: CSI < of xterm's mode 1006, CSI of rxvt's 1015, whose buttons count from 32. */
static struct meaning
mouse(const char *text)
{
	bool is_sgr = text[0] == '<';
	struct parameters parameters = parse_parameters(text + is_sgr);
	struct meaning meaning = {.kind = MEANS_MOUSE};
	memcpy(meaning.mouse, parameters.numbers, sizeof(meaning.mouse));
	meaning.mouse[0] -= is_sgr ? 0 : ' ';
	return parameters.count == 3 ? meaning : nothing;
}

struct meaning
sequence_csi(const char *text, char final, unsigned modifiers)
{
	bool is_bare = text[0] == '\0';
	bool is_private = !is_bare && strchr("<=>?", text[0]) != NULL;
	struct parameters parameters = parse_parameters(text);
	if (final == 'M' && is_bare)
		return (struct meaning){.kind = MEANS_MOUSE_FOLLOWS};
	if (strpbrk(text, " !\"#$%&'()*+,-./") != NULL)
		return nothing;
	if (final == 'M' && (!is_private || text[0] == '<'))
		return mouse(text);
	if (is_private)
		return nothing;
	if (strchr("~$^@", final) != NULL)
		return numbered(&parameters, final, modifiers);
	if (is_bare && final >= 'a' && final <= 'd') /* rxvt */
		return key(sequence_key(ascii_upper(final), 0), modifiers | CHORD_SHIFT);
	if (!parse_modifiers(&parameters, &modifiers))
		return nothing;
	if (final == 'u')
		return character((uint32_t)parameters.numbers[0], modifiers);
	if (parameters.numbers[0] > 1 || (final == 'R' && !is_bare))
		return nothing;
	return final == 'Z' ? key(CHORD_TAB, modifiers | CHORD_SHIFT)
			    : key(sequence_key(final, 0), modifiers);
}

/* Keys of the keypad in its application mode are those that are printed on them. */
struct meaning
sequence_ss3(const char *text, char final, unsigned modifiers)
{
	struct parameters parameters = parse_parameters(text);
	if (parameters.count == 1)
		parameters.numbers[1] = parameters.numbers[0]; /* ESC O 5 A */
	if (!parse_modifiers(&parameters, &modifiers))
		return nothing;
	if (final >= 'a' && final <= 'd') /* rxvt */
		return key(sequence_key(ascii_upper(final), 0), modifiers | CHORD_CTRL);
	if (final >= 'j' && final <= 'y')
		return key((uint32_t)(final - 'j' + '*'), modifiers);
	switch (final) {
	case 'M':
		return key(CHORD_ENTER, modifiers);
	case 'I':
		return key(CHORD_TAB, modifiers);
	case 'X':
		return key('=', modifiers);
	case ' ':
		return key(' ', modifiers);
	default:
		return key(sequence_key(final, 0), modifiers);
	}
}

struct meaning
sequence_console(char final, unsigned modifiers)
{
	return final >= 'A' && final <= 'E' ? key(CHORD_F1 + (uint32_t)(final - 'A'), modifiers)
					    : nothing;
}

/* --- Answers --- */

/* A number of one to four hexadecimal digits, as a part of the most that so many can write. */
static const char *
parse_channel(const char *text, uint16_t *channel)
{
	unsigned value = 0, most = 0;
	for (; ascii_hex_value(*text) >= 0 && most < UINT16_MAX; text++) {
		value = value * 16 + (unsigned)ascii_hex_value(*text);
		most = most * 16 + 15;
	}
	*channel = most != 0 ? (uint16_t)(value * UINT16_MAX / most) : 0;
	return most != 0 ? text : NULL;
}

/* The answer to OSC 11: rgb:RRRR/GGGG/BBBB, of one to four digits each; rgba: has one more. */
struct meaning
sequence_osc(const char *text)
{
	static const char opaque[] = "11;rgb:", mixed[] = "11;rgba:";
	uint16_t channels[4];
	bool has_alpha = strncmp(text, mixed, strlen(mixed)) == 0;
	size_t count = has_alpha ? 4 : 3;
	if (!has_alpha && strncmp(text, opaque, strlen(opaque)) != 0)
		return nothing;
	text += strlen(has_alpha ? mixed : opaque);
	for (size_t i = 0; i < count; i++) {
		text = parse_channel(text, &channels[i]);
		if (text == NULL || *text++ != (i + 1 < count ? '/' : '\0'))
			return nothing;
	}
	struct meaning meaning = {.kind = MEANS_BACKGROUND};
	memcpy(meaning.background, channels, sizeof(meaning.background));
	return meaning;
}
