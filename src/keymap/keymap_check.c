/* The rules that only a whole map can break. */

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "keymap/keymap_tables.h"

/* Whether `a` came after `b` in their file, and so is the one to change. */
static bool
is_later(const struct map_entry *a, const struct map_entry *b)
{
	if (a->binding.line != b->binding.line)
		return a->binding.line > b->binding.line;
	return a->column > b->column;
}

static void
report_clash(struct problems *problems, const struct map_entry *a, const struct map_entry *b)
{
	bool is_a_later = is_later(a, b);
	const struct map_entry *at = is_a_later ? a : b;
	const struct map_entry *other = is_a_later ? b : a;
	struct buf keys = buf_empty();
	struct buf others = buf_empty();
	chord_sequence_format(&at->binding.keys, 0, &keys);
	chord_sequence_format(&other->binding.keys, 0, &others);
	problems_add(problems, SEVERITY_ERROR, at->binding.path, at->binding.line, at->column,
			_("'%s' cannot be told from '%s' of %s:%zu: drop one with null, or set "
			  "timeout_ms"),
			keys.data, others.data, other->binding.path, other->binding.line);
	buf_free(&keys);
	buf_free(&others);
}

/*
 * One key bound, and a sequence that starts with it: which one is meant? Both are of one file, as
 * a file's keys overrule those of the files beneath it.
 */
static void
check_clashes(const struct keymap *keymap, int context, struct problems *problems)
{
	const struct keymap_bindings *list = &keymap->contexts[context];
	for (size_t i = 0; i < list->count * list->count; i++) {
		const struct map_entry *a = list->entries[i / list->count];
		const struct map_entry *b = list->entries[i % list->count];
		/* Two of the fallback are reported when it is its turn. */
		bool is_own = a->binding.context == context || b->binding.context == context;
		if (a != b && is_own && chord_sequence_begins(&b->binding.keys, &a->binding.keys))
			report_clash(problems, a, b);
	}
}

static void
check_digits(const struct keymap *keymap, int context, struct problems *problems)
{
	const struct keymap_bindings *list = &keymap->contexts[context];
	for (size_t i = 0; i < list->own_count; i++) {
		const struct map_entry *entry = list->entries[i];
		struct chord first = entry->binding.keys.chords[0];
		if (first.modifiers == 0 && first.code >= '1' && first.code <= '9')
			problems_add(problems, SEVERITY_ERROR, entry->binding.path,
					entry->binding.line, entry->column,
					_("'%c' begins a count, as digits is count, and cannot be "
					  "bound"),
					(char)first.code);
	}
}

static bool
reaches(const struct keymap *keymap, int context, int action)
{
	const struct keymap_bindings *list = &keymap->contexts[context];
	for (size_t i = 0; i < list->count; i++) {
		const struct keymap_binding *binding = &list->entries[i]->binding;
		for (size_t j = 0; j < binding->call_count; j++)
			if (binding->calls[j].action == action)
				return true;
	}
	return false;
}

/* Nobody may be caught: `quit` is on a key in every view, `cancel` in the prompt. */
static void
check_way_out(const struct keymap *keymap, int context, struct problems *problems)
{
	const struct vocabulary *vocabulary = keymap->vocabulary;
	const char *name = context == vocabulary->prompt_context ? "cancel" : "quit";
	int action = vocabulary_find(vocabulary, name);
	if (action < 0 || context == 0 || reaches(keymap, context, action))
		return;
	problems_add(problems, SEVERITY_ERROR, keymap->path, 0, 0,
			_("no key for '%s' in %s: bind one, or inherit a map that does"), name,
			vocabulary->contexts[context]);
}

void
keymap_check(const struct keymap *keymap, struct problems *problems)
{
	for (size_t i = 0; i < keymap->vocabulary->context_count; i++) {
		int context = (int)i;
		bool is_prompt = context == keymap->vocabulary->prompt_context;
		if (keymap->timeout_ms == 0)
			check_clashes(keymap, context, problems);
		if (keymap->digits == DIGITS_COUNT && !is_prompt)
			check_digits(keymap, context, problems);
		check_way_out(keymap, context, problems);
	}
}
