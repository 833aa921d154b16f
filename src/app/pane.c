/* What several panes need for their tables. */

#include "app/pane.h"
#include "app/state.h"
#include "base/arena.h"

#include <stdlib.h>

long
call_number(const struct call *call)
{
	return call->argument[0] != '\0' ? strtol(call->argument, NULL, 10) : call->count;
}

const char *
pane_place(struct app *app, const struct cursor *cursor, bool has_more)
{
	size_t done, total;
	const char *index = app->model->found.is_waiting ? "... " : "";
	if (full_text_progress(app->model, &done, &total))
		index = arena_format(app->view, "idx %zu%% ",
				done / total * 100 + done % total * 100 / total);
	if (cursor->count == 0)
		return index;
	return arena_format(app->view, "%s%s/%s%s ", index, row_number(app->view, cursor->at + 1),
			row_number(app->view, cursor->count), has_more ? "+" : "");
}
