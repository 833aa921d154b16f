#include "layout/breaker.h"
#include "layout/flow.h"
#include "layout/stream.h"

#include "base/ascii.h"
#include "base/utf8.h"

#include <string.h>

/*
 * Greedy fill: characters are added to the line until one does not fit; then the line
 * ends at the best place seen, and reading continues from there. Only what lies between
 * that place and the edge is read twice.
 */

enum {
	WELL_FILLED = 70, /* per cent: a line less full may end at a BREAK_SOFT */
	FILLED = 50,	  /* per cent: a line less full may end before / · % */
	TAB_COLUMNS = 8,
	HANZI_COLUMNS = 2,
	HANGING_COLUMNS = 2,
	HANGING_LEAST = 10, /* columns: in a shorter line nothing hangs over */
};

/* A length of flow->row: up to a place, without the spaces before it. */
struct mark {
	size_t count;		      /* pieces */
	size_t length, piece_columns; /* of the last one */
	size_t columns;		      /* of the text */
};

/* A place where the line may end. */
struct chance {
	bool is_set;
	bool has_hyphen;
	struct mark end;
	struct stream next;
	struct breaker breaker;
};

struct fill {
	struct flow *flow;
	unsigned style;
	enum align align;
	struct stream stream;
	struct breaker breaker;
	size_t edge, start,
			limit; /* columns: of the prefix, where the line's text begins and ends */
	struct mark mark;      /* the line's visible part */
	bool has_line;	       /* flow->row is begun */
	bool has_text;	       /* more than an indent */
	bool has_lines;	       /* the leaf has shown a line */
	bool was_no_wrap;
	int first_indent;
	size_t token; /* columns since the last place to break, when measured */
	struct chance chances[BREAK_LEVELS];
};

static struct mark
mark_here(const struct flow *flow)
{
	struct mark mark = {.count = flow->row.count, .columns = flow->row.columns};
	if (mark.count != 0) {
		mark.length = flow->row.items[mark.count - 1].length;
		mark.piece_columns = flow->row.items[mark.count - 1].columns;
	}
	return mark;
}

static void
cut_to_mark(struct flow *flow, const struct mark *mark)
{
	pieces_cut(&flow->row, mark->count);
	if (mark->count == 0)
		return;
	struct piece *last = &flow->row.items[mark->count - 1];
	flow->row.columns -= last->columns - mark->piece_columns;
	last->length = mark->length;
	last->columns = mark->piece_columns;
}

/* The column at which the text of a line that begins at `start` must end; only a stop may hang beyond. */
static size_t
line_limit(const struct flow *flow, size_t start)
{
	bool has_room = flow->width >= FLOW_KEPT_COLUMNS && !flow->is_measure &&
			flow->width - start >= HANGING_LEAST;
	bool hangs = flow->context->options.typography.hanging && has_room;
	return flow->width - (hangs ? HANGING_COLUMNS : 0);
}

static void
begin_line(struct fill *fill)
{
	struct flow *flow = fill->flow;
	flow_begin_line(flow);
	fill->edge = flow->row.columns;
	size_t indent_columns = fill->first_indent > 0 ? (size_t)fill->first_indent : 0;
	if (indent_columns > 0 && indent_columns <= (flow->width - flow->row.columns) / 2) {
		struct piece indent = flow_spaces(flow, indent_columns);
		pieces_add(&flow->row, &indent);
	}
	fill->first_indent = 0;
	fill->start = flow->row.columns;
	fill->limit = line_limit(flow, fill->start);
	fill->mark = mark_here(flow);
	fill->has_line = true;
	fill->has_text = false;
	fill->token = 0;
	for (size_t i = 0; i < BREAK_LEVELS; i++)
		fill->chances[i].is_set = false;
}

