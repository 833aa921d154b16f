/* What was said so far, and what is wrong in the archive. */

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "panes/panes.h"

static void
make_messages(struct panes *panes)
{
	const struct messages *said = &panes->model->said;
	const struct library *library = panes->model->library;
	struct arena *arena = panes->cover.arena;
	for (size_t i = said->count; i-- > 0;)
		cover_add_row(panes, said->items[i].is_error ? ROLE_ERROR : ROLE_TEXT, NULL,
				arena_text(arena, said->items[i].text), COVER_NO_VALUE);
	size_t count = library != NULL ? problems_count(library->problems) : 0;
	if (count > 0 && said->count > 0)
		cover_add_row(panes, ROLE_HEADING, NULL, "", COVER_NO_VALUE);
	if (count > 0)
		cover_add_row(panes, ROLE_HEADING, NULL,
				arena_format(arena, _("problems in the archive: %zu"), count),
				COVER_NO_VALUE);
	for (size_t i = 0; i < count; i++) {
		struct buf text = buf_in(arena);
		problem_format(problems_get(library->problems, i), &text);
		cover_add_row(panes, ROLE_TEXT, NULL, text.data, COVER_NO_VALUE);
	}
}

static const char *
title(struct panes *panes)
{
	(void)panes;
	return _("messages");
}

static const struct hint hints[] = {{ACTION_FILTER, N_("filter")}, {ACTION_BACK, N_("close")}, {0}};

const struct pane_type pane_messages = {
		.context = CONTEXT_HELP,
		.hints = hints,
		COVER_ROWS,
		.title = title,
		.make = make_messages,
};
