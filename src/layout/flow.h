#ifndef LAYOUT_FLOW_H
#define LAYOUT_FLOW_H

/*
 * Private to the room: how blocks flow into lines. A context is one call of
 * layout_document, a flow one column of text within it: the page, or a cell.
 */

#include "layout/layout.h"
#include "layout/lines.h"

enum {
	FLOW_ENDLESS = 1 << 24, /* a flow's width when text is measured */
	FLOW_KEPT_COLUMNS = 20, /* indents leave at least so many, or half of the width */
};

/* The line on which a place in a table's text is: several places share one line there. */
struct spot {
	size_t offset, line;
};

struct flow;

struct context {
	/* flow_walk, which lays out a block and all below it: for the blocks in a table's cells. */
	void (*walk)(struct flow *flow, const struct block *block);
	struct arena *arena;   /* the layout's */
	struct arena *scratch; /* gone when the layout is done */
	const struct document *document;
	struct layout_options options;		 /* width within its limits */
	const char *spaces, *rule, *double_rule; /* `furniture` columns of each */
	size_t furniture;			 /* the width or a wider table's, at least 64 */
	size_t rule_bytes;			 /* of one column of a rule */
	size_t wide_free;     /* of LAYOUT_WIDE_FREE, what no table has taken yet */
	const char **numbers; /* " [n]" by number, made when first shown */
	struct spot *spots;
	size_t spot_count, spot_capacity;
};

/* An indent of all lines of a block, with a marker in its place on the first: a bullet, a label. */
struct prefix {
	const struct block *owner;
	struct piece indent;
	struct piece marker; /* length 0: none */
	bool has_marker;     /* not yet shown */
};

/* The header of a column of a table that is shown as records. */
struct record_header {
	const struct block *cell;
	struct record_header *
			above; /* the header over several columns, this one among them; NULL: none */
	struct piece label;    /* its words; no text until it is first wanted */
};

/* A list, or a table shown as records, around the place of the walk. */
struct nest {
	const struct block *owner;
	size_t marker_columns; /* of a list */
	size_t depth;
	struct arena *arena;		/* of a table with a header, for the next two */
	struct record_header **headers; /* by column, the lowest */
	size_t header_rows;
	unsigned *busy; /* by column: how many rows a cell above still covers */
	size_t column_count, column, row;
	unsigned group; /* of rows, that of the last one */
	bool tells_header; /* the header is no row of its own: the first record's labels show it whole */
};

struct flow {
	struct context *context;
	struct arena *scratch; /* gone when the flow is done */
	struct lines *lines;
	size_t width;
	bool in_cell;	 /* tables in here become records, lines are not aligned */
	bool is_centred; /* a table's caption, over the table */
	bool is_measure; /* lines are counted in columns, not kept: width is FLOW_ENDLESS */
	bool is_fluid;	 /* something that was measured takes any width */
	size_t least;	 /* columns of the widest unbreakable part, when measured */

	struct prefix *prefixes;
	size_t prefix_count, prefix_capacity;
	size_t shared; /* prefixes that the last line and the next have in common */
	struct nest *nests;
	size_t nest_count, nest_capacity;
	size_t quotes, bold, caption; /* how many of each the walk is in */
	size_t record_tables;	      /* tables shown as records that the walk is in */
	size_t records;		      /* those of them whose text is not in its order */
	bool wants_blank;
	size_t first_line; /* lines there were before this flow */

	struct pieces row;	 /* the line being made */
	size_t row_prefix_count; /* pieces of it that are prefix */
};

void flow_start(struct flow *flow, struct context *context, struct arena *scratch,
		struct lines *lines, size_t width);

/* Lays out a block and all below it. No recursion on depth. */
void flow_walk(struct flow *flow, const struct block *root);

/* Push and pop prefixes: indents with an optional marker. One for which there is no room is left out. */
void flow_push(struct flow *flow, const struct block *owner, const struct piece *indent,
		const struct piece *marker);
void flow_pop(struct flow *flow, const struct block *owner);

/* Columns for the text of the next line. */
size_t flow_room(const struct flow *flow);

/* Begins a line in flow->row with the prefixes and markers. */
void flow_begin_line(struct flow *flow);

/*
 * Adds the line in flow->row, after the blank line that is due. The caller may set the
 * flags of the line returned until the next one is added. A line that was begun need not be ended.
 */
struct line *flow_end_line(struct flow *flow);

/* Ends code or a table that begins with the line `first`: its lines have one reach. */
void flow_join_lines(struct flow *flow, size_t first);

/* Begins a line, adds these pieces and ends it. */
struct line *flow_show(struct flow *flow, const struct piece *pieces, size_t count);

/* Notes on which line the piece is, where lines are not in the order of the text. */
void flow_note_spot(struct flow *flow, const struct piece *piece, size_t line);

/* Makes the context's furniture at least so many columns long, in context->arena. */
void flow_make_furniture(struct context *context, size_t columns);

/* Adds spaces to the line, no more than the furniture has; behind spaces of the same style they become one piece. */
void flow_add_spaces(struct flow *flow, size_t columns, unsigned style);

/* What a run of text shows, which has *length bytes: its stretch of the document's text, or a word for that. */
const char *flow_run_text(const struct context *context, const struct run *run, size_t *length);

/* Drawn pieces. Spaces and rules are no longer than the context's furniture. */
struct piece flow_spaces(const struct flow *flow, size_t columns);
struct piece flow_rule(const struct flow *flow, bool is_double, size_t columns, unsigned style);
struct piece flow_drawn(const char *text, size_t columns, unsigned style);

/* wrap.c: the text of a leaf. */
void wrap_leaf(struct flow *flow, const struct block *leaf, unsigned style);

/* pre.c */
void pre_leaf(struct flow *flow, const struct block *leaf);

/* marker.c: an item's marker, "12. " or "• ", and its columns. */
const char *marker_text(
		struct context *context, const struct block *item, size_t depth, size_t *columns);
size_t marker_widest(const struct block *list);

/* table.c: false when it does not fit the width, and then nothing was laid out. */
bool table_layout(struct flow *flow, const struct block *table);

/* records.c: a table that does not fit, row by row. */
void records_enter_table(struct flow *flow, const struct block *table);
bool records_enter_row(struct flow *flow, const struct block *row); /* false: not to be shown */
void records_enter_cell(struct flow *flow, const struct block *cell);

/* links.c: the list at the end; "[n]" or " [n]" of a link, or NULL if it shows none. */
void links_list(struct flow *flow);
const char *links_number(struct context *context, int link, bool is_spaced);

#endif
