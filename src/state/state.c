#include "state/state.h"

#include "base/err.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "state/connection.h"
#include "state/salvage.h"
#include "state/state_private.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LOG_PAGES = 1000 }; /* of the log, from which on it is emptied after a transaction */

char *
state_path(void)
{
	return file_state_path("state.db");
}

uint64_t
state_post_key(const char *path)
{
	return hash_stable_text(path);
}

int64_t
state_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- Opening --- */

/* What becomes of a file that is only read. */
static bool
only_read(struct state *state, char **notice, bool is_newer)
{
	state->is_writable = false;
	if (*notice == NULL)
		*notice = xformat(is_newer ? _("%s is of a newer version of this program: it is "
					       "read, and nothing is written to it")
					   : _("%s cannot be written: it is read, and nothing is "
					       "written to it"),
				state->place);
	return true;
}

/* With the lock if there can be one; makes and mends what there is. */
static bool
settle(struct state *state, enum database_state found, bool is_locked, char **notice,
		struct err *err)
{
	bool is_good = false;
	state->is_writable = true;
	switch (found) {
	case DATABASE_NEW:
		is_good = state_make(state, err);
		break;
	case DATABASE_GOOD:
		is_good = sqlite3_db_readonly(state->db, "main") == 0 ||
			  only_read(state, notice, false);
		break;
	case DATABASE_OTHER_VERSION:
		is_good = only_read(state, notice, true);
		break;
	case DATABASE_DAMAGED:
		is_good = is_locked ? salvage_file(state, notice, err)
				    : err_set(err, "%s", database_state_text(found));
		break;
	case DATABASE_FOREIGN:
		err_set(err, "%s", database_state_text(found));
		break;
	case DATABASE_FAILED:
		break;
	}
	if (is_good) {
		state->opened++;
		return true;
	}
	/* Nothing of it is to be read or written by mistake; it is tried again. */
	sqlite3_close(state->db);
	state->db = NULL;
	err_add_path(err, state->place);
	return false;
}

static void
unlock(struct state *state)
{
	if (state->lock >= 0)
		close(state->lock);
	state->lock = -1;
}

/* Opens what is in the place now; with the lock, if there can be one. */
static bool
open_locked(struct state *state, char **notice, struct err *err)
{
	bool is_locked = state->lock >= 0 || database_is_memory(state->place);
	return settle(state, state_connect(state, err), is_locked, notice, err);
}

/* A good file is opened without the lock, which a long transaction may hold. */
static bool
open_file(struct state *state, char **notice, struct err *err)
{
	enum database_state found = state_connect(state, err);
	bool is_there = found == DATABASE_GOOD || found == DATABASE_OTHER_VERSION;
	if (is_there && !database_is_gone(state->db))
		return settle(state, found, false, notice, err);
	state->lock = database_lock(state->place);
	bool is_good = open_locked(state, notice, err);
	unlock(state);
	return is_good;
}

/* Whether the place has another file than the one that is open, or none. */
static bool
is_gone(struct state *state)
{
	return state->db == NULL || database_is_gone(state->db);
}

bool
state_refresh(struct state *state, struct err *err)
{
	char *notice = NULL;
	bool is_inside = state->db != NULL && sqlite3_get_autocommit(state->db) == 0;
	bool is_good = is_inside || !is_gone(state) || open_file(state, &notice, err);
	free(notice);
	return is_good;
}

struct state *
state_open(const char *place, char **notice, struct err *err)
{
	struct state *state = xcalloc(1, sizeof(*state));
	/* SQLite has its log beside the file itself, not beside a link to it. */
	state->place = realpath(place, NULL);
	if (state->place == NULL)
		state->place = xstrdup(place);
	state->lock = -1;
	*notice = NULL;
	if (open_file(state, notice, err))
		return state;
	state_close(state);
	return NULL;
}

void
state_close(struct state *state)
{
	if (state == NULL)
		return;
	sqlite3_close(state->db);
	free(state->place);
	free(state);
}

/* --- Checking --- */

bool
state_check(struct state *state, char **notice, struct err *err)
{
	*notice = NULL;
	if (!state_is_kept(state) || (state->db != NULL && state_is_sound(state->db)))
		return true;
	state->lock = database_lock(state->place);
	bool is_good = false;
	if (is_gone(state))
		is_good = open_locked(state, notice, err);
	else
		is_good = settle(state, DATABASE_DAMAGED, state->lock >= 0, notice, err);
	unlock(state);
	return is_good;
}

/* --- The user's --- */

/* A state in memory, with what can be read of `from` (may be NULL), or else of the file at `path`. */
static struct state *
in_memory(struct state *from, const char *path)
{
	char *place = database_memory_place();
	char *notice;
	struct err err;
	struct state *state = state_open(place, &notice, &err);
	if (state == NULL)
		xalloc_die(); /* nothing else can fail there */
	free(notice);
	free(place);
	sqlite3 *raw = from == NULL && path != NULL ? database_open_raw(path, true, &err) : NULL;
	if (from != NULL || raw != NULL)
		(void)salvage_rows(from != NULL ? from->db : raw, state->db, &err);
	sqlite3_close(raw);
	return state;
}

struct state *
state_start(char **notice)
{
	struct err err;
	char *path = state_path();
	struct state *file = path != NULL ? state_open(path, notice, &err) : NULL;
	if (file != NULL && file->is_writable) {
		free(path);
		return file;
	}
	if (path == NULL)
		*notice = xstrdup(_("neither XDG_STATE_HOME nor HOME is set: what is read and "
				    "marked is forgotten at the end"));
	else if (file == NULL)
		*notice = xformat(_("%s: %s: what is read and marked is forgotten at the end"),
				path, err.reason);
	struct state *state = in_memory(file, path);
	state_close(file);
	free(path);
	return state;
}

const char *
state_file(const struct state *state)
{
	return state->place;
}

bool
state_is_kept(const struct state *state)
{
	return state->is_writable && !database_is_memory(state->place);
}

/* --- Transactions --- */

bool
state_begin(struct state *state, struct err *err)
{
	if (!state->is_writable)
		return err_set_at(err, state->place, 0, 0, _("is only read"));
	char *notice = NULL;
	state->lock = database_lock(state->place);
	bool is_good = (!is_gone(state) || open_locked(state, &notice, err)) &&
		       database_run(state->db, "BEGIN IMMEDIATE", err);
	free(notice);
	if (is_good)
		return true;
	unlock(state);
	err_add_path(err, state->place);
	return false;
}

bool
state_end(struct state *state, bool is_good, struct err *err)
{
	bool is_done = is_good && database_run(state->db, "COMMIT", err);
	if (!is_done)
		(void)database_run(state->db, "ROLLBACK", NULL);
	else if (state->log_pages >= LOG_PAGES)
		(void)sqlite3_wal_checkpoint_v2(
				state->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	state->log_pages = 0;
	unlock(state);
	if (is_good && !is_done)
		err_add_path(err, state->place);
	return is_done || !is_good;
}
