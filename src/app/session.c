/* What every file of the room may ask of the session: messages, focus, the archive's state. */

#include "app/state.h"
#include "base/buf.h"
#include "base/gate.h"
#include "base/xalloc.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* --- The focus --- */

enum context
app_context(const struct app *app)
{
	static const enum context contexts[PANE_COUNT] = {
			CONTEXT_GROUPS, CONTEXT_LIST, CONTEXT_PAGER};
	if (app->prompt_kind != PROMPT_NONE)
		return CONTEXT_PROMPT;
	if (app->cover.type != NULL)
		return app->cover.type->context;
	return contexts[app->focus];
}

unsigned
app_focus(struct app *app, enum pane pane)
{
	bool is_covered = app->cover.type != NULL;
	if (app->model->is_file || (pane == app->focus && !is_covered))
		return DIRTY_STATUS;
	app->cover.type = NULL;
	app->focus = pane;
	return CHANGED_PLACES;
}

unsigned
app_uncover(struct app *app)
{
	app->cover.type = NULL;
	return CHANGED_PLACES;
}

struct pane_box
app_pane(const struct app *app, enum pane pane)
{
	return app->geometry.panes[pane];
}

bool
app_is_too_small(const struct app *app)
{
	return app->geometry.is_too_small;
}

bool
app_has_title_bar(const struct app *app)
{
	return app->geometry.has_title_bar;
}

const char *
app_theme(const struct app *app)
{
	return app->settings->theme;
}

bool
app_is_ascii(const struct app *app)
{
	return app->settings->ascii;
}

enum role
app_row_role(const struct app *app, enum pane pane, bool has_cursor)
{
	if (!has_cursor)
		return ROLE_TEXT;
	return app->geometry.panes[pane].has_focus ? ROLE_CURSOR : ROLE_CURSOR_IDLE;
}

/* --- What is to be done next --- */

static unsigned
set_next(struct app *app, struct next next, const char *text)
{
	char *before = app->next.text;
	app->next = next;
	app->next.text = xstrdup(text);
	free(before);
	return CHANGED_NEXT;
}

unsigned
app_do_next(struct app *app, enum action action, const char *argument, long count)
{
	return set_next(app, (struct next){.action = action, .count = count}, argument);
}

unsigned
app_prompt_next(struct app *app, enum prompt_kind kind, const char *text)
{
	return set_next(app, (struct next){.prompt = kind}, text);
}
