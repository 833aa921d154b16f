#ifndef STATE_CONNECTION_H
#define STATE_CONNECTION_H

/* Private to the room: the file's tables, and a connection to it. */

#include "state/state.h"
#include "store/database.h"

struct sqlite3;

struct state {
	char *place;
	struct sqlite3 *db;
	bool is_writable;
	int lock;      /* held from state_begin to state_end; -1: none */
	int opened;    /* how often a file was: more than once if it was replaced */
	int log_pages; /* in SQLite's log after the last commit */
};

/* Opens the connection to what is in the place now, and says what it is; FAILED: err says why. */
enum database_state state_connect(struct state *state, struct err *err);

/* Reads the whole file. False: a page of it is not as it should be. */
bool state_is_sound(struct sqlite3 *db);

/* Makes the tables of a new file. False with err. */
bool state_make(struct state *state, struct err *err);

#endif
