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
	listing_free(pane->listing);
	selection_free(&pane->base);
	free(pane->filter);
	free(pane->search);
	free(pane->search_before);
	free(pane->search_error);
	free(pane->days);
	text_query_free(pane->query);
}

/*
 * What is asked for: the base, narrowed by the group and by the filter. It
 * borrows *names, which the caller frees.
 */
static struct query
make_query(const struct app *app, const char ***names_of_query)
{
	struct query query = selection_query(&app->list.base);
	bool is_tag = app->groups.kind == GROUP_TAG;
	size_t count = is_tag ? query.tag_count : query.category_count;
	const char **names = xcalloc(count + 1, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = is_tag ? query.tags[i] : query.categories[i];
	if (app->groups.name != NULL)
		names[count++] = app->groups.name;
	if (is_tag) {
		query.tags = names;
		query.tag_count = count;
	} else {
		query.categories = names;
		query.category_count = count;
	}
	if (app->list.filter[0] != '\0')
		query.title = app->list.filter;
	*names_of_query = names;
	return query;
}

struct selection
list_selection(const struct app *app)
{
	struct selection selection;
	selection_copy(&selection, &app->list.base);
	bool is_tag = app->groups.kind == GROUP_TAG;
	if (app->groups.name != NULL && is_tag)
		(void)selection_add_tag(&selection, app->groups.name, NULL);
	if (app->groups.name != NULL && !is_tag)
		(void)selection_add_category(&selection, app->groups.name, NULL);
	if (app->list.filter[0] != '\0')
		xreplace(&selection.title, app->list.filter);
	return selection;
}

struct listing *
list_make(const struct app *app)
{
	const char **names;
	struct query query = make_query(app, &names);
	struct listing *listing = catalogue_list(app->model->library->catalogue, &query);
	free(names);
	return listing;
}

bool
list_looks_at_titles(const struct app *app)
{
	enum { MANY_POSTS = 20000 };
	const struct list_pane *pane = &app->list;
	return (pane->filter[0] != '\0' || pane->base.order == POSTS_BY_TITLE) &&
	       catalogue_count(app->model->library->catalogue) > MANY_POSTS;
}

size_t
list_days(const struct app *app, struct day_count **days)
{
	const struct list_pane *pane = &app->list;
	const char **names;
	*days = NULL;
	if (pane->days != NULL) {
		*days = xcalloc(pane->day_count + 1, sizeof(**days));
		memcpy(*days, pane->days, pane->day_count * sizeof(**days));
		return pane->day_count;
	}
	if (pane->query != NULL || list_looks_at_titles(app))
		return 0;
	struct query query = make_query(app, &names);
	query.has_since = query.has_until = false;
	size_t count = catalogue_days(app->model->library->catalogue, &query, days);
	free(names);
	return count;
}

int
list_row_height(const struct app *app)
{
	enum { MIN_ROWS = 8 };
	struct words_term term;
	const struct pane_box *box = &app->geometry.panes[PANE_LIST];
	bool has_snippets = app->list.query != NULL && box->rows >= MIN_ROWS &&
			    text_query_terms(app->list.query, false, &term, 1) > 0;
	return has_snippets ? 2 : 1;
}

bool
list_post(const struct app *app, struct post *post)
{
	const struct list_pane *pane = &app->list;
	if (pane->listing == NULL || pane->cursor.at >= listing_count(pane->listing))
		return false;
	listing_get(pane->listing, pane->cursor.at, app->view, post);
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
	listing_free(pane->listing);
	pane->listing = listing;
	pane->library = app->model->library;
	size_t count = listing_count(listing);
	size_t place = path != NULL ? listing_find(listing, path) : SIZE_MAX;
	free(path);
	if (!keeps_post)
		pane->cursor.top = 0;
	cursor_set_count(&pane->cursor, count);
	cursor_move_to(&pane->cursor, place != SIZE_MAX ? place : 0);
	/* What is being read stays open, whatever the list is now. */
	if (keeps_post && app->focus == PANE_PAGER && app->pager.article != NULL)
		return DIRTY_LIST | DIRTY_STATUS;
	return DIRTY_LIST | DIRTY_STATUS | CHANGED_POST;
}

unsigned
list_open(struct app *app)
{
	struct post post;
	if (!list_post(app, &post))
		return DIRTY_NONE;
	return app_focus(app, PANE_PAGER) | CHANGED_READING;
}

unsigned
list_step(struct app *app, long by)
{
	struct post post;
	size_t before = app->list.cursor.at;
	cursor_move(&app->list.cursor, by);
	if (app->list.cursor.at == before || !list_post(app, &post)) {
		model_say(app->model, false,
				by > 0 ? "this is the last post of the list"
				       : "this is the first post of the list");
		return DIRTY_STATUS;
	}
	bool is_reading = app->focus == PANE_PAGER;
	return DIRTY_LIST | DIRTY_STATUS | (is_reading ? CHANGED_READING : CHANGED_POST);
}

unsigned
list_sort(struct app *app, const char *order)
{
	struct selection *base = &app->list.base;
	if (order[0] == '\0')
		base->order = base->order == POSTS_BY_DATE ? POSTS_BY_TITLE : POSTS_BY_DATE;
	else if (strcmp(order, "date") == 0)
		base->order = POSTS_BY_DATE;
	else if (strcmp(order, "title") == 0)
		base->order = POSTS_BY_TITLE;
	else {
		model_say(app->model, true, "posts are sorted by date or title, not by %s", order);
		return DIRTY_STATUS;
	}
	model_say(app->model, false,
			base->order == POSTS_BY_DATE ? "posts by date" : "posts by title");
	return DIRTY_STATUS | CHANGED_ASKED;
}

unsigned
list_set_filter(struct app *app, const char *filter)
{
	xreplace(&app->list.filter, filter);
	return CHANGED_ASKED;
}

unsigned
list_set_days(struct app *app, int64_t first, int64_t last)
{
	struct selection *base = &app->list.base;
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
