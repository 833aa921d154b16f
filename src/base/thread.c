#include "base/thread.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

/* Enough, as nothing recurses on input; the usual 8 MiB a thread are too many under a limit on addresses. */
enum { STACK_BYTES = 1 << 20 };

struct thread {
	pthread_t id;
};

static int
create(pthread_t *id, void *(*run)(void *), void *argument)
{
	pthread_attr_t attributes;
	int error = pthread_attr_init(&attributes);
	if (error != 0)
		return error;
	/* Where that is too little, threads have the usual stack. */
	(void)pthread_attr_setstacksize(&attributes, STACK_BYTES);
	error = pthread_create(id, &attributes, run, argument);
	pthread_attr_destroy(&attributes);
	return error;
}

struct thread *
thread_start(void *(*run)(void *), void *argument, struct err *err)
{
	/* A fault that is blocked would end the process before the terminal is given back. */
	static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
	struct thread *thread = xcalloc(1, sizeof(*thread));
	sigset_t blocked, before;
	sigfillset(&blocked);
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		sigdelset(&blocked, faults[i]);
	pthread_sigmask(SIG_BLOCK, &blocked, &before);
	int error = create(&thread->id, run, argument);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error == 0)
		return thread;
	err_set_errno(err, NULL, error);
	free(thread);
	return NULL;
}

void
thread_join(struct thread *thread)
{
	if (thread != NULL)
		pthread_join(thread->id, NULL);
	free(thread);
}
