#include "model/bookmarks.h"

#include "base/xalloc.h"
#include "model/model_private.h"

#include <stdlib.h>
#include <string.h>

void
bookmarks_free(struct bookmarks *bookmarks)
{
	for (size_t i = 0; i < BOOKMARK_COUNT; i++)
		free(bookmarks->items[i].path);
}

/* NULL: it is no name. */
static struct bookmark *
find(struct model *model, char name)
{
	static const char names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'";
	const char *found = name != '\0' ? strchr(names, name) : NULL;
	return found != NULL ? &model->bookmarks.items[found - names] : NULL;
}

static struct bookmark
present(const struct model *model)
{
	const struct article *article = model->opened.article;
	if (article == NULL)
		return (struct bookmark){.path = NULL};
	const char *path = article->post.path;
	return (struct bookmark){path != NULL ? xstrdup(path) : NULL,
			{GOAL_OFFSET, model->opened.seen.offset, model->opened.seen.line, NULL}};
}

static bool
is_of_open_post(const struct model *model, const struct bookmark *bookmark)
{
	const struct article *article = model->opened.article;
	const char *path = article != NULL ? article->post.path : NULL;
	return article != NULL &&
	       (path == NULL || bookmark->path == NULL ? path == bookmark->path
						       : strcmp(path, bookmark->path) == 0);
}

static void
keep(struct bookmark *bookmark, struct bookmark place)
{
	if (place.place.kind == GOAL_NONE)
		return;
	free(bookmark->path);
	*bookmark = place;
}

bool
bookmark_set(struct model *model, char name)
{
	struct bookmark *bookmark = find(model, name);
	if (bookmark != NULL)
		keep(bookmark, present(model));
	return bookmark != NULL;
}

bool
bookmark_go(struct model *model, char name)
{
	struct bookmark *bookmark = find(model, name);
	if (bookmark == NULL || bookmark->place.kind == GOAL_NONE)
		return false;
	struct bookmark from = present(model);
	if (is_of_open_post(model, bookmark)) {
		opened_set_goal(model, bookmark->place);
		model->changed |= CHANGED_GOAL;
	} else {
		views_begin(model, false);
		opened_open(model, bookmark->path, bookmark->place);
	}
	keep(find(model, BOOKMARK_LEAP), from);
	return true;
}
