/* A line of an export of any kind becomes what export.h says, or an error with a column. */

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "state/import_line.h"
#include "state/state.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of its own, so that reading past its end is found. */
static char *
copy_of(const uint8_t *data, size_t size)
{
	char *bytes = malloc(size != 0 ? size : 1);
	if (bytes != NULL && size != 0)
		memcpy(bytes, data, size);
	return bytes;
}

static void
check_err(const struct err *err, size_t size)
{
	if (err->column == 0 || err->column > size + 1 || err->reason[0] == '\0')
		abort();
}

/* What was read is read again from what is written of it. */
static void
check_again(const struct json_field *field)
{
	struct json_field again[1];
	struct err err;
	size_t count;
	struct buf line = buf_empty();
	buf_add_char(&line, '{');
	json_add_string(&line, field->name);
	buf_add_char(&line, ':');
	json_add_string(&line, field->text);
	buf_add_char(&line, '}');
	if (!json_read_object(line.data, line.length, again, 1, &count, &err) || count != 1 ||
			strcmp(again[0].name, field->name) != 0 ||
			strcmp(again[0].text, field->text) != 0)
		abort();
	buf_free(&line);
}

static void
check_object(const uint8_t *data, size_t size)
{
	enum { MOST = 8 };
	struct json_field fields[MOST];
	struct err err;
	size_t count;
	char *bytes = copy_of(data, size);
	if (!json_read_object(bytes, size, fields, MOST, &count, &err))
		check_err(&err, size);
	else
		for (size_t i = 0; i < count; i++)
			check_again(&fields[i]);
	free(bytes);
}

static void
check_line(const uint8_t *data, size_t size)
{
	struct import_line line;
	struct err err;
	char *bytes = copy_of(data, size);
	if (!import_line_read(bytes, size, &line, &err))
		check_err(&err, size);
	else if (line.time < 0 || line.offset < -1 || line.archive < 0 || line.history < 0 ||
			line.history >= STATE_HISTORIES ||
			(line.text != NULL && strlen(line.text) > STATE_SESSION_BYTES))
		abort();
	free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_object(data, size);
	check_line(data, size);
	return 0;
}
