#include "tui/keys.h"

#include "base/utf8.h"

#include <curses.h>
#include <string.h>

enum {
	ESCAPE = 0x1B,
	BELL = 0x07,
	SEQUENCE_SIZE = 32,
	STRING_SIZE = 1 << 16, /* bytes of an answer at most */
	STRING_WAIT_MS = 25,   /* for its next byte */
	PASTE_BEGINS = 200,    /* CSI 200 ~ */
	PASTE_ENDS = 201,
};

/*
 * Keys, and how each is recognised: by curses' code, its code with Shift, terminfo's extended name
 * without the digit for the modifiers; by the final of a CSI or SS3 sequence, or its number before
 * `~`, as xterm, rxvt and VT220 send them.
 */
static const struct key {
	uint32_t chord;
	int code, shifted;
	char name[5];
	char final;
	int number;
} all_keys[] = {
		{CHORD_UP, KEY_UP, KEY_SR, "kUP", 'A', 0},
		{CHORD_DOWN, KEY_DOWN, KEY_SF, "kDN", 'B', 0},
		{CHORD_RIGHT, KEY_RIGHT, KEY_SRIGHT, "kRIT", 'C', 0},
		{CHORD_LEFT, KEY_LEFT, KEY_SLEFT, "kLFT", 'D', 0},
		{CHORD_HOME, KEY_HOME, KEY_SHOME, "kHOM", 'H', 1},
		{CHORD_HOME, KEY_A1, 0, "", 0, 7},
		{CHORD_END, KEY_END, KEY_SEND, "kEND", 'F', 4},
		{CHORD_END, KEY_C1, 0, "", 0, 8},
		{CHORD_PAGE_UP, KEY_PPAGE, KEY_SPREVIOUS, "kPRV", 0, 5},
		{CHORD_PAGE_UP, KEY_A3, 0, "", 0, 0},
		{CHORD_PAGE_DOWN, KEY_NPAGE, KEY_SNEXT, "kNXT", 0, 6},
		{CHORD_PAGE_DOWN, KEY_C3, 0, "", 0, 0},
		{CHORD_INSERT, KEY_IC, KEY_SIC, "kIC", 0, 2},
		{CHORD_DELETE, KEY_DC, KEY_SDC, "kDC", 0, 3},
		{CHORD_BACKSPACE, KEY_BACKSPACE, 0, "", 0, 0},
		{CHORD_ENTER, KEY_ENTER, 0, "", 'M', 0}, /* the keypad's, SS3 only */
		{CHORD_TAB, 0, KEY_BTAB, "", 'Z', 0},
		{CHORD_F1, KEY_F(1), 0, "", 'P', 11},
		{CHORD_F1 + 1, KEY_F(2), 0, "", 'Q', 12},
		{CHORD_F1 + 2, KEY_F(3), 0, "", 'R', 13},
		{CHORD_F1 + 3, KEY_F(4), 0, "", 'S', 14},
		{CHORD_F1 + 4, KEY_F(5), 0, "", 0, 15},
		{CHORD_F1 + 5, KEY_F(6), 0, "", 0, 17},
		{CHORD_F1 + 6, KEY_F(7), 0, "", 0, 18},
		{CHORD_F1 + 7, KEY_F(8), 0, "", 0, 19},
		{CHORD_F1 + 8, KEY_F(9), 0, "", 0, 20},
		{CHORD_F1 + 9, KEY_F(10), 0, "", 0, 21},
		{CHORD_F1 + 10, KEY_F(11), 0, "", 0, 23},
		{CHORD_F12, KEY_F(12), 0, "", 0, 24},
};

enum { KEYS = sizeof(all_keys) / sizeof(all_keys[0]) };

void
keys_init(struct keys *keys)
{
	memset(keys, 0, sizeof(*keys));
	keys->source = newpad(1, 1);
	keypad(keys->source, TRUE);
	nodelay(keys->source, TRUE);
	meta(keys->source, TRUE);
	keys->erase = erasechar();
}

void
keys_free(struct keys *keys)
{
	delwin(keys->source);
	keys->source = NULL;
}

void
keys_forget(struct keys *keys)
{
	keys->partial_length = 0;
	keys->has_escape = keys->is_pasting = keys->was_return = false;
	keys->click_time = 0;
}

/* xterm's number for modifiers: 1 and a bit each for Shift, Alt, Ctrl. */
static unsigned
modifiers_of(int number)
{
	unsigned bits = number > 1 ? (unsigned)number - 1 : 0;
	return (bits & 1 ? CHORD_SHIFT : 0u) | (bits & 2 ? CHORD_META : 0u) |
	       (bits & 4 ? CHORD_CTRL : 0u);
}

