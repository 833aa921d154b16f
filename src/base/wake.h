#ifndef BASE_WAKE_H
#define BASE_WAKE_H

/* A pipe by which threads and handlers of signals wake a loop that polls. */

#include <stdbool.h>

struct err;

/* Neither end blocks or is inherited; ends[0] is polled, ends[1] rung. False with err. */
bool wake_open(int ends[2], struct err *err);
void wake_close(const int ends[2]);

/* Makes the read end readable. Any thread may call it, and a handler; errno stays. */
void wake_ring(int write_end);

/* Takes all rings so far. */
void wake_drain(int read_end);

#endif
