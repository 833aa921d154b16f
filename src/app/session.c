/* What every file of the room may ask of the session: messages, focus, the archive's state. */

#include "app/state.h"
#include "base/buf.h"
#include "base/gate.h"
#include "base/xalloc.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* A disk that damages or loses what it keeps is not written to for ever. */
enum { MAX_RENEWALS = 3 };

/* --- Messages --- */

void
app_say(struct app *app, bool is_error, const char *format, ...)
{
	struct buf text, clean;
	buf_init(&text);
	buf_init(&clean);
	va_list arguments;
	va_start(arguments, format);
	buf_vformat(&text, format, arguments);
	va_end(arguments);
	gate_pass(&clean, text.data, text.length, GATE_LINE);
	if (app->message_count == MAX_MESSAGES) {
		free(app->messages[0].text);
		memmove(app->messages, app->messages + 1,
				(MAX_MESSAGES - 1) * sizeof(app->messages[0]));
		app->message_count--;
	}
	app->messages[app->message_count++] = (struct message){buf_take(&clean), is_error};
	app->shows_message = true;
	buf_free(&text);
}

/* --- The archive --- */

const struct zone *
app_zone(const struct app *app)
{
	return app->library != NULL ? archive_zone(app->library->archive) : app->zone;
}

/* The archive is being read, for the first time or again. */
bool
app_is_reading(const struct app *app)
{
	return app->loader != NULL && loader_is_running(app->loader);
}

static bool
is_damaged(const struct app *app)
{
	return app->has_damage || catalogue_is_damaged(app->library->catalogue);
}

/* Whether the catalogue has turned out to be damaged, deleted or replaced since it was opened. */
bool
app_needs_renewal(const struct app *app)
{
	return app->library != NULL && !app_is_reading(app) && !app->library->is_partial &&
	       app->renewals < MAX_RENEWALS &&
	       (is_damaged(app) || catalogue_is_gone(app->library->catalogue));
}

bool
app_is_renewing(const struct app *app)
{
	return app_is_reading(app) || app_needs_renewal(app);
}

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
	if (app->pager.is_file || (pane == app->focus && !is_covered))
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
