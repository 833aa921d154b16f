/* What stands over the panes: the keys in force, and what was said so far. */

#include "app/state.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/xalloc.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

void
overlay_free(struct overlay_pane *pane)
{
	free(pane->filter);
	free(pane->rows);
	arena_free(pane->arena);
}

static bool
passes(const struct app *app, const char *keys, const char *text)
{
	const char *filter = app->overlay.filter;
	if (filter[0] == '\0')
		return true;
	struct buf line, wanted;
	buf_init(&line);
	buf_init(&wanted);
	text_fold(&line, keys != NULL ? keys : "", keys != NULL ? strlen(keys) : 0);
	buf_add_char(&line, ' ');
	text_fold(&line, text, strlen(text));
	text_fold(&wanted, filter, strlen(filter));
	bool is_found = strstr(line.data, wanted.data) != NULL;
	buf_free(&line);
	buf_free(&wanted);
	return is_found;
}

static void
add_row(struct app *app, struct overlay_row row)
{
	struct overlay_pane *pane = &app->overlay;
	if (!row.is_heading && !passes(app, row.keys, row.text))
		return;
	pane->rows = xgrow(pane->rows, pane->row_count, &pane->row_capacity, sizeof(*pane->rows));
	pane->rows[pane->row_count++] = row;
}

static const char *
keep_text(struct app *app, const struct buf *text)
{
	struct buf clean;
	buf_init(&clean);
	gate_pass(&clean, text->data, text->length, GATE_LINE);
	const char *kept = arena_copy(app->overlay.arena, clean.data, clean.length);
	buf_free(&clean);
	return kept;
}

/* --- Help --- */

static bool
is_same_keys(const struct keymap_binding *a, const struct keymap_binding *b)
{
	if (a->chord_count != b->chord_count)
		return false;
	for (size_t i = 0; i < a->chord_count; i++) {
		if (!chord_equal(a->chords[i], b->chords[i]))
			return false;
	}
	return true;
}

/* Whether the context's own binding of the same keys goes before a global one. */
static bool
is_covered(const struct app *app, const struct keymap_binding *binding)
{
	int context = (int)app->overlay.context;
	size_t count = keymap_binding_count(app->keymap, context);
	if (binding->context == context)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (is_same_keys(binding, keymap_get_binding(app->keymap, context, i)))
			return true;
	}
	return false;
}

static void
add_chords(const struct keymap_binding *binding, struct buf *out)
{
	buf_add_text(out, out->length > 0 ? "  " : "");
	for (size_t i = 0; i < binding->chord_count; i++) {
		buf_add_text(out, i > 0 ? " " : "");
		chord_format(binding->chords[i], out);
	}
}

/* Where a binding comes from, if it is the user's own: shipped files have no absolute path. */
static void
add_origin(const struct keymap_binding *binding, struct buf *out)
{
	if (binding->path != NULL && binding->path[0] == '/')
		buf_format(out, "  (%s:%zu)", binding->path, binding->line);
}

/* All keys of an action in one context, parted by spaces, and the places of the user's own. */
static void
add_keys(const struct app *app, enum context context, enum action action, struct buf *out,
		struct buf *origins)
{
	size_t count = keymap_binding_count(app->keymap, (int)context);
	for (size_t i = 0; i < count; i++) {
		const struct keymap_binding *binding =
				keymap_get_binding(app->keymap, (int)context, i);
		if (binding->call_count != 1 || binding->calls[0].action != (int)action ||
				is_covered(app, binding))
			continue;
		add_chords(binding, out);
		if (binding->calls[0].argument[0] != '\0')
			buf_format(out, " (%s)", binding->calls[0].argument);
		add_origin(binding, origins);
	}
}

/* Keys that do several things one after the other. */
static void
add_macros(struct app *app, enum context context)
{
	size_t count = keymap_binding_count(app->keymap, (int)context);
	for (size_t i = 0; i < count; i++) {
		const struct keymap_binding *binding =
				keymap_get_binding(app->keymap, (int)context, i);
		if (binding->call_count < 2 || is_covered(app, binding))
			continue;
		struct buf keys, text;
		buf_init(&keys);
		buf_init(&text);
		add_chords(binding, &keys);
		for (size_t j = 0; j < binding->call_count; j++) {
			const struct keymap_call *call = &binding->calls[j];
			bool is_bare = call->argument[0] == '\0';
			buf_format(&text, "%s%s%s%s", j > 0 ? ", " : "",
					action_info((enum action)call->action)->name,
					is_bare ? "" : " ", call->argument);
		}
		add_origin(binding, &text);
		add_row(app, (struct overlay_row){
					     .keys = keep_text(app, &keys),
					     .text = keep_text(app, &text),
					     .action = -1,
			     });
		buf_free(&keys);
		buf_free(&text);
	}
}

