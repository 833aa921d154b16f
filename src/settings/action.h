#ifndef SETTINGS_ACTION_H
#define SETTINGS_ACTION_H

/*
 * The program's verbs and the contexts that keys are bound in, as values: made
 * from actions.def, the only list of them.
 */

#include "keymap/keymap.h"

enum context {
	CONTEXT_GLOBAL, /* below all others */
	CONTEXT_GROUPS,
	CONTEXT_LIST,
	CONTEXT_PAGER,
	CONTEXT_HELP, /* help, messages, headings */
	CONTEXT_CALENDAR,
	CONTEXT_PROMPT,
	CONTEXT_COUNT,
};

enum action {
#define ACTION(enum_name, name, contexts, argument, group, help) ACTION_##enum_name,
#include "settings/actions.def"
	ACTION_COUNT,
};

enum action_group {
	ACTIONS_MOVE,
	ACTIONS_READ,
	ACTIONS_FIND,
	ACTIONS_VIEW,
	ACTIONS_PROGRAM,
	ACTIONS_EDIT,
	ACTIONS_GROUP_COUNT,
};

struct action_info {
	const char *name;
	const char *help; /* a few words, lower case, no period */
	enum action_group group;
	enum action_argument argument;
	unsigned contexts; /* 1 << enum context */
};

const struct action_info *action_info(enum action action);

/* What may follow the action's name on the command line, translated; "" for one that takes nothing. */
const char *action_example(enum action action);

const char *action_group_title(enum action_group group);

/* The place that a context is, for people. */
const char *action_context_title(enum context context);

/* All of it in the form keymap_load wants. */
const struct vocabulary *action_vocabulary(void);

#endif
