/* Emphasis (kramdown, "Emphasis"). */

#include "markdown/span_private.h"

#include "base/ascii.h"
#include "base/text.h"
#include "base/utf8.h"

/* The row of span_parser.no_emphasis for a mark. */
static size_t
memory_of(enum open_kind kind, char mark)
{
	return (kind == OPEN_STRONG ? 2u : 0u) + (mark == '_' ? 1u : 0u);
}

/* Whether a letter ends at `at`. Digits count with those behind, not with those before (kramdown's classes). */
static bool
is_behind_letter(const struct span_parser *parser, size_t at)
{
	size_t start = at;
	uint32_t codepoint;
	if (at == 0)
		return false;
	do
		start--;
	while (start > 0 && (parser->source.text[start] & 0xC0) == 0x80);
	utf8_decode(parser->source.text + start, at - start, &codepoint);
	return text_is_word(codepoint) && !(codepoint < 0x80 && ascii_is_digit((char)codepoint));
}

/* Whether `_` at `at` stands within a word. */
static bool
is_within_word(const struct span_parser *parser, size_t at)
{
	if (at > 0 && parser->source.text[at - 1] == '-')
		at--;
	return is_behind_letter(parser, at);
}

/* Whether the mark at source.at closes the innermost element, which is emphasis. */
static bool
is_end(struct span_parser *parser)
{
	const struct open *open = span_top(parser);
	size_t at = parser->source.at;
	char mark = open->mark;
	bool is_strong = open->kind == OPEN_STRONG;
	if (span_byte(parser, at) != mark || (is_strong && span_byte(parser, at + 1) != mark))
		return false;
	if (ascii_is_space(parser->source.text[at - 1]))
		return false;
	/* Two marks close no single one, three do. */
	if (!is_strong && span_byte(parser, at + 1) == mark && span_byte(parser, at + 2) != mark)
		return false;
	if (mark == '_' && span_is_word(parser, at + 1 + is_strong))
		return false;
	return parser->spans.count > open->span + 1 || at > parser->plain;
}

/* Tries emphasis that begins at source.at; false when it is known not to be closed. */
static bool
try(struct span_parser *parser, enum open_kind kind, char mark, size_t content)
{
	size_t at = parser->source.at;
	if (parser->failures > SPAN_MAX_FAILURES &&
			at >= parser->no_emphasis[parser->state][memory_of(kind, mark)])
		return false;
	enum span_element element = kind == OPEN_STRONG ? ELEMENT_STRONG : ELEMENT_EM;
	span_open(parser, kind, element, content)->mark = mark;
	parser->state |= kind == OPEN_STRONG ? STATE_STRONG : STATE_EM;
	return true;
}

/* Two marks that begin nothing strong: the second may be of single emphasis, but for within such. */
static void
try_single(struct span_parser *parser, char mark)
{
	size_t at = parser->source.at;
	if (span_top(parser)->kind != OPEN_EM && try(parser, OPEN_EM, mark, at + 1))
		span_top(parser)->resume = at + 2;
	else
		span_pass(parser, at + 2);
}

void
span_emphasis(struct span_parser *parser)
{
	const struct open *top = span_top(parser);
	size_t at = parser->source.at;
	char mark = parser->source.text[at];
	if ((top->kind == OPEN_EM || top->kind == OPEN_STRONG) && is_end(parser)) {
		span_close(parser, at + (top->kind == OPEN_STRONG ? 2 : 1));
		return;
	}
	size_t length = span_byte(parser, at + 1) == mark ? 2 : 1;
	enum open_kind kind = length == 2 ? OPEN_STRONG : OPEN_EM;
	unsigned bit = kind == OPEN_STRONG ? STATE_STRONG : STATE_EM;
	if ((mark == '_' && is_within_word(parser, at)) || (parser->state & bit) != 0 ||
			ascii_is_space(span_byte(parser, at + length))) {
		span_pass(parser, at + length);
		return;
	}
	if (try(parser, kind, mark, at + length))
		return;
	if (kind == OPEN_STRONG)
		try_single(parser, mark);
	else
		span_pass(parser, at + 1);
}

void
span_fail_emphasis(struct span_parser *parser)
{
	const struct open *open = span_top(parser);
	char mark = open->mark;
	bool was_strong = open->kind == OPEN_STRONG;
	size_t start = open->start;
	size_t *known = &parser->no_emphasis[open->state][memory_of(open->kind, mark)];
	if (start < *known)
		*known = start;
	parser->failures++;
	span_revert(parser);
	if (!was_strong)
		return;
	parser->source.at = start;
	try_single(parser, mark);
}
