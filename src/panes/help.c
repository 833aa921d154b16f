/* The keys in force, each a row that runs its action. */

#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "panes/panes.h"

/* Whether the context binds the same keys itself, so that this global binding has no effect. */
static bool
is_covered(const struct panes *panes, const struct keymap_binding *binding)
{
	int context = (int)panes->cover.context;
	size_t count = keymap_binding_count(panes->keymap, context);
	if (binding->context == context)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (chord_sequence_equal(&binding->keys,
				    &keymap_get_binding(panes->keymap, context, i)->keys))
			return true;
	}
	return false;
}

static void
add_chords(const struct keymap_binding *binding, struct buf *out)
{
	buf_add_text(out, out->length > 0 ? "  " : "");
	chord_sequence_format(&binding->keys, 0, out);
}

/* Appends the file and line of a binding of the user's: only such files have an absolute path. */
static void
add_origin(const struct keymap_binding *binding, struct buf *out)
{
	if (binding->path != NULL && binding->path[0] == '/')
		buf_format(out, "  (%s:%zu)", binding->path, binding->line);
}

/* Appends all keys of an action in one context, and the origins of those that are the user's own. */
static void
add_keys(const struct panes *panes, enum context context, enum action action, struct buf *out,
		struct buf *origins)
{
	size_t count = keymap_binding_count(panes->keymap, (int)context);
	for (size_t i = 0; i < count; i++) {
		const struct keymap_binding *binding =
				keymap_get_binding(panes->keymap, (int)context, i);
		if (binding->call_count != 1 || binding->calls[0].action != (int)action ||
				is_covered(panes, binding))
			continue;
		add_chords(binding, out);
		if (binding->calls[0].argument[0] != '\0')
			buf_format(out, " (%s)", binding->calls[0].argument);
		add_origin(binding, origins);
	}
}

/* Adds a row for each binding of several actions. */
static void
add_macros(struct panes *panes, enum context context)
{
	size_t count = keymap_binding_count(panes->keymap, (int)context);
	for (size_t i = 0; i < count; i++) {
		const struct keymap_binding *binding =
				keymap_get_binding(panes->keymap, (int)context, i);
		if (binding->call_count < 2 || is_covered(panes, binding))
			continue;
		struct buf keys = buf_in(panes->cover.arena);
		struct buf text = buf_in(panes->cover.arena);
		add_chords(binding, &keys);
		for (size_t j = 0; j < binding->call_count; j++) {
			const struct keymap_call *call = &binding->calls[j];
			bool is_bare = call->argument[0] == '\0';
			buf_format(&text, "%s%s%s%s", j > 0 ? ", " : "",
					action_info((enum action)call->action)->name,
					is_bare ? "" : " ", call->argument);
		}
		add_origin(binding, &text);
		cover_add_row(panes, ROLE_TEXT, keys.data, text.data, COVER_NO_VALUE);
	}
}

static void
add_help_row(struct panes *panes, enum action action)
{
	const struct action_info *info = action_info(action);
	struct buf keys = buf_in(panes->cover.arena);
	struct buf text = buf_in(panes->cover.arena);
	buf_format(&text, "%s  :%s", _(info->help), info->name);
	add_keys(panes, panes->cover.context, action, &keys, &text);
	if (panes->cover.context != CONTEXT_PROMPT)
		add_keys(panes, CONTEXT_GLOBAL, action, &keys, &text);
	cover_add_row(panes, ROLE_TEXT, keys.data, text.data, (size_t)action);
}

static bool
is_told(const struct panes *panes, enum action action, enum action_group group)
{
	const struct action_info *info = action_info(action);
	unsigned here = 1u << panes->cover.context | 1u << CONTEXT_GLOBAL;
	return info->group == group && (info->contexts & here) != 0;
}

/* Returns the heading's row. */
static size_t
add_heading(struct panes *panes, const char *title)
{
	cover_add_row(panes, ROLE_HEADING, NULL, title, COVER_NO_VALUE);
	return panes->cover.row_count - 1;
}

/* Drops a heading that has no rows. */
static void
drop_bare_heading(struct panes *panes, size_t heading)
{
	if (panes->cover.row_count == heading + 1)
		panes->cover.row_count = heading;
}

static void
make_help(struct panes *panes)
{
	for (int group = 0; group < ACTIONS_GROUP_COUNT; group++) {
		size_t heading = add_heading(panes, action_group_title((enum action_group)group));
		for (int action = 0; action < ACTION_COUNT; action++) {
			if (is_told(panes, (enum action)action, (enum action_group)group))
				add_help_row(panes, (enum action)action);
		}
		drop_bare_heading(panes, heading);
	}
	size_t heading = add_heading(panes, _("Several at once"));
	add_macros(panes, panes->cover.context);
	add_macros(panes, CONTEXT_GLOBAL);
	drop_bare_heading(panes, heading);
}

static const char *
title(struct panes *panes)
{
	return arena_format(panes->scratch, _("help: keys of %s"), keymap_name(panes->keymap));
}

static unsigned
open_row(struct panes *panes, size_t value)
{
	enum action action = (enum action)value;
	const struct action_info *info = action_info(action);
	if (info->argument != ARGUMENT_REQUIRED && info->argument != ARGUMENT_NUMBER)
		return answer_action(panes, action, "", 0);
	/* An action that needs an argument is put on the command line, to be completed. */
	return answer_prompt(
			panes, PROMPT_COMMAND, arena_format(panes->scratch, "%s ", info->name));
}

const struct pane_type pane_help = {
		.context = CONTEXT_HELP,
		COVER_ROWS,
		.title = title,
		.make = make_help,
		.open_value = open_row,
};
