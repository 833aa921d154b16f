#ifndef DOCUMENT_SOURCE_LINE_H
#define DOCUMENT_SOURCE_LINE_H

/* Private to the room: one line of Markdown, and what its first characters make of it. */

#include <stdbool.h>
#include <stddef.h>

enum { CODE_INDENT = 4 }; /* columns that make code of a line; a tab stop */

struct source_line {
	const char *start, *end; /* end: of the text, without the line feed */
	const char *next;	 /* where the next line begins */
	const char *text;	 /* after the indent */
	size_t indent;		 /* columns */
};

/* The marker of a list item. */
struct item_marker {
	size_t length; /* bytes; 0: no item begins here */
	size_t spaces; /* columns from its end to the text */
	const char *text;
	bool is_ordered;
};

struct source_line source_line_read(const char *at, const char *end);
bool source_line_is_blank(const struct source_line *line);

/* Bytes of the text without the white space at its end. */
size_t source_line_length(const struct source_line *line);
bool source_line_is(const struct source_line *line, const char *wanted);

/* The marker at the line's text, which is `column` columns from its start. */
struct item_marker source_line_item(const struct source_line *line, size_t column);

/* Length of the run of fence characters at the text; 0 if it opens or closes no fence. */
size_t source_line_fence(const struct source_line *line);

/* An attribute list by itself: `{: .x}`, `{:toc}` (kramdown's block IAL and extensions). */
bool source_line_is_attributes(const struct source_line *line);

/* `*[HTML]: …`, the meaning of an abbreviation. */
bool source_line_is_abbreviation(const struct source_line *line);

/* `|---|:--:|`: what makes the line before it a table's head. */
bool source_line_is_table_rule(const struct source_line *line);

/* Cells of a table row that begins and ends with a bar; 0 if it is none. */
size_t source_line_cells(const struct source_line *line);

/* `***`, `- - -` and such. */
bool source_line_is_rule(const struct source_line *line);

#endif
