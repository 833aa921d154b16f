#include "tui/input.h"

#include "base/ascii.h"
#include "base/utf8.h"

#include <string.h>

enum {
	BELL = 0x07,
	CANCEL = 0x18,
	SUBSTITUTE = 0x1A,
	ESCAPE = 0x1B,
	C1_ST = 0x9C,
	C_C = 0x03,
	PASTE_BEGINS = 200, /* CSI 200 ~ */
	PASTE_ENDS = 201,
	OTHER_KEY = 27, /* CSI 27 ; modifiers ; character ~, xterm's modifyOtherKeys */
	WHEEL_LINES = 3,
	DOUBLE_CLICK_MS = 400,
	MAX_NUMBER = 0x110000,
};

void
input_init(struct input *input, const struct input_key *keys, size_t count, char erase)
{
	memset(input, 0, sizeof(*input));
	input->keys = keys;
	input->key_count = count;
	input->erase = (unsigned char)erase;
}

void
input_forget(struct input *input)
{
	input_init(input, input->keys, input->key_count, (char)input->erase);
}

/* --- Events --- */

static bool
set_chord(struct input *input, struct event *event, uint32_t code, unsigned modifiers)
{
	if (input->is_pasting)
		return false;
	*event = (struct event){.kind = EVENT_CHORD, .chord = {code, modifiers}};
	return true;
}

/* A key that a sequence names by its character and modifiers. */
static bool
set_character(struct input *input, struct event *event, uint32_t code, unsigned modifiers)
{
	static const struct {
		uint32_t code, key;
	} named[] = {{'\b', CHORD_BACKSPACE}, {'\t', CHORD_TAB}, {'\r', CHORD_ENTER},
			{ESCAPE, CHORD_ESCAPE}, {0x7F, CHORD_BACKSPACE}};
	bool is_private = code >= 0xD800 && code <= 0xF8FF; /* keys of kitty's that have no chord */
	struct chord chord = {code, modifiers};
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		chord.code = named[i].code == code ? named[i].key : chord.code;
	bool is_named = chord.code != code;
	if (!is_named && (code < ' ' || (code >= 0x7F && code < 0xA0) || is_private ||
					 code >= CHORD_ENTER))
		return false;
	if (!is_named && (code < 'a' || code > 'z'))
		chord.modifiers &= ~(unsigned)CHORD_SHIFT; /* the character has it */
	return chord_normalise(&chord) && set_chord(input, event, chord.code, chord.modifiers);
}

static bool
is_double_click(struct input *input, int row, int column)
{
	bool is_double = input->click_time != 0 &&
			 input->last - input->click_time <= DOUBLE_CLICK_MS &&
			 input->click_row == row && input->click_column == column;
	input->click_time = is_double ? 0 : input->last; /* a third click is a first one again */
	input->click_row = row;
	input->click_column = column;
	return is_double;
}

/* What the mouse reports: xterm's button with bits for modifiers, and a place from 1. */
static bool
set_mouse(struct input *input, struct event *event, const int report[3])
{
	enum { LEFT = 0, WHEEL_UP = 64, WHEEL_DOWN = 65, MODIFIERS = 4 | 8 | 16 };
	int button = report[0] & ~MODIFIERS, column = report[1] - 1, row = report[2] - 1;
	bool is_wheel = button == WHEEL_UP || button == WHEEL_DOWN;
	if (input->is_pasting || row < 0 || column < 0 || (button != LEFT && !is_wheel))
		return false;
	*event = (struct event){.kind = EVENT_MOUSE, .row = row, .column = column};
	if (is_wheel)
		event->lines = button == WHEEL_UP ? -WHEEL_LINES : WHEEL_LINES;
	else
		event->is_double = is_double_click(input, row, column);
	return true;
}

/* --- Sequences --- */

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

static bool
set_key(struct input *input, struct event *event, uint32_t code, unsigned modifiers)
{
	struct chord chord = {code, modifiers | input->modifiers};
	return code != 0 && chord_normalise(&chord) &&
	       set_chord(input, event, chord.code, chord.modifiers);
}

static void
watch_paste(struct input *input, bool is_begin)
{
	if (is_begin && !input->is_pasting)
		input->is_paste_begun = true;
	input->is_pasting = is_begin;
	input->was_return = false;
}

