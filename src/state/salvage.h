#ifndef STATE_SALVAGE_H
#define STATE_SALVAGE_H

/* Private to the room: takes out of a damaged file what can be read of it. */

#include <stdbool.h>

struct err;
struct sqlite3;
struct state;

/*
 * Puts what can be read of `from`, row by row, into `to`, in one transaction. A row with what no
 * state has (text that is none, times that are none) is left out. False with err: it cannot be put.
 */
bool salvage_rows(struct sqlite3 *from, struct sqlite3 *to, struct err *err);

/*
 * Puts a new file with all that can be read in the place of a damaged one, which stays under a name with
 * the date; *notice says so. The caller holds the lock (database_lock). A kill at any moment leaves one of
 * the two in the place. False with err: all is as it was, but the connection is closed.
 */
bool salvage_file(struct state *state, char **notice, struct err *err);

#endif
