#ifndef STATE_STATE_PRIVATE_H
#define STATE_STATE_PRIVATE_H

/* Private to the room: statements with values, and what its files have in common. */

#include "state/connection.h"
#include "state/state.h"

struct sqlite3_stmt;

#define DAY_MS INT64_C(86400000)

/*
 * The end of an INSERT … DO UPDATE: what is stored stays if it is later than what was to be inserted, but
 * not if it is later than `limit`, a day from now.
 */
#define STATE_UNLESS_LATER(limit) "WHERE NOT (time > excluded.time AND time <= " limit ")"

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

/* As exports have them. */
extern const char *const state_history_names[STATE_HISTORIES];

/* Puts a history's line at its time; state_put_history sees to it that no two lines have the same. */
bool state_put_history_at(struct state *state, enum state_history kind, const char *line,
		int64_t time, struct err *err);

/* Notes that marks or stars of the archive have changed. */
bool state_touch(struct state *state, int64_t archive, struct err *err);

/* Adds an archive that is not known, whatever others are. False with err. */
bool state_insert_archive(struct state *state, const char *path, const char *url, struct err *err);

/* Whether the folder of an archive is not there any more. */
bool state_folder_is_gone(const char *path);

/* Outside of transactions: opens again a file that was replaced. False with err. */
bool state_refresh(struct state *state, struct err *err);

#endif
