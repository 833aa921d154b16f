#include "base/process.h"

#include "base/buf.h"
#include "base/language.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	SIGNALS = 32,	    /* those of POSIX have numbers below */
	DESCRIPTORS = 1024, /* the highest that this program has open is far below */
};

extern char **environ;

/* --- In the child, where only what is safe in a handler may be called --- */

static bool
place(int fd, int target)
{
	if (fd == PROCESS_SAME)
		return true;
	if (fd == PROCESS_NULL)
		fd = open("/dev/null", O_RDWR);
	return fd >= 0 && dup2(fd, target) >= 0;
}

static bool
prepare(const struct process *process, int report)
{
	struct sigaction standard = {.sa_handler = SIG_DFL};
	sigset_t none;
	sigemptyset(&standard.sa_mask);
	sigemptyset(&none);
	for (int number = 1; number < SIGNALS; number++)
		sigaction(number, &standard, NULL); /* fails for SIGKILL and SIGSTOP */
	pthread_sigmask(SIG_SETMASK, &none, NULL);
	if (process->is_detached && setsid() < 0)
		return false;
	if (!place(process->input, STDIN_FILENO) || !place(process->output, STDOUT_FILENO) ||
			!place(process->output, STDERR_FILENO))
		return false;
	for (int fd = STDERR_FILENO + 1; fd < DESCRIPTORS; fd++) {
		if (fd != report)
			close(fd);
	}
	if (process->environment != NULL)
		environ = (char **)(void *)process->environment;
	return process->folder == NULL || chdir(process->folder) == 0;
}

_Noreturn static void
become(const struct process *process, int report)
{
	if (prepare(process, report))
		execvp(process->arguments[0], process->arguments);
	int error = errno;
	ssize_t wrote = write(report, &error, sizeof(error));
	_exit(wrote == sizeof(error) ? 127 : 126);
}

/* --- In this process --- */

/* The errno that the child reports; 0: its end of the pipe was closed by the program's start. */
static int
read_report(int fd)
{
	int error = 0;
	ssize_t count;
	do
		count = read(fd, &error, sizeof(error));
	while (count < 0 && errno == EINTR);
	return count == sizeof(error) ? error : 0;
}

pid_t
process_start(const struct process *process, int *error)
{
	int report[2];
	sigset_t all, before;
	if (pipe(report) != 0) {
		*error = errno;
		return -1;
	}
	for (int i = 0; i < 2; i++)
		(void)fcntl(report[i], F_SETFD, FD_CLOEXEC);
	/* Handlers of this process are not to run in the child. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pid_t child = fork();
	if (child == 0)
		become(process, report[1]);
	*error = child < 0 ? errno : 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	close(report[1]);
	if (child > 0)
		*error = read_report(report[0]);
	close(report[0]);
	if (child > 0 && *error != 0) {
		while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
			continue;
		return -1;
	}
	return child;
}

bool
process_has_ended(pid_t process, int *status)
{
	pid_t ended;
	*status = 0;
	do
		ended = waitpid(process, status, WNOHANG);
	while (ended < 0 && errno == EINTR);
	/* Where SIGCHLD was ignored there is no status to be had: it counts as 0. */
	return ended != 0;
}

void
process_format_end(struct buf *out, const char *name, int status)
{
	if (WIFSIGNALED(status))
		buf_format(out, _("%s was ended by signal %d (%s)"), name, WTERMSIG(status),
				_(strsignal(WTERMSIG(status))));
	else if (WEXITSTATUS(status) != 0)
		buf_format(out, _("%s ended with status %d"), name, WEXITSTATUS(status));
}
