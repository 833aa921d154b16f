#include "state/export.h"

#include "archive/clock.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "base/out.h"
#include "state/post_names.h"
#include "state/state_private.h"

#include <inttypes.h>
#include <sqlite3.h>

struct export
{
	struct out *out;
	struct buf line;
	int64_t archive; /* the number of the one that is written */
	struct post_names names;
};

/* --- Fields --- */

static void
add_name(struct export *export, const char *name)
{
	buf_format(&export->line, ",\"%s\":", name);
}

static void
add_text(struct export *export, const char *name, const char *text)
{
	add_name(export, name);
	json_add_string(&export->line, text);
}

static void
add_text_or_null(struct export *export, const char *name, const char *text)
{
	if (text[0] != '\0')
		add_text(export, name, text);
	else
		buf_format(&export->line, ",\"%s\":null", name);
}

static void
add_bool(struct export *export, const char *name, bool value)
{
	add_name(export, name);
	buf_add_text(&export->line, value ? "true" : "false");
}

static void
begin_line(struct export *export, const char *type)
{
	buf_clear(&export->line);
	buf_format(&export->line, "{\"type\":\"%s\"", type);
}

/* Begins a line of something of the archive's. */
static void
begin_archive_line(struct export *export, const char *type)
{
	begin_line(export, type);
	buf_format(&export->line, ",\"archive\":%" PRId64, export->archive);
}

static void
begin_post_line(struct export *export, const char *type, uint64_t key)
{
	const char *path = post_names_find(&export->names, key);
	begin_archive_line(export, type);
	if (path != NULL)
		add_text(export, "post", path);
	else
		buf_format(&export->line, ",\"key\":\"%016" PRIx64 "\"", key);
}

static void
end_line(struct export *export)
{
	buf_add_char(&export->line, '}');
	out_text(export->out, export->line.data, export->line.length);
	out_newline(export->out);
}

/* Ends a line with its time in milliseconds; `is_null`: 0 stands for none. */
static void
end_line_at(struct export *export, int64_t time, bool is_null)
{
	struct civil civil;
	add_name(export, "time");
	clock_to_utc(time / 1000, &civil);
	if (is_null && time == 0)
		buf_add_text(&export->line, "null");
	else
		buf_format(&export->line, "\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\"",
				(int)civil.year, civil.month, civil.day, civil.hour, civil.minute,
				civil.second, (int)(time % 1000));
	end_line(export);
}

/* --- Lines --- */

static void
write_mark(void *context, const struct state_mark *mark)
{
	struct export *export = context;
	begin_post_line(export, "mark", mark->key);
	add_bool(export, "read", mark->is_read);
	end_line_at(export, mark->time, true);
}

static void
write_star(void *context, const struct state_star *star)
{
	struct export *export = context;
	begin_post_line(export, "star", star->key);
	add_bool(export, "starred", star->is_starred);
	end_line_at(export, star->time, false);
}

static const char *
text_of(sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);
	return text != NULL ? text : "";
}

static void
write_place(struct export *export, sqlite3_stmt *row)
{
	int64_t offset = sqlite3_column_int64(row, 2);
	begin_post_line(export, "place", (uint64_t)sqlite3_column_int64(row, 1));
	add_name(export, "offset");
	if (offset >= 0)
		buf_format(&export->line, "%" PRId64, offset);
	else
		buf_add_text(&export->line, "null");
	end_line_at(export, sqlite3_column_int64(row, 0), false);
}

static void
write_session(struct export *export, sqlite3_stmt *row)
{
	begin_archive_line(export, "session");
	add_text(export, "text", text_of(row, 1));
	end_line_at(export, sqlite3_column_int64(row, 0), false);
}

static void
write_search(struct export *export, sqlite3_stmt *row)
{
	begin_archive_line(export, "search");
	add_text(export, "name", text_of(row, 1));
	add_text_or_null(export, "query", text_of(row, 2));
	end_line_at(export, sqlite3_column_int64(row, 0), false);
}

static void
write_history(struct export *export, sqlite3_stmt *row)
{
	begin_line(export, "history");
	add_text(export, "history", state_history_names[sqlite3_column_int64(row, 1)]);
	add_text(export, "line", text_of(row, 2));
	end_line_at(export, sqlite3_column_int64(row, 0), false);
}

/* Writes each row of a table, whose first column is the time; `archive`: that of the rows. */
static bool
write_rows(struct export *export, struct state *state, const char *sql, int64_t archive,
		void (*write)(struct export *export, sqlite3_stmt *row), struct err *err)
{
	bool is_good;
	sqlite3_stmt *row = state_ask(state, err, sql, "i", archive);
	while (state_next(row, &is_good, err))
		write(export, row);
	return is_good;
}

static bool
write_archive(struct export *export, struct state *state, sqlite3_stmt *row, struct err *err)
{
	int64_t id = sqlite3_column_int64(row, 0);
	export->archive++;
	post_names_read(&export->names, text_of(row, 1));
	begin_archive_line(export, "archive");
	add_text(export, "path", text_of(row, 1));
	add_text(export, "url", text_of(row, 2));
	end_line_at(export, sqlite3_column_int64(row, 3), true);
	bool is_good = state_each_mark(state, id, write_mark, export, err) &&
		       state_each_star(state, id, write_star, export, err) &&
		       write_rows(export, state,
				       "SELECT time, key, offset FROM places WHERE archive = ?1"
				       " ORDER BY key",
				       id, write_place, err) &&
		       write_rows(export, state,
				       "SELECT time, text FROM sessions WHERE archive = ?1", id,
				       write_session, err) &&
		       write_rows(export, state,
				       "SELECT time, name, query FROM searches WHERE archive = ?1"
				       " ORDER BY name",
				       id, write_search, err);
	post_names_free(&export->names);
	return is_good;
}

static bool
write_all(struct export *export, struct state *state, struct err *err)
{
	bool is_good = true;
	bool is_whole;
	begin_line(export, "state");
	buf_format(&export->line, ",\"version\":%d", EXPORT_VERSION);
	end_line(export);
	sqlite3_stmt *row = state_ask(state, err,
			"SELECT id, path, url, first_visit FROM archives ORDER BY path", "");
	while (state_next(row, &is_whole, err))
		is_good = is_good && write_archive(export, state, row, err);
	for (int kind = 0; is_good && kind < STATE_HISTORIES; kind++)
		is_good = write_rows(export, state,
				"SELECT time, kind, line FROM histories WHERE kind = ?1"
				" ORDER BY time, line",
				kind, write_history, err);
	return is_good && is_whole;
}

bool
state_export(struct state *state, struct out *out, struct err *err)
{
	struct export export = {.out = out};
	if (!state_refresh(state, err) || !database_run(state->db, "BEGIN", err))
		return false;
	buf_init(&export.line);
	bool is_good = write_all(&export, state, err);
	buf_free(&export.line);
	(void)database_run(state->db, "COMMIT", NULL);
	return is_good;
}
