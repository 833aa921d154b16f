#include "model/asked.h"

#include <stdlib.h>

void
asked_free(struct asked *asked)
{
	selection_free(&asked->selection);
	text_query_free(asked->query);
	free(asked->group);
}

struct selection
asked_selection(const struct asked *asked)
{
	struct selection selection;
	selection_copy(&selection, &asked->selection);
	if (asked->group == NULL)
		return selection;
	(void)(asked->kind == GROUP_TAG ? selection_add_tag : selection_add_category)(
			&selection, asked->group, NULL);
	return selection;
}
