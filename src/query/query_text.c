#include "query/query_text.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "base/utf8.h"
#include "conf/nearest.h"
#include "query/date_span.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* --- Marks: what is no part of a word --- */

enum mark {
	MARK_NONE,
	MARK_SPACE,
	MARK_QUOTE,
	MARK_CORNER,
	MARK_WHITE_CORNER,
	MARK_OPEN,
	MARK_CLOSE
};

/* An input method for Chinese writes the full-width ones. */
static const struct {
	uint32_t codepoint;
	enum mark mark;
} marks[] = {
		{' ', MARK_SPACE},
		{'\t', MARK_SPACE},
		{'\n', MARK_SPACE},
		{'\r', MARK_SPACE},
		{0xA0, MARK_SPACE},
		{0x3000, MARK_SPACE},
		{'"', MARK_QUOTE},
		{0x201C, MARK_QUOTE},
		{0x201D, MARK_QUOTE},
		{0xFF02, MARK_QUOTE},
		{0x300C, MARK_CORNER},
		{0x300E, MARK_WHITE_CORNER},
		{'(', MARK_OPEN},
		{0xFF08, MARK_OPEN},
		{')', MARK_CLOSE},
		{0xFF09, MARK_CLOSE},
};

struct parser {
	const char *text;
	size_t length, at;
	int64_t now;
	const struct zone *zone;
	bool is_typing;
	struct text_query *query;
	struct query_place *place;
	struct err *err;
	bool is_negated; /* the part being read */
};

/* What is open: the whole query or a parenthesis. */
struct frame {
	size_t start;	       /* where it was opened */
	unsigned alternatives; /* ended by OR so far */
	unsigned operands;     /* of the present alternative */
	bool is_negated;       /* what comes next */
	size_t negated_at;
};

static uint32_t
peek(const struct parser *parser, size_t at, size_t *step)
{
	uint32_t codepoint = 0;
	*step = 0;
	if (at < parser->length)
		*step = utf8_decode(parser->text + at, parser->length - at, &codepoint);
	return codepoint;
}

static enum mark
mark_at(const struct parser *parser, size_t at, size_t *step)
{
	uint32_t codepoint = peek(parser, at, step);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (marks[i].codepoint == codepoint && *step > 0)
			return marks[i].mark;
	}
	return MARK_NONE;
}

/* Whether the character at `at` is this one, in ASCII or full-width. */
static bool
is_either(const struct parser *parser, size_t at, char ascii, size_t *step)
{
	uint32_t codepoint = peek(parser, at, step);
	return *step > 0 &&
	       (codepoint == (uint32_t)ascii || codepoint == (uint32_t)ascii - '!' + 0xFF01);
}

static bool fail(struct parser *parser, size_t offset, size_t length, const char *format, ...)
		__attribute__((format(printf, 4, 5)));

static bool
fail(struct parser *parser, size_t offset, size_t length, const char *format, ...)
{
	char reason[ERR_REASON_SIZE];
	va_list arguments;
	va_start(arguments, format);
	(void)vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	if (parser->place != NULL)
		*parser->place = (struct query_place){offset, length};
	return err_set(parser->err, "%s", reason);
}

static bool
add(struct parser *parser, const struct text_query_node *node, size_t offset)
{
	if (text_query_add(parser->query, node))
		return true;
	return fail(parser, offset, 0, "the query has more than %d parts", TEXT_QUERY_NODES);
}

/* --- Terms --- */

/* A part of the query's text: a word, or what stands between quotes. */
struct part {
	size_t start, end; /* without the quotes */
	size_t next;	   /* after it */
	bool is_quoted;
};

static size_t
end_of_word(const struct parser *parser, size_t at)
{
	size_t step;
	while (at < parser->length && mark_at(parser, at, &step) == MARK_NONE)
		at += step;
	return at;
}

static bool
closes(const struct parser *parser, size_t at, enum mark opened, size_t *step)
{
	if (opened == MARK_QUOTE)
		return mark_at(parser, at, step) == MARK_QUOTE;
	return peek(parser, at, step) == (opened == MARK_CORNER ? 0x300D : 0x300F);
}

