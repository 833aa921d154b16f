#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

/*
 * The command line as data. One table says what options there are; the parser,
 * the help text and the test of the manual are made from it.
 *
 * GNU habits: `--opt value` and `--opt=value`, bundled short options (`-rn5`
 * would be `-r -n 5`), operands anywhere, `--` ends options, `-` is an operand.
 * Abbreviated long names are refused, so that a new option never changes what a
 * script does. A later value replaces an earlier one; tags and categories add up.
 */

#include "query/selection.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

enum command {
	COMMAND_NONE, /* the browser, or what suits when stdout is no terminal */
	COMMAND_LIST,
	COMMAND_JSON,
	COMMAND_DUMP,
	COMMAND_TAGS,
	COMMAND_CATEGORIES,
	COMMAND_CHECK,
	COMMAND_MARK_READ,
	COMMAND_MARK_UNREAD,
	COMMAND_STAR,
	COMMAND_UNSTAR,
	COMMAND_EXPORT_STATE, /* this and those behind it need no archive */
	COMMAND_IMPORT_STATE,
	COMMAND_PRINT_CONFIG,
	COMMAND_PRINT_KEYMAP,
	COMMAND_PRINT_THEME,
	COMMAND_COMPLETION,
	COMMAND_VERSION,
	COMMAND_HELP,
	COMMAND_COUNT,
};

/* Whether it changes marks. */
bool command_is_marking(enum command command);

enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
	enum command command;
	const char *command_name; /* as it was given: "--list" */
	const char *argument;	  /* that the command takes; NULL: none */
	const char *values; /* what is to be completed, as command_values has it; NULL: nothing */
	struct selection selection; /* all but its dates */
	const char *since, *until;  /* NULL: not given. The archive's zone is not known yet */
	const char *operand;	    /* ARCHIVE, FILE or "-"; NULL: none */
	const char *config;	    /* NULL: not given */
	/* Values that stand for the configuration's settings of these names; NULL: not given. */
	const char *width, *links, *indent, *spacing, *hanging, *ambiguous, *line_graphics;
	const char *keymap, *theme, *restore;
	enum color_mode color;
	bool drafts, future, unpublished;
	bool is_unrefreshed; /* answers from the catalogue as it is kept */
};

enum option_group { OPTIONS_COMMANDS, OPTIONS_FILTERS, OPTIONS_OUTPUT, OPTIONS_GROUP_COUNT };

/* What an option does. */
enum option_kind {
	OPTION_COMMAND, /* value: the enum command */
	OPTION_MARKS,	/* value: the enum mark_filter */
	OPTION_TAG,
	OPTION_CATEGORY,
	OPTION_SEARCH,
	OPTION_LIMIT,
	OPTION_SORT,
	OPTION_COLOR,
	OPTION_DATE, /* value, here and below: the offset in struct options of what is set */
	OPTION_FLAG,
	OPTION_TEXT,
};

struct option_info {
	const char *name; /* without the dashes */
	char letter;	  /* 0: none */
	enum option_group group;
	const char *argument; /* what it takes, in capitals; NULL: nothing */
	const char *help;     /* NULL: for the shells' scripts, not for people */
	enum option_kind kind;
	size_t value;
	const char *given;   /* the text that is set where it takes none */
	const char *setting; /* whose place it takes; NULL: none's */
};

/* The table, in the order of the help text. */
const struct option_info *options_table(size_t *count);

/* The option of this name, or where that is NULL, of this letter; NULL if there is none. */
const struct option_info *options_find(const char *name, char letter);

/* The values that it may have, NULL after the last; NULL where they cannot be listed. */
const char *const *option_values(const struct option_info *info);

/* Does what the option asks for; `value` is NULL where it takes none. False with err. */
bool option_set(struct options *options, const struct option_info *info, const char *value,
		struct err *err);

/*
 * Parses argv[1..]. False with err for a usage error, but not in a line of which something is to be
 * completed. `options` borrows from argv and is to be freed in either case.
 */
bool options_parse(struct options *options, int argc, char *const *argv, struct err *err);
void options_free(struct options *options);

/* Whether they leave out posts. */
bool options_have_filters(const struct options *options);

#endif
