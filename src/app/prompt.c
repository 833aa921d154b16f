/* The prompt: what is being typed, and what each change of it does at once. */

#include "app/state.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/language.h"
#include "base/utf8.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/*
 * What each prompt says, what it wants, and the action that its line is the argument of, if there is one.
 * A filter or search acts as one types: it is opened with the one in force, which an empty line stands for.
 */
static const struct {
	const char *label, *hint;
	enum action action;
	bool is_live, is_question;
} prompts[PROMPT_KIND_COUNT] = {
		[PROMPT_NONE] = {"", "", ACTION_COUNT, false, false},
		[PROMPT_COMMAND] = {":", "", ACTION_COUNT, false, false},
		[PROMPT_FILTER] = {N_("filter: "),
				N_("part of a title or a name, or of its pinyin"), ACTION_COUNT,
				true, false},
		[PROMPT_SEARCH] = {N_("search: "), N_("words of this post"), ACTION_COUNT, true,
				false},
		[PROMPT_QUERY] = {N_("search: "),
				N_("words, \"a phrase\", tag:NAME, since:2022-05"), ACTION_COUNT,
				true, false},
		[PROMPT_FOLLOW] = {N_("link: "), N_("a number"), ACTION_COUNT, false, false},
		[PROMPT_SAVE] = {N_("save as: "), N_("a file: .md, .html, or else text"),
				ACTION_SAVE, false, false},
		[PROMPT_OVERWRITE] = {N_("that file is there: overwrite it? (y/n) "), "",
				ACTION_COUNT, false, true},
		[PROMPT_WHICH] = {N_("this post, or all of the list? (t/a) "), "", ACTION_COUNT,
				false, true},
		[PROMPT_PIPE] = {N_("pipe to: "), N_("a program and its arguments"), ACTION_PIPE,
				false, false},
		[PROMPT_PIPE_ALL] = {N_("pipe all to: "), N_("a program and its arguments"),
				ACTION_PIPE_ALL, false, false},
		[PROMPT_SHELL] = {N_("run: "), N_("a program and its arguments"), ACTION_SHELL,
				false, false},
		[PROMPT_KEEP] = {N_("keep the search as: "), N_("a name"), ACTION_KEEP_SEARCH,
				false, false},
		[PROMPT_BOOKMARK] = {N_("keep this place as: "), N_("a letter"), ACTION_BOOKMARK,
				false, false},
		[PROMPT_GO_TO_BOOKMARK] = {N_("go to the place: "),
				N_("its letter, or ' to go back"), ACTION_GO_TO_BOOKMARK, false,
				false},
};

bool
prompt_is_question(const struct app *app)
{
	return prompts[app->prompt_kind].is_question;
}

const char *
prompt_placeholder(const struct app *app)
{
	const char *hint = prompts[app->prompt_kind].hint;
	if (app->recall.is_on || app->in_force[0] != '\0')
		return app->recall.is_on ? "" : app->in_force;
	return hint[0] != '\0' ? _(hint) : "";
}

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
	bool is_live = prompts[kind].is_live;
	struct line_history *history = history_of(app, kind);
	app->prompt_kind = kind;
	app->prompt_pane = pane;
	if (pane->cursor != NULL)
		app->before.rows = *pane->cursor(&app->panes);
	xreplace(&app->in_force, is_live ? text : "");
	if (app->in_force[0] != '\0')
		line_history_put(history, text); /* for who would go on from it */
	recall_end(app);
	line_editor_begin(&app->prompt, is_live ? "" : text, history);
	candidates_make(app);
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

/* The line of a filter or a search: of spaces alone it takes away what is in force. */
static const char *
live_line(const struct app *app)
{
	const char *line = app->prompt.text.data;
	return line[strspn(line, " ")] != '\0' ? line : "";
}

/* Ends a prompt for one letter by what was typed. */
static unsigned
take_letter(struct app *app)
{
	enum action action = prompts[app->prompt_kind].action;
	return end(app) | answer_action(&app->panes, action, app->prompt.text.data, 0);
}

