/* Adding spans: text, elements opened and closed. */

#include "markdown/span_private.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

bool
span_is_word(const struct span_parser *parser, size_t at)
{
	uint32_t codepoint;
	if (at >= parser->end)
		return false;
	utf8_decode(parser->source.text + at, parser->end - at, &codepoint);
	return text_is_word(codepoint);
}

static struct span *
append(struct span_parser *parser, enum span_kind kind, struct slice text)
{
	struct spans *spans = &parser->spans;
	if (spans->count == spans->capacity)
		spans->items = arena_grow(parser->arena, spans->items, spans->count,
				&spans->capacity, sizeof(*spans->items));
	struct span *span = &spans->items[spans->count++];
	*span = (struct span){.kind = kind, .text = text};
	return span;
}

void
span_flush(struct span_parser *parser)
{
	size_t at = parser->source.at;
	if (at > parser->plain) {
		append(parser, span_top(parser)->is_raw ? SPAN_VERBATIM : SPAN_TEXT,
				slice_between(parser->source.text, parser->plain, at));
		span_top(parser)->child = SPAN_NO_CHILD;
	}
	parser->plain = at;
}

void
span_go_to(struct span_parser *parser, size_t next)
{
	parser->source.at = parser->plain = parser->floor = next;
}

struct span *
span_add(struct span_parser *parser, enum span_kind kind, struct slice text, size_t next)
{
	span_flush(parser);
	span_top(parser)->child = parser->spans.count;
	span_go_to(parser, next);
	return append(parser, kind, text);
}

void
span_pass(struct span_parser *parser, size_t next)
{
	parser->source.at = parser->floor = next;
}

struct open *
span_open(struct span_parser *parser, enum open_kind kind, enum span_element element,
		size_t content)
{
	size_t start = parser->source.at;
	span_flush(parser);
	parser->opens = arena_grow(parser->arena, parser->opens, parser->open_count,
			&parser->open_capacity, sizeof(*parser->opens));
	bool is_in_html = span_top(parser)->is_in_html;
	struct open *open = &parser->opens[parser->open_count++];
	*open = (struct open){.kind = kind,
			.start = start,
			.resume = content,
			.content = content,
			.span = parser->spans.count,
			.child = SPAN_NO_CHILD,
			.state = parser->state,
			.is_in_html = is_in_html || kind == OPEN_HTML || kind == OPEN_DEL};
	append(parser, SPAN_OPEN, slice_between(parser->source.text, start, content))->element =
			element;
	span_go_to(parser, content);
	return open;
}

void
span_close(struct span_parser *parser, size_t next)
{
	struct open *open = span_top(parser);
	enum span_element element = parser->spans.items[open->span].element;
	size_t at = parser->source.at;
	span_flush(parser);
	struct slice name = slice_between(parser->source.text, at, next);
	if (element == ELEMENT_HTML)
		name = slice_of(parser->spans.items[open->span].text.text + 1, strlen(open->name));
	append(parser, SPAN_CLOSE, name)->element = element;
	parser->state = open->state;
	size_t opening = open->span;
	parser->open_count--;
	span_top(parser)->child = opening;
	span_go_to(parser, next);
}

void
span_revert(struct span_parser *parser)
{
	struct open *open = span_top(parser);
	parser->spans.count = open->span;
	parser->state = open->state;
	parser->source.at = parser->floor = open->resume;
	parser->plain = open->start;
	parser->open_count--;
}
