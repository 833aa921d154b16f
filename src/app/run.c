/* Which pane takes an action, or what the program does at it. */

#include "app/state.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "settings/keymap_files.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_HOPS = 8 };

/* --- Moving, in whatever pane has the keys --- */

/* Rows and their cursor, or the lines of a text. */
static struct cursor
extent_of(struct app *app, const struct pane_type *pane)
{
	return pane->cursor != NULL ? *pane->cursor(app) : pane->extent(app);
}

static unsigned
move_to(struct app *app, const struct pane_type *pane, size_t place)
{
	if (pane->cursor == NULL)
		return pane->scroll_to(app, place);
	cursor_move_to(pane->cursor(app), place);
	return pane->moved(app);
}

static unsigned
move(struct app *app, const struct pane_type *pane, long by)
{
	size_t at = extent_of(app, pane).at, up = by < 0 ? (size_t)-by : 0;
	if (up > 0)
		return move_to(app, pane, at > up ? at - up : 0);
	size_t room = SIZE_MAX - at;
	return move_to(app, pane, at + ((size_t)by < room ? (size_t)by : room));
}

static unsigned
run_line(struct app *app, const struct call *call)
{
	return move(app, app_current_pane(app), call_steps(call, ACTION_UP));
}

static unsigned
run_half(struct app *app, const struct call *call)
{
	const struct pane_type *pane = app_current_pane(app);
	long half = (long)extent_of(app, pane).rows / 2;
	return move(app, pane, (half > 0 ? half : 1) * call_steps(call, ACTION_HALF_UP));
}

/* A page keeps a line of the one before, to go on reading from; a tiny one cannot. */
static unsigned
run_page(struct app *app, const struct call *call)
{
	const struct pane_type *pane = app_current_pane(app);
	long rows = (long)extent_of(app, pane).rows;
	return move(app, pane, (rows > 2 ? rows - 1 : rows) * call_steps(call, ACTION_PAGE_UP));
}

static unsigned
run_end(struct app *app, const struct call *call)
{
	size_t place = call->action == ACTION_TOP ? 0 : SIZE_MAX;
	if (call->count > 0)
		place = (size_t)call->count - 1;
	return move_to(app, app_current_pane(app), place);
}

static unsigned
run_percent(struct app *app, const struct call *call)
{
	const struct pane_type *pane = app_current_pane(app);
	size_t count = extent_of(app, pane).count, last = count > 0 ? count - 1 : 0;
	long number = call_number(call);
	size_t percent = number < 0 ? 0 : number > 100 ? 100 : (size_t)number;
	return move_to(app, pane, last / 100 * percent + last % 100 * percent / 100);
}

/* --- What each pane of rows can do --- */

static unsigned
run_open(struct app *app, const struct call *call)
{
	const struct pane_type *pane = app_current_pane(app);
	(void)call;
	return pane->open != NULL ? pane->open(app) : NOT_MINE;
}

static unsigned
run_filter(struct app *app, const struct call *call)
{
	const struct pane_type *pane = app_current_pane(app);
	if (pane->set_filter == NULL)
		return NOT_MINE;
	unsigned dirty = typing_begin(app, PROMPT_FILTER, "");
	if (call->argument[0] == '\0')
		return dirty;
	line_editor_set(&app->prompt, call->argument);
	dirty |= pane->set_filter(app, call->argument, TYPING_GOES_ON);
	return dirty | typing_run(app, ACTION_ACCEPT);
}

static unsigned
run_clear_filter(struct app *app, const struct call *call)
{
	const struct pane_type *pane = app_current_pane(app);
	(void)call;
	return pane->set_filter != NULL ? pane->set_filter(app, "", TYPING_GOES_ON) : NOT_MINE;
}

/* --- Slots --- */

/* One level up: in the pane, to the slot at the left of it, and out. */
static unsigned
run_back(struct app *app, const struct call *call)
{
	const struct pane_type *pane = app_current_pane(app);
	(void)call;
	if (app->cover.type != NULL)
		return app_uncover(app);
	if (app->is_zoomed) {
		app->is_zoomed = false;
		return CHANGED_PLACES;
	}
	unsigned changed = pane->back != NULL ? pane->back(app) : NOT_MINE;
	if ((changed & NOT_MINE) == 0)
		return changed;
	bool has_left = app->focus > 0 && app->slots[app->focus - 1] != NULL;
	return has_left ? app_focus(app, app->focus - 1) : DIRTY_QUIT;
}

