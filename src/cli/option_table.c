#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "cli/options.h"
#include "conf/nearest.h"
#include "query/date_span.h"

#include <string.h>
#include <time.h>

enum { MAX_LIMIT = 1000000000 };

#define PLACE(member) offsetof(struct options, member)

static void *
place_of(struct options *options, const struct option_info *info)
{
	return (char *)options + info->value;
}

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

/* Checks the date; it is read again once the archive's time zone is known. */
static bool
set_date(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	struct date_span span;
	*(const char **)place_of(options, info) = value;
	return date_span_read(value, (int64_t)time(NULL), NULL, &span, err);
}

/* What is wrong with a query is reported once the archive's time zone is known. */
static bool
set_search(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	(void)info, (void)err;
	xreplace(&options->selection.search, value);
	return true;
}

static bool
set_limit(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	unsigned long limit;
	if (!ascii_read_number(value, MAX_LIMIT, &limit) || limit == 0)
		return err_set(err, "--%s takes a number from 1 to %d, not '%s'", info->name,
				MAX_LIMIT, value);
	options->selection.limit = limit;
	return true;
}

/* The index of `value` among `count` names; -1 with err, which has them all. */
static int
choose(const struct option_info *info, const char *value, const char *const *names, size_t count,
		struct err *err)
{
	struct buf hint;
	buf_init(&hint);
	int chosen = nearest_choose(names, count, value, &hint);
	if (chosen < 0)
		err_set(err, "--%s cannot be '%s'%s", info->name, value, hint.data);
	buf_free(&hint);
	return chosen;
}

static bool
set_sort(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	int chosen = choose(info, value, selection_orders, 2, err);
	options->selection.order = (enum post_order)chosen;
	return chosen >= 0;
}

static bool
set_color(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	static const char *const names[] = {
			[COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never"};
	int chosen = choose(info, value, names, 3, err);
	options->color = (enum color_mode)chosen;
	return chosen >= 0;
}

static bool
set_flag(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	(void)value, (void)err;
	*(bool *)place_of(options, info) = true;
	return true;
}

static bool
set_text(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	if (info->argument != NULL && value[0] == '\0')
		return err_set(err, "--%s may not be empty", info->name);
	*(const char **)place_of(options, info) = info->argument != NULL ? value : info->given;
	return true;
}

static const struct option_info table[] = {
		{"list", NULL, OPTIONS_COMMANDS, 0, "print the posts, a line each", set_command,
				COMMAND_LIST, NULL},
		{"json", NULL, OPTIONS_COMMANDS, 0, "print the posts as JSON, an object a line",
				set_command, COMMAND_JSON, NULL},
		{"dump", NULL, OPTIONS_COMMANDS, 0, "print the posts' text, typeset", set_command,
				COMMAND_DUMP, NULL},
		{"tags", NULL, OPTIONS_COMMANDS, 0, "print tags and how many posts have each",
				set_command, COMMAND_TAGS, NULL},
		{"categories", NULL, OPTIONS_COMMANDS, 0, "print categories, the same way",
				set_command, COMMAND_CATEGORIES, NULL},
		{"check", NULL, OPTIONS_COMMANDS, 0,
				"print what is wrong in the configuration and the archive",
				set_command, COMMAND_CHECK, NULL},
		{"version", NULL, OPTIONS_COMMANDS, 'V', "print the version", set_command,
				COMMAND_VERSION, NULL},
		{"help", NULL, OPTIONS_COMMANDS, 'h', "print this help", set_command, COMMAND_HELP,
				NULL},
		{"tag", "TAG", OPTIONS_FILTERS, 't', "posts with this tag; several: all must hold",
				set_tag, 0, NULL},
		{"category", "CATEGORY", OPTIONS_FILTERS, 'c',
				"posts in this category, by slug or shown name", set_category, 0,
				NULL},
		{"since", "DATE", OPTIONS_FILTERS, 0,
				"posts from DATE on: 2022, 2022-05, 2022-05-12, 7d, today",
				set_date, PLACE(since), NULL},
		{"until", "DATE", OPTIONS_FILTERS, 0, "posts up to and with DATE", set_date,
				PLACE(until), NULL},
		{"search", "QUERY", OPTIONS_FILTERS, 's',
				"posts with these words; reader-query(7) tells the language",
				set_search, 0, NULL},
		{"limit", "N", OPTIONS_FILTERS, 'n', "at most N of them", set_limit, 0, NULL},
		{"sort", "ORDER", OPTIONS_FILTERS, 0, "date (newest first) or title", set_sort, 0,
				NULL},
		{"reverse", NULL, OPTIONS_FILTERS, 0, "the other way round", set_flag,
				PLACE(selection.is_reversed), NULL},
		{"drafts", NULL, OPTIONS_FILTERS, 0, "drafts as well", set_flag, PLACE(drafts),
				NULL},
		{"future", NULL, OPTIONS_FILTERS, 0, "posts dated in the future as well", set_flag,
				PLACE(future), NULL},
		{"unpublished", NULL, OPTIONS_FILTERS, 0, "posts with published: false as well",
				set_flag, PLACE(unpublished), NULL},
		{"width", "N", OPTIONS_OUTPUT, 'w', "columns of text", set_text,
				PLACE(settings[SET_WIDTH]), NULL},
		{"color", "WHEN", OPTIONS_OUTPUT, 0, "auto, always or never", set_color, 0, NULL},
		{"links", "HOW", OPTIONS_OUTPUT, 0, "inline (numbers), list (and addresses), none",
				set_text, PLACE(settings[SET_LINKS]), NULL},
		{"indent", NULL, OPTIONS_OUTPUT, 0, "indent paragraphs by two hanzi", set_text,
				PLACE(settings[SET_INDENT]), "4"},
		{"spacing", NULL, OPTIONS_OUTPUT, 0, "part hanzi from Latin letters and digits",
				set_text, PLACE(settings[SET_SPACING]), "on"},
		{"hanging", NULL, OPTIONS_OUTPUT, 0, "let stops hang over the end of a line",
				set_text, PLACE(settings[SET_HANGING]), "on"},
		{"ambiguous", "N", OPTIONS_OUTPUT, 0,
				"columns (1, 2) of characters that terminals differ on", set_text,
				PLACE(settings[SET_AMBIGUOUS]), NULL},
		{"ascii", NULL, OPTIONS_OUTPUT, 0, "draw lines with ASCII characters", set_text,
				PLACE(settings[SET_LINE_GRAPHICS]), "ascii"},
		{"keymap", "NAME", OPTIONS_OUTPUT, 0, "keys: default, vim, emacs, less, newsboat",
				set_text, PLACE(settings[SET_KEYMAP]), NULL},
		{"theme", "NAME", OPTIONS_OUTPUT, 0, "looks: default, light, dark, mono", set_text,
				PLACE(settings[SET_THEME]), NULL},
		{"config", "FILE", OPTIONS_OUTPUT, 0, "another configuration file", set_text,
				PLACE(config), NULL},
};

const struct option_info *
options_table(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}
