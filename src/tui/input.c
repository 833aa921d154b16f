#include "tui/input.h"

#include "base/utf8.h"
#include "tui/sequence.h"

#include <string.h>

enum {
	BELL = 0x07,
	CANCEL = 0x18,
	SUBSTITUTE = 0x1A,
	ESCAPE = 0x1B,
	C1_ST = 0x9C,
	C_C = 0x03,
	WHEEL_LINES = 3,
	DOUBLE_CLICK_MS = 400,
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

static void
watch_paste(struct input *input, bool is_begin)
{
	if (is_begin && !input->is_pasting)
		input->is_paste_begun = true;
	input->is_pasting = is_begin;
	input->was_return = false;
}

/* What a sequence means becomes an event, or another state. */
static bool
set_meaning(struct input *input, struct event *event, struct meaning meaning)
{
	if (meaning.kind == MEANS_PASTE_BEGINS || meaning.kind == MEANS_PASTE_ENDS)
		watch_paste(input, meaning.kind == MEANS_PASTE_BEGINS);
	else if (meaning.kind == MEANS_MOUSE_FOLLOWS)
		input->state = INPUT_X10;
	else if (meaning.kind == MEANS_MOUSE)
		return set_mouse(input, event, meaning.mouse);
	else if (meaning.kind == MEANS_KEY)
		return set_chord(input, event, meaning.chord.code, meaning.chord.modifiers);
	if (meaning.kind != MEANS_BACKGROUND || input->is_pasting)
		return false;
	*event = (struct event){.kind = EVENT_BACKGROUND};
	memcpy(event->background, meaning.background, sizeof(event->background));
	return true;
}

static bool
end_string(struct input *input, struct event *event)
{
	bool is_osc = input->introducer == ']' && !input->is_too_long;
	input->state = INPUT_GROUND;
	return is_osc && set_meaning(input, event, sequence_osc(input->sequence));
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
		return !input->is_too_long &&
		       set_meaning(input, event,
				       sequence_csi(input->sequence, (char)byte, input->modifiers));
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
	return set_meaning(input, event, sequence_console((char)byte, input->modifiers));
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
	return set_meaning(
			input, event, sequence_ss3(input->sequence, (char)byte, input->modifiers));
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
