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
	if (binding->context != CONTEXT_GLOBAL)
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

/* A row of an action: what it does, and how it is typed as a command. */
static void
add_action(struct panes *panes, enum action action)
{
	const struct action_info *info = action_info(action);
	struct buf keys = buf_in(panes->cover.arena);
	struct buf text = buf_in(panes->cover.arena);
	const char *example = action_example(action);
	buf_format(&text, "%s  :%s%s%s", _(info->help), info->name, example[0] != '\0' ? " " : "",
			example);
	add_keys(panes, panes->cover.context, action, &keys, &text);
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

/* What digits are for, in the group where they do that. */
static void
add_digits(struct panes *panes, enum action_group group)
{
	enum keymap_digits digits = keymap_digits(panes->keymap);
	struct buf keys = buf_in(panes->cover.arena);
	const char *text = NULL;
	if (digits == DIGITS_COUNT && group == ACTIONS_MOVE) {
		keymap_format_keys(panes->keymap, (int)panes->cover.context, ACTION_DOWN, &keys);
		text = arena_format(panes->cover.arena,
				_("a count for the next key: 5 %s goes down five lines"),
				keys.length > 0 ? keys.data : ":down");
	} else if (digits == DIGITS_LINK && group == ACTIONS_READ) {
		text = _("in a post, the number of a link to follow");
	}
	if (text != NULL)
		cover_add_row(panes, ROLE_TEXT, "1 … 9", text, COVER_NO_VALUE);
}

/* Begins a section, apart from the one before. Returns its first row. */
static size_t
begin_section(struct panes *panes, const char *title)
{
	size_t first = panes->cover.row_count;
	if (first > 0)
		cover_add_row(panes, ROLE_HEADING, NULL, "", COVER_NO_VALUE);
	cover_add_row(panes, ROLE_HEADING, NULL, title, COVER_NO_VALUE);
	return first;
}

/* Drops a section that has nothing but its heading. */
static void
end_section(struct panes *panes, size_t first)
{
	const struct cover_pane *pane = &panes->cover;
	if (pane->rows[pane->row_count - 1].role == ROLE_HEADING)
		panes->cover.row_count = first;
}

/* The keys of a context that is not the one under help: they are told, and not run from here. */
static void
add_other(struct panes *panes, enum context context, const char *title)
{
	size_t first = begin_section(panes, title);
	for (int action = 0; action < ACTION_COUNT; action++) {
		struct buf keys = buf_in(panes->cover.arena);
		struct buf text = buf_in(panes->cover.arena);
		buf_add_text(&text, _(action_info((enum action)action)->help));
		add_keys(panes, context, (enum action)action, &keys, &text);
		if (keys.length > 0)
			cover_add_row(panes, ROLE_TEXT, keys.data, text.data, COVER_NO_VALUE);
	}
	end_section(panes, first);
}

static void
make_help(struct panes *panes)
{
	for (int group = 0; group < ACTIONS_GROUP_COUNT; group++) {
		size_t first = begin_section(panes, action_group_title((enum action_group)group));
		add_digits(panes, (enum action_group)group);
		for (int action = 0; action < ACTION_COUNT; action++) {
			if (is_told(panes, (enum action)action, (enum action_group)group))
				add_action(panes, (enum action)action);
		}
		end_section(panes, first);
	}
	size_t first = begin_section(panes, _("Several at once"));
	add_macros(panes, panes->cover.context);
	add_macros(panes, CONTEXT_GLOBAL);
	end_section(panes, first);
	if (panes->cover.context != CONTEXT_CALENDAR)
		add_other(panes, CONTEXT_CALENDAR, _("Calendar"));
	add_other(panes, CONTEXT_PROMPT, action_group_title(ACTIONS_EDIT));
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

static const struct hint hints[] = {{ACTION_OPEN, N_("run")}, {ACTION_FILTER, N_("filter")},
		{ACTION_BACK, N_("close")}, {0}};

const struct pane_type pane_help = {
		.context = CONTEXT_HELP,
		.hints = hints,
		COVER_ROWS,
		.title = title,
		.make = make_help,
		.open_value = open_row,
};
