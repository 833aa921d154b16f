/* Searching in the post that is open. */

#include "app/state.h"

#include <string.h>

/* The first match at or after `offset`, or the last before it; SIZE_MAX if there is none there. */
static size_t
match_from(const struct article *article, size_t offset, bool is_backward)
{
	size_t found = SIZE_MAX;
	for (size_t i = 0; i < article->match_count; i++) {
		bool is_before = article->matches[i].offset < offset;
		if (!is_backward && !is_before)
			return i;
		if (is_backward && is_before)
			found = i;
	}
	return found;
}

static size_t
offset_of_line(const struct article *article, size_t line)
{
	if (line >= article->layout->count)
		return article->document->length;
	return article->layout->lines[line].offset;
}

static unsigned
show_match(struct app *app, size_t match, bool has_wrapped)
{
	struct pager_pane *pane = &app->pager;
	pane->match = match;
	pane->generation++;
	app_say(app, false, "match %zu/%zu%s", match + 1, pane->article->match_count,
			has_wrapped ? (pane->is_backward ? ", from the end" : ", from the start")
				    : "");
	return pager_show_offset(app, pane->article->matches[match].offset);
}

unsigned
pager_search(struct app *app, const char *phrase, bool is_typing)
{
	struct pager_pane *pane = &app->pager;
	app_set_text(&pane->phrase, phrase);
	pane->match = SIZE_MAX;
	pane->generation++;
	if (pane->article == NULL || pane->article->layout == NULL)
		return DIRTY_STATUS;
	size_t count = article_search(pane->article, phrase);
	if (phrase[0] == '\0')
		return DIRTY_PAGER | DIRTY_STATUS;
	if (count == 0) {
		if (!is_typing)
			app_say(app, true, "“%s” is not in this post", phrase);
		return DIRTY_PAGER | DIRTY_STATUS;
	}
	size_t from = offset_of_line(pane->article, pane->top);
	size_t match = match_from(pane->article, from, pane->is_backward);
	bool has_wrapped = match == SIZE_MAX;
	if (has_wrapped)
		match = pane->is_backward ? count - 1 : 0;
	return show_match(app, match, has_wrapped);
}

unsigned
pager_next_match(struct app *app, long by)
{
	struct pager_pane *pane = &app->pager;
	if (pane->phrase[0] == '\0') {
		app_say(app, false, "nothing is searched for");
		return DIRTY_STATUS;
	}
	if (pane->article == NULL || pane->article->match_count == 0 || pane->match == SIZE_MAX)
		return pager_search(app, pane->phrase, false);
	long count = (long)pane->article->match_count;
	long step = (pane->is_backward ? -by : by) % count;
	long next = (long)pane->match + step;
	bool has_wrapped = next < 0 || next >= count;
	return show_match(app, (size_t)((next + count) % count), has_wrapped);
}