/* Moves the line's text to the centre or the right edge. */
static void
align_line(struct fill *fill)
{
	struct flow *flow = fill->flow;
	enum align align = flow->is_centred ? ALIGN_CENTER : fill->align;
	bool is_free = !flow->in_cell && flow->record_tables == 0;
	bool is_aligned = align != ALIGN_START && (is_free || flow->is_centred);
	if (!is_aligned || flow->row.columns >= flow->width)
		return;
	size_t rest = flow->width - flow->row.columns;
	size_t columns = align == ALIGN_RIGHT ? rest : (rest + 1) / 2;
	struct piece space = flow_spaces(flow, columns);
	pieces_insert(&flow->row, flow->row_prefix_count, &space);
}

/* Whether the row shows nothing but spaces behind its prefix. */
static bool
is_row_blank(const struct flow *flow)
{
	for (size_t i = flow->row_prefix_count; i < flow->row.count; i++) {
		const struct piece *piece = &flow->row.items[i];
		for (size_t b = 0; b < piece->length; b++) {
			unsigned char byte = (unsigned char)piece->text[b];
			bool is_nbsp = byte == 0xC2 && b + 1 < piece->length &&
				       (unsigned char)piece->text[b + 1] == 0xA0;
			if (byte != ' ' && !is_nbsp)
				return false;
			b += is_nbsp;
		}
	}
	return true;
}

static void
end_line(struct fill *fill, const struct mark *end, bool has_hyphen)
{
	struct flow *flow = fill->flow;
	cut_to_mark(flow, end);
	if (has_hyphen) {
		struct piece hyphen = flow_drawn("-", 1, fill->style);
		pieces_add(&flow->row, &hyphen);
	}
	fill->has_line = false;
	if (!fill->has_text || is_row_blank(flow)) {
		flow->wants_blank = true;
		return;
	}
	align_line(fill);
	struct line *line = flow_end_line(flow);
	line->is_heading = (fill->style & STYLE_HEADING) != 0;
	fill->has_lines = true;
}

/* Whether the text after the place is one token too long for any line. */
static bool
is_overlong(const struct fill *fill, const struct chance *chance)
{
	struct stream stream = chance->next;
	struct breaker breaker = chance->breaker;
	struct unit unit;
	size_t columns = 0;
	for (bool is_first = true;; is_first = false) {
		stream_next(&stream, &unit);
		if (unit.kind != UNIT_TEXT || unit.class == CLASS_SP || unit.class == CLASS_FS)
			return false;
		enum break_level level =
				breaker_step(&breaker, unit.class, unit.codepoint, CLASS_AL);
		if (!is_first && !unit.no_wrap && level <= BREAK_SOFT)
			return false;
		columns += unit.piece.columns;
		if (columns > fill->limit - fill->start)
			return true;
	}
}

/* Per cent of the line's room. */
static size_t
filled(const struct fill *fill, const struct chance *chance)
{
	if (!chance->is_set || chance->end.columns <= fill->start)
		return 0;
	return (chance->end.columns - fill->start) * 100 / (fill->limit - fill->start);
}

static struct chance *
first_filled(struct fill *fill, enum break_level from, enum break_level to)
{
	for (enum break_level level = from; level <= to; level++) {
		if (filled(fill, &fill->chances[level]) >= FILLED)
			return &fill->chances[level];
	}
	return NULL;
}

static struct chance *
longest(struct fill *fill, enum break_level from, enum break_level to)
{
	struct chance *best = NULL;
	for (enum break_level level = from; level <= to; level++) {
		struct chance *chance = &fill->chances[level];
		if (chance->is_set && (best == NULL || chance->end.columns > best->end.columns))
			best = chance;
	}
	return best;
}

