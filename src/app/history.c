/* The lines typed in prompts before. The state keeps those of commands, of searches, of filters. */

#include "app/state.h"

#include <stdlib.h>

/* The history of a kind of prompt; -1: it has none. */
static int
kind_of(enum prompt_kind kind)
{
	switch (kind) {
	case PROMPT_SAVE:
		return HISTORY_FILES;
	case PROMPT_PIPE:
	case PROMPT_PIPE_ALL:
	case PROMPT_SHELL:
		return HISTORY_SHELL;
	case PROMPT_COMMAND:
		return HISTORY_COMMANDS;
	case PROMPT_FILTER:
		return HISTORY_FILTERS;
	case PROMPT_SEARCH:
	case PROMPT_QUERY:
		return HISTORY_SEARCHES;
	default:
		return -1;
	}
}

/* Adds what the state has; a line that is there already becomes the newest. */
static void
read_lines(struct app *app, enum state_history kind)
{
	size_t count;
	char **lines = state_history(app->model->state, kind, &count);
	for (size_t i = 0; i < count; i++) {
		line_history_put(&app->histories[kind].lines, lines[i]);
		free(lines[i]);
	}
	free(lines);
}

struct line_history *
history_of(struct app *app, enum prompt_kind prompt)
{
	int kind = kind_of(prompt);
	if (kind < 0)
		return NULL;
	struct history *history = &app->histories[kind];
	unsigned long foreigns = app->model->keeping.foreigns;
	if (kind < HISTORY_FILES && (!history->is_read || history->foreigns != foreigns))
		read_lines(app, (enum state_history)kind);
	history->is_read = true;
	history->foreigns = foreigns;
	return &history->lines;
}

void
history_keep(struct app *app)
{
	int kind = kind_of(app->prompt_kind);
	line_editor_keep(&app->prompt);
	if (kind >= 0 && kind < HISTORY_FILES && app->prompt.text.length > 0)
		keeping_put_line(app->model, (enum state_history)kind, app->prompt.text.data);
}