/* A key that terminfo names kUP5 and the like. */
static bool
extended_chord(int code, struct chord *chord)
{
	const char *name = keyname(code);
	size_t length = name != NULL ? strlen(name) : 0;
	int modifiers = 2; /* without a digit: Shift */
	if (length > 0 && name[length - 1] >= '2' && name[length - 1] <= '8')
		modifiers = name[--length] - '0';
	for (size_t i = 0; i < KEYS && length > 0; i++) {
		if (strlen(all_keys[i].name) != length ||
				strncmp(all_keys[i].name, name, length) != 0)
			continue;
		*chord = (struct chord){all_keys[i].chord, modifiers_of(modifiers)};
		return true;
	}
	return false;
}

/* A key by its code, which is above 0xFF. */
static bool
code_chord(int code, struct chord *chord)
{
	if (code == KEY_SUSPEND) { /* what terminfo calls the Linux console's C-z */
		*chord = (struct chord){'z', CHORD_CTRL};
		return true;
	}
	for (size_t i = 0; i < KEYS; i++) {
		bool is_shifted = all_keys[i].shifted == code;
		if (all_keys[i].code != code && !is_shifted)
			continue;
		*chord = (struct chord){all_keys[i].chord, is_shifted ? CHORD_SHIFT : 0};
		return true;
	}
	return code > KEY_MAX && extended_chord(code, chord);
}

static struct chord
byte_chord(const struct keys *keys, unsigned char byte)
{
	if (byte == 0x7F || (byte == (unsigned char)keys->erase && byte < 0x20))
		return (struct chord){CHORD_BACKSPACE, 0};
	switch (byte) {
	case '\r':
		return (struct chord){CHORD_ENTER, 0};
	case '\t':
		return (struct chord){CHORD_TAB, 0};
	case ESCAPE:
		return (struct chord){CHORD_ESCAPE, 0};
	case 0:
		return (struct chord){' ', CHORD_CTRL};
	default:
		break;
	}
	if (byte >= 0x20)
		return (struct chord){byte, 0};
	return (struct chord){byte <= 26 ? byte + 'a' - 1u : byte + 0x40u, CHORD_CTRL};
}

/* Two numbers of a sequence's parameters, as in "1;5"; 0 where there is none. */
static void
parse_numbers(const char *text, int numbers[2])
{
	numbers[0] = numbers[1] = 0;
	for (int index = 0; *text != '\0' && index < 2; text++) {
		if (*text == ';')
			index++;
		else if (*text >= '0' && *text <= '9' && numbers[index] < 1000)
			numbers[index] = numbers[index] * 10 + (*text - '0');
	}
}

static bool
sequence_chord(const char *parameters, char final, struct chord *chord)
{
	int numbers[2];
	parse_numbers(parameters, numbers);
	for (size_t i = 0; i < KEYS; i++) {
		const struct key *key = &all_keys[i];
		if (final == '~' ? key->number == 0 || key->number != numbers[0]
				 : key->final != final)
			continue;
		*chord = (struct chord){key->chord, modifiers_of(numbers[1])};
		if (final == 'Z')
			chord->modifiers |= CHORD_SHIFT;
		return true;
	}
	return false;
}

enum sequence { SEQUENCE_NONE, SEQUENCE_CHORD, SEQUENCE_SWALLOWED };

/* Whether the sequence is one of the marks around what is pasted. */
static bool
watch_paste(struct keys *keys, const char *parameters)
{
	int numbers[2];
	parse_numbers(parameters, numbers);
	if (numbers[0] != PASTE_BEGINS && numbers[0] != PASTE_ENDS)
		return false;
	keys->is_pasting = numbers[0] == PASTE_BEGINS;
	keys->was_return = false;
	return true;
}

/*
 * The rest of a string that ESC and `introducer` begin, up to ESC \ or BEL: an
 * answer of the terminal's. False if nothing follows: then it was a key with Meta.
 */
static bool
swallow_string(struct keys *keys, int introducer)
{
	if (introducer > 0x7F || strchr("]P_^X", introducer) == NULL || introducer == '\0')
		return false;
	size_t length = 0;
	wtimeout(keys->source, STRING_WAIT_MS);
	for (int code; length < STRING_SIZE && (code = wgetch(keys->source)) != ERR; length++) {
		if (code == BELL)
			break;
		if (code != ESCAPE)
			continue;
		code = wgetch(keys->source);
		if (code != '\\' && code != ERR) {
			ungetch(code);
			keys->has_escape = true;
		}
		break;
	}
	nodelay(keys->source, TRUE);
	return length > 0;
}

/* What follows ESC and `introducer`. */
static enum sequence
read_sequence(struct keys *keys, int introducer, struct chord *chord)
{
	char parameters[SEQUENCE_SIZE] = "";
	size_t length = 0;
	for (;;) {
		int code = wgetch(keys->source);
		if (code == ERR)
			return length == 0 ? SEQUENCE_NONE : SEQUENCE_SWALLOWED;
		if (code < 0x20 || code > 0x7E)
			return SEQUENCE_SWALLOWED;
		bool is_final = code >= 0x40 && !(code == '[' && length == 0); /* ESC [ [ A */
		if (code == '~' && watch_paste(keys, parameters))
			return SEQUENCE_SWALLOWED;
		if (is_final || (introducer == 'O' && (code < '0' || code > ';'))) {
			bool is_known = sequence_chord(parameters, (char)code, chord);
			return is_known ? SEQUENCE_CHORD : SEQUENCE_SWALLOWED;
		}
		if (length + 1 < sizeof(parameters)) {
			parameters[length++] = (char)code;
			parameters[length] = '\0';
		}
	}
}

