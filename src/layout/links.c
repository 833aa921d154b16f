#include "layout/flow.h"

#include "base/arena.h"
#include "base/text.h"

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
add_link(struct flow *flow, int index)
{
	struct context *context = flow->context;
	const struct link *link = &context->document->links[index];
	const char *number = links_number(context, index, false);
	struct piece pieces[] = {flow_drawn(number, strlen(number), STYLE_NUMBER),
			flow_spaces(flow, 1),
			flow_drawn(link->url, text_columns(link->url, strlen(link->url)),
					STYLE_LINK),
			flow_drawn(" (图)", 5, STYLE_DIM)};
	pieces[0].link = index;
	pieces[2].link = index;
	flow_show(flow, pieces, link->kind == LINK_IMAGE ? 4 : 3);
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
