#ifndef MARKS_MARKS_FILE_H
#define MARKS_MARKS_FILE_H

/*
 * Private to the room: the file in the cache that keeps a projection, beside the catalogue's file. One that is
 * wrong, cut or of another program is as none. It is read as the machine has it.
 *
 *   head      struct marks_file_head
 *   words     of the sets read, starred, seen
 *   counts    unread posts by the number of a group, 32 bits each
 *   sum       hash_stable of all before it
 */

#include "marks/mark_sets.h"
#include "marks/unread.h"

#include <stdbool.h>
#include <stdint.h>

/* What a projection is of. */
struct marks_origin {
	int64_t state;		 /* state_identity */
	int64_t generation;	 /* of the archive in it */
	int64_t catalogue;	 /* catalogue_identity */
	int64_t catalogue_state; /* that was counted */
};

/* The file's path, to be freed; NULL for a catalogue in memory. */
char *marks_file_path(const char *catalogue_place);

/*
 * Reads the file that belongs to this state and this catalogue, if there is one: *origin then
 * has what it is of, of which the generation and the catalogue's state may be older. A catalogue of 0
 * stands for any. False: there is none.
 */
bool marks_file_read(const char *path, struct marks_origin *origin, struct mark_sets *sets,
		struct unread_counts *counts);

/* Replaces the file at once. False: it is as it was; it can be made again from the state. */
bool marks_file_write(const char *path, const struct marks_origin *origin,
		const struct mark_sets *sets, const struct unread_counts *counts);

#endif
