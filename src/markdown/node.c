#include "markdown/node.h"

#include "base/arena.h"

struct node *
node_new(struct arena *arena, enum node_kind kind)
{
	struct node *node = arena_alloc(arena, sizeof(*node));
	node->kind = kind;
	return node;
}

void
node_append(struct node *parent, struct node *child)
{
	child->parent = parent;
	child->previous = parent->last;
	child->next = NULL;
	if (parent->last != NULL)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

void
node_remove(struct node *child)
{
	struct node *parent = child->parent;
	if (child->previous != NULL)
		child->previous->next = child->next;
	else
		parent->first = child->next;
	if (child->next != NULL)
		child->next->previous = child->previous;
	else
		parent->last = child->previous;
	child->parent = child->previous = child->next = NULL;
}

enum node_align
node_column_align(const struct node *table, size_t column)
{
	return column < table->text.length ? (enum node_align)table->text.text[column]
					   : NODE_ALIGN_DEFAULT;
}

struct node *
node_next(const struct node *node, const struct node *root)
{
	if (node->first != NULL)
		return node->first;
	while (node != root && node->next == NULL)
		node = node->parent;
	return node != root ? node->next : NULL;
}
