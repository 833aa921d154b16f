#include "settings/action.h"

#include "base/language.h"

enum {
	C_GLOBAL = 1 << CONTEXT_GLOBAL,
	C_GROUPS = 1 << CONTEXT_GROUPS,
	C_LIST = 1 << CONTEXT_LIST,
	C_PAGER = 1 << CONTEXT_PAGER,
	C_HELP = 1 << CONTEXT_HELP,
	C_CALENDAR = 1 << CONTEXT_CALENDAR,
	C_PROMPT = 1 << CONTEXT_PROMPT,
	C_VIEWS = C_GROUPS | C_LIST | C_PAGER | C_HELP,
};

static const struct action_info infos[ACTION_COUNT] = {
#define ACTION(enum_name, action_name, where, takes, heading, words)                               \
	[ACTION_##enum_name] = {                                                                   \
			.name = (action_name),                                                     \
			.help = (words),                                                           \
			.group = ACTIONS_##heading,                                                \
			.argument = ARGUMENT_##takes,                                              \
			.contexts = (where),                                                       \
	},
#include "settings/actions.def"
};

/* The part of the same list that the keymap room has to know. */
static const struct vocabulary_action vocabulary_actions[ACTION_COUNT] = {
#define ACTION(enum_name, action_name, where, takes, heading, words)                               \
	[ACTION_##enum_name] = {(action_name), (where), ARGUMENT_##takes},
#include "settings/actions.def"
};

static const char *const context_names[CONTEXT_COUNT] = {
		[CONTEXT_GLOBAL] = "global",
		[CONTEXT_GROUPS] = "groups",
		[CONTEXT_LIST] = "list",
		[CONTEXT_PAGER] = "pager",
		[CONTEXT_HELP] = "help",
		[CONTEXT_CALENDAR] = "calendar",
		[CONTEXT_PROMPT] = "prompt",
};

const struct action_info *
action_info(enum action action)
{
	return &infos[action];
}

const char *
action_example(enum action action)
{
	static const char *const examples[ACTION_COUNT] = {
#define EXAMPLE(enum_name, argument) [ACTION_##enum_name] = (argument),
#include "settings/actions.def"
	};
	/* gettext has the catalogue's head for "". */
	return examples[action] != NULL ? _(examples[action]) : "";
}

const char *
action_group_title(enum action_group group)
{
	static const char *const titles[ACTIONS_GROUP_COUNT] = {
			[ACTIONS_MOVE] = N_("Moving"),
			[ACTIONS_READ] = N_("Reading"),
			[ACTIONS_FIND] = N_("Finding"),
			[ACTIONS_VIEW] = N_("View"),
			[ACTIONS_PROGRAM] = N_("Program"),
			[ACTIONS_EDIT] = N_("Prompt"),
	};
	return _(titles[group]);
}

const char *
action_context_title(enum context context)
{
	static const char *const titles[CONTEXT_COUNT] = {
			[CONTEXT_GLOBAL] = N_("everywhere"),
			[CONTEXT_GROUPS] = N_("the groups"),
			[CONTEXT_LIST] = N_("the list of posts"),
			[CONTEXT_PAGER] = N_("a post"),
			[CONTEXT_HELP] = N_("the help"),
			[CONTEXT_CALENDAR] = N_("the calendar"),
			[CONTEXT_PROMPT] = N_("prompts"),
	};
	return _(titles[context]);
}

const struct vocabulary *
action_vocabulary(void)
{
	static const struct vocabulary vocabulary = {
			.actions = vocabulary_actions,
			.action_count = ACTION_COUNT,
			.contexts = context_names,
			.context_count = CONTEXT_COUNT,
			.prompt_context = CONTEXT_PROMPT,
	};
	return &vocabulary;
}
