/* Paragraphs, headings, code and lists. */

#include "base/arena.h"
#include "document/dom.h"
#include "document/handlers.h"

#include <string.h>

#include <gumbo.h>

bool
enter_center(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	(void)frame;
	builder->now.align = ALIGN_CENTER;
	return true;
}

bool
enter_paragraph(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	(void)frame;
	const struct block *item = builder->holder;
	if (item->kind == BLOCK_ITEM && item->parent->kind == BLOCK_LIST)
		item->parent->list.is_loose = true;
	return true;
}

bool
enter_heading(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	builder->now.heading_level = (int)frame->id - ELEMENT_H1 + 1;
	return true;
}

bool
enter_pre(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	(void)frame;
	builder->now.space = SPACE_PRE;
	return true;
}

bool
enter_rule(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	(void)frame;
	builder_rule(builder);
	return false;
}

/* --- Lists (HTML standard 4.4.5 and 4.4.8) --- */

static bool
style_of_type(const char *type, enum list_style *style)
{
	if (type == NULL)
		return false;
	if (type[0] != '\0' && type[1] == '\0') {
		static const struct {
			char type;
			enum list_style style;
		} types[] = {{'1', LIST_DECIMAL}, {'a', LIST_LOWER_ALPHA}, {'A', LIST_UPPER_ALPHA},
				{'i', LIST_LOWER_ROMAN}, {'I', LIST_UPPER_ROMAN}};
		for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
			if (types[i].type == type[0]) {
				*style = types[i].style;
				return true;
			}
		}
		return false;
	}
	return list_style_named(type, style);
}

bool
enter_list(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	struct block *list = frame->opened.block;
	if (list == NULL)
		return true;
	bool is_ordered = frame->id == ELEMENT_OL;
	enum list_style style = is_ordered ? LIST_DECIMAL : LIST_BULLET;
	style_of_type(dom_attribute(node, "type"), &style);
	if (frame->css->has_list_style)
		style = frame->css->list_style;
	bool is_reversed = is_ordered && dom_attribute(node, "reversed") != NULL;
	int first = 1;
	if (is_reversed)
		first = (int)dom_count_children(node, ELEMENT_LI, NULL);
	list->list.style = style;
	list->list.start = is_ordered ? dom_number(node, "start", first) : 1;
	list->list.step = is_reversed ? -1 : 1;
	if (builder->table != NULL)
		builder->table->has_rich_cell = true;
	if (builder->now.list_depth++ > 0)
		list->is_spaced = false;
	builder->now.list_style = style;
	builder->now.item_step = list->list.step;
	builder->now.item_number = arena_alloc(builder->arena, sizeof(int));
	*builder->now.item_number = list->list.start;
	return true;
}

bool
enter_item(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	struct block *item = frame->opened.block;
	if (item == NULL)
		return true;
	if (frame->outer.block != NULL) {
		frame->outer.block->list.style = LIST_BULLET;
		frame->outer.block->list.start = 1;
		frame->outer.block->list.step = 1;
		return true;
	}
	int *number = builder->now.item_number;
	if (number == NULL)
		return true;
	*number = dom_number(node, "value", *number);
	item->item.number = *number;
	*number += builder->now.item_step;
	enum list_style style = builder->now.list_style;
	if (frame->css->has_list_style)
		style = frame->css->list_style;
	else
		style_of_type(dom_attribute(node, "type"), &style);
	item->item.is_unmarked = style == LIST_NONE;
	return true;
}

bool
enter_definitions(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	if (frame->opened.block != NULL && builder->now.list_depth++ > 0)
		frame->opened.block->is_spaced = false;
	return true;
}