/* The place at which a full line ends: one that keeps CLREQ's rules, else the least bad. */
static struct chance *
choose(struct fill *fill)
{
	struct chance *best = &fill->chances[BREAK_ALLOWED];
	struct chance *soft = &fill->chances[BREAK_SOFT];
	if (filled(fill, best) < WELL_FILLED && filled(fill, soft) > filled(fill, best))
		best = soft;
	if (filled(fill, best) >= FILLED)
		return best;
	struct chance *other = NULL;
	if (!best->is_set)
		other = first_filled(fill, BREAK_SLASH, BREAK_CUT);
	else if (is_overlong(fill, best))
		other = first_filled(fill, BREAK_SLASH, BREAK_DOT);
	if (other == NULL)
		other = first_filled(fill, BREAK_MARK, BREAK_MARK);
	/* A short line is better than one with a bracket or a stop on the wrong side of its end. */
	if (other == NULL && best->is_set)
		return best;
	if (other == NULL)
		other = longest(fill, BREAK_SLASH, BREAK_CUT);
	if (other == NULL)
		other = longest(fill, BREAK_MARK, BREAK_STOP);
	return other != NULL ? other : &fill->chances[BREAK_GLUE];
}

/* Ends the line before the text that did not fit. False if it can end nowhere: then it is kept whole. */
static bool
cut_line(struct fill *fill)
{
	struct chance *chance = choose(fill);
	if (!chance->is_set)
		return false;
	fill->stream = chance->next;
	fill->breaker = chance->breaker;
	struct mark end = chance->end;
	end_line(fill, &end, chance->has_hyphen);
	return true;
}

static enum break_level
step(struct fill *fill, const struct unit *unit)
{
	enum break_class next = CLASS_AL;
	if (breaker_wants_next(&fill->breaker, unit->class)) {
		struct stream ahead = fill->stream;
		struct unit after;
		stream_next(&ahead, &after);
		next = after.kind == UNIT_TEXT ? after.class : CLASS_SP;
	}
	/* The ~ around struck-out text is no sign of a range. */
	bool is_mark = unit->codepoint == '~' && (unit->piece.style & STYLE_STRIKE) != 0;
	uint32_t codepoint = is_mark ? '*' : unit->codepoint;
	enum break_level level = breaker_step(&fill->breaker, unit->class, codepoint, next);
	if ((unit->is_number || unit->goes_on) && level < BREAK_GLUE)
		level = BREAK_GLUE;
	if (unit->no_wrap && fill->was_no_wrap && level < BREAK_CUT)
		level = BREAK_CUT;
	fill->was_no_wrap = unit->no_wrap;
	return level;
}

static void
note_chance(struct fill *fill, enum break_level level, const struct stream *at,
		const struct breaker *breaker)
{
	bool has_hyphen = breaker->last == CLASS_SH;
	if (level >= BREAK_LEVELS || !fill->has_text)
		return;
	if (has_hyphen && fill->mark.columns >= fill->limit)
		return;
	struct chance *chance = &fill->chances[level];
	chance->is_set = true;
	chance->has_hyphen = has_hyphen;
	chance->end = fill->mark;
	chance->next = *at;
	chance->breaker = *breaker;
	if (level <= BREAK_SOFT)
		fill->token = 0;
}

static void
measure(struct fill *fill, size_t columns)
{
	struct flow *flow = fill->flow;
	fill->token += columns;
	size_t prefix = 0;
	for (size_t i = 0; i < flow->prefix_count; i++)
		prefix += flow->prefixes[i].indent.columns;
	if (prefix + fill->token > flow->least)
		flow->least = prefix + fill->token;
}

/* Whether a stop may hang over the line's end instead of moving to the next line (CLREQ 3.1.3). */
static bool
may_hang(const struct fill *fill, const struct unit *unit)
{
	size_t columns = fill->flow->row.columns;
	bool is_stop = unit->class == CLASS_EX || unit->class == CLASS_CL ||
		       unit->class == CLASS_QC;
	return is_stop && columns <= fill->limit &&
	       columns + unit->piece.columns <= fill->flow->width;
}

