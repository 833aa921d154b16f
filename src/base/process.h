#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

/*
 * Other programs, started by an argument vector, never by a shell. A program gets three
 * open descriptors and no others, the signals as the system has them, and nothing blocked.
 */

#include <stdbool.h>
#include <sys/types.h>

struct buf;

enum {
	PROCESS_NULL = -1, /* /dev/null */
	PROCESS_SAME = -2, /* that of this process */
};

struct process {
	char *const *arguments; /* ended by NULL; the first is looked for in $PATH */
	const char *folder;	/* to run in; NULL: that of this process */
	char *const *environment; /* "NAME=value" instead of this process's, ended by NULL; NULL: the same */
	int input, output; /* a descriptor, or one of the above; `output` is for errors too */
	bool is_detached;  /* leads a session of its own: no terminal, its own process group */
};

/* Returns once the program runs; -1 with *error, an errno, where it cannot be started. */
pid_t process_start(const struct process *process, int *error);

/* Whether a process that was started has ended; once true, with *status as waitpid has it, it is gone. */
bool process_has_ended(pid_t process, int *status);

/* Appends `NAME ended with status 3`, `NAME was ended by signal 9 (Killed)`; nothing for status 0. */
void process_format_end(struct buf *out, const char *name, int status);

#endif
