/* What was said so far, and what is wrong in the archive. */

#include "app/state.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

static void
make_messages(struct app *app)
{
	for (size_t i = app->model->said.count; i-- > 0;)
		cover_add_row(app, (struct cover_row){
						   .text = arena_text(app->cover.arena,
								   app->model->said.items[i].text),
						   .value = COVER_NO_VALUE,
						   .is_error = app->model->said.items[i].is_error,
				   });
	size_t count = app->model->library != NULL ? problems_count(app->model->library->problems)
						   : 0;
	if (count == 0)
		return;
	struct buf text;
	buf_init(&text);
	buf_format(&text, "problems in the archive: %zu", count);
	cover_add_row(app, (struct cover_row){.text = cover_keep_text(app, &text),
					   .value = COVER_NO_VALUE,
					   .is_heading = true});
	for (size_t i = 0; i < count; i++) {
		buf_clear(&text);
		problem_format(problems_get(app->model->library->problems, i), &text);
		cover_add_row(app, (struct cover_row){.text = cover_keep_text(app, &text),
						   .value = COVER_NO_VALUE});
	}
	buf_free(&text);
}

static const char *
title(struct app *app)
{
	(void)app;
	return "messages";
}

const struct pane_type pane_messages = {
		.context = CONTEXT_HELP,
		COVER_ROWS,
		.title = title,
		.make = make_messages,
};
