#include "cli/command.h"

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
	};
	if (command == COMMAND_NONE)
		command = session->place == PLACE_ARCHIVE ? COMMAND_LIST : COMMAND_DUMP;
	int status = commands[command](session);
	/* Whatever was found, more may be in what could not be read. */
	return session->unread > 0 ? EXIT_TROUBLE : status;
}
