#include "state/import_line.h"

#include "archive/clock.h"
#include "base/ascii.h"
#include "base/err.h"
#include "base/iso_date.h"
#include "base/json.h"
#include "base/language.h"
#include "state/bucket.h"
#include "state/export.h"
#include "state/kept_text.h"
#include "state/state_private.h"

#include <string.h>

enum { KEY_DIGITS = 16 };

static bool
fail(struct err *err, const struct json_field *field, const char *reason)
{
	return err_set_at(err, NULL, 0, field->column, "%s: %s", field->name, reason);
}

/* --- Values --- */

static bool
take_version(struct import_line *line, const struct json_field *field, struct err *err)
{
	(void)line;
	return field->number == EXPORT_VERSION ||
	       fail(err, field, _("no version that this program knows"));
}

static bool
take_archive(struct import_line *line, const struct json_field *field, struct err *err)
{
	line->archive = field->number;
	line->column = field->column;
	return field->number > 0 || fail(err, field, _("archives are counted from 1"));
}

static bool
is_path(const char *path)
{
	return path[0] != '\0' && strlen(path) <= STATE_PATH_BYTES;
}

static bool
take_path(struct import_line *line, const struct json_field *field, struct err *err)
{
	line->path = field->text;
	return (is_path(field->text) && field->text[0] == '/') ||
	       fail(err, field, _("not the whole path of a folder"));
}

static bool
take_url(struct import_line *line, const struct json_field *field, struct err *err)
{
	line->url = field->text;
	return state_is_line(field->text, STATE_PATH_BYTES) || fail(err, field, _("no address"));
}

static bool
take_post(struct import_line *line, const struct json_field *field, struct err *err)
{
	line->key = state_post_key(field->text);
	return is_path(field->text) || fail(err, field, _("no path of a file"));
}

static bool
take_key(struct import_line *line, const struct json_field *field, struct err *err)
{
	size_t digits = 0;
	line->key = 0;
	for (; digits <= KEY_DIGITS && ascii_is_hex_digit(field->text[digits]); digits++)
		line->key = line->key << 4 | (uint64_t)ascii_hex_value(field->text[digits]);
	return (digits == KEY_DIGITS && field->text[digits] == '\0') ||
	       fail(err, field, _("not 16 hexadecimal digits"));
}

static bool
take_read(struct import_line *line, const struct json_field *field, struct err *err)
{
	(void)err;
	line->is_read = field->number != 0;
	return true;
}

static bool
take_starred(struct import_line *line, const struct json_field *field, struct err *err)
{
	(void)err;
	line->is_starred = field->number != 0;
	return true;
}

static bool
take_offset(struct import_line *line, const struct json_field *field, struct err *err)
{
	line->offset = field->kind == JSON_NULL ? -1 : field->number;
	return field->number >= 0 || fail(err, field, _("less than 0"));
}

static bool
take_text(struct import_line *line, const struct json_field *field, struct err *err)
{
	line->text = field->text;
	return state_is_session(field->text) || fail(err, field, _("no text of a session"));
}

/* Whether it is a line that is not empty. */
static bool
take_line_of(const char **text, const struct json_field *field, struct err *err)
{
	*text = field->text;
	return (field->text[0] != '\0' && state_is_line(field->text, STATE_LINE_BYTES)) ||
	       fail(err, field, _("empty, too long, or with control characters"));
}

static bool
take_name(struct import_line *line, const struct json_field *field, struct err *err)
{
	return take_line_of(&line->name, field, err);
}

static bool
take_query(struct import_line *line, const struct json_field *field, struct err *err)
{
	line->query = "";
	return field->kind == JSON_NULL || take_line_of(&line->query, field, err);
}

static bool
take_line(struct import_line *line, const struct json_field *field, struct err *err)
{
	return take_line_of(&line->line, field, err);
}

static bool
take_history(struct import_line *line, const struct json_field *field, struct err *err)
{
	for (line->history = 0; line->history < STATE_HISTORIES; line->history++)
		if (strcmp(state_history_names[line->history], field->text) == 0)
			return true;
	return fail(err, field, _("no such history: commands, searches, filters"));
}

/* Milliseconds since 1970 of `YYYY-MM-DDTHH:MM:SS.mmmZ`; -1 if it is none. */
static int64_t
read_time(const char *text)
{
	static const char form[] = "0000-00-00T00:00:00.000Z";
	struct iso_date date;
	size_t i = 0;
	while (form[i] != '\0' && (form[i] == '0' ? ascii_is_digit(text[i]) : text[i] == form[i]))
		i++;
	if (form[i] != '\0' || text[i] != '\0' || iso_date_read(text, &date) == NULL ||
			!iso_date_is_valid(&date))
		return -1;
	const char *dot = strchr(text, '.');
	int thousandths = (dot[1] - '0') * 100 + (dot[2] - '0') * 10 + (dot[3] - '0');
	const struct civil civil = {.year = date.year,
			.month = date.month,
			.day = date.day,
			.hour = date.hour,
			.minute = date.minute,
			.second = date.second};
	int64_t time = clock_from_utc(&civil) * 1000 + thousandths;
	return time <= STATE_LAST_TIME ? time : -1;
}