/* To the row above or below of the pane at the left, from wherever the keys are. */
static unsigned
run_group_step(struct app *app, const struct call *call)
{
	const struct pane_type *pane = app->slots[PANE_GROUPS];
	long by = call_steps(call, ACTION_PREV_GROUP);
	if (pane != NULL && cursor_move(pane->cursor(app), by))
		return pane->moved(app);
	model_say(app->model, false, "this is the %s %s", by > 0 ? "last" : "first",
			pane == &pane_months ? "month" : "group");
	return DIRTY_STATUS;
}

static unsigned
run_show(struct app *app, const struct call *call)
{
	return app_show(app, call->action);
}

static unsigned
run_focus_left(struct app *app, const struct call *call)
{
	(void)call;
	return app_focus(app, PANE_GROUPS);
}

static unsigned
run_pane_step(struct app *app, const struct call *call)
{
	int by = call->action == ACTION_NEXT_PANE ? 1 : PANE_COUNT - 1;
	return app_focus(app, (enum pane)(((int)app->focus + by) % PANE_COUNT));
}

static unsigned
run_zoom(struct app *app, const struct call *call)
{
	(void)call;
	app->is_zoomed = !app->is_zoomed;
	return CHANGED_PLACES;
}

/* --- The program --- */

static unsigned
run_command(struct app *app, const struct call *call)
{
	(void)call;
	return typing_begin(app, PROMPT_COMMAND, "");
}

static unsigned
run_keymap(struct app *app, const struct call *call)
{
	struct problems *problems = problems_new();
	struct keymap *keymap = keymap_files_load(call->argument, problems);
	if (keymap != NULL) {
		keymap_free(app->keymap);
		app->keymap = keymap;
		keymap_clear(&app->pending);
		model_say(app->model, false, "key map %s", keymap_name(keymap));
		if (app->cover.type != NULL)
			cover_set_filter(app, app->cover.filter, TYPING_GOES_ON); /* of help */
	} else {
		struct buf text;
		buf_init(&text);
		for (size_t i = 0; i < problems_count(problems); i++) {
			buf_clear(&text);
			problem_format(problems_get(problems, i), &text);
			model_say(app->model, true, "%s", text.data);
		}
		buf_free(&text);
	}
	problems_free(problems);
	return DIRTY_ALL;
}

static unsigned
run_theme(struct app *app, const struct call *call)
{
	struct err err;
	if (!settings_set(app->settings, "theme", call->argument, &err)) {
		model_say(app->model, true, "%s", err.reason);
		return DIRTY_STATUS;
	}
	return DIRTY_THEME | DIRTY_ALL;
}

static unsigned
run_reload(struct app *app, const struct call *call)
{
	(void)call;
	model_reload(app->model);
	return DIRTY_STATUS;
}

static unsigned
run_bits(struct app *app, const struct call *call)
{
	(void)app;
	if (call->action == ACTION_REDRAW)
		return DIRTY_CLEAR | DIRTY_ALL;
	return call->action == ACTION_SUSPEND ? DIRTY_SUSPEND : DIRTY_QUIT;
}

/* What the pane with the keys does, if it is of a form that can. */
static const struct verb form_verbs[] = {
		{ACTION_UP, true, run_line},
		{ACTION_DOWN, true, run_line},
		{ACTION_HALF_UP, true, run_half},
		{ACTION_HALF_DOWN, true, run_half},
		{ACTION_PAGE_UP, true, run_page},
		{ACTION_PAGE_DOWN, true, run_page},
		{ACTION_TOP, true, run_end},
		{ACTION_BOTTOM, true, run_end},
		{ACTION_PERCENT, true, run_percent},
		{ACTION_OPEN, true, run_open},
		{ACTION_FILTER, true, run_filter},
		{ACTION_CLEAR_FILTER, true, run_clear_filter},
		{0},
};

static const struct verb program_verbs[] = {
#define PANE(action, slot, table) {ACTION_##action, true, run_show},
#include "app/panes.def"
#undef PANE
		{ACTION_BACK, true, run_back},
		{ACTION_NEXT_GROUP, true, run_group_step},
		{ACTION_PREV_GROUP, true, run_group_step},
		{ACTION_NEXT_PANE, true, run_pane_step},
		{ACTION_PREV_PANE, true, run_pane_step},
		{ACTION_FOCUS_GROUPS, true, run_focus_left},
		{ACTION_ZOOM, true, run_zoom},
		{ACTION_COMMAND, true, run_command},
		{ACTION_KEYMAP, true, run_keymap},
		{ACTION_THEME, true, run_theme},
		{ACTION_RELOAD, true, run_reload},
		{ACTION_REDRAW, true, run_bits},
		{ACTION_SUSPEND, true, run_bits},
		{ACTION_QUIT, true, run_bits},
		{0},
};

