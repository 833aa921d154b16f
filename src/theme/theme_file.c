#include "theme/theme_file.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/err.h"
#include "base/language.h"
#include "conf/nearest.h"
#include "conf/yaml.h"

#include <string.h>

const char *const theme_attributes[THEME_ATTRIBUTES] = {
		"bold", "dim", "italic", "underline", "reverse"};

const char *const theme_named_colors[THEME_NAMED_COLORS] = {"black", "red", "green", "yellow",
		"blue", "magenta", "cyan", "white", "bright_black", "bright_red", "bright_green",
		"bright_yellow", "bright_blue", "bright_magenta", "bright_cyan", "bright_white"};

const char theme_own_color[] = "own";

void
theme_problem(const struct theme_files *files, const struct theme_file *file,
		const struct yaml_node *node, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	problems_vadd(files->problems, SEVERITY_ERROR, file->path, node->line, node->column, format,
			arguments);
	va_end(arguments);
}

/* Whether an earlier pair has this key, a scalar; that is reported: a reader would not know which one counts. */
static bool
is_double(const struct theme_files *files, const struct theme_file *file,
		const struct yaml_node *mapping, size_t index)
{
	const struct yaml_node *key = mapping->keys[index];
	const struct yaml_node *earlier = yaml_earlier_key(mapping, index);
	if (earlier != NULL)
		theme_problem(files, file, key, _("'%s' stands on line %zu already"), key->text,
				earlier->line);
	return earlier != NULL;
}

/* --- Colours --- */

/* One without quotes is none: YAML takes it for a comment. */
static void
report_no_color(const struct theme_files *files, const struct theme_file *file,
		const struct yaml_node *node)
{
	theme_problem(files, file, node,
			_("a colour is missing; \"#rrggbb\" stands in quotes, since # begins a "
			  "comment"));
}

/* `#rrggbb`; false: it is none. */
static bool
read_rgb(const char *text, color_value *value)
{
	color_value number = 0;
	if (text[0] != '#' || strlen(text) != 7)
		return false;
	for (const char *digit = text + 1; *digit != '\0'; digit++) {
		int hex = ascii_hex_value(*digit);
		if (hex < 0)
			return false;
		number = number << 4 | hex;
	}
	*value = number;
	return true;
}

/* The colour of a file that has this name, as it stands there; the uppermost file's. */
static const struct yaml_node *
find_color(const struct theme_files *files, const char *name)
{
	const struct yaml_node *node = NULL;
	for (size_t i = 0; i < files->count && node == NULL; i++)
		node = yaml_get(files->files[i].colors, name);
	return node;
}

/* Whether the word is a colour: `#rrggbb`, the terminal's, or the name of one in a file. */
static bool
read_color(const struct theme_files *files, const char *word, color_value *value)
{
	const struct yaml_node *defined = find_color(files, word);
	if (defined != NULL)
		word = yaml_text_or(defined, "");
	if (strcmp(word, theme_own_color) == 0) {
		*value = COLOR_OWN;
		return true;
	}
	for (int i = 0; i < THEME_NAMED_COLORS; i++) {
		if (strcmp(word, theme_named_colors[i]) == 0) {
			*value = COLOR_NAMED + i;
			return true;
		}
	}
	return read_rgb(word, value);
}

/* Colours are defined by themselves, not by each other. */
static void
check_colors(const struct theme_files *files, const struct theme_file *file)
{
	const struct theme_files none = {.count = 0};
	color_value value;
	for (size_t i = 0; file->colors != NULL && i < file->colors->count; i++) {
		const struct yaml_node *node = file->colors->items[i];
		if (yaml_is_null(node))
			report_no_color(files, file, node);
		else if (yaml_text(node) == NULL || !read_color(&none, node->text, &value))
			theme_problem(files, file, node,
					_("a colour is written \"#rrggbb\", not '%s'"),
					yaml_text_or(node, ""));
	}
}

/* --- Looks --- */

static int
find_attribute(const char *word)
{
	int i = 0;
	while (i < THEME_ATTRIBUTES && strcmp(word, theme_attributes[i]) != 0)
		i++;
	return i < THEME_ATTRIBUTES ? i : -1;
}