static bool
take_time(struct import_line *line, const struct json_field *field, struct err *err)
{
	line->time = field->kind == JSON_NULL ? 0 : read_time(field->text);
	if (field->kind == JSON_NULL && line->type != IMPORT_MARK && line->type != IMPORT_ARCHIVE)
		return fail(err, field, _("is missing"));
	return line->time >= 0 ||
	       fail(err, field, _("not a time since 1970 like 2022-05-09T08:30:00.000Z"));
}

/* --- Fields and types --- */

enum field {
	TYPE = 1 << 0,
	VERSION = 1 << 1,
	ARCHIVE = 1 << 2,
	PATH = 1 << 3,
	URL = 1 << 4,
	POST = 1 << 5,
	KEY = 1 << 6,
	READ = 1 << 7,
	STARRED = 1 << 8,
	OFFSET = 1 << 9,
	TEXT = 1 << 10,
	NAME = 1 << 11,
	QUERY = 1 << 12,
	HISTORY = 1 << 13,
	LINE = 1 << 14,
	TIME = 1 << 15,
};

static const struct {
	const char *name;
	enum json_kind kind;
	bool may_be_null;
	bool (*take)(struct import_line *line, const struct json_field *field, struct err *err);
} fields[] = {
		{"type", JSON_STRING, false, NULL},
		{"version", JSON_INTEGER, false, take_version},
		{"archive", JSON_INTEGER, false, take_archive},
		{"path", JSON_STRING, false, take_path},
		{"url", JSON_STRING, false, take_url},
		{"post", JSON_STRING, false, take_post},
		{"key", JSON_STRING, false, take_key},
		{"read", JSON_BOOL, false, take_read},
		{"starred", JSON_BOOL, false, take_starred},
		{"offset", JSON_INTEGER, true, take_offset},
		{"text", JSON_STRING, false, take_text},
		{"name", JSON_STRING, false, take_name},
		{"query", JSON_STRING, true, take_query},
		{"history", JSON_STRING, false, take_history},
		{"line", JSON_STRING, false, take_line},
		{"time", JSON_STRING, true, take_time},
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

/* The fields of each type: all of them, but one of POST and KEY. */
static const struct {
	const char *name;
	unsigned fields;
} types[IMPORT_TYPES] = {
		[IMPORT_STATE] = {"state", TYPE | VERSION},
		[IMPORT_ARCHIVE] = {"archive", TYPE | ARCHIVE | PATH | URL | TIME},
		[IMPORT_MARK] = {"mark", TYPE | ARCHIVE | POST | KEY | READ | TIME},
		[IMPORT_STAR] = {"star", TYPE | ARCHIVE | POST | KEY | STARRED | TIME},
		[IMPORT_PLACE] = {"place", TYPE | ARCHIVE | POST | KEY | OFFSET | TIME},
		[IMPORT_SESSION] = {"session", TYPE | ARCHIVE | TEXT | TIME},
		[IMPORT_SEARCH] = {"search", TYPE | ARCHIVE | NAME | QUERY | TIME},
		[IMPORT_HISTORY] = {"history", TYPE | HISTORY | LINE | TIME},
};

static bool
find_type(const struct json_field *given, size_t count, enum import_type *type, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(given[i].name, "type") != 0 || given[i].kind != JSON_STRING)
			continue;
		for (*type = 0; *type < IMPORT_TYPES; ++*type)
			if (strcmp(types[*type].name, given[i].text) == 0)
				return true;
		return err_set_at(err, NULL, 0, given[i].column, _("no such type: %s"),
				given[i].text);
	}
	return err_set_at(err, NULL, 0, 1, _("a type is missing"));
}

static bool
take_field(struct import_line *line, const struct json_field *given, unsigned *left,
		struct err *err)
{
	size_t i = 0;
	while (i < FIELDS && strcmp(fields[i].name, given->name) != 0)
		i++;
	if (i == FIELDS || (*left & 1U << i) == 0)
		return fail(err, given, _("is no field of this type"));
	*left &= ~(1U << i);
	/* One of the two names the post. */
	if ((1U << i & (POST | KEY)) != 0)
		*left &= ~(unsigned)(POST | KEY);
	if (given->kind != fields[i].kind && !(given->kind == JSON_NULL && fields[i].may_be_null))
		return fail(err, given, _("is of another kind of value"));
	return fields[i].take == NULL || fields[i].take(line, given, err);
}

bool
import_line_read(char *bytes, size_t length, struct import_line *line, struct err *err)
{
	struct json_field given[FIELDS];
	size_t count;
	*line = (struct import_line){0};
	if (!json_read_object(bytes, length, given, FIELDS, &count, err) ||
			!find_type(given, count, &line->type, err))
		return false;
	unsigned left = types[line->type].fields;
	for (size_t i = 0; i < count; i++)
		if (!take_field(line, &given[i], &left, err))
			return false;
	for (size_t i = 0; i < FIELDS; i++)
		if ((left & 1U << i) != 0)
			return err_set_at(err, NULL, 0, 1, _("%s is missing"), fields[i].name);
	return true;
}
