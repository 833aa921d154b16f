#include "query/query_text.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/text.h"
#include "base/utf8.h"
#include "conf/nearest.h"
#include "query/date_span.h"

#include <string.h>

/* --- Marks: what is no part of a word --- */

enum mark { MARK_NONE, MARK_SPACE, MARK_QUOTE, MARK_OPEN, MARK_CLOSE };

/* An input method for Chinese writes the full-width ones. */
static const struct {
	uint32_t codepoint;
	enum mark mark;
	uint32_t closing; /* that ends the quotation; 0: any quote that has none */
} marks[] = {
		{' ', MARK_SPACE, 0},
		{'\t', MARK_SPACE, 0},
		{'\n', MARK_SPACE, 0},
		{'\r', MARK_SPACE, 0},
		{0xA0, MARK_SPACE, 0},
		{0x3000, MARK_SPACE, 0},
		{'"', MARK_QUOTE, 0},
		{0x201C, MARK_QUOTE, 0},
		{0x201D, MARK_QUOTE, 0},
		{0xFF02, MARK_QUOTE, 0},
		{0x300C, MARK_QUOTE, 0x300D},
		{0x300E, MARK_QUOTE, 0x300F},
		{'(', MARK_OPEN, 0},
		{0xFF08, MARK_OPEN, 0},
		{')', MARK_CLOSE, 0},
		{0xFF09, MARK_CLOSE, 0},
};

/* What is open: the whole query or a parenthesis. */
struct frame {
	size_t start;	       /* where it was opened */
	unsigned alternatives; /* ended by OR so far */
	unsigned operands;     /* of the present alternative */
	bool is_negated;       /* what comes next */
	size_t negated_at;
};

