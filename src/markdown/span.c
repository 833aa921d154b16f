#include "markdown/span_private.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/char_reference.h"
#include "markdown/code_span.h"
#include "markdown/extension.h"

#include <string.h>

/* --- Small constructs --- */

static void
read_code(struct span_parser *parser)
{
	struct slice text = slice_of(parser->source.text, parser->end);
	size_t at = parser->source.at;
	size_t marks = code_span_marks(text, at);
	size_t end = code_span_end(text, at, at == 0, &parser->unclosed_code);
	if (end == at) {
		span_pass(parser, at + marks);
		return;
	}
	struct slice code = slice_between(text.text, at + marks, end - marks);
	if (marks > 1 && code.length > 0 && code.text[0] == ' ')
		code = slice_of(code.text + 1, code.length - 1);
	if (marks > 1 && code.length > 0 && code.text[code.length - 1] == ' ')
		code.length--;
	span_add(parser, SPAN_CODE, code, end);
}

/* $$ … $$ (kramdown, "Math Spans"). */
static void
read_math(struct span_parser *parser)
{
	size_t at = parser->source.at;
	size_t end = SOURCE_NOWHERE;
	if (span_byte(parser, at + 1) == '$')
		end = source_find(&parser->source, MARK_MATH, at + 2);
	if (end == SOURCE_NOWHERE || end + 2 > parser->end) {
		parser->source.at++;
		return;
	}
	span_add(parser, SPAN_MATH, slice_between(parser->source.text, at, end + 2), end + 2);
}

/* Bytes of a reference's name or number behind `&`, or `&#`, or `&#x`. */
static size_t
reference_length(const struct span_parser *parser, size_t at, bool is_number, bool is_hex)
{
	size_t end = at;
	for (;; end++) {
		char byte = span_byte(parser, end);
		bool is_part = is_hex	   ? ascii_is_hex_digit(byte)
			       : is_number ? ascii_is_digit(byte)
					   : source_is_word(byte) || byte == ':' ||
							       (end > at && (byte == '-' || byte == '.'));
		if (!is_part)
			return end - at;
	}
}

/* A reference to a character (kramdown, "HTML Entities"); names that it does not know are text. */
static void
read_reference(struct span_parser *parser)
{
	const char *text = parser->source.text;
	size_t at = parser->source.at;
	bool is_number = span_byte(parser, at + 1) == '#';
	bool is_hex = is_number && span_byte(parser, at + 2) == 'x';
	size_t start = at + 1 + is_number + is_hex;
	size_t length = reference_length(parser, start, is_number, is_hex);
	size_t end = start + length;
	struct slice name = slice_of(text + start, length);
	bool is_reference = length > 0 && span_byte(parser, end) == ';';
	bool is_known = is_number || char_reference_html4(name.text, name.length) != 0;
	/* A character zero is none. */
	bool is_zero = is_number && strspn(text + start, "0") == length;
	if (is_reference && is_known)
		span_add(parser, SPAN_HTML, slice_between(text, at, is_zero ? at : end + 1),
				end + 1);
	else if (is_reference)
		span_pass(parser, end + 1);
	else
		parser->source.at++;
}

/* ~~ … ~~ (GFM, "Strikethrough"). What is in it is read as a text of its own. */
static void
read_strike(struct span_parser *parser)
{
	struct source *source = &parser->source;
	size_t at = source->at, start = at + 2;
	char first = span_byte(parser, start);
	size_t end = SOURCE_NOWHERE;
	if (span_byte(parser, at + 1) == '~' && first != '~' && !ascii_is_space(first))
		end = source_find(source, MARK_STRIKE, start + 1);
	if (end == SOURCE_NOWHERE || end + 2 > parser->end) {
		parser->source.at++;
		return;
	}
	struct open *open = span_open(parser, OPEN_DEL, ELEMENT_DEL, start);
	open->end = parser->end;
	parser->end = end;
	parser->state = 0;
	memcpy(parser->saved_emphasis, parser->no_emphasis, sizeof(parser->no_emphasis));
	parser->saved_code = parser->unclosed_code;
}

