/* Links of the post that is open: choosing one, following it. */

#include "app/state.h"
#include "archive/slug.h"
#include "base/buf.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LINK_STEPS = 1000 }; /* a count beyond is one */

/* --- Choosing --- */

int
pager_highest_link(const struct app *app)
{
	return app->model->opened.article != NULL
			       ? app->model->opened.article->document->link_numbers
			       : 0;
}

const char *
pager_link_url(const struct app *app)
{
	const struct pager_pane *pane = &app->pager;
	return pane->link >= 0 && app->model->opened.article != NULL
			       ? app->model->opened.article->document->links[pane->link].url
			       : NULL;
}

/* For each link the line on which it first stands, SIZE_MAX for on none; to be freed. */
static size_t *
lines_of_links(const struct article *article)
{
	size_t count = article->document->link_count;
	size_t *lines = xcalloc(count + 1, sizeof(*lines));
	memset(lines, 0xFF, (count + 1) * sizeof(*lines));
	for (size_t i = 0; i < article->layout->count; i++) {
		const struct line *line = &article->layout->lines[i];
		for (size_t j = 0; j < line->piece_count; j++) {
			int link = line->pieces[j].link;
			if (link >= 0 && (size_t)link < count && lines[link] == SIZE_MAX)
				lines[link] = i;
		}
	}
	return lines;
}

/* The next link that stands on a line from `least` on, round the ends; -1 if there is none. */
static int
find_link(const size_t *lines, int count, int from, int step, size_t least)
{
	int link = from < 0 && step < 0 ? 0 : from;
	for (int tried = 0; tried < count; tried++) {
		link = (link + step + count) % count;
		if (lines[link] != SIZE_MAX && lines[link] >= least)
			return link;
	}
	return -1;
}

/* The link that many steps on, which is one that stands on some line; -1 if there is none. */
static int
step_links(const struct pager_pane *pane, const size_t *lines, int count, long by)
{
	int step = by > 0 ? 1 : -1;
	long left = by > 0 ? by : -by;
	int link = pane->link;
	/* With nothing chosen yet, the first one on the screen or after it. */
	if (link < 0 && step > 0) {
		link = find_link(lines, count, link, step, pane->top);
		left -= link >= 0;
	}
	left = left < MAX_LINK_STEPS ? left : MAX_LINK_STEPS;
	left = left < count ? left : count;
	for (; left > 0; left--)
		link = find_link(lines, count, link, step, 0);
	return link;
}

/* Scrolls sideways to where the link stands on the line. */
static void
show_link(struct app *app, const struct line *line, int link)
{
	size_t from = 0, to = 0, column = 0;
	for (size_t i = 0; i < line->piece_count; column += line->pieces[i++].columns) {
		if (line->pieces[i].link != link)
			continue;
		from = to == 0 ? column : from;
		to = column + line->pieces[i].columns;
	}
	pager_show_columns(app, from, to);
}

unsigned
pager_next_link(struct app *app, long by)
{
	struct pager_pane *pane = &app->pager;
	bool is_laid_out = app->model->opened.article != NULL &&
			   app->model->opened.article->layout != NULL;
	int count = is_laid_out ? (int)app->model->opened.article->document->link_count : 0;
	if (count == 0) {
		model_say(app->model, false, "this post has no links");
		return DIRTY_STATUS;
	}
	size_t *lines = lines_of_links(app->model->opened.article);
	int link = step_links(pane, lines, count, by);
	size_t line = link >= 0 ? lines[link] : pane->top;
	size_t rows = pager_rows(app);
	free(lines);
	pane->link = link;
	pane->generation++;
	if (link >= 0)
		show_link(app, &app->model->opened.article->layout->lines[line], link);
	if (line < pane->top || line >= pane->top + rows)
		pager_scroll_to(app, line > rows / 3 ? line - rows / 3 : 0);
	return DIRTY_PAGER | DIRTY_STATUS;
}

/* --- Within the archive --- */

/* Plugins make a page of each name under its slug (jekyll-archives): `Open Source`, open-source. */
static bool
find_slug(const struct app *app, enum group_kind kind, const char *slug, char **name)
{
	struct groups *groups =
			catalogue_groups(app->model->library->catalogue, kind, GROUP_BY_COUNT, "");
	size_t count = groups_count(groups);
	struct buf own;
	buf_init(&own);
	*name = NULL;
	for (size_t i = 0; i < count && *name == NULL; i++) {
		const char *group = groups_get(groups, i).name;
		buf_clear(&own);
		slug_slugify(&own, group, strlen(group), SLUG_DEFAULT);
		if (strcmp(own.data, slug) == 0)
			*name = xstrdup(group);
	}
	buf_free(&own);
	groups_free(groups);
	return *name != NULL;
}

