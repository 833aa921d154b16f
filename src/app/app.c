/* The session as a whole: its life and its events. */

#include "app/state.h"
#include "base/arena.h"
#include "base/ticks.h"
#include "base/xalloc.h"

#include <stdlib.h>

/* --- Life --- */

struct app *
app_new(const struct app_start *start)
{
	struct app *app = xcalloc(1, sizeof(*app));
	app->model = model_new(&start->model);
	app->settings = start->settings;
	app->keymap = start->keymap;
	app->view = arena_new();
	app->cover.arena = arena_new();
	app->pager.link = -1;
	app->pager.match = SIZE_MAX;
	app->slots[PANE_PAGER] = &pane_pager;
	app->focus = PANE_PAGER;
	if (start->model.article == NULL) {
		app->slots[PANE_GROUPS] = &pane_groups;
		app->slots[PANE_LIST] = &pane_list;
		app->focus = PANE_LIST;
	}
	char **texts[] = {&app->groups.filter, &app->pager.phrase, &app->cover.filter};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		xreplace(texts[i], "");
	line_editor_init(&app->prompt);
	return app;
}

void
app_free(struct app *app)
{
	model_free(app->model);
	groups_pane_free(&app->groups);
	months_pane_free(&app->months);
	list_pane_free(&app->list);
	free(app->pager.phrase);
	cover_free(&app->cover);
	calendar_pane_free(&app->calendar);
	completion_clear(&app->completion);
	line_editor_free(&app->prompt);
	for (size_t i = 0; i < PROMPT_KIND_COUNT; i++)
		line_history_free(&app->histories[i]);
	browser_free(app);
	free(app->next.text);
	free(app->browsers);
	free(app->address);
	keymap_free(app->keymap);
	settings_free(app->settings);
	arena_free(app->view);
	free(app);
}

struct model *
app_model(const struct app *app)
{
	return app->model;
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
	arena_reset(app->view);
	model_wake(app->model);
	return app_finish(app, DIRTY_NONE);
}

unsigned long
app_opening(const struct app *app)
{
	return model_opening(app->model);
}

bool
app_is_busy(const struct app *app)
{
	return model_is_busy(app->model);
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
	arena_reset(app->view);
	model_tick(app->model);
	if (app->pending_due != 0 && app->pending_due <= ticks_ms())
		dirty = keys_waited(app);
	return app_finish(app, dirty);
}

unsigned
app_resize(struct app *app, int rows, int columns)
{
	arena_reset(app->view);
	app->rows = rows;
	app->columns = columns;
	return app_finish(app, DIRTY_CLEAR | CHANGED_PLACES);
}
