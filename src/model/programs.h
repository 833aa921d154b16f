#ifndef MODEL_PROGRAMS_H
#define MODEL_PROGRAMS_H

/*
 * Programs that run beside the screen: graphical browsers, the program that copies, the
 * update, what is run when new posts have come. The tui says when a process has ended
 * (SIGCHLD), and model_reap looks which.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct arena;
struct arguments;
struct err;
struct model;
struct process;

enum { MAX_PROGRAMS = 64 }; /* at a time */

struct program {
	pid_t process;
	struct arena *arena; /* owned; has the name, and what its starter adds */
	const char *name;

	/* After its end; status as waitpid has it. NULL: a message, if it is not 0. */
	void (*ended)(struct model *model, const struct program *program, int status);
	void *context; /* for `ended`; in the arena, or borrowed */
};

struct programs {
	struct program items[MAX_PROGRAMS];
	size_t count;
};

/*
 * Starts the process, detached. `program` says what follows its end; its arena may be NULL
 * and is the model's from then on. -1 with err, with the arena still the caller's.
 */
pid_t programs_start(struct model *model, const struct process *process, struct program program,
		struct err *err);

/* Says how a program has ended, if its status is not 0. */
void programs_say_end(struct model *model, const char *name, int status);

/* Processes may have ended: takes the status of each that has. */
void model_reap(struct model *model);
void programs_free(struct programs *programs); /* the programs run on */

#endif