/* CSI, numbers and ~, or what rxvt has in its place to say which modifiers are held. */
static bool
end_numbered(struct input *input, struct event *event, const struct parameters *parameters,
		char final)
{
	unsigned modifiers = (final == '$' || final == '@' ? CHORD_SHIFT : 0u) |
			     (final == '^' || final == '@' ? CHORD_CTRL : 0u);
	int number = parameters->numbers[0];
	if (final == '~' && (number == PASTE_BEGINS || number == PASTE_ENDS)) {
		watch_paste(input, number == PASTE_BEGINS);
		return false;
	}
	if (!parse_modifiers(parameters, &modifiers))
		return false;
	if (final == '~' && number == OTHER_KEY)
		return set_character(input, event, (uint32_t)parameters->numbers[2],
				modifiers | input->modifiers);
	return set_key(input, event, sequence_key(0, number), modifiers);
}

/* The mouse: CSI < of xterm's mode 1006, CSI of rxvt's 1015, which counts from 32. */
static bool
end_mouse(struct input *input, struct event *event, char final)
{
	bool is_sgr = input->sequence[0] == '<';
	struct parameters parameters = parse_parameters(input->sequence + is_sgr);
	bool is_press = final == 'M' && parameters.count == 3;
	parameters.numbers[0] -= is_sgr ? 0 : ' ';
	return is_press && set_mouse(input, event, parameters.numbers);
}

static bool
end_csi(struct input *input, struct event *event, char final)
{
	bool is_bare = input->length == 0;
	bool is_private = !is_bare && strchr("<=>?", input->sequence[0]) != NULL;
	if (final == 'M' && is_bare) {
		input->state = INPUT_X10;
		return false;
	}
	if (input->is_too_long || strpbrk(input->sequence, " !\"#$%&'()*+,-./") != NULL)
		return false;
	if (final == 'M' && (!is_private || input->sequence[0] == '<'))
		return end_mouse(input, event, final);
	if (is_private)
		return false;
	struct parameters parameters = parse_parameters(input->sequence);
	unsigned modifiers = final == 'Z' ? CHORD_SHIFT : 0;
	if (strchr("~$^@", final) != NULL)
		return end_numbered(input, event, &parameters, final);
	if (is_bare && final >= 'a' && final <= 'd') /* rxvt */
		return set_key(input, event, sequence_key(ascii_upper(final), 0), CHORD_SHIFT);
	if (!parse_modifiers(&parameters, &modifiers))
		return false;
	if (final == 'u')
		return set_character(input, event, (uint32_t)parameters.numbers[0],
				modifiers | input->modifiers);
	if (parameters.numbers[0] > 1 || (final == 'R' && !is_bare))
		return false;
	return set_key(input, event, final == 'Z' ? CHORD_TAB : sequence_key(final, 0), modifiers);
}

/* Keys of the keypad in its application mode are those that are printed on them. */
static bool
end_ss3(struct input *input, struct event *event, char final)
{
	struct parameters parameters = parse_parameters(input->sequence);
	unsigned modifiers = 0;
	if (parameters.count == 1)
		parameters.numbers[1] = parameters.numbers[0]; /* ESC O 5 A */
	if (!parse_modifiers(&parameters, &modifiers))
		return false;
	if (final >= 'a' && final <= 'd') /* rxvt */
		return set_key(input, event, sequence_key(ascii_upper(final), 0), CHORD_CTRL);
	if (final >= 'j' && final <= 'y')
		return set_key(input, event, (uint32_t)(final - 'j' + '*'), modifiers);
	switch (final) {
	case 'M':
		return set_key(input, event, CHORD_ENTER, modifiers);
	case 'I':
		return set_key(input, event, CHORD_TAB, modifiers);
	case 'X':
		return set_key(input, event, '=', modifiers);
	case ' ':
		return set_key(input, event, ' ', modifiers);
	default:
		return set_key(input, event, sequence_key(final, 0), modifiers);
	}
}

/* --- Strings --- */

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

/* OSC 11 ; rgb:RRRR/GGGG/BBBB, of one to four digits each; rgba: has one more. */
static bool
set_background(struct input *input, struct event *event)
{
	uint16_t channels[4];
	size_t count = 0;
	const char *text = input->sequence;
	bool has_alpha = strncmp(text, "11;rgba:", 8) == 0;
	if (input->introducer != ']' || input->is_pasting || input->is_too_long ||
			(!has_alpha && strncmp(text, "11;rgb:", 7) != 0))
		return false;
	text += has_alpha ? 8 : 7;
	for (; count < 3u + has_alpha; count++) {
		text = parse_channel(text, &channels[count]);
		if (text == NULL || *text != (count + 1 < 3u + has_alpha ? '/' : '\0'))
			return false;
		text++;
	}
	*event = (struct event){.kind = EVENT_BACKGROUND};
	memcpy(event->background, channels, sizeof(event->background));
	return true;
}

