#ifndef TUI_GROUND_H
#define TUI_GROUND_H

/*
 * Whether the terminal's ground is light or dark, as far as the environment knows, and what asks the
 * terminal itself. The answer is an event of the input filter (EVENT_BACKGROUND).
 */

#include <stdbool.h>

struct event;

/* xterm's question for the colour of its ground (OSC 11). */
extern const char ground_question[];

/*
 * Whether the terminal may be asked: xterm and those that have 256 colours as it has. Older ones print what they
 * do not know. `colors` is terminfo's number.
 */
bool ground_may_be_asked(int colors);

/* By $COLORFGBG, as rxvt and Konsole set it: "15;0", "0;default;15". False: it says nothing. */
bool ground_of_environment(bool *is_light);

/* By the answer, an EVENT_BACKGROUND. */
bool ground_is_light(const struct event *answer);

#endif
