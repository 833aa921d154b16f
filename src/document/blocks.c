/* Paragraphs, headings, code and lists. */

#include "base/arena.h"
#include "document/dom.h"
#include "document/handlers.h"

#include <string.h>

void
enter_center(struct builder *builder, struct frame *frame)
{
	(void)frame;
	builder->now.align = ALIGN_CENTER;
}

void
enter_paragraph(struct builder *builder, struct frame *frame)
{
	(void)frame;
	const struct block *item = builder->holder;
	if (item->kind == BLOCK_ITEM && item->parent->kind == BLOCK_LIST)
		item->parent->list.is_loose = true;
}

void
enter_heading(struct builder *builder, struct frame *frame)
{
	builder->now.heading_level = (int)frame->id - ELEMENT_H1 + 1;
}

void
enter_pre(struct builder *builder, struct frame *frame)
{
	(void)frame;
	builder->now.space = SPACE_PRE;
}

void
enter_rule(struct builder *builder, struct frame *frame)
{
	(void)frame;
	builder_rule(builder);
}

/* --- Lists (HTML standard 4.4.5 and 4.4.8) --- */

/* Sets *style to what CSS or the attribute says, if they say anything. */
static void
take_list_style(enum list_style *style, const struct frame *frame)
{
	static const char letters[] = "1aAiI";
	static const enum list_style styles[] = {LIST_DECIMAL, LIST_LOWER_ALPHA, LIST_UPPER_ALPHA,
			LIST_LOWER_ROMAN, LIST_UPPER_ROMAN};
	const char *type = dom_attribute(frame->node, "type");
	const char *letter = type != NULL && strlen(type) == 1 ? strchr(letters, type[0]) : NULL;
	int named = type != NULL ? list_style_named(type) : CSS_UNSET;
	if (frame->css->list_style != CSS_UNSET)
		*style = (enum list_style)frame->css->list_style;
	else if (letter != NULL)
		*style = styles[letter - letters];
	else if (named != CSS_UNSET)
		*style = (enum list_style)named;
}

void
enter_list(struct builder *builder, struct frame *frame)
{
	struct block *list = frame->opened.block;
	if (list == NULL)
		return;
	bool is_ordered = frame->id == ELEMENT_OL;
	bool is_reversed = is_ordered && dom_attribute(frame->node, "reversed") != NULL;
	int first = is_reversed ? (int)dom_count_children(frame->node, ELEMENT_LI, NULL) : 1;
	list->list.style = is_ordered ? LIST_DECIMAL : LIST_BULLET;
	take_list_style(&list->list.style, frame);
	list->list.start = is_ordered ? dom_number(frame->node, "start", first) : 1;
	list->list.step = is_reversed ? -1 : 1;
	if (builder->table != NULL)
		builder->table->has_rich_cell = true;
	if (builder->now.list_depth++ > 0)
		list->is_spaced = false;
	builder->now.list_style = list->list.style;
	builder->now.item_step = list->list.step;
	builder->now.item_number = arena_alloc(builder->arena, sizeof(int));
	*builder->now.item_number = list->list.start;
}

void
enter_item(struct builder *builder, struct frame *frame)
{
	struct block *item = frame->opened.block;
	int *number = builder->now.item_number;
	if (item != NULL && frame->outer.block != NULL) {
		frame->outer.block->list.style = LIST_BULLET;
		frame->outer.block->list.start = 1;
		frame->outer.block->list.step = 1;
	} else if (item != NULL && number != NULL) {
		*number = dom_number(frame->node, "value", *number);
		item->item.number = *number;
		*number += builder->now.item_step;
		enum list_style style = builder->now.list_style;
		take_list_style(&style, frame);
		item->item.is_unmarked = style == LIST_NONE;
	}
}

void
enter_definitions(struct builder *builder, struct frame *frame)
{
	if (frame->opened.block != NULL && builder->now.list_depth++ > 0)
		frame->opened.block->is_spaced = false;
}
