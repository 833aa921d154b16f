#include "cli/command.h"

bool
command_needs_place(enum command command)
{
	return command < COMMAND_EXPORT_STATE;
}

int
command_run(struct session *session, enum command command)
{
	static int (*const commands[COMMAND_COUNT])(struct session *) = {
			[COMMAND_LIST] = command_list,
			[COMMAND_JSON] = command_json,
			[COMMAND_DUMP] = command_dump,
			[COMMAND_TAGS] = command_tags,
			[COMMAND_CATEGORIES] = command_categories,
			[COMMAND_CHECK] = command_check,
			[COMMAND_MARK_READ] = command_mark,
			[COMMAND_MARK_UNREAD] = command_mark,
			[COMMAND_STAR] = command_mark,
			[COMMAND_UNSTAR] = command_mark,
			[COMMAND_EXPORT_STATE] = command_export_state,
			[COMMAND_IMPORT_STATE] = command_import_state,
			[COMMAND_PRINT_CONFIG] = command_print_config,
			[COMMAND_PRINT_KEYMAP] = command_print_keymap,
			[COMMAND_PRINT_THEME] = command_print_theme,
			[COMMAND_COMPLETION] = command_completion,
			[COMMAND_VERSION] = command_version,
			[COMMAND_HELP] = command_help,
	};
	if (command == COMMAND_NONE)
		command = session->place == PLACE_ARCHIVE ? COMMAND_LIST : COMMAND_DUMP;
	int status = commands[command](session);
	/* Whatever was found, more may be in what could not be read. */
	return session->unread > 0 ? EXIT_TROUBLE : status;
}