/* A character behind a backslash; at a line's end a break. */
static void
read_escape(struct span_parser *parser)
{
	static const char escaped[] = "\\.*_+`<>()[]{}#!:|\"'$=-~";
	size_t at = parser->source.at;
	char next = span_byte(parser, at + 1);
	bool is_double = next == '\\' && span_byte(parser, at + 2) == '\n';
	bool is_break = is_double ||
			(next == '\n' && !parser->is_note && !span_top(parser)->is_in_html);
	if (is_break && !parser->options->hard_wrap) {
		span_add(parser, SPAN_BREAK, slice_of("", 0), at + 1 + is_double);
		return;
	}
	if ((next == '<' || next == '>') && span_byte(parser, at + 2) == next) {
		span_add(parser, SPAN_TEXT, slice_of(parser->source.text + at + 1, 2), at + 3);
		return;
	}
	if (next == '\0' || strchr(escaped, next) == NULL) {
		parser->source.at++;
		return;
	}
	span_flush(parser);
	span_go_to(parser, at + 1);
	span_pass(parser, at + 2);
}

/* The line feed at source.at: a break behind two spaces. */
static void
read_line_end(struct span_parser *parser)
{
	size_t at = parser->source.at;
	const char *text = parser->source.text;
	if (parser->options->hard_wrap) {
		span_add(parser, SPAN_BREAK, slice_of("", 0), at + 1);
		return;
	}
	if (at < parser->plain + 2 || text[at - 1] != ' ' || text[at - 2] != ' ') {
		parser->source.at++;
		return;
	}
	parser->source.at = at - 2;
	span_add(parser, SPAN_BREAK, slice_of("", 0), at);
	parser->source.at++;
}

/* {::options} within a text: only what elements of HTML hold is still to be read. */
static void
read_options(struct span_parser *parser, struct slice text)
{
	struct markdown_options options = {.reads_span_html = parser->reads_html};
	markdown_read_options(&options, parser->arena, text.text, text.length);
	parser->reads_html = options.reads_span_html;
}

/* Whether `:name` or `/name` behind `{:` is what an extension's tag begins with. */
static bool
is_extension_tag(const struct span_parser *parser, size_t at)
{
	char mark = span_byte(parser, at);
	size_t name = attributes_name(&parser->source, at + 1);
	char next = span_byte(parser, at + 1 + name);
	if (mark == '/')
		return next == '}';
	return mark == ':' && name > 0 && (next == '}' || next == '/' || ascii_is_space(next));
}

/* {: …} behind a span, and extensions. */
static void
read_brace(struct span_parser *parser)
{
	struct source *source = &parser->source;
	size_t at = source->at;
	struct extension extension;
	if (span_byte(parser, at + 1) != ':') {
		source->at++;
		return;
	}
	if (extension_read(source, at, false, &extension) && extension.end <= parser->end) {
		bool is_options = extension.kind == EXTENSION_OPTIONS;
		if (is_options)
			read_options(parser, extension.body);
		span_add(parser, SPAN_HTML, is_options ? slice_of("", 0) : extension.body,
				extension.end);
		return;
	}
	size_t brace = is_extension_tag(parser, at + 2) ? SOURCE_NOWHERE
							: attributes_end(source, at + 2);
	size_t child = at == parser->plain ? span_top(parser)->child : SPAN_NO_CHILD;
	if (child == SPAN_NO_CHILD || brace >= parser->end || brace == at + 2) {
		span_pass(parser, at + 1);
		return;
	}
	struct span *span = &parser->spans.items[child];
	if (span->attributes == NULL)
		span->attributes = arena_alloc(parser->arena, sizeof(*span->attributes));
	attributes_parse(span->attributes, parser->arena,
			slice_between(source->text, at + 2, brace));
	span_go_to(parser, brace + 1);
}

