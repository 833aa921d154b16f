#include "keymap/map_file.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "conf/nearest.h"
#include "conf/yaml.h"

#include <stdlib.h>
#include <string.h>

/* "unknown WHAT 'lst'; did you mean 'list'? (one of: …)" */
static void
tell_unknown(const struct map_reader *reader, const struct yaml_node *node, const char *what,
		const char *const *names, size_t name_count)
{
	struct nearest nearest = nearest_to(node->text);
	struct buf reason;
	buf_init(&reason);
	for (size_t i = 0; i < name_count; i++)
		nearest_offer(&nearest, names[i]);
	nearest_format(&nearest, &reason);
	buf_add_text(&reason, " (one of:");
	for (size_t i = 0; i < name_count; i++)
		buf_format(&reason, "%s %s", i > 0 ? "," : "", names[i]);
	buf_add_char(&reason, ')');
	map_problem(reader, node, "unknown %s '%s'%s", what, node->text, reason.data);
	buf_free(&reason);
}

static bool
expect_scalar(const struct map_reader *reader, const struct yaml_node *node, const char *what)
{
	if (node->kind == YAML_SCALAR)
		return true;
	map_problem(reader, node, "%s must be a single text", what);
	return false;
}

/* The pairs of a mapping must have different keys; the reader would not know which one counts. */
static bool
is_second(const struct map_reader *reader, const struct yaml_node *mapping, size_t index)
{
	const struct yaml_node *key = mapping->keys[index];
	for (size_t i = 0; i < index; i++) {
		const struct yaml_node *other = mapping->keys[i];
		if (other->kind != YAML_SCALAR || strcmp(other->text, key->text) != 0)
			continue;
		map_problem(reader, key, "'%s' stands on line %zu already", key->text, other->line);
		return true;
	}
	return false;
}

static void
read_name(const struct map_reader *reader, const struct yaml_node *value)
{
	if (!expect_scalar(reader, value, "name"))
		return;
	if (strcmp(value->text, reader->file->name) != 0)
		map_warning(reader, value, "name is '%s', but the file is that of the map '%s'",
				value->text, reader->file->name);
}

static void
read_inherit(const struct map_reader *reader, const struct yaml_node *value)
{
	struct map_file *file = reader->file;
	file->is_broken = !expect_scalar(reader, value, "inherit");
	if (file->is_broken)
		return;
	bool is_null = yaml_type(value) == YAML_NULL;
	file->inherit = is_null ? "none" : arena_text(reader->arena, value->text);
	file->inherit_line = value->line;
	file->inherit_column = value->column;
}

static void
read_digits(const struct map_reader *reader, const struct yaml_node *value)
{
	static const char *const names[] = {"none", "count", "link"};
	static const enum keymap_digits digits[] = {DIGITS_NONE, DIGITS_COUNT, DIGITS_LINK};
	if (!expect_scalar(reader, value, "digits"))
		return;
	for (size_t i = 0; i < 3; i++) {
		if (strcmp(value->text, names[i]) == 0) {
			reader->file->has_digits = true;
			reader->file->digits = digits[i];
			return;
		}
	}
	tell_unknown(reader, value, "use of digits", names, 3);
}

static void
read_timeout(const struct map_reader *reader, const struct yaml_node *value)
{
	if (!expect_scalar(reader, value, "timeout_ms"))
		return;
	bool is_number = value->length > 0 && value->length <= 5 &&
			 strspn(value->text, "0123456789") == value->length;
	long timeout = is_number ? strtol(value->text, NULL, 10) : -1;
	if (timeout < 0 || timeout > MAP_MAX_TIMEOUT_MS) {
		map_problem(reader, value, "timeout_ms must be a number of 0 to %d, not '%s'",
				MAP_MAX_TIMEOUT_MS, value->text);
		return;
	}
	reader->file->has_timeout = true;
	reader->file->timeout_ms = (int)timeout;
}

static const struct map_entry *
find_entry(const struct map_file *file, const struct map_entry *wanted)
{
	for (size_t i = 0; i < file->entry_count; i++) {
		const struct map_entry *entry = &file->entries[i];
		if (entry->binding.context == wanted->binding.context &&
				map_entry_same_keys(&entry->binding, &wanted->binding))
			return entry;
	}
	return NULL;
}

static void
read_binding(const struct map_reader *reader, const struct yaml_node *key,
		const struct yaml_node *value, int context)
{
	struct map_file *file = reader->file;
	struct map_entry entry = {.column = key->column};
	entry.binding.context = context;
	entry.binding.path = file->path;
	entry.binding.line = key->line;
	/* Both are looked at, so that both are told. */
	bool is_good = map_entry_parse_keys(reader, key, &entry.binding);
	is_good = map_entry_parse_value(reader, value, &entry) && is_good;
	if (!is_good)
		return;
	const struct map_entry *other = find_entry(file, &entry);
	if (other != NULL) {
		map_problem(reader, key, "'%s' is bound on line %zu already", key->text,
				other->binding.line);
		return;
	}
	file->entries = xgrow(file->entries, file->entry_count, &file->entry_capacity,
			sizeof(*file->entries));
	file->entries[file->entry_count++] = entry;
}