/* A look in the reading. */
struct look_reader {
	const struct theme_files *files;
	const struct theme_file *file;
	const struct yaml_node *node;
	struct theme_look look;
	bool has_colors;     /* they may be said */
	bool is_ground_next; /* the last word was `on` */
};

static void
report_color(const struct look_reader *reader, const char *word)
{
	const struct theme_files *files = reader->files;
	struct nearest nearest = nearest_to(word);
	for (size_t i = 0; reader->has_colors && i < files->count; i++) {
		const struct yaml_node *colors = files->files[i].colors;
		for (size_t j = 0; colors != NULL && j < colors->count; j++)
			nearest_offer(&nearest, colors->keys[j]->text);
	}
	for (size_t i = 0; reader->has_colors && i < THEME_NAMED_COLORS; i++)
		nearest_offer(&nearest, theme_named_colors[i]);
	for (size_t i = 0; i < THEME_ATTRIBUTES; i++)
		nearest_offer(&nearest, theme_attributes[i]);
	theme_problem(files, reader->file, reader->node,
			reader->has_colors ? _("'%s' is neither a colour nor an attribute%s")
					   : _("'%s' is no attribute%s"),
			word, nearest_hint(&nearest).text);
}

static bool
report_word(const struct look_reader *reader, const char *word, bool is_second)
{
	if (is_second)
		theme_problem(reader->files, reader->file, reader->node,
				_("'%s' is a second colour; that of the ground stands after 'on'"),
				word);
	else
		report_color(reader, word);
	return false;
}

/* False when the word is reported. */
static bool
read_word(struct look_reader *reader, const char *word)
{
	int attribute = find_attribute(word);
	bool is_ground = reader->is_ground_next;
	color_value *place = is_ground ? &reader->look.ground : &reader->look.ink;
	color_value value;
	reader->is_ground_next = false;
	if (!is_ground && attribute >= 0) {
		reader->look.attributes |= 1U << attribute;
		return true;
	}
	if (!reader->has_colors)
		return report_word(reader, word, false);
	if (strcmp(word, "on") == 0 && !is_ground && reader->look.ground == COLOR_OF_TEXT) {
		reader->is_ground_next = true;
		return true;
	}
	if (!read_color(reader->files, word, &value))
		return report_word(reader, word, false);
	if (*place != COLOR_OF_TEXT)
		return report_word(reader, word, true);
	*place = value;
	return true;
}

/* Reads "bold accent on paper", or attributes alone. False when it is reported. */
static bool
read_look(struct look_reader *reader, const struct yaml_node *node)
{
	const char *text = yaml_text(node);
	reader->node = node;
	reader->is_ground_next = false;
	reader->look = (struct theme_look){COLOR_OF_TEXT, COLOR_OF_TEXT, 0, 0};
	bool is_missing = yaml_is_null(node), is_good = text != NULL && !is_missing;
	if (!is_good && !is_missing)
		theme_problem(reader->files, reader->file, node,
				_("a look is a text, as 'bold accent on paper'"));
	while (is_good && *(text += strspn(text, " ")) != '\0') {
		size_t length = strcspn(text, " ");
		is_good = read_word(reader, arena_copy(reader->files->arena, text, length));
		text += length;
	}
	is_missing = is_missing || (is_good && reader->is_ground_next);
	if (is_missing)
		report_no_color(reader->files, reader->file, node);
	return is_good && !is_missing;
}

/* A look, or attributes, of a role in two parts. */
static void
apply_part(struct look_reader *reader, const struct yaml_node *parts, size_t index,
		struct theme_look *look)
{
	static const char *const names[] = {"look", "mono"};
	const struct yaml_node *key = parts->keys[index];
	struct nearest_hint hint;
	const char *name = yaml_text_or(key, "");
	int part = nearest_choose(names, 2, name, &hint);
	if (part < 0)
		theme_problem(reader->files, reader->file, key, _("unknown field '%s'%s"), name,
				hint.text);
	reader->has_colors = part == 0;
	if (part < 0 || is_double(reader->files, reader->file, parts, index) ||
			!read_look(reader, parts->items[index]))
		return;
	unsigned mono = look->mono;
	if (part == 0)
		*look = reader->look;
	look->mono = part == 0 ? mono : reader->look.attributes;
}

