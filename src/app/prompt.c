/* The prompt: what is being typed, and what each change of it does at once. */

#include "app/state.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/language.h"
#include "base/utf8.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* What each prompt says, and the action that its line is the argument of, if there is one. */
static const struct {
	const char *label;
	enum action action;
} prompts[PROMPT_KIND_COUNT] = {
		[PROMPT_NONE] = {"", ACTION_COUNT},
		[PROMPT_COMMAND] = {":", ACTION_COUNT},
		[PROMPT_FILTER] = {N_("filter: "), ACTION_COUNT},
		[PROMPT_SEARCH] = {N_("search: "), ACTION_COUNT},
		[PROMPT_QUERY] = {N_("search: "), ACTION_COUNT},
		[PROMPT_FOLLOW] = {N_("link: "), ACTION_COUNT},
		[PROMPT_SAVE] = {N_("save as: "), ACTION_SAVE},
		[PROMPT_OVERWRITE] = {N_("that file is there: overwrite it? (y/n) "), ACTION_COUNT},
		[PROMPT_WHICH] = {N_("this post, or all of the list? (t/a) "), ACTION_COUNT},
		[PROMPT_PIPE] = {N_("pipe to: "), ACTION_PIPE},
		[PROMPT_PIPE_ALL] = {N_("pipe all to: "), ACTION_PIPE_ALL},
		[PROMPT_SHELL] = {N_("run: "), ACTION_SHELL},
		[PROMPT_KEEP] = {N_("keep the search as: "), ACTION_KEEP_SEARCH},
};

const char *
prompt_label(const struct app *app)
{
	const struct recall *recall = &app->recall;
	if (recall->is_on)
		return arena_format(app->panes.scratch,
				recall->is_missing ? _("no earlier line has “%s”: ")
						   : _("earlier line with “%s”: "),
				recall->wanted.data);
	bool is_back = app->prompt_kind == PROMPT_SEARCH && app->panes.pager.is_backward;
	return is_back ? _("search back: ") : _(prompts[app->prompt_kind].label);
}

unsigned
prompt_begin(struct app *app, enum prompt_kind kind, const char *text)
{
	const struct pane_type *pane = panes_current(&app->panes);
	app->prompt_kind = kind;
	app->prompt_pane = pane;
	xreplace(&app->filter_before, kind == PROMPT_FILTER ? pane->filter(&app->panes) : NULL);
	completion_clear(&app->completion);
	recall_end(app);
	line_editor_begin(&app->prompt, kind == PROMPT_FILTER ? app->filter_before : text,
			history_of(app, kind));
	return DIRTY_STATUS;
}

static unsigned
end(struct app *app)
{
	app->prompt_kind = PROMPT_NONE;
	completion_clear(&app->completion);
	return DIRTY_STATUS;
}

/* Follows a link at once when no link's number can continue the digits typed. */
static unsigned
follow_typed(struct app *app, bool is_done)
{
	long number = strtol(app->prompt.text.data, NULL, 10);
	bool is_whole = number > 0 && number <= 99999 &&
			number * 10 > pager_highest_link(&app->panes);
	if (!is_done && !is_whole)
		return DIRTY_STATUS;
	unsigned dirty = end(app);
	return number > 0 ? dirty | pager_follow_link(&app->panes, number) : dirty;
}

/* Ends a question by its answer; any other letter, or none, is the careful one. */
static unsigned
answer_question(struct app *app)
{
	enum prompt_kind kind = app->prompt_kind;
	char letter = ascii_lower(app->prompt.text.data[0]);
	unsigned dirty = end(app);
	if (kind == PROMPT_OVERWRITE && letter == 'y')
		return dirty | answer_action(&app->panes, ACTION_OVERWRITE, app->panes.saved, 0);
	if (kind == PROMPT_OVERWRITE)
		return dirty | model_say(app->model, false, _("nothing is saved"));
	if (letter == 't' || letter == '\0')
		return dirty | answer_prompt(&app->panes, PROMPT_PIPE, "");
	if (letter == 'a')
		return dirty | answer_prompt(&app->panes, PROMPT_PIPE_ALL, "");
	return dirty;
}

/* Applies the line after each change: filters, searches and link numbers act while typed. */
static unsigned
changed(struct app *app)
{
	const char *line = app->prompt.text.data;
	switch (app->prompt_kind) {
	case PROMPT_FILTER:
		return DIRTY_STATUS | app->prompt_pane->set_filter(&app->panes, line);
	case PROMPT_SEARCH:
		return DIRTY_STATUS | pager_search(&app->panes, line, true);
	case PROMPT_QUERY:
		(void)list_search(&app->panes, line, true, NULL);
		return DIRTY_MIDDLE | DIRTY_STATUS;
	case PROMPT_FOLLOW:
		return follow_typed(app, false);
	case PROMPT_OVERWRITE:
	case PROMPT_WHICH:
		return answer_question(app);
	default:
		return DIRTY_STATUS;
	}
}

