/* Links of the post that is open: choosing one and following it. */

#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "library/site_path.h"
#include "panes/panes.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LINK_STEPS = 1000 }; /* a larger count is reduced to it */

/* --- Choosing --- */

int
pager_highest_link(const struct panes *panes)
{
	const struct article *article = pager_article(panes);
	return article != NULL ? article->document->link_numbers : 0;
}

const char *
pager_link_url(const struct panes *panes)
{
	const struct article *article = pager_article(panes);
	int link = panes->pager.link;
	return link >= 0 && article != NULL ? article->document->links[link].url : NULL;
}

/* The next link on line `least` or below, wrapping at the ends; -1 if there is none. */
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

/* The link so many steps on, of those that the layout shows; -1 if there is none. */
static int
step_links(const struct pager_pane *pane, const size_t *lines, int count, long by)
{
	int step = by > 0 ? 1 : -1;
	long left = by > 0 ? by : -by;
	int link = pane->link;
	/* If none is chosen yet, the first step goes to the first one on the screen or below. */
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

unsigned
pager_step_link(struct panes *panes, const struct call *call)
{
	struct pager_pane *pane = &panes->pager;
	const struct article *article = pager_article(panes);
	int count = article != NULL ? (int)article->document->link_count : 0;
	if (count == 0)
		return model_say(panes->model, false, _("this post has no links"));
	size_t *lines = layout_link_lines(article->layout, (size_t)count);
	int link = step_links(pane, lines, count, call_steps(call, ACTION_PREV_LINK));
	size_t line = link >= 0 ? lines[link] : pane->top;
	free(lines);
	pane->link = link;
	pane->generation++;
	size_t from, to;
	if (link >= 0 && layout_link_columns(&article->layout->lines[line], link, &from, &to))
		pager_show_columns(panes, &article->layout->lines[line], from, to);
	return pager_show_line(panes, line);
}

/* --- Within the archive --- */

/* Goes to what a path of the archive's site stands for. NOT_MINE: it is neither post nor group. */
static unsigned
go_within(struct panes *panes, const char *path, const char *fragment)
{
	const char *name;
	struct goal goal = {.kind = GOAL_NONE};
	if (panes->model->library == NULL)
		return NOT_MINE;
	enum site_place place = site_path_find(
			panes->model->library->catalogue, path, panes->scratch, &name);
	if (place == SITE_NOWHERE)
		return NOT_MINE;
	views_begin(panes->model, true);
	if (place == SITE_CATEGORY || place == SITE_TAG)
		return answer_action(
				panes, place == SITE_TAG ? ACTION_TAG : ACTION_CATEGORY, name, 0);
	if (place == SITE_HOME)
		return answer_action(panes, ACTION_ALL_POSTS, "", 0);
	/* A link from the post to itself goes to its start, to another to where that was left. */
	if (fragment != NULL)
		goal = (struct goal){.kind = GOAL_FRAGMENT, .fragment = (char *)fragment + 1};
	else if (strcmp(name, panes->model->opened.article->post.path) == 0)
		goal.kind = GOAL_OFFSET;
	opened_open(panes->model, name, goal);
	return DIRTY_NONE;
}

/* The site of the open post if the link leads to a path of it, which is appended; to be closed. NULL: it leads out. */
static struct archive *
site_of_link(const struct panes *panes, const char *url, struct buf *path)
{
	struct archive *site = browser_site(panes);
	bool is_within = site != NULL &&
			 archive_resolve_url(
					 site, panes->model->opened.article->post.url, url, path);
	if (is_within)
		return site;
	archive_close(site);
	return NULL;
}

void
pager_add_address(struct panes *panes, const char *url, struct buf *out)
{
	struct buf path = buf_in(panes->scratch);
	struct archive *site = site_of_link(panes, url, &path);
	if (site != NULL) {
		archive_page_address(site, path.data, out);
		url += strcspn(url, "?#");
	}
	buf_add_text(out, url);
	archive_close(site);
}

static unsigned
follow_url(struct panes *panes, const char *url)
{
	const char *fragment = strchr(url, '#');
	if (fragment == url) {
		views_begin(panes->model, true);
		(void)pager_scroll_to(panes, 0);
		return DIRTY_MAIN | pager_go_to_fragment(panes, fragment + 1);
	}
	struct buf path = buf_in(panes->scratch);
	struct archive *site = site_of_link(panes, url, &path);
	if (site == NULL)
		return browser_open(panes, url);
	unsigned answer = go_within(panes, path.data, fragment);
	if (answer & NOT_MINE)
		answer = browser_open_page(panes, site, path.data, url);
	archive_close(site);
	return answer;
}

unsigned
pager_follow_link(struct panes *panes, long number)
{
	const struct article *article = pager_article(panes);
	if (article == NULL)
		return model_say(panes->model, true, _("no post is open"));
	const struct document *document = article->document;
	const char *url = number == 0 ? pager_link_url(panes) : NULL;
	for (size_t i = 0; number > 0 && url == NULL && i < document->link_count; i++) {
		if (document->links[i].number == number)
			url = document->links[i].url;
	}
	/* The address is copied: it belongs to the post, which may be closed meanwhile. */
	if (url != NULL)
		return follow_url(panes, arena_text(panes->scratch, url));
	if (number == 0 && document->link_numbers > 0)
		return answer_prompt(panes, PROMPT_FOLLOW, "");
	if (number > 0)
		return model_say(panes->model, true, _("this post has no link %ld"), number);
	return model_say(panes->model, false, _("this post has no numbered links"));
}

/* --- The mouse --- */

/* The link at a place of the pane; -1: none. */
static int
link_at(const struct panes *panes, int line, int column)
{
	const struct article *article = pager_article(panes);
	int row = line - pager_header_rows(panes), indent = pager_indent(panes);
	size_t index = panes->pager.top + (size_t)(row > 0 ? row : 0);
	if (article == NULL || row < 0 || index >= article->layout->count)
		return -1;
	const struct line *shown = &article->layout->lines[index];
	bool is_scrolled = (size_t)indent + shown->reach >
			   (size_t)panes->geometry.slots[SLOT_MAIN].columns;
	size_t at = (size_t)column + (is_scrolled ? panes->pager.left : 0);
	return at < (size_t)indent ? -1 : layout_link_at(shown, at - (size_t)indent);
}

unsigned
pager_click(struct panes *panes, int line, int column, bool is_double)
{
	(void)is_double;
	int link = link_at(panes, line, column);
	if (link < 0)
		return GO_MAIN;
	panes->pager.link = link;
	panes->pager.generation++;
	return GO_MAIN | DIRTY_MAIN | pager_follow_link(panes, 0);
}
