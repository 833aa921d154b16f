/* Runs actions: the panes are asked first, then it is the program's own. */

#include "app/state.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "settings/keymap_files.h"
#include "settings/theme_files.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_HOPS = 8 };

/* --- Slots --- */

static unsigned
run_view_step(struct app *app, const struct call *call)
{
	return app_go_to_view(app, call_steps(call, ACTION_VIEW_BACK));
}

/*
 * Goes one level up: uncovers, returns to where the link stood that led here, ends the zoom, asks
 * the pane, goes to the slot at its left. In the last view `back` leaves.
 */
static unsigned
run_back(struct app *app, const struct call *call)
{
	const struct pane_type *pane = panes_current(&app->panes);
	long linked = views_from_link(app->model);
	if (app->panes.cover.type != NULL)
		return app_uncover(app);
	/* A post that was opened in a list that a link led to is closed first. */
	if (linked == 1 || (linked > 1 && app->panes.focus != SLOT_MAIN))
		return app_go_to_view(app, -linked);
	if (app->is_zoomed && app_zoom(app, false))
		return CHANGED_PLACES;
	unsigned changed = pane->back != NULL ? pane->back(&app->panes) : NOT_MINE;
	if ((changed & NOT_MINE) == 0)
		return changed;
	bool has_left = app->panes.focus > 0 && app->panes.slots[app->panes.focus - 1] != NULL;
	if (has_left)
		return app_focus(app, app->panes.focus - 1);
	return call->action == ACTION_BACK
			       ? DIRTY_QUIT
			       : model_say(app->model, false, _("this is the outermost view"));
}

static unsigned
run_clear(struct app *app, const struct call *call)
{
	enum { MOST_PARTS = 64 };
	long count = call->count > 0 ? call->count : 1;
	for (long i = 0; i < count && i < MOST_PARTS; i++)
		asked_clear_last(app->model);
	return DIRTY_NONE;
}

/* Moves the cursor of the pane at the left by rows, whichever pane has the keys. */
static unsigned
run_group_step(struct app *app, const struct call *call)
{
	const struct pane_type *pane = app->panes.slots[SLOT_LEFT];
	long by = call_steps(call, ACTION_PREV_GROUP);
	if (pane != NULL && cursor_move(pane->cursor(&app->panes), by))
		return pane->moved(&app->panes);
	if (pane == NULL)
		pane = &pane_groups;
	return model_say(app->model, false, "%s", _(pane->ends[by > 0]));
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
	return app_focus(app, SLOT_LEFT);
}

static unsigned
run_pane_step(struct app *app, const struct call *call)
{
	int by = call->action == ACTION_NEXT_PANE ? 1 : SLOT_COUNT - 1;
	return app_focus(app, (enum slot)(((int)app->panes.focus + by) % SLOT_COUNT));
}

static unsigned
run_zoom(struct app *app, const struct call *call)
{
	bool is_wanted = call->argument[0] != '\0' || !app->is_zoomed;
	if (!app_zoom(app, is_wanted))
		return model_say(app->model, false, "%s", _("this pane is alone already"));
	return CHANGED_PLACES;
}

/* --- The program --- */

static unsigned
run_command(struct app *app, const struct call *call)
{
	/* A number may go on; a name has ended. */
	const char *text = call->argument,
		   *end = text[0] == '\0' || ascii_is_digit(text[0]) ? "" : " ";
	return prompt_begin(
			app, PROMPT_COMMAND, arena_format(app->panes.scratch, "%s%s", text, end));
}

static unsigned
run_describe_key(struct app *app, const struct call *call)
{
	(void)call;
	app->is_describing = true;
	return model_say(app->model, false, _("press the keys that are to be described"));
}

static void
say_problems(struct app *app, const struct problems *problems)
{
	struct buf text = buf_empty();
	for (size_t i = 0; i < problems_count(problems); i++) {
		buf_clear(&text);
		problem_format(problems_get(problems, i), &text);
		model_say(app->model, true, "%s", text.data);
	}
	buf_free(&text);
}