struct parser {
	const char *text;
	size_t length, at;
	int64_t now;
	const struct zone *zone;
	bool is_typing;
	uint32_t unclosed; /* what would close the quote that the text ends in; 0: it ends in none */
	bool is_open; /* its last word is taken for the beginning of others, and may get a `*` */
	struct text_query *query;
	struct query_place *place;
	struct err *err;
	struct frame frames[TEXT_QUERY_DEPTH];
	struct frame *frame; /* the innermost */
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

/* The mark at `at`, of *step bytes; *closing is what ends a quotation. */
static enum mark
mark_at(const struct parser *parser, size_t at, size_t *step, uint32_t *closing)
{
	uint32_t codepoint = peek(parser, at, step);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (marks[i].codepoint != codepoint || *step == 0)
			continue;
		if (closing != NULL)
			*closing = marks[i].closing;
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

/* Notes where the query is wrong; returns true, as `point(…) && err_set(…)` fails with a reason. */
static bool
point(const struct parser *parser, size_t offset, size_t length)
{
	if (parser->place != NULL)
		*parser->place = (struct query_place){offset, length};
	return true;
}

static bool
add(struct parser *parser, const struct text_query_node *node, size_t offset)
{
	return text_query_add(parser->query, node) ||
	       (point(parser, offset, 0) &&
			       err_set(parser->err, _("the query has more than %d parts"),
					       TEXT_QUERY_NODES));
}

/* --- Terms --- */

/* A part of the query's text: a word, or what stands between quotes. */
struct part {
	size_t start, end; /* without the quotes */
	size_t next;	   /* after it */
	bool is_quoted;
	bool has_star; /* behind the closing quote */
};

static size_t
end_of_word(const struct parser *parser, size_t at)
{
	size_t step;
	while (at < parser->length && mark_at(parser, at, &step, NULL) == MARK_NONE)
		at += step;
	return at;
}

static bool
closes(const struct parser *parser, size_t at, uint32_t closing, size_t *step)
{
	uint32_t other;
	if (closing != 0)
		return peek(parser, at, step) == closing;
	return mark_at(parser, at, step, &other) == MARK_QUOTE && other == 0;
}

/* Reads the word or phrase at the parser's place. False when a quote is never closed. */
static bool
read_part(struct parser *parser, struct part *part)
{
	size_t step;
	uint32_t closing;
	if (mark_at(parser, parser->at, &step, &closing) != MARK_QUOTE) {
		size_t end = end_of_word(parser, parser->at);
		*part = (struct part){parser->at, end, end, false, false};
		return true;
	}
	size_t opened = parser->at;
	size_t at = opened + step;
	*part = (struct part){.start = at, .is_quoted = true};
	while (at < parser->length && !closes(parser, at, closing, &step))
		at += step;
	part->end = at;
	part->next = at < parser->length ? at + step : at;
	part->has_star = part->next < parser->length && parser->text[part->next] == '*';
	part->next += part->has_star;
	if (at == parser->length)
		parser->unclosed = closing != 0 ? closing : '"';
	return at < parser->length || parser->is_typing ||
	       (point(parser, opened, step) &&
			       err_set(parser->err, _("this quotation mark is never closed")));
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

/* Whether a word finds more as the beginning of others: words of Chinese text have no end. */
static bool
can_go_on(enum text_query_kind kind, const struct buf *folded)
{
	uint32_t codepoint;
	if (folded->length == 0)
		return false;
	size_t last = text_last_cluster(folded->data, folded->length);
	(void)utf8_decode(folded->data + folded->length - last, last, &codepoint);
	enum text_class class = text_class_of(codepoint);
	bool is_name = kind == QUERY_TAG || kind == QUERY_CATEGORY;
	return class == TEXT_LETTER || class == TEXT_DIGIT || (is_name && class == TEXT_IDEOGRAPH);
}

/* --- Fields --- */

struct field {
	const char *name;
	enum text_query_kind kind;
	const char *wants;
};

static const struct field fields[] = {
		{"title", QUERY_TITLE, N_("title: wants a word of the title after it")},
		{"tag", QUERY_TAG, N_("tag: wants the name of a tag after it")},
		{"cat", QUERY_CATEGORY, N_("cat: wants the name of a category after it")},
		{"category", QUERY_CATEGORY, N_("category: wants the name of a category after it")},
		{"since", QUERY_SINCE, N_("since: wants a date after it")},
		{"until", QUERY_UNTIL, N_("until: wants a date after it")},
		{"is", QUERY_IS, N_("is: wants unread, read, starred, new or undated after it")},
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
		return err_set(err, _("no post is '%s'%s"), name, hint.text);
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
	bool is_last = parser->is_typing && part->end == parser->length &&
		       !parser->frame->is_negated;
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
		node->term.is_prefix = part->is_quoted ? part->has_star : take_star(folded);
		parser->is_open = is_last && !node->term.is_prefix && can_go_on(node->kind, folded);
		node->term.is_prefix |= is_last;
		node->term.text = folded->data;
		node->term.length = folded->length;
		return folded->length > 0 || err_set(err, _("there is nothing to look for"));
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
		is_good = point(parser, part->start, part->end - part->start) &&
			  err_set(parser->err, "%s", err.reason);
	buf_free(&folded);
	return is_good;
}

/* There is no field of the name that stands from `start` to `end`. */
static bool
fail_field(const struct parser *parser, size_t start, size_t end, const char *name)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		nearest_offer(&nearest, fields[i].name);
	return point(parser, start, end - start) &&
	       err_set(parser->err,
			       _("there is no field '%s'%s (in quotes, it is looked for as text)"),
			       name, nearest_hint(&nearest).text);
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
	while (end < parser->length && mark_at(parser, end, &step, NULL) == MARK_NONE &&
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
take_operand(struct parser *parser)
{
	struct frame *frame = parser->frame;
	const struct text_query_node not = {.kind = QUERY_NOT, .operands = 1};
	if (frame->is_negated && !add(parser, &not, frame->negated_at))
		return false;
	frame->is_negated = false;
	frame->operands++;
	return true;
}

static bool
add_join(struct parser *parser, enum text_query_kind kind, unsigned operands)
{
	return operands < 2 ||
	       add(parser, &(struct text_query_node){.kind = kind, .operands = operands},
			       parser->at);
}

/* Ends an alternative, at OR or at the end of all of them; `missing` says what an empty one lacks. */
static bool
end_alternative(struct parser *parser, size_t offset, size_t length, const char *missing)
{
	struct frame *frame = parser->frame;
	if (frame->is_negated && !parser->is_typing)
		return point(parser, frame->negated_at, 1) &&
		       err_set(parser->err, _("there is nothing after '-'"));
	if (frame->operands == 0 && !parser->is_typing)
		return point(parser, offset, length) && err_set(parser->err, "%s", missing);
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
read_leaf(struct parser *parser)
{
	const struct field *field;
	struct part part;
	bool is_added = false;
	if (!read_field(parser, &field) || !read_part(parser, &part))
		return false;
	size_t start = parser->at;
	parser->at = part.next;
	bool is_bare = field != NULL && part.end == part.start;
	if (is_bare && !parser->is_typing)
		return point(parser, start, 0) && err_set(parser->err, "%s", _(field->wants));
	if (!is_bare && !add_leaf(parser, field != NULL ? field->kind : QUERY_TEXT, &part,
					&is_added))
		return false;
	if (is_added)
		return take_operand(parser);
	parser->frame->is_negated = false;
	return true;
}

/* Closes the innermost frame; what it holds is an operand of the one around it. */
static bool
close_frame(struct parser *parser)
{
	const struct frame *frame = parser->frame;
	bool is_whole = frame == parser->frames;
	const char *missing = frame->alternatives > 0 ? _("OR wants something after it")
			      : is_whole	      ? _("the query is empty")
					 : _("there is nothing between the parentheses");
	size_t offset = !is_whole && frame->alternatives == 0 ? frame->start : parser->at;
	if (!end_alternative(parser, offset, 0, missing) ||
			!add_join(parser, QUERY_OR, frame->alternatives))
		return false;
	if (is_whole)
		return true;
	parser->frame--;
	if (frame->alternatives > 0)
		return take_operand(parser);
	parser->frame->is_negated = false;
	return true;
}

static bool
open_frame(struct parser *parser, size_t step)
{
	if (parser->frame == &parser->frames[TEXT_QUERY_DEPTH - 1])
		return point(parser, parser->at, step) &&
		       err_set(parser->err, _("parentheses are more than %d deep"),
				       TEXT_QUERY_DEPTH - 1);
	*++parser->frame = (struct frame){.start = parser->at};
	return true;
}

/* Reads a mark, an operator or a leaf at the parser's place. */
static bool
read_next(struct parser *parser)
{
	size_t step, end, at = parser->at;
	enum mark mark = mark_at(parser, at, &step, NULL);
	bool is_good = true;
	if (mark == MARK_OPEN) {
		is_good = open_frame(parser, step);
	} else if (mark == MARK_CLOSE) {
		is_good = parser->frame != parser->frames
					  ? close_frame(parser)
					  : point(parser, at, step) &&
							    err_set(parser->err, _("no parenthesis "
										   "is open here"));
	} else if (is_either(parser, at, '-', &step)) {
		parser->frame->is_negated = !parser->frame->is_negated;
		parser->frame->negated_at = at;
	} else if (mark == MARK_NONE && is_or(parser, &end)) {
		step = end - at;
		is_good = end_alternative(parser, at, step, _("OR wants something before it"));
	} else if (mark != MARK_SPACE) {
		return read_leaf(parser);
	}
	parser->at += step;
	return is_good;
}

/* Reads the text to its end, where frames may be open. */
static bool
read_all(struct parser *parser)
{
	if (parser->length > QUERY_TEXT_BYTES)
		return point(parser, 0, 0) &&
		       err_set(parser->err, _("the query is longer than %d bytes"),
				       QUERY_TEXT_BYTES);
	size_t valid = utf8_valid_prefix(parser->text, parser->length);
	if (valid < parser->length)
		return point(parser, valid, 1) && err_set(parser->err, _("this is no UTF-8"));
	while (parser->at < parser->length) {
		if (!read_next(parser))
			return false;
	}
	return true;
}

static bool
parse(struct parser *parser)
{
	if (!read_all(parser))
		return false;
	while (parser->frame != parser->frames) {
		if (!parser->is_typing)
			return point(parser, parser->frame->start, 1) &&
			       err_set(parser->err, _("this parenthesis is never closed"));
		if (!close_frame(parser))
			return false;
	}
	return close_frame(parser);
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
	parser.frame = parser.frames;
	if (parse(&parser))
		return parser.query;
	text_query_free(parser.query);
	return NULL;
}

void
query_text_finish(const char *text, struct buf *out)
{
	struct err err;
	struct parser parser = {
			.text = text,
			.length = strlen(text),
			.is_typing = true,
			.query = text_query_new(),
			.err = &err,
	};
	parser.frame = parser.frames;
	buf_add(out, text, parser.length);
	if (read_all(&parser)) {
		if (parser.unclosed != 0)
			buf_add_codepoint(out, parser.unclosed);
		if (parser.is_open)
			buf_add_char(out, '*');
		buf_add_repeated(out, ')', (size_t)(parser.frame - parser.frames));
	}
	text_query_free(parser.query);
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
