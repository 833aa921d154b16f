#include "fulltext/match.h"

#include "base/arena.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* A long term is known well enough by its first tokens. */
enum { TERM_TOKENS = 24 };

/* What the index can say of a node. */
struct part {
	struct buf expression;
	bool is_all;	  /* nothing: any post may be meant; no expression */
	bool is_exact;	  /* the expression (or is_all) is just what is meant */
	bool is_negative; /* meant is what the expression does not find; exact then */
};

struct builder {
	const struct text_query *query;
	struct fulltext_match *match;
	struct part parts[TEXT_QUERY_NODES];
	size_t depth;
	bool is_top[TEXT_QUERY_NODES]; /* every hit must be so: the root, or an operand of its AND */
};

static struct part
everything(bool is_exact)
{
	struct part part = {.is_all = true, .is_exact = is_exact};
	buf_init(&part.expression);
	return part;
}

/* A token as a string of FTS5's language. */
static void
add_quoted(struct buf *out, const char *token, size_t length, bool is_prefix)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < length; i++) {
		if (token[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, token[i]);
	}
	buf_add_text(out, is_prefix ? "\" *" : "\"");
}

static struct part
part_of_tokens(const struct buf *tokens, bool is_prefix, bool is_exact)
{
	struct part part = {.is_exact = is_exact};
	buf_init(&part.expression);
	for (size_t at = 0; at < tokens->length;) {
		const char *token = tokens->data + at;
		size_t length = (size_t)((const char *)memchr(token, WORDS_SEPARATOR,
							 tokens->length - at) -
					 token);
		bool is_last = at + length + 1 == tokens->length;
		buf_add_text(&part.expression, at == 0 ? "(" : " AND ");
		add_quoted(&part.expression, token, length, is_prefix && is_last);
		at += length + 1;
	}
	buf_add_char(&part.expression, ')');
	return part;
}

static struct part
part_of_term(const struct words_term *term, char mark)
{
	struct buf tokens;
	bool is_prefix;
	buf_init(&tokens);
	bool is_exact = words_of_term(&tokens, term, mark, TERM_TOKENS, &is_prefix);
	struct part part = part_of_tokens(&tokens, is_prefix, is_exact);
	buf_free(&tokens);
	return part;
}

/* A tag or category is one token, cut when it is long. */
static struct part
part_of_name(const struct words_term *term, char mark)
{
	struct arena *arena = arena_new();
	struct words_set *set = words_set_new(arena);
	words_set_add_whole(set, term->text, term->length, mark);
	const struct buf *tokens = words_set_tokens(set);
	bool is_whole = tokens->length == term->length + 2;
	struct part part = part_of_tokens(tokens, term->is_prefix && is_whole,
			is_whole && term->length < WORDS_TOKEN_BYTES);
	arena_free(arena);
	return part;
}

static struct part
part_of_date(struct builder *builder, size_t node)
{
	struct fulltext_match *match = builder->match;
	int64_t time = builder->query->nodes[node].time;
	if (!builder->is_top[node])
		return everything(false);
	match->is_dated = true;
	if (builder->query->nodes[node].kind == QUERY_SINCE)
		match->since = time > match->since ? time : match->since;
	else
		match->until = time < match->until ? time : match->until;
	return everything(true);
}

static struct part
negated(struct part part)
{
	if (!part.is_exact || part.is_all) {
		buf_free(&part.expression);
		return everything(false);
	}
	part.is_negative = !part.is_negative;
	return part;
}

/* All that must hold, then all that must not: FTS5 has NOT only between two expressions. */
static struct part
joined_by_and(const struct part *parts, unsigned count)
{
	struct part joined = everything(true);
	for (unsigned i = 0; i < count; i++) {
		joined.is_exact = joined.is_exact && parts[i].is_exact;
		if (parts[i].is_all || parts[i].is_negative)
			continue;
		buf_add_text(&joined.expression, joined.is_all ? "(" : " AND ");
		buf_add(&joined.expression, parts[i].expression.data, parts[i].expression.length);
		joined.is_all = false;
	}
	if (!joined.is_all)
		buf_add_char(&joined.expression, ')');
	for (unsigned i = 0; i < count; i++) {
		if (!parts[i].is_negative)
			continue;
		if (joined.is_all) {
			joined.is_exact = false;
			continue;
		}
		struct buf left = joined.expression;
		buf_init(&joined.expression);
		buf_format(&joined.expression, "(%s NOT %s)", left.data, parts[i].expression.data);
		buf_free(&left);
	}
	return joined;
}

