/* Threads and the pipe that wakes a loop. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/thread.h"
#include "base/wake.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>

static void *
note_mask(void *argument)
{
	pthread_sigmask(SIG_SETMASK, NULL, argument);
	return NULL;
}

static void
takes_only_its_own_faults(void **state)
{
	(void)state;
	static const int blocked[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT,
			SIGPIPE, SIGALRM, SIGUSR1, SIGXFSZ};
	static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
	struct err err;
	sigset_t before, mask, after;
	pthread_sigmask(SIG_SETMASK, NULL, &before);
	struct thread *thread = thread_start(note_mask, &mask, &err);
	assert_non_null(thread);
	thread_join(thread);
	pthread_sigmask(SIG_SETMASK, NULL, &after);
	for (size_t i = 0; i < sizeof(blocked) / sizeof(blocked[0]); i++) {
		assert_int_equal(sigismember(&mask, blocked[i]), 1);
		assert_int_equal(sigismember(&after, blocked[i]), sigismember(&before, blocked[i]));
	}
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		assert_int_equal(sigismember(&mask, faults[i]), 0);
	thread_join(NULL);
}

static bool
is_ready(int fd)
{
	struct pollfd source = {.fd = fd, .events = POLLIN};
	return poll(&source, 1, 0) == 1;
}

static void
rings_are_taken_at_once(void **state)
{
	(void)state;
	enum { MORE_THAN_A_PIPE_HOLDS = 200000 };
	int ends[2];
	struct err err;
	assert_true(wake_open(ends, &err));
	assert_true(fcntl(ends[0], F_GETFD) & FD_CLOEXEC);
	assert_false(is_ready(ends[0]));
	errno = ENOENT;
	for (int i = 0; i < MORE_THAN_A_PIPE_HOLDS; i++)
		wake_ring(ends[1]);
	assert_int_equal(errno, ENOENT);
	assert_true(is_ready(ends[0]));
	wake_drain(ends[0]);
	assert_false(is_ready(ends[0]));
	wake_close(ends);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(takes_only_its_own_faults),
			cmocka_unit_test(rings_are_taken_at_once),
	};
	return cmocka_run_group_tests_name("thread", tests, NULL, NULL);
}
