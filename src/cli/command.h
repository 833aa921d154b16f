#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/* The commands that print. Each returns what the process is to exit with. */

#include "cli/session.h"

/* Runs `command`; the session's settings are good and its place is found. */
int command_run(struct session *session, enum command command);

/* Those that need no archive. */
void command_help(struct out *out);
void command_version(struct out *out);

/* Of the whole state, to and from the options' file; they need no good settings either. */
int command_export_state(struct session *session);
int command_import_state(struct session *session);

int command_list(struct session *session);
int command_json(struct session *session);
int command_dump(struct session *session);
int command_tags(struct session *session);
int command_categories(struct session *session);

/* Marks the selected posts as the session's command says, and prints how many that changed. */
int command_mark(struct session *session);

/* Needs no good settings: what is wrong with them is part of what it prints. */
int command_check(struct session *session);

#endif
