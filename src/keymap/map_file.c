#include "keymap/map_file.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "conf/nearest.h"
#include "conf/yaml.h"

#include <string.h>

const char *const map_digits_names[] = {
		[DIGITS_NONE] = "none", [DIGITS_COUNT] = "count", [DIGITS_LINK] = "link"};

static bool
expect_scalar(const struct map_reader *reader, const struct yaml_node *node, const char *what)
{
	if (node->kind == YAML_SCALAR)
		return true;
	return map_problem(reader, node, _("%s must be a single text"), what);
}

/* The key of a pair: a text that no earlier pair has, since the reader would not know which one counts. */
static bool
expect_key(const struct map_reader *reader, const struct yaml_node *mapping, size_t index,
		const char *what)
{
	const struct yaml_node *key = mapping->keys[index];
	if (!expect_scalar(reader, key, what))
		return false;
	const struct yaml_node *earlier = yaml_earlier_key(mapping, index);
	if (earlier != NULL)
		map_problem(reader, key, _("'%s' stands on line %zu already"), key->text,
				earlier->line);
	return earlier == NULL;
}

static void
read_name(const struct map_reader *reader, const struct yaml_node *value)
{
	if (!expect_scalar(reader, value, "name"))
		return;
	if (strcmp(value->text, reader->file->name) != 0)
		map_warning(reader, value, _("name is '%s', but the file is that of the map '%s'"),
				value->text, reader->file->name);
}

static void
read_inherit(const struct map_reader *reader, const struct yaml_node *value)
{
	struct map_file *file = reader->file;
	file->is_broken = !expect_scalar(reader, value, "inherit");
	if (file->is_broken)
		return;
	file->inherit = yaml_is_null(value) ? "none" : arena_text(reader->arena, value->text);
	file->inherit_line = value->line;
	file->inherit_column = value->column;
}

static void
read_digits(const struct map_reader *reader, const struct yaml_node *value)
{
	if (!expect_scalar(reader, value, "digits"))
		return;
	struct nearest_hint hint;
	int digits = nearest_choose(map_digits_names, DIGITS_LINK + 1, value->text, &hint);
	if (digits < 0)
		map_problem(reader, value, _("unknown use of digits '%s'%s"), value->text,
				hint.text);
	reader->file->has_digits = digits >= 0;
	if (digits >= 0)
		reader->file->digits = (enum keymap_digits)digits;
}

static void
read_timeout(const struct map_reader *reader, const struct yaml_node *value)
{
	if (!expect_scalar(reader, value, "timeout_ms"))
		return;
	unsigned long timeout;
	if (!ascii_read_number(value->text, MAP_MAX_TIMEOUT_MS, &timeout)) {
		map_problem(reader, value, _("timeout_ms must be a number of 0 to %d, not '%s'"),
				MAP_MAX_TIMEOUT_MS, value->text);
		return;
	}
	reader->file->has_timeout = true;
	reader->file->timeout_ms = (int)timeout;
}

size_t
map_table_find(const struct map_table *table, int context, const struct chord_sequence *keys)
{
	size_t i = 0;
	while (i < table->count &&
			(table->entries[i].binding.context != context ||
					!chord_sequence_equal(
							&table->entries[i].binding.keys, keys)))
		i++;
	return i;
}

void
map_table_append(struct map_table *table, const struct map_entry *entry)
{
	table->entries = xgrow(
			table->entries, table->count, &table->capacity, sizeof(*table->entries));
	table->entries[table->count++] = *entry;
}

