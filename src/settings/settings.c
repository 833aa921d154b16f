#include "settings/settings.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "conf/nearest.h"
#include "conf/yaml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	MAX_FILE_SIZE = 1024 * 1024,
	MAX_FIELDS = 100, /* of a file: more than that are wrong ones */
	BOX_HORIZONTAL = 0x2500,
};

struct choice {
	const char *name;
	int value;
};

static const struct choice themes[] = {
		{"default", 0}, {"light", 0}, {"dark", 0}, {"mono", 0}, {NULL, 0}};

static const struct choice link_styles[] = {
		{"inline", LINKS_INLINE}, {"list", LINKS_LIST}, {"none", LINKS_NONE}, {NULL, 0}};

static const struct choice switches[] = {
		{"true", 1}, {"false", 0}, {"yes", 1}, {"no", 0}, {"on", 1}, {"off", 0}, {NULL, 0}};

enum { GRAPHICS_UTF8, GRAPHICS_ASCII, GRAPHICS_AUTO };

static const struct choice graphics[] = {{"utf8", GRAPHICS_UTF8}, {"ascii", GRAPHICS_ASCII},
		{"auto", GRAPHICS_AUTO}, {NULL, 0}};

/* Finds a value's name among the choices; false with err, which names them all. */
static bool
choose(const struct choice *choices, const char *setting, const char *value, int *chosen,
		struct err *err)
{
	struct nearest nearest = nearest_to(value);
	struct buf hint;
	buf_init(&hint);
	for (size_t i = 0; choices[i].name != NULL; i++) {
		if (strcmp(choices[i].name, value) == 0) {
			*chosen = choices[i].value;
			buf_free(&hint);
			return true;
		}
		nearest_offer(&nearest, choices[i].name);
	}
	nearest_format(&nearest, &hint);
	buf_add_text(&hint, " (one of:");
	for (size_t i = 0; choices[i].name != NULL; i++)
		buf_format(&hint, "%s %s", i > 0 ? "," : "", choices[i].name);
	err_set(err, "%s cannot be '%s'%s)", setting, value, hint.data);
	buf_free(&hint);
	return false;
}

static void
set_text(char **place, char *text)
{
	free(*place);
	*place = text;
}

static bool
set_archive(struct settings *settings, const char *value, struct err *err)
{
	if (value[0] == '\0')
		return err_set(err, "archive must be the path of a folder");
	const char *home = getenv("HOME");
	bool is_in_home = value[0] == '~' && (value[1] == '/' || value[1] == '\0');
	if (is_in_home && home != NULL)
		set_text(&settings->archive, xformat("%s%s", home, value + 1));
	else
		set_text(&settings->archive, xstrdup(value));
	return true;
}

static bool
set_keymap(struct settings *settings, const char *value, struct err *err)
{
	/* It becomes a file's name. */
	if (value[0] == '\0' || value[0] == '.' || strchr(value, '/') != NULL)
		return err_set(err, "keymap must be a key map's name, as vim, not '%s'", value);
	set_text(&settings->keymap, xstrdup(value));
	return true;
}

static bool
set_theme(struct settings *settings, const char *value, struct err *err)
{
	int ignored;
	if (!choose(themes, "theme", value, &ignored, err))
		return false;
	set_text(&settings->theme, xstrdup(value));
	return true;
}

static bool
set_width(struct settings *settings, const char *value, struct err *err)
{
	size_t length = strlen(value);
	bool is_number = length > 0 && length <= 6 && strspn(value, "0123456789") == length;
	unsigned long width = is_number ? strtoul(value, NULL, 10) : 0;
	bool is_good = is_number &&
		       (width == 0 || (width >= LAYOUT_MIN_WIDTH && width <= LAYOUT_MAX_WIDTH));
	if (!is_good)
		return err_set(err, "width must be a number of %d to %d, or 0 to fit, not '%s'",
				LAYOUT_MIN_WIDTH, LAYOUT_MAX_WIDTH, value);
	settings->width = width;
	return true;
}

