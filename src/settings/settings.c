#include "settings/settings.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/gate.h"
#include "base/language.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "conf/nearest.h"
#include "conf/yaml.h"
#include "settings/named_files.h"
#include "settings/theme_files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	MAX_FILE_SIZE = 1024 * 1024,
	MAX_FIELDS = 100, /* of a file; there are fewer settings */
	BOX_HORIZONTAL = 0x2500,
};

#define DEFAULT_MEASURE "80"

/* A setting, and how its value is read into its place in struct settings. */
struct field {
	const char *name;
	bool (*set)(const struct field *field, void *place, const char *value, struct err *err);
	size_t offset;		  /* of its place */
	const char *initial;	  /* the value until another is set; NULL: none */
	const char *example;	  /* a value, as YAML, where there is no initial one */
	const char *help;	  /* what it means, lower case, no period */
	const char *const *names; /* values that it may have, NULL after the last */
	size_t least, most;	  /* of a number */
	const char *now;	  /* the setting that this is an old name of; NULL: it is none */
};

/* The index of a value among the field's names; -1 with err, which has them all. */
static int
choose(const struct field *field, const char *value, struct err *err)
{
	struct nearest_hint hint;
	size_t count = 0;
	while (field->names[count] != NULL)
		count++;
	int chosen = nearest_choose(field->names, count, value, &hint);
	if (chosen < 0)
		err_set(err, _("%s cannot be '%s'%s"), field->name, value, hint.text);
	return chosen;
}

static bool
set_archive(const struct field *field, void *place, const char *value, struct err *err)
{
	char **archive = place;
	if (value[0] == '\0')
		return err_set(err, _("%s must be the path of a folder"), field->name);
	free(*archive);
	*archive = file_expand_home(value);
	return true;
}

/* In the file they are a mapping (read_archives). */
static bool
set_archives(const struct field *field, void *place, const char *value, struct err *err)
{
	(void)place;
	(void)value;
	return err_set(err, _("%s must be lines of 'name: path'"), field->name);
}

static bool
set_keymap(const struct field *field, void *place, const char *value, struct err *err)
{
	if (!named_files_is_name(value))
		return err_set(err, _("%s must be a key map's name, as vim, not '%s'"), field->name,
				value);
	xreplace(place, value);
	return true;
}

static bool
set_theme(const struct field *field, void *place, const char *value, struct err *err)
{
	(void)field;
	if (!theme_files_check(value, err))
		return false;
	xreplace(place, value);
	return true;
}

static bool
set_name(const struct field *field, void *place, const char *value, struct err *err)
{
	if (choose(field, value, err) < 0)
		return false;
	xreplace(place, value);
	return true;
}

static bool
set_number(const struct field *field, void *place, const char *value, struct err *err)
{
	unsigned long number;
	if (!ascii_read_number(value, field->most, &number) || number < field->least)
		return err_set(err, _("%s must be a number of %zu to %zu, not '%s'"), field->name,
				field->least, field->most, value);
	*(size_t *)place = number;
	return true;
}

/* What `measure` was once called; 0 was the default then. */
static bool
set_width(const struct field *field, void *place, const char *value, struct err *err)
{
	return set_number(field, place, strcmp(value, "0") == 0 ? DEFAULT_MEASURE : value, err);
}

/* Compilers keep an enum without negative values as an unsigned. */
_Static_assert(sizeof(enum link_style) == sizeof(unsigned) &&
				sizeof(enum read_when) == sizeof(unsigned) &&
				sizeof(enum open_style) == sizeof(unsigned),
		"an enum that set_choice sets is an unsigned");

static bool
set_choice(const struct field *field, void *place, const char *value, struct err *err)
{
	int chosen = choose(field, value, err);
	if (chosen >= 0)
		*(unsigned *)place = (unsigned)chosen;
	return chosen >= 0;
}

enum { GRAPHICS_UTF8, GRAPHICS_ASCII, GRAPHICS_AUTO };

static bool
set_line_graphics(const struct field *field, void *place, const char *value, struct err *err)
{
	int chosen = choose(field, value, err);
	/* Box drawing is of ambiguous width (UAX #11): where it counts two columns, borders break. */
	bool is_broken = text_codepoint_columns(BOX_HORIZONTAL) != 1;
	if (chosen >= 0)
		*(bool *)place = chosen == GRAPHICS_ASCII || (chosen == GRAPHICS_AUTO && is_broken);
	return chosen >= 0;
}

