/* Links, images and footnotes' marks (kramdown, "Links and Images", "Footnotes"). */

#include "markdown/span_private.h"

#include "base/arena.h"

#include <stdlib.h>

enum { MAX_PARENTHESES = 32 }; /* within each other in an address */

/* --- What is known of brackets --- */

static void
record(struct span_parser *parser, unsigned state, size_t at, size_t close)
{
	struct bracket_list *list = &parser->brackets[state];
	list->items = arena_grow(parser->arena, list->items, list->count, &list->capacity,
			sizeof(*list->items));
	list->items[list->count++] = (struct bracket){at, close};
}

static int
compare_brackets(const void *a, const void *b)
{
	const struct bracket *first = a, *second = b;
	return (first->at > second->at) - (first->at < second->at);
}

/* What was recorded while a link was read is put into order, for the brackets in it are tried next. */
static void
sort_records(struct span_parser *parser, unsigned state, size_t from)
{
	struct bracket_list *list = &parser->brackets[state];
	if (list->count > from + 1)
		qsort(list->items + from, list->count - from, sizeof(*list->items),
				compare_brackets);
}

static const struct bracket *
find_record(const struct span_parser *parser, unsigned state, size_t at)
{
	const struct bracket_list *list = &parser->brackets[state];
	struct bracket key = {.at = at};
	return list->count == 0 ? NULL
				: bsearch(&key, list->items, list->count, sizeof(key),
						  compare_brackets);
}

/* --- Where it leads --- */

static const char escaped_in_text[] = "\\.*_+`<>()[]{}#!:|\"'$=-";

struct slice
span_image_text(struct arena *arena, const struct span *image)
{
	return slice_unescape(arena, image->text, escaped_in_text);
}

/* The definition of this name. */
static bool
find_reference(struct span_parser *parser, struct slice label, struct target *target)
{
	if (parser->definitions->links.count == 0 || label.length > MARKDOWN_MAX_LABEL)
		return false;
	buf_clear(&parser->label);
	definition_name(&parser->label, label);
	const struct definition *link = definition_find(&parser->definitions->links,
			slice_of(parser->label.data, parser->label.length));
	if (link == NULL)
		return false;
	*target = (struct target){link->value, link->title, link};
	return true;
}

/* A title in quotes and the closing parenthesis behind it; the end, or 0. */
static size_t
read_title(struct span_parser *parser, size_t at, struct slice *title)
{
	at = source_skip_white(&parser->source, at);
	char quote = span_byte(parser, at);
	if (quote != '"' && quote != '\'')
		return 0;
	size_t end = source_find(&parser->source,
			quote == '"' ? MARK_TITLE_QUOTE : MARK_TITLE_APOSTROPHE, at + 2);
	if (end >= parser->end)
		return 0;
	*title = slice_between(parser->source.text, at + 1, end);
	do
		end++;
	while (span_byte(parser, end) != ')');
	return end + 1;
}

/* The address up to its parenthesis or a title; behind it, or 0. */
static size_t
read_address(struct span_parser *parser, size_t at, struct target *target)
{
	const char *text = parser->source.text;
	size_t depth = 1;
	for (size_t end = at; end < parser->end; end++) {
		char next = span_byte(parser, end + 1);
		bool is_title = ascii_is_space(text[end]) && (next == '"' || next == '\'');
		depth += text[end] == '(';
		depth -= text[end] == ')';
		if (depth > MAX_PARENTHESES)
			return 0;
		if (depth > 0 && !is_title)
			continue;
		struct slice address = slice_trim(slice_between(text, at, end));
		target->address = slice_unescape(parser->arena, address, "()");
		return depth == 0 ? end + 1 : read_title(parser, end, &target->title);
	}
	return 0;
}

/* What stands in parentheses at `at`; the end, or 0. */
static size_t
read_inline(struct span_parser *parser, size_t at, struct target *target)
{
	if (span_byte(parser, at + 1) != '<')
		return read_address(parser, at + 1, target);
	size_t close = source_find(&parser->source, MARK_ANGLE, at + 2);
	size_t feed = source_find(&parser->source, MARK_FEED, at + 2);
	if (close >= parser->end || close > feed)
		return read_address(parser, at + 1, target);
	target->address = slice_between(parser->source.text, at + 2, close);
	if (span_byte(parser, close + 1) == ')')
		return close + 2;
	return read_title(parser, close + 1, &target->title);
}

/* What follows a text in brackets, `content` to `close`; where reading goes on, or 0 when it is no link. */
static size_t
find_target(struct span_parser *parser, size_t content, size_t close, struct target *target)
{
	*target = (struct target){.title = {NULL, 0}};
	size_t next = close + 1, at = source_skip_white(&parser->source, next);
	struct slice label = slice_between(parser->source.text, content, close);
	if (span_byte(parser, at) == '[') {
		size_t end = source_find(&parser->source, MARK_BRACKET, at + 1);
		if (end < parser->end) {
			if (end > at + 1)
				label = slice_between(parser->source.text, at + 1, end);
			return find_reference(parser, label, target) ? end + 1 : 0;
		}
	}
	if (span_byte(parser, next) == '(')
		return read_inline(parser, next, target);
	/* A longer text cannot name anything; it is not copied. */
	if (label.length <= 2 * MARKDOWN_MAX_LABEL)
		label = slice_unescape(parser->arena, label, escaped_in_text);
	return find_reference(parser, label, target) ? next : 0;
}

/* --- Footnotes --- */