/* Reads the word or phrase at the parser's place. False when a quote is never closed. */
static bool
read_part(struct parser *parser, struct part *part)
{
	size_t step;
	enum mark mark = mark_at(parser, parser->at, &step);
	if (mark != MARK_QUOTE && mark != MARK_CORNER && mark != MARK_WHITE_CORNER) {
		size_t end = end_of_word(parser, parser->at);
		*part = (struct part){parser->at, end, end, false};
		return true;
	}
	size_t opened = parser->at;
	size_t at = opened + step;
	*part = (struct part){.start = at, .is_quoted = true};
	while (at < parser->length && !closes(parser, at, mark, &step))
		at += step;
	part->end = at;
	part->next = at < parser->length ? at + step : at;
	if (at >= parser->length && !parser->is_typing)
		return fail(parser, opened, step, "this quotation mark is never closed");
	return true;
}

/* Takes a `*` off the end of a word that can go on. */
static bool
take_star(struct buf *folded)
{
	if (folded->length < 2 || folded->data[folded->length - 1] != '*')
		return false;
	uint32_t codepoint;
	size_t last = text_last_cluster(folded->data, folded->length - 1);
	(void)utf8_decode(folded->data + folded->length - 1 - last, last, &codepoint);
	if (text_class_of(codepoint) < TEXT_DIGIT)
		return false;
	buf_truncate(folded, folded->length - 1);
	return true;
}

/* --- Fields --- */

struct field {
	const char *name;
	enum text_query_kind kind;
	const char *wants;
};

static const struct field fields[] = {
		{"title", QUERY_TITLE, "a word of the title"},
		{"tag", QUERY_TAG, "a tag's name"},
		{"cat", QUERY_CATEGORY, "a category's name"},
		{"category", QUERY_CATEGORY, "a category's name"},
		{"since", QUERY_SINCE, "a date"},
		{"until", QUERY_UNTIL, "a date"},
		{"is", QUERY_IS, "unread, read, starred, new or undated"},
};

/* The words after `is:`: a state, or the lack of one. */
static const char *const state_names[] = {"unread", "read", "starred", "new", "undated"};
static const struct text_query_node states[] = {
		{.state = IS_READ, .is_not = true},
		{.state = IS_READ},
		{.state = IS_STARRED},
		{.state = IS_SEEN, .is_not = true},
		{.state = IS_UNDATED},
};
enum { STATE_NAMES = sizeof(states) / sizeof(states[0]) };

static bool
set_state(const char *name, struct text_query_node *node, struct err *err)
{
	struct nearest_hint hint;
	int chosen = nearest_choose(state_names, STATE_NAMES, name, &hint);
	if (chosen < 0)
		return err_set(err, "no post is '%s'%s", name, hint.text);
	node->state = states[chosen].state;
	node->is_not = states[chosen].is_not;
	return true;
}

/* Sets what a node asks for, of a part that is folded. False with err when it says nothing. */
static bool
set_value(struct parser *parser, const struct part *part, struct buf *folded,
		struct text_query_node *node, struct err *err)
{
	struct date_span span;
	bool is_last = parser->is_typing && part->end == parser->length && !parser->is_negated;
	switch (node->kind) {
	case QUERY_SINCE:
	case QUERY_UNTIL:
		if (!date_span_read(folded->data, parser->now, parser->zone, &span, err))
			return false;
		node->time = node->kind == QUERY_SINCE ? span.start : span.end;
		return true;
	case QUERY_IS:
		return set_state(folded->data, node, err);
	default:
		node->term.is_prefix = (!part->is_quoted && take_star(folded)) || is_last;
		node->term.text = folded->data;
		node->term.length = folded->length;
		return folded->length > 0 || err_set(err, "there is nothing to look for");
	}
}

/* Adds the leaf that a part asks for. One that says nothing is left out while it is typed. */
static bool
add_leaf(struct parser *parser, enum text_query_kind kind, const struct part *part, bool *is_added)
{
	struct text_query_node node = {.kind = kind};
	struct err err;
	struct buf folded = buf_empty();
	words_fold(&folded, parser->text + part->start, part->end - part->start);
	words_trim(&folded);
	*is_added = set_value(parser, part, &folded, &node, &err);
	bool is_good = true;
	if (*is_added)
		is_good = add(parser, &node, part->start);
	else if (!parser->is_typing || part->next < parser->length)
		is_good = fail(parser, part->start, part->end - part->start, "%s", err.reason);
	buf_free(&folded);
	return is_good;
}

