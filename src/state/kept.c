#include "base/err.h"
#include "base/xalloc.h"
#include "state/kept_text.h"
#include "state/state_private.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* A column's text, to be freed. */
static char *
text_of(sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);
	return xstrdup(text != NULL ? text : "");
}

/* --- Places --- */

int64_t
state_place(struct state *state, int64_t archive, uint64_t key)
{
	return state_number(
			state_ask(state, NULL,
					"SELECT offset FROM places WHERE archive = ?1 AND key = ?2",
					"ii", archive, (int64_t)key),
			-1);
}

bool
state_put_place(struct state *state, int64_t archive, uint64_t key, int64_t offset, int64_t time,
		struct err *err)
{
	return state_run(state, err,
			"INSERT INTO places VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE"
			" SET offset = excluded.offset, time = excluded.time " STATE_UNLESS_LATER(
					"?5"),
			"iiiii", archive, (int64_t)key, offset, time, state_now() + DAY_MS);
}

/* --- Sessions --- */

char *
state_session(struct state *state, int64_t archive)
{
	char *text = NULL;
	bool is_good;
	sqlite3_stmt *row = state_ask(
			state, NULL, "SELECT text FROM sessions WHERE archive = ?1", "i", archive);
	while (state_next(row, &is_good, NULL))
		text = text_of(row, 0);
	return text;
}

bool
state_put_session(struct state *state, int64_t archive, const char *text, int64_t time,
		struct err *err)
{
	return !state_is_session(text) ||
	       state_run(state, err,
			       "INSERT INTO sessions VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE"
			       " SET text = excluded.text, time = "
			       "excluded.time " STATE_UNLESS_LATER("?4"),
			       "itii", archive, text, time, state_now() + DAY_MS);
}

/* --- Histories --- */

const char *const state_history_names[STATE_HISTORIES] = {
		[HISTORY_COMMANDS] = "commands",
		[HISTORY_SEARCHES] = "searches",
		[HISTORY_FILTERS] = "filters",
};

char **
state_history(struct state *state, enum state_history kind, size_t *count)
{
	char **lines = NULL;
	size_t capacity = 0;
	bool is_good;
	sqlite3_stmt *row = state_ask(state, NULL,
			"SELECT line FROM histories WHERE kind = ?1 ORDER BY time, line", "i",
			(int64_t)kind);
	*count = 0;
	while (state_next(row, &is_good, NULL)) {
		lines = xgrow(lines, *count, &capacity, sizeof(*lines));
		lines[(*count)++] = text_of(row, 0);
	}
	return lines;
}

bool
state_put_history_at(struct state *state, enum state_history kind, const char *line, int64_t time,
		struct err *err)
{
	return state_run(state, err,
			       "INSERT INTO histories VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE"
			       " SET time = excluded.time " STATE_UNLESS_LATER("?4"),
			       "itii", (int64_t)kind, line, time, state_now() + DAY_MS) &&
	       state_run(state, err,
			       "DELETE FROM histories WHERE kind = ?1 AND line IN"
			       " (SELECT line FROM histories WHERE kind = ?1"
			       " ORDER BY time DESC, line DESC LIMIT -1 OFFSET ?2)",
			       "ii", (int64_t)kind, (int64_t)STATE_HISTORY_LINES);
}

bool
state_put_history(struct state *state, enum state_history kind, const char *line, int64_t time,
		struct err *err)
{
	if (line[0] == '\0' || !state_is_line(line, STATE_LINE_BYTES))
		return true;
	/* Lines of one millisecond stay in their order; one of a clock that was wrong is no measure. */
	int64_t last = state_number(
			state_ask(state, NULL, "SELECT max(time) FROM histories WHERE kind = ?1",
					"i", (int64_t)kind),
			0);
	bool is_late = last < time || last > time + DAY_MS;
	return state_put_history_at(state, kind, line, is_late ? time : last + 1, err);
}

/* --- Kept searches --- */

struct state_search *
state_searches(struct state *state, int64_t archive, size_t *count)
{
	struct state_search *searches = NULL;
	size_t capacity = 0;
	bool is_good;
	sqlite3_stmt *row = state_ask(state, NULL,
			"SELECT name, query FROM searches WHERE archive = ?1 AND query <> ''"
			" ORDER BY name",
			"i", archive);
	*count = 0;
	while (state_next(row, &is_good, NULL)) {
		searches = xgrow(searches, *count, &capacity, sizeof(*searches));
		searches[(*count)++] = (struct state_search){text_of(row, 0), text_of(row, 1)};
	}
	return searches;
}

bool
state_put_search(struct state *state, int64_t archive, const char *name, const char *query,
		int64_t time, struct err *err)
{
	bool can_be = name[0] != '\0' && state_is_line(name, STATE_LINE_BYTES) &&
		      state_is_line(query, STATE_LINE_BYTES);
	return !can_be ||
	       state_run(state, err,
			       "INSERT INTO searches VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE"
			       " SET query = excluded.query, time = "
			       "excluded.time " STATE_UNLESS_LATER("?5"),
			       "ittii", archive, name, query, time, state_now() + DAY_MS);
}
