#ifndef STATE_IMPORT_H
#define STATE_IMPORT_H

/* What state_export has written, or another has in its form (export.h), merged into the state. */

#include <stdbool.h>

struct err;
struct state;

/* Bounds of an import: a line in bytes, and all. */
enum {
	IMPORT_LINE_BYTES = 1 << 20,
	IMPORT_LINES = 1 << 24,
	IMPORT_ARCHIVES = 1 << 12,
};

/*
 * Reads the descriptor to its end and puts all into the state, in one transaction: of two changes to
 * one thing the later stands. An archive that is known neither by its path nor by a folder there is that
 * of the only archive here with its url, if there is one whose folder is there. False with err, its path
 * `name` and a place, and nothing is put: a line is not as export.h has it, or what it says cannot be.
 */
bool state_import(struct state *state, int fd, const char *name, struct err *err);

#endif
