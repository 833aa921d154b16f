#ifndef TUI_INPUT_H
#define TUI_INPUT_H

/*
 * The input filter: all bytes that a terminal sends go in, keys, pasted text, clicks and
 * answers come out. A state machine after Paul Williams' parser for the VT500 series
 * (https://vt100.net/emu/dec_ansi_parser), turned round to read what a terminal says. Pure:
 * no curses, no descriptor, no clock. Time is linear and memory constant in what is sent;
 * how the bytes are cut into pieces changes no event.
 *
 * - A key: a character of UTF-8; a control; ESC and a key (Meta); a CSI or SS3 sequence of
 *   xterm, VT220, rxvt, the Linux console or CSI u (kitty, fixterms); a string of terminfo's,
 *   which goes first. ESC is itself a key when nothing follows by input_due. A piece of several
 *   bytes that goes on with its sequence after that is still no keys: nobody types so fast.
 *   M-[ M-O M-] M-P M-X M-^ M-_ are none: they begin sequences.
 * - Control strings (OSC, DCS, APC, PM, SOS; by ESC or as C1, of one byte or in UTF-8) and
 *   other sequences are the terminal's answers: swallowed whole, however late and in however
 *   many pieces they come. CSI with parameters and R is a cursor's place, not F3 with
 *   modifiers. A string ends with ST, BEL, CAN, SUB, another ESC, or INPUT_PATIENCE_MS
 *   without a byte, so that M-] pressed by mistake does not lock the keyboard.
 * - Between the marks of bracketed paste all is text: line ends and tabs are spaces, other
 *   controls and whole sequences are dropped, a second start is nothing. Where the end never
 *   comes, C-c or Esc pressed by itself after INPUT_PATIENCE_MS without a byte is a key and the end.
 * - Bytes that are no UTF-8 are dropped.
 *
 * libtermkey falls short of this: it has no paste, leaves APC, PM and SOS to be keys, keeps a
 * string whole in a buffer of fixed size and reads it again from its start at each piece.
 */

#include "keymap/chord.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	INPUT_PIECE = 4096,	  /* bytes taken at a time, at most */
	INPUT_ESCAPE_MS = 25,	  /* after which an ESC is the key */
	INPUT_PATIENCE_MS = 1000, /* for the rest of a string, a sequence or a paste */
};

enum event_kind {
	EVENT_CHORD,
	EVENT_PASTE,	  /* a part of what is pasted */
	EVENT_MOUSE,	  /* a click, or a turn of the wheel */
	EVENT_BACKGROUND, /* the answer to OSC 11: the colour of the terminal's ground */
};

struct event {
	enum event_kind kind;
	struct chord chord; /* as chord_parse makes it */

	const char *text; /* pasted: UTF-8 without controls, at least a byte; until the next call */
	size_t length;
	bool is_first; /* of the parts of one paste */

	int row, column; /* of the mouse, from 0 */
	int lines;	 /* the wheel's turn, downwards; 0: a click */
	bool is_double;	 /* the second click at the place within 400 ms */

	uint16_t background[3]; /* red, green, blue: 0 to 65535 */
};

/* What terminfo says that a key sends. */
struct input_key {
	const char *bytes;
	struct chord chord;
};

enum input_state {
	INPUT_GROUND,
	INPUT_ESCAPE, /* behind ESC */
	INPUT_CSI,
	INPUT_CONSOLE, /* behind CSI [, as the Linux console's F1 to F5 begin */
	INPUT_SS3,
	INPUT_X10, /* behind CSI M: three bytes of the mouse */
	INPUT_STRING,
};

/* Private to input.c, but for its size. */
struct input {
	const struct input_key *keys;
	size_t key_count;
	unsigned char erase; /* the byte that the terminal's erase key sends */

	unsigned char bytes[2 * INPUT_PIECE]; /* put, and not taken yet: from start to end */
	size_t start, end;
	int64_t last;	 /* when the last piece came */
	bool is_late;	 /* its first byte is still to be taken and came after INPUT_PATIENCE_MS */
	bool is_resting; /* nothing follows for now */

	enum input_state state;
	bool has_escape;     /* behind ESC: another stands before it */
	bool is_string_end;  /* behind ESC: it ends a string */
	bool is_escape_late; /* behind ESC: it was late */
	bool was_escape;     /* the last byte, and a key: nothing followed in time */
	bool may_end_string; /* the next byte, if it is a backslash: its ESC has come before */
	char introducer;     /* of the string: the byte behind ESC */
	char sequence[64];   /* what of the sequence or string has come, without its introducer */
	size_t length;
	bool is_too_long;

	char partial[4]; /* of a character of UTF-8 */
	size_t partial_length;
	unsigned modifiers; /* for the key that has begun */

	bool is_pasting;
	bool is_paste_begun; /* the next part is the first one */
	bool was_return;     /* pasted: a line feed behind it is the same line end */
	char pasted[INPUT_PIECE];
	size_t pasted_length;

	int64_t click_time; /* of the last click, for double ones; 0: none */
	int click_row, click_column;
};

/*
 * Begins. `keys` are borrowed and may be NULL. A key whose bytes begin with a printable character, or
 * are Enter's, Tab's or ESC alone, is ignored.
 */
void input_init(struct input *input, const struct input_key *keys, size_t count, char erase);

/* Forgets what has begun and not ended, and bytes not taken yet: the input has been dropped. */
void input_forget(struct input *input);

/* Puts a piece of at most INPUT_PIECE bytes, after input_next was false; `now` in ms, rising. */
void input_put(struct input *input, const char *bytes, size_t length, int64_t now);

/* The next event of what was put; false: there is none. */
bool input_next(struct input *input, struct event *event);

/*
 * When input_rest is to be called unless a piece comes before, in the time of input_put; 0: never. Then
 * what may be the beginning of a sequence is taken as it stands, by input_next.
 */
int64_t input_due(const struct input *input);
void input_rest(struct input *input);

#endif
