#ifndef BASE_TICKS_H
#define BASE_TICKS_H

/*
 * The one clock for how long something took or is to take. A test that is not to
 * depend on it defines ticks_ms itself: the library's is then not linked.
 */

#include <stdint.h>

/* Milliseconds of a clock that is never set and never goes back. */
int64_t ticks_ms(void);

#endif