static void
read_context(const struct map_reader *reader, const struct yaml_node *key,
		const struct yaml_node *bindings)
{
	const struct vocabulary *vocabulary = reader->vocabulary;
	size_t context = 0;
	while (context < vocabulary->context_count &&
			strcmp(vocabulary->contexts[context], key->text) != 0)
		context++;
	if (context == vocabulary->context_count) {
		tell_unknown(reader, key, "context", vocabulary->contexts, context);
		return;
	}
	if (bindings->kind == YAML_SCALAR && yaml_type(bindings) == YAML_NULL)
		return;
	if (bindings->kind != YAML_MAPPING) {
		map_problem(reader, bindings, "a context holds lines of 'key: action'");
		return;
	}
	if (bindings->count > MAP_MAX_ENTRIES - reader->file->entry_count) {
		map_problem(reader, bindings, "more than %d bindings", MAP_MAX_ENTRIES);
		return;
	}
	for (size_t i = 0; i < bindings->count; i++)
		read_binding(reader, bindings->keys[i], bindings->items[i], (int)context);
}

static void
read_contexts(const struct map_reader *reader, const struct yaml_node *contexts)
{
	if (contexts->kind == YAML_SCALAR && yaml_type(contexts) == YAML_NULL)
		return;
	if (contexts->kind != YAML_MAPPING) {
		map_problem(reader, contexts, "contexts holds the contexts' names, each with keys");
		return;
	}
	for (size_t i = 0; i < contexts->count; i++) {
		const struct yaml_node *key = contexts->keys[i];
		if (expect_scalar(reader, key, "a context's name") &&
				!is_second(reader, contexts, i))
			read_context(reader, key, contexts->items[i]);
	}
}

static void (*const field_readers[])(const struct map_reader *, const struct yaml_node *) = {
		read_name,
		read_inherit,
		read_digits,
		read_timeout,
		read_contexts,
};

static const char *const field_names[] = {"name", "inherit", "digits", "timeout_ms", "contexts"};

enum { FIELD_COUNT = sizeof(field_names) / sizeof(field_names[0]) };

static void
read_field(const struct map_reader *reader, const struct yaml_node *key,
		const struct yaml_node *value)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (strcmp(key->text, field_names[i]) == 0) {
			field_readers[i](reader, value);
			return;
		}
	}
	const struct vocabulary *vocabulary = reader->vocabulary;
	for (size_t i = 0; i < vocabulary->context_count; i++) {
		if (strcmp(key->text, vocabulary->contexts[i]) != 0)
			continue;
		map_problem(reader, key, "unknown field '%s'; a context stands under 'contexts:'",
				key->text);
		return;
	}
	tell_unknown(reader, key, "field", field_names, FIELD_COUNT);
}

static void
read_root(const struct map_reader *reader, const struct yaml_node *root)
{
	if (root == NULL || (root->kind == YAML_SCALAR && yaml_type(root) == YAML_NULL))
		return;
	if (root->kind != YAML_MAPPING) {
		reader->file->is_broken = true;
		map_problem(reader, root, "a key map holds fields such as 'contexts:'");
		return;
	}
	/* A long list of fields is one of wrong ones: the first few say enough. */
	size_t count = root->count < 100 ? root->count : 100;
	for (size_t i = 0; i < count; i++) {
		const struct yaml_node *key = root->keys[i];
		if (expect_scalar(reader, key, "a field's name") && !is_second(reader, root, i))
			read_field(reader, key, root->items[i]);
	}
}

void
map_file_parse(const struct map_reader *reader, const char *text, size_t length)
{
	struct map_file *file = reader->file;
	if (length > MAP_MAX_SIZE) {
		file->is_broken = true;
		problems_add(reader->problems, SEVERITY_ERROR, file->path, 0, 0,
				"a key map larger than 1 MiB");
		return;
	}
	struct arena *arena = arena_new();
	struct yaml_node *root;
	struct err err;
	if (yaml_parse(arena, text, length, &root, &err)) {
		read_root(reader, root);
	} else {
		file->is_broken = true;
		err_add_path(&err, file->path);
		problems_add_err(reader->problems, SEVERITY_ERROR, &err);
	}
	arena_free(arena);
}

void
map_file_free(struct map_file *file)
{
	free(file->entries);
	file->entries = NULL;
	file->entry_count = 0;
}
