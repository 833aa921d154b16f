#include "document/dom.h"

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
	return text[strspn(text, " \t\r\n\f")] == '\0';
}

const char *
dom_text_attribute(const GumboNode *node, const char *name)
{
	const char *value = dom_attribute(node, name);
	return value == NULL || is_blank(value) ? NULL : value;
}

int
dom_number(const GumboNode *node, const char *name, int otherwise)
{
	const char *value = dom_attribute(node, name);
	if (value == NULL)
		return otherwise;
	value += strspn(value, " \t\r\n\f");
	bool is_negative = *value == '-';
	value += *value == '-' || *value == '+';
	if (*value < '0' || *value > '9')
		return otherwise;
	int number = 0;
	for (; *value >= '0' && *value <= '9'; value++)
		number = number < 100000000 ? number * 10 + (*value - '0') : 1000000000;
	return is_negative ? -number : number;
}

static void
add_text(struct buf *out, const char *text, const struct parking *parking)
{
	struct parked piece;
	size_t left = DOM_MAX_GATHERED;
	while (left > 0 && parking_next(parking, &text, &piece)) {
		size_t length = piece.length < left ? piece.length : left;
		buf_add(out, piece.text, length);
		left -= length;
	}
}

bool
dom_gather_text(struct buf *out, const GumboNode *root, const struct parking *parking)
{
	const GumboNode *node = root;
	size_t limit = out->length + DOM_MAX_GATHERED;
	for (int steps = 0; steps < DOM_MAX_GATHERED && out->length < limit; steps++) {
		bool is_text = node->type == GUMBO_NODE_TEXT ||
			       node->type == GUMBO_NODE_WHITESPACE ||
			       node->type == GUMBO_NODE_CDATA;
		if (is_text)
			add_text(out, node->v.text.text, parking);
		if (is_element(node) && node->v.element.children.length != 0) {
			node = node->v.element.children.data[0];
			continue;
		}
		while (node != root &&
				(!is_element(node->parent) ||
						node->index_within_parent + 1 >=
								node->parent->v.element.children
										.length))
			node = node->parent;
		if (node == root)
			return out->length < limit;
		node = node->parent->v.element.children.data[node->index_within_parent + 1];
	}
	return false;
}

bool
dom_has_text(struct arena *scratch, const GumboNode *node)
{
	struct buf text;
	struct parking none = {0}; /* a mark is no white space */
	buf_init_in(&text, scratch);
	bool is_whole = dom_gather_text(&text, node, &none);
	bool has_text = !is_whole || !is_blank(text.data);
	buf_free(&text);
	return has_text;
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
