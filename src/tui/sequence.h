#ifndef TUI_SEQUENCE_H
#define TUI_SEQUENCE_H

/*
 * What a whole sequence of a terminal means: a key, the mouse, a mark around what is pasted, an
 * answer. Pure; for the input filter, whose header says which terminals' sequences are known.
 */

#include "keymap/chord.h"

#include <stdint.h>

enum meaning_kind {
	MEANS_NOTHING, /* that this program acts on */
	MEANS_KEY,
	MEANS_MOUSE,
	MEANS_MOUSE_FOLLOWS, /* in three bytes: button, column and row, each counted from a space */
	MEANS_PASTE_BEGINS,
	MEANS_PASTE_ENDS,
	MEANS_BACKGROUND,
};

struct meaning {
	enum meaning_kind kind;
	struct chord chord; /* as chord_parse makes it */
	int mouse[3];	    /* xterm's button with its bits for modifiers; column and row from 1 */
	uint16_t background[3]; /* red, green, blue: 0 to 65535 */
};

/*
 * CSI and SS3, by what stands before the final byte. `modifiers`: CHORD_META if another ESC stood before
 * the sequence, else 0.
 */
struct meaning sequence_csi(const char *text, char final, unsigned modifiers);
struct meaning sequence_ss3(const char *text, char final, unsigned modifiers);

/* CSI [ and a letter, as the Linux console sends F1 to F5. */
struct meaning sequence_console(char final, unsigned modifiers);

/* An operating system command (OSC), without its introducer and what ends it. */
struct meaning sequence_osc(const char *text);

#endif
