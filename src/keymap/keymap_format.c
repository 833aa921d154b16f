#include "base/ascii.h"
#include "base/buf.h"
#include "base/gate.h"
#include "base/utf8.h"
#include "keymap/keymap_tables.h"

#include <string.h>

/* Whether YAML reads the text as it stands, without quotes. */
static bool
is_plain(const char *text)
{
	const char *letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	if (text[0] == '\0' || strchr(letters, text[0]) == NULL)
		return false;
	for (; *text != '\0'; text++)
		if (strchr(letters, *text) == NULL && strchr("0123456789- ", *text) == NULL)
			return false;
	return true;
}

/* Appends a scalar: plain, or between double quotes (YAML 1.1, section 5.6: escapes). */
static void
add_scalar(struct buf *out, const char *text)
{
	size_t left = strlen(text);
	if (is_plain(text)) {
		buf_add_text(out, text);
		return;
	}
	buf_add_char(out, '"');
	while (left > 0) {
		uint32_t codepoint;
		size_t step = utf8_decode(text, left, &codepoint);
		if (codepoint == '"' || codepoint == '\\')
			buf_add_char(out, '\\');
		if (gate_codepoint(codepoint, GATE_LINE) != codepoint)
			buf_format(out, "\\U%08lx", (unsigned long)codepoint);
		else
			buf_add(out, text, step);
		text += step;
		left -= step;
	}
	buf_add_char(out, '"');
}

static void
add_call(const struct keymap *keymap, const struct keymap_call *call, struct buf *out)
{
	struct buf text = buf_in(out->arena);
	buf_add_text(&text, keymap->vocabulary->actions[call->action].name);
	if (call->argument[0] != '\0')
		buf_format(&text, " %s", call->argument);
	add_scalar(out, text.data);
	buf_free(&text);
}

static void
add_binding(const struct keymap *keymap, const struct keymap_binding *binding, struct buf *out)
{
	struct buf keys = buf_in(out->arena);
	chord_sequence_format(&binding->keys, 0, &keys);
	buf_add_text(out, "    ");
	add_scalar(out, keys.data);
	buf_free(&keys);
	if (binding->call_count == 0) {
		buf_add_text(out, ": none\n");
		return;
	}
	bool is_list = binding->call_count > 1;
	buf_add_text(out, is_list ? ": [" : ": ");
	for (size_t i = 0; i < binding->call_count; i++) {
		buf_add_text(out, i > 0 ? ", " : "");
		add_call(keymap, &binding->calls[i], out);
	}
	buf_add_text(out, is_list ? "]\n" : "\n");
}

void
keymap_format(const struct keymap *keymap, struct buf *out)
{
	buf_format(out, "inherit: none\ndigits: %s\ntimeout_ms: %d\ncontexts:\n",
			map_digits_names[keymap->digits], keymap->timeout_ms);
	for (size_t context = 0; context < keymap->vocabulary->context_count; context++) {
		size_t count = keymap_binding_count(keymap, (int)context);
		if (count > 0)
			buf_format(out, "  %s:\n", keymap->vocabulary->contexts[context]);
		for (size_t i = 0; i < count; i++)
			add_binding(keymap, keymap_get_binding(keymap, (int)context, i), out);
	}
}
