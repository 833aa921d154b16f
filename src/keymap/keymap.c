#include "keymap/keymap.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "keymap/keymap_tables.h"
#include "keymap/map_file.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LAYERS = 8 };

/* The files of a map, from the one that was asked for down to the one that inherits nothing. */
struct layers {
	struct keymap *keymap;
	const struct keymap_source *source;
	struct problems *problems;
	struct map_file files[MAX_LAYERS];
	size_t count;
	bool is_whole; /* nothing was missing */
};

/* "mine > default > mine" */
static void
format_chain(const struct layers *layers, const char *last, struct buf *out)
{
	for (size_t i = 0; i < layers->count; i++) {
		buf_format(out, layers->files[i].is_user ? _("your %s") : "%s",
				layers->files[i].name);
		buf_add_text(out, " > ");
	}
	buf_add_text(out, last);
}

/* Reports, at the `inherit` of the last file, what is wrong with going on to `name`. */
static void __attribute__((format(printf, 3, 4)))
report_inherit(struct layers *layers, const char *name, const char *format, ...)
{
	struct buf reason = buf_empty();
	va_list arguments;
	va_start(arguments, format);
	buf_vformat(&reason, format, arguments);
	va_end(arguments);
	layers->is_whole = false;
	const char *path = NULL;
	size_t line = 0, column = 0;
	if (layers->count > 0) {
		const struct map_file *file = &layers->files[layers->count - 1];
		path = file->path;
		line = file->inherit_line;
		column = file->inherit_column;
		buf_add_text(&reason, " (");
		format_chain(layers, name, &reason);
		buf_add_char(&reason, ')');
	}
	problems_add(layers->problems, SEVERITY_ERROR, path, line, column, "%s", reason.data);
	buf_free(&reason);
}

static void
report_missing(struct layers *layers, bool is_shipped, const char *name)
{
	struct buf hint = buf_empty();
	if (layers->source->suggest != NULL)
		layers->source->suggest(name, &hint);
	report_inherit(layers, name,
			is_shipped ? _("no shipped key map '%s'%s") : _("no key map '%s'%s"), name,
			hint.data);
	buf_free(&hint);
}

static bool
is_in_layers(const struct layers *layers, const char *name, bool is_user)
{
	for (size_t i = 0; i < layers->count; i++) {
		const struct map_file *file = &layers->files[i];
		if (file->is_user == is_user && strcmp(file->name, name) == 0)
			return true;
	}
	return false;
}

/* Parses the text as the next layer. */
static void
push_layer(struct layers *layers, const char *name, bool is_user, const struct buf *text,
		const struct buf *path)
{
	struct keymap *keymap = layers->keymap;
	struct map_file *file = &layers->files[layers->count];
	*file = (struct map_file){
			.name = arena_text(keymap->arena, name),
			.is_user = is_user,
			.layer = layers->count,
			.path = arena_copy(keymap->arena, path->data, path->length),
	};
	struct map_reader reader = {
			.arena = keymap->arena,
			.vocabulary = keymap->vocabulary,
			.problems = layers->problems,
			.file = file,
	};
	layers->count++;
	map_file_parse(&reader, text->data, text->length);
	if (file->is_broken)
		layers->is_whole = false;
}

/* Reads the user's or the shipped file of a name; false when there is none. */
static bool
read_layer(struct layers *layers, const char *name, bool is_user)
{
	struct buf text = buf_empty();
	struct buf path = buf_empty();
	size_t errors_before = problems_error_count(layers->problems);
	bool is_there = layers->source->read(layers->source->context, name, is_user, &text, &path);
	if (problems_error_count(layers->problems) > errors_before)
		layers->is_whole = false; /* there, but not to be read */
	if (!is_there)
		;
	else if (is_in_layers(layers, name, is_user))
		report_inherit(layers, name, _("a loop of inherit back to '%s'"), name);
	else if (layers->count == MAX_LAYERS)
		report_inherit(layers, name, _("too many maps to inherit before '%s'"), name);
	else
		push_layer(layers, name, is_user, &text, &path);
	buf_free(&text);
	buf_free(&path);
	return is_there;
}

