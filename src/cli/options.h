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
	COMMAND_VERSION,
	COMMAND_HELP,
	COMMAND_COUNT,
};

enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Settings that are options as well. */
enum option_setting {
	SET_KEYMAP,
	SET_THEME,
	SET_WIDTH,
	SET_LINKS,
	SET_LINE_GRAPHICS,
	SET_INDENT,
	SET_SPACING,
	SET_HANGING,
	SET_AMBIGUOUS,
	SET_COUNT,
};

struct options {
	enum command command;
	const char *command_name;   /* as it was given: "--list" */
	struct selection selection; /* all but its dates */
	const char *since, *until;  /* NULL: not given. The archive's zone is not known yet */
	const char *operand;	    /* ARCHIVE, FILE or "-"; NULL: none */
	const char *config;	    /* NULL: not given */
	const char *settings
			[SET_COUNT]; /* values that stand for those of the configuration; NULL: not given */
	enum color_mode color;
	bool drafts, future, unpublished;
};

enum option_group { OPTIONS_COMMANDS, OPTIONS_FILTERS, OPTIONS_OUTPUT, OPTIONS_GROUP_COUNT };

struct option_info {
	const char *name;     /* without the dashes */
	const char *argument; /* what it takes, in capitals; NULL: nothing */
	enum option_group group;
	char letter; /* 0: none */
	const char *help;
	bool (*set)(struct options *options, const struct option_info *info, const char *value,
			struct err *err);
	size_t value;	   /* a command, or the offset in struct options of what is set */
	const char *given; /* the text that is set where it takes none */
};

/* The table, in the order of the help text. */
const struct option_info *options_table(size_t *count);

/*
 * Parses argv[1..]. False with err for a usage error. `options` borrows from
 * argv and is to be freed in either case.
 */
bool options_parse(struct options *options, int argc, char *const *argv, struct err *err);
void options_free(struct options *options);

#endif
