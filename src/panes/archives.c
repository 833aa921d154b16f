/* The archives that the configuration names, each with how many of its posts are unread; Enter opens one. */

#include "archive/archive.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "library/library.h"
#include "marks/marks.h"
#include "panes/panes.h"

#include <stdlib.h>
#include <string.h>

/* The real path of an archive's folder, to be freed. NULL with err: it cannot be opened. */
static char *
find_root(const char *path, struct err *err)
{
	static const struct archive_options none;
	struct archive *archive = archive_open(path, &none, NULL, err);
	char *root = archive != NULL ? realpath(archive_root(archive), NULL) : NULL;
	archive_close(archive);
	return root;
}

static bool
is_present(const struct panes *panes, const char *root)
{
	const char *present = panes->model->keeping.root;
	return root != NULL && present != NULL && strcmp(root, present) == 0;
}

/* SIZE_MAX: not known, without reading the archive. */
static size_t
count_unread(const struct panes *panes, const char *root)
{
	if (is_present(panes, root))
		return marking_unread(panes->model);
	char *place = root != NULL ? library_cache_path(root, "posts") : NULL;
	size_t unread = place != NULL ? marks_kept_unread(panes->model->state, root, place)
				      : SIZE_MAX;
	free(place);
	return unread;
}

static unsigned
begin(struct panes *panes, enum action action)
{
	(void)action;
	if (panes->settings->archive_count > 0)
		return DIRTY_NONE;
	model_say(panes->model, false, _("no archives are named: see archives in reader(1)"));
	return NOT_MINE;
}

static const char *
title(struct panes *panes)
{
	(void)panes;
	return _("archives");
}

static void
make(struct panes *panes)
{
	const struct settings *settings = panes->settings;
	struct arena *arena = panes->cover.arena;
	struct err err;
	for (size_t i = 0; i < settings->archive_count; i++) {
		const struct named_archive *archive = &settings->archives[i];
		char *root = find_root(archive->path, &err);
		size_t unread = count_unread(panes, root);
		const char *count = unread == SIZE_MAX ? "" : row_number(arena, unread);
		const char *open = is_present(panes, root) ? _("(open)") : "";
		const char *text = arena_format(arena, "%9s  %s  %s", count, archive->path, open);
		cover_add_row(panes, ROLE_TEXT, archive->name, text, i);
		free(root);
	}
}

static unsigned
open_row(struct panes *panes, size_t value)
{
	return answer_action(panes, ACTION_ARCHIVE, panes->settings->archives[value].name, 0);
}

/* Leaves this archive for the one of a name, once it is sure that that can be opened. */
static unsigned
run_archive(struct panes *panes, const struct call *call)
{
	struct err err;
	const char *path = settings_archive(panes->settings, call->argument, &err);
	char *root = path != NULL ? find_root(path, &err) : NULL;
	if (root == NULL) {
		struct buf reason = buf_in(panes->scratch);
		err_format(&err, &reason);
		return model_say(panes->model, true, "%s", reason.data);
	}
	bool is_open = is_present(panes, root);
	free(root);
	if (is_open)
		return model_say(panes->model, false, _("“%s” is open"), call->argument);
	xreplace(&panes->next_archive, path);
	return DIRTY_QUIT;
}

static const struct verb verbs[] = {
		{ACTION_ARCHIVE, true, run_archive},
		{0},
};

static const struct hint hints[] = {{ACTION_OPEN, N_("open")}, {ACTION_FILTER, N_("filter")},
		{ACTION_BACK, N_("close")}, {0}};

const struct pane_type pane_archives = {
		.context = CONTEXT_HELP,
		.verbs = verbs,
		.hints = hints,
		COVER_ROWS,
		.begin = begin,
		.title = title,
		.make = make,
		.open_value = open_row,
};
