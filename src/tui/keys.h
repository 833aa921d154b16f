#ifndef TUI_KEYS_H
#define TUI_KEYS_H

/*
 * What the terminal sends becomes chords: curses' key codes, bytes of UTF-8,
 * ESC before a key as Meta, and the usual cursor and function key sequences
 * even where terminfo does not know them. A sequence nobody knows is swallowed
 * whole, so that its tail does not act as keys; so are the terminal's answers that
 * are strings (ECMA-48, 8.3.89 and the like). What is pasted is text, not keys.
 */

#include "keymap/chord.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum event_kind { EVENT_CHORD, EVENT_MOUSE, EVENT_PASTE /* a character, in chord.code */ };

struct event {
	enum event_kind kind;
	struct chord chord;
	int row, column; /* of the mouse */
	int lines;	 /* the wheel's turn, downwards; 0: a click */
	bool is_double;
};

struct keys {
	struct _win_st *source; /* a pad of its own: reading from it draws nothing */
	char partial[4];	/* bytes of a character whose rest has not come */
	size_t partial_length;
	unsigned modifiers; /* for the character in `partial` */
	bool has_escape;    /* an ESC that was read ahead */
	bool is_pasting;    /* between the marks of bracketed paste */
	bool was_return;    /* pasted: the line feed after it is the same line end */
	char erase;	    /* the byte that the terminal's erase key sends */
	int64_t click_time; /* milliseconds; of the last click, for double ones */
	int click_row, click_column;
};

/* curses has been started. */
void keys_init(struct keys *keys);
void keys_free(struct keys *keys);

/* Forgets what has begun but not ended: the input has been dropped. */
void keys_forget(struct keys *keys);

/* The next event that has already come; false when there is none. Waits at most for ESCDELAY. */
bool keys_read(struct keys *keys, struct event *event);

/* Asks the terminal for its mouse, or gives it back. */
void mouse_start(void);
void mouse_stop(void);

/* Reads what KEY_MOUSE announced; false when it is nothing to act on. */
bool mouse_read(struct keys *keys, struct event *event);

#endif
