#include "state/import.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "state/import_line.h"
#include "state/state_private.h"

#include <errno.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_BYTES = 1 << 16, BATCH = 1 << 16 };

struct import {
	struct state *state;
	const char *name;    /* of the file */
	size_t lines;	     /* so far, with the one that is read */
	int64_t last_before; /* the last archive that was known before */
	int64_t *archives;   /* ids in the state by numbers in the file, which are from 1 */
	size_t archive_count, archive_capacity;
	size_t histories[STATE_HISTORIES]; /* lines of each */
	/* Are put when another archive is next, or there are BATCH. */
	int64_t batch_archive;
	struct state_mark *marks;
	struct state_star *stars;
	size_t mark_count, mark_capacity, star_count, star_capacity;
};

/* --- Batches --- */

static int
compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int
compare_marks(const void *a, const void *b)
{
	const struct state_mark *first = a;
	const struct state_mark *second = b;
	int order = compare_numbers(first->key, second->key);
	return order != 0 ? order : compare_numbers((uint64_t)first->time, (uint64_t)second->time);
}

/* Leaves the latest of each key. */
static void
sort_marks(struct import *import)
{
	size_t kept = 0;
	if (import->mark_count > 0)
		qsort(import->marks, import->mark_count, sizeof(*import->marks), compare_marks);
	for (size_t i = 0; i < import->mark_count; i++) {
		kept -= kept > 0 && import->marks[kept - 1].key == import->marks[i].key;
		import->marks[kept++] = import->marks[i];
	}
	import->mark_count = kept;
}

static bool
put_batch(struct import *import, struct err *err)
{
	sort_marks(import);
	bool is_good = state_put_marks(import->state, import->batch_archive, import->marks,
				       import->mark_count, err) &&
		       state_put_stars(import->state, import->batch_archive, import->stars,
				       import->star_count, err);
	import->mark_count = 0;
	import->star_count = 0;
	return is_good;
}

/* Makes room in the batches for one of the archive. */
static bool
make_room(struct import *import, int64_t archive, struct err *err)
{
	bool is_full = import->mark_count == BATCH || import->star_count == BATCH;
	if ((is_full || import->batch_archive != archive) && !put_batch(import, err))
		return false;
	import->batch_archive = archive;
	import->marks = xgrow(import->marks, import->mark_count, &import->mark_capacity,
			sizeof(*import->marks));
	import->stars = xgrow(import->stars, import->star_count, &import->star_capacity,
			sizeof(*import->stars));
	return true;
}

/* --- Lines --- */

/* The archive that was here before, with its folder, as the only one of this url; 0: none. */
static int64_t
find_here(struct import *import, const char *url, struct err *err)
{
	int64_t found = 0;
	int count = 0;
	bool is_good;
	sqlite3_stmt *row = state_ask(import->state, err,
			"SELECT id, path FROM archives WHERE url = ?1 AND url <> '' AND id <= ?2",
			"ti", url, import->last_before);
	while (state_next(row, &is_good, err)) {
		const char *path = (const char *)sqlite3_column_text(row, 1);
		if (path == NULL || state_folder_is_gone(path))
			continue;
		found = sqlite3_column_int64(row, 0);
		count++;
	}
	return count == 1 ? found : 0;
}

static bool
put_archive(struct import *import, const struct import_line *line, struct err *err)
{
	struct state *state = import->state;
	if (line->archive != (int64_t)import->archive_count + 1 ||
			import->archive_count == IMPORT_ARCHIVES)
		return err_set_at(err, NULL, 0, line->column,
				_("archive %zu is expected, of %d at most"),
				import->archive_count + 1, IMPORT_ARCHIVES);
	int64_t id = state_find_archive(state, line->path).id;
	if (id == 0 && state_folder_is_gone(line->path))
		id = find_here(import, line->url, err);
	if (id == 0 && !state_insert_archive(state, line->path, line->url, err))
		return false;
	if (id == 0)
		id = state_find_archive(state, line->path).id;
	import->archives = xgrow(import->archives, import->archive_count, &import->archive_capacity,
			sizeof(*import->archives));
	import->archives[import->archive_count++] = id;
	return state_put_first_visit(state, id, line->time, err);
}

static bool
put_history(struct import *import, const struct import_line *line, struct err *err)
{
	if (++import->histories[line->history] > STATE_HISTORY_LINES)
		return err_set_at(err, NULL, 0, 1, _("more than %d lines of a history"),
				STATE_HISTORY_LINES);
	return state_put_history_at(import->state, (enum state_history)line->history, line->line,
			line->time, err);
}

