#include "base/ascii.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "cli/options.h"
#include "conf/nearest.h"
#include "query/date_span.h"
#include "settings/settings.h"

#include <time.h>

enum { MAX_LIMIT = 1000000000 };

#define COMMAND(command) OPTION_COMMAND, COMMAND_##command, NULL, NULL
#define MARKS(filter) OPTION_MARKS, MARKS_##filter, NULL, NULL
#define PLAIN(kind) OPTION_##kind, 0, NULL, NULL
#define MEMBER(kind, member) OPTION_##kind, offsetof(struct options, member), NULL, NULL
#define SETTING(member, given) OPTION_TEXT, offsetof(struct options, member), given, #member

static const struct option_info table[] = {
		{"list", 0, OPTIONS_COMMANDS, NULL, N_("print the posts, a line each"),
				COMMAND(LIST)},
		{"json", 0, OPTIONS_COMMANDS, NULL, N_("print the posts as JSON, an object a line"),
				COMMAND(JSON)},
		{"dump", 0, OPTIONS_COMMANDS, NULL, N_("print the posts' text, typeset"),
				COMMAND(DUMP)},
		{"tags", 0, OPTIONS_COMMANDS, NULL, N_("print tags and how many posts have each"),
				COMMAND(TAGS)},
		{"categories", 0, OPTIONS_COMMANDS, NULL, N_("print categories, the same way"),
				COMMAND(CATEGORIES)},
		{"check", 0, OPTIONS_COMMANDS, NULL,
				N_("print what is wrong in the configuration and the archive"),
				COMMAND(CHECK)},
		{"mark-read", 0, OPTIONS_COMMANDS, NULL,
				N_("mark the posts that the filters leave as read"),
				COMMAND(MARK_READ)},
		{"mark-unread", 0, OPTIONS_COMMANDS, NULL, N_("mark them as unread"),
				COMMAND(MARK_UNREAD)},
		{"star", 0, OPTIONS_COMMANDS, NULL, N_("star them"), COMMAND(STAR)},
		{"unstar", 0, OPTIONS_COMMANDS, NULL, N_("take their stars away"), COMMAND(UNSTAR)},
		{"export-state", 0, OPTIONS_COMMANDS, N_("FILE"),
				N_("write all marks, places, searches to FILE, as JSON Lines"),
				COMMAND(EXPORT_STATE)},
		{"import-state", 0, OPTIONS_COMMANDS, N_("FILE"),
				N_("merge what another has exported; - is a standard stream"),
				COMMAND(IMPORT_STATE)},
		{"print-config", 0, OPTIONS_COMMANDS, NULL,
				N_("print all settings with their defaults, as a config.yaml"),
				COMMAND(PRINT_CONFIG)},
		{"print-keymap", 0, OPTIONS_COMMANDS, N_("NAME"),
				N_("print a key map with all that it inherits, as a file"),
				COMMAND(PRINT_KEYMAP)},
		{"print-theme", 0, OPTIONS_COMMANDS, N_("NAME"),
				N_("print a theme with all that it inherits, as a file"),
				COMMAND(PRINT_THEME)},
		{"completion", 0, OPTIONS_COMMANDS, N_("SHELL"),
				N_("print the completion for bash, zsh or fish"),
				COMMAND(COMPLETION)},
		{"version", 'V', OPTIONS_COMMANDS, NULL, N_("print the version"), COMMAND(VERSION)},
		{"help", 'h', OPTIONS_COMMANDS, NULL, N_("print this help"), COMMAND(HELP)},
		{"tag", 't', OPTIONS_FILTERS, N_("TAG"),
				N_("posts with this tag; several: all must hold"), PLAIN(TAG)},
		{"category", 'c', OPTIONS_FILTERS, N_("CATEGORY"),
				N_("posts in this category, by slug or shown name"),
				PLAIN(CATEGORY)},
		{"since", 0, OPTIONS_FILTERS, N_("DATE"),
				N_("posts from DATE on: 2022, 2022-05, 2022-05-12, 7d, today"),
				MEMBER(DATE, since)},
		{"until", 0, OPTIONS_FILTERS, N_("DATE"), N_("posts up to and with DATE"),
				MEMBER(DATE, until)},
		{"search", 's', OPTIONS_FILTERS, N_("QUERY"),
				N_("posts with these words; reader-query(7) tells the language"),
				PLAIN(SEARCH)},
		{"unread", 0, OPTIONS_FILTERS, NULL, N_("posts that were not read yet"),
				MARKS(UNREAD)},
		{"starred", 0, OPTIONS_FILTERS, NULL, N_("posts with a star"), MARKS(STARRED)},
		{"new", 0, OPTIONS_FILTERS, NULL, N_("posts that came since the last session"),
				MARKS(NEW)},
		{"limit", 'n', OPTIONS_FILTERS, "N", N_("at most N of them"), PLAIN(LIMIT)},
		{"sort", 0, OPTIONS_FILTERS, N_("ORDER"), N_("date (newest first) or title"),
				PLAIN(SORT)},
		{"reverse", 0, OPTIONS_FILTERS, NULL, N_("the other way round"),
				MEMBER(FLAG, selection.is_reversed)},
		{"drafts", 0, OPTIONS_FILTERS, NULL, N_("drafts as well"), MEMBER(FLAG, drafts)},
		{"future", 0, OPTIONS_FILTERS, NULL, N_("posts dated in the future as well"),
				MEMBER(FLAG, future)},
		{"unpublished", 0, OPTIONS_FILTERS, NULL, N_("posts with published: false as well"),
				MEMBER(FLAG, unpublished)},
		{"no-refresh", 0, OPTIONS_FILTERS, NULL,
				N_("commands: as last read; the folder is not looked through"),
				MEMBER(FLAG, is_unrefreshed)},
		{"width", 'w', OPTIONS_OUTPUT, "N", N_("columns of text"), SETTING(width, NULL)},
		{"color", 0, OPTIONS_OUTPUT, N_("WHEN"), N_("auto, always or never"), PLAIN(COLOR)},
		{"links", 0, OPTIONS_OUTPUT, N_("HOW"),
				N_("inline (numbers), list (and addresses), none"),
				SETTING(links, NULL)},
		{"indent", 0, OPTIONS_OUTPUT, NULL, N_("indent paragraphs by two hanzi"),
				SETTING(indent, "4")},
		{"spacing", 0, OPTIONS_OUTPUT, NULL, N_("part hanzi from Latin letters and digits"),
				SETTING(spacing, "on")},
		{"hanging", 0, OPTIONS_OUTPUT, NULL, N_("let stops hang over the end of a line"),
				SETTING(hanging, "on")},
		{"ambiguous", 0, OPTIONS_OUTPUT, "N",
				N_("columns (1, 2) of characters that terminals differ on"),
				SETTING(ambiguous, NULL)},
		{"ascii", 0, OPTIONS_OUTPUT, NULL, N_("draw lines with ASCII characters"),
				SETTING(line_graphics, "ascii")},
		{"keymap", 0, OPTIONS_OUTPUT, N_("NAME"),
				N_("keys: default, vim, emacs, less, newsboat"),
				SETTING(keymap, NULL)},
		{"theme", 0, OPTIONS_OUTPUT, N_("NAME"),
				N_("looks: auto, default, dark, light, mono"),
				SETTING(theme, NULL)},
		{"fresh", 0, OPTIONS_OUTPUT, NULL, N_("begin anew, not where the last session was"),
				SETTING(restore, "no")},
		{"config", 0, OPTIONS_OUTPUT, N_("FILE"), N_("another configuration file"),
				MEMBER(TEXT, config)},
		{"complete-values", 0, OPTIONS_OUTPUT, "OPTION=START", NULL, MEMBER(TEXT, values)},
};

