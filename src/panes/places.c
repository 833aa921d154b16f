/* Places in posts: where one is, and those to come back to. */

#include "base/language.h"
#include "panes/outside.h"

#include <string.h>

unsigned
where_run(struct panes *panes, const struct call *call)
{
	const struct article *article = panes->focus == SLOT_MAIN ? pager_article(panes) : NULL;
	struct post post;
	(void)call;
	if (!panes_post(panes, &post))
		return DIRTY_STATUS;
	const char *path = post.path != NULL ? post.path : "-";
	if (article == NULL)
		return model_say(panes->model, false, _("%s: post %s of %s"), path,
				row_number(panes->scratch, panes->model->found.at + 1),
				row_number(panes->scratch, found_count(panes->model)));
	size_t behind = panes->pager.top + pager_rows(panes), count = article->layout->count;
	return model_say(panes->model, false, _("%s: lines %zu to %zu of %zu, %zu%%"), path,
			panes->pager.top + 1, behind < count ? behind : count, count,
			pager_percent(panes));
}

/* Whether the action goes so far that the place before is worth coming back to. */
static bool
is_leap(enum action action)
{
	static const enum action leaps[] = {ACTION_TOP, ACTION_BOTTOM, ACTION_PERCENT,
			ACTION_SEARCH, ACTION_SEARCH_BACK, ACTION_SEARCH_WORD,
			ACTION_SEARCH_WORD_BACK, ACTION_NEXT_MATCH, ACTION_PREV_MATCH,
			ACTION_NEXT_HEADING, ACTION_PREV_HEADING, ACTION_NEXT_PARAGRAPH,
			ACTION_PREV_PARAGRAPH, ACTION_HEADINGS, ACTION_FOLLOW};
	size_t i = 0, count = sizeof(leaps) / sizeof(leaps[0]);
	while (i < count && leaps[i] != action)
		i++;
	return i < count;
}

void
places_leave(struct panes *panes, enum action action)
{
	if (panes_current(panes) == &pane_pager && is_leap(action))
		(void)bookmark_set(panes->model, BOOKMARK_LEAP);
}

static unsigned
keep_place(struct panes *panes, const char *name)
{
	if (panes->model->opened.article == NULL)
		return model_say(panes->model, false, _("no post is open"));
	if (name[1] != '\0' || !bookmark_set(panes->model, name[0]))
		return model_say(panes->model, true, _("a place is named by a letter, not “%s”"),
				name);
	return model_say(panes->model, false, _("this place is kept as “%s”"), name);
}

/* The start and the end of a post have names too. */
static unsigned
go_to_place(struct panes *panes, const char *name)
{
	if (strcmp(name, "^") == 0 || strcmp(name, "$") == 0)
		return GO_MAIN |
		       answer_action(panes, name[0] == '^' ? ACTION_TOP : ACTION_BOTTOM, "", 0);
	if (name[1] != '\0' || !bookmark_go(panes->model, name[0]))
		return model_say(panes->model, false, _("no place is kept as “%s”"), name);
	return GO_MAIN | DIRTY_MAIN;
}

unsigned
bookmark_run(struct panes *panes, const struct call *call)
{
	bool is_new = call->action == ACTION_BOOKMARK;
	/* Its other name in vim. */
	const char *name = strcmp(call->argument, "`") == 0 ? "'" : call->argument;
	if (name[0] == '\0')
		return answer_prompt(panes, is_new ? PROMPT_BOOKMARK : PROMPT_GO_TO_BOOKMARK, "");
	return is_new ? keep_place(panes, name) : go_to_place(panes, name);
}
