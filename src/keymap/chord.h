#ifndef KEYMAP_CHORD_H
#define KEYMAP_CHORD_H

/*
 * Chords: one press of a key with its modifiers, whatever terminal it came
 * from, and the names that key maps write for them: a, A, 中, C-d, M-x, S-Tab,
 * Enter, Esc, Space, Tab, BS, Del, Ins, Up, Down, Left, Right, Home, End,
 * PgUp, PgDn, F1..F12; also <C-d>, ^D, Ctrl-d. What a terminal cannot tell
 * apart is one chord: C-i is Tab, C-m Enter, C-[ Esc, and C- letters are lower case.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum {
	CHORD_CTRL = 1 << 0,
	CHORD_META = 1 << 1,
	CHORD_SHIFT = 1 << 2, /* only with named keys: a capital letter is its own code */
};

/* Codes beyond Unicode, for keys with names. */
enum chord_key {
	CHORD_ENTER = 0x110000,
	CHORD_ESCAPE,
	CHORD_TAB,
	CHORD_BACKSPACE,
	CHORD_DELETE,
	CHORD_INSERT,
	CHORD_UP,
	CHORD_DOWN,
	CHORD_LEFT,
	CHORD_RIGHT,
	CHORD_HOME,
	CHORD_END,
	CHORD_PAGE_UP,
	CHORD_PAGE_DOWN,
	CHORD_F1, /* F2 to F12 follow */
	CHORD_F12 = CHORD_F1 + 11,
};

struct chord {
	uint32_t code; /* a Unicode scalar value (the space is U+0020), or an enum chord_key */
	unsigned modifiers;
};

bool chord_equal(struct chord a, struct chord b);

/* Parses one key's name of `length` bytes. False when it names no key. */
bool chord_parse(const char *name, size_t length, struct chord *chord);

/* The same, but C-i, S-Enter and the like stay as they are written. */
bool chord_parse_as_written(const char *name, size_t length, struct chord *chord);

/* Makes one chord of all that a terminal cannot tell apart; false for what none sends. */
bool chord_normalise(struct chord *chord);

/* The names of keys, one for each index from 0, for guesses; NULL after the last. */
const char *chord_key_name(size_t index);

/* Appends the name, as chord_parse takes it. */
void chord_format(struct chord chord, struct buf *out);

/*
 * The ASCII twin of a key from an input method: full-width forms U+FF01..FF5E,
 * U+3000 and the usual Chinese punctuation (。、《》「」【】…); others as they are.
 */
struct chord chord_ascii_twin(struct chord chord);

/* Chords pressed one after the other: `g g`. */
enum { CHORD_MAX_SEQUENCE = 4 };

struct chord_sequence {
	struct chord chords[CHORD_MAX_SEQUENCE];
	size_t count;
};

bool chord_sequence_equal(const struct chord_sequence *a, const struct chord_sequence *b);

/* Whether the first chords of `sequence` are all those of `start`. */
bool chord_sequence_begins(
		const struct chord_sequence *sequence, const struct chord_sequence *start);

/* Appends the chords from the one of index `first` on, with spaces between them. */
void chord_sequence_format(const struct chord_sequence *sequence, size_t first, struct buf *out);

#endif
