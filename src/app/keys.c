/* Keys: from a chord to the actions it is bound to, or to the text that is typed. */

#include "app/state.h"
#include "base/buf.h"
#include "base/language.h"
#include "base/ticks.h"
#include "base/xalloc.h"

#include <stdlib.h>

static unsigned
say_unbound(struct app *app, const struct chord_sequence *keys)
{
	struct buf text = buf_in(app->panes.scratch);
	chord_sequence_format(keys, 0, &text);
	app->is_describing = false;
	return model_say(app->model, false, _("%s is bound to nothing here"), text.data);
}

/* Says what the keys are bound to, in place of doing it. */
static unsigned
describe(struct app *app, const struct keymap_binding *binding)
{
	struct buf keys = buf_in(app->panes.scratch), calls = buf_in(app->panes.scratch);
	chord_sequence_format(&binding->keys, 0, &keys);
	keymap_format_calls(app->panes.keymap, binding, &calls);
	keymap_clear(&app->pending);
	app->pending_due = 0;
	app->is_describing = false;
	if (binding->call_count == 0)
		return say_unbound(app, &binding->keys);
	if (binding->call_count > 1)
		return model_say(app->model, false, _("%s runs %s"), keys.data, calls.data);
	return model_say(app->model, false, _("%s runs %s: %s"), keys.data, calls.data,
			_(action_info((enum action)binding->calls[0].action)->help));
}

static unsigned
run_binding(struct app *app, const struct keymap_binding *binding)
{
	/* The binding is copied: an action may replace the key map that owns it. */
	struct keymap_binding copy = *binding;
	if (app->is_describing)
		return describe(app, binding);
	char *arguments[KEYMAP_MAX_ACTIONS] = {NULL};
	long count = app->pending.count;
	unsigned dirty = DIRTY_STATUS;
	for (size_t i = 0; i < copy.call_count; i++)
		xreplace(&arguments[i], copy.calls[i].argument);
	keymap_clear(&app->pending);
	app->pending_due = 0;
	for (size_t i = 0; i < copy.call_count; i++) {
		if ((dirty & (DIRTY_QUIT | DIRTY_RUN)) == 0)
			dirty |= app_run(app, (enum action)copy.calls[i].action, arguments[i],
					count);
		free(arguments[i]);
	}
	return dirty;
}

/* A key that is bound to nothing, after those of a sequence that it does not go on with. */
static unsigned
take_unbound(struct app *app, struct chord_sequence before, struct chord chord)
{
	bool is_control = chord.code < 0x20 || (chord.code >= 0x7F && chord.code < 0xA0);
	bool is_text = !is_control && chord.code < CHORD_ENTER &&
		       (chord.modifiers & (CHORD_CTRL | CHORD_META)) == 0;
	if (app->prompt_kind != PROMPT_NONE)
		return is_text ? app_finish(app, prompt_insert(app, chord.code)) : DIRTY_NONE;
	struct chord twin = chord_ascii_twin(chord);
	bool is_digit = before.count == 0 && twin.modifiers == 0 && twin.code >= '1' &&
			twin.code <= '9';
	bool picks_link = is_digit && keymap_digits(app->panes.keymap) == DIGITS_LINK &&
			  app_context(app) == CONTEXT_PAGER && pager_highest_link(&app->panes) > 0;
	if (picks_link && app->is_describing) {
		app->is_describing = false;
		return model_say(app->model, false, _("a digit here types the number of a link"));
	}
	if (picks_link) {
		prompt_begin(app, PROMPT_FOLLOW, "");
		return DIRTY_STATUS | app_finish(app, prompt_insert(app, twin.code));
	}
	if (chord.code == CHORD_ESCAPE && !app->is_describing)
		return DIRTY_STATUS; /* pressed to be sure that nothing is half typed */
	before.chords[before.count++] = chord;
	return say_unbound(app, &before);
}

