#include "fulltext/text_query.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct text_query *
text_query_new(void)
{
	struct text_query *query = xcalloc(1, sizeof(*query));
	query->nodes = xcalloc(TEXT_QUERY_NODES, sizeof(*query->nodes));
	return query;
}

void
text_query_free(struct text_query *query)
{
	if (query == NULL)
		return;
	for (size_t i = 0; i < query->count; i++)
		free((char *)query->nodes[i].term.text);
	free(query->nodes);
	free(query);
}

struct text_query *
text_query_copy(const struct text_query *query)
{
	struct text_query *copy = text_query_new();
	for (size_t i = 0; i < query->count; i++)
		(void)text_query_add(copy, &query->nodes[i]);
	return copy;
}

bool
text_query_add(struct text_query *query, const struct text_query_node *node)
{
	if (query->count == TEXT_QUERY_NODES)
		return false;
	struct text_query_node *added = &query->nodes[query->count++];
	*added = *node;
	if (node->term.text != NULL)
		added->term.text = xstrndup(node->term.text, node->term.length);
	return true;
}

/* --- Posts --- */

static bool
has_term(const struct buf *text, const struct words_term *term)
{
	return words_find(text->data, text->length, 0, term) != SIZE_MAX;
}

/* A term never reaches over the end of a tag: the separator is in no term. */
static bool
holds(const struct text_query_node *node, const struct text_query_post *post)
{
	switch (node->kind) {
	case QUERY_TEXT:
		return has_term(&post->text, &node->term) || has_term(&post->title, &node->term) ||
		       has_term(&post->tags, &node->term);
	case QUERY_TITLE:
		return has_term(&post->title, &node->term);
	case QUERY_TAG:
		return words_has_name(&post->tags, &node->term);
	case QUERY_CATEGORY:
		return words_has_name(&post->categories, &node->term);
	case QUERY_SINCE:
		return post->has_date && post->date >= node->time;
	default:
		return post->has_date && post->date < node->time;
	}
}

/* To fold costs several times what it costs to look: where Han stands in a text as it was written, that is enough. */
static enum text_query_answer
answer_leaf(const struct text_query_node *node, const struct text_query_post *post)
{
	bool is_of_text = node->kind == QUERY_TEXT || node->kind == QUERY_TITLE;
	bool is_of_name = node->kind == QUERY_TAG || node->kind == QUERY_CATEGORY;
	if (post->is_folded || (!is_of_text && !is_of_name))
		return holds(node, post) ? ANSWER_YES : ANSWER_NO;
	bool is_there = is_of_text && words_is_han(&node->term) && holds(node, post);
	return is_there ? ANSWER_YES : ANSWER_UNKNOWN;
}

static enum text_query_answer
join(const struct text_query_node *node, const enum text_query_answer *operands)
{
	enum text_query_answer joined = operands[0];
	if (node->kind == QUERY_NOT)
		return (enum text_query_answer)(ANSWER_YES - joined);
	for (unsigned i = 1; i < node->operands; i++) {
		bool takes = node->kind == QUERY_AND ? operands[i] < joined : operands[i] > joined;
		joined = takes ? operands[i] : joined;
	}
	return joined;
}

enum text_query_answer
text_query_holds(const struct text_query *query, const struct text_query_post *post)
{
	enum text_query_answer stack[TEXT_QUERY_NODES] = {ANSWER_YES};
	size_t depth = 0;
	for (size_t i = 0; i < query->count; i++) {
		const struct text_query_node *node = &query->nodes[i];
		depth -= node->operands;
		stack[depth] = node->operands > 0 ? join(node, &stack[depth])
						  : answer_leaf(node, post);
		depth++;
	}
	return stack[0];
}

size_t
text_query_operand(const struct text_query *query, size_t last)
{
	size_t at = last + 1;
	for (size_t wanted = 1; wanted > 0; wanted--)
		wanted += query->nodes[--at].operands;
	return at;
}

/* --- States --- */

/* The part of a query that an operand became: nodes from `start` on; without nodes all posts have it, or none. */
struct assumed {
	size_t start;
	bool is_empty, is_true;
};

static void
truncate(struct text_query *query, size_t count)
{
	while (query->count > count)
		free((char *)query->nodes[--query->count].term.text);
}

/* Joins the operands, of which those without nodes decide, or have no say. */
static struct assumed
join_assumed(struct text_query *query, const struct text_query_node *node,
		const struct assumed *operands)
{
	struct assumed joined = {.start = operands[0].start, .is_empty = true};
	struct text_query_node left = {.kind = node->kind};
	bool decides = node->kind == QUERY_OR;
	if (node->kind == QUERY_NOT) {
		joined = operands[0];
		joined.is_true = !joined.is_true;
		left.operands = joined.is_empty ? 0 : 1;
	} else {
		joined.is_true = !decides;
		for (unsigned i = 0; i < node->operands; i++) {
			if (operands[i].is_empty && operands[i].is_true == decides)
				joined.is_true = decides;
			left.operands += !operands[i].is_empty;
		}
		joined.is_empty = left.operands == 0 || joined.is_true == decides;
	}
	if (joined.is_empty)
		truncate(query, joined.start);
	else if (left.operands > 1 || node->kind == QUERY_NOT)
		(void)text_query_add(query, &left);
	return joined;
}

struct text_query *
text_query_assume(const struct text_query *query, unsigned states, bool *is_found)
{
	struct text_query *assumed = text_query_new();
	struct assumed stack[TEXT_QUERY_NODES] = {{.is_empty = true, .is_true = true}};
	size_t depth = 0;
	for (size_t i = 0; i < query->count; i++) {
		const struct text_query_node *node = &query->nodes[i];
		depth -= node->operands;
		if (node->operands > 0) {
			stack[depth] = join_assumed(assumed, node, &stack[depth]);
		} else {
			stack[depth] = (struct assumed){.start = assumed->count,
					.is_empty = node->kind == QUERY_IS,
					.is_true = (states >> node->state & 1) != node->is_not};
			if (node->kind != QUERY_IS)
				(void)text_query_add(assumed, node);
		}
		depth++;
	}
	*is_found = stack[0].is_true;
	if (!stack[0].is_empty)
		return assumed;
	text_query_free(assumed);
	return NULL;
}

/* --- Terms to mark --- */

size_t
text_query_terms(const struct text_query *query, bool with_title, struct words_term *terms,
		size_t limit)
{
	bool is_denied[TEXT_QUERY_NODES] = {false};
	size_t count = 0;
	for (size_t i = 0; i < query->count; i++) {
		if (query->nodes[i].kind != QUERY_NOT)
			continue;
		for (size_t k = text_query_operand(query, i - 1); k < i; k++)
			is_denied[k] = !is_denied[k];
	}
	for (size_t i = 0; i < query->count && count < limit; i++) {
		const struct text_query_node *node = &query->nodes[i];
		bool is_wanted = node->kind == QUERY_TEXT ||
				 (with_title && node->kind == QUERY_TITLE);
		if (is_wanted && !is_denied[i])
			terms[count++] = node->term;
	}
	return count;
}