/* Applies the line after each change: filters, searches and link numbers act while typed. */
static unsigned
changed(struct app *app)
{
	app->panes.list.has_top_wish = false;
	if (prompts[app->prompt_kind].is_live && app->prompt.text.length == 0)
		return before_bring_back(app);
	switch (app->prompt_kind) {
	case PROMPT_FILTER:
		return DIRTY_STATUS | app->prompt_pane->set_filter(&app->panes, live_line(app));
	case PROMPT_SEARCH:
		return DIRTY_STATUS | pager_search(&app->panes, live_line(app), true);
	case PROMPT_QUERY:
		(void)list_search(&app->panes, live_line(app), true, NULL);
		return DIRTY_MIDDLE | DIRTY_STATUS;
	case PROMPT_FOLLOW:
		return follow_typed(app, false);
	case PROMPT_OVERWRITE:
	case PROMPT_WHICH:
		return answer_question(app);
	case PROMPT_BOOKMARK:
	case PROMPT_GO_TO_BOOKMARK:
		return take_letter(app);
	default:
		candidates_make(app);
		return DIRTY_STATUS;
	}
}

/* Ends a filter or a search with what was shown while typing. */
static unsigned
accept_live(struct app *app)
{
	enum prompt_kind kind = app->prompt_kind;
	struct buf query = buf_in(app->panes.scratch);
	struct query_place place;
	if (app->prompt.text.length == 0) {
		bool goes_on = kind == PROMPT_SEARCH && app->in_force[0] != '\0';
		return end(app) | (goes_on ? answer_action(&app->panes, ACTION_NEXT_MATCH, "", 0)
					   : DIRTY_NONE);
	}
	if (kind == PROMPT_QUERY) {
		query_text_finish(live_line(app), &query);
		if (!list_search(&app->panes, query.data, false, &place)) {
			/* The caret moves to the mistake. */
			size_t length = app->prompt.text.length;
			app->prompt.caret = place.offset < length ? place.offset : length;
			return DIRTY_MIDDLE | DIRTY_STATUS;
		}
		line_editor_set(&app->prompt, query.data);
	}
	history_keep(app);
	unsigned dirty = end(app);
	return kind == PROMPT_SEARCH ? dirty | pager_search(&app->panes, live_line(app), false)
				     : dirty;
}

static unsigned
accept(struct app *app)
{
	enum prompt_kind kind = app->prompt_kind;
	const char *line = app->prompt.text.data;
	if (kind == PROMPT_FOLLOW)
		return follow_typed(app, true);
	if (prompts[kind].is_question)
		return answer_question(app);
	if (prompts[kind].is_live)
		return accept_live(app);
	history_keep(app);
	unsigned dirty = end(app);
	if (kind == PROMPT_COMMAND)
		return dirty | command_line_run(app, line);
	return line[strspn(line, " ")] != '\0'
			       ? dirty | answer_action(&app->panes, prompts[kind].action, line, 0)
			       : dirty;
}

unsigned
prompt_give_up(struct app *app)
{
	unsigned dirty =
			prompts[app->prompt_kind].is_live ? before_bring_all_back(app) : DIRTY_NONE;
	return dirty | end(app);
}

bool
prompt_takes_text(const struct app *app)
{
	switch (app->prompt_kind) {
	case PROMPT_NONE:
	case PROMPT_FOLLOW:
	case PROMPT_OVERWRITE:
	case PROMPT_WHICH:
	case PROMPT_BOOKMARK:
	case PROMPT_GO_TO_BOOKMARK:
		return false;
	default:
		return true;
	}
}

unsigned
prompt_insert(struct app *app, uint32_t codepoint)
{
	if (app->recall.is_on)
		return recall_insert(app, codepoint) | changed(app);
	/* Where a key answers, one of an input method is what it is elsewhere. */
	if (!prompt_takes_text(app))
		codepoint = chord_ascii_twin((struct chord){codepoint, 0}).code;
	if (app->prompt_kind == PROMPT_FOLLOW && (codepoint < '0' || codepoint > '9'))
		return DIRTY_NONE;
	return line_editor_insert(&app->prompt, codepoint) ? changed(app) : DIRTY_NONE;
}

unsigned
prompt_paste(struct app *app, const char *text, size_t length)
{
	uint32_t codepoint;
	unsigned dirty = DIRTY_NONE;
	bool is_new = false;
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
		return candidates_step(app, action == ACTION_COMPLETE_BACK);
	if (prompt_is_question(app)) /* a letter that is yanked is no answer */
		return DIRTY_NONE;
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		if (edits[i].action != action)
			continue;
		bool is_new = edits[i].run(&app->prompt);
		return edits[i].changes && is_new ? changed(app) : DIRTY_STATUS;
	}
	return DIRTY_NONE;
}
