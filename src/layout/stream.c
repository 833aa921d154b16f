#include "layout/stream.h"

#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

struct stream
stream_of(struct context *context, const struct block *leaf)
{
	return (struct stream){.context = context, .runs = leaf->runs, .count = leaf->run_count};
}

/* Characters that surely are a cluster by themselves: followed by one that joins nothing. */
static bool
is_plain(const unsigned char *at, size_t length, size_t step)
{
	if (step == length)
		return true;
	unsigned char next = at[step];
	return next < 0x80 || (next >= 0xE5 && next <= 0xE9);
}

static bool
is_hidden(enum break_class class, uint32_t codepoint)
{
	return class == CLASS_SH || class == CLASS_ZW || codepoint == 0x2060 || codepoint == 0xFEFF;
}

/* Reads the cluster at `text` into the unit: its length, columns and class. */
static void
read_cluster(const char *text, size_t length, struct unit *unit)
{
	const unsigned char *at = (const unsigned char *)text;
	uint32_t codepoint = at[0];
	size_t step = 1, columns = 1;
	bool is_simple = at[0] < 0x80;
	if (!is_simple) {
		step = utf8_decode(text, length, &codepoint);
		is_simple = codepoint >= 0x4E00 && codepoint <= 0x9FFF;
		columns = 2;
	}
	if (!is_simple || !is_plain(at, length, step)) {
		step = text_cluster(text, length);
		columns = (size_t)text_cluster_columns(text, step);
	}
	unit->codepoint = codepoint;
	unit->class = break_class_of_cluster(codepoint, step > 1);
	unit->is_hidden = is_hidden(unit->class, codepoint);
	unit->piece.text = text;
	unit->piece.length = step;
	unit->piece.columns = unit->is_hidden ? 0 : columns;
}

static void
read_run(struct stream *stream, const struct run *run, struct unit *unit)
{
	size_t offset = run->offset + stream->byte;
	read_cluster(stream->context->document->text + offset, run->length - stream->byte, unit);
	stream->byte += unit->piece.length;
	unit->kind = UNIT_TEXT;
	unit->piece.style = run->style;
	unit->piece.link = run->link;
	unit->piece.offset = (ptrdiff_t)offset;
	unit->no_wrap = run->no_wrap;
	unit->keeps_space = run->keeps_space;
	if (unit->codepoint == '\n' && run->keeps_space)
		unit->kind = UNIT_BREAK;
	else if (unit->codepoint == '\t' && run->keeps_space)
		unit->kind = UNIT_TAB;
}

static void
read_number(struct stream *stream, const struct run *run, struct unit *unit)
{
	read_cluster(stream->number + stream->byte, strlen(stream->number + stream->byte), unit);
	stream->byte += unit->piece.length;
	unit->kind = UNIT_TEXT;
	unit->piece.style = STYLE_NUMBER;
	unit->piece.link = run->link;
	unit->piece.offset = PIECE_DRAWN;
	unit->is_number = true;
	if (stream->number[stream->byte] == '\0') {
		stream->number = NULL;
		stream->byte = 0;
		stream->index++;
	}
}

/* At a run's end: on to its link's number, or to the next run. */
static void
leave_run(struct stream *stream, const struct run *run)
{
	stream->byte = 0;
	if (run->ends_link)
		stream->number = links_number(
				stream->context, run->link, (run->style & STYLE_IMAGE) != 0);
	if (stream->number == NULL)
		stream->index++;
}

void
stream_next(struct stream *stream, struct unit *unit)
{
	memset(unit, 0, sizeof(*unit));
	while (stream->index < stream->count) {
		const struct run *run = &stream->runs[stream->index];
		if (stream->number != NULL) {
			read_number(stream, run, unit);
			return;
		}
		if (run->kind == RUN_TEXT && stream->byte < run->length) {
			read_run(stream, run, unit);
			return;
		}
		leave_run(stream, run);
		if (run->kind == RUN_TEXT)
			continue;
		unit->kind = run->kind == RUN_BREAK ? UNIT_BREAK : UNIT_OPTIONAL;
		unit->class = CLASS_ZW;
		unit->is_hidden = true;
		return;
	}
	unit->kind = UNIT_END;
}
