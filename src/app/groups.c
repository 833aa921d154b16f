/* The groups pane: which categories or tags there are, and which one the list shows. */

#include "app/state.h"
#include "base/err.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

void
groups_pane_free(struct groups_pane *pane)
{
	groups_free(pane->groups);
	free(pane->filter);
	free(pane->before);
}

const char *
group_kind_title(enum group_kind kind)
{
	return kind == GROUP_TAG ? "标签" : "分类";
}

const char *
groups_current_title(const struct app *app)
{
	struct group group;
	if (app->model->asked.group == NULL)
		return "全部";
	if (app->model->library != NULL &&
			catalogue_find_group(app->model->library->catalogue, app->model->asked.kind,
					app->model->asked.group, &group))
		return group.shown;
	return app->model->asked.group;
}

/* The row of the group that is chosen; 0 if the filter hides it or all posts are chosen. */
static size_t
row_of_choice(const struct app *app)
{
	const struct groups_pane *pane = &app->groups;
	const char *name = app->model->asked.group;
	size_t count = groups_count(pane->groups);
	for (size_t i = 0; name != NULL && i < count; i++) {
		if (strcmp(groups_get(pane->groups, i).name, name) == 0)
			return i + 1;
	}
	return 0;
}

unsigned
groups_refresh(struct app *app)
{
	struct groups_pane *pane = &app->groups;
	if (app->model->library == NULL)
		return DIRTY_NONE;
	groups_free(pane->groups);
	pane->groups = catalogue_groups(app->model->library->catalogue, app->model->asked.kind,
			pane->order, pane->filter);
	if (app->months.is_shown)
		return CHANGED_DAYS;
	cursor_set_count(&pane->cursor, groups_count(pane->groups) + 1);
	cursor_move_to(&pane->cursor, row_of_choice(app));
	return DIRTY_GROUPS | DIRTY_STATUS;
}

unsigned
groups_at_cursor(struct app *app)
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

unsigned
groups_move(struct app *app, size_t row)
{
	cursor_move_to(&app->groups.cursor, row);
	return groups_at_cursor(app);
}

unsigned
groups_choose(struct app *app, enum group_kind kind, const char *name)
{
	struct group group;
	if (app->model->library == NULL) {
		model_say(app->model, true, "no archive has been read yet");
		return DIRTY_STATUS;
	}
	const char *title = group_kind_title(kind);
	if (!catalogue_find_group(app->model->library->catalogue, kind, name, &group)) {
		const char *near[1];
		size_t count = catalogue_nearest_groups(
				app->model->library->catalogue, kind, name, near, 1);
		if (count > 0)
			model_say(app->model, true, "%s: no posts of “%s”; did you mean “%s”?",
					title, name, near[0]);
		else
			model_say(app->model, true, "%s: no posts of “%s”", title, name);
		return DIRTY_STATUS;
	}
	app->model->asked.kind = kind;
	xreplace(&app->groups.filter, "");
	xreplace(&app->model->asked.group, group.name);
	xreplace(&app->model->asked.selection.title, "");
	unsigned dirty = groups_refresh(app);
	dirty |= app_focus(app, PANE_LIST);
	return dirty | CHANGED_SUBJECT;
}

unsigned
groups_show(struct app *app, enum group_kind kind)
{
	unsigned dirty = app_focus(app, PANE_GROUPS);
	bool is_shown = kind == app->model->asked.kind && !app->months.is_shown;
	if (is_shown && app->groups.filter[0] == '\0')
		return dirty;
	app->months.is_shown = false;
	xreplace(&app->groups.filter, "");
	if (kind != app->model->asked.kind)
		xreplace(&app->model->asked.group, NULL);
	app->model->asked.kind = kind;
	return dirty | CHANGED_ASKED | groups_refresh(app);
}

unsigned
groups_set_filter(struct app *app, const char *filter)
{
	struct groups_pane *pane = &app->groups;
	xreplace(&pane->filter, filter);
	unsigned dirty = groups_refresh(app);
	/* The first group that is left is the one that was meant, unless the present one is left too. */
	bool is_away = filter[0] != '\0' && pane->cursor.at == 0 && pane->cursor.count > 1;
	return is_away ? dirty | groups_move(app, 1) : dirty;
}

void
groups_begin_filter(struct app *app)
{
	xreplace(&app->groups.before, app->model->asked.group);
}

unsigned
groups_give_up_filter(struct app *app)
{
	struct groups_pane *pane = &app->groups;
	bool is_same = app->model->asked.group == NULL
				       ? pane->before == NULL
				       : pane->before != NULL && strcmp(app->model->asked.group,
										 pane->before) == 0;
	xreplace(&app->model->asked.group, pane->before);
	unsigned dirty = groups_set_filter(app, "");
	return is_same ? dirty : dirty | CHANGED_SUBJECT;
}

unsigned
groups_sort(struct app *app, const char *order)
{
	static const char *const names[] = {"count", "name", "latest"};
	size_t wanted = (app->groups.order + 1u) % 3;
	if (app->months.is_shown) {
		model_say(app->model, false, "months are in the order of time");
		return DIRTY_STATUS;
	}
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