/* Takes the words over. */
static bool
put_program(const struct field *field, struct arguments *place, struct arguments words,
		struct err *err)
{
	if (words.count == 0 || words.words[0][0] == '\0') {
		arguments_free(&words);
		return err_set(err, _("%s must be a program and its arguments"), field->name);
	}
	arguments_free(place);
	*place = words;
	return true;
}

/* From one line; in the file it may be a list as well (read_list). */
static bool
set_program(const struct field *field, void *place, const char *value, struct err *err)
{
	struct arguments words = {0};
	struct err why;
	if (arguments_split(&words, &value, '\0', &why))
		return put_program(field, place, words, err);
	arguments_free(&words);
	return err_set(err, "%s: %s", field->name, why.reason);
}

/* A time as `90s`, `10m`, `2h`, `1d`; 0 is never. */
static bool
set_interval(const struct field *field, void *place, const char *value, struct err *err)
{
	enum { MOST = 7 * 24 * 3600 }; /* seconds */
	static const struct {
		char letter;
		unsigned long seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
	size_t length = strlen(value);
	unsigned long number, seconds = strcmp(value, "0") == 0 ? 0 : SIZE_MAX;
	for (size_t i = 0; length > 0 && i < sizeof(units) / sizeof(units[0]); i++) {
		char *digits = xstrndup(value, length - 1);
		if (value[length - 1] == units[i].letter &&
				ascii_read_number(digits, MOST, &number))
			seconds = number * units[i].seconds;
		free(digits);
	}
	if (seconds > MOST)
		return err_set(err,
				_("%s must be a time of at most 7d, as 90s, 10m or 2h, not '%s'"),
				field->name, value);
	*(int64_t *)place = (int64_t)seconds * 1000;
	return true;
}

/* Names of even index are yes, those of odd index no. */
static bool
set_switch(const struct field *field, void *place, const char *value, struct err *err)
{
	int chosen = choose(field, value, err);
	if (chosen >= 0)
		*(bool *)place = chosen % 2 == 0;
	return chosen >= 0;
}

static const char *const link_styles[] = {
		[LINKS_INLINE] = "inline", [LINKS_LIST] = "list", [LINKS_NONE] = "none", NULL};
static const char *const graphics[] = {[GRAPHICS_UTF8] = "utf8",
		[GRAPHICS_ASCII] = "ascii",
		[GRAPHICS_AUTO] = "auto",
		NULL};
static const char *const switches[] = {"true", "false", "yes", "no", "on", "off", NULL};
static const char *const wide_or_narrow[] = {"2", "1", NULL};
static const char *const reads[] = {[READ_WHEN_OPENED] = "open",
		[READ_AT_ITS_END] = "end",
		[READ_BY_HAND] = "never",
		NULL};
static const char *const opens[] = {[OPEN_SPLIT] = "split", [OPEN_FULL] = "full", NULL};
static const char *const unread_or_read[] = {"unread", "read", NULL};

#define PLACE(member) offsetof(struct settings, member)

static const struct field fields[] = {
		{"archive", set_archive, PLACE(archive), NULL, "~/site",
				N_("the archive to open when none is given"), .names = NULL},
		{"archives", set_archives, PLACE(archives), NULL, "{home: ~/site}",
				N_("archives by the names that they can be opened by"),
				.names = NULL},
		{"keymap", set_keymap, PLACE(keymap), "default", NULL,
				N_("the key map: default, emacs, less, newsboat, vim, or your own"),
				.names = NULL},
		{"theme", set_theme, PLACE(theme), "auto", NULL,
				N_("the colours: auto (dark or light, as the terminal is), "
				   "default, dark, light, mono, or your own"),
				.names = NULL},
		{"language", set_name, PLACE(language), "auto", NULL,
				N_("the language of the program; auto: the environment's"),
				.names = language_names},
		{"measure", set_number, PLACE(measure), DEFAULT_MEASURE, NULL,
				N_("columns of text, where the screen has them; a hanzi takes two"),
				.least = LAYOUT_MIN_WIDTH, .most = LAYOUT_MAX_WIDTH},
		{"width", set_width, PLACE(measure), .now = "measure", .least = LAYOUT_MIN_WIDTH,
				.most = LAYOUT_MAX_WIDTH},
		{"open", set_choice, PLACE(open), "split", NULL,
				N_("how a post is opened on a wide screen: beside the list, or "
				   "alone"),
				.names = opens},
		{"links", set_choice, PLACE(links), "inline", NULL,
				N_("how links are shown: numbers, these and addresses at the end, "
				   "not"),
				.names = link_styles},
		{"line_graphics", set_line_graphics, PLACE(ascii), "utf8", NULL,
				N_("what lines, boxes and marks are drawn with"),
				.names = graphics},
		{"indent", set_number, PLACE(typography.indent), "0", NULL,
				N_("columns before the first line of a paragraph"),
				.most = LAYOUT_MAX_INDENT},
		{"spacing", set_switch, PLACE(typography.spacing), "false", NULL,
				N_("part hanzi from Latin letters and digits"), .names = switches},
		{"hanging", set_switch, PLACE(typography.hanging), "false", NULL,
				N_("let stops hang over the end of a line"), .names = switches},
		{"ambiguous", set_switch, PLACE(typography.wide_ambiguous), "1", NULL,
				N_("columns of characters that terminals differ on"),
				.names = wide_or_narrow},
		{"mouse", set_switch, PLACE(mouse), "true", NULL,
				N_("use the wheel and clicks of the mouse"), .names = switches},
		{"center", set_switch, PLACE(center), "true", NULL,
				N_("put the text in the middle of a wide pane"), .names = switches},
		{"mark_read", set_choice, PLACE(mark_read), "open", NULL,
				N_("when a post becomes read: when it is opened, at its end, by "
				   "keys only"),
				.names = reads},
		{"first_visit", set_switch, PLACE(is_first_unread), "read", NULL,
				N_("what the posts of an archive are that is opened for the first "
				   "time"),
				.names = unread_or_read},
		{"restore", set_switch, PLACE(restore), "true", NULL,
				N_("go on where the last session was"), .names = switches},
		{"browser", set_program, PLACE(browser), NULL, "firefox",
				N_("the program that opens addresses"), .names = NULL},
		{"browser_in_terminal", set_switch, PLACE(browser_in_terminal), "false", NULL,
				N_("give the terminal to the browser, whatever its name"),
				.names = switches},
		{"copy_command", set_program, PLACE(copy_command), NULL,
				"[xclip, -selection, clipboard]",
				N_("the program that copies its standard input"), .names = NULL},
		{"update", set_program, PLACE(update), NULL, "git pull --ff-only",
				N_("the program that brings new posts; runs in the archive's "
				   "folder"),
				.names = NULL},
		{"update_every", set_interval, PLACE(update_every), "0", NULL,
				N_("how often it runs by itself: 90s, 10m, 2h, 1d; 0 is never"),
				.names = NULL},
		{"on_new", set_program, PLACE(on_new), NULL, "notify-send reader",
				N_("the program that is run when new posts have come"),
				.names = NULL},
};

enum { FIELD_COUNT = sizeof(fields) / sizeof(fields[0]) };

/* The place of a field whose value is a program. */
static struct arguments *
program_of(struct settings *settings, const struct field *field)
{
	return (struct arguments *)(void *)((char *)settings + field->offset);
}

static void
free_archives(struct settings *settings)
{
	for (size_t i = 0; i < settings->archive_count; i++) {
		free(settings->archives[i].name);
		free(settings->archives[i].path);
	}
	free(settings->archives);
	settings->archives = NULL;
	settings->archive_count = 0;
}

/* Copies both. There are at most MAX_ARCHIVES. */
static void
add_archive(struct settings *settings, const char *name, const char *path)
{
	if (settings->archives == NULL)
		settings->archives = xcalloc(MAX_ARCHIVES, sizeof(*settings->archives));
	settings->archives[settings->archive_count++] =
			(struct named_archive){xstrdup(name), file_expand_home(path)};
}

struct settings *
settings_new(void)
{
	struct settings *settings = xcalloc(1, sizeof(*settings));
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		struct err err;
		if (fields[i].initial != NULL)
			fields[i].set(&fields[i], (char *)settings + fields[i].offset,
					fields[i].initial, &err);
	}
	return settings;
}