static bool
end_string(struct input *input, struct event *event)
{
	input->state = INPUT_GROUND;
	return set_background(input, event);
}

/* --- The machine --- */

static bool
is_introducer(char byte)
{
	return byte != '\0' && strchr("[O]P_^X", byte) != NULL;
}

/* Begins what ESC and this byte introduce, or the C1 control that is both; false: nothing. */
static bool
introduce(struct input *input, char introducer)
{
	if (!is_introducer(introducer))
		return false;
	input->state = introducer == '[' ? INPUT_CSI : introducer == 'O' ? INPUT_SS3 : INPUT_STRING;
	input->introducer = introducer;
	input->length = 0;
	input->sequence[0] = '\0';
	input->is_too_long = false;
	input->partial_length = 0;
	return true;
}

static void
add_to_sequence(struct input *input, unsigned char byte)
{
	if (input->length + 1 < sizeof(input->sequence)) {
		input->sequence[input->length++] = (char)byte;
		input->sequence[input->length] = '\0';
	} else {
		input->is_too_long = true;
	}
}

static size_t
expected_length(unsigned char lead)
{
	if (lead >= 0xF0)
		return 4;
	return lead >= 0xE0 ? 3 : 2;
}

/* Takes a byte above 0x7F. The character when it is whole, or the C1 control that it is by itself; else 0. */
static uint32_t
decode(struct input *input, unsigned char byte)
{
	if (byte >= 0xC0 || input->partial_length == 0) {
		if (input->partial_length > 0)
			input->modifiers = 0;
		input->partial_length = 0;
		if (byte < 0xC2 || byte > 0xF4)
			return byte < 0xA0 ? byte : 0;
	}
	input->partial[input->partial_length++] = (char)byte;
	if (input->partial_length < expected_length((unsigned char)input->partial[0]))
		return 0;
	uint32_t codepoint;
	bool is_good = utf8_is_valid(input->partial, input->partial_length);
	utf8_decode(input->partial, input->partial_length, &codepoint);
	input->partial_length = 0;
	return is_good ? codepoint : 0;
}

static void
add_pasted(struct input *input, uint32_t codepoint)
{
	input->pasted_length += utf8_encode(codepoint, input->pasted + input->pasted_length);
}

/* A byte below 0x80 by itself: a key. */
static bool
set_byte(struct input *input, struct event *event, unsigned char byte)
{
	unsigned modifiers = input->modifiers;
	if (byte == 0x7F || (byte == input->erase && byte < ' '))
		return set_chord(input, event, CHORD_BACKSPACE, modifiers);
	if (byte >= ' ')
		return set_chord(input, event, byte, modifiers);
	if (byte == '\r' || byte == '\t')
		return set_chord(input, event, byte == '\r' ? CHORD_ENTER : CHORD_TAB, modifiers);
	uint32_t code = byte == 0 ? ' ' : byte <= 26 ? byte + 'a' - 1u : byte + 0x40u;
	return set_chord(input, event, code, modifiers | CHORD_CTRL);
}

static void
paste_byte(struct input *input, unsigned char byte)
{
	bool is_space = byte == '\t' || byte == '\r' || (byte == '\n' && !input->was_return);
	input->was_return = byte == '\r';
	if (is_space)
		add_pasted(input, ' ');
	else if (byte >= ' ' && byte < 0x7F)
		add_pasted(input, byte);
}

static bool
take_ground(struct input *input, struct event *event, unsigned char byte, bool is_late)
{
	if (byte >= 0x80) {
		uint32_t code = decode(input, byte);
		if (code >= 0x80 && code < 0xA0) {
			(void)introduce(input, (char)(code - 0x40));
			return false;
		}
		if (code != 0 && input->is_pasting)
			add_pasted(input, code);
		return code != 0 && set_chord(input, event, code, input->modifiers);
	}
	if (input->partial_length > 0)
		input->modifiers = 0;
	input->partial_length = 0;
	if (byte == ESCAPE) {
		input->state = INPUT_ESCAPE;
		input->has_escape = input->is_string_end = false;
		input->is_escape_late = is_late;
		return false;
	}
	if (byte == C_C && is_late)
		input->is_pasting = false;
	if (input->is_pasting)
		paste_byte(input, byte);
	return set_byte(input, event, byte);
}

