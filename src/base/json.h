#ifndef BASE_JSON_H
#define BASE_JSON_H

/* JSON text (RFC 8259): strings are written, and objects of plain values read, as JSON Lines has them. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;

/*
 * Appends a text in quotes. Characters that a terminal acts on or never shows (what
 * gate_codepoint would change) stand as \u escapes, so that the data is whole and the terminal
 * safe. Bytes that are no UTF-8, as a path may have, become the lone surrogates \udc80 to
 * \udcff, as Python's `surrogateescape` has them.
 */
void json_add_string(struct buf *out, const char *text);

enum json_kind { JSON_NULL, JSON_BOOL, JSON_INTEGER, JSON_STRING };

struct json_field {
	const char *name;
	enum json_kind kind;
	int64_t number; /* JSON_INTEGER; JSON_BOOL: 0 or 1 */
	const char *text; /* JSON_STRING: without NULs; bytes that were lone surrogates may be no UTF-8 */
	size_t column; /* of the value: characters, from 1 */
};

/*
 * Reads one object whose values are no objects and no lists, numbers whole and of at most 18 digits;
 * nothing else may stand in the line. Each name stands once. Texts are decoded in `line`, and live as long.
 * At most `most` fields. False with err and its column.
 */
bool json_read_object(char *line, size_t length, struct json_field *fields, size_t most,
		size_t *count, struct err *err);

#endif