struct settings *
settings_copy(const struct settings *settings)
{
	struct settings *copy = xmalloc(sizeof(*copy));
	*copy = *settings;
	copy->archive = settings->archive != NULL ? xstrdup(settings->archive) : NULL;
	copy->archives = NULL;
	copy->archive_count = 0;
	for (size_t i = 0; i < settings->archive_count; i++)
		add_archive(copy, settings->archives[i].name, settings->archives[i].path);
	copy->keymap = xstrdup(settings->keymap);
	copy->theme = xstrdup(settings->theme);
	copy->language = xstrdup(settings->language);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (fields[i].set == set_program)
			*program_of(copy, &fields[i]) =
					arguments_copy(program_of(copy, &fields[i]));
	}
	return copy;
}

void
settings_free(struct settings *settings)
{
	if (settings == NULL)
		return;
	free(settings->archive);
	free_archives(settings);
	free(settings->keymap);
	free(settings->theme);
	free(settings->language);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (fields[i].set == set_program)
			arguments_free(program_of(settings, &fields[i]));
	}
	free(settings);
}

/* NULL with err: there is none of that name. */
static const struct field *
find_field(const char *name, struct err *err)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
		if (fields[i].now == NULL)
			nearest_offer(&nearest, fields[i].name);
	}
	err_set(err, _("unknown setting '%s'%s"), name, nearest_hint(&nearest).text);
	return NULL;
}

