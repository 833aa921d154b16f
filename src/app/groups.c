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
	cursor_set_count(&pane->cursor, groups_count(pane->groups) + 1);
	cursor_move_to(&pane->cursor, row_of_choice(app));
	return DIRTY_GROUPS | DIRTY_STATUS;
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
	return groups_refresh(app) | GO_MIDDLE | CHANGED_SUBJECT;
}
