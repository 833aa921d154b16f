/* The command line: any action by its name, with completion. */

#include "app/state.h"
#include "base/buf.h"
#include "base/xalloc.h"
#include "conf/nearest.h"
#include "settings/shipped_keymaps.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_COMPLETIONS = 200 };

/* --- Running --- */

/* The action whose name the word is, or is the only one to begin with it; -1 if there is none. */
static int
find_action(const char *word)
{
	int found = vocabulary_find(action_vocabulary(), word);
	size_t length = strlen(word);
	if (found >= 0)
		return found;
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *info = action_info((enum action)i);
		/* What edits a line does nothing when run from one. */
		if (info->group == ACTIONS_EDIT || strncmp(info->name, word, length) != 0)
			continue;
		if (found >= 0)
			return -1;
		found = i;
	}
	return found;
}

static void
say_unknown(struct app *app, const char *word)
{
	struct nearest nearest = nearest_to(word);
	for (int i = 0; i < ACTION_COUNT; i++)
		nearest_offer(&nearest, action_info((enum action)i)->name);
	if (nearest.name != NULL)
		model_say(app->model, true, "there is no action “%s”; did you mean “%s”?", word,
				nearest.name);
	else
		model_say(app->model, true, "there is no action “%s”", word);
}

unsigned
command_line_run(struct app *app, const char *line)
{
	line += strspn(line, " ");
	size_t length = strcspn(line, " ");
	if (length == 0)
		return DIRTY_STATUS;
	char *word = xstrndup(line, length);
	char *end;
	long number = strtol(word, &end, 10);
	unsigned dirty = DIRTY_STATUS;
	int action = find_action(word);
	if (*end == '\0' && number > 0)
		dirty |= answer_action(&app->panes, ACTION_TOP, "", number);
	else if (action < 0)
		say_unknown(app, word);
	else {
		char *argument = xstrdup(line + length + strspn(line + length, " "));
		for (size_t behind = strlen(argument); behind > 0 && argument[behind - 1] == ' ';
				behind--)
			argument[behind - 1] = '\0';
		dirty |= answer_action(&app->panes, (enum action)action, argument, 0);
		free(argument);
	}
	free(word);
	return dirty;
}

/* --- Completion --- */

void
completion_clear(struct completion *completion)
{
	for (size_t i = 0; i < completion->count; i++)
		free(completion->words[i]);
	free(completion->words);
	free(completion->typed);
	*completion = (struct completion){0};
}

static void
add(struct completion *completion, const char *word)
{
	if (completion->count == MAX_COMPLETIONS)
		return;
	completion->words = xgrow(completion->words, completion->count, &completion->capacity,
			sizeof(*completion->words));
	completion->words[completion->count++] = xstrdup(word);
}

static void
offer(struct completion *completion, const char *word)
{
	if (strncmp(word, completion->typed, strlen(completion->typed)) == 0)
		add(completion, word);
}

/* The last word is NULL; no words are fine. */
static void
offer_all(struct completion *completion, const char *const *words)
{
	for (; words != NULL && *words != NULL; words++)
		offer(completion, *words);
}

/* Names of groups that hold what is typed: a slug's start finds the Chinese name too. */
static void
offer_groups(struct app *app, enum group_kind kind)
{
	struct completion *completion = &app->completion;
	if (app->model->library == NULL)
		return;
	struct groups *groups = catalogue_groups(
			app->model->library->catalogue, kind, GROUP_BY_COUNT, completion->typed);
	for (size_t i = 0; i < groups_count(groups); i++)
		add(completion, groups_get(groups, i).shown);
	groups_free(groups);
}

static void
offer_arguments(struct app *app, int action)
{
	const struct pane_type *pane = panes_current(&app->panes);
	struct completion *completion = &app->completion;
	if (action == ACTION_TAG || action == ACTION_CATEGORY)
		offer_groups(app, action == ACTION_TAG ? GROUP_TAG : GROUP_CATEGORY);
	else if (action == ACTION_THEME)
		offer_all(completion, settings_themes);
	else if (action == ACTION_SORT)
		offer_all(completion, pane->orders != NULL ? pane->orders : pane_list.orders);
	for (const struct shipped_keymap *map = shipped_keymaps;
			action == ACTION_KEYMAP && map->name != NULL; map++)
		offer(completion, map->name);
}

static void
begin_completion(struct app *app)
{
	struct completion *completion = &app->completion;
	const char *line = app->prompt.text.data;
	const char *space = strchr(line, ' ');
	completion->start = space != NULL ? (size_t)(space - line) + strspn(space, " ") : 0;
	completion->typed = xstrdup(line + completion->start);
	if (space != NULL) {
		char *word = xstrndup(line, (size_t)(space - line));
		offer_arguments(app, find_action(word));
		free(word);
	} else {
		for (int i = 0; i < ACTION_COUNT; i++) {
			const struct action_info *info = action_info((enum action)i);
			if (info->group != ACTIONS_EDIT)
				offer(completion, info->name);
		}
	}
	completion->at = completion->count;
}

/* Puts the word into the line where completion began. */
static void
put_word(struct app *app, const char *word, const char *behind)
{
	struct buf line;
	buf_init(&line);
	buf_add(&line, app->prompt.text.data, app->completion.start);
	buf_add_text(&line, word);
	buf_add_text(&line, behind);
	line_editor_set(&app->prompt, line.data);
	buf_free(&line);
}

/* The only word there can be is done with: the next completion is that of its argument. */
static void
complete_whole(struct app *app)
{
	struct completion *completion = &app->completion;
	int action = completion->start == 0
				     ? vocabulary_find(action_vocabulary(), completion->words[0])
				     : -1;
	bool wants = action >= 0 && action_info((enum action)action)->argument != ARGUMENT_NONE;
	put_word(app, completion->words[0], wants ? " " : "");
	completion_clear(completion);
}

unsigned
command_complete(struct app *app, bool is_back)
{
	struct completion *completion = &app->completion;
	if (completion->typed == NULL)
		begin_completion(app);
	if (completion->count == 0) {
		completion_clear(completion);
		return DIRTY_NONE;
	}
	if (completion->count == 1) {
		complete_whole(app);
		return DIRTY_STATUS;
	}
	/* Round and round, with what was typed between the last and the first. */
	size_t places = completion->count + 1;
	completion->at = (completion->at + (is_back ? places - 1 : 1)) % places;
	put_word(app,
			completion->at < completion->count ? completion->words[completion->at]
							   : completion->typed,
			"");
	return DIRTY_STATUS;
}