static bool
read_note(struct span_parser *parser)
{
	struct source *source = &parser->source;
	size_t at = source->at;
	if (span_byte(parser, at + 1) != '^')
		return false;
	size_t length = attributes_name(source, at + 2);
	size_t end = at + 2 + length;
	if (length == 0 || span_byte(parser, end) != ']')
		return false;
	struct slice name = slice_between(source->text, at + 2, end);
	struct definition *note = definition_find(&parser->definitions->footnotes, name);
	if (note == NULL)
		span_pass(parser, end + 1);
	else
		span_add(parser, SPAN_NOTE, name, end + 1)->note = note;
	return true;
}

/* --- Brackets --- */

static bool
is_link(const struct open *open)
{
	return open->kind == OPEN_LINK || open->kind == OPEN_IMAGE;
}

static void
push_bracket(struct span_parser *parser, size_t at)
{
	parser->pending = arena_grow(parser->arena, parser->pending, parser->pending_count,
			&parser->pending_capacity, sizeof(*parser->pending));
	parser->pending[parser->pending_count++] = at;
}

static void
open_link(struct span_parser *parser, bool is_image, size_t content)
{
	struct open *open =
			span_open(parser, is_image ? OPEN_IMAGE : OPEN_LINK, ELEMENT_LINK, content);
	parser->state |= is_image ? STATE_IMAGE : STATE_LINK;
	open->pending = parser->pending_count;
	open->recorded = parser->brackets[parser->state].count;
}

void
span_bracket(struct span_parser *parser)
{
	size_t at = parser->source.at;
	bool is_image = parser->source.text[at] == '!';
	size_t bracket = at + is_image, content = bracket + 1;
	if (span_byte(parser, bracket) != '[' || (is_image && span_byte(parser, content) == '^')) {
		parser->source.at++;
		return;
	}
	if (is_link(span_top(parser)))
		push_bracket(parser, bracket);
	if (!is_image && read_note(parser))
		return;
	unsigned state = parser->state | (is_image ? STATE_IMAGE : STATE_LINK);
	bool is_within = !is_image && (parser->state & (STATE_LINK | STATE_IMAGE)) != 0;
	const struct bracket *known = find_record(parser, state, bracket);
	struct target target;
	bool is_text = is_within || parser->link_failures > SPAN_MAX_FAILURES ||
		       content >= parser->end || span_byte(parser, content) == '^' ||
		       (known != NULL && (known->close == SOURCE_NOWHERE ||
							 find_target(parser, content, known->close,
									 &target) == 0));
	if (is_text)
		span_pass(parser, content);
	else
		open_link(parser, is_image, content);
}

/* The innermost element, a link or an image whose text ends at source.at, leads to `target`. */
static void
finish_link(struct span_parser *parser, const struct target *found, size_t next)
{
	struct open *open = span_top(parser);
	size_t number = open->span;
	bool is_image = open->kind == OPEN_IMAGE;
	struct target *target = arena_alloc(parser->arena, sizeof(*target));
	*target = *found;
	struct slice alternative =
			slice_between(parser->source.text, open->content, parser->source.at);
	span_close(parser, next);
	struct span *span = &parser->spans.items[number];
	span->target = target;
	if (!is_image)
		return;
	parser->spans.count = number + 1;
	span->kind = SPAN_IMAGE;
	span->text = alternative;
	/* Its bracket is none of the link's around it. */
	if (is_link(span_top(parser)) && parser->pending_count > span_top(parser)->pending)
		parser->pending_count--;
}

/* The innermost element is an image that leads nowhere, in another: what was read in it stays, its mark is text. */
static void
keep_content(struct span_parser *parser)
{
	const struct open *open = span_top(parser);
	size_t child = open->child;
	parser->spans.items[open->span].kind = SPAN_TEXT;
	parser->open_count--;
	span_top(parser)->child = child;
}

void
span_close_bracket(struct span_parser *parser)
{
	struct open *open = span_top(parser);
	size_t at = parser->source.at;
	if (!is_link(open)) {
		parser->source.at++;
		return;
	}
	if (parser->pending_count > open->pending) {
		record(parser, parser->state, parser->pending[--parser->pending_count], at);
		parser->source.at++;
		return;
	}
	struct target target;
	size_t next = find_target(parser, open->content, at, &target);
	record(parser, parser->state, open->content - 1, at);
	if (next != 0) {
		finish_link(parser, &target, next);
	} else if (open->state == parser->state) {
		keep_content(parser);
	} else {
		sort_records(parser, parser->state, open->recorded);
		span_revert(parser);
	}
}

/*
 * A link is open where the text ends. So is every link right around it: of the
 * brackets behind its own, none was left over.
 */
void
span_fail_link(struct span_parser *parser)
{
	size_t from[STATE_COUNT]; /* records to be put into order, once for all of the links */
	for (size_t i = 0; i < STATE_COUNT; i++)
		from[i] = parser->brackets[i].count;
	parser->link_failures += parser->has_endless;
	parser->has_endless = false;
	do {
		struct open *open = span_top(parser);
		for (size_t i = open->pending; i < parser->pending_count; i++)
			record(parser, parser->state, parser->pending[i], SOURCE_NOWHERE);
		record(parser, parser->state, open->content - 1, SOURCE_NOWHERE);
		from[parser->state] = open->recorded;
		parser->pending_count = open->pending;
		span_revert(parser);
	} while (is_link(span_top(parser)));
	for (unsigned i = 0; i < STATE_COUNT; i++)
		sort_records(parser, i, from[i]);
}
