/* From chords to bindings, and the texts about them: pending keys, keys of an action. */

#include "base/buf.h"
#include "keymap/keymap_tables.h"

enum { MAX_COUNT = 999999999 };

/* What the pending chords and one more lead to. */
struct match {
	const struct keymap_binding *exact;
	bool goes_on; /* a longer sequence starts with them */
};

static struct match
find(const struct keymap *keymap, int context, const struct chord_sequence *keys)
{
	struct match match = {0};
	const struct keymap_bindings *list = &keymap->contexts[context];
	for (size_t i = 0; i < list->count; i++) {
		const struct keymap_binding *binding = &list->entries[i]->binding;
		if (!chord_sequence_begins(&binding->keys, keys))
			continue;
		if (binding->keys.count == keys->count)
			match.exact = binding;
		else
			match.goes_on = true;
	}
	return match;
}

/* Takes a digit of a count. A count does not begin with 0, which is a key like others. */
static bool
take_digit(const struct keymap *keymap, int context, struct keymap_pending *pending,
		struct chord chord)
{
	if (keymap->digits != DIGITS_COUNT || context == keymap->vocabulary->prompt_context)
		return false;
	if (pending->keys.count > 0 || chord.modifiers != 0)
		return false;
	uint32_t first = pending->count > 0 ? '0' : '1';
	if (chord.code < first || chord.code > '9')
		return false;
	long count = pending->count * 10 + (long)(chord.code - '0');
	pending->count = count > MAX_COUNT ? MAX_COUNT : count;
	return true;
}

/* KEYMAP_NONE leaves pending as it is. */
static enum keymap_result
try_chord(const struct keymap *keymap, int context, struct keymap_pending *pending,
		struct chord chord, const struct keymap_binding **binding)
{
	if (pending->keys.count == CHORD_MAX_SEQUENCE)
		return KEYMAP_NONE;
	if (take_digit(keymap, context, pending, chord))
		return KEYMAP_MORE;
	struct chord_sequence keys = pending->keys;
	keys.chords[keys.count++] = chord;
	struct match match = find(keymap, context, &keys);
	if (match.exact == NULL && !match.goes_on)
		return KEYMAP_NONE;
	pending->keys = keys;
	/* With both, which only a map with a timeout has, time decides. */
	if (match.goes_on)
		return KEYMAP_MORE;
	*binding = match.exact;
	return KEYMAP_MATCH;
}

enum keymap_result
keymap_step(const struct keymap *keymap, int context, struct keymap_pending *pending,
		struct chord chord, const struct keymap_binding **binding)
{
	*binding = NULL;
	enum keymap_result result = try_chord(keymap, context, pending, chord, binding);
	if (result == KEYMAP_NONE && context != keymap->vocabulary->prompt_context) {
		struct chord twin = chord_ascii_twin(chord);
		if (!chord_equal(twin, chord))
			result = try_chord(keymap, context, pending, twin, binding);
	}
	if (result != KEYMAP_NONE)
		return result;
	*binding = keymap_timeout(keymap, context, pending);
	if (*binding != NULL)
		return KEYMAP_MATCH_BEFORE;
	keymap_clear(pending);
	return KEYMAP_NONE;
}

const struct keymap_binding *
keymap_timeout(const struct keymap *keymap, int context, struct keymap_pending *pending)
{
	return pending->keys.count > 0 ? find(keymap, context, &pending->keys).exact : NULL;
}

void
keymap_clear(struct keymap_pending *pending)
{
	*pending = (struct keymap_pending){0};
}

void
keymap_format_calls(
		const struct keymap *keymap, const struct keymap_binding *binding, struct buf *out)
{
	for (size_t i = 0; i < binding->call_count; i++) {
		const struct keymap_call *call = &binding->calls[i];
		buf_add_text(out, i > 0 ? "; " : "");
		buf_add_text(out, keymap->vocabulary->actions[call->action].name);
		if (call->argument[0] != '\0')
			buf_format(out, " %s", call->argument);
	}
}

void
keymap_format_pending(const struct keymap *keymap, int context,
		const struct keymap_pending *pending, struct buf *out)
{
	if (pending->count > 0)
		buf_format(out, "%ld%s", pending->count, pending->keys.count > 0 ? " " : "");
	if (pending->keys.count == 0)
		return;
	chord_sequence_format(&pending->keys, 0, out);
	const struct keymap_bindings *list = &keymap->contexts[context];
	const char *separator = "  ";
	for (size_t i = 0; i < list->count; i++) {
		const struct keymap_binding *binding = &list->entries[i]->binding;
		if (binding->call_count == 0 ||
				!chord_sequence_begins(&binding->keys, &pending->keys) ||
				binding->keys.count == pending->keys.count)
			continue;
		buf_add_text(out, separator);
		chord_sequence_format(&binding->keys, pending->keys.count, out);
		buf_add_char(out, ' ');
		keymap_format_calls(keymap, binding, out);
		separator = ", ";
	}
}

void
keymap_format_keys(const struct keymap *keymap, int context, int action, struct buf *out)
{
	const struct keymap_bindings *list = &keymap->contexts[context];
	const struct keymap_binding *first = NULL;
	for (size_t i = 0; i < list->count; i++) {
		const struct keymap_binding *binding = &list->entries[i]->binding;
		bool is_alone = binding->call_count == 1 && binding->calls[0].action == action;
		bool is_bare = is_alone && binding->calls[0].argument[0] == '\0';
		if (is_bare || (is_alone && first == NULL))
			first = binding;
		if (is_bare)
			break;
	}
	if (first != NULL)
		chord_sequence_format(&first->keys, 0, out);
}
