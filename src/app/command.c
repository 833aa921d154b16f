/* The command line: any action by its name, with completion. */

#include "app/state.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "conf/nearest.h"
#include "settings/keymap_files.h"
#include "settings/theme_files.h"

#include <stdlib.h>
#include <string.h>

/* --- Running --- */

/* What vim and less call some actions. */
static const struct {
	const char *name;
	enum action action;
} other_names[] = {{"!", ACTION_SHELL}, {"bn", ACTION_NEXT_POST}, {"bp", ACTION_PREV_POST},
		{"e", ACTION_RELOAD}, {"e!", ACTION_RELOAD}, {"f", ACTION_WHERE},
		{"h", ACTION_HELP}, {"n", ACTION_NEXT_POST}, {"noh", ACTION_HIDE_MATCHES},
		{"nohlsearch", ACTION_HIDE_MATCHES}, {"p", ACTION_PREV_POST}, {"q", ACTION_QUIT},
		{"q!", ACTION_QUIT}, {"Q", ACTION_QUIT}, {"qa", ACTION_QUIT}, {"qa!", ACTION_QUIT},
		{"w", ACTION_SAVE}, {"w!", ACTION_OVERWRITE}, {"wq", ACTION_QUIT},
		{"wqa", ACTION_QUIT}, {"x", ACTION_QUIT}, {"xa", ACTION_QUIT}};

/* The action of this name, or another program's name for it, else the only one whose name begins so; -1 if there is none. */
static int
find_action(const char *word)
{
	int found = vocabulary_find(action_vocabulary(), word);
	size_t length = strlen(word);
	for (size_t i = 0; found < 0 && i < sizeof(other_names) / sizeof(other_names[0]); i++)
		found = strcmp(other_names[i].name, word) == 0 ? (int)other_names[i].action : -1;
	if (found >= 0)
		return found;
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *info = action_info((enum action)i);
		/* Actions that edit a line do nothing as commands: the line is gone by then. */
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
		model_say(app->model, true, _("there is no action “%s”; did you mean “%s”?"), word,
				nearest.name);
	else
		model_say(app->model, true, _("there is no action “%s”"), word);
}

unsigned
command_line_run(struct app *app, const char *line)
{
	struct arena *scratch = app->panes.scratch;
	line += strspn(line, " ");
	size_t length = line[0] == '!' ? 1 : strcspn(line, " ");
	if (length == 0)
		return DIRTY_STATUS;
	const char *word = arena_copy(scratch, line, length);
	char *end;
	long number = strtol(word, &end, 10);
	int action = find_action(word);
	if (*end == '\0' && number > 0)
		return answer_action(&app->panes, ACTION_TOP, "", number);
	if (action < 0) {
		say_unknown(app, word);
		return DIRTY_STATUS;
	}
	const char *argument = line + length + strspn(line + length, " ");
	size_t left = strlen(argument);
	while (left > 0 && argument[left - 1] == ' ')
		left--;
	argument = arena_copy(scratch, argument, left);
	return answer_action(&app->panes, (enum action)action, argument, 0);
}

/* --- Completion --- */

/* Offers the shown names of groups that contain what is typed; the slug counts as well. */
static void
offer_groups(struct app *app, enum group_kind kind)
{
	struct completion *completion = &app->completion;
	if (app->model->library == NULL)
		return;
	struct groups *groups = catalogue_groups(
			app->model->library->catalogue, kind, GROUP_BY_COUNT, completion->typed);
	for (size_t i = 0; i < groups_count(groups); i++)
		completion_add(completion, groups_get(groups, i).shown);
	groups_free(groups);
}

static void
offer_searches(struct app *app)
{
	const struct kept_searches *kept = &app->model->kept_searches;
	kept_searches_follow(app->model, 0);
	for (size_t i = 0; i < kept->count; i++)
		completion_offer(&app->completion, kept->items[i].name);
}

static void
offer_archives(struct app *app)
{
	const struct settings *settings = app->panes.settings;
	for (size_t i = 0; i < settings->archive_count; i++)
		completion_offer(&app->completion, settings->archives[i].name);
}

static void
offer_name(void *context, const char *name)
{
	completion_offer(context, name);
}

static void
offer_arguments(struct app *app, int action)
{
	const struct pane_type *pane = panes_current(&app->panes);
	struct completion *completion = &app->completion;
	if (action == ACTION_TAG || action == ACTION_CATEGORY)
		offer_groups(app, action == ACTION_TAG ? GROUP_TAG : GROUP_CATEGORY);
	else if (action == ACTION_ARCHIVE)
		offer_archives(app);
	else if (action == ACTION_DELETE_SEARCH)
		offer_searches(app);
	else if (action == ACTION_THEME)
		theme_files_each(offer_name, completion);
	else if (action == ACTION_KEYMAP)
		keymap_files_each(offer_name, completion);
	else if (action == ACTION_COPY)
		completion_offer_all(completion, copy_parts);
	else if (action == ACTION_SORT)
		completion_offer_all(
				completion, pane->orders != NULL ? pane->orders : pane_list.orders);
}

static void
begin_completion(struct app *app)
{
	struct completion *completion = &app->completion;
	const char *line = app->prompt.text.data;
	size_t length = strcspn(line, " ");
	bool is_action = line[length] == '\0';
	completion_begin(completion, line, is_action ? 0 : length + strspn(line + length, " "));
	if (!is_action)
		offer_arguments(app, find_action(arena_copy(app->panes.scratch, line, length)));
	for (int i = 0; is_action && i < ACTION_COUNT; i++) {
		const struct action_info *info = action_info((enum action)i);
		if (info->group != ACTIONS_EDIT)
			completion_offer(completion, info->name);
	}
}

/* Replaces the line, from where completion began, by the word and `behind`. */
static void
put_word(struct app *app, const char *word, const char *behind)
{
	struct buf line = buf_in(app->panes.scratch);
	buf_add(&line, app->prompt.text.data, app->completion.start);
	buf_add_text(&line, word);
	buf_add_text(&line, behind);
	line_editor_set(&app->prompt, line.data);
}

/* The only possible word ends the completion; if it takes an argument, that is completed next. */
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
	put_word(app, completion_next(completion, is_back), "");
	return DIRTY_STATUS;
}
