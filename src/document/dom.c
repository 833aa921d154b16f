#include "document/dom.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "document/element.h"
#include "document/parking.h"

#include <gumbo.h>
#include <string.h>

static bool
is_element(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

const char *
dom_attribute(const GumboNode *node, const char *name)
{
	if (!is_element(node) || node->v.element.attributes.length == 0)
		return NULL;
	const GumboAttribute *attribute = gumbo_get_attribute(&node->v.element.attributes, name);
	return attribute == NULL ? NULL : attribute->value;
}

static bool
is_blank(const char *text)
{
	return text[strspn(text, DOM_BLANKS)] == '\0';
}

const char *
dom_text_attribute(const GumboNode *node, const char *name)
{
	const char *value = dom_attribute(node, name);
	return value == NULL || is_blank(value) ? NULL : value;
}

bool
dom_says(const GumboNode *node, const char *name, const char *word)
{
	const char *value = dom_attribute(node, name);
	return value != NULL && ascii_compare(value, word) == 0;
}

int
dom_number(const GumboNode *node, const char *name, int otherwise)
{
	const char *value = dom_attribute(node, name);
	if (value == NULL)
		return otherwise;
	value += strspn(value, DOM_BLANKS);
	bool is_negative = *value == '-';
	value += *value == '-' || *value == '+';
	if (!ascii_is_digit(*value))
		return otherwise;
	int number = 0;
	for (; ascii_is_digit(*value); value++)
		number = number < 100000000 ? number * 10 + (*value - '0') : 1000000000;
	return is_negative ? -number : number;
}

const char *
dom_trim(const char *text, size_t *length)
{
	while (*length > 0 && dom_is_blank(text[*length - 1]))
		--*length;
	while (*length > 0 && dom_is_blank(*text)) {
		text++;
		--*length;
	}
	return text;
}

/* The node after this one in the order of the source, below `root`; NULL at the end. */
static const GumboNode *
next_below(const GumboNode *root, const GumboNode *node)
{
	if (is_element(node) && node->v.element.children.length != 0)
		return node->v.element.children.data[0];
	for (; node != root; node = node->parent) {
		const GumboVector *siblings = &node->parent->v.element.children;
		if (node->index_within_parent + 1 < siblings->length)
			return siblings->data[node->index_within_parent + 1];
	}
	return NULL;
}

static const char *
text_of(const GumboNode *node)
{
	bool is_text = node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
		       node->type == GUMBO_NODE_CDATA;
	return is_text ? node->v.text.text : "";
}

bool
dom_gather_text(struct buf *out, const GumboNode *root, const struct parking *parking)
{
	size_t left = DOM_MAX_GATHERED;
	const GumboNode *node = root;
	for (int steps = 0; steps < DOM_MAX_GATHERED; steps++) {
		const char *text = text_of(node);
		struct parked piece;
		while (left > 0 && parking_next(parking, &text, &piece)) {
			size_t length = piece.length < left ? piece.length : left;
			buf_add(out, piece.text, length);
			left -= length;
		}
		node = next_below(root, node);
		if (node == NULL || left == 0)
			return left != 0;
	}
	return false;
}

bool
dom_has_text(const GumboNode *root)
{
	const GumboNode *node = root;
	for (int steps = 0; steps < DOM_MAX_GATHERED && is_blank(text_of(node)); steps++) {
		node = next_below(root, node);
		if (node == NULL)
			return false;
	}
	return true;
}

size_t
dom_count_children(const GumboNode *node, int element, const GumboNode **first)
{
	size_t count = 0;
	if (first != NULL)
		*first = NULL;
	const GumboVector *children = &node->v.element.children;
	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type != GUMBO_NODE_ELEMENT || (int)element_of(child) != element)
			continue;
		if (count++ == 0 && first != NULL)
			*first = child;
	}
	return count;
}

const unsigned *
dom_order_children(struct arena *arena, const GumboNode *node, int (*rank)(const GumboNode *child))
{
	const GumboVector *children = &node->v.element.children;
	bool is_ordered = true;
	for (unsigned i = 1; i < children->length && is_ordered; i++)
		is_ordered = rank(children->data[i - 1]) <= rank(children->data[i]);
	if (is_ordered)
		return NULL;
	unsigned *order = arena_array(arena, children->length, sizeof(*order));
	unsigned count = 0;
	for (int wanted = 0; wanted <= DOM_MAX_RANK; wanted++) {
		for (unsigned i = 0; i < children->length; i++) {
			if (rank(children->data[i]) == wanted)
				order[count++] = i;
		}
	}
	return order;
}
