#ifndef DOCUMENT_LIST_LEVELS_H
#define DOCUMENT_LIST_LEVELS_H

/*
 * Private to the room: the list items that a line of Markdown stands in, told
 * by its indent, and where the line goes for md4c: to kramdown a list is in
 * an ordered item with any indent, to CommonMark only below the item's text.
 */

#include <stdbool.h>
#include <stddef.h>

enum { MAX_LIST_LEVELS = 100 }; /* items within items; what is deeper is text */

struct list_level {
	size_t marker; /* column of its marker in the source */
	size_t text;   /* column of its text in the source */
	size_t out;    /* column of its text for md4c */
	bool is_ordered;
};

struct list_levels {
	struct list_level items[MAX_LIST_LEVELS];
	size_t count;
};

/* Column where text of the innermost item begins, in the source and for md4c; 0 outside. */
size_t list_levels_text(const struct list_levels *levels);
size_t list_levels_out(const struct list_levels *levels);

/* The column for md4c of what stands in a column of the source. */
size_t list_levels_map(const struct list_levels *levels, size_t column);

/* Leaves the items that a line with that indent is no part of. */
void list_levels_leave(struct list_levels *levels, size_t indent);

/*
 * The same for a line that begins with a marker; returns the column at which it
 * counts, which is more than `indent` for a list that kramdown nests.
 */
size_t list_levels_leave_for_item(struct list_levels *levels, size_t indent, bool is_ordered);

/* Enters an item; false when they are too many. `out` is its marker's column for md4c. */
bool list_levels_enter(struct list_levels *levels, size_t marker, size_t width, size_t out,
		bool is_ordered);

#endif
