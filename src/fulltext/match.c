#include "fulltext/match.h"

#include "base/arena.h"

#include <string.h>

/* What the index can say of a node. */
struct part {
	struct buf expression; /* empty: it finds all posts */
	bool is_exact;	       /* it finds just what is meant */
	bool is_negative;      /* meant is what the expression does not find; exact then */
	unsigned depth;	       /* of parentheses */
};

struct builder {
	const struct text_query *query;
	struct arena *arena;
	struct match match;
	struct part parts[TEXT_QUERY_NODES];
	size_t depth;
};

static struct part
everything(struct builder *builder, bool is_exact)
{
	struct part part = {.is_exact = is_exact};
	buf_init_in(&part.expression, builder->arena);
	return part;
}

/* A token as a string of FTS5's language. */
static void
add_quoted(struct buf *out, const char *token, size_t length)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < length; i++) {
		if (token[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, token[i]);
	}
	buf_add_char(out, '"');
}

/* Of a term or a whole name: all its tokens. */
static struct part
part_of_term(struct builder *builder, const struct words_term *term, char mark)
{
	bool is_prefix;
	bool is_name = mark != 0 && mark != WORDS_TITLE;
	struct buf tokens = buf_in(builder->arena);
	struct part part = everything(
			builder, is_name ? words_of_name(&tokens, term, mark, &is_prefix)
					 : words_of_term(&tokens, term, mark, &is_prefix));
	size_t length;
	for (size_t at = 0; at < tokens.length; at += length + 1) {
		const char *token = tokens.data + at;
		length = (size_t)((const char *)memchr(token, WORDS_SEPARATOR, tokens.length - at) -
				  token);
		buf_add_text(&part.expression, at == 0 ? "(" : " AND ");
		add_quoted(&part.expression, token, length);
	}
	buf_add_text(&part.expression, is_prefix ? " *)" : ")");
	return part;
}

/* Whether every hit must be so: the node is the root, or an operand of an AND that is. */
static bool
is_always_wanted(const struct text_query *query, size_t node)
{
	size_t root = query->count - 1;
	if (node == root || query->nodes[root].kind != QUERY_AND)
		return node == root;
	size_t start = text_query_operand(query, root);
	for (size_t end = root; end > start; end = text_query_operand(query, end - 1)) {
		if (end - 1 == node)
			return true;
	}
	return false;
}

static struct part
part_of_date(struct builder *builder, size_t node)
{
	struct match *match = &builder->match;
	int64_t time = builder->query->nodes[node].time;
	if (!is_always_wanted(builder->query, node))
		return everything(builder, false);
	if (builder->query->nodes[node].kind == QUERY_SINCE)
		match->since = time > match->since ? time : match->since;
	else
		match->until = time < match->until ? time : match->until;
	return everything(builder, true);
}

static struct part
negated(struct builder *builder, struct part part)
{
	if (!part.is_exact || part.expression.length == 0)
		return everything(builder, false);
	part.is_negative = !part.is_negative;
	return part;
}

/*
 * The operand to begin with. FTS5's parser has a stack of 100 places, of which each
 * operand takes some that stands before a deeper one.
 */
static unsigned
deepest_of(const struct part *parts, unsigned count)
{
	unsigned deepest = 0;
	for (unsigned i = 1; i < count; i++)
		deepest = parts[i].depth > parts[deepest].depth ? i : deepest;
	return deepest;
}

/* All that must hold, then all that must not: FTS5 has NOT only between two expressions. */
static struct part
joined_by_and(struct builder *builder, const struct part *parts, unsigned count)
{
	struct part joined = everything(builder, true);
	struct buf wanted = joined.expression, unwanted = joined.expression;
	unsigned deepest = deepest_of(parts, count);
	for (unsigned i = 0; i < count; i++) {
		const struct part *part = &parts[(deepest + i) % count];
		joined.is_exact = joined.is_exact && part->is_exact;
		if (part->is_negative)
			buf_format(&unwanted, " NOT %s", part->expression.data);
		else if (part->expression.length > 0)
			buf_format(&wanted, "%s%s", wanted.length > 0 ? " AND " : "",
					part->expression.data);
	}
	joined.depth = parts[deepest].depth + 1;
	joined.is_exact = joined.is_exact && (wanted.length > 0 || unwanted.length == 0);
	if (wanted.length > 0)
		buf_format(&joined.expression, "((%s)%s)", wanted.data,
				unwanted.length > 0 ? unwanted.data : "");
	return joined;
}

static struct part
joined_by_or(struct builder *builder, const struct part *parts, unsigned count)
{
	struct part joined = everything(builder, true);
	unsigned deepest = deepest_of(parts, count);
	for (unsigned i = 0; i < count; i++) {
		const struct part *part = &parts[(deepest + i) % count];
		if (part->expression.length == 0 || part->is_negative)
			return everything(builder, false);
		joined.is_exact = joined.is_exact && part->is_exact;
		buf_format(&joined.expression, "%s%s", i == 0 ? "(" : " OR ",
				part->expression.data);
	}
	joined.depth = parts[deepest].depth + 1;
	buf_add_char(&joined.expression, ')');
	return joined;
}

static struct part
part_of_node(struct builder *builder, size_t index)
{
	const struct text_query_node *node = &builder->query->nodes[index];
	builder->depth -= node->operands;
	struct part *operands = &builder->parts[builder->depth];
	switch (node->kind) {
	case QUERY_AND:
		return joined_by_and(builder, operands, node->operands);
	case QUERY_OR:
		return joined_by_or(builder, operands, node->operands);
	case QUERY_NOT:
		return negated(builder, operands[0]);
	case QUERY_TEXT:
		return part_of_term(builder, &node->term, 0);
	case QUERY_TITLE:
		return part_of_term(builder, &node->term, WORDS_TITLE);
	case QUERY_TAG:
		return part_of_term(builder, &node->term, WORDS_TAG);
	case QUERY_CATEGORY:
		return part_of_term(builder, &node->term, WORDS_CATEGORY);
	default:
		return part_of_date(builder, index);
	}
}

struct match
match_make(const struct text_query *query, struct arena *arena)
{
	struct builder *builder = arena_alloc(arena, sizeof(*builder));
	builder->query = query;
	builder->arena = arena;
	builder->match = (struct match){.since = INT64_MIN, .until = INT64_MAX};
	for (size_t i = 0; i < query->count; i++) {
		struct part part = part_of_node(builder, i);
		builder->parts[builder->depth++] = part;
	}
	struct part whole = query->count > 0 ? builder->parts[0] : everything(builder, true);
	if (whole.is_negative)
		whole = everything(builder, false);
	builder->match.expression = whole.expression;
	builder->match.is_exact = whole.is_exact;
	return builder->match;
}
