/* Searching backward in the history of a prompt, as one types: readline's C-r. */

#include "app/state.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>

/* Shows the newest line that has what is wanted: of those before the one shown, or with it. */
static void
find(struct app *app, bool is_before)
{
	struct recall *recall = &app->recall;
	recall->is_missing = !line_editor_find(&app->prompt, recall->wanted.data, is_before);
}

unsigned
recall_step(struct app *app)
{
	struct recall *recall = &app->recall;
	if (app->prompt.history == NULL)
		return DIRTY_NONE;
	if (recall->is_on) {
		find(app, true);
		return DIRTY_STATUS;
	}
	recall->is_on = true;
	recall->is_missing = false;
	buf_clear(&recall->wanted);
	xreplace(&recall->before, app->prompt.text.data);
	return DIRTY_STATUS;
}

unsigned
recall_insert(struct app *app, uint32_t codepoint)
{
	if (app->recall.wanted.length < LINE_MAX_BYTES)
		buf_add_codepoint(&app->recall.wanted, codepoint);
	find(app, false);
	return DIRTY_STATUS;
}

void
recall_end(struct app *app)
{
	app->recall.is_on = false;
}

bool
recall_run(struct app *app, enum action action)
{
	struct recall *recall = &app->recall;
	struct buf *wanted = &recall->wanted;
	if (action == ACTION_DELETE_LEFT) {
		buf_truncate(wanted,
				wanted->length -
						(wanted->length > 0 ? text_last_cluster(
										      wanted->data,
										      wanted->length)
								    : 0));
		line_editor_begin(&app->prompt, recall->before, app->prompt.history);
		recall->is_missing = false;
		if (wanted->length > 0)
			find(app, false);
		return true;
	}
	recall_end(app);
	if (action == ACTION_CANCEL)
		line_editor_begin(&app->prompt, recall->before, app->prompt.history);
	return action == ACTION_CANCEL;
}