static bool
set_links(struct settings *settings, const char *value, struct err *err)
{
	int style;
	if (!choose(link_styles, "links", value, &style, err))
		return false;
	settings->links = (enum link_style)style;
	return true;
}

static bool
set_line_graphics(struct settings *settings, const char *value, struct err *err)
{
	int choice;
	if (!choose(graphics, "line_graphics", value, &choice, err))
		return false;
	/* Box drawing is of ambiguous width (UAX #11): where it counts two columns, borders break. */
	bool is_broken = text_codepoint_columns(BOX_HORIZONTAL) != 1;
	settings->ascii = choice == GRAPHICS_ASCII || (choice == GRAPHICS_AUTO && is_broken);
	return true;
}

static bool
set_switch(bool *place, const char *setting, const char *value, struct err *err)
{
	int chosen;
	if (!choose(switches, setting, value, &chosen, err))
		return false;
	*place = chosen != 0;
	return true;
}

static bool
set_mouse(struct settings *settings, const char *value, struct err *err)
{
	return set_switch(&settings->mouse, "mouse", value, err);
}

static bool
set_center(struct settings *settings, const char *value, struct err *err)
{
	return set_switch(&settings->center, "center", value, err);
}

static bool
set_indent(struct settings *settings, const char *value, struct err *err)
{
	size_t length = strlen(value);
	bool is_number = length > 0 && length <= 2 && strspn(value, "0123456789") == length;
	unsigned long indent = is_number ? strtoul(value, NULL, 10) : 0;
	if (!is_number || indent > LAYOUT_MAX_INDENT)
		return err_set(err, "indent must be a number of 0 to %d, not '%s'",
				LAYOUT_MAX_INDENT, value);
	settings->typography.indent = indent;
	return true;
}

static bool
set_spacing(struct settings *settings, const char *value, struct err *err)
{
	return set_switch(&settings->typography.spacing, "spacing", value, err);
}

static bool
set_hanging(struct settings *settings, const char *value, struct err *err)
{
	return set_switch(&settings->typography.hanging, "hanging", value, err);
}

static bool
set_ambiguous(struct settings *settings, const char *value, struct err *err)
{
	static const struct choice columns[] = {{"1", 1}, {"2", 2}, {NULL, 0}};
	int chosen;
	if (!choose(columns, "ambiguous", value, &chosen, err))
		return false;
	settings->typography.wide_ambiguous = chosen == 2;
	return true;
}

static const struct {
	const char *name;
	bool (*set)(struct settings *settings, const char *value, struct err *err);
} fields[] = {
		{"archive", set_archive},
		{"keymap", set_keymap},
		{"theme", set_theme},
		{"width", set_width},
		{"links", set_links},
		{"line_graphics", set_line_graphics},
		{"indent", set_indent},
		{"spacing", set_spacing},
		{"hanging", set_hanging},
		{"ambiguous", set_ambiguous},
		{"mouse", set_mouse},
		{"center", set_center},
};

enum { FIELD_COUNT = sizeof(fields) / sizeof(fields[0]) };

struct settings *
settings_new(void)
{
	struct settings *settings = xcalloc(1, sizeof(*settings));
	settings->keymap = xstrdup("default");
	settings->theme = xstrdup("default");
	settings->links = LINKS_INLINE;
	settings->mouse = true;
	settings->center = true;
	return settings;
}

struct settings *
settings_copy(const struct settings *settings)
{
	struct settings *copy = xmalloc(sizeof(*copy));
	*copy = *settings;
	copy->archive = settings->archive != NULL ? xstrdup(settings->archive) : NULL;
	copy->keymap = xstrdup(settings->keymap);
	copy->theme = xstrdup(settings->theme);
	return copy;
}

void
settings_free(struct settings *settings)
{
	if (settings == NULL)
		return;
	free(settings->archive);
	free(settings->keymap);
	free(settings->theme);
	free(settings);
}

