#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "cli/options.h"
#include "conf/nearest.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_LIMIT = 1000000000 };

static bool
set_command(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	(void)value;
	enum command command = (enum command)info->value;
	if (options->command != COMMAND_NONE && options->command != command)
		return err_set(err, "--%s and --%s cannot go together", options->command_name,
				info->name);
	options->command = command;
	options->command_name = info->name;
	return true;
}

static bool
set_tag(struct options *options, const struct option_info *info, const char *value, struct err *err)
{
	(void)info;
	return selection_add_tag(&options->selection, value, err);
}

static bool
set_category(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	(void)info;
	return selection_add_category(&options->selection, value, err);
}

/* Told now, before anything is read; what it means is asked again in the archive's time zone. */
static bool
set_since(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	(void)info;
	struct selection scratch;
	selection_init(&scratch);
	options->since = value;
	return selection_parse_since(&scratch, value, (int64_t)time(NULL), NULL, err);
}

static bool
set_until(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	(void)info;
	struct selection scratch;
	selection_init(&scratch);
	options->until = value;
	return selection_parse_until(&scratch, value, (int64_t)time(NULL), NULL, err);
}

/* What is wrong with a query is told once the archive's time zone is known. */
static bool
set_search(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	(void)info, (void)err;
	free(options->selection.search);
	options->selection.search = xstrdup(value);
	return true;
}

static bool
read_number(const struct option_info *info, const char *value, size_t least, size_t most,
		size_t *number, struct err *err)
{
	unsigned long read;
	if (!ascii_read_number(value, most, &read) || read < least)
		return err_set(err, "--%s takes a number from %zu to %zu, not '%s'", info->name,
				least, most, value);
	*number = read;
	return true;
}

static bool
set_limit(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	return read_number(info, value, 1, MAX_LIMIT, &options->selection.limit, err);
}

static bool
set_width(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	return read_number(info, value, LAYOUT_MIN_WIDTH, LAYOUT_MAX_WIDTH, &options->width, err);
}

/* Finds `value` among `count` names; false with err, which names them all. */
static bool
choose(const struct option_info *info, const char *value, const char *const *names, int count,
		int *chosen, struct err *err)
{
	struct buf hint;
	buf_init(&hint);
	*chosen = nearest_choose(names, (size_t)count, value, &hint);
	if (*chosen < 0)
		err_set(err, "--%s cannot be '%s'%s", info->name, value, hint.data);
	buf_free(&hint);
	return *chosen >= 0;
}

static bool
set_sort(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	static const char *const names[] = {[POSTS_BY_DATE] = "date", [POSTS_BY_TITLE] = "title"};
	int chosen;
	if (!choose(info, value, names, 2, &chosen, err))
		return false;
	options->selection.order = (enum post_order)chosen;
	return true;
}

