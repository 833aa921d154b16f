/* The list pane: the posts of the group that is chosen. */

#include "app/state.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "fulltext/text_query.h"

#include <stdlib.h>
#include <string.h>

void
list_pane_free(struct list_pane *pane)
{
	free(pane->search_before);
	free(pane->search_error);
}

struct listing *
list_make(const struct app *app)
{
	struct selection selection = asked_selection(&app->model->asked);
	struct query query = selection_query(&selection);
	struct listing *listing = catalogue_list(app->model->library->catalogue, &query);
	selection_free(&selection);
	return listing;
}

bool
list_looks_at_titles(const struct app *app)
{
	enum { MANY_POSTS = 20000 };
	return (app->model->asked.selection.title[0] != '\0' ||
			       app->model->asked.selection.order == POSTS_BY_TITLE) &&
	       catalogue_count(app->model->library->catalogue) > MANY_POSTS;
}

size_t
list_days(const struct app *app, struct day_count **days)
{
	*days = NULL;
	if (app->model->found.days != NULL) {
		*days = xcalloc(app->model->found.day_count + 1, sizeof(**days));
		memcpy(*days, app->model->found.days, app->model->found.day_count * sizeof(**days));
		return app->model->found.day_count;
	}
	if (app->model->asked.query != NULL || list_looks_at_titles(app))
		return 0;
	struct selection selection = asked_selection(&app->model->asked);
	struct query query = selection_query(&selection);
	query.has_since = query.has_until = false;
	size_t count = catalogue_days(app->model->library->catalogue, &query, days);
	selection_free(&selection);
	return count;
}

bool
list_post(const struct app *app, struct post *post)
{
	const struct list_pane *pane = &app->list;
	if (app->model->found.listing == NULL ||
			pane->cursor.at >= listing_count(app->model->found.listing))
		return false;
	listing_get(app->model->found.listing, pane->cursor.at, app->view, post);
	return true;
}

unsigned
list_install(struct app *app, struct listing *listing, bool keeps_post)
{
	struct list_pane *pane = &app->list;
	struct post post;
	char *path = NULL;
	if (keeps_post && list_post(app, &post))
		xreplace(&path, post.path);
	listing_free(app->model->found.listing);
	app->model->found.listing = listing;
	library_close(app->model->found.library);
	app->model->found.library = library_hold(app->model->library);
	size_t count = listing_count(listing);
	size_t place = path != NULL ? listing_find(listing, path) : SIZE_MAX;
	free(path);
	if (!keeps_post)
		pane->cursor.top = 0;
	cursor_set_count(&pane->cursor, count);
	cursor_move_to(&pane->cursor, place != SIZE_MAX ? place : 0);
	/* What is being read stays open, whatever the list is now. */
	if (keeps_post && app->focus == PANE_PAGER && app->model->opened.article != NULL)
		return DIRTY_LIST | DIRTY_STATUS;
	return DIRTY_LIST | DIRTY_STATUS | CHANGED_POST;
}

unsigned
list_set_days(struct app *app, int64_t first, int64_t last)
{
	struct selection *base = &app->model->asked.selection;
	char since[CALENDAR_DAY_TEXT], until[CALENDAR_DAY_TEXT];
	struct err err;
	calendar_format_day(first, since);
	calendar_format_day(last, until);
	if (!selection_parse_since(base, since, app->model->now, model_zone(app->model), &err) ||
			!selection_parse_until(base, until, app->model->now, model_zone(app->model),
					&err)) {
		model_say(app->model, true, "%s", err.reason);
		return DIRTY_STATUS;
	}
	model_say(app->model, false, "%s to %s", since, until);
	return DIRTY_STATUS | CHANGED_DATES;
}
