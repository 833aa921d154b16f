/* The searches pane: those that are kept, each a row; the list shows what the one under the cursor finds. */

#include "base/arena.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "panes/panes.h"

#include <stdlib.h>
#include <string.h>

void
searches_pane_free(struct searches_pane *pane)
{
	free(pane->filter);
	free(pane->rows);
}

/* The search of a row; NULL: row 0 is all posts. */
static const struct kept_search *
search_at(const struct panes *panes, size_t row)
{
	const struct searches_pane *pane = &panes->searches;
	return row > 0 ? &panes->model->kept_searches.items[pane->rows[row - 1]] : NULL;
}

/* The row of the search in force; 0: it is not shown. */
static size_t
row_of_choice(const struct panes *panes)
{
	size_t row = panes->searches.cursor.count;
	while (--row > 0) {
		if (kept_search_is_chosen(panes->model, search_at(panes, row)))
			return row;
	}
	return 0;
}

static void
make_rows(struct panes *panes)
{
	struct searches_pane *pane = &panes->searches;
	const struct kept_searches *kept = &panes->model->kept_searches;
	size_t count = 0;
	free(pane->rows);
	pane->rows = xcalloc(kept->count + 1, sizeof(*pane->rows));
	for (size_t i = 0; i < kept->count; i++) {
		if (panes_matches(panes, pane->filter, kept->items[i].name, kept->items[i].query))
			pane->rows[count++] = i;
	}
	cursor_set_count(&pane->cursor, count + 1);
}

/* A search that is in force has the cursor; when one is deleted the cursor stays where it is. */
static unsigned
follow(struct panes *panes, unsigned changed)
{
	struct model *model = panes->model;
	kept_searches_follow(model, changed);
	changed |= model->changed & CHANGED_SEARCHES; /* they have just been read */
	if ((changed & (CHANGED_SEARCHES | CHANGED_ASKED)) == 0)
		return DIRTY_NONE;
	if (changed & CHANGED_SEARCHES)
		make_rows(panes);
	size_t row = row_of_choice(panes);
	if (row > 0 || (changed & CHANGED_ASKED))
		cursor_move_to(&panes->searches.cursor, row);
	return DIRTY_LEFT | DIRTY_STATUS;
}

static unsigned
begin(struct panes *panes, enum action action)
{
	struct model *model = panes->model;
	(void)action;
	if (model->loader == NULL) {
		model_say(model, false, _("a lone file has no searches"));
		return NOT_MINE;
	}
	xreplace(&panes->searches.filter, "");
	kept_searches_follow(model, CHANGED_LIBRARY);
	if (model->kept_searches.count == 0 && model->library != NULL)
		model_say(model, false, _("no search is kept: keep-search keeps the one in force"));
	return follow(panes, CHANGED_SEARCHES | CHANGED_ASKED);
}

/* The list follows the cursor. */
static unsigned
moved(struct panes *panes)
{
	const struct kept_search *search = search_at(panes, panes->searches.cursor.at);
	if (search == NULL)
		asked_all_posts(panes->model);
	else
		kept_searches_choose(panes->model, search);
	return DIRTY_LEFT | DIRTY_STATUS;
}

/* --- Filter --- */

static const char *
filter(const struct panes *panes)
{
	return panes->searches.filter;
}

static unsigned
set_filter(struct panes *panes, const char *text)
{
	struct cursor *at = &panes->searches.cursor;
	xreplace(&panes->searches.filter, text);
	unsigned dirty = follow(panes, CHANGED_SEARCHES);
	/* As with groups, the first search that the filter leaves is chosen. */
	if (text[0] == '\0' || at->at > 0 || at->count == 1)
		return dirty;
	cursor_move_to(at, 1);
	return dirty | moved(panes);
}

/* --- Verbs --- */

/* Takes the filter off, else shows the groups again. */
static unsigned
back(struct panes *panes)
{
	if (panes->searches.filter[0] != '\0')
		return set_filter(panes, "");
	return answer_action(panes, panes_groups_action(panes), "", 0);
}

static unsigned
run_clear(struct panes *panes, const struct call *call)
{
	(void)call;
	return panes->searches.filter[0] != '\0' ? set_filter(panes, "") : NOT_MINE;
}

/* The cursor may be on a search that is not in force: where one was deleted, or filtered away. */
static unsigned
run_open(struct panes *panes, const struct call *call)
{
	(void)call;
	bool is_shown = panes->searches.cursor.at == row_of_choice(panes);
	return GO_MIDDLE | (is_shown ? DIRTY_NONE : moved(panes));
}

static unsigned
run_keep(struct panes *panes, const struct call *call)
{
	struct model *model = panes->model;
	if (model->asked.selection.search[0] != '\0' && call->argument[0] == '\0')
		return answer_prompt(panes, PROMPT_KEEP, "");
	kept_searches_keep(model, call->argument);
	return DIRTY_STATUS;
}

static unsigned
run_delete(struct panes *panes, const struct call *call)
{
	struct model *model = panes->model;
	bool is_shown = panes->slots[SLOT_LEFT] == &pane_searches;
	const struct kept_search *search =
			is_shown ? search_at(panes, panes->searches.cursor.at) : NULL;
	const char *name = call->argument;
	if (name[0] == '\0' && search == NULL)
		return model_say(model, false, _("which search? show-searches lists those kept"));
	if (name[0] == '\0')
		name = arena_text(panes->scratch, search->name);
	if (kept_searches_delete(model, name))
		model_say(model, false, _("the search “%s” is deleted: %s takes it back"), name,
				panes_keys(panes, ACTION_UNDO));
	return DIRTY_STATUS;
}

static unsigned
run_sort(struct panes *panes, const struct call *call)
{
	(void)call;
	return model_say(panes->model, false, _("searches are in the order of their names"));
}

/* --- Rows --- */

static struct cursor *
cursor(struct panes *panes)
{
	return &panes->searches.cursor;
}

static void
view_header(struct panes *panes, struct row_writer *row)
{
	panes_view_head(row, _("Searches"), "", panes->searches.cursor.count - 1);
}

static void
view_row(struct panes *panes, struct row_writer *row, size_t index, int line, enum role role)
{
	(void)line;
	const struct model *model = panes->model;
	const struct kept_search *search = search_at(panes, index);
	size_t hits = search != NULL	       ? search->hits
		      : model->library != NULL ? catalogue_count(model->library->catalogue)
					       : SIZE_MAX;
	const char *count = hits != SIZE_MAX ? row_number(panes->scratch, hits) : "";
	panes_view_counted(row, search != NULL ? search->name : _("All"), count, hits > 0, role,
			search != NULL ? panes_filter(panes, panes->searches.filter) : NULL);
}

static const struct verb verbs[] = {
		{ACTION_OPEN, false, run_open},
		{ACTION_CLEAR, false, run_clear},
		{ACTION_KEEP_SEARCH, true, run_keep},
		{ACTION_DELETE_SEARCH, true, run_delete},
		{ACTION_SORT, false, run_sort},
		{0},
};

const struct pane_type pane_searches = {
		.context = CONTEXT_GROUPS,
		.ends = {N_("this is the first search"), N_("this is the last search")},
		.hints = left_hints,
		.verbs = verbs,
		.begin = begin,
		.follow = follow,
		.back = back,
		.cursor = cursor,
		.moved = moved,
		.view_header = view_header,
		.view_row = view_row,
		.filter = filter,
		.set_filter = set_filter,
};