/* Ideographs and non-ideographic ones as CSS Text 4, 8.6 has them; no bopomofo. */
static bool
is_han_or_kana(uint32_t codepoint)
{
	return (codepoint >= 0x3041 && codepoint <= 0x30FF && codepoint != 0x30FB) ||
	       (codepoint >= 0x31C0 && codepoint <= 0x31FF) ||
	       (codepoint >= 0x3400 && codepoint <= 0x9FFF) ||
	       (codepoint >= 0xF900 && codepoint <= 0xFAFF) ||
	       (codepoint >= 0x20000 && codepoint <= 0x3FFFF);
}

/* Letters of Latin, Greek and Cyrillic, and their digits; none of full width. */
static bool
is_western(enum break_class class, uint32_t codepoint)
{
	bool is_ascii = (codepoint >= 'a' && codepoint <= 'z') ||
			(codepoint >= 'A' && codepoint <= 'Z');
	if (class == CLASS_NU)
		return codepoint < 0x80;
	return class == CLASS_AL && (is_ascii || (codepoint >= 0xC0 && codepoint <= 0x52F));
}

/* Whether a gap stands between hanzi and Western text (CLREQ 3.2.2); in code nothing is added. */
static bool
wants_gap(const struct fill *fill, const struct breaker *before, const struct unit *unit)
{
	const struct flow *flow = fill->flow;
	if (!flow->context->options.typography.spacing || !fill->has_text || unit->is_number)
		return false;
	bool is_code = (unit->piece.style & flow->row.items[flow->row.count - 1].style &
				       STYLE_CODE) != 0;
	if (is_code)
		return false;
	enum break_class last = (enum break_class)before->last;
	return (is_han_or_kana(before->codepoint) && is_western(unit->class, unit->codepoint)) ||
	       (is_western(last, before->codepoint) && is_han_or_kana(unit->codepoint));
}

static void
add_gap(struct fill *fill)
{
	struct piece gap = flow_spaces(fill->flow, 1);
	pieces_add(&fill->flow->row, &gap);
	if (fill->flow->is_measure)
		measure(fill, 1);
}

static void
add_unit(struct fill *fill, struct unit *unit)
{
	struct flow *flow = fill->flow;
	bool is_space = unit->class == CLASS_SP || unit->class == CLASS_FS;
	if (unit->kind == UNIT_TAB) {
		size_t at = flow->row.columns - fill->edge;
		unit->piece.columns = TAB_COLUMNS - at % TAB_COLUMNS;
	}
	unit->piece.style |= fill->style;
	/* Spaces before the text are dropped where they would leave it no room. */
	size_t kept = flow->row.columns + unit->piece.columns + HANZI_COLUMNS;
	if (is_space && !fill->has_text && kept > fill->limit)
		return;
	if (unit->kind == UNIT_TAB)
		flow_add_spaces(flow, unit->piece.columns, unit->piece.style);
	else if (!unit->is_hidden)
		pieces_add(&flow->row, &unit->piece);
	if (is_space && fill->has_text)
		return; /* a space at the edge: it counts once something follows */
	if (!is_space && !unit->is_hidden)
		fill->has_text = true;
	fill->mark = mark_here(flow);
	if (flow->is_measure)
		measure(fill, unit->piece.columns);
}

/* <br>, or a line feed that counts. */
static void
force_break(struct fill *fill)
{
	if (fill->has_line)
		end_line(fill, &fill->mark, false);
	else if (fill->has_lines)
		fill->flow->wants_blank = true;
	breaker_start(&fill->breaker);
	fill->was_no_wrap = false;
}

/*
 * Adds, all at once, the hanzi or the letters of a word that surely fit. A line may end between
 * any two of them as well as between any other two, so only the last place matters: the last
 * of them is left to be read as any character is, which notes the place before it.
 */
