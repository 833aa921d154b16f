#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/language.h"
#include "conf/nearest.h"
#include "conf/yaml.h"
#include "keymap/map_file.h"

#include <string.h>

static const char blanks[] = " \t\r\n";

/* `gx` is meant as `g x`: characters of ASCII, few enough for a sequence. */
static bool
is_run_together(const char *name, size_t length)
{
	if (length < 2 || length > CHORD_MAX_SEQUENCE)
		return false;
	for (size_t i = 0; i < length; i++)
		if (name[i] <= ' ' || name[i] > '~' || name[i] == '-')
			return false;
	return true;
}

/* Says why the name is no key; returns false. */
static bool
report_bad_key(const struct map_reader *reader, const struct yaml_node *node, const char *name,
		size_t length)
{
	char *copy = arena_copy(reader->arena, name, length);
	struct chord chord;
	if (chord_parse_as_written(name, length, &chord))
		return map_problem(reader, node, _("no terminal can send '%s'"), copy);
	struct nearest nearest = nearest_to(copy);
	const char *known;
	for (size_t i = 0; (known = chord_key_name(i)) != NULL; i++)
		nearest_offer(&nearest, known);
	if (nearest.name != NULL || !is_run_together(name, length))
		return map_problem(reader, node, _("unknown key '%s'%s"), copy,
				nearest_hint(&nearest).text);
	char apart[2 * CHORD_MAX_SEQUENCE] = "";
	for (size_t i = 0; i < length; i++) {
		apart[2 * i] = name[i];
		apart[2 * i + 1] = i + 1 < length ? ' ' : '\0';
	}
	return map_problem(reader, node, _("unknown key '%s'; a sequence is written '%s'"), copy,
			apart);
}

/* Says so when the key that is bound is not quite the key that was written. */
static void
warn_renamed(const struct map_reader *reader, const struct yaml_node *node, const char *name,
		size_t length, struct chord chord)
{
	struct chord written;
	if (!chord_parse_as_written(name, length, &written))
		return;
	unsigned lost = written.modifiers & ~chord.modifiers;
	bool is_letter = (written.code | 0x20) >= 'a' && (written.code | 0x20) <= 'z';
	bool is_other = (lost & CHORD_CTRL) || ((lost & CHORD_SHIFT) && !is_letter) ||
			(written.code == '/' && chord.code != '/');
	if (!is_other)
		return;
	struct buf real = buf_empty();
	chord_format(chord, &real);
	map_warning(reader, node, _("'%.*s' is %s: terminals cannot tell them apart"), (int)length,
			name, real.data);
	buf_free(&real);
}

/* The way out of any prompt. */
static bool
check_reserved(const struct map_reader *reader, const struct yaml_node *node, struct chord chord,
		bool is_first)
{
	bool is_free = chord.modifiers != CHORD_CTRL || chord.code != 'c' || !is_first;
	return is_free || map_problem(reader, node,
					  _("'%s' cannot be bound: C-c gives up what is typed, and "
					    "leaves reader"),
					  node->text);
}

static bool
parse_key(const struct map_reader *reader, const struct yaml_node *node, const char *name,
		size_t length, bool is_first, struct chord *chord)
{
	if (!chord_parse(name, length, chord))
		return report_bad_key(reader, node, name, length);
	warn_renamed(reader, node, name, length, *chord);
	return check_reserved(reader, node, *chord, is_first);
}

static bool
check_prompt_key(const struct map_reader *reader, const struct yaml_node *node,
		const struct keymap_binding *binding)
{
	struct chord first = binding->keys.chords[0];
	bool is_text = first.code < CHORD_ENTER && first.modifiers == 0;
	if (binding->context != reader->vocabulary->prompt_context || !is_text)
		return true;
	return map_problem(reader, node, _("'%s' is text in a prompt and cannot be bound there"),
			node->text);
}

bool
map_entry_parse_keys(const struct map_reader *reader, const struct yaml_node *key,
		struct keymap_binding *binding)
{
	struct chord_sequence *keys = &binding->keys;
	if (yaml_text(key) == NULL)
		return map_problem(reader, key, _("a key's name must be a single text"));
	const char *rest = key->text + strspn(key->text, blanks);
	if (*rest == '\0')
		return map_problem(reader, key, _("no key's name; the space bar is 'Space'"));
	while (*rest != '\0') {
		size_t length = strcspn(rest, blanks);
		if (keys->count == CHORD_MAX_SEQUENCE)
			return map_problem(reader, key, _("'%s' is longer than %d keys"), key->text,
					CHORD_MAX_SEQUENCE);
		if (!parse_key(reader, key, rest, length, keys->count == 0,
				    &keys->chords[keys->count]))
			return false;
		keys->count++;
		rest += length;
		rest += strspn(rest, blanks);
	}
	return check_prompt_key(reader, key, binding);
}

