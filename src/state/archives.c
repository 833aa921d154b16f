#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "state/kept_text.h"
#include "state/state_private.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int64_t
state_identity(struct state *state)
{
	return state_number(state_ask(state, NULL, "SELECT identity FROM file", ""), 0);
}

int
state_version(struct state *state)
{
	int64_t version = state_number(state_ask(state, NULL, "PRAGMA data_version", ""), 0);
	return (int)((uint32_t)version + (uint32_t)state->opened * 65536U);
}

struct state_archive
state_find_archive(struct state *state, const char *path)
{
	struct state_archive archive = {0};
	bool is_good;
	sqlite3_stmt *row = state_ask(state, NULL,
			"SELECT id, first_visit, generation FROM archives WHERE path = ?1", "t",
			path);
	while (state_next(row, &is_good, NULL))
		archive = (struct state_archive){sqlite3_column_int64(row, 0),
				sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 2)};
	return archive;
}

bool
state_folder_is_gone(const char *path)
{
	struct stat status;
	return stat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* The path of the one known archive with this url whose folder is gone, to be freed; NULL: none, or several. */
static char *
find_moved(struct state *state, const char *url)
{
	char *moved = NULL;
	int found = 0;
	bool is_good;
	sqlite3_stmt *row = state_ask(state, NULL,
			"SELECT path FROM archives WHERE url = ?1 AND url <> ''", "t", url);
	while (state_next(row, &is_good, NULL)) {
		const char *path = (const char *)sqlite3_column_text(row, 0);
		if (path == NULL || !state_folder_is_gone(path))
			continue;
		found++;
		xreplace(&moved, path);
	}
	if (found != 1)
		xreplace(&moved, NULL);
	return moved;
}

bool
state_insert_archive(struct state *state, const char *path, const char *url, struct err *err)
{
	return state_run(state, err, "INSERT INTO archives VALUES(NULL, ?1, ?2, 0, ?3)", "tti",
			path, url, state_now());
}

struct state_archive
state_add_archive(struct state *state, const char *path, const char *url, char **moved_from,
		struct err *err)
{
	struct state_archive none = {0};
	struct state_archive known = state_find_archive(state, path);
	bool is_good = true;
	*moved_from = NULL;
	if (strlen(path) > STATE_PATH_BYTES) {
		err_set(err, _("the archive's path is too long to be kept"));
		return none;
	}
	if (!state_is_line(url, STATE_PATH_BYTES))
		url = "";
	if (known.id == 0)
		*moved_from = find_moved(state, url);
	if (*moved_from != NULL)
		is_good = state_run(state, err, "UPDATE archives SET path = ?1 WHERE path = ?2",
				"tt", path, *moved_from);
	else if (known.id == 0)
		is_good = state_insert_archive(state, path, url, err);
	else
		is_good = state_run(state, err,
				"UPDATE archives SET url = ?1 WHERE id = ?2 AND url <> ?1", "ti",
				url, known.id);
	return is_good ? state_find_archive(state, path) : none;
}

bool
state_put_first_visit(struct state *state, int64_t archive, int64_t time, struct err *err)
{
	return state_run(state, err,
			"UPDATE archives SET first_visit = max(first_visit, ?2) WHERE id = ?1",
			"ii", archive, time);
}

bool
state_touch(struct state *state, int64_t archive, struct err *err)
{
	return state_run(state, err,
			"UPDATE archives SET generation = max(generation + 1, ?2) WHERE id = ?1",
			"ii", archive, state_now());
}