static void
put_back(struct input *input)
{
	input->start--;
}

static bool
take_escape(struct input *input, struct event *event, unsigned char byte)
{
	bool has_escape = input->has_escape;
	input->has_escape = false;
	if (input->is_string_end && byte == '\\')
		return end_string(input, event);
	input->is_string_end = false;
	if (byte == ESCAPE) {
		input->has_escape = true;
		return has_escape && set_chord(input, event, CHORD_ESCAPE, 0);
	}
	input->modifiers = has_escape ? CHORD_META : 0;
	if ((byte == '[' || byte == 'O' || !has_escape) && introduce(input, (char)byte))
		return false;
	if (has_escape) { /* the first of the two was a key */
		put_back(input);
		return set_chord(input, event, CHORD_ESCAPE, 0);
	}
	input->state = INPUT_GROUND;
	input->modifiers = CHORD_META;
	return take_ground(input, event, byte, false);
}

/* What can be no byte of a sequence ends it, and is itself. */
static bool
break_off(struct input *input, struct event *event, unsigned char byte)
{
	input->state = INPUT_GROUND;
	input->modifiers = 0;
	return byte != CANCEL && byte != SUBSTITUTE && take_ground(input, event, byte, false);
}

static bool
take_csi(struct input *input, struct event *event, unsigned char byte)
{
	bool is_shift_of_rxvt = byte == '$' && input->length > 0 &&
				strspn(input->sequence, "0123456789") == input->length;
	if (byte < ' ' || byte > '~')
		return break_off(input, event, byte);
	if (byte == '[' && input->length == 0) {
		input->state = INPUT_CONSOLE;
	} else if (byte >= '@' || is_shift_of_rxvt) {
		input->state = INPUT_GROUND;
		return end_csi(input, event, (char)byte);
	} else {
		add_to_sequence(input, byte);
	}
	return false;
}

static bool
take_console(struct input *input, struct event *event, unsigned char byte)
{
	if (byte < ' ' || byte > '~')
		return break_off(input, event, byte);
	input->state = INPUT_GROUND;
	return byte >= 'A' && byte <= 'E' &&
	       set_key(input, event, CHORD_F1 + (uint32_t)(byte - 'A'), 0);
}

static bool
take_ss3(struct input *input, struct event *event, unsigned char byte)
{
	if (byte < ' ' || byte > '~')
		return break_off(input, event, byte);
	if ((byte >= '0' && byte <= '9') || byte == ';') {
		add_to_sequence(input, byte);
		return false;
	}
	input->state = INPUT_GROUND;
	return end_ss3(input, event, (char)byte);
}

static bool
take_x10(struct input *input, struct event *event, unsigned char byte)
{
	int report[3];
	if (byte < ' ')
		return break_off(input, event, byte);
	add_to_sequence(input, byte);
	if (input->length < 3)
		return false;
	input->state = INPUT_GROUND;
	for (size_t i = 0; i < 3; i++)
		report[i] = (unsigned char)input->sequence[i] - ' ';
	return set_mouse(input, event, report);
}

static bool
take_string(struct input *input, struct event *event, unsigned char byte)
{
	if (byte < 0x80)
		input->partial_length = 0;
	uint32_t code = byte < 0x80 ? byte : decode(input, byte);
	if (code == BELL || code == C1_ST)
		return end_string(input, event);
	if (code == ESCAPE) {
		input->state = INPUT_ESCAPE;
		input->has_escape = input->is_escape_late = false;
		input->is_string_end = true;
	} else if (code == CANCEL || code == SUBSTITUTE) {
		input->state = INPUT_GROUND;
	} else if (byte < 0x80 || code != 0) {
		add_to_sequence(input, code < 0x80 ? byte : '?');
	}
	return false;
}

static bool
step(struct input *input, struct event *event, unsigned char byte, bool is_late)
{
	switch (input->state) {
	case INPUT_ESCAPE:
		return take_escape(input, event, byte);
	case INPUT_CSI:
		return take_csi(input, event, byte);
	case INPUT_CONSOLE:
		return take_console(input, event, byte);
	case INPUT_SS3:
		return take_ss3(input, event, byte);
	case INPUT_X10:
		return take_x10(input, event, byte);
	case INPUT_STRING:
		return take_string(input, event, byte);
	default:
		return take_ground(input, event, byte, is_late);
	}
}