/* --- The loop --- */

static void
read_symbol(struct span_parser *parser)
{
	if (!span_bare_address(parser))
		span_symbol(parser);
}

/* What reads on at each byte at which something may begin or end. */
static void (*const readers[256])(struct span_parser *parser) = {['*'] = span_emphasis,
		['_'] = span_emphasis,
		['`'] = read_code,
		['<'] = span_angle,
		['['] = span_bracket,
		['!'] = span_bracket,
		[']'] = span_close_bracket,
		['"'] = span_quote,
		['\''] = span_quote,
		['$'] = read_math,
		['{'] = read_brace,
		['&'] = read_reference,
		['\\'] = read_escape,
		['~'] = read_strike,
		['\n'] = read_line_end,
		['>'] = read_symbol,
		['-'] = read_symbol,
		['.'] = read_symbol,
		[':'] = read_symbol};

static void
step(struct span_parser *parser)
{
	unsigned char byte = (unsigned char)parser->source.text[parser->source.at];
	if (span_top(parser)->is_raw && byte != '<')
		parser->source.at++;
	else
		readers[byte](parser);
}

/* The text has ended with something open: it is closed, or taken back. */
static void
end_text(struct span_parser *parser)
{
	struct open *open = span_top(parser);
	size_t end;
	switch (open->kind) {
	case OPEN_EM:
	case OPEN_STRONG:
		span_fail_emphasis(parser);
		break;
	case OPEN_LINK:
	case OPEN_IMAGE:
		span_fail_link(parser);
		break;
	case OPEN_DEL:
		end = open->end;
		span_close(parser, parser->end + 2);
		parser->end = end;
		memcpy(parser->no_emphasis, parser->saved_emphasis, sizeof(parser->no_emphasis));
		parser->unclosed_code = parser->saved_code;
		break;
	default:
		parser->has_endless = true;
		span_close(parser, parser->source.at);
		break;
	}
}

/* Forgets what was found out about the text before. */
static void
reset(struct span_parser *parser, struct slice text, bool is_note)
{
	parser->source = source_of(text);
	parser->end = text.length;
	parser->plain = parser->floor = 0;
	parser->state = 0;
	parser->is_note = is_note;
	parser->spans.count = 0;
	parser->unclosed_code = (struct code_search){SIZE_MAX, 0};
	parser->failures = parser->link_failures = 0;
	parser->has_endless = false;
	parser->open_count = 1;
	parser->opens[0] = (struct open){.kind = OPEN_ROOT, .child = SPAN_NO_CHILD};
	parser->pending_count = 0;
	if (memchr(text.text, '*', text.length) != NULL ||
			memchr(text.text, '_', text.length) != NULL)
		memset(parser->no_emphasis, 0xFF, sizeof(parser->no_emphasis));
	for (size_t i = 0; i < STATE_COUNT; i++)
		parser->brackets[i].count = 0;
}

const struct spans *
span_parse(struct span_parser *parser, struct slice text, bool is_note)
{
	reset(parser, text, is_note);
	for (;;) {
		struct source *source = &parser->source;
		const char *at = source->text + source->at, *end = source->text + parser->end;
		while (at < end && readers[(unsigned char)*at] == NULL)
			at++;
		source->at = (size_t)(at - source->text);
		if (source->at < parser->end)
			step(parser);
		else if (parser->open_count > 1)
			end_text(parser);
		else
			break;
	}
	span_flush(parser);
	return &parser->spans;
}

struct span_parser *
span_parser_new(struct arena *arena, const struct definitions *definitions,
		const struct markdown_options *options)
{
	struct span_parser *parser = arena_alloc(arena, sizeof(*parser));
	parser->arena = arena;
	parser->definitions = definitions;
	parser->options = options;
	parser->reads_html = options->reads_span_html;
	parser->opens = arena_grow(arena, NULL, 0, &parser->open_capacity, sizeof(*parser->opens));
	buf_init_in(&parser->label, arena);
	return parser;
}
