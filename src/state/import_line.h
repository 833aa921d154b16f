#ifndef STATE_IMPORT_LINE_H
#define STATE_IMPORT_LINE_H

/* Private to the room: a line of an export (export.h), read and checked. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

enum import_type {
	IMPORT_STATE,
	IMPORT_ARCHIVE,
	IMPORT_MARK,
	IMPORT_STAR,
	IMPORT_PLACE,
	IMPORT_SESSION,
	IMPORT_SEARCH,
	IMPORT_HISTORY,
	IMPORT_TYPES,
};

/* What the type has is set; a text is borrowed from the line. */
struct import_line {
	enum import_type type;
	int64_t archive; /* its number */
	size_t column;	 /* where that stands */
	const char *path, *url;
	uint64_t key;
	bool is_read, is_starred;
	int64_t offset; /* -1: null */
	const char *text, *name, *line;
	const char *query; /* "": null */
	int history;	   /* enum state_history */
	int64_t time;	   /* 0: null */
};

/* Decodes in the place of the line. False with err and its column: it is not as export.h has it. */
bool import_line_read(char *bytes, size_t length, struct import_line *line, struct err *err);

#endif