static bool
take(struct input *input, struct event *event, unsigned char byte)
{
	bool is_late = input->is_late, ends_string = input->may_end_string && byte == '\\';
	input->is_late = input->may_end_string = false;
	bool is_event = ends_string ? end_string(input, event) : step(input, event, byte, is_late);
	if (input->state == INPUT_GROUND && input->partial_length == 0)
		input->modifiers = 0;
	return is_event;
}

/* --- Pieces --- */

void
input_put(struct input *input, const char *bytes, size_t length, int64_t now)
{
	size_t left = input->end - input->start;
	input->is_late = now - input->last >= INPUT_PATIENCE_MS;
	input->last = now;
	input->is_resting = false;
	if (input->was_escape && !input->is_late && length > 1 && is_introducer(bytes[0]))
		input->state = INPUT_ESCAPE;
	input->was_escape = false;
	if (input->is_late && input->state != INPUT_ESCAPE) {
		input->state = INPUT_GROUND;
		input->modifiers = 0;
		input->may_end_string = false;
	}
	memmove(input->bytes, input->bytes + input->start, left);
	memcpy(input->bytes + left, bytes, length);
	input->start = 0;
	input->end = left + length;
}

static bool
is_ignored(const char *bytes)
{
	bool is_single = bytes[0] != '\0' && bytes[1] == '\0';
	return bytes[0] == '\0' || (bytes[0] >= ' ' && bytes[0] < 0x7F) ||
	       (is_single && strchr("\r\t\033", bytes[0]) != NULL);
}

/* The longest of terminfo's keys that the bytes begin with. *waits: they may be the beginning of a longer one. */
static const struct input_key *
find_key(const struct input *input, bool *waits)
{
	const struct input_key *found = NULL;
	size_t left = input->end - input->start, longest = 0;
	*waits = false;
	for (size_t i = 0; i < input->key_count; i++) {
		const char *bytes = input->keys[i].bytes;
		size_t length = strlen(bytes);
		if (is_ignored(bytes) || memcmp(bytes, input->bytes + input->start,
							 length < left ? length : left) != 0)
			continue;
		*waits |= length > left;
		if (length <= left && length > longest) {
			found = &input->keys[i];
			longest = length;
		}
	}
	return found;
}

static bool
set_pasted(struct input *input, struct event *event)
{
	*event = (struct event){.kind = EVENT_PASTE,
			.text = input->pasted,
			.length = input->pasted_length,
			.is_first = input->is_paste_begun};
	input->is_paste_begun = false;
	input->pasted_length = 0;
	return true;
}

/* Nothing follows: an ESC is the key, or ends a string whose backslash may still come. */
static bool
rest(struct input *input, struct event *event)
{
	if (!input->is_resting || input->state != INPUT_ESCAPE)
		return false;
	if (input->is_string_end) {
		input->may_end_string = true;
		input->state = INPUT_GROUND;
		return false;
	}
	if (!input->has_escape || input->is_pasting)
		input->state = INPUT_GROUND;
	input->was_escape = !input->is_pasting;
	input->has_escape = false;
	if (input->is_escape_late)
		input->is_pasting = false;
	return set_chord(input, event, CHORD_ESCAPE, 0);
}

bool
input_next(struct input *input, struct event *event)
{
	while (input->start < input->end) {
		bool waits = false, is_begun = input->state != INPUT_GROUND || input->is_pasting ||
					       input->partial_length > 0;
		const struct input_key *key = is_begun ? NULL : find_key(input, &waits);
		if (waits && !input->is_resting)
			return false;
		if (key != NULL) {
			input->start += strlen(key->bytes);
			return set_chord(input, event, key->chord.code, key->chord.modifiers);
		}
		if (take(input, event, input->bytes[input->start++]))
			return true;
		if (input->pasted_length > 0 &&
				(!input->is_pasting || input->pasted_length + UTF8_MAX >
								       sizeof(input->pasted)))
			return set_pasted(input, event);
	}
	return input->pasted_length > 0 ? set_pasted(input, event) : rest(input, event);
}

int64_t
input_due(const struct input *input)
{
	bool waits = input->start < input->end || input->state == INPUT_ESCAPE;
	return waits ? input->last + INPUT_ESCAPE_MS : 0;
}

void
input_rest(struct input *input)
{
	input->is_resting = true;
}
