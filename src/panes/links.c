/* The links of the post that is open, as a list to follow one. */

#include "base/arena.h"
#include "base/language.h"
#include "panes/panes.h"

static unsigned
begin(struct panes *panes, enum action action)
{
	(void)action;
	if (pager_highest_link(panes) > 0)
		return DIRTY_NONE;
	model_say(panes->model, false,
			pager_article(panes) != NULL ? _("this post has no numbered links")
						     : _("no post is open"));
	return NOT_MINE;
}

static void
make(struct panes *panes)
{
	const struct article *article = pager_article(panes);
	const struct document *document = article != NULL ? article->document : NULL;
	struct arena *arena = panes->cover.arena;
	int highest = 0;
	for (size_t i = 0; document != NULL && i < document->link_count; i++) {
		const struct link *link = &document->links[i];
		if (link->number <= highest)
			continue; /* it has no number, or another with the same has been added */
		highest = link->number;
		cover_add_row(panes, ROLE_TEXT, arena_format(arena, "%d", highest),
				arena_text(arena, link->url), (size_t)highest);
	}
}

static unsigned
open_row(struct panes *panes, size_t value)
{
	return GO_MAIN | pager_follow_link(panes, (long)value);
}

static const struct hint hints[] = {{ACTION_OPEN, N_("follow")}, {ACTION_FILTER, N_("filter")},
		{ACTION_BACK, N_("close")}, {0}};

const struct pane_type pane_links = {
		.context = CONTEXT_HELP,
		.hints = hints,
		COVER_ROWS,
		.begin = begin,
		.follow = cover_follow_post,
		.title = cover_post_title,
		.make = make,
		.open_value = open_row,
};