static void
apply_role(struct look_reader *reader, const struct yaml_node *value, struct theme_look *look)
{
	reader->has_colors = true;
	if (value->kind == YAML_MAPPING) {
		for (size_t i = 0; i < value->count && i < THEME_MAX_FIELDS; i++)
			apply_part(reader, value, i, look);
		return;
	}
	if (!read_look(reader, value))
		return;
	bool is_mono = reader->look.ink == COLOR_OF_TEXT && reader->look.ground == COLOR_OF_TEXT;
	unsigned mono = is_mono ? reader->look.attributes : look->mono;
	*look = reader->look;
	look->mono = mono;
}

void
theme_file_apply(
		const struct theme_files *files, const struct theme_file *file, struct theme *theme)
{
	struct look_reader reader = {.files = files, .file = file};
	const char *names[ROLE_COUNT_OF_ROLES];
	for (int role = 0; role < ROLE_COUNT_OF_ROLES; role++)
		names[role] = role_name((enum role)role);
	check_colors(files, file);
	for (size_t i = 0; file->roles != NULL && i < file->roles->count; i++) {
		struct nearest_hint hint;
		const struct yaml_node *key = file->roles->keys[i];
		const char *name = yaml_text_or(key, "");
		int role = nearest_choose(names, ROLE_COUNT_OF_ROLES, name, &hint);
		if (role < 0)
			theme_problem(files, file, key, _("unknown role '%s'%s"), name, hint.text);
		else
			apply_role(&reader, file->roles->items[i], &theme->looks[role]);
	}
}

/* --- The file --- */

/* The value of a field that holds names, each with something; NULL when there are none, or after a report. */
static const struct yaml_node *
read_names(const struct theme_files *files, const struct theme_file *file,
		const struct yaml_node *key, const struct yaml_node *value)
{
	if (yaml_is_null(value))
		return NULL;
	if (value->kind != YAML_MAPPING) {
		theme_problem(files, file, value, _("'%s' holds lines of 'name: value'"),
				key->text);
		return NULL;
	}
	if (value->count > THEME_MAX_NAMES) {
		theme_problem(files, file, value, _("more than %d names"), THEME_MAX_NAMES);
		return NULL;
	}
	for (size_t i = 0; i < value->count; i++) {
		if (yaml_text(value->keys[i]) == NULL) {
			theme_problem(files, file, value->keys[i],
					_("a name must be a single text"));
			return NULL;
		}
		if (is_double(files, file, value, i))
			return NULL;
	}
	return value;
}

static void
read_field(const struct theme_files *files, struct theme_file *file, const struct yaml_node *root,
		size_t index)
{
	enum { INHERIT, COLORS, ROLES, FIELDS };
	static const char *const names[FIELDS] = {"inherit", "colors", "roles"};
	const struct yaml_node *key = root->keys[index], *value = root->items[index];
	struct nearest_hint hint;
	const char *name = yaml_text_or(key, "");
	int field = nearest_choose(names, FIELDS, name, &hint);
	if (field < 0)
		theme_problem(files, file, key, _("unknown field '%s'%s"), name, hint.text);
	else if (is_double(files, file, root, index))
		;
	else if (field == COLORS)
		file->colors = read_names(files, file, key, value);
	else if (field == ROLES)
		file->roles = read_names(files, file, key, value);
	else if (yaml_text(value) == NULL)
		theme_problem(files, file, value, _("'%s' must be a single text"), name);
	else
		file->inherit = value;
}

void
theme_file_parse(struct theme_files *files, const char *path, const char *text, size_t length)
{
	struct theme_file *file = &files->files[files->count++];
	struct yaml_node *root;
	struct err err;
	*file = (struct theme_file){.path = arena_text(files->arena, path)};
	if (!yaml_parse(files->arena, text, length, &root, &err)) {
		err_translate(&err);
		err_add_path(&err, path);
		problems_add_err(files->problems, SEVERITY_ERROR, &err);
	} else if (root != NULL && root->kind == YAML_MAPPING) {
		for (size_t i = 0; i < root->count && i < THEME_MAX_FIELDS; i++)
			read_field(files, file, root, i);
	} else if (!yaml_is_null(root)) {
		theme_problem(files, file, root, _("a theme holds fields such as 'roles:'"));
	}
}
