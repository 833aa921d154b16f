#ifndef STATE_STATE_PRIVATE_H
#define STATE_STATE_PRIVATE_H

/* Private to the room: the connection, and statements with values. */

#include "state/state.h"

struct sqlite3;
struct sqlite3_stmt;

struct state {
	char *place;
	struct sqlite3 *db;
	bool is_writable;
	int lock;     /* held from state_begin to state_end; -1: none */
	int replaced; /* how often another file was found in the place */
};

enum { DAY_MS = 24 * 60 * 60 * 1000 };

/*
 * A statement with its values bound: `types` has a letter for each, `i` an int64_t, `t` a text that is
 * borrowed until the statement is finalized. NULL with err.
 */
struct sqlite3_stmt *state_ask(
		struct state *state, struct err *err, const char *sql, const char *types, ...);

/* Runs one that has no rows. False with err. */
bool state_run(struct state *state, struct err *err, const char *sql, const char *types, ...);

/* The number that the first row of a statement has, which is then finalized; `otherwise` if there is none. */
int64_t state_number(struct sqlite3_stmt *statement, int64_t otherwise);

/* Steps to the next row. At the end, or with *is_good false and err, finalizes and returns false. */
bool state_next(struct sqlite3_stmt *statement, bool *is_good, struct err *err);

/* Whether a text can be kept as a line, and as a session. */
bool state_is_line(const char *text, size_t limit);
bool state_is_session(const char *text);

/* Puts a history's line at its time; state_put_history sees to it that no two lines have the same. */
bool state_put_history_at(struct state *state, enum state_history kind, const char *line,
		int64_t time, struct err *err);

/* A time that a stored one has to be later than, to stand against a change at `time`: see state.h. */
bool state_stands(int64_t stored, int64_t time);

/* Makes the tables of a file that is new or in memory. False with err. */
bool state_make(struct sqlite3 *db, const char *place, struct err *err);

#endif
