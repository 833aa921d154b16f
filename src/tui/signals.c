#include "tui/signals.h"

#include "base/wake.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { RESET_SIZE = 512, STACK_SIZE = 64 * 1024 };

static const int noted[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGINT, SIGTERM, SIGHUP, SIGCHLD};
/* What would end the process, were it not caught. */
static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSYS, SIGTRAP,
		SIGXCPU, SIGXFSZ, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2};

enum {
	NOTED = sizeof(noted) / sizeof(noted[0]),
	CRASHES = sizeof(crashes) / sizeof(crashes[0]),
};

/*
 * Written outside of handlers only while `is_active` is 0 or by one thread; a
 * handler reads it and touches nothing but the sig_atomic_t.
 */
static struct {
	volatile sig_atomic_t has_come[NOTED];
	volatile sig_atomic_t is_active;
	int wake[2]; /* pipe: read end, write end */
	struct sigaction noted_before[NOTED];
	struct sigaction crashes_before[CRASHES];
	sigset_t blocked_before;
	void *stack; /* for a crash by stack overflow */
	stack_t stack_before;
	int terminal;
	struct termios modes;
	bool has_modes;
	char reset[RESET_SIZE];
	size_t reset_length;
} state;

static void
restore_terminal(void)
{
	if (!state.is_active)
		return;
	state.is_active = 0;
	for (size_t done = 0; done < state.reset_length;) {
		ssize_t wrote = write(
				state.terminal, state.reset + done, state.reset_length - done);
		if (wrote <= 0)
			break;
		done += (size_t)wrote;
	}
	if (state.has_modes)
		tcsetattr(state.terminal, TCSANOW, &state.modes);
}

/* Ends the process by the signal itself, so that its parent sees why. */
static void
die_by(int number)
{
	restore_terminal();
	struct sigaction standard = {.sa_handler = SIG_DFL};
	sigemptyset(&standard.sa_mask);
	sigaction(number, &standard, NULL);
	sigset_t only;
	sigemptyset(&only);
	sigaddset(&only, number);
	(void)raise(number);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
}

static bool
is_end(int number)
{
	return number == SIGINT || number == SIGTERM || number == SIGHUP;
}

static void
note(int number)
{
	for (size_t i = 0; i < NOTED; i++) {
		if (noted[i] != number)
			continue;
		if (state.has_come[i] && is_end(number))
			die_by(number);
		state.has_come[i] = 1;
	}
	wake_ring(state.wake[1]);
}

static void
crash(int number, siginfo_t *info, void *context)
{
	(void)context;
	restore_terminal();
	/* The handler of before takes over: the system's, or a sanitizer's with its report. */
	for (size_t i = 0; i < CRASHES; i++) {
		if (crashes[i] == number)
			sigaction(number, &state.crashes_before[i], NULL);
	}
	bool is_fault = number == SIGSEGV || number == SIGBUS || number == SIGFPE ||
			number == SIGILL;
	if (is_fault && info->si_code > 0)
		return; /* it happens again, now without us */
	(void)raise(number);
}

static void
start_stack(void)
{
	state.stack = malloc(STACK_SIZE);
	stack_t stack = {.ss_sp = state.stack, .ss_size = STACK_SIZE};
	if (state.stack != NULL && sigaltstack(&stack, &state.stack_before) == 0)
		return;
	free(state.stack);
	state.stack = NULL;
}

int
signals_start(struct err *err)
{
	memset(&state, 0, sizeof(state));
	if (!wake_open(state.wake, err))
		return -1;
	start_stack();
	/* SA_RESTART: a signal may interrupt the reading thread, whose calls must not fail for it. */
	struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART | SA_NOCLDSTOP};
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < NOTED; i++)
		sigaction(noted[i], &action, &state.noted_before[i]);
	/* Whoever started this process may have left some blocked. */
	sigset_t wanted;
	sigemptyset(&wanted);
	for (size_t i = 0; i < NOTED; i++)
		sigaddset(&wanted, noted[i]);
	pthread_sigmask(SIG_UNBLOCK, &wanted, &state.blocked_before);
	struct sigaction fatal = {.sa_sigaction = crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	sigemptyset(&fatal.sa_mask);
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &fatal, &state.crashes_before[i]);
	return state.wake[0];
}

void
signals_stop(void)
{
	state.is_active = 0;
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &state.crashes_before[i], NULL);
	for (size_t i = 0; i < NOTED; i++)
		sigaction(noted[i], &state.noted_before[i], NULL);
	pthread_sigmask(SIG_SETMASK, &state.blocked_before, NULL);
	wake_close(state.wake);
	if (state.stack == NULL)
		return;
	if ((state.stack_before.ss_flags & SS_DISABLE) != 0)
		state.stack_before.ss_size = STACK_SIZE; /* some systems check it even then */
	sigaltstack(&state.stack_before, NULL);
	free(state.stack);
	state.stack = NULL;
}

void
signals_prepare(int fd, const char *reset, size_t length)
{
	state.terminal = fd;
	state.has_modes = tcgetattr(fd, &state.modes) == 0;
	state.reset_length = length < RESET_SIZE ? length : RESET_SIZE;
	memcpy(state.reset, reset, state.reset_length);
}

void
signals_set_active(bool is_active)
{
	state.is_active = is_active;
}

void
signals_drain(void)
{
	wake_drain(state.wake[0]);
}

/* Whether a signal has come; with is_taken it is forgotten. */
static bool
look_for(int number, bool is_taken)
{
	for (size_t i = 0; i < NOTED; i++) {
		if (noted[i] != number || !state.has_come[i])
			continue;
		state.has_come[i] = !is_taken;
		return true;
	}
	return false;
}

bool
signals_has_come(int number)
{
	return look_for(number, false);
}

bool
signals_take(int number)
{
	return look_for(number, true);
}

static void
set_handler(int number, void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

void
signals_stop_process(void)
{
	/*
	 * The whole group stops, as by the terminal's own C-z: a wrapper that
	 * waits for this process (make, a script) must stop too. Here the signal
	 * waits until it has been sent to all; a SIGCONT that comes first, from a
	 * shell that saw the wrapper stop, takes it back.
	 */
	sigset_t stop, before;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	pthread_sigmask(SIG_BLOCK, &stop, &before);
	set_handler(SIGTSTP, SIG_DFL);
	kill(0, SIGTSTP);
	pthread_sigmask(SIG_SETMASK, &before, NULL); /* stops here */
	set_handler(SIGTSTP, note);
	signals_take(SIGTSTP);
	signals_take(SIGCONT);
}

void
signals_yield(void)
{
	set_handler(SIGINT, SIG_IGN); /* is for the other program, as in system() */
	set_handler(SIGQUIT, SIG_IGN);
	set_handler(SIGTSTP, SIG_DFL);
}

void
signals_regain(void)
{
	struct sigaction fatal = {.sa_sigaction = crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	sigemptyset(&fatal.sa_mask);
	sigaction(SIGQUIT, &fatal, NULL);
	set_handler(SIGINT, note);
	set_handler(SIGTSTP, note);
	signals_take(SIGCONT);
	signals_take(SIGTSTP);
}