static unsigned
run_keymap(struct app *app, const struct call *call)
{
	struct problems *problems = problems_new();
	struct keymap *keymap = keymap_files_load(call->argument, problems);
	if (keymap != NULL) {
		keymap_free(app->panes.keymap);
		app->panes.keymap = keymap;
		app->panes.half = 0;
		keymap_clear(&app->pending);
		model_say(app->model, false, _("key map %s"), keymap_name(keymap));
		if (app->panes.cover.type != NULL)
			cover_set_filter(&app->panes,
					app->panes.cover.filter); /* help has new keys */
	} else {
		say_problems(app, problems);
	}
	problems_free(problems);
	return DIRTY_ALL;
}

bool
theme_take(struct app *app)
{
	struct problems *problems = problems_new();
	struct theme theme;
	bool is_good = theme_files_load(
			&theme, app->panes.settings->theme, app->is_ground_light, problems);
	if (is_good)
		app->theme = theme;
	say_problems(app, problems);
	problems_free(problems);
	return is_good;
}

unsigned
app_set_ground(struct app *app, bool is_light)
{
	bool is_changed = is_light != app->is_ground_light &&
			  strcmp(app->panes.settings->theme, theme_auto) == 0;
	app->is_ground_light = is_light;
	if (!is_changed)
		return DIRTY_NONE;
	return theme_take(app) ? DIRTY_THEME | DIRTY_ALL : DIRTY_STATUS;
}

static unsigned
run_theme(struct app *app, const struct call *call)
{
	struct err err;
	char *before = xstrdup(app->panes.settings->theme);
	if (!settings_set(app->panes.settings, "theme", call->argument, &err))
		model_say(app->model, true, "%s", err.reason);
	else if (!theme_take(app))
		xreplace(&app->panes.settings->theme, before);
	free(before);
	return DIRTY_THEME | DIRTY_ALL;
}

static unsigned
run_update(struct app *app, const struct call *call)
{
	(void)call;
	if (app->panes.settings->update.count > 0 && app->model->loader != NULL)
		update_run(app->model);
	else
		model_reload(app->model);
	return DIRTY_STATUS;
}

static unsigned
run_reload(struct app *app, const struct call *call)
{
	(void)call;
	model_reload(app->model);
	return DIRTY_STATUS;
}

static unsigned
run_undo(struct app *app, const struct call *call)
{
	long steps = call->count > 0 ? call->count : 1;
	for (long i = 0; i < steps && i < UNDO_STEPS; i++)
		undo_run(app->model, call->action == ACTION_REDO);
	return DIRTY_NONE;
}

static unsigned
run_bits(struct app *app, const struct call *call)
{
	(void)app;
	if (call->action == ACTION_REDRAW)
		return DIRTY_CLEAR | DIRTY_ALL;
	return call->action == ACTION_SUSPEND ? DIRTY_SUSPEND : DIRTY_QUIT;
}

/* What the program does at an action that no pane has run. */
static unsigned (*const program[ACTION_COUNT])(struct app *app, const struct call *call) = {
#define PANE(action, slot, table) [ACTION_##action] = run_show,
#include "panes/panes.def"
#undef PANE
		[ACTION_BACK] = run_back,
		[ACTION_CLOSE] = run_back,
		[ACTION_CLEAR] = run_clear,
		[ACTION_VIEW_BACK] = run_view_step,
		[ACTION_VIEW_FORWARD] = run_view_step,
		[ACTION_NEXT_GROUP] = run_group_step,
		[ACTION_PREV_GROUP] = run_group_step,
		[ACTION_NEXT_PANE] = run_pane_step,
		[ACTION_PREV_PANE] = run_pane_step,
		[ACTION_FOCUS_GROUPS] = run_focus_left,
		[ACTION_ZOOM] = run_zoom,
		[ACTION_COMMAND] = run_command,
		[ACTION_DESCRIBE_KEY] = run_describe_key,
		[ACTION_KEYMAP] = run_keymap,
		[ACTION_THEME] = run_theme,
		[ACTION_UPDATE] = run_update,
		[ACTION_RELOAD] = run_reload,
		[ACTION_UNDO] = run_undo,
		[ACTION_REDO] = run_undo,
		[ACTION_REDRAW] = run_bits,
		[ACTION_SUSPEND] = run_bits,
		[ACTION_QUIT] = run_bits,
};

/* --- An action --- */

static bool
takes_number(enum action action)
{
	return action_info(action)->argument == ARGUMENT_NUMBER;
}

