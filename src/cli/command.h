#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/* The commands that print. Each returns what the process is to exit with. */

#include "cli/session.h"

struct buf;
struct post;

/* Runs `command`; the session's settings are good and its place is found. */
int command_run(struct session *session, enum command command);

/* Those that need no archive. */
void command_help(struct out *out);
void command_version(struct out *out);

int command_list(struct session *session);
int command_json(struct session *session);
int command_dump(struct session *session);
int command_tags(struct session *session);
int command_categories(struct session *session);

/* Needs no good settings: what is wrong with them is part of what it prints. */
int command_check(struct session *session);

/* A post's date as its own zone has it: "2022-05-12 16:43"; "" for none. */
enum { DATE_COLUMNS = 16, DATE_SIZE = 32 };
void date_format(const struct post *post, char text[DATE_SIZE]);

/*
 * Appends a post's categories, by their shown names, and its tags that say
 * more: "四川经济网新闻/德阳"; the slash only between the two. `library` may be NULL.
 */
void labels_format(struct buf *out, const struct library *library, const struct post *post);

/* The title to show; never empty. */
const char *title_shown(const struct post *post);

#endif
