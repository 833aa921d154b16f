#ifndef MODEL_UPDATE_H
#define MODEL_UPDATE_H

/*
 * Bringing new posts: runs the program that the user has set (`update`), when asked and every
 * `update_every`, and then reads the archive; runs another (`on_new`) when new posts have come.
 * Both run beside the screen. What the first prints goes to the messages, a line each.
 */

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct model;

enum {
	UPDATE_MAX_LINES = 200,	 /* of a run, in the messages */
	UPDATE_MAX_LINE = 1000,	 /* bytes of a line */
	UPDATE_MAX_TITLE = 1000, /* bytes of a title for `on_new`, cut between characters */
};

enum update_stage {
	UPDATE_NONE,
	UPDATE_RUNNING,
	UPDATE_ENDED,  /* the archive is still being read as it was before its end */
	UPDATE_READING /* the archive is read for what it has brought */
};

struct update {
	enum update_stage stage;
	bool is_by_itself; /* without a key: it is shown only if it fails or brings something */
	pid_t process;	   /* while it runs; it leads its process group */
	int output;	   /* read end of the pipe that it prints to; -1: it does not run */
	struct buf line;   /* printed, without its end so far */
	size_t lines;	   /* printed so far */
	char *end;	   /* how it ended, if not well; NULL: well */
	size_t added;	   /* posts that are new since it began */
	char *newest;	   /* the title of the newest of them; NULL: there is none */
	int64_t due;	   /* when it is to run by itself, in ticks_ms; 0: never */
};

/* Runs the program, unless it runs already, and then reads the archive. There is one, and an archive. */
void update_run(struct model *model);

/* A descriptor that becomes readable when update_read is to be called; -1: none. */
int update_fd(const struct model *model);
bool update_read(struct model *model); /* takes some of what was printed; false: there is nothing */

#endif
