/* What several panes need for their tables. */

#include "panes/pane.h"
#include "base/arena.h"
#include "panes/panes.h"

#include <stdlib.h>

long
call_number(const struct call *call)
{
	return call->argument[0] != '\0' ? strtol(call->argument, NULL, 10) : call->count;
}

const char *
pane_place(struct panes *panes, const struct cursor *cursor, bool has_more)
{
	size_t done, total;
	const char *index = panes->model->found.is_waiting ? "... " : "";
	if (full_text_progress(panes->model, &done, &total))
		index = arena_format(panes->scratch, "idx %zu%% ",
				done / total * 100 + done % total * 100 / total);
	if (cursor->count == 0)
		return index;
	return arena_format(panes->scratch, "%s%s/%s%s ", index,
			row_number(panes->scratch, cursor->at + 1),
			row_number(panes->scratch, cursor->count), has_more ? "+" : "");
}
