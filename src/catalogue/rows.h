#ifndef CATALOGUE_ROWS_H
#define CATALOGUE_ROWS_H

/*
 * Private to the room: the catalogue's inside. Rows stand in list order (newest
 * first, undated last) once sealed, so a row's number is its position in the
 * list of all posts, and a list of numbers in rising order is in list order.
 */

#include "catalogue/catalogue.h"
#include "catalogue/names.h"

struct row {
	size_t texts; /* where its texts begin in the catalogue's `texts`: path first */
	int64_t date;
	uint32_t title, folded, slug, url; /* bytes from there */
	uint32_t problem;		   /* the same; 0: none */
	uint32_t problem_line;
	uint32_t names; /* index of its first category in `name_ids`; its tags follow */
	uint16_t category_count, tag_count;
	uint32_t path_hash, url_hash;
	int32_t utc_offset;
	uint16_t flags;
	bool has_date;
};

struct catalogue {
	struct arena *arena; /* names */
	char *texts;	     /* of all rows, NUL-terminated one after the other */
	size_t text_length, text_capacity;
	struct row *rows;
	size_t count, capacity;
	uint32_t *name_ids; /* until sealed */
	size_t name_count, name_capacity;
	const char **row_names; /* when sealed: the same as texts */
	uint32_t *posting_rows; /* when sealed: rows of all names */
	struct names names[2];	/* by enum group_kind */
	size_t dated_count;	/* rows with a date; they come first */
	bool is_sealed;
};

static inline const char *
row_text(const struct catalogue *catalogue, const struct row *row, uint32_t offset)
{
	return catalogue->texts + row->texts + offset;
}

/* Fills `post` from the row; texts are borrowed. */
void row_get(const struct catalogue *catalogue, uint32_t number, struct post *post);

#endif
