#include "base/ticks.h"

#include <time.h>

/* Linux stops its monotonic clock while the machine sleeps, and has another that goes on. */
#ifdef CLOCK_BOOTTIME
enum { CLOCK = CLOCK_BOOTTIME };
#else
enum { CLOCK = CLOCK_MONOTONIC };
#endif

int64_t
ticks_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
