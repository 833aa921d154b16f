/* What all kinds of blocks need: where one may begin or end, and how it is added to the tree. */

#include "markdown/block.h"

#include "base/arena.h"

#include <string.h>

enum { MAX_LISTS = 16 }; /* attribute lists in a line */

/* --- Boundaries --- */

bool
block_is_end_mark(const struct source *source, size_t at)
{
	return source_byte(source, at) == '^' && source_is_blank(source, at + 1);
}

size_t
block_skip_attribute_list(struct source *source, size_t at)
{
	if (source_byte(source, at) != '{' || source_byte(source, at + 1) != ':')
		return at;
	char next = source_byte(source, at + 2);
	size_t brace = attributes_end(source, at + 2);
	bool is_list = next != ':' && next != '/' && brace != SOURCE_NOWHERE && brace > at + 2;
	return is_list ? brace + 1 : at;
}

size_t
block_attribute_list(struct source *source, size_t at, struct slice *list)
{
	size_t start = source_skip_spaces(source, at, 3);
	size_t end = block_skip_attribute_list(source, start);
	if (end == start)
		return at;
	*list = slice_between(source->text, start + 2, end - 1);
	if (source_is_blank(source, end))
		return source_next_line(source, end);
	/* Others may follow in the line; the next is read as if it had a line of its own. */
	size_t last = end;
	for (int count = 0; count < MAX_LISTS && !source_is_blank(source, last); count++)
		last = block_skip_attribute_list(source, last);
	return source_is_blank(source, last) ? end : at;
}

bool
block_is_attribute_list(struct source *source, size_t at)
{
	struct slice list;
	return block_attribute_list(source, at, &list) != at;
}

bool
block_ends_lazily(struct source *source, size_t at)
{
	if (at >= source->length || source_is_blank(source, at) || block_is_end_mark(source, at))
		return true;
	size_t start = source_skip_spaces(source, at, 3);
	char byte = source->text[start];
	return (byte == '{' && block_is_attribute_list(source, at)) ||
	       (byte == '<' && html_begins_block(source, start));
}

bool
block_is_before_boundary(struct source *source, size_t at)
{
	return at >= source->length || source_is_blank(source, at) ||
	       block_is_end_mark(source, at) || block_is_attribute_list(source, at);
}

bool
block_is_after_boundary(const struct frame *frame)
{
	const struct node *last = frame->node->last;
	return last == NULL || last->kind == NODE_BLANK || frame->has_pending ||
	       (last->kind == NODE_END && last->end == END_BLOCK);
}

bool
block_is_rule(const struct source *source, size_t at)
{
	size_t marks = 0;
	at = source_skip_spaces(source, at, 3);
	char mark = source_byte(source, at);
	if (mark != '*' && mark != '-' && mark != '_')
		return false;
	for (; at < source->length && source->text[at] != '\n'; at++) {
		if (source->text[at] == mark)
			marks++;
		else if (source->text[at] != ' ' && source->text[at] != '\t')
			return false;
	}
	return marks >= 3;
}

bool
block_is_indented(const struct source *source, size_t at)
{
	return source_byte(source, at) == '\t' || source_has(source, at, "    ");
}

size_t
block_code_end(struct source *source, size_t at)
{
	size_t end = at;
	while (at < source->length) {
		bool is_blank = source_is_blank(source, at);
		/* A line with less indent goes on only right behind one of code. */
		if (!is_blank && !block_is_indented(source, at) &&
				(at != end || block_ends_lazily(source, at)))
			break;
		at = source_next_line(source, at);
		if (!is_blank)
			end = at;
	}
	return end;
}

/* --- Adding --- */

struct node *
block_add(struct parser *parser, struct frame *frame, enum node_kind kind)
{
	struct node *node = node_new(parser->arena, kind);
	if (frame->has_pending)
		node->attributes = frame->pending;
	frame->has_pending = false;
	frame->pending = (struct attributes){0};
	node_append(frame->node, node);
	return node;
}

struct node *
block_add_end(struct parser *parser, struct frame *frame, enum node_end end)
{
	struct node *node = block_add(parser, frame, NODE_END);
	node->end = end;
	return node;
}

struct frame *
block_push(struct parser *parser, struct node *node, struct slice text)
{
	struct frame *frame = parser->spare;
	if (frame != NULL)
		parser->spare = frame->below;
	else
		frame = arena_alloc(parser->arena, sizeof(*frame));
	*frame = (struct frame){.node = node,
			.before = node->last,
			.source = source_of(text),
			.below = parser->top};
	parser->top = frame;
	parser->depth++;
	parser->groups += node->kind == NODE_GROUP;
	return frame;
}