static const struct pane_type *const panes[] = {
#define PANE(action, slot, table) &(table),
#include "app/panes.def"
#undef PANE
};

/* --- Who takes an action --- */

static bool
takes_number(enum action action)
{
	return action_info(action)->argument == ARGUMENT_NUMBER;
}

/* Whether the action has what it takes after it; what it lacks is said. */
static bool
check_argument(struct app *app, const struct call *call)
{
	const struct action_info *info = action_info(call->action);
	const char *argument = call->argument;
	bool is_bare = argument[0] == '\0';
	bool is_number = takes_number(call->action);
	if (is_bare && (info->argument == ARGUMENT_REQUIRED || (is_number && call->count <= 0)))
		model_say(app->model, true, "%s wants %s", info->name,
				is_number ? "a number" : "a name");
	else if (info->argument == ARGUMENT_NONE && !is_bare)
		model_say(app->model, true, "%s takes nothing after it", info->name);
	else if ((is_number || call->action == ACTION_FOLLOW) &&
			argument[strspn(argument, "0123456789")] != '\0')
		model_say(app->model, true, "%s wants a number, not “%s”", info->name, argument);
	else
		return true;
	return false;
}

/* Runs the action's verb if it is among the verbs; `has_keys`: also one that is for its own pane alone. */
static unsigned
run_of(struct app *app, const struct verb *verb, bool has_keys, const struct call *call)
{
	for (; verb != NULL && verb->run != NULL; verb++) {
		if (verb->action == call->action && (has_keys || verb->is_everywhere))
			return verb->run(app, call);
	}
	return NOT_MINE;
}

/* An action that is meant for the panes uncovers them, where a page over them cannot take it. */
static unsigned
make_way(struct app *app, const struct call *call)
{
	const struct pane_type *cover = app->cover.type;
	enum action_group group = action_info(call->action)->group;
	bool is_page = cover != NULL && cover->cursor == NULL;
	bool is_other = call->action != ACTION_BACK && app_shown_by(call->action) != cover;
	bool is_for_panes = group != ACTIONS_PROGRAM && group != ACTIONS_EDIT;
	return is_page && is_other && is_for_panes ? app_uncover(app) : DIRTY_NONE;
}

/* An action that only a pane with the keys can run. */
static unsigned
say_where(struct app *app, enum action action)
{
	const struct action_info *info = action_info(action);
	int context = 0;
	while ((info->contexts & 1u << context) == 0)
		context++;
	model_say(app->model, false, "%s is for the %s", info->name,
			action_vocabulary()->contexts[context]);
	return DIRTY_STATUS;
}

/*
 * First the pane with the keys is asked, by its own verbs and by those of its form;
 * then the pane that it covers, each pane that has the verb for all, and the program.
 */
static unsigned
run_call(struct app *app, const struct call *call)
{
	if (!check_argument(app, call))
		return DIRTY_STATUS;
	unsigned changed = run_of(app, app_current_pane(app)->verbs, true, call);
	if ((changed & NOT_MINE) == 0)
		return changed;
	unsigned before = make_way(app, call);
	changed = run_of(app, form_verbs, true, call);
	if (changed & NOT_MINE)
		changed = run_of(app, app->slots[app->focus]->verbs, true, call);
	for (size_t i = 0; changed & NOT_MINE && i < sizeof(panes) / sizeof(panes[0]); i++)
		changed = run_of(app, panes[i]->verbs, false, call);
	if (changed & NOT_MINE)
		changed = run_of(app, program_verbs, true, call);
	if (changed & NOT_MINE && action_info(call->action)->group == ACTIONS_EDIT)
		changed = typing_run(app, call->action);
	return before | (changed & NOT_MINE ? say_where(app, call->action) : changed);
}

static unsigned
run_next(struct app *app)
{
	struct next next = app->next;
	app->next = (struct next){.text = NULL};
	struct call call = {next.action, next.text, next.count};
	unsigned dirty = next.prompt != PROMPT_NONE ? typing_begin(app, next.prompt, next.text)
						    : run_call(app, &call);
	free(next.text);
	return dirty;
}

unsigned
app_finish(struct app *app, unsigned changed)
{
	unsigned dirty = app_follow(app, changed);
	/* No action leads round to itself; if one did, it would end here. */
	for (int hops = 0; (changed & CHANGED_NEXT) != 0 && hops < MAX_HOPS; hops++) {
		changed = run_next(app);
		dirty |= app_follow(app, changed);
	}
	return dirty;
}

unsigned
app_run(struct app *app, enum action action, const char *argument, long count)
{
	struct call call = {action, argument != NULL ? argument : "", count};
	return app_finish(app, run_call(app, &call));
}
