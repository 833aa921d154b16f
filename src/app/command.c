/* The command line: any action by its name, or by what only its name begins with. */

#include "app/state.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "conf/nearest.h"

#include <stdlib.h>
#include <string.h>

enum { MIN_LETTERS = 3 }; /* of an abbreviation */

/* What vim and less call some actions. */
static const struct {
	const char *name;
	enum action action;
} other_names[] = {{"!", ACTION_SHELL}, {"$", ACTION_BOTTOM}, {"bn", ACTION_NEXT_POST},
		{"bp", ACTION_PREV_POST}, {"e", ACTION_RELOAD}, {"e!", ACTION_RELOAD},
		{"f", ACTION_WHERE}, {"h", ACTION_HELP}, {"n", ACTION_NEXT_POST},
		{"noh", ACTION_HIDE_MATCHES}, {"nohlsearch", ACTION_HIDE_MATCHES},
		{"p", ACTION_PREV_POST}, {"q", ACTION_QUIT}, {"q!", ACTION_QUIT},
		{"Q", ACTION_QUIT}, {"qa", ACTION_QUIT}, {"qa!", ACTION_QUIT}, {"w", ACTION_SAVE},
		{"w!", ACTION_OVERWRITE}, {"wq", ACTION_QUIT}, {"wqa", ACTION_QUIT},
		{"x", ACTION_QUIT}, {"xa", ACTION_QUIT}};

/*
 * Appends the actions whose names begin with the word, parted by commas; returns the last of them, -1 if
 * there is none, and in *count how many. Actions that edit a line are no commands: the line is gone by then.
 */
static int
find_beginning(const char *word, struct buf *names, size_t *count)
{
	int found = -1;
	*count = 0;
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *info = action_info((enum action)i);
		if (info->group == ACTIONS_EDIT || strncmp(info->name, word, strlen(word)) != 0)
			continue;
		buf_format(names, "%s%s", (*count)++ > 0 ? _(", ") : "", info->name);
		found = i;
	}
	return found;
}

int
command_action(struct app *app, const char *word)
{
	size_t count;
	struct buf names = buf_in(app->panes.scratch);
	int found = vocabulary_find(action_vocabulary(), word);
	if (found >= 0 && action_info((enum action)found)->group == ACTIONS_EDIT)
		found = -1; /* nothing is being typed once the line is run */
	for (size_t i = 0; found < 0 && i < sizeof(other_names) / sizeof(other_names[0]); i++)
		found = strcmp(other_names[i].name, word) == 0 ? (int)other_names[i].action : -1;
	if (found >= 0)
		return found;
	found = find_beginning(word, &names, &count);
	return count == 1 && strlen(word) >= MIN_LETTERS ? found : -1;
}

/* Why a word runs nothing: it begins several names, or is too short for one, or begins none. */
static void
say_unknown(struct app *app, const char *word)
{
	size_t count;
	struct buf names = buf_in(app->panes.scratch);
	struct nearest nearest = nearest_to(word);
	(void)find_beginning(word, &names, &count);
	for (int i = 0; i < ACTION_COUNT; i++) {
		if (action_info((enum action)i)->group != ACTIONS_EDIT)
			nearest_offer(&nearest, action_info((enum action)i)->name);
	}
	if (count > 1)
		model_say(app->model, true, _("“%s” is short for several actions: %s"), word,
				names.data);
	else if (count == 1)
		model_say(app->model, true,
				_("“%s” is too short for %s: type %d letters of it at least"), word,
				names.data, MIN_LETTERS);
	else if (nearest.name != NULL)
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
	int action = command_action(app, word);
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
