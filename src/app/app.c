/* The session as a whole: its life and its events. */

#include "app/state.h"
#include "base/ticks.h"
#include "base/xalloc.h"

#include <stdlib.h>

/* --- Life --- */

struct app *
app_new(const struct app_start *start)
{
	struct app *app = xcalloc(1, sizeof(*app));
	struct model_start model = start->model;
	model.settings = start->settings;
	app->model = model_new(&model);
	panes_init(&app->panes, app->model, start->settings, start->keymap);
	line_editor_init(&app->prompt);
	buf_init(&app->recall.wanted);
	resume_begin(app, start->resume);
	if (!theme_take(app)) {
		/* That of the last session has errors now. */
		xreplace(&start->settings->theme, app->configured_theme);
		(void)theme_take(app);
	}
	return app;
}

void
app_free(struct app *app)
{
	model_free(app->model);
	keymap_free(app->panes.keymap);
	settings_free(app->panes.settings);
	panes_free(&app->panes);
	completion_clear(&app->completion);
	line_editor_free(&app->prompt);
	buf_free(&app->recall.wanted);
	free(app->recall.before);
	free(app->in_force);
	free(app->configured_theme);
	free(app->kept_text);
	for (size_t i = 0; i < HISTORY_COUNT; i++)
		line_history_free(&app->histories[i].lines);
	free(app);
}

struct model *
app_model(const struct app *app)
{
	return app->model;
}

const char *
app_next_archive(const struct app *app)
{
	return app->panes.next_archive;
}

/* --- Programs --- */

/* The end of one may have begun another that gets the terminal. */
static unsigned
finish_programs(struct app *app)
{
	bool is_next = app->panes.foreground.arguments.count > 0;
	return app_finish(app, is_next ? DIRTY_RUN : DIRTY_NONE);
}

const struct foreground *
app_foreground(const struct app *app)
{
	return &app->panes.foreground;
}

unsigned
app_foreground_done(struct app *app, int status, int error)
{
	/* What follows may be another program. */
	struct foreground ended = app->panes.foreground;
	app->panes.foreground = (struct foreground){.arena = NULL};
	ended.ended(&app->panes, &ended, status, error);
	foreground_free(&ended);
	return finish_programs(app) | DIRTY_ALL;
}

int
app_output_fd(const struct app *app)
{
	return update_fd(app->model);
}

unsigned
app_output(struct app *app)
{
	(void)update_read(app->model);
	return app_finish(app, DIRTY_NONE);
}

unsigned
app_reap(struct app *app)
{
	model_reap(app->model);
	return finish_programs(app);
}

const char *
app_copied(const struct app *app)
{
	return app->panes.copied;
}

unsigned
app_copy_failed(struct app *app, const char *why)
{
	model_say(app->model, true, "%s", why);
	return app_finish(app, DIRTY_STATUS);
}

/* --- Events --- */

int
app_wake_fd(const struct app *app)
{
	return model_wake_fd(app->model);
}

unsigned
app_wake(struct app *app)
{
	model_wake(app->model);
	return app_finish(app, DIRTY_NONE);
}

unsigned long
app_opening(const struct app *app)
{
	return model_opening(app->model);
}

int
app_timeout_ms(const struct app *app)
{
	int64_t due = model_due(app->model);
	if (app->pending_due != 0 && (due == 0 || app->pending_due < due))
		due = app->pending_due;
	if (due == 0)
		return -1;
	int64_t left = due - ticks_ms();
	return left > 0 ? (int)left : 0;
}

unsigned
app_tick(struct app *app)
{
	unsigned dirty = DIRTY_NONE;
	model_tick(app->model);
	if (app->pending_due != 0 && app->pending_due <= ticks_ms())
		dirty = keys_waited(app);
	return app_finish(app, dirty);
}

unsigned
app_resize(struct app *app, int rows, int columns)
{
	app->rows = rows;
	app->columns = columns;
	return app_finish(app, DIRTY_CLEAR | CHANGED_PLACES);
}
