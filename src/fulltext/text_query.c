#include "fulltext/text_query.h"

#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

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

void
text_query_post_init(struct text_query_post *post, struct arena *arena)
{
	*post = (struct text_query_post){.has_date = false};
	buf_init_in(&post->title, arena);
	buf_init_in(&post->text, arena);
	buf_init_in(&post->tags, arena);
	buf_init_in(&post->categories, arena);
}

void
text_query_post_clear(struct text_query_post *post)
{
	post->has_date = false;
	buf_clear(&post->title);
	buf_clear(&post->text);
	buf_clear(&post->tags);
	buf_clear(&post->categories);
}

static bool
has_term(const struct buf *folded, const struct words_term *term)
{
	return words_find(folded->data, folded->length, 0, term) != SIZE_MAX;
}

/* The length of the name that stands at `at`. */
static size_t
name_length(const struct buf *names, size_t at)
{
	const char *end = memchr(names->data + at, WORDS_SEPARATOR, names->length - at);
	return end == NULL ? names->length - at : (size_t)(end - names->data) - at;
}

/* Whether one of the names is the term, or begins with it. */
static bool
has_name(const struct buf *names, const struct words_term *term)
{
	size_t length;
	for (size_t at = 0; at < names->length; at += length + 1) {
		length = name_length(names, at);
		bool is_long = term->is_prefix ? length >= term->length : length == term->length;
		if (is_long && memcmp(names->data + at, term->text, term->length) == 0)
			return true;
	}
	return false;
}

/* A term never reaches over the end of a tag: the separator is in no term. */
static bool
holds(const struct text_query_node *node, const struct text_query_post *post)
{
	switch (node->kind) {
	case QUERY_TEXT:
		return has_term(&post->title, &node->term) || has_term(&post->tags, &node->term) ||
		       has_term(&post->text, &node->term);
	case QUERY_TITLE:
		return has_term(&post->title, &node->term);
	case QUERY_TAG:
		return has_name(&post->tags, &node->term);
	case QUERY_CATEGORY:
		return has_name(&post->categories, &node->term);
	case QUERY_SINCE:
		return post->has_date && post->date >= node->time;
	case QUERY_UNTIL:
		return post->has_date && post->date < node->time;
	case QUERY_UNDATED:
		return !post->has_date;
	default:
		return false;
	}
}

bool
text_query_holds(const struct text_query *query, const struct text_query_post *post)
{
	bool stack[TEXT_QUERY_NODES] = {false};
	size_t depth = 0;
	for (size_t i = 0; i < query->count; i++) {
		const struct text_query_node *node = &query->nodes[i];
		bool is_join = node->kind == QUERY_AND || node->kind == QUERY_OR;
		bool value;
		if (node->kind == QUERY_NOT) {
			value = !stack[--depth];
		} else if (is_join) {
			value = node->kind == QUERY_AND;
			for (unsigned k = 0; k < node->operands; k++) {
				bool operand = stack[--depth];
				value = node->kind == QUERY_AND ? value && operand
								: value || operand;
			}
		} else {
			value = holds(node, post);
		}
		stack[depth++] = value;
	}
	return depth == 0 || stack[depth - 1];
}

/* --- Terms to mark --- */

/* Where the operand that ends at node `last` begins. */
static size_t
first_of(const struct text_query *query, size_t last)
{
	size_t wanted = 1;
	size_t at = last + 1;
	while (wanted > 0) {
		at--;
		wanted += query->nodes[at].operands;
		wanted--;
	}
	return at;
}

size_t
text_query_terms(const struct text_query *query, bool with_title, struct words_term *terms,
		size_t limit)
{
	bool is_denied[TEXT_QUERY_NODES] = {false};
	size_t count = 0;
	for (size_t i = 0; i < query->count; i++) {
		if (query->nodes[i].kind != QUERY_NOT)
			continue;
		for (size_t k = first_of(query, i - 1); k < i; k++)
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