/* The next file below the last one; false at the end. */
static bool
read_below(struct layers *layers)
{
	const struct map_file *file = &layers->files[layers->count - 1];
	const char *inherit = file->inherit;
	if (file->is_user && (inherit == NULL || strcmp(inherit, file->name) == 0)) {
		/* The user's file lies over the shipped one of its name, if there is one. */
		if (read_layer(layers, file->name, false))
			return layers->is_whole;
		if (inherit != NULL)
			report_missing(layers, true, inherit);
		return false;
	}
	if (inherit == NULL || strcmp(inherit, "none") == 0)
		return false;
	if (!read_layer(layers, inherit, true) && !read_layer(layers, inherit, false))
		report_missing(layers, false, inherit);
	return layers->is_whole;
}

static void
read_layers(struct layers *layers, const char *name)
{
	layers->is_whole = true;
	if (!read_layer(layers, name, true) && !read_layer(layers, name, false)) {
		report_missing(layers, false, name);
		return;
	}
	while (layers->is_whole && read_below(layers))
		continue;
}

/* --- Laying one file over what is there --- */

static bool
same_calls(const struct keymap_binding *a, const struct keymap_binding *b)
{
	if (a->call_count != b->call_count)
		return false;
	for (size_t i = 0; i < a->call_count; i++)
		if (a->calls[i].action != b->calls[i].action ||
				strcmp(a->calls[i].argument, b->calls[i].argument) != 0)
			return false;
	return true;
}

/* Whether what is bound in context 0 counts in this one as well. */
static bool
has_fallback(const struct keymap *keymap, int context)
{
	return context != 0 && context != keymap->vocabulary->prompt_context;
}

/* Whether one of two different sequences is the beginning of the other. */
static bool
overlaps(const struct chord_sequence *a, const struct chord_sequence *b)
{
	return a->count != b->count && (chord_sequence_begins(a, b) || chord_sequence_begins(b, a));
}

/* Whether a file above binds, in `context` or its fallback, keys that overlap the entry's. */
static bool
is_overruled(const struct keymap *keymap, int context, const struct map_entry *entry)
{
	/* With a timeout both are bound, and time decides. */
	for (size_t i = 0; keymap->timeout_ms == 0 && i < keymap->table.count; i++) {
		const struct map_entry *other = &keymap->table.entries[i];
		int at = other->binding.context;
		bool is_there = at == context || (at == 0 && has_fallback(keymap, context));
		if (is_there && other->layer < entry->layer &&
				overlaps(&other->binding.keys, &entry->binding.keys))
			return true;
	}
	return false;
}

/* Returns whether anything is different now. */
static bool
apply_entry(struct keymap *keymap, const struct map_entry *entry, struct problems *problems)
{
	const struct keymap_binding *binding = &entry->binding;
	struct map_table *table = &keymap->table;
	size_t index = map_table_find(table, binding->context, &binding->keys);
	bool is_bound = index < table->count;
	if (!is_bound && entry->is_dropped) {
		problems_add(problems, SEVERITY_WARNING, binding->path, binding->line,
				entry->column,
				_("this key is not bound in %s, so null drops nothing"),
				keymap->vocabulary->contexts[binding->context]);
		return false;
	}
	if (!is_bound) {
		map_table_append(table, entry);
		return true;
	}
	struct map_entry *old = &table->entries[index];
	if (entry->is_dropped) {
		table->count--;
		memmove(old, old + 1, (table->count - index) * sizeof(*old));
		return true;
	}
	bool was_so = same_calls(&old->binding, binding) &&
		      !is_overruled(keymap, binding->context, old);
	*old = *entry;
	return !was_so;
}

static bool
apply_file(struct keymap *keymap, const struct map_file *file, struct problems *problems)
{
	bool has_changed = (file->has_digits && file->digits != keymap->digits) ||
			   (file->has_timeout && file->timeout_ms != keymap->timeout_ms);
	if (file->has_digits)
		keymap->digits = file->digits;
	if (file->has_timeout)
		keymap->timeout_ms = file->timeout_ms;
	for (size_t i = 0; i < file->table.count; i++)
		has_changed |= apply_entry(keymap, &file->table.entries[i], problems);
	return has_changed;
}