/* Esc and C-g drop a count, and keys that do not go on with them. */
static bool
drops_pending(const struct keymap_pending *before, enum keymap_result result, struct chord chord)
{
	bool is_dropper = chord.code == CHORD_ESCAPE ||
			  (chord.code == 'g' && chord.modifiers == CHORD_CTRL);
	bool goes_on = result == KEYMAP_MATCH || result == KEYMAP_MORE;
	return is_dropper && (before->keys.count > 0 ? !goes_on : before->count > 0);
}

unsigned
app_press(struct app *app, struct chord chord)
{
	const struct keymap_binding *binding = NULL;
	struct keymap_pending before = app->pending;
	unsigned dirty = DIRTY_STATUS;
	app->model->said.is_shown = false;
	app->is_leaving = false;
	app->pending_due = 0;
	enum keymap_result result = keymap_step(
			app->panes.keymap, (int)app_context(app), &app->pending, chord, &binding);
	if (drops_pending(&before, result, chord)) {
		keymap_clear(&app->pending);
		app->is_describing = false;
		return dirty;
	}
	if (result == KEYMAP_MATCH_BEFORE) {
		bool is_described = app->is_describing;
		dirty |= run_binding(app, binding);
		if (is_described)
			return dirty;
		before = app->pending;
		result = keymap_step(app->panes.keymap, (int)app_context(app), &app->pending, chord,
				&binding);
	}
	if (result == KEYMAP_MATCH)
		return dirty | run_binding(app, binding);
	if (result == KEYMAP_NONE)
		return dirty | take_unbound(app, before.keys, chord);
	int timeout = keymap_timeout_ms(app->panes.keymap);
	if (timeout > 0)
		app->pending_due = ticks_ms() + timeout;
	return dirty;
}

bool
app_is_bound(const struct app *app, struct chord chord)
{
	struct keymap_pending pending = app->pending;
	const struct keymap_binding *binding;
	enum keymap_result result = keymap_step(
			app->panes.keymap, (int)app_context(app), &pending, chord, &binding);
	return result == KEYMAP_MATCH || result == KEYMAP_MORE;
}

unsigned
app_interrupt(struct app *app)
{
	bool is_half_typed =
			app->pending.keys.count > 0 || app->pending.count > 0 || app->is_describing;
	bool is_again = app->is_leaving;
	app->model->said.is_shown = false;
	keymap_clear(&app->pending);
	app->pending_due = 0;
	app->is_describing = false;
	app->is_leaving = app->prompt_kind == PROMPT_NONE && !is_half_typed;
	if (app->prompt_kind != PROMPT_NONE)
		return app_finish(app, prompt_give_up(app));
	if (!app->is_leaving)
		return DIRTY_STATUS;
	if (is_again)
		return DIRTY_QUIT;
	model_say(app->model, false, _("C-c again leaves reader"));
	return app_finish(app, DIRTY_STATUS);
}

/* Says how to open a prompt for it. */
static unsigned
refuse_paste(struct app *app)
{
	static const enum action openers[] = {ACTION_SEARCH_ALL, ACTION_SEARCH, ACTION_COMMAND};
	struct buf keys = buf_in(app->panes.scratch);
	for (size_t i = 0; i < sizeof(openers) / sizeof(openers[0]) && keys.length == 0; i++)
		keymap_format_keys(app->panes.keymap, (int)app_context(app), openers[i], &keys);
	app->model->said.is_shown = false;
	model_say(app->model, false,
			_("pasted text is not taken for keys; %s opens a prompt to paste it into"),
			keys.data);
	return app_finish(app, DIRTY_STATUS);
}

unsigned
app_paste(struct app *app, const char *text, size_t length, bool is_first)
{
	keymap_clear(&app->pending);
	app->is_leaving = false;
	app->pending_due = 0;
	if (prompt_takes_text(app))
		return app_finish(app, prompt_paste(app, text, length));
	return is_first && app->prompt_kind == PROMPT_NONE ? refuse_paste(app) : DIRTY_NONE;
}

unsigned
keys_waited(struct app *app)
{
	app->pending_due = 0;
	const struct keymap_binding *binding =
			keymap_timeout(app->panes.keymap, (int)app_context(app), &app->pending);
	return binding != NULL ? run_binding(app, binding) : DIRTY_NONE;
}
