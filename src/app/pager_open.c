/* Opening posts in the pager: beside the screen, with the place to go to once they are there. */

#include "app/state.h"
#include "article/opener.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/ticks.h"
#include "base/worker.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

enum { OPEN_DELAY = 80 }; /* milliseconds the list's cursor must rest before a post is opened */

static const struct pane_box *
box_of(const struct app *app)
{
	return &app->geometry.panes[PANE_PAGER];
}

static void
forget_article(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	article_close(app->model->opened.article);
	app->model->opened.article = NULL;
	xreplace(&app->model->opened.notice, NULL);
	pane->top = pane->left = pane->anchor = 0;
	pane->search_anchor = pane->search_left = 0;
	pane->match = SIZE_MAX;
	pane->link = -1;
	pane->generation++;
}

static unsigned
reach_goal(struct app *app)
{
	struct goal goal = app->model->opened.goal;
	unsigned dirty = DIRTY_NONE;
	app->model->opened.goal = (struct goal){.kind = GOAL_TOP};
	if (goal.kind == GOAL_OFFSET)
		dirty = pager_scroll_to(app, pager_line_at(app, goal.offset));
	else if (goal.kind == GOAL_FRAGMENT)
		dirty = pager_go_to_fragment(app, goal.fragment);
	else if (goal.kind == GOAL_SEARCH && app->model->opened.article != NULL)
		dirty = pager_search(app, app->pager.phrase, false);
	else if (goal.kind == GOAL_FIRST_MATCH || goal.kind == GOAL_LAST_MATCH)
		dirty = pager_go_to_match(app, goal.kind == GOAL_LAST_MATCH);
	free(goal.fragment);
	return dirty;
}

static bool
is_open(const struct app *app, const char *path)
{
	const struct article *article = app->model->opened.article;
	return article != NULL && strcmp(article->post.path, path) == 0;
}

unsigned
pager_go(struct app *app, struct goal goal)
{
	pager_set_goal(app, goal);
	bool is_there = app->model->opened.opening == NULL && app->model->opened.wanted != NULL &&
			is_open(app, app->model->opened.wanted);
	return is_there ? reach_goal(app) : DIRTY_NONE;
}

/* Takes what could not be opened: an older state of it stays. */
static unsigned
take_failure(struct app *app, struct err *err)
{
	struct buf text;
	buf_init(&text);
	err_add_path(err, app->model->opened.opening);
	err_format(err, &text);
	if (is_open(app, app->model->opened.opening)) {
		model_say(app->model, true, "shown as it was read before: %s", text.data);
	} else {
		xreplace(&app->model->opened.notice, text.data);
		model_say(app->model, true, "%s", text.data);
	}
	buf_free(&text);
	return DIRTY_PAGER | DIRTY_STATUS;
}

static void
take_article(struct app *app, struct article *article)
{
	struct pager_pane *pane = &app->pager;
	article_close(app->model->opened.article);
	app->model->opened.article = article;
	pane->link = -1;
	pager_mark(app);
	pager_arrange(app);
	pager_say_cut(app);
}

unsigned
pager_wake(struct app *app)
{
	struct article *article = NULL;
	struct err err = {0};
	unsigned dirty = DIRTY_PAGER | DIRTY_STATUS;
	if (app->model->opened.opening == NULL ||
			!opener_take(app->model->opened.opener, &article, &err))
		return DIRTY_NONE;
	if (article != NULL)
		take_article(app, article);
	else
		dirty |= take_failure(app, &err);
	xreplace(&app->model->opened.opening, NULL);
	return dirty | reach_goal(app);
}

static struct source
source_of(struct app *app, const char *path)
{
	struct catalogue *catalogue = app->model->library->catalogue;
	struct source source = {catalogue_fingerprint(catalogue), 0, -1};
	struct listing *all = catalogue_list(catalogue, &(struct query){.order = POSTS_BY_DATE});
	size_t position = listing_find(all, path);
	if (position != SIZE_MAX) {
		struct post_file file;
		listing_file(all, position, app->view, &file);
		source.mtime = file.mtime;
		source.size = file.size;
	}
	listing_free(all);
	return source;
}

/* Asks for the post that is wanted. */
static unsigned
open_wanted(struct app *app)
{
	struct layout_options options = pager_options(app);
	struct err err = {0};
	if (app->model->opened.opener == NULL)
		app->model->opened.opener = opener_new(loader_wake_fd(app->model->loader), &err);
	pager_set_goal(app, (struct goal){.kind = app->model->opened.arrival});
	app->model->opened.arrival = GOAL_TOP;
	xreplace(&app->model->opened.opening, app->model->opened.wanted);
	app->model->opened.openings++;
	app->model->opened.source = source_of(app, app->model->opened.wanted);
	if (app->model->opened.opener != NULL) {
		opener_ask(app->model->opened.opener, app->model->library->archive,
				app->model->opened.wanted, &options);
		return DIRTY_PAGER | DIRTY_STATUS;
	}
	unsigned dirty = take_failure(app, &err);
	xreplace(&app->model->opened.opening, NULL);
	return dirty;
}

unsigned
pager_open_wanted(struct app *app)
{
	app->model->opened.due = 0;
	if (app->model->opened.wanted == NULL || app->model->library == NULL ||
			is_open(app, app->model->opened.wanted))
		return DIRTY_NONE;
	if (app->model->opened.opening != NULL &&
			strcmp(app->model->opened.opening, app->model->opened.wanted) == 0)
		return DIRTY_NONE;
	forget_article(app);
	return open_wanted(app);
}

unsigned
pager_reload(struct app *app, bool is_asked)
{
	const struct source *known = &app->model->opened.source;
	if (app->model->opened.wanted == NULL || !is_open(app, app->model->opened.wanted))
		return DIRTY_NONE;
	struct source now = source_of(app, app->model->opened.wanted);
	bool is_same = now.mtime != -1 && now.mtime == known->mtime && now.size == known->size &&
		       now.fingerprint == known->fingerprint;
	return is_same && !is_asked ? DIRTY_NONE : open_wanted(app);
}

unsigned
pager_show(struct app *app, const char *path, bool at_once)
{
	unsigned dirty = DIRTY_NONE;
	bool is_other = app->model->opened.opening != NULL &&
			(path == NULL || strcmp(path, app->model->opened.opening) != 0);
	xreplace(&app->model->opened.wanted, path);
	app->model->opened.due = 0;
	if (is_other) {
		worker_cancel(app->model->opened.opener);
		xreplace(&app->model->opened.opening, NULL);
		dirty = DIRTY_PAGER | DIRTY_STATUS;
	}
	if (path == NULL) {
		forget_article(app);
		return DIRTY_PAGER | DIRTY_STATUS;
	}
	if (is_open(app, path)) {
		struct goal goal = {.kind = app->model->opened.arrival};
		return goal.kind != GOAL_TOP ? dirty | pager_go(app, goal) : dirty;
	}
	if (at_once)
		return dirty | pager_open_wanted(app);
	/* Only a post that can be seen is worth opening. */
	if (box_of(app)->is_visible)
		app->model->opened.due = ticks_ms() + OPEN_DELAY;
	return dirty;
}

unsigned
pager_go_back(struct app *app)
{
	if (app->model->opened.history_count == 0)
		return NOT_MINE;
	struct place place = app->model->opened.history[--app->model->opened.history_count];
	unsigned dirty = pager_show(app, place.path, true);
	dirty |= pager_go(app, (struct goal){.kind = GOAL_OFFSET, .offset = place.offset});
	free(place.path);
	return dirty | DIRTY_PAGER;
}
