/* The session as a whole: its life, its events, its panes. */

#include "app/state.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/ticks.h"
#include "base/worker.h"
#include "base/xalloc.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	PROGRESS_EVERY = 100, /* milliseconds between two looks at how far reading is */
};

/* --- Life --- */

/* A single tag or category of the command line is the group that the list shows; more narrow it for good. */
static void
take_selection(struct app *app, const struct selection *selection)
{
	struct selection *base = &app->model->asked.selection;
	selection_free(base);
	selection_copy(base, selection);
	xreplace(&base->title, "");
	xreplace(&base->search, "");
	if (base->tag_count + base->category_count != 1)
		return;
	bool is_tag = base->tag_count == 1;
	app->model->asked.kind = is_tag ? GROUP_TAG : GROUP_CATEGORY;
	xreplace(&app->model->asked.group, is_tag ? base->tags[0] : base->categories[0]);
	free(is_tag ? base->tags[0] : base->categories[0]);
	*(is_tag ? &base->tag_count : &base->category_count) = 0;
}

static void
start_reading(struct app *app, const struct app_start *start)
{
	struct err err;
	app->model->loader = loader_new(start->path, start->options, start->background, &err);
	if (app->model->loader == NULL || !loader_start(app->model->loader, false, &err)) {
		xreplace(&app->model->opened.notice, err.reason);
		model_say(app->model, true, "%s", err.reason);
	}
}

struct app *
app_new(const struct app_start *start)
{
	struct app *app = xcalloc(1, sizeof(*app));
	app->model = xcalloc(1, sizeof(*app->model));
	app->settings = start->settings;
	app->keymap = start->keymap;
	app->model->makes_index = start->background & BACKGROUND_INDEX;
	app->model->zone = start->zone;
	app->model->now = start->options != NULL ? start->options->now : (int64_t)time(NULL);
	app->view = arena_new();
	app->cover.arena = arena_new();
	app->model->asked.kind = GROUP_CATEGORY;
	app->pager.link = -1;
	app->pager.match = SIZE_MAX;
	app->focus = start->article != NULL ? PANE_PAGER : PANE_LIST;
	app->slots[PANE_PAGER] = &pane_pager;
	selection_init(&app->model->asked.selection);
	char **texts[] = {&app->groups.filter, &app->model->asked.selection.title,
			&app->model->asked.selection.search, &app->pager.phrase,
			&app->cover.filter};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		xreplace(texts[i], "");
	line_editor_init(&app->prompt);
	if (start->article != NULL) {
		app->model->opened.article = start->article;
	} else {
		app->slots[PANE_GROUPS] = &pane_groups;
		app->slots[PANE_LIST] = &pane_list;
		take_selection(app, start->selection);
		if (start->selection->search != NULL)
			search_set(app, start->selection->search, false);
		start_reading(app, start);
	}
	return app;
}

void
app_free(struct app *app)
{
	/* First who rings the loader's pipe. */
	worker_free(app->model->opened.opener);
	search_free(app);
	loader_free(app->model->loader);
	groups_pane_free(&app->groups);
	months_pane_free(&app->months);
	list_pane_free(&app->list);
	free(app->pager.phrase);
	asked_free(&app->model->asked);
	found_free(&app->model->found);
	opened_free(&app->model->opened);
	cover_free(&app->cover);
	calendar_pane_free(&app->calendar);
	completion_clear(&app->completion);
	line_editor_free(&app->prompt);
	for (size_t i = 0; i < PROMPT_KIND_COUNT; i++)
		line_history_free(&app->histories[i]);
	messages_free(&app->model->said);
	browser_free(app);
	free(app->next.text);
	free(app->browsers);
	free(app->address);
	library_close(app->model->library);
	free(app->model);
	keymap_free(app->keymap);
	settings_free(app->settings);
	arena_free(app->view);
	free(app);
}

/* --- The archive --- */

struct model *
app_model(const struct app *app)
{
	return app->model;
}

int
app_wake_fd(const struct app *app)
{
	return app->model->loader != NULL ? loader_fd(app->model->loader) : -1;
}

/* The group asked for by its shown name is known by its own from here on. */
static void
check_group(struct app *app)
{
	struct group group;
	if (app->model->asked.group == NULL)
		return;
	if (catalogue_find_group(app->model->library->catalogue, app->model->asked.kind,
			    app->model->asked.group, &group)) {
		xreplace(&app->model->asked.group, group.name);
		return;
	}
	char *name = app->model->asked.group;
	app->model->asked.group = NULL;
	(void)groups_choose(app, app->model->asked.kind, name); /* says what is near */
	free(name);
}

