#include "theme/theme.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "conf/yaml.h"
#include "theme/theme_file.h"

#include <string.h>

/* Reads the user's file of a name if `is_user`, else the shipped one. False: there is none. */
static bool
read_file(struct theme_files *files, const struct theme_source *source, const char *name,
		bool is_user)
{
	struct buf text = buf_empty(), path = buf_empty();
	bool is_there = source->read(source->context, name, is_user, &text, &path);
	if (is_there)
		theme_file_parse(files, path.data, text.data, text.length);
	buf_free(&text);
	buf_free(&path);
	return is_there;
}

/* Reports that a theme is missing, at the line that names it if there is one. */
static void
report_missing(struct theme_files *files, const struct theme_source *source, const char *name)
{
	struct buf hint = buf_empty();
	source->suggest(name, &hint);
	if (files->count > 0) {
		const struct theme_file *file = &files->files[files->count - 1];
		theme_problem(files, file, file->inherit, _("no theme '%s'%s"), name, hint.data);
	} else {
		problems_add(files->problems, SEVERITY_ERROR, NULL, 0, 0, _("no theme '%s'%s"),
				name, hint.data);
	}
	buf_free(&hint);
}

static void
read_files(struct theme_files *files, const struct theme_source *source, const char *name)
{
	bool is_below_own = false; /* the user's file of this name has been read */
	const struct yaml_node *inherit = NULL;
	while (name != NULL && files->count < THEME_MAX_FILES) {
		bool is_user = !is_below_own && read_file(files, source, name, true);
		bool is_there = is_user || read_file(files, source, name, false);
		if (!is_there && (!is_below_own || inherit != NULL))
			report_missing(files, source, name);
		if (!is_there)
			return;
		inherit = files->files[files->count - 1].inherit;
		bool is_same = is_user && (inherit == NULL || strcmp(inherit->text, name) == 0);
		is_below_own = is_same;
		name = is_same ? name : inherit != NULL ? inherit->text : NULL;
	}
	const struct theme_file *last = &files->files[files->count - 1];
	if (name != NULL && last->inherit != NULL)
		theme_problem(files, last, last->inherit,
				_("a theme inherits from %d files at most, and not from itself"),
				THEME_MAX_FILES - 1);
}

/* Gives each role what no file has said. */
static void
complete(struct theme *theme)
{
	struct theme_look *text = &theme->looks[ROLE_TEXT];
	if (text->ink == COLOR_OF_TEXT)
		text->ink = COLOR_OWN;
	if (text->ground == COLOR_OF_TEXT)
		text->ground = COLOR_OWN;
	for (int role = 0; role < ROLE_COUNT_OF_ROLES; role++) {
		struct theme_look *look = &theme->looks[role];
		if (look->ink == COLOR_OF_TEXT)
			look->ink = text->ink;
		if (look->ground == COLOR_OF_TEXT)
			look->ground = text->ground;
		if (look->mono == MONO_OF_LOOK)
			look->mono = look->attributes;
	}
}

static void
clear(struct theme *theme)
{
	for (int role = 0; role < ROLE_COUNT_OF_ROLES; role++)
		theme->looks[role] =
				(struct theme_look){COLOR_OF_TEXT, COLOR_OF_TEXT, 0, MONO_OF_LOOK};
}

bool
theme_load(struct theme *theme, const char *name, const struct theme_source *source,
		struct problems *problems)
{
	size_t errors_before = problems_error_count(problems);
	struct theme_files files = {.arena = arena_new(), .problems = problems};
	read_files(&files, source, name);
	clear(theme);
	for (size_t i = files.count; i > 0; i--)
		theme_file_apply(&files, &files.files[i - 1], theme);
	bool is_good = problems_error_count(problems) == errors_before;
	if (!is_good)
		clear(theme);
	complete(theme);
	arena_free(files.arena);
	return is_good;
}