const struct option_info *
options_table(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

const char *const *
option_values(const struct option_info *info)
{
	static const char *const shells[] = {"bash", "fish", "zsh", NULL};
	static const char *const colors[] = {[COLOR_AUTO] = "auto",
			[COLOR_ALWAYS] = "always",
			[COLOR_NEVER] = "never",
			NULL};
	if (info->kind == OPTION_SORT)
		return selection_orders;
	if (info->kind == OPTION_COLOR)
		return colors;
	if (info->kind == OPTION_COMMAND && info->value == COMMAND_COMPLETION)
		return shells;
	return info->setting != NULL ? settings_values(info->setting) : NULL;
}

/* Sets *chosen to the index of `value` among the option's. False with err, which has them all. */
static bool
choose(const struct option_info *info, const char *value, int *chosen, struct err *err)
{
	struct nearest_hint hint;
	const char *const *names = option_values(info);
	size_t count = 0;
	while (names[count] != NULL)
		count++;
	int index = nearest_choose(names, count, value, &hint);
	if (index < 0)
		return err_set(err, _("--%s cannot be '%s'%s"), info->name, value, hint.text);
	*chosen = index;
	return true;
}

static bool
set_text(const struct option_info *info, const char **place, const char *value, struct err *err)
{
	if (info->argument != NULL && value[0] == '\0')
		return err_set(err, _("--%s may not be empty"), info->name);
	*place = info->argument != NULL ? value : info->given;
	return true;
}

static bool
set_command(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	enum command command = (enum command)info->value;
	if (options->command != COMMAND_NONE && options->command != command)
		return err_set(err, _("--%s and --%s cannot go together"), options->command_name,
				info->name);
	int chosen;
	if (option_values(info) != NULL && !choose(info, value, &chosen, err))
		return false;
	options->command = command;
	options->command_name = info->name;
	return info->argument == NULL || set_text(info, &options->argument, value, err);
}

static bool
set_limit(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	unsigned long limit;
	if (!ascii_read_number(value, MAX_LIMIT, &limit) || limit == 0)
		return err_set(err, _("--%s takes a number from 1 to %d, not '%s'"), info->name,
				MAX_LIMIT, value);
	options->selection.limit = limit;
	return true;
}

bool
option_set(struct options *options, const struct option_info *info, const char *value,
		struct err *err)
{
	struct selection *selection = &options->selection;
	void *place = (char *)options + info->value;
	struct date_span span;
	int chosen = 0;
	bool is_good = true;
	switch (info->kind) {
	case OPTION_COMMAND:
		return set_command(options, info, value, err);
	case OPTION_MARKS:
		selection->marks |= 1U << info->value;
		return true;
	case OPTION_TAG:
		return selection_add_tag(selection, value, err);
	case OPTION_CATEGORY:
		return selection_add_category(selection, value, err);
	case OPTION_DATE:
		/* It is read again once the archive's time zone is known, and so is a query. */
		*(const char **)place = value;
		return date_span_read(value, (int64_t)time(NULL), NULL, &span, err);
	case OPTION_SEARCH:
		xreplace(&selection->search, value);
		return true;
	case OPTION_LIMIT:
		return set_limit(options, info, value, err);
	case OPTION_SORT:
		is_good = choose(info, value, &chosen, err);
		selection->order = (enum post_order)chosen;
		return is_good;
	case OPTION_COLOR:
		is_good = choose(info, value, &chosen, err);
		options->color = (enum color_mode)chosen;
		return is_good;
	case OPTION_FLAG:
		*(bool *)place = true;
		return true;
	case OPTION_TEXT:
		return set_text(info, place, value, err);
	}
	return false;
}