bool
settings_set(struct settings *settings, const char *name, const char *value, struct err *err)
{
	const struct field *field = find_field(name, err);
	return field != NULL && field->set(field, (char *)settings + field->offset, value, err);
}

const char *const *
settings_values(const char *name)
{
	const struct field *field = find_field(name, &(struct err){0});
	return field != NULL ? field->names : NULL;
}

static void
describe_values(const struct field *field, struct buf *out)
{
	for (size_t i = 0; field->names != NULL && field->names[i] != NULL; i++)
		buf_format(out, "%s%s", i == 0 ? _("; one of: ") : _(", "), field->names[i]);
	if (field->set == set_number)
		buf_format(out, _("; %zu to %zu"), field->least, field->most);
}

void
settings_describe(struct buf *out)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const struct field *field = &fields[i];
		if (field->now != NULL)
			continue;
		buf_format(out, "%s# %s", i == 0 ? "" : "\n", _(field->help));
		describe_values(field, out);
		if (field->initial != NULL)
			buf_format(out, "\n%s: %s\n", field->name, field->initial);
		else
			buf_format(out, "%s\n#%s: %s\n", _("; by default none"), field->name,
					field->example);
	}
}

const char *
settings_archive(const struct settings *settings, const char *name, struct err *err)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < settings->archive_count; i++) {
		if (strcmp(settings->archives[i].name, name) == 0)
			return settings->archives[i].path;
		nearest_offer(&nearest, settings->archives[i].name);
	}
	err_set(err, _("no archive is named '%s'%s"), name, nearest_hint(&nearest).text);
	return NULL;
}

/* --- The file --- */

/* A program as a list of words. False with err, and in *wrong the node that is no word. */
static bool
read_list(struct settings *settings, const struct field *field, const struct yaml_node *list,
		const struct yaml_node **wrong, struct err *err)
{
	struct arguments words = {0};
	for (size_t i = 0; i < list->count; i++) {
		const char *word = yaml_text(list->items[i]);
		if (word == NULL) {
			arguments_free(&words);
			*wrong = list->items[i];
			return err_set(err, _("each word of '%s' must be a single text"),
					field->name);
		}
		arguments_add(&words, word);
	}
	return put_program(field, program_of(settings, field), words, err);
}

/* Whether an archive can have this name: one that a command line or a prompt may hold, and that is no path. */
static bool
check_name(const char *name, struct err *err)
{
	size_t length = strlen(name);
	bool is_bad = length == 0 || name[0] == '-' || name[0] == ' ' || name[length - 1] == ' ' ||
		      strchr(name, '/') != NULL || !gate_is_clean(name, length, GATE_LINE);
	return !is_bad || err_set(err, _("an archive cannot be named '%s'"), name);
}

