#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/* The commands that print. Each returns what the process is to exit with. */

#include "cli/session.h"

/* Whether it needs an archive or a post. Those that do not need no good settings either. */
bool command_needs_place(enum command command);

/* Runs `command`; if it needs a place, the session's settings are good and its place is found. */
int command_run(struct session *session, enum command command);

int command_help(struct session *session);
int command_version(struct session *session);

/* Of the whole state, to and from the file that is the options' argument. */
int command_export_state(struct session *session);
int command_import_state(struct session *session);

/* Prints the settings' defaults, and the key map that is the options' argument, as files. */
int command_print_config(struct session *session);
int command_print_keymap(struct session *session);
int command_print_theme(struct session *session);

/* Prints the script that completes in the shell that is the options' argument, made from the table of options. */
int command_completion(struct session *session);

/*
 * Prints the values that begin as the options' `values` says, OPTION=START, a line each: what an option of that
 * name may have, or with `archive` the names of archives. Tags and categories come from the kept catalogue
 * of the archive that the other options lead to; the archive's posts are not looked at. What the gate would
 * change is left out: completed, it would be another name. Where nothing is known, nothing is printed.
 */
void command_values(struct session *session);

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