bool
settings_set(struct settings *settings, const char *name, const char *value, struct err *err)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (strcmp(fields[i].name, name) == 0)
			return fields[i].set(settings, value, err);
		nearest_offer(&nearest, fields[i].name);
	}
	struct buf hint;
	buf_init(&hint);
	nearest_format(&nearest, &hint);
	err_set(err, "unknown setting '%s'%s", name, hint.data);
	buf_free(&hint);
	return false;
}

/* --- The file --- */

/* Tells `err` at a node of the file. */
static void
tell(struct problems *problems, const char *path, const struct yaml_node *node, const char *reason)
{
	problems_add(problems, SEVERITY_ERROR, path, node->line, node->column, "%s", reason);
}

static bool
is_second(const struct yaml_node *root, size_t index)
{
	const struct yaml_node *key = root->keys[index];
	for (size_t i = 0; i < index; i++)
		if (root->keys[i]->kind == YAML_SCALAR &&
				strcmp(root->keys[i]->text, key->text) == 0)
			return true;
	return false;
}

static void
read_field(struct settings *settings, const struct yaml_node *root, size_t index, const char *path,
		struct problems *problems)
{
	const struct yaml_node *key = root->keys[index];
	const struct yaml_node *value = root->items[index];
	struct err err;
	if (key->kind != YAML_SCALAR) {
		tell(problems, path, key, "a setting's name must be a single text");
	} else if (is_second(root, index)) {
		err_set(&err, "'%s' stands twice", key->text);
		tell(problems, path, key, err.reason);
	} else if (value->kind != YAML_SCALAR || strlen(value->text) != value->length) {
		err_set(&err, "'%s' must be a single text", key->text);
		tell(problems, path, value, err.reason);
	} else if (!settings_set(settings, key->text, value->text, &err)) {
		bool is_unknown = strncmp(err.reason, "unknown", 7) == 0;
		tell(problems, path, is_unknown ? key : value, err.reason);
	}
}

static void
read_text(struct settings *settings, const struct buf *text, const char *path,
		struct problems *problems)
{
	struct arena *arena = arena_new();
	struct yaml_node *root;
	struct err err;
	if (!yaml_parse(arena, text->data, text->length, &root, &err)) {
		err_add_path(&err, path);
		problems_add_err(problems, SEVERITY_ERROR, &err);
	} else if (root != NULL && root->kind == YAML_MAPPING) {
		for (size_t i = 0; i < root->count && i < MAX_FIELDS; i++)
			read_field(settings, root, i, path, problems);
	} else if (root != NULL && yaml_type(root) != YAML_NULL) {
		tell(problems, path, root, "settings are lines of 'name: value'");
	}
	arena_free(arena);
}

/* Exchanges what the two hold. */
static void
swap(struct settings *a, struct settings *b)
{
	struct settings kept = *a;
	*a = *b;
	*b = kept;
}

static bool
read_file(struct settings *settings, const char *path, struct problems *problems)
{
	size_t errors_before = problems_error_count(problems);
	struct settings *fresh = settings_copy(settings);
	struct buf text;
	struct err err;
	buf_init(&text);
	if (file_read(path, MAX_FILE_SIZE, &text, &err))
		read_text(fresh, &text, path, problems);
	else
		problems_add_err(problems, SEVERITY_ERROR, &err);
	bool is_good = problems_error_count(problems) == errors_before;
	if (is_good)
		swap(settings, fresh);
	settings_free(fresh);
	buf_free(&text);
	return is_good;
}

bool
settings_read(struct settings *settings, const char *path, struct problems *problems)
{
	if (path != NULL)
		return read_file(settings, path, problems);
	char *own = file_config_path("config.yaml");
	bool is_there = own != NULL && (access(own, F_OK) == 0 || errno != ENOENT);
	bool is_good = !is_there || read_file(settings, own, problems);
	free(own);
	return is_good;
}