static void
apply_layers(const struct layers *layers)
{
	for (size_t i = layers->count; i > 0; i--) {
		const struct map_file *file = &layers->files[i - 1];
		bool has_changed = apply_file(layers->keymap, file, layers->problems);
		if (!has_changed && file->is_user && layers->is_whole)
			problems_add(layers->problems, SEVERITY_WARNING, file->path, 0, 0,
					_("this key map changes nothing"));
	}
}

/* Whether keys pressed in `context` lead to this entry, which is of it or of its fallback. */
static bool
is_in_force(const struct keymap *keymap, int context, const struct map_entry *entry)
{
	const struct map_table *table = &keymap->table;
	size_t i = map_table_find(table, context, &entry->binding.keys);
	bool is_hidden = i < table->count && &table->entries[i] != entry &&
			 !is_overruled(keymap, context, &table->entries[i]);
	return !is_hidden && !is_overruled(keymap, context, entry);
}

/* Lists those bindings of `from` that are in force in `context`. */
static void
list_bindings_of(struct keymap *keymap, int context, int from)
{
	struct keymap_bindings *list = &keymap->contexts[context];
	for (size_t i = 0; i < keymap->table.count; i++) {
		const struct map_entry *entry = &keymap->table.entries[i];
		if (entry->binding.context == from && is_in_force(keymap, context, entry))
			list->entries[list->count++] = entry;
	}
}

/* Lists the bindings of a context: its own, then the fallback's that no own one hides. */
static void
list_bindings(struct keymap *keymap, int context)
{
	struct keymap_bindings *list = &keymap->contexts[context];
	list->entries = arena_alloc(
			keymap->arena, (keymap->table.count + 1) * sizeof(*list->entries));
	list_bindings_of(keymap, context, context);
	list->own_count = list->count;
	if (has_fallback(keymap, context))
		list_bindings_of(keymap, context, 0);
}

struct keymap *
keymap_load(const char *name, const struct keymap_source *source,
		const struct vocabulary *vocabulary, struct problems *problems)
{
	size_t errors_before = problems_error_count(problems);
	struct keymap *keymap = xcalloc(1, sizeof(*keymap));
	keymap->arena = arena_new();
	keymap->vocabulary = vocabulary;
	keymap->name = arena_text(keymap->arena, name);
	keymap->contexts = xcalloc(vocabulary->context_count, sizeof(*keymap->contexts));
	struct layers layers = {.keymap = keymap, .source = source, .problems = problems};
	read_layers(&layers, name);
	apply_layers(&layers);
	if (layers.count > 0)
		keymap->path = layers.files[0].path;
	for (size_t i = 0; i < layers.count; i++)
		free(layers.files[i].table.entries);
	for (size_t i = 0; i < vocabulary->context_count; i++)
		list_bindings(keymap, (int)i);
	/* A map with a part missing would only draw complaints about that part. */
	if (layers.is_whole)
		keymap_check(keymap, problems);
	if (problems_error_count(problems) == errors_before)
		return keymap;
	keymap_free(keymap);
	return NULL;
}

void
keymap_free(struct keymap *keymap)
{
	if (keymap == NULL)
		return;
	free(keymap->table.entries);
	free(keymap->contexts);
	arena_free(keymap->arena);
	free(keymap);
}

const char *
keymap_name(const struct keymap *keymap)
{
	return keymap->name;
}

enum keymap_digits
keymap_digits(const struct keymap *keymap)
{
	return keymap->digits;
}

int
keymap_timeout_ms(const struct keymap *keymap)
{
	return keymap->timeout_ms;
}

size_t
keymap_binding_count(const struct keymap *keymap, int context)
{
	return keymap->contexts[context].own_count;
}

const struct keymap_binding *
keymap_get_binding(const struct keymap *keymap, int context, size_t index)
{
	return &keymap->contexts[context].entries[index]->binding;
}
