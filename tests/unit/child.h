#ifndef TESTS_UNIT_CHILD_H
#define TESTS_UNIT_CHILD_H

/* Runs the built reader as a child and keeps what it prints. Included by one test each. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_ARGUMENTS = 24 };

struct child {
	char *out, *err; /* NUL-terminated */
	size_t out_length;
	int status; /* exit status; 128 + n for signal n */
};

static inline const char *
child_program(void)
{
	const char *named = getenv("READER");
	return named != NULL ? named : "./reader";
}

/* Reads one stream to its end from a temporary file. */
static inline char *
child_slurp(FILE *file, size_t *length)
{
	long size;
	fflush(file);
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	char *text = malloc((size_t)size + 1);
	*length = fread(text, 1, (size_t)size, file);
	text[*length] = '\0';
	fclose(file);
	return text;
}

/* `arguments` are words, the last NULL; `input` (or NULL) is standard input; `folder` (or NULL) the working directory. */
static inline struct child
child_run_in(const char *folder, const char *input, const char *const *arguments)
{
	char *program = realpath(child_program(), NULL);
	char *words[CHILD_ARGUMENTS] = {program};
	for (int i = 0; arguments[i] != NULL && i < CHILD_ARGUMENTS - 2; i++)
		words[i + 1] = (char *)arguments[i];
	FILE *in = tmpfile();
	FILE *out = tmpfile();
	FILE *err = tmpfile();
	if (input != NULL)
		fputs(input, in);
	rewind(in);
	pid_t child = fork();
	if (child == 0) {
		dup2(fileno(in), STDIN_FILENO);
		dup2(fileno(out), STDOUT_FILENO);
		dup2(fileno(err), STDERR_FILENO);
		if (folder == NULL || chdir(folder) == 0)
			execv(program, words);
		_exit(127);
	}
	int status = 0;
	struct child result;
	size_t length;
	waitpid(child, &status, 0);
	fclose(in);
	free(program);
	result.out = child_slurp(out, &result.out_length);
	result.err = child_slurp(err, &length);
	result.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	return result;
}

#define child_run(...) child_run_in(NULL, NULL, (const char *const[]){__VA_ARGS__, NULL})

static inline void
child_free(struct child *child)
{
	free(child->out);
	free(child->err);
}

#endif
