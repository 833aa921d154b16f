/* Other programs: what they get, how their ends are said, and those that cannot be started. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int
wait_for(pid_t child)
{
	int status;
	siginfo_t info;
	assert_int_equal(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT), 0);
	assert_true(process_has_ended(child, &status));
	return status;
}

/* What a script of sh prints, and its status. */
static char *
run(struct process process, const char *script, int *status)
{
	static char text[8192];
	char *const words[] = {"sh", "-c", (char *)script, NULL};
	int ends[2], error;
	size_t length = 0;
	ssize_t count;
	assert_int_equal(pipe(ends), 0);
	process.arguments = words;
	process.output = ends[1];
	pid_t child = process_start(&process, &error);
	assert_true(child > 0);
	close(ends[1]);
	while ((count = read(ends[0], text + length, sizeof(text) - 1 - length)) > 0)
		length += (size_t)count;
	text[length] = '\0';
	close(ends[0]);
	*status = wait_for(child);
	return text;
}

static void
test_ends(void **state)
{
	(void)state;
	static const struct {
		const char *script, *said;
	} ends[] = {{"exit 0", ""}, {"exit 3", "x ended with status 3"},
			{"kill -9 $$", "x was ended by signal 9 (Killed)"},
			{"kill -PIPE $$", "x was ended by signal 13 (Broken pipe)"}};
	signal(SIGPIPE, SIG_IGN); /* as main does; the program has it as the system does */
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		int status;
		struct buf said = buf_empty();
		run((struct process){.input = PROCESS_NULL}, ends[i].script, &status);
		process_format_end(&said, "x", status);
		assert_string_equal(said.data, ends[i].said);
		buf_free(&said);
	}
}

static void
test_what_it_gets(void **state)
{
	(void)state;
	int status;
	char *const environment[] = {"READER_COUNT=3", "PATH=/usr/bin:/bin", NULL};
	struct process process = {.input = PROCESS_NULL, .folder = "/", .environment = environment};
	assert_string_equal(run(process, "pwd; cat; echo \"$READER_COUNT${HOME-}\"; echo e >&2",
					    &status),
			"/\n3\ne\n");
	/* Only one that is detached leads a group of its own. */
	static const char leads[] = "kill -0 -$$ 2>/dev/null && echo leads";
	assert_string_equal(run(process, leads, &status), "");
	process.is_detached = true;
	assert_string_equal(run(process, leads, &status), "leads\n");
}

/* No descriptor of this process but the three. */
static void
test_descriptors(void **state)
{
	(void)state;
	int status, ends[2];
	int file = open("/dev/null", O_RDONLY);
	assert_int_equal(pipe(ends), 0);
	assert_true(dup2(file, 200) == 200);
	if (access("/proc/self/fd", R_OK) != 0)
		skip();
	char *list = run((struct process){.input = PROCESS_NULL},
			"for fd in /proc/$$/fd/*; do test -e \"$fd\" && echo \"${fd##*/}\"; done",
			&status);
	/* sh keeps its own, if any, at 10 and above, close-on-exec. */
	assert_null(strstr(list, "200"));
	for (int fd = 3; fd < 10; fd++) {
		char line[32];
		snprintf(line, sizeof(line), "\n%d\n", fd);
		assert_null(strstr(list, line));
	}
	close(file);
	close(200);
	close(ends[0]);
	close(ends[1]);
}

/* Signals are as the system has them: neither ignored nor blocked. */
static void
test_signals(void **state)
{
	(void)state;
	int status;
	sigset_t blocked;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	signal(SIGINT, SIG_IGN);
	run((struct process){.input = PROCESS_NULL}, "kill -INT $$; exit 7", &status);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
	run((struct process){.input = PROCESS_NULL}, "kill -TERM $$; exit 7", &status);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	signal(SIGINT, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &blocked, NULL);
}

static void
test_none(void **state)
{
	(void)state;
	static const struct {
		const char *name, *folder;
		int error;
	} programs[] = {{"no-such-program", NULL, ENOENT}, {"/", NULL, EACCES}, {"", NULL, ENOENT},
			{"sh", "/no/such/folder", ENOENT}};
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		char *const words[] = {(char *)programs[i].name, NULL};
		struct process process = {.arguments = words,
				.folder = programs[i].folder,
				.input = PROCESS_NULL,
				.output = PROCESS_NULL};
		int error = 0;
		assert_int_equal(process_start(&process, &error), -1);
		assert_int_equal(error, programs[i].error);
		assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nothing is left of it */
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_ends),
			cmocka_unit_test(test_what_it_gets),
			cmocka_unit_test(test_descriptors),
			cmocka_unit_test(test_signals),
			cmocka_unit_test(test_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
