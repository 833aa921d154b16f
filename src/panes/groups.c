/* The groups pane: the categories or the tags; the list shows the posts of the one under the cursor. */

#include "base/arena.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "panes/panes.h"

#include <stdlib.h>
#include <string.h>

void
groups_pane_free(struct groups_pane *pane)
{
	groups_free(pane->groups);
	free(pane->filter);
}

/* --- The choice --- */

/* Whether the row is that of the group that is chosen, or of all posts. */
static bool
is_chosen(const struct panes *panes, size_t row)
{
	const char *name = panes->model->asked.group;
	if (row == 0 || name == NULL)
		return row == 0 && name == NULL;
	return strcmp(groups_get(panes->groups.groups, row - 1).name, name) == 0;
}

/* Reads the groups again; the cursor goes to the chosen one, or to row 0 if the filter hides it. */
static unsigned
refresh(struct panes *panes)
{
	struct groups_pane *pane = &panes->groups;
	size_t row = 0;
	if (panes->model->library == NULL)
		return DIRTY_NONE;
	groups_free(pane->groups);
	pane->kind = panes->model->asked.kind;
	enum group_order order = panes->model->asked.group_order;
	pane->groups = catalogue_groups(
			panes->model->library->catalogue, pane->kind, order, pane->filter);
	const struct found *found = &panes->model->found;
	if (found->group_counts != NULL)
		groups_recount(pane->groups, panes->model->library->catalogue, pane->kind, order,
				found->group_counts, found->group_count);
	cursor_set_count(&pane->cursor, groups_count(pane->groups) + 1);
	while (row < pane->cursor.count && !is_chosen(panes, row))
		row++;
	cursor_move_to(&pane->cursor, row < pane->cursor.count ? row : 0);
	return DIRTY_LEFT | DIRTY_STATUS;
}

/* A group chosen elsewhere clears the filter, which might hide it, and gets the cursor. */
static unsigned
follow(struct panes *panes, unsigned changed)
{
	struct groups_pane *pane = &panes->groups;
	bool is_elsewhere = (changed & CHANGED_GROUP) && pane->groups != NULL &&
			    (panes->model->asked.kind != pane->kind ||
					    !is_chosen(panes, pane->cursor.at));
	if (is_elsewhere)
		xreplace(&pane->filter, "");
	if (is_elsewhere || (changed & (CHANGED_LIBRARY | CHANGED_COUNTS)))
		return refresh(panes);
	return changed & CHANGED_MARKS ? DIRTY_LEFT : DIRTY_NONE;
}

static unsigned
moved(struct panes *panes)
{
	const struct groups_pane *pane = &panes->groups;
	size_t row = pane->cursor.at;
	if (pane->groups != NULL)
		asked_set_group(panes->model,
				row > 0 ? groups_get(pane->groups, row - 1).name : NULL);
	return DIRTY_LEFT | DIRTY_STATUS;
}

/* --- Filter --- */

static const char *
filter(const struct panes *panes)
{
	return panes->groups.filter;
}

static unsigned
set_filter(struct panes *panes, const char *text)
{
	struct groups_pane *pane = &panes->groups;
	xreplace(&pane->filter, text);
	unsigned dirty = refresh(panes);
	/* The filter chooses the first group that it leaves, or all posts, unless it leaves the chosen one too. */
	if (text[0] == '\0' || pane->cursor.at > 0)
		return dirty;
	cursor_move_to(&pane->cursor, 1);
	return dirty | moved(panes);
}

/* --- Verbs --- */

static unsigned
begin(struct panes *panes, enum action action)
{
	xreplace(&panes->groups.filter, "");
	asked_set_kind(panes->model, action == ACTION_SHOW_TAGS ? GROUP_TAG : GROUP_CATEGORY);
	return refresh(panes);
}

static unsigned
back(struct panes *panes)
{
	return panes->groups.filter[0] != '\0' ? set_filter(panes, "") : NOT_MINE;
}

/* The pane's filter goes before what narrows the list. */
static unsigned
run_clear(struct panes *panes, const struct call *call)
{
	(void)call;
	return back(panes);
}

static unsigned
run_open(struct panes *panes, const struct call *call)
{
	(void)panes;
	(void)call;
	return GO_MIDDLE;
}