/* `/category/SLUG.html`, `/SLUG/`, `/tag/NAME/`: the last part names a group. */
static bool
find_group(const struct app *app, const char *path, enum group_kind *kind, char **name)
{
	size_t length = strlen(path);
	while (length > 0 && path[length - 1] == '/')
		length--;
	if (length > 5 && memcmp(path + length - 5, ".html", 5) == 0)
		length -= 5;
	size_t start = length;
	while (start > 0 && path[start - 1] != '/')
		start--;
	if (start == length)
		return false;
	char *part = xstrndup(path + start, length - start);
	bool is_tag = strncmp(path, "/tag", 4) == 0;
	bool is_found = false;
	for (int i = 0; i < 4 && !is_found; i++) {
		struct group group;
		*kind = (i % 2 == 0) == is_tag ? GROUP_TAG : GROUP_CATEGORY;
		is_found = i < 2 ? catalogue_find_group(app->model->library->catalogue, *kind, part,
						   &group)
				 : find_slug(app, *kind, part, name);
		if (is_found && i < 2)
			*name = xstrdup(group.name);
	}
	free(part);
	return is_found;
}

/* What stands at a path of the archive's site; a post is opened, at the fragment if there is one. */
static unsigned
open_internal(struct app *app, const char *path, const char *fragment)
{
	struct catalogue *catalogue = app->model->library->catalogue;
	struct post post;
	enum group_kind kind;
	char *name;
	const char *category = catalogue_category_at(catalogue, path);
	if (category != NULL)
		return app_do_next(app, ACTION_CATEGORY, category, 0);
	if (catalogue_find_url(catalogue, path, app->view, &post)) {
		/* A link to the very post leads to its start. */
		opened_remember(app->model, app->pager.anchor);
		opened_open(app->model, post.path,
				fragment != NULL ? (struct goal){GOAL_FRAGMENT, 0, (char *)fragment}
						 : (struct goal){.kind = GOAL_OFFSET});
		return DIRTY_NONE;
	}
	if (find_group(app, path, &kind, &name)) {
		unsigned dirty = app_do_next(
				app, kind == GROUP_TAG ? ACTION_TAG : ACTION_CATEGORY, name, 0);
		free(name);
		return dirty;
	}
	if (strcmp(path, "/") == 0 || strcmp(path, "/index.html") == 0)
		return app_do_next(app, ACTION_ALL_POSTS, "", 0);
	model_say(app->model, true, "the archive has no page %s", path);
	return DIRTY_STATUS;
}

static unsigned
follow_url(struct app *app, const char *url)
{
	struct buf path;
	const char *fragment = strchr(url, '#');
	if (fragment == url) {
		opened_remember(app->model, app->pager.anchor);
		(void)pager_scroll_to(app, 0);
		return DIRTY_PAGER | pager_go_to_fragment(app, fragment + 1);
	}
	buf_init(&path);
	bool is_internal = app->model->library != NULL &&
			   archive_resolve_url(app->model->library->archive,
					   app->model->opened.article->post.url, url, &path);
	if (fragment != NULL)
		fragment++;
	unsigned dirty = is_internal ? open_internal(app, path.data, fragment)
				     : browser_open(app, url);
	buf_free(&path);
	return dirty;
}

unsigned
pager_follow_link(struct app *app, long number)
{
	const struct pager_pane *pane = &app->pager;
	if (app->model->opened.article == NULL) {
		model_say(app->model, true, "no post is open");
		return DIRTY_STATUS;
	}
	const struct document *document = app->model->opened.article->document;
	size_t found = pane->link >= 0 && number == 0 ? (size_t)pane->link : document->link_count;
	for (size_t i = 0; number > 0 && i < document->link_count; i++) {
		if (document->links[i].number == number) {
			found = i;
			break;
		}
	}
	if (found < document->link_count) {
		/* The post, and the address with it, may be closed on the way. */
		char *url = xstrdup(document->links[found].url);
		unsigned dirty = follow_url(app, url);
		free(url);
		return dirty;
	}
	if (number > 0)
		model_say(app->model, true, "this post has no link %ld", number);
	else if (document->link_numbers == 0)
		model_say(app->model, false, "this post has no numbered links");
	else
		return app_prompt_next(app, PROMPT_FOLLOW, "");
	return DIRTY_STATUS;
}