static size_t
expected_length(unsigned char lead)
{
	if (lead >= 0xF0)
		return 4;
	return lead >= 0xE0 ? 3 : 2;
}

/* A byte of UTF-8; true when a character is whole. Bytes that form none are dropped. */
static bool
take_utf8(struct keys *keys, unsigned char byte, struct chord *chord)
{
	bool is_lead = byte >= 0xC2 && byte <= 0xF4;
	if (is_lead)
		keys->partial_length = 0;
	else if (keys->partial_length == 0)
		return false;
	keys->partial[keys->partial_length++] = (char)byte;
	if (keys->partial_length < expected_length((unsigned char)keys->partial[0]))
		return false;
	uint32_t codepoint;
	bool is_good = utf8_is_valid(keys->partial, keys->partial_length);
	utf8_decode(keys->partial, keys->partial_length, &codepoint);
	keys->partial_length = 0;
	*chord = (struct chord){codepoint, keys->modifiers};
	keys->modifiers = 0;
	/* C1 controls are no text either. */
	return is_good && codepoint >= 0xA0;
}

static int
next_code(struct keys *keys)
{
	if (!keys->has_escape)
		return wgetch(keys->source);
	keys->has_escape = false;
	return ESCAPE;
}

static bool
set_chord(struct event *event, struct chord chord, unsigned modifiers)
{
	chord.modifiers |= modifiers;
	*event = (struct event){.kind = EVENT_CHORD, .chord = chord};
	return true;
}

/*
 * After an ESC: the key it stands before gets Meta. True when *event is an
 * event already; else *code is the key to go on with, ERR after something swallowed.
 */
static bool
read_escaped(struct keys *keys, struct event *event, int *code)
{
	struct chord chord = {0, 0};
	*code = wgetch(keys->source);
	if (*code == ERR) {
		keys->is_pasting = false; /* the key: an end of what is pasted may never come */
		return set_chord(event, (struct chord){CHORD_ESCAPE, 0}, 0);
	}
	if (*code == ESCAPE) {
		keys->has_escape = true; /* ESC twice is twice ESC */
		return set_chord(event, (struct chord){CHORD_ESCAPE, 0}, 0);
	}
	if (swallow_string(keys, *code)) {
		*code = ERR;
		return false;
	}
	if (*code != '[' && *code != 'O')
		return false;
	switch (read_sequence(keys, *code, &chord)) {
	case SEQUENCE_CHORD:
		return set_chord(event, chord, 0);
	case SEQUENCE_SWALLOWED:
		*code = ERR;
		return false;
	default:
		return false;
	}
}

/* A byte of what is pasted; true when a character is whole. Line ends and tabs are spaces. */
static bool
take_pasted(struct keys *keys, int code, struct event *event)
{
	struct chord chord = {' ', 0};
	bool is_line_end = code == '\r' || (code == '\n' && !keys->was_return);
	bool is_whole = is_line_end || code == '\t' || (code >= ' ' && code < 0x7F);
	keys->was_return = code == '\r';
	if (code >= ' ' && code < 0x7F)
		chord.code = (uint32_t)code;
	else if (code > 0x7F && code <= 0xFF)
		is_whole = take_utf8(keys, (unsigned char)code, &chord);
	*event = (struct event){.kind = EVENT_PASTE, .chord = {chord.code, 0}};
	return is_whole;
}

bool
keys_read(struct keys *keys, struct event *event)
{
	for (int code = next_code(keys); code != ERR; code = next_code(keys)) {
		struct chord chord = {0, 0};
		unsigned modifiers = 0;
		if (keys->is_pasting && code != ESCAPE) {
			if (take_pasted(keys, code, event))
				return true;
			continue;
		}
		if (code == ESCAPE) {
			if (read_escaped(keys, event, &code))
				return true;
			if (code == ERR)
				continue;
			modifiers = CHORD_META;
		}
		if (code == KEY_MOUSE) {
			if (mouse_read(keys, event))
				return true;
		} else if (code > 0xFF) {
			/* KEY_RESIZE and others are ignored: a signal reports the size. */
			if (code_chord(code, &chord))
				return set_chord(event, chord, modifiers);
		} else if (code < 0x80) {
			keys->partial_length = 0;
			return set_chord(event, byte_chord(keys, (unsigned char)code), modifiers);
		} else {
			if (modifiers != 0)
				keys->modifiers = modifiers;
			if (take_utf8(keys, (unsigned char)code, &chord))
				return set_chord(event, chord, 0);
		}
	}
	return false;
}