static unsigned
accept(struct app *app)
{
	enum prompt_kind kind = app->prompt_kind;
	if (kind == PROMPT_FOLLOW)
		return follow_typed(app, true);
	if (kind == PROMPT_OVERWRITE || kind == PROMPT_WHICH)
		return answer_question(app);
	struct query_place place;
	if (kind == PROMPT_QUERY &&
			!list_search(&app->panes, app->prompt.text.data, false, &place)) {
		/* The caret moves to the mistake. */
		size_t length = app->prompt.text.length;
		app->prompt.caret = place.offset < length ? place.offset : length;
		return DIRTY_MIDDLE | DIRTY_STATUS;
	}
	history_keep(app);
	unsigned dirty = end(app);
	if (kind == PROMPT_SEARCH)
		dirty |= pager_search(&app->panes, app->prompt.text.data, false);
	if (prompts[kind].action != ACTION_COUNT &&
			app->prompt.text.data[strspn(app->prompt.text.data, " ")] != '\0')
		return dirty |
		       answer_action(&app->panes, prompts[kind].action, app->prompt.text.data, 0);
	if (kind != PROMPT_COMMAND)
		return dirty;
	return dirty | command_line_run(app, app->prompt.text.data);
}

unsigned
prompt_give_up(struct app *app)
{
	enum prompt_kind kind = app->prompt_kind;
	unsigned dirty = DIRTY_STATUS;
	/* Undo watches from the start of each action that may change what is asked for. */
	if (app->model->undo.is_watching)
		asked_restore(app->model, &app->model->undo.before);
	xreplace(&app->panes.list.search_error, NULL);
	if (kind == PROMPT_FILTER)
		dirty |= app->prompt_pane->set_filter(&app->panes, app->filter_before);
	if (kind == PROMPT_SEARCH)
		dirty |= pager_search(&app->panes, "", true);
	return dirty | end(app);
}

unsigned
prompt_insert(struct app *app, uint32_t codepoint)
{
	completion_clear(&app->completion);
	if (app->recall.is_on)
		return recall_insert(app, codepoint) | changed(app);
	return line_editor_insert(&app->prompt, codepoint) ? changed(app) : DIRTY_NONE;
}

unsigned
prompt_paste(struct app *app, const char *text, size_t length)
{
	uint32_t codepoint;
	unsigned dirty = DIRTY_NONE;
	bool is_new = false;
	completion_clear(&app->completion);
	for (size_t at = 0; at < length;) {
		at += utf8_decode(text + at, length - at, &codepoint);
		if (app->recall.is_on)
			dirty |= recall_insert(app, codepoint);
		else
			is_new |= line_editor_insert(&app->prompt, codepoint);
	}
	return is_new || dirty != DIRTY_NONE ? dirty | changed(app) : DIRTY_NONE;
}

struct edit {
	bool (*run)(struct line_editor *prompt);
	enum action action;
	bool changes; /* the text, not only the caret */
};

static const struct edit edits[] = {
		{line_editor_left, ACTION_CHAR_LEFT, false},
		{line_editor_right, ACTION_CHAR_RIGHT, false},
		{line_editor_word_left, ACTION_WORD_LEFT, false},
		{line_editor_word_right, ACTION_WORD_RIGHT, false},
		{line_editor_home, ACTION_LINE_START, false},
		{line_editor_end, ACTION_LINE_END, false},
		{line_editor_delete_left, ACTION_DELETE_LEFT, true},
		{line_editor_delete_right, ACTION_DELETE_RIGHT, true},
		{line_editor_delete_word, ACTION_DELETE_WORD, true},
		{line_editor_delete_word_left, ACTION_DELETE_WORD_LEFT, true},
		{line_editor_delete_word_right, ACTION_DELETE_WORD_RIGHT, true},
		{line_editor_delete_line, ACTION_DELETE_LINE, true},
		{line_editor_delete_rest, ACTION_DELETE_REST, true},
		{line_editor_yank, ACTION_YANK, true},
		{line_editor_older, ACTION_HISTORY_PREV, true},
		{line_editor_newer, ACTION_HISTORY_NEXT, true},
};

unsigned
prompt_run(struct app *app, enum action action)
{
	if (app->prompt_kind == PROMPT_NONE)
		return DIRTY_NONE;
	if (action == ACTION_HISTORY_SEARCH)
		return recall_step(app) | changed(app);
	if (app->recall.is_on && recall_run(app, action))
		return changed(app);
	if (action == ACTION_ACCEPT)
		return accept(app);
	if (action == ACTION_CANCEL)
		return prompt_give_up(app);
	if (action == ACTION_COMPLETE || action == ACTION_COMPLETE_BACK)
		return app->prompt_kind == PROMPT_COMMAND
				       ? command_complete(app, action == ACTION_COMPLETE_BACK)
				       : DIRTY_NONE;
	completion_clear(&app->completion);
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		if (edits[i].action != action)
			continue;
		bool is_new = edits[i].run(&app->prompt);
		return edits[i].changes && is_new ? changed(app) : DIRTY_STATUS;
	}
	return DIRTY_NONE;
}