/* --- Actions --- */

static bool
report_unknown_action(
		const struct map_reader *reader, const struct yaml_node *node, const char *name)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < reader->vocabulary->action_count; i++)
		nearest_offer(&nearest, reader->vocabulary->actions[i].name);
	return map_problem(reader, node, _("unknown action '%s'%s"), name,
			nearest_hint(&nearest).text);
}

static bool
check_context(const struct map_reader *reader, const struct yaml_node *node,
		const struct vocabulary_action *action, int context)
{
	const struct vocabulary *vocabulary = reader->vocabulary;
	if (action->contexts & (1U << context))
		return true;
	struct buf places = buf_empty();
	for (size_t i = 0; i < vocabulary->context_count; i++)
		if (action->contexts & (1U << i))
			buf_format(&places, "%s%s", places.length > 0 ? _(", ") : "",
					vocabulary->contexts[i]);
	map_problem(reader, node, _("'%s' cannot be bound in %s, only in %s"), action->name,
			vocabulary->contexts[context], places.data);
	buf_free(&places);
	return false;
}

static bool
check_argument(const struct map_reader *reader, const struct yaml_node *node,
		const struct vocabulary_action *action, const char *argument)
{
	unsigned long number;
	bool is_number = argument[0] == '\0' || ascii_read_number(argument, 999999999, &number);
	if (action->argument == ARGUMENT_NONE && argument[0] != '\0')
		map_problem(reader, node, _("'%s' takes no argument"), action->name);
	else if (action->argument == ARGUMENT_REQUIRED && argument[0] == '\0')
		map_problem(reader, node, _("'%s' needs an argument: '%s NAME'"), action->name,
				action->name);
	else if (action->argument == ARGUMENT_NUMBER && !is_number)
		map_problem(reader, node, _("'%s' takes a number, not '%s'"), action->name,
				argument);
	else
		return true;
	return false;
}

/* Splits `action argument` and checks both. */
static bool
parse_call(const struct map_reader *reader, const struct yaml_node *node, int context,
		struct keymap_call *call)
{
	if (yaml_text(node) == NULL)
		return map_problem(reader, node, _("an action must be a single text"));
	const char *start = node->text + strspn(node->text, blanks);
	size_t name_length = strcspn(start, blanks);
	char *name = arena_copy(reader->arena, start, name_length);
	const char *argument = start + name_length;
	argument += strspn(argument, blanks);
	size_t length = strlen(argument);
	while (length > 0 && strchr(blanks, argument[length - 1]) != NULL)
		length--;
	call->argument = arena_copy(reader->arena, argument, length);
	call->action = vocabulary_find(reader->vocabulary, name);
	if (call->action < 0)
		return report_unknown_action(reader, node, name);
	const struct vocabulary_action *action = &reader->vocabulary->actions[call->action];
	bool fits = check_context(reader, node, action, context);
	return check_argument(reader, node, action, call->argument) && fits;
}

static bool
parse_macro(const struct map_reader *reader, const struct yaml_node *list,
		struct keymap_binding *binding)
{
	if (list->count == 0 || list->count > KEYMAP_MAX_ACTIONS)
		return map_problem(reader, list, _("a list of actions has 1 to %d, not %zu"),
				KEYMAP_MAX_ACTIONS, list->count);
	bool is_good = true;
	for (size_t i = 0; i < list->count; i++) {
		struct keymap_call *call = &binding->calls[i];
		is_good = parse_call(reader, list->items[i], binding->context, call) && is_good;
	}
	binding->call_count = list->count;
	return is_good;
}

bool
map_entry_parse_value(const struct map_reader *reader, const struct yaml_node *value,
		struct map_entry *entry)
{
	struct keymap_binding *binding = &entry->binding;
	if (value->kind == YAML_SEQUENCE)
		return parse_macro(reader, value, binding);
	if (yaml_is_null(value)) {
		entry->is_dropped = true;
		return true;
	}
	if (value->kind == YAML_SCALAR && strcmp(value->text, "none") == 0)
		return true;
	binding->call_count = 1;
	return parse_call(reader, value, binding->context, &binding->calls[0]);
}
