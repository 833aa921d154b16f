#ifndef STATE_KEPT_TEXT_H
#define STATE_KEPT_TEXT_H

/* Private to the room: which texts are kept (state.h). */

#include <stdbool.h>
#include <stddef.h>

/* Whether it is UTF-8 without control characters, of at most `limit` bytes. */
bool state_is_line(const char *text, size_t limit);

/* Whether it can be a session's: with line feeds and tabs. */
bool state_is_session(const char *text);

#endif