static void
read_binding(const struct map_reader *reader, const struct yaml_node *key,
		const struct yaml_node *value, int context)
{
	struct map_file *file = reader->file;
	struct map_entry entry = {.layer = file->layer, .column = key->column};
	entry.binding.context = context;
	entry.binding.path = file->path;
	entry.binding.line = key->line;
	/* Both are parsed even if the first is bad, so that both are reported. */
	bool is_good = map_entry_parse_keys(reader, key, &entry.binding);
	is_good = map_entry_parse_value(reader, value, &entry) && is_good;
	if (!is_good)
		return;
	size_t other = map_table_find(&file->table, context, &entry.binding.keys);
	if (other < file->table.count)
		map_problem(reader, key, _("'%s' is bound on line %zu already"), key->text,
				file->table.entries[other].binding.line);
	else
		map_table_append(&file->table, &entry);
}

static void
read_context(const struct map_reader *reader, const struct yaml_node *key,
		const struct yaml_node *bindings)
{
	const struct vocabulary *vocabulary = reader->vocabulary;
	struct nearest_hint hint;
	int context = nearest_choose(
			vocabulary->contexts, vocabulary->context_count, key->text, &hint);
	if (context < 0)
		map_problem(reader, key, _("unknown context '%s'%s"), key->text, hint.text);
	if (context < 0 || yaml_is_null(bindings))
		return;
	if (bindings->kind != YAML_MAPPING) {
		map_problem(reader, bindings, _("a context holds lines of 'key: action'"));
		return;
	}
	if (bindings->count > MAP_MAX_ENTRIES - reader->file->table.count) {
		map_problem(reader, bindings, _("more than %d bindings"), MAP_MAX_ENTRIES);
		return;
	}
	for (size_t i = 0; i < bindings->count; i++)
		read_binding(reader, bindings->keys[i], bindings->items[i], context);
}

static void
read_contexts(const struct map_reader *reader, const struct yaml_node *contexts)
{
	if (yaml_is_null(contexts))
		return;
	if (contexts->kind != YAML_MAPPING) {
		map_problem(reader, contexts,
				_("contexts holds the contexts' names, each with keys"));
		return;
	}
	for (size_t i = 0; i < contexts->count; i++)
		if (expect_key(reader, contexts, i, _("a context's name")))
			read_context(reader, contexts->keys[i], contexts->items[i]);
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
	const struct vocabulary *vocabulary = reader->vocabulary;
	for (size_t i = 0; i < vocabulary->context_count; i++) {
		if (strcmp(key->text, vocabulary->contexts[i]) != 0)
			continue;
		map_problem(reader, key,
				_("unknown field '%s'; a context stands under 'contexts:'"),
				key->text);
		return;
	}
	struct nearest_hint hint;
	int field = nearest_choose(field_names, FIELD_COUNT, key->text, &hint);
	if (field < 0)
		map_problem(reader, key, _("unknown field '%s'%s"), key->text, hint.text);
	else
		field_readers[field](reader, value);
}

static void
read_root(const struct map_reader *reader, const struct yaml_node *root)
{
	if (yaml_is_null(root))
		return;
	if (root->kind != YAML_MAPPING) {
		reader->file->is_broken = true;
		map_problem(reader, root, _("a key map holds fields such as 'contexts:'"));
		return;
	}
	/* A long list of fields is one of wrong ones: the first few say enough. */
	size_t count = root->count < 100 ? root->count : 100;
	for (size_t i = 0; i < count; i++)
		if (expect_key(reader, root, i, _("a field's name")))
			read_field(reader, root->keys[i], root->items[i]);
}

void
map_file_parse(const struct map_reader *reader, const char *text, size_t length)
{
	struct map_file *file = reader->file;
	if (length > MAP_MAX_SIZE) {
		file->is_broken = true;
		problems_add(reader->problems, SEVERITY_ERROR, file->path, 0, 0,
				_("a key map larger than 1 MiB"));
		return;
	}
	struct arena *arena = arena_new();
	struct yaml_node *root;
	struct err err;
	if (yaml_parse(arena, text, length, &root, &err)) {
		read_root(reader, root);
	} else {
		file->is_broken = true;
		err_translate(&err);
		err_add_path(&err, file->path);
		problems_add_err(reader->problems, SEVERITY_ERROR, &err);
	}
	arena_free(arena);
}
