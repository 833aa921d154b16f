/* Opening posts in the pager: beside the screen, with the place to go to once they are there. */

#include "app/state.h"
#include "article/opener.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/ticks.h"
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
forget_article(struct pager_pane *pane)
{
	article_close(pane->article);
	pane->article = NULL;
	xreplace(&pane->notice, NULL);
	pane->top = pane->left = pane->anchor = 0;
	pane->search_anchor = pane->search_left = 0;
	pane->match = SIZE_MAX;
	pane->link = -1;
	pane->generation++;
}

static unsigned
reach_goal(struct app *app)
{
	struct pager_goal goal = app->pager.goal;
	unsigned dirty = DIRTY_NONE;
	app->pager.goal = (struct pager_goal){.kind = GOAL_TOP};
	if (goal.kind == GOAL_OFFSET)
		dirty = pager_scroll_to(app, pager_line_at(app, goal.offset));
	else if (goal.kind == GOAL_FRAGMENT)
		dirty = pager_go_to_fragment(app, goal.fragment);
	else if (goal.kind == GOAL_SEARCH && app->pager.article != NULL)
		dirty = pager_search(app, app->pager.phrase, false);
	else if (goal.kind == GOAL_FIRST_MATCH || goal.kind == GOAL_LAST_MATCH)
		dirty = pager_go_to_match(app, goal.kind == GOAL_LAST_MATCH);
	free(goal.fragment);
	return dirty;
}

static bool
is_open(const struct pager_pane *pane, const char *path)
{
	return pane->article != NULL && strcmp(pane->article->post.path, path) == 0;
}

unsigned
pager_go(struct app *app, struct pager_goal goal)
{
	const struct pager_pane *pane = &app->pager;
	pager_set_goal(&app->pager, goal);
	bool is_there = pane->opening == NULL && pane->wanted != NULL &&
			is_open(pane, pane->wanted);
	return is_there ? reach_goal(app) : DIRTY_NONE;
}

/* Takes what could not be opened: an older state of it stays. */
static unsigned
take_failure(struct app *app, struct err *err)
{
	struct pager_pane *pane = &app->pager;
	struct buf text;
	buf_init(&text);
	err_add_path(err, pane->opening);
	err_format(err, &text);
	if (is_open(pane, pane->opening)) {
		model_say(app->model, true, "shown as it was read before: %s", text.data);
	} else {
		xreplace(&pane->notice, text.data);
		model_say(app->model, true, "%s", text.data);
	}
	buf_free(&text);
	return DIRTY_PAGER | DIRTY_STATUS;
}

static void
take_article(struct app *app, struct article *article)
{
	struct pager_pane *pane = &app->pager;
	article_close(pane->article);
	pane->article = article;
	pane->link = -1;
	pager_mark(app);
	pager_arrange(app);
	pager_say_cut(app);
}

unsigned
pager_wake(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	struct article *article = NULL;
	struct err err = {0};
	unsigned dirty = DIRTY_PAGER | DIRTY_STATUS;
	if (pane->opening == NULL || !opener_take(pane->opener, &article, &err))
		return DIRTY_NONE;
	if (article != NULL)
		take_article(app, article);
	else
		dirty |= take_failure(app, &err);
	xreplace(&pane->opening, NULL);
	return dirty | reach_goal(app);
}

bool
pager_uses(struct app *app, const struct library *library)
{
	return app->pager.opener != NULL && opener_is_using(app->pager.opener, library->archive);
}

static struct pager_source
source_of(struct app *app, const char *path)
{
	struct catalogue *catalogue = app->model->library->catalogue;
	struct pager_source source = {catalogue_fingerprint(catalogue), 0, -1};
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
	struct pager_pane *pane = &app->pager;
	struct layout_options options = pager_options(app);
	struct err err = {0};
	if (pane->opener == NULL)
		pane->opener = opener_new(loader_wake_fd(app->model->loader));
	pager_set_goal(pane, (struct pager_goal){.kind = pane->arrival});
	pane->arrival = GOAL_TOP;
	xreplace(&pane->opening, pane->wanted);
	pane->openings++;
	pane->source = source_of(app, pane->wanted);
	bool is_asked = opener_ask(
			pane->opener, app->model->library->archive, pane->wanted, &options, &err);
	if (is_asked)
		return DIRTY_PAGER | DIRTY_STATUS;
	unsigned dirty = take_failure(app, &err);
	opener_cancel(pane->opener);
	xreplace(&pane->opening, NULL);
	return dirty;
}

unsigned
pager_open_wanted(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	pane->due = 0;
	if (pane->wanted == NULL || app->model->library == NULL || is_open(pane, pane->wanted))
		return DIRTY_NONE;
	if (pane->opening != NULL && strcmp(pane->opening, pane->wanted) == 0)
		return DIRTY_NONE;
	forget_article(pane);
	return open_wanted(app);
}

unsigned
pager_reload(struct app *app, bool is_asked)
{
	const struct pager_pane *pane = &app->pager;
	const struct pager_source *known = &pane->source;
	if (pane->wanted == NULL || !is_open(pane, pane->wanted))
		return DIRTY_NONE;
	struct pager_source now = source_of(app, pane->wanted);
	bool is_same = now.mtime != -1 && now.mtime == known->mtime && now.size == known->size &&
		       now.fingerprint == known->fingerprint;
	return is_same && !is_asked ? DIRTY_NONE : open_wanted(app);
}

unsigned
pager_show(struct app *app, const char *path, bool at_once)
{
	struct pager_pane *pane = &app->pager;
	unsigned dirty = DIRTY_NONE;
	if (pane->is_file)
		return DIRTY_NONE;
	bool is_other = pane->opening != NULL && (path == NULL || strcmp(path, pane->opening) != 0);
	xreplace(&pane->wanted, path);
	pane->due = 0;
	if (is_other) {
		opener_cancel(pane->opener);
		xreplace(&pane->opening, NULL);
		dirty = DIRTY_PAGER | DIRTY_STATUS;
	}
	if (path == NULL) {
		forget_article(pane);
		return DIRTY_PAGER | DIRTY_STATUS;
	}
	if (is_open(pane, path)) {
		struct pager_goal goal = {.kind = pane->arrival};
		return goal.kind != GOAL_TOP ? dirty | pager_go(app, goal) : dirty;
	}
	if (at_once)
		return dirty | pager_open_wanted(app);
	/* Only a post that can be seen is worth opening. */
	if (box_of(app)->is_visible)
		pane->due = ticks_ms() + OPEN_DELAY;
	return dirty;
}

unsigned
pager_go_back(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	if (pane->history_count == 0)
		return DIRTY_NONE;
	struct pager_place place = pane->history[--pane->history_count];
	unsigned dirty = pager_show(app, place.path, true);
	dirty |= pager_go(app, (struct pager_goal){.kind = GOAL_OFFSET, .offset = place.offset});
	free(place.path);
	return dirty | DIRTY_PAGER;
}
