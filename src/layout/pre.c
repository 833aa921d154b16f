#include "layout/flow.h"
#include "layout/stream.h"

#include <string.h>

/* Code and other text whose lines are kept. */

enum { TAB_COLUMNS = 8 };

static void
end_pre_line(struct flow *flow)
{
	const struct line *line = flow_end_line(flow);
	if (flow->is_measure && line->columns > flow->least)
		flow->least = line->columns;
}

/* Columns up to the next tab stop, counted from where the code's text begins. */
static size_t
tab_columns(const struct flow *flow, size_t left)
{
	size_t columns = TAB_COLUMNS - (flow->row.columns - left) % TAB_COLUMNS;
	size_t room = flow->width > flow->row.columns ? flow->width - flow->row.columns : 0;
	bool is_cut = flow->context->options.wrap_code && columns > room;
	return is_cut ? room : columns;
}

static bool
must_cut(const struct flow *flow, const struct unit *unit)
{
	if (!flow->context->options.wrap_code || unit->piece.columns == 0)
		return false;
	bool has_text = flow->row.count > flow->row_prefix_count;
	return has_text && flow->row.columns + unit->piece.columns > flow->width;
}

/* Whether the language has a name of printable ASCII that is worth showing. */
static bool
is_name(const char *language)
{
	static const char *const plain[] = {"text", "plaintext", "plain", "none", "txt"};
	if (language == NULL || language[0] == '\0')
		return false;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (strcmp(language, plain[i]) == 0)
			return false;
	}
	for (const char *at = language; *at != '\0'; at++) {
		if (*at <= ' ' || *at > '~')
			return false;
	}
	return true;
}

/* Shows `── ruby` above the code, but not in a cell, where room is short. */
static void
name_language(struct flow *flow, const char *language)
{
	enum { RULE_COLUMNS = 2 };
	if (!is_name(language) || flow->in_cell ||
			flow_room(flow) < RULE_COLUMNS + 1 + strlen(language))
		return;
	struct piece pieces[] = {flow_rule(flow, false, RULE_COLUMNS, STYLE_DIM),
			flow_spaces(flow, 1),
			flow_drawn(language, strlen(language), STYLE_DIM | STYLE_FURNITURE)};
	flow_show(flow, pieces, 3)->is_heading = true;
}

void
pre_leaf(struct flow *flow, const struct block *leaf)
{
	name_language(flow, leaf->pre.language);
	struct stream stream = stream_of(flow->context, leaf);
	struct unit unit;
	size_t first = flow->lines->count;
	bool has_line = false;
	size_t left = 0; /* columns of the prefix */
	for (stream_next(&stream, &unit); unit.kind != UNIT_END; stream_next(&stream, &unit)) {
		if (!has_line) {
			flow_begin_line(flow);
			left = flow->row.columns;
			has_line = true;
		}
		if (unit.kind == UNIT_BREAK || unit.codepoint == '\n') {
			end_pre_line(flow);
			has_line = false;
			continue;
		}
		if (unit.codepoint == '\t') {
			flow_add_spaces(flow, tab_columns(flow, left), STYLE_CODE);
			continue;
		}
		if (must_cut(flow, &unit)) {
			end_pre_line(flow);
			flow_begin_line(flow);
		}
		unit.piece.style |= STYLE_CODE;
		if (!unit.is_hidden)
			pieces_add(&flow->row, &unit.piece);
	}
	if (has_line)
		end_pre_line(flow);
	flow_join_lines(flow, first);
}
