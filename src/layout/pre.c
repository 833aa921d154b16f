#include "layout/flow.h"
#include "layout/stream.h"

/* Code and other text whose lines are kept. */

enum { TAB_COLUMNS = 8 };

static void
end_pre_line(struct flow *flow)
{
	struct line *line = flow_end_line(flow);
	line->is_wide = line->columns > flow->width;
	if (flow->is_measure && line->columns > flow->least)
		flow->least = line->columns;
}

static bool
must_cut(const struct flow *flow, const struct unit *unit)
{
	if (!flow->context->options.wrap_code || unit->piece.columns == 0)
		return false;
	bool has_text = flow->row.count > flow->row_prefix_count;
	return has_text && flow->row.columns + unit->piece.columns > flow->width;
}

void
pre_leaf(struct flow *flow, const struct block *leaf)
{
	struct stream stream = stream_of(flow->context, leaf);
	struct unit unit;
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
		if (unit.codepoint == '\t')
			unit.piece = flow_spaces(flow,
					TAB_COLUMNS - (flow->row.columns - left) % TAB_COLUMNS);
		if (must_cut(flow, &unit)) {
			end_pre_line(flow);
			flow_begin_line(flow);
		}
		unit.piece.style |= STYLE_CODE;
		if (flow->is_drawn)
			unit.piece.offset = PIECE_DRAWN;
		if (!unit.is_hidden)
			pieces_add(&flow->row, &unit.piece);
	}
	if (has_line)
		end_pre_line(flow);
}