static unsigned
run_choose(struct panes *panes, const struct call *call)
{
	enum group_kind kind = call->action == ACTION_TAG ? GROUP_TAG : GROUP_CATEGORY;
	if (!asked_find_group(panes->model, kind, call->argument))
		return DIRTY_NONE;
	return GO_MIDDLE | set_filter(panes, "");
}

static unsigned
run_all_posts(struct panes *panes, const struct call *call)
{
	(void)call;
	asked_all_posts(panes->model);
	return GO_MIDDLE | set_filter(panes, "");
}

/* After the last group of those shown goes on from the first; where none has any, to all posts. */
static unsigned
run_unread_step(struct panes *panes, const struct call *call)
{
	struct model *model = panes->model;
	struct groups_pane *pane = &panes->groups;
	bool is_back = call->action == ACTION_PREV_UNREAD_GROUP;
	if (marking_unread(model) == 0)
		return model_say(model, false,
				marks_are_known(model->marking.marks)
						? _("no post is unread")
						: _("which posts are read is not known yet"));
	if (panes->slots[SLOT_LEFT] != &pane_groups)
		(void)refresh(panes);
	/* Row 0 is no group, and from beyond an end marks_next_group finds none. */
	size_t count = groups_count(pane->groups), at = pane->cursor.at - 1;
	size_t found = marks_next_group(model->marking.marks, pane->kind, pane->groups,
			is_back ? at - 1 : at + 1, is_back);
	if (found == SIZE_MAX)
		found = marks_next_group(model->marking.marks, pane->kind, pane->groups,
				is_back ? count - 1 : 0, is_back);
	cursor_move_to(&pane->cursor, found + 1);
	marking_want_unread(model, is_back ? BACKWARD : FORWARD);
	return moved(panes);
}

static unsigned
run_sort(struct panes *panes, const struct call *call)
{
	return asked_sort_groups(panes->model, call->argument);
}

/* --- Rows --- */

static struct cursor *
cursor(struct panes *panes)
{
	return &panes->groups.cursor;
}

static void
view_header(struct panes *panes, struct row_writer *row)
{
	const struct groups_pane *pane = &panes->groups;
	const struct asked *asked = &panes->model->asked;
	const char *order = arena_format(panes->scratch, "%s%s", asked_group_order_title(asked),
			row_order_sign(row, asked->group_order == GROUP_BY_NAME));
	panes_view_head(row, asked_kind_title(asked->kind), order,
			pane->groups != NULL ? groups_count(pane->groups) : 0);
	row_add_click(row, 0, row->columns, (struct click){ACTION_SORT, "", 0});
}

/* How many posts a row has, after how many of them are unread; of a list that is narrowed how many are found. */
static const char *
count_text(struct panes *panes, size_t unread, size_t count)
{
	const char *all = row_number(panes->scratch, count);
	if (unread == 0 || panes->model->found.group_counts != NULL)
		return all;
	return arena_format(panes->scratch, "%s/%s", row_number(panes->scratch, unread), all);
}

static void
view_row(struct panes *panes, struct row_writer *row, size_t index, int line, enum role role)
{
	(void)line;
	const struct model *model = panes->model;
	struct group group = {
			.shown = _("All"), .count = catalogue_count(model->library->catalogue)};
	size_t unread = 0;
	if (index > 0) {
		group = groups_get(panes->groups.groups, index - 1);
		unread = marks_group_unread(model->marking.marks, panes->groups.kind, group.name);
	} else if (model->found.group_counts != NULL) {
		group.count = model->found.group_counts[GROUP_ALL];
	} else {
		unread = marking_unread(model);
	}
	panes_view_counted(row, group.shown, count_text(panes, unread, group.count),
			group.count > 0, role,
			index > 0 ? panes_filter(panes, panes->groups.filter) : NULL);
}

static const struct verb verbs[] = {
		{ACTION_OPEN, false, run_open},
		{ACTION_CLEAR, false, run_clear},
		{ACTION_TAG, true, run_choose},
		{ACTION_CATEGORY, true, run_choose},
		{ACTION_ALL_POSTS, true, run_all_posts},
		{ACTION_SORT, false, run_sort},
		{ACTION_NEXT_UNREAD_GROUP, true, run_unread_step},
		{ACTION_PREV_UNREAD_GROUP, true, run_unread_step},
		{0},
};

const struct pane_type pane_groups = {
		.context = CONTEXT_GROUPS,
		.ends = {N_("this is the first group"), N_("this is the last group")},
		.hints = left_hints,
		.verbs = verbs,
		.orders = group_orders,
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
