#include "layout/stream.h"

#include "base/ascii.h"
#include "base/text.h"
#include "base/utf8.h"
#include "layout/syllable.h"

#include <string.h>

enum { HANZI_BYTES = 3 };

struct stream
stream_of(struct context *context, const struct block *leaf)
{
	return (struct stream){.context = context, .runs = leaf->runs, .count = leaf->run_count};
}

/*
 * Whether the character at `at` ends a cluster, because the one that follows joins no other:
 * ASCII, U+4000 to U+9FFF, ‐ to ‧, full-width forms.
 */
static bool
is_plain(const unsigned char *at, size_t length, size_t step)
{
	if (step == length || at[step] < 0x80 || (at[step] >= 0xE4 && at[step] <= 0xE9))
		return true;
	if (length - step < 3)
		return false;
	const unsigned char *next = at + step;
	return (next[0] == 0xEF && next[1] == 0xBC) ||
	       (next[0] == 0xE2 && next[1] == 0x80 && next[2] >= 0x90 && next[2] <= 0xA7);
}

/* Whether the character is known, without a table, to have two columns and to begin a cluster. */
static bool
is_simple_wide(uint32_t codepoint)
{
	return (codepoint >= 0x4E00 && codepoint <= 0x9FFF) ||
	       (codepoint >= 0x3001 && codepoint <= 0x3029) ||
	       (codepoint >= 0xFF01 && codepoint <= 0xFF60);
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
		is_simple = is_simple_wide(codepoint);
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

/* Whether the unit at `offset` continues the syllable of the text before it. */
static bool
joins_syllable(const struct document *document, size_t offset, const struct unit *unit)
{
	enum { FIRST_LETTER = 0x0E01, LAST_LETTER = 0xAADF };
	bool may_join = unit->codepoint >= FIRST_LETTER && unit->codepoint <= LAST_LETTER &&
			unit->class == CLASS_AL;
	if (!may_join || offset == 0)
		return false;
	size_t before = offset - 1;
	while (before > 0 && ((unsigned char)document->text[before] & 0xC0) == 0x80)
		before--;
	uint32_t codepoint;
	utf8_decode(document->text + before, offset - before, &codepoint);
	return syllable_goes_on(codepoint, unit->piece.text, unit->piece.length);
}

static void
read_run(struct stream *stream, const struct run *run, struct unit *unit)
{
	size_t offset = run->offset + stream->byte, length;
	const char *text = flow_run_text(stream->context, run, &length);
	bool is_drawn = stream->context->options.words[run->word] != NULL;
	read_cluster(text + stream->byte, length - stream->byte, unit);
	stream->byte += unit->piece.length;
	bool is_wide = stream->context->options.typography.wide_ambiguous &&
		       unit->piece.columns == 1 && text_is_ambiguous(unit->codepoint);
	unit->piece.columns += is_wide;
	unit->kind = UNIT_TEXT;
	unit->piece.style = run->style;
	unit->piece.link = run->link;
	unit->piece.offset = is_drawn ? PIECE_DRAWN : (ptrdiff_t)offset;
	unit->no_wrap = run->no_wrap;
	unit->keeps_space = run->keeps_space;
	unit->goes_on = !is_drawn && joins_syllable(stream->context->document, offset, unit);
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

/* Moves from the end of a run to its link's number, or to the next run. */
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

/* Bytes of the hanzi from `at` on up to a 第, without the last one before a character of another kind. */
static size_t
hanzi_bytes(const unsigned char *at, size_t length)
{
	size_t end = 0;
	/* U+5000 to U+9FFF in UTF-8, which spares looking at the edges of the block. */
	while (end + HANZI_BYTES < length && at[end] >= 0xE5 && at[end] <= 0xE9 &&
			at[end + HANZI_BYTES] >= 0xE5 && at[end + HANZI_BYTES] <= 0xE9) {
		bool is_ordinal = at[end] == 0xE7 && at[end + 1] == 0xAC && at[end + 2] == 0xAC;
		if (is_ordinal)
			break;
		end += HANZI_BYTES;
	}
	return end;
}

/* The same of ASCII letters and digits. */
static size_t
word_bytes(const char *at, size_t length)
{
	size_t end = 0;
	while (end < length && (ascii_is_letter(at[end]) || ascii_is_digit(at[end])))
		end++;
	return end != 0 ? end - 1 : 0;
}

size_t
stream_alike(struct stream *stream, enum break_class class, size_t columns, struct unit *unit)
{
	bool is_hanzi = class == CLASS_ID;
	size_t bytes = is_hanzi ? HANZI_BYTES : 1, wide = is_hanzi ? 2 : 1;
	if (stream->number != NULL || stream->index >= stream->count)
		return 0;
	const struct run *run = &stream->runs[stream->index];
	if (run->kind != RUN_TEXT || run->word != WORD_NONE || run->no_wrap ||
			stream->byte >= run->length)
		return 0;
	size_t offset = run->offset + stream->byte, length = run->length - stream->byte;
	const char *text = stream->context->document->text + offset;
	if (length > (columns / wide + 1) * bytes)
		length = (columns / wide + 1) * bytes;
	length = is_hanzi ? hanzi_bytes((const unsigned char *)text, length)
			  : word_bytes(text, length);
	if (length == 0)
		return 0;
	memset(unit, 0, sizeof(*unit));
	utf8_decode(text + length - bytes, bytes, &unit->codepoint);
	unit->class = break_class_of(unit->codepoint);
	unit->piece = (struct piece){.text = text,
			.length = length,
			.columns = length / bytes * wide,
			.style = run->style,
			.link = run->link,
			.offset = (ptrdiff_t)offset};
	stream->byte += length;
	return length / bytes;
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
		size_t length;
		(void)flow_run_text(stream->context, run, &length);
		if (run->kind == RUN_TEXT && stream->byte < length) {
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