static void
add_alike(struct fill *fill)
{
	struct flow *flow = fill->flow;
	struct unit run;
	bool is_hanzi = fill->breaker.last == CLASS_ID;
	bool is_word = fill->breaker.codepoint < 0x80 &&
		       (ascii_is_letter((char)fill->breaker.codepoint) ||
				       ascii_is_digit((char)fill->breaker.codepoint));
	if ((!is_hanzi && !is_word) || !fill->has_line || !fill->has_text)
		return;
	size_t room = fill->limit > flow->row.columns ? fill->limit - flow->row.columns : 0;
	size_t count = stream_alike(&fill->stream, is_hanzi ? CLASS_ID : CLASS_AL, room, &run);
	if (count == 0)
		return;
	run.piece.style |= fill->style;
	pieces_add(&flow->row, &run.piece);
	fill->mark = mark_here(flow);
	if (flow->is_measure && is_word) /* a hanzi alone is never the widest token */
		measure(fill, run.piece.columns);
	breaker_pass(&fill->breaker, run.class, run.codepoint, count);
	fill->was_no_wrap = false;
}

static void
fill_leaf(struct fill *fill)
{
	struct unit unit;
	for (;;) {
		add_alike(fill);
		struct stream at = fill->stream;
		struct breaker before = fill->breaker;
		stream_next(&fill->stream, &unit);
		if (unit.kind == UNIT_END)
			break;
		if (unit.kind == UNIT_BREAK) {
			force_break(fill);
			continue;
		}
		if (unit.class == CLASS_CM && fill->has_text)
			unit.piece.columns = 0; /* joins the cluster before it, in another style */
		enum break_level level = step(fill, &unit);
		bool is_space = unit.class == CLASS_SP || unit.class == CLASS_FS;
		if (!fill->has_line) {
			if (unit.class == CLASS_SP && !unit.keeps_space)
				continue;
			begin_line(fill);
		}
		note_chance(fill, level, &at, &before);
		bool has_gap = wants_gap(fill, &before, &unit);
		size_t columns = fill->flow->row.columns + has_gap + unit.piece.columns;
		bool fits = columns <= fill->limit || may_hang(fill, &unit);
		if (!fits && !is_space && unit.piece.columns > 0 && fill->has_text &&
				cut_line(fill))
			continue;
		if (has_gap)
			add_gap(fill);
		add_unit(fill, &unit);
	}
	if (fill->has_line)
		end_line(fill, &fill->mark, false);
}

/* Whether the leaf's text begins with white space of its own, or with an image. */
static bool
begins_indented(const struct flow *flow, const struct block *leaf)
{
	const struct run *run = &leaf->runs[0];
	const char *text = flow->context->document->text + run->offset;
	if (run->kind != RUN_TEXT || run->length == 0 || (run->style & STYLE_IMAGE) != 0)
		return true;
	enum break_class class;
	uint32_t codepoint;
	utf8_decode(text, run->length, &codepoint);
	class = break_class_of(codepoint);
	return class == CLASS_FS || class == CLASS_SP || class == CLASS_GL;
}

/* The indent of a paragraph of running text (CLREQ 2.4.1): not of lists, tables and the like. */
static int
first_indent_of(const struct flow *flow, const struct block *leaf)
{
	size_t indent = flow->context->options.typography.indent;
	if (leaf->first_indent != 0 || indent == 0 || leaf->run_count == 0)
		return leaf->first_indent;
	bool is_running = leaf->kind == BLOCK_PARAGRAPH && leaf->align == ALIGN_START &&
			  flow->nest_count == 0 && !flow->in_cell &&
			  flow->prefix_count == flow->quotes;
	if (!is_running || begins_indented(flow, leaf))
		return 0;
	return (int)(indent < LAYOUT_MAX_INDENT ? indent : LAYOUT_MAX_INDENT);
}

void
wrap_leaf(struct flow *flow, const struct block *leaf, unsigned style)
{
	struct fill fill = {.flow = flow,
			.style = style,
			.align = leaf->align,
			.stream = stream_of(flow->context, leaf),
			.first_indent = first_indent_of(flow, leaf)};
	breaker_start(&fill.breaker);
	fill_leaf(&fill);
}
