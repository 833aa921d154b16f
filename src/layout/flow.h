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

/* Text of tables: several places stand on one line there. */
struct spot {
	size_t offset, line;
};

struct flow;

struct context {
	/* Lays out a block and all below it: flow_walk, for a table's cells, which hold blocks. */
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

/* An indent, or what stands before the first line instead: a bullet, a label. */
struct prefix {
	const struct block *owner;
	struct piece indent;
	struct piece marker; /* length 0: none */
	bool has_marker;     /* not yet shown */
};

/* What stands over a column of a table that is shown as records. */
struct record_header {
	const struct block *cell;
	struct record_header
			*above; /* the header of several columns that this one is of, or NULL */
	struct piece label;	/* its words; no text until it is first wanted */
};

/* A list or a table shown as records that the walk is in. */
struct nest {
	const struct block *owner;
	size_t marker_columns; /* of a list */
	size_t depth;
	struct arena *arena;		/* of a table with a header, for the next two */
	struct record_header **headers; /* by column, the lowest */
	size_t header_rows;
	unsigned *busy; /* rows that a cell above still takes, by column */
	size_t column_count, column, row;
	unsigned group;	   /* of rows, that of the last one */
	bool tells_header; /* the header's words stand in the first record's labels only */
};

struct flow {
	struct context *context;
	struct arena *scratch; /* gone when the flow is done */
	struct lines *lines;
	size_t width;
	bool in_cell;	 /* tables in here become records, lines are not aligned */
	bool is_centred; /* a table's caption, over the table */
	bool is_measure; /* only to know the columns: width is FLOW_ENDLESS */
	bool is_fluid;	 /* measured something that takes any width */
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

/* Prefixes: indents with an optional marker. What has no room is left out. */
void flow_push(struct flow *flow, const struct block *owner, const struct piece *indent,
		const struct piece *marker);
void flow_pop(struct flow *flow, const struct block *owner);

/* Columns that the next line's text has. */
size_t flow_room(const struct flow *flow);

/* Begins a line in flow->row with the prefixes and markers. */
void flow_begin_line(struct flow *flow);

/*
 * Adds it, after the blank line that is due. The line returned may get its
 * flags until the next one is added. A line begun may as well be left alone.
 */
struct line *flow_end_line(struct flow *flow);

/* The same of a line of these pieces behind the prefixes and markers. */
struct line *flow_show(struct flow *flow, const struct piece *pieces, size_t count);

/* Remembers on which line the piece stands, where lines and text differ in order. */
void flow_note_spot(struct flow *flow, const struct piece *piece, size_t line);

/* Makes furniture of up to so many columns; `context->arena` keeps it. */
void flow_make_furniture(struct context *context, size_t columns);

/* Adds as many spaces to the line as furniture has at most; behind like ones they are one piece. */
void flow_add_spaces(struct flow *flow, size_t columns, unsigned style);

/* Drawn pieces. Spaces and rules are no longer than the context's furniture. */
struct piece flow_spaces(const struct flow *flow, size_t columns);
struct piece flow_rule(const struct flow *flow, bool is_double, size_t columns, unsigned style);
struct piece flow_drawn(const char *text, size_t columns, unsigned style);

/* wrap.c: the text of a leaf. */
void wrap_leaf(struct flow *flow, const struct block *leaf, unsigned style);

/* pre.c */
void pre_leaf(struct flow *flow, const struct block *leaf);

/* marker.c: "12. " of an item, "• "; *columns is told. */
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