/* Archives by their names, in place of those so far. False with err, and in *wrong the node that it is about. */
static bool
read_archives(struct settings *settings, const struct field *field, const struct yaml_node *names,
		const struct yaml_node **wrong, struct err *err)
{
	if (names->kind != YAML_MAPPING)
		return set_archives(field, NULL, NULL, err);
	free_archives(settings);
	for (size_t i = 0; i < names->count; i++) {
		const char *name = yaml_text(names->keys[i]), *path = yaml_text(names->items[i]);
		*wrong = names->keys[i];
		if (name == NULL)
			return err_set(err, _("an archive's name must be a single text"));
		if (i == MAX_ARCHIVES)
			return err_set(err, _("more than %d archives"), MAX_ARCHIVES);
		if (yaml_earlier_key(names, i) != NULL)
			return err_set(err, _("'%s' stands twice"), name);
		if (!check_name(name, err))
			return false;
		*wrong = names->items[i];
		if (path == NULL || path[0] == '\0')
			return err_set(err, _("'%s' must be the path of a folder"), name);
		add_archive(settings, name, path);
	}
	return true;
}

/* Reads one line of the file. False with err, and in *wrong the node that it is about. */
static bool
read_field(struct settings *settings, const struct yaml_node *root, size_t index,
		const struct yaml_node **wrong, struct err *err)
{
	const struct yaml_node *key = root->keys[index], *value = root->items[index];
	*wrong = key;
	if (key->kind != YAML_SCALAR)
		return err_set(err, _("a setting's name must be a single text"));
	if (yaml_earlier_key(root, index) != NULL)
		return err_set(err, _("'%s' stands twice"), key->text);
	const struct field *field = find_field(key->text, err);
	if (field == NULL)
		return false;
	*wrong = value;
	if (field->set == set_archives)
		return read_archives(settings, field, value, wrong, err);
	if (field->set == set_program && value->kind == YAML_SEQUENCE)
		return read_list(settings, field, value, wrong, err);
	if (yaml_text(value) == NULL)
		return err_set(err,
				field->set == set_program
						? _("'%s' must be a single text, or a list of them")
						: _("'%s' must be a single text"),
				key->text);
	return field->set(field, (char *)settings + field->offset, value->text, err);
}

static void
warn_of_old_name(const struct yaml_node *key, const char *path, struct problems *problems)
{
	const struct field *field = find_field(key->text, &(struct err){0});
	if (field->now != NULL)
		problems_add(problems, SEVERITY_WARNING, path, key->line, key->column,
				_("'%s' is called '%s' now"), field->name, field->now);
}

static void
read_text(struct settings *settings, const struct buf *text, const char *path,
		struct problems *problems)
{
	struct arena *arena = arena_new();
	struct yaml_node *root;
	struct err err;
	if (!yaml_parse(arena, text->data, text->length, &root, &err)) {
		err_translate(&err);
		err_add_path(&err, path);
		problems_add_err(problems, SEVERITY_ERROR, &err);
	} else if (root != NULL && root->kind == YAML_MAPPING) {
		const struct yaml_node *wrong;
		for (size_t i = 0; i < root->count && i < MAX_FIELDS; i++) {
			if (read_field(settings, root, i, &wrong, &err))
				warn_of_old_name(root->keys[i], path, problems);
			else
				problems_add(problems, SEVERITY_ERROR, path, wrong->line,
						wrong->column, "%s", err.reason);
		}
	} else if (root != NULL && !yaml_is_null(root)) {
		problems_add(problems, SEVERITY_ERROR, path, root->line, root->column,
				_("settings are lines of 'name: value'"));
	}
	arena_free(arena);
}

static bool
read_file(struct settings *settings, const char *path, struct problems *problems)
{
	size_t errors_before = problems_error_count(problems);
	struct settings *fresh = settings_copy(settings);
	struct err err;
	struct buf text = buf_empty();
	if (file_read(path, MAX_FILE_SIZE, &text, &err))
		read_text(fresh, &text, path, problems);
	else
		problems_add_err(problems, SEVERITY_ERROR, &err);
	bool is_good = problems_error_count(problems) == errors_before;
	if (is_good) {
		struct settings old = *settings;
		*settings = *fresh;
		*fresh = old;
	} else {
		xreplace(&settings->language, fresh->language);
	}
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
