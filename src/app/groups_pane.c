/* The groups pane: the categories or the tags; the list shows the posts of the one under the cursor. */

#include "app/state.h"
#include "base/arena.h"
#include "base/xalloc.h"

#include <string.h>

/* The list follows the cursor. */
static unsigned
moved(struct app *app)
{
	struct groups_pane *pane = &app->groups;
	if (pane->groups == NULL)
		return DIRTY_NONE;
	const char *name = NULL;
	if (pane->cursor.at > 0)
		name = groups_get(pane->groups, pane->cursor.at - 1).name;
	bool is_same = name == NULL ? app->model->asked.group == NULL
				    : app->model->asked.group != NULL &&
						       strcmp(name, app->model->asked.group) == 0;
	if (is_same)
		return DIRTY_GROUPS | DIRTY_STATUS;
	xreplace(&app->model->asked.group, name);
	xreplace(&app->model->asked.selection.title, "");
	return DIRTY_GROUPS | CHANGED_SUBJECT;
}

/* --- Filter --- */

static const char *
filter(const struct app *app)
{
	return app->groups.filter;
}

static unsigned
change_filter(struct app *app, const char *text)
{
	struct groups_pane *pane = &app->groups;
	xreplace(&pane->filter, text);
	unsigned dirty = groups_refresh(app);
	/* The first group that is left is the one that was meant, unless the present one is left too. */
	bool is_away = text[0] != '\0' && pane->cursor.at == 0 && pane->cursor.count > 1;
	if (!is_away)
		return dirty;
	cursor_move_to(&pane->cursor, 1);
	return dirty | moved(app);
}

/* A filter that is given up leaves the group that was chosen before it. */
static unsigned
set_filter(struct app *app, const char *text, enum typing typing)
{
	struct groups_pane *pane = &app->groups;
	if (typing == TYPING_BEGINS)
		xreplace(&pane->before, app->model->asked.group);
	if (typing != TYPING_GIVEN_UP)
		return typing == TYPING_BEGINS ? DIRTY_NONE : change_filter(app, text);
	bool is_same = app->model->asked.group == NULL
				       ? pane->before == NULL
				       : pane->before != NULL && strcmp(app->model->asked.group,
										 pane->before) == 0;
	xreplace(&app->model->asked.group, pane->before);
	unsigned dirty = change_filter(app, "");
	return is_same ? dirty : dirty | CHANGED_SUBJECT;
}

/* --- Verbs --- */

static unsigned
begin(struct app *app, enum action action)
{
	struct groups_pane *pane = &app->groups;
	enum group_kind kind = action == ACTION_SHOW_TAGS ? GROUP_TAG : GROUP_CATEGORY;
	if (kind == app->model->asked.kind && pane->filter[0] == '\0')
		return DIRTY_NONE;
	xreplace(&pane->filter, "");
	if (kind != app->model->asked.kind)
		xreplace(&app->model->asked.group, NULL);
	app->model->asked.kind = kind;
	return CHANGED_ASKED | groups_refresh(app);
}

static unsigned
back(struct app *app)
{
	return app->groups.filter[0] != '\0' ? change_filter(app, "") : NOT_MINE;
}

static unsigned
open(struct app *app)
{
	(void)app;
	return GO_MIDDLE;
}

static unsigned
run_choose(struct app *app, const struct call *call)
{
	enum group_kind kind = call->action == ACTION_TAG ? GROUP_TAG : GROUP_CATEGORY;
	return groups_choose(app, kind, call->argument);
}

static unsigned
run_sort(struct app *app, const struct call *call)
{
	static const char *const names[] = {"count", "name", "latest"};
	size_t wanted = (app->groups.order + 1u) % 3;
	const char *order = call->argument;
	if (order[0] != '\0') {
		for (wanted = 0; wanted < 3 && strcmp(order, names[wanted]) != 0; wanted++)
			continue;
		if (wanted == 3) {
			model_say(app->model, true,
					"groups are sorted by count, name or latest, not by %s",
					order);
			return DIRTY_STATUS;
		}
	}
	app->groups.order = (enum group_order)wanted;
	model_say(app->model, false, "groups by %s", names[wanted]);
	return groups_refresh(app);
}

/* --- Rows --- */

static struct cursor *
cursor(struct app *app)
{
	return &app->groups.cursor;
}

static void
view_header(struct app *app, struct row_writer *row)
{
	static const char *const orders[] = {"by count", "by name", "by latest"};
	const struct groups_pane *pane = &app->groups;
	row_format(row, ROLE_HEADING, " %s  %s", group_kind_title(app->model->asked.kind),
			orders[pane->order]);
	size_t count = pane->groups != NULL ? groups_count(pane->groups) : 0;
	row_put_right(row, arena_format(app->view, "%s ", row_number(app->view, count)),
			row_left(row), ROLE_COUNT);
}

static void
view_row(struct app *app, struct row_writer *row, size_t index, int line, enum role role)
{
	(void)line;
	const char *shown = "全部";
	size_t count = catalogue_count(app->model->library->catalogue);
	if (index > 0) {
		struct group group = groups_get(app->groups.groups, index - 1);
		shown = group.shown;
		count = group.count;
	}
	const char *number = row_number(app->view, count);
	int columns = (int)strlen(number) + 2;
	row_put(row, " ", 1, role);
	row_put(row, shown, row_left(row) - columns, role);
	row_put_right(row, arena_format(app->view, "%s ", number), columns,
			row_cell_role(role, ROLE_COUNT));
}

static const struct hint hints[] = {{ACTION_OPEN, "posts"}, {ACTION_FILTER, "filter"},
		{ACTION_SHOW_TAGS, "tags"}, {ACTION_SHOW_CATEGORIES, "categories"},
		{ACTION_SHOW_MONTHS, "months"}, {ACTION_SORT, "sort"}, {ACTION_HELP, "help"},
		{ACTION_QUIT, "quit"}, {0}};

static const struct verb verbs[] = {
		{ACTION_TAG, true, run_choose},
		{ACTION_CATEGORY, true, run_choose},
		{ACTION_SORT, false, run_sort},
		{0},
};

const struct pane_type pane_groups = {
		.context = CONTEXT_GROUPS,
		.hints = hints,
		.verbs = verbs,
		.begin = begin,
		.back = back,
		.cursor = cursor,
		.moved = moved,
		.open = open,
		.view_header = view_header,
		.view_row = view_row,
		.filter = filter,
		.set_filter = set_filter,
};