static bool
fail_field(struct parser *parser, size_t start, size_t end, const char *name)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		nearest_offer(&nearest, fields[i].name);
	return fail(parser, start, end - start,
			"there is no field '%s'%s (in quotes, it is looked for as text)", name,
			nearest_hint(&nearest).text);
}

/*
 * Whether a field's name and a colon stand here: letters of ASCII, perhaps
 * full-width. A name that is no field's is an error, but for the colon of an
 * address.
 */
static bool
read_field(struct parser *parser, const struct field **field)
{
	size_t step;
	size_t end = parser->at;
	*field = NULL;
	while (end < parser->length && mark_at(parser, end, &step) == MARK_NONE &&
			!is_either(parser, end, ':', &step))
		end += step;
	if (!is_either(parser, end, ':', &step) || end == parser->at)
		return true;
	struct buf name = buf_empty();
	text_fold(&name, parser->text + parser->at, end - parser->at);
	bool is_name = strspn(name.data, "abcdefghijklmnopqrstuvwxyz") == name.length &&
		       strncmp(parser->text + end, "://", 3) != 0;
	for (size_t i = 0; is_name && i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (strcmp(fields[i].name, name.data) == 0)
			*field = &fields[i];
	}
	bool is_good = !is_name || *field != NULL;
	if (!is_good)
		fail_field(parser, parser->at, end, name.data);
	else if (*field != NULL)
		parser->at = end + step;
	buf_free(&name);
	return is_good;
}

/* --- Structure --- */

/* Ends an operand: what was said of it before it holds now. */
static bool
take_operand(struct parser *parser, struct frame *frame)
{
	if (frame->is_negated &&
			!add(parser, &(struct text_query_node){.kind = QUERY_NOT, .operands = 1},
					frame->negated_at))
		return false;
	frame->is_negated = false;
	frame->operands++;
	return true;
}

static bool
add_join(struct parser *parser, enum text_query_kind kind, unsigned operands)
{
	if (operands < 2)
		return true;
	return add(parser, &(struct text_query_node){.kind = kind, .operands = operands},
			parser->at);
}

/* Ends an alternative, at OR or at the end of all of them. */
static bool
end_alternative(struct parser *parser, struct frame *frame, size_t offset, size_t length,
		const char *what)
{
	if (frame->is_negated && !parser->is_typing)
		return fail(parser, frame->negated_at, 1, "there is nothing after '-'");
	if (frame->operands == 0 && !parser->is_typing)
		return fail(parser, offset, length, "%s", what);
	if (!add_join(parser, QUERY_AND, frame->operands))
		return false;
	frame->alternatives += frame->operands > 0;
	frame->operands = 0;
	frame->is_negated = false;
	return true;
}

static bool
is_or(const struct parser *parser, size_t *end)
{
	size_t first, second;
	*end = end_of_word(parser, parser->at);
	return is_either(parser, parser->at, 'O', &first) &&
	       is_either(parser, parser->at + first, 'R', &second) &&
	       *end == parser->at + first + second;
}

/* A word or phrase, perhaps after a field's name. */
static bool
read_leaf(struct parser *parser, struct frame *frame)
{
	const struct field *field;
	struct part part;
	bool is_added = false;
	parser->is_negated = frame->is_negated;
	if (!read_field(parser, &field) || !read_part(parser, &part))
		return false;
	size_t start = parser->at;
	parser->at = part.next;
	bool is_bare = field != NULL && part.end == part.start;
	if (is_bare && !parser->is_typing)
		return fail(parser, start, 0, "%s: wants %s after it", field->name, field->wants);
	if (!is_bare && !add_leaf(parser, field != NULL ? field->kind : QUERY_TEXT, &part,
					&is_added))
		return false;
	if (!is_added)
		frame->is_negated = false;
	return !is_added || take_operand(parser, frame);
}

/* Closes the innermost frame; what it holds is an operand of the one around it. */
static bool
close_frame(struct parser *parser, struct frame *frames, size_t *depth)
{
	struct frame *frame = &frames[*depth];
	const char *what = frame->alternatives > 0 ? "OR wants something after it"
			   : *depth > 0		   ? "there is nothing between the parentheses"
						   : "the query is empty";
	size_t offset = *depth > 0 && frame->alternatives == 0 ? frame->start : parser->at;
	if (!end_alternative(parser, frame, offset, 0, what) ||
			!add_join(parser, QUERY_OR, frame->alternatives))
		return false;
	if (*depth == 0)
		return true;
	bool is_empty = frame->alternatives == 0;
	(*depth)--;
	if (is_empty)
		frames[*depth].is_negated = false;
	return is_empty || take_operand(parser, &frames[*depth]);
}