/* The only word that may follow the action; NULL: any text may, or none. */
static const char *
only_word(enum action action)
{
	if (action == ACTION_ZOOM)
		return "on";
	return action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN ||
					       action == ACTION_PAGE_OR_NEXT
			       ? "lines"
			       : NULL;
}

/* Whether the action has the argument that it needs; a message says what is wrong. */
static bool
check_argument(struct app *app, const struct call *call)
{
	const struct action_info *info = action_info(call->action);
	const char *argument = call->argument;
	bool is_bare = argument[0] == '\0';
	const char *word = only_word(call->action);
	bool is_number = takes_number(call->action);
	if (is_bare && (info->argument == ARGUMENT_REQUIRED || (is_number && call->count <= 0)))
		model_say(app->model, true,
				is_number ? _("%s wants a number") : _("%s wants a name"),
				info->name);
	else if (info->argument == ARGUMENT_NONE && !is_bare)
		model_say(app->model, true, _("%s takes nothing after it"), info->name);
	else if (word != NULL && !is_bare && strcmp(argument, word) != 0)
		model_say(app->model, true, _("%s takes “%s” or nothing after it, not “%s”"),
				info->name, word, argument);
	else if ((is_number || call->action == ACTION_FOLLOW) &&
			argument[strspn(argument, "0123456789")] != '\0')
		model_say(app->model, true, _("%s wants a number, not “%s”"), info->name, argument);
	else
		return true;
	return false;
}

/* Says which pane must have the keys to run an action. */
static unsigned
say_where(struct app *app, enum action action)
{
	const struct action_info *info = action_info(action);
	int context = 0;
	while ((info->contexts & 1u << context) == 0)
		context++;
	return model_say(app->model, false, _("%s can be used only here: %s"), info->name,
			action_context_title((enum context)context));
}

/*
 * Whether the action, or the prompt that it opens, may change what is asked for, for `undo` to take back.
 * Another group is another view: the way back from it is `view-back`.
 */
static bool
is_asking(enum action action)
{
	if (action == ACTION_TAG || action == ACTION_CATEGORY)
		return false;
	return action_info(action)->group == ACTIONS_FIND || action == ACTION_SORT ||
	       action == ACTION_REVERSE || action == ACTION_BACK || action == ACTION_CLOSE ||
	       action == ACTION_OPEN || action == ACTION_OPEN_MONTH;
}

static unsigned
run_call(struct app *app, const struct call *call)
{
	if (!check_argument(app, call))
		return DIRTY_STATUS;
	if (is_asking(call->action))
		undo_watch(app->model);
	unsigned answer = panes_run(&app->panes, call);
	if ((answer & NOT_MINE) == 0)
		return answer;
	answer &= ~(unsigned)NOT_MINE;
	if (program[call->action] != NULL)
		return answer | program[call->action](app, call);
	if (action_info(call->action)->group == ACTIONS_EDIT)
		return answer | prompt_run(app, call->action);
	return answer | say_where(app, call->action);
}

static unsigned
run_next(struct app *app)
{
	struct next next = app->panes.next;
	app->panes.next = (struct next){.text = NULL};
	struct call call = {next.action, next.text, next.count};
	unsigned dirty = next.prompt != PROMPT_NONE ? prompt_begin(app, next.prompt, next.text)
						    : run_call(app, &call);
	free(next.text);
	return dirty;
}

unsigned
app_finish(struct app *app, unsigned changed)
{
	unsigned dirty = app_follow(app, changed);
	/* No action leads back to itself; if one did, MAX_HOPS would end it. */
	for (int hops = 0; (changed & CHANGED_NEXT) != 0 && hops < MAX_HOPS; hops++) {
		changed = run_next(app);
		dirty |= app_follow(app, changed);
	}
	/* What is typed in a prompt is one step, and one view, in the end. */
	if (app->prompt_kind == PROMPT_NONE) {
		undo_settle(app->model);
		views_follow(app->model, app_layout(app));
		resume_keep(app);
		before_note(app);
	}
	return dirty;
}

unsigned
app_run(struct app *app, enum action action, const char *argument, long count)
{
	struct call call = {action, argument != NULL ? argument : "", count};
	return app_finish(app, run_call(app, &call));
}