static void
say_counts(struct app *app, bool is_again)
{
	size_t count = catalogue_count(app->model->library->catalogue);
	size_t problems = problems_count(app->model->library->problems);
	size_t added = app->model->library->added;
	const char *notice = app->model->library->notice;
	if (notice != NULL && !messages_have(&app->model->said, notice))
		model_say(app->model, true, "%s", notice);
	else if (is_again && app->model->is_reload)
		model_say(app->model, false, "read again: %zu post%s, %zu new", count,
				count == 1 ? "" : "s", added);
	else if (is_again && added > 0)
		model_say(app->model, false, "%zu new post%s", added, added == 1 ? "" : "s");
	else if (is_again)
		return;
	else if (count == 0)
		model_say(app->model, false, "no posts found in %s",
				archive_root(app->model->library->archive));
	else if (problems > 0)
		model_say(app->model, false, "%zu problem%s in the archive: see :messages",
				problems, problems == 1 ? "" : "s");
}

/* The cursor stays on its post; where that is gone, on the row it had. */
static unsigned
refresh_list(struct app *app)
{
	struct post post;
	size_t row = app->list.cursor.at;
	bool has_post = list_post(app, &post); /* the old library's, which the list holds */
	unsigned dirty = search_list(app, true);
	if (!has_post || app->model->found.library != app->model->library ||
			listing_find(app->model->found.listing, post.path) != SIZE_MAX)
		return dirty;
	cursor_move_to(&app->list.cursor, row);
	return app->focus != PANE_PAGER ? dirty | CHANGED_POST : dirty;
}

static unsigned
take_failure(struct app *app, const struct err *err)
{
	struct buf text;
	buf_init(&text);
	err_format(err, &text);
	model_say(app->model, true, "%s", text.data);
	if (app->model->library == NULL)
		xreplace(&app->model->opened.notice, text.data);
	buf_free(&text);
	return DIRTY_ALL;
}

/* What of the session depends on the posts follows those of another library. */
static unsigned
follow_library(struct app *app)
{
	unsigned dirty = groups_refresh(app);
	dirty |= refresh_list(app);
	return app_follow(app, dirty | CHANGED_DAYS);
}

static unsigned
take_library(struct app *app)
{
	struct err err = {0};
	struct library *library;
	if (!loader_take(app->model->loader, &library, &err))
		return take_failure(app, &err);
	if (library == NULL)
		return DIRTY_NONE;
	struct library *old = app->model->library;
	bool is_again = app->model->has_whole;
	app->model->library = library;
	if (old == NULL || !library->is_partial)
		check_group(app);
	unsigned dirty = follow_library(app);
	library_close(old);
	search_library_changed(app);
	if (!library->is_partial) {
		bool has_error = app->model->said.is_shown &&
				 app->model->said.items[app->model->said.count - 1].is_error;
		if (!has_error)
			say_counts(app, is_again);
		pager_reload(app, app->model->is_reload);
		app->model->has_whole = true;
		app->model->has_damage = false;
		app->model->is_reload = false;
	}
	if (app->geometry.panes[PANE_PAGER].is_visible)
		pager_open_wanted(app);
	return dirty | DIRTY_ALL;
}

/* A catalogue that is of no more use is made anew, while what it still gives is shown. */
static unsigned
renew(struct app *app)
{
	struct err err;
	if (!model_needs_renewal(app->model))
		return DIRTY_NONE;
	bool is_gone = catalogue_is_gone(app->model->library->catalogue);
	app->model->renewals++;
	model_say(app->model, true, "%s %s: the archive is catalogued anew",
			catalogue_place(app->model->library->catalogue),
			is_gone ? "was deleted or replaced" : "is damaged");
	if (!loader_start(app->model->loader, !is_gone, &err))
		model_say(app->model, true, "%s", err.reason);
	return DIRTY_STATUS;
}

unsigned
app_wake(struct app *app)
{
	arena_reset(app->view);
	loader_swallow(app->model->loader);
	unsigned dirty = take_library(app);
	dirty |= renew(app);
	dirty |= pager_wake(app);
	dirty |= search_wake(app);
	return app_finish(app, dirty);
}

/* --- Time --- */

bool
app_is_busy(const struct app *app)
{
	return model_is_reading(app->model) || app_opening(app) != 0 || search_is_busy(app);
}

int
app_timeout_ms(const struct app *app)
{
	size_t done, total;
	if (model_needs_renewal(app->model))
		return 0;
	bool is_working = model_is_reading(app->model) || search_progress(app, &done, &total);
	int64_t due = is_working ? ticks_ms() + PROGRESS_EVERY : 0;
	const int64_t others[] = {app->model->opened.due, app->pending_due};
	for (size_t i = 0; i < 2; i++) {
		if (others[i] != 0 && (due == 0 || others[i] < due))
			due = others[i];
	}
	if (due == 0)
		return -1;
	int64_t left = due - ticks_ms();
	return left > 0 ? (int)left : 0;
}

unsigned
app_tick(struct app *app)
{
	int64_t now = ticks_ms();
	arena_reset(app->view);
	unsigned dirty = model_is_reading(app->model)
					 ? DIRTY_STATUS | (app->model->library == NULL ? DIRTY_LIST
										       : 0)
					 : DIRTY_NONE;
	dirty |= search_tick(app);
	dirty |= renew(app);
	if (app->model->opened.due != 0 && app->model->opened.due <= now)
		dirty |= pager_open_wanted(app);
	if (app->pending_due != 0 && app->pending_due <= now)
		dirty |= keys_waited(app);
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