static void
add_help_row(struct app *app, enum action action)
{
	struct buf keys, text, origins;
	buf_init(&keys);
	buf_init(&text);
	buf_init(&origins);
	const struct action_info *info = action_info(action);
	add_keys(app, app->overlay.context, action, &keys, &origins);
	if (app->overlay.context != CONTEXT_PROMPT)
		add_keys(app, CONTEXT_GLOBAL, action, &keys, &origins);
	buf_format(&text, "%s  :%s%s", info->help, info->name, origins.data);
	buf_free(&origins);
	add_row(app, (struct overlay_row){
				     .keys = keep_text(app, &keys),
				     .text = keep_text(app, &text),
				     .action = (int)action,
		     });
	buf_free(&keys);
	buf_free(&text);
}

static bool
is_told(const struct app *app, enum action action, enum action_group group)
{
	const struct action_info *info = action_info(action);
	unsigned here = 1u << app->overlay.context | 1u << CONTEXT_GLOBAL;
	return info->group == group && (info->contexts & here) != 0;
}

/* Returns the heading's row. */
static size_t
add_heading(struct app *app, const char *title)
{
	add_row(app, (struct overlay_row){.text = title, .action = -1, .is_heading = true});
	return app->overlay.row_count - 1;
}

/* A heading over nothing goes again. */
static void
drop_bare_heading(struct app *app, size_t heading)
{
	if (app->overlay.row_count == heading + 1)
		app->overlay.row_count = heading;
}

static void
make_help(struct app *app)
{
	for (int group = 0; group < ACTIONS_GROUP_COUNT; group++) {
		size_t heading = add_heading(app, action_group_title((enum action_group)group));
		for (int action = 0; action < ACTION_COUNT; action++) {
			if (is_told(app, (enum action)action, (enum action_group)group))
				add_help_row(app, (enum action)action);
		}
		drop_bare_heading(app, heading);
	}
	size_t heading = add_heading(app, "Several at once");
	add_macros(app, app->overlay.context);
	add_macros(app, CONTEXT_GLOBAL);
	drop_bare_heading(app, heading);
}

/* --- Messages --- */

static void
make_messages(struct app *app)
{
	for (size_t i = app->message_count; i-- > 0;)
		add_row(app, (struct overlay_row){
					     .text = arena_text(app->overlay.arena,
							     app->messages[i].text),
					     .action = -1,
					     .is_error = app->messages[i].is_error,
			     });
	size_t count = app->library != NULL ? problems_count(app->library->problems) : 0;
	if (count == 0)
		return;
	struct buf text;
	buf_init(&text);
	buf_format(&text, "problems in the archive: %zu", count);
	add_row(app, (struct overlay_row){.text = keep_text(app, &text),
				     .action = -1,
				     .is_heading = true});
	for (size_t i = 0; i < count; i++) {
		buf_clear(&text);
		problem_format(problems_get(app->library->problems, i), &text);
		add_row(app, (struct overlay_row){.text = keep_text(app, &text), .action = -1});
	}
	buf_free(&text);
}

/* --- Both --- */

static void
make_rows(struct app *app)
{
	struct overlay_pane *pane = &app->overlay;
	arena_reset(pane->arena);
	pane->row_count = 0;
	if (pane->kind == OVERLAY_HELP)
		make_help(app);
	else
		make_messages(app);
	cursor_set_count(&pane->cursor, pane->row_count);
}

unsigned
overlay_open(struct app *app, enum overlay kind)
{
	struct overlay_pane *pane = &app->overlay;
	if (pane->kind == OVERLAY_NONE)
		pane->context = app_context(app);
	pane->kind = kind;
	xreplace(&pane->filter, "");
	make_rows(app);
	pane->cursor.top = 0;
	cursor_move_to(&pane->cursor, 0);
	return CHANGED_PLACES;
}

unsigned
overlay_set_filter(struct app *app, const char *filter)
{
	xreplace(&app->overlay.filter, filter);
	make_rows(app);
	return DIRTY_PAGER | DIRTY_STATUS;
}

unsigned
overlay_run(struct app *app)
{
	const struct overlay_pane *pane = &app->overlay;
	if (pane->cursor.at >= pane->row_count || pane->rows[pane->cursor.at].action < 0)
		return DIRTY_NONE;
	enum action action = (enum action)pane->rows[pane->cursor.at].action;
	unsigned dirty = app_uncover(app);
	/* What wants an argument is begun on the command line. */
	if (action_info(action)->argument == ARGUMENT_REQUIRED ||
			action_info(action)->argument == ARGUMENT_NUMBER) {
		struct buf line;
		buf_init(&line);
		buf_format(&line, "%s ", action_info(action)->name);
		dirty |= app_prompt_next(app, PROMPT_COMMAND, line.data);
		buf_free(&line);
		return dirty;
	}
	return dirty | app_do_next(app, action, "", 0);
}