static bool
open_frame(struct parser *parser, struct frame *frames, size_t *depth, size_t step)
{
	if (*depth + 1 == TEXT_QUERY_DEPTH)
		return fail(parser, parser->at, step, "parentheses are more than %d deep",
				TEXT_QUERY_DEPTH - 1);
	frames[++*depth] = (struct frame){.start = parser->at};
	parser->at += step;
	return true;
}

static bool
read_next(struct parser *parser, struct frame *frames, size_t *depth)
{
	size_t step;
	size_t end;
	struct frame *frame = &frames[*depth];
	enum mark mark = mark_at(parser, parser->at, &step);
	if (mark == MARK_SPACE) {
		parser->at += step;
		return true;
	}
	if (mark == MARK_OPEN)
		return open_frame(parser, frames, depth, step);
	if (mark == MARK_CLOSE) {
		if (*depth == 0)
			return fail(parser, parser->at, step, "no parenthesis is open here");
		bool is_good = close_frame(parser, frames, depth);
		parser->at += step;
		return is_good;
	}
	if (is_either(parser, parser->at, '-', &step)) {
		frame->is_negated = !frame->is_negated;
		frame->negated_at = parser->at;
		parser->at += step;
		return true;
	}
	if (mark == MARK_NONE && is_or(parser, &end)) {
		bool is_good = end_alternative(parser, frame, parser->at, end - parser->at,
				"OR wants something before it");
		parser->at = end;
		return is_good;
	}
	return read_leaf(parser, frame);
}

static bool
parse(struct parser *parser)
{
	struct frame frames[TEXT_QUERY_DEPTH] = {{0}};
	size_t depth = 0;
	if (parser->length > QUERY_TEXT_BYTES)
		return fail(parser, 0, 0, "the query is longer than %d bytes", QUERY_TEXT_BYTES);
	size_t valid = utf8_valid_prefix(parser->text, parser->length);
	if (valid < parser->length)
		return fail(parser, valid, 1, "this is no UTF-8");
	while (parser->at < parser->length) {
		if (!read_next(parser, frames, &depth))
			return false;
	}
	while (depth > 0) {
		if (!parser->is_typing)
			return fail(parser, frames[depth].start, 1,
					"this parenthesis is never closed");
		if (!close_frame(parser, frames, &depth))
			return false;
	}
	return close_frame(parser, frames, &depth);
}

struct text_query *
query_text_parse(const char *text, int64_t now, const struct zone *zone, bool is_typing,
		struct query_place *place, struct err *err)
{
	struct parser parser = {
			.text = text,
			.length = strlen(text),
			.now = now,
			.zone = zone,
			.is_typing = is_typing,
			.query = text_query_new(),
			.place = place,
			.err = err,
	};
	if (parse(&parser))
		return parser.query;
	text_query_free(parser.query);
	return NULL;
}

/* --- Showing where --- */

enum { INDENT = 2, BEFORE_PLACE = 2 }; /* columns; the part of a line before the place: one half */

/* Controls and line ends become spaces, so that columns are what they are counted to be. */
static void
add_shown(struct buf *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		buf_add_char(out, byte < ' ' || byte == 0x7F ? ' ' : text[i]);
	}
}

void
query_text_point(const char *text, const struct query_place *place, size_t columns, struct buf *out)
{
	size_t length = strlen(text);
	size_t valid = utf8_valid_prefix(text, length);
	size_t offset = place->offset < valid ? place->offset : valid;
	size_t room = columns > 2 * INDENT ? columns - INDENT : INDENT;
	struct buf shown = buf_empty();
	add_shown(&shown, text, valid);
	bool is_long = text_columns(shown.data, shown.length) > room;
	size_t start = is_long ? text_start_before(shown.data, offset, room / BEFORE_PLACE) : 0;
	size_t bytes = text_fit(shown.data + start, shown.length - start, room, NULL);
	buf_add_repeated(out, ' ', INDENT);
	buf_add(out, shown.data + start, bytes);
	buf_add_char(out, '\n');
	buf_add_repeated(out, ' ', INDENT + text_columns(shown.data + start, offset - start));
	buf_add_text(out, "^\n");
	buf_free(&shown);
}
