#ifndef TUI_CLIPBOARD_H
#define TUI_CLIPBOARD_H

/*
 * A text for the terminal's clipboard: xterm's OSC 52, in base64 (RFC 4648), so that no
 * byte of the text is one that the terminal would take as a control.
 */

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* What stands between this program and the terminal. */
enum multiplexer { MULTIPLEXER_NONE, MULTIPLEXER_TMUX, MULTIPLEXER_SCREEN };

/* By $TERM: whether the terminal may have a clipboard. A VT100 would show what it does not know. */
bool clipboard_is_known(void);

/* By the environment: $TMUX, $STY, and what $TERM begins with. */
enum multiplexer clipboard_multiplexer(void);

/* The most bytes of text: in base64 they are the 100,000 that terminals take. */
enum { CLIPBOARD_MAX = 74994 };

/*
 * Appends the sequence. tmux gets it twice: as it is, for tmux itself (set-clipboard), and
 * wrapped, to be passed on (allow-passthrough). GNU screen gets it in wrapped pieces, as it
 * takes strings of up to 768 bytes.
 */
void clipboard_sequence(
		struct buf *out, const char *text, size_t length, enum multiplexer multiplexer);

#endif
