#include "layout/flow.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <stdint.h>
#include <string.h>

/* " [n]": after an image with its space, after a link without. */
static const char *
spaced_number(struct context *context, int link)
{
	const struct document *document = context->document;
	if (context->options.links == LINKS_NONE || link < 0 ||
			(size_t)link >= document->link_count)
		return NULL;
	const struct link *target = &document->links[link];
	if (target->number <= 0 || target->number > document->link_numbers || target->is_bare)
		return NULL;
	const char **number = &context->numbers[target->number];
	if (*number == NULL)
		*number = arena_format(context->arena, " [%d]", target->number);
	return *number;
}

const char *
links_number(struct context *context, int link, bool is_spaced)
{
	const char *number = spaced_number(context, link);
	return number == NULL || is_spaced ? number : number + 1;
}

static void
go_on_below(struct flow *flow, size_t indent)
{
	flow_end_line(flow);
	flow_begin_line(flow);
	flow_add_spaces(flow, indent, 0);
}

/* Columns left in the line being made. */
static size_t
columns_left(const struct flow *flow)
{
	if (!flow->context->options.wrap_links)
		return SIZE_MAX;
	return flow->width > flow->row.columns ? flow->width - flow->row.columns : 0;
}

/* Adds an address; what does not fit goes on below, behind an indent. */
static void
add_address(struct flow *flow, const char *address, int link, size_t indent)
{
	size_t left = strlen(address), least = 0;
	for (;;) {
		size_t columns, part = text_fit(address, left, columns_left(flow), &columns);
		if (part < least) {
			part = text_cluster(address, left); /* alone wider than a line */
			columns = text_columns(address, part);
		}
		struct piece piece = {address, part, columns, STYLE_LINK, link, PIECE_DRAWN};
		pieces_add(&flow->row, &piece);
		address += part;
		left -= part;
		if (left == 0)
			return;
		go_on_below(flow, indent);
		least = 1;
	}
}

static void
add_link(struct flow *flow, int index)
{
	enum { LEAST_COLUMNS = 8 }; /* of an address behind an indent */
	struct context *context = flow->context;
	const struct link *link = &context->document->links[index];
	const char *text = links_number(context, index, false);
	struct piece number = flow_drawn(text, strlen(text), STYLE_NUMBER);
	const char *word = context->options.words[WORD_IMAGE];
	const char *image = arena_format(
			context->arena, " (%s)", word != NULL ? word : document_words[WORD_IMAGE]);
	struct piece kind = flow_drawn(image, text_columns(image, strlen(image)), STYLE_DIM);
	size_t indent = number.columns + 1;
	if (indent + LEAST_COLUMNS > flow->width)
		indent = 0;
	number.link = index;
	flow_begin_line(flow);
	pieces_add(&flow->row, &number);
	flow_add_spaces(flow, 1, 0);
	add_address(flow, link->url, index, indent);
	if (link->kind == LINK_IMAGE && kind.columns > columns_left(flow))
		go_on_below(flow, indent);
	if (link->kind == LINK_IMAGE)
		pieces_add(&flow->row, &kind);
	flow_end_line(flow);
}

void
links_list(struct flow *flow)
{
	struct context *context = flow->context;
	const struct document *document = context->document;
	/* The first link of each number, in the order of the numbers. */
	int *first = arena_array(
			context->scratch, (size_t)document->link_numbers + 1, sizeof(*first));
	for (size_t i = document->link_count; i-- > 0;) {
		if (links_number(context, (int)i, false) != NULL)
			first[document->links[i].number] = (int)i + 1;
	}
	flow->wants_blank = true;
	for (int number = 1; number <= document->link_numbers; number++) {
		if (first[number] != 0)
			add_link(flow, first[number] - 1);
	}
}

/* --- Where links stand in a layout --- */

size_t *
layout_link_lines(const struct layout *layout, size_t count)
{
	size_t *lines = xcalloc(count + 1, sizeof(*lines));
	for (size_t i = 0; i < count; i++)
		lines[i] = SIZE_MAX;
	for (size_t i = 0; i < layout->count; i++) {
		const struct line *line = &layout->lines[i];
		for (size_t j = 0; j < line->piece_count; j++) {
			int link = line->pieces[j].link;
			if (link >= 0 && (size_t)link < count && lines[link] == SIZE_MAX)
				lines[link] = i;
		}
	}
	return lines;
}

bool
layout_link_columns(const struct line *line, int link, size_t *from, size_t *to)
{
	size_t column = 0;
	*from = *to = 0;
	for (size_t i = 0; i < line->piece_count; column += line->pieces[i++].columns) {
		if (line->pieces[i].link != link)
			continue;
		*from = *to == 0 ? column : *from;
		*to = column + line->pieces[i].columns;
	}
	return *to > 0;
}

int
layout_link_at(const struct line *line, size_t column)
{
	size_t end = 0;
	for (size_t i = 0; i < line->piece_count; i++) {
		end += line->pieces[i].columns;
		if (column < end)
			return line->pieces[i].link;
	}
	return -1;
}
