#include "base/err.h"
#include "state/state_private.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdarg.h>

static void
bind(sqlite3_stmt *statement, const char *types, va_list values)
{
	for (int i = 0; types[i] != '\0'; i++) {
		if (types[i] == 'i')
			sqlite3_bind_int64(statement, i + 1, va_arg(values, int64_t));
		else
			sqlite3_bind_text(statement, i + 1, va_arg(values, const char *), -1,
					SQLITE_STATIC);
	}
}

static sqlite3_stmt *
ask(struct state *state, struct err *err, const char *sql, const char *types, va_list values)
{
	sqlite3_stmt *statement =
			state_refresh(state, err) ? database_prepare(state->db, sql, err) : NULL;
	if (statement != NULL)
		bind(statement, types, values);
	return statement;
}

struct sqlite3_stmt *
state_ask(struct state *state, struct err *err, const char *sql, const char *types, ...)
{
	va_list values;
	va_start(values, types);
	sqlite3_stmt *statement = ask(state, err, sql, types, values);
	va_end(values);
	return statement;
}

bool
state_run(struct state *state, struct err *err, const char *sql, const char *types, ...)
{
	va_list values;
	va_start(values, types);
	sqlite3_stmt *statement = ask(state, err, sql, types, values);
	bool is_good = statement != NULL &&
		       (sqlite3_step(statement) == SQLITE_DONE || database_fail(state->db, err));
	va_end(values);
	sqlite3_finalize(statement);
	return is_good;
}

bool
state_next(struct sqlite3_stmt *statement, bool *is_good, struct err *err)
{
	int result = statement != NULL ? sqlite3_step(statement) : SQLITE_ERROR;
	if (result == SQLITE_ROW)
		return true;
	*is_good = result == SQLITE_DONE;
	if (statement != NULL && !*is_good)
		database_fail(sqlite3_db_handle(statement), err);
	sqlite3_finalize(statement);
	return false;
}

int64_t
state_number(struct sqlite3_stmt *statement, int64_t otherwise)
{
	bool is_row = statement != NULL && sqlite3_step(statement) == SQLITE_ROW;
	int64_t number = is_row ? sqlite3_column_int64(statement, 0) : otherwise;
	sqlite3_finalize(statement);
	return number;
}