static struct part
joined_by_or(const struct part *parts, unsigned count)
{
	struct part joined = {.is_exact = true};
	buf_init(&joined.expression);
	for (unsigned i = 0; i < count; i++) {
		if (parts[i].is_all || parts[i].is_negative) {
			buf_free(&joined.expression);
			return everything(false);
		}
		joined.is_exact = joined.is_exact && parts[i].is_exact;
		buf_add_text(&joined.expression, i == 0 ? "(" : " OR ");
		buf_add(&joined.expression, parts[i].expression.data, parts[i].expression.length);
	}
	buf_add_char(&joined.expression, ')');
	return joined;
}

static struct part
part_of_join(struct builder *builder, const struct text_query_node *node)
{
	builder->depth -= node->operands;
	struct part *operands = &builder->parts[builder->depth];
	struct part joined = node->kind == QUERY_AND ? joined_by_and(operands, node->operands)
						     : joined_by_or(operands, node->operands);
	for (unsigned i = 0; i < node->operands; i++)
		buf_free(&operands[i].expression);
	return joined;
}

static struct part
part_of_node(struct builder *builder, size_t index)
{
	const struct text_query_node *node = &builder->query->nodes[index];
	switch (node->kind) {
	case QUERY_AND:
	case QUERY_OR:
		return part_of_join(builder, node);
	case QUERY_NOT:
		return negated(builder->parts[--builder->depth]);
	case QUERY_TEXT:
		return part_of_term(&node->term, 0);
	case QUERY_TITLE:
		return part_of_term(&node->term, WORDS_TITLE);
	case QUERY_TAG:
		return part_of_name(&node->term, WORDS_TAG);
	case QUERY_CATEGORY:
		return part_of_name(&node->term, WORDS_CATEGORY);
	case QUERY_UNDATED:
		return part_of_name(&(struct words_term){.text = ""}, WORDS_UNDATED);
	default:
		return part_of_date(builder, index);
	}
}

/* Steps over the operand that ends at `last`; returns the node before it. */
static size_t
before_operand(const struct text_query *query, size_t last)
{
	size_t wanted = 1;
	size_t at = last + 1;
	while (wanted > 0) {
		at--;
		wanted += query->nodes[at].operands;
		wanted--;
	}
	return at - 1;
}

static void
mark_top(struct builder *builder)
{
	const struct text_query *query = builder->query;
	if (query->count == 0)
		return;
	size_t root = query->count - 1;
	size_t at = root - 1;
	builder->is_top[root] = true;
	if (query->nodes[root].kind != QUERY_AND)
		return;
	for (unsigned i = 0; i < query->nodes[root].operands; i++) {
		builder->is_top[at] = true;
		at = before_operand(query, at);
	}
}

void
fulltext_match_init(struct fulltext_match *match, const struct text_query *query)
{
	struct builder *builder = xcalloc(1, sizeof(*builder));
	*match = (struct fulltext_match){.since = INT64_MIN, .until = INT64_MAX};
	builder->query = query;
	builder->match = match;
	mark_top(builder);
	for (size_t i = 0; i < query->count; i++) {
		struct part part = part_of_node(builder, i);
		builder->parts[builder->depth++] = part;
	}
	struct part whole = builder->depth > 0 ? builder->parts[0] : everything(true);
	if (whole.is_negative) {
		buf_free(&whole.expression);
		whole = everything(false);
	}
	match->has_expression = !whole.is_all;
	match->expression = whole.expression;
	match->is_exact = whole.is_exact;
	free(builder);
}

void
fulltext_match_free(struct fulltext_match *match)
{
	buf_free(&match->expression);
}