static bool
set_color(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	static const char *const names[] = {
			[COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never"};
	int chosen;
	if (!choose(info, value, names, 3, &chosen, err))
		return false;
	options->color = (enum color_mode)chosen;
	return true;
}

static bool
set_links(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	static const char *const names[] = {
			[LINKS_INLINE] = "inline", [LINKS_LIST] = "list", [LINKS_NONE] = "none"};
	int chosen;
	if (!choose(info, value, names, 3, &chosen, err))
		return false;
	options->has_links = true;
	options->links = (enum link_style)chosen;
	return true;
}

static bool
set_reverse(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	(void)info, (void)value, (void)err;
	options->selection.is_reversed = true;
	return true;
}

enum shown { SHOW_DRAFTS, SHOW_FUTURE, SHOW_UNPUBLISHED };

static bool
set_shown(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	(void)value, (void)err;
	bool *places[] = {[SHOW_DRAFTS] = &options->drafts,
			[SHOW_FUTURE] = &options->future,
			[SHOW_UNPUBLISHED] = &options->unpublished};
	*places[info->value] = true;
	return true;
}

enum form { FORM_ASCII, FORM_INDENT, FORM_SPACING, FORM_HANGING };

static bool
set_form(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	(void)value, (void)err;
	bool *places[] = {[FORM_ASCII] = &options->ascii,
			[FORM_INDENT] = &options->has_indent,
			[FORM_SPACING] = &options->has_spacing,
			[FORM_HANGING] = &options->has_hanging};
	*places[info->value] = true;
	return true;
}

static bool
set_ambiguous(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	size_t columns;
	options->ambiguous = value;
	return read_number(info, value, 1, 2, &columns, err);
}

enum text_option { TEXT_CONFIG, TEXT_KEYMAP, TEXT_THEME };

static bool
set_text(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	const char **places[] = {[TEXT_CONFIG] = &options->config,
			[TEXT_KEYMAP] = &options->keymap,
			[TEXT_THEME] = &options->theme};
	if (value[0] == '\0')
		return err_set(err, "--%s may not be empty", info->name);
	*places[info->value] = value;
	return true;
}

static const struct option_info table[] = {
		{"list", NULL, OPTIONS_COMMANDS, "print the posts, a line each", set_command,
				COMMAND_LIST, 0},
		{"json", NULL, OPTIONS_COMMANDS, "print the posts as JSON, an object a line",
				set_command, COMMAND_JSON, 0},
		{"dump", NULL, OPTIONS_COMMANDS, "print the posts' text, typeset", set_command,
				COMMAND_DUMP, 0},
		{"tags", NULL, OPTIONS_COMMANDS, "print tags and how many posts have each",
				set_command, COMMAND_TAGS, 0},
		{"categories", NULL, OPTIONS_COMMANDS, "print categories, the same way",
				set_command, COMMAND_CATEGORIES, 0},
		{"check", NULL, OPTIONS_COMMANDS,
				"print what is wrong in the configuration and the archive",
				set_command, COMMAND_CHECK, 0},
		{"version", NULL, OPTIONS_COMMANDS, "print the version", set_command,
				COMMAND_VERSION, 'V'},
		{"help", NULL, OPTIONS_COMMANDS, "print this help", set_command, COMMAND_HELP, 'h'},
		{"tag", "TAG", OPTIONS_FILTERS, "posts with this tag; several: all must hold",
				set_tag, 0, 't'},
		{"category", "CATEGORY", OPTIONS_FILTERS,
				"posts in this category, by slug or shown name", set_category, 0,
				'c'},
		{"since", "DATE", OPTIONS_FILTERS,
				"posts from DATE on: 2022, 2022-05, 2022-05-12, 7d, today",
				set_since, 0, 0},
		{"until", "DATE", OPTIONS_FILTERS, "posts up to and with DATE", set_until, 0, 0},
		{"search", "QUERY", OPTIONS_FILTERS,
				"posts with these words; reader-query(7) tells the language",
				set_search, 0, 's'},
		{"limit", "N", OPTIONS_FILTERS, "at most N of them", set_limit, 0, 'n'},
		{"sort", "ORDER", OPTIONS_FILTERS, "date (newest first) or title", set_sort, 0, 0},
		{"reverse", NULL, OPTIONS_FILTERS, "the other way round", set_reverse, 0, 0},
		{"drafts", NULL, OPTIONS_FILTERS, "drafts as well", set_shown, SHOW_DRAFTS, 0},
		{"future", NULL, OPTIONS_FILTERS, "posts dated in the future as well", set_shown,
				SHOW_FUTURE, 0},
		{"unpublished", NULL, OPTIONS_FILTERS, "posts with published: false as well",
				set_shown, SHOW_UNPUBLISHED, 0},
		{"width", "N", OPTIONS_OUTPUT, "columns of text", set_width, 0, 'w'},
		{"color", "WHEN", OPTIONS_OUTPUT, "auto, always or never", set_color, 0, 0},
		{"links", "HOW", OPTIONS_OUTPUT, "inline (numbers), list (and addresses), none",
				set_links, 0, 0},
		{"indent", NULL, OPTIONS_OUTPUT, "indent paragraphs by two hanzi", set_form,
				FORM_INDENT, 0},
		{"spacing", NULL, OPTIONS_OUTPUT, "part hanzi from Latin letters and digits",
				set_form, FORM_SPACING, 0},
		{"hanging", NULL, OPTIONS_OUTPUT, "let stops hang over the end of a line", set_form,
				FORM_HANGING, 0},
		{"ambiguous", "N", OPTIONS_OUTPUT,
				"columns (1, 2) of characters that terminals differ on",
				set_ambiguous, 0, 0},
		{"ascii", NULL, OPTIONS_OUTPUT, "draw lines with ASCII characters", set_form,
				FORM_ASCII, 0},
		{"keymap", "NAME", OPTIONS_OUTPUT, "keys: default, vim, emacs, less, newsboat",
				set_text, TEXT_KEYMAP, 0},
		{"theme", "NAME", OPTIONS_OUTPUT, "looks: default, light, dark, mono", set_text,
				TEXT_THEME, 0},
		{"config", "FILE", OPTIONS_OUTPUT, "another configuration file", set_text,
				TEXT_CONFIG, 0},
};

const struct option_info *
options_table(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}