/* Puts what is of an archive. */
static bool
put_into(struct import *import, int64_t archive, const struct import_line *line, struct err *err)
{
	struct state *state = import->state;
	if (!make_room(import, archive, err))
		return false;
	switch (line->type) {
	case IMPORT_MARK:
		import->marks[import->mark_count++] =
				(struct state_mark){line->key, line->time, line->is_read};
		return true;
	case IMPORT_STAR:
		import->stars[import->star_count++] =
				(struct state_star){line->key, line->time, line->is_starred};
		return true;
	case IMPORT_PLACE:
		return state_put_place(state, archive, line->key, line->offset, line->time, err);
	case IMPORT_SESSION:
		return state_put_session(state, archive, line->text, line->time, err);
	default:
		return state_put_search(state, archive, line->name, line->query, line->time, err);
	}
}

static bool
put_line(struct import *import, char *bytes, size_t length, struct err *err)
{
	struct import_line line;
	if (!import_line_read(bytes, length, &line, err))
		return false;
	if ((import->lines == 1) != (line.type == IMPORT_STATE))
		return err_set_at(err, NULL, 0, 1, _("the type \"state\" is for the first line"));
	if (line.type == IMPORT_STATE)
		return true;
	if (line.type == IMPORT_ARCHIVE)
		return put_archive(import, &line, err);
	if (line.type == IMPORT_HISTORY)
		return put_history(import, &line, err);
	if ((uint64_t)line.archive - 1 >= import->archive_count)
		return err_set_at(err, NULL, 0, line.column,
				_("no line has said which archive this is"));
	return put_into(import, import->archives[line.archive - 1], &line, err);
}

/* --- The file --- */

/* Puts the whole lines that the bytes begin with, and takes them out; is_end: the last needs no end. */
static bool
put_lines(struct import *import, struct buf *bytes, bool is_end, struct err *err)
{
	size_t at = 0;
	while (at < bytes->length) {
		char *start = bytes->data + at;
		const char *feed = memchr(start, '\n', bytes->length - at);
		size_t length = feed != NULL ? (size_t)(feed - start) : bytes->length - at;
		if (feed == NULL && !is_end && length <= IMPORT_LINE_BYTES)
			break;
		if (++import->lines > IMPORT_LINES || length > IMPORT_LINE_BYTES)
			return err_set_at(err, NULL, 0, 1, "%s",
					length > IMPORT_LINE_BYTES ? _("the line is too long")
								   : _("too many lines"));
		if (!put_line(import, start, length, err))
			return false;
		at += length + (feed != NULL);
	}
	memmove(bytes->data, bytes->data + at, bytes->length - at);
	buf_truncate(bytes, bytes->length - at);
	return true;
}

static bool
put_all(struct import *import, int fd, struct err *err)
{
	bool is_good = true;
	ssize_t got = 1;
	struct buf bytes = buf_empty();
	while (is_good && got > 0) {
		got = read(fd, buf_reserve(&bytes, READ_BYTES), READ_BYTES);
		if (got < 0 && file_may_retry(fd, POLLIN, errno)) {
			got = 1;
			continue;
		}
		if (got < 0) {
			is_good = err_set_errno(err, import->name, errno);
			break;
		}
		bytes.length += (size_t)got;
		is_good = put_lines(import, &bytes, got == 0, err);
	}
	buf_free(&bytes);
	if (is_good && import->lines == 0)
		is_good = err_set_at(err, NULL, 0, 1, _("there is nothing in it"));
	return is_good;
}

bool
state_import(struct state *state, int fd, const char *name, struct err *err)
{
	struct import import = {.state = state, .name = name};
	struct err reason;
	if (!state_begin(state, err))
		return false;
	import.last_before =
			state_number(state_ask(state, NULL, "SELECT max(id) FROM archives", ""), 0);
	bool is_good = put_all(&import, fd, &reason) && put_batch(&import, &reason);
	/* What is not the line's fault has no column. */
	if (!is_good && reason.column > 0)
		err_set_at(err, name, import.lines, reason.column, "%s", reason.reason);
	else if (!is_good)
		*err = reason;
	free(import.archives);
	free(import.marks);
	free(import.stars);
	return state_end(state, is_good, is_good ? err : NULL) && is_good;
}
