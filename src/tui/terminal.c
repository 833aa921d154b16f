#include "tui/terminal.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "base/out.h"
#include "base/process.h"
#include "base/ticks.h"
#include "panes/pane.h"
#include "tui/clipboard.h"
#include "tui/direct.h"
#include "tui/ground.h"
#include "tui/signals.h"
#include "tui/terminfo.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum {
	ANSWER_DUE_MS = 1000, /* terminals that answer have done so by then */
	ANSWER_WAIT_MS = 100,
};

static bool
open_input(struct terminal *terminal, struct err *err)
{
	terminal->input = isatty(STDIN_FILENO) ? stdin : fopen("/dev/tty", "r+");
	if (terminal->input == NULL)
		return err_set(err, _("there is no terminal to read keys from"));
	terminal->input_fd = fileno(terminal->input);
	return true;
}

static void
close_input(struct terminal *terminal)
{
	if (terminal->input != stdin)
		(void)fclose(terminal->input);
	terminal->input = NULL;
}

static void
send(const char *text)
{
	(void)file_write(STDOUT_FILENO, text, strlen(text));
}

/*
 * Asks for marks around what is pasted, or for none: of any terminal that knows ECMA-48. And for
 * the mouse, of one that has it: presses and the wheel, in decimal numbers.
 */
static void
ask_for_input(const struct terminal *terminal, bool is_wanted)
{
	if (terminfo_is_ecma48())
		send(is_wanted ? "\033[?2004h" : "\033[?2004l");
	if (terminal->has_mouse && terminfo_has("kmous"))
		send(is_wanted ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
}

/* It may have changed since it was asked last: desktops turn dark in the evening. */
static void
ask_for_ground(struct terminal *terminal)
{
	if (!terminfo_is_ecma48() || !ground_may_be_asked(tigetnum("colors")))
		return;
	send(ground_question);
	terminal->asked = ticks_ms();
}

/* What was just asked must not be answered to whoever reads from the terminal next. */
static void
await_answer(struct terminal *terminal)
{
	struct pollfd source = {.fd = terminal->input_fd, .events = POLLIN};
	bool is_due = terminal->asked != 0 && ticks_ms() - terminal->asked < ANSWER_DUE_MS;
	terminal->asked = 0;
	if (is_due && poll(&source, 1, ANSWER_WAIT_MS) > 0)
		tcflush(terminal->input_fd, TCIFLUSH);
}

/* All keys are bytes, C-c and C-\ too: a signal cannot be told from one that was pasted. */
static void
set_modes(struct terminal *terminal)
{
	raw();
	noecho();
	nonl();		      /* Enter and C-j are two keys */
	keypad(stdscr, TRUE); /* for the terminal's own mode; curses reads nothing */
	leaveok(stdscr, FALSE);
	ask_for_input(terminal, true);
	ask_for_ground(terminal);
}

bool
terminal_start(struct terminal *terminal, bool has_mouse, struct err *err)
{
	*terminal = (struct terminal){.has_mouse = has_mouse};
	if (!open_input(terminal, err))
		return false;
	terminal->signal_fd = signals_start(err);
	if (terminal->signal_fd < 0) {
		close_input(terminal);
		return false;
	}
	if (terminfo_check(STDOUT_FILENO, has_mouse, err)) {
		use_env(FALSE); /* LINES and COLUMNS may be a shell's old ones; the terminal knows */
		use_tioctl(TRUE);
		signals_set_active(true);
		terminal->screen = direct_newterm(stdout, terminal->input);
		if (terminal->screen != NULL) {
			set_modes(terminal);
			return true;
		}
		err_set(err, _("TERM=%s cannot be used"), getenv("TERM"));
	}
	signals_stop();
	close_input(terminal);
	return false;
}

/* Without an alternate screen the last picture stays; the shell's prompt needs a free line. */
static void
leave_screen(struct terminal *terminal)
{
	await_answer(terminal);
	ask_for_input(terminal, false);
	if (!isendwin() && !terminfo_has("rmcup")) {
		wmove(stdscr, LINES - 1, 0);
		wclrtoeol(stdscr);
		wrefresh(stdscr);
	}
	endwin();
}

void
terminal_stop(struct terminal *terminal)
{
	leave_screen(terminal);
	signals_stop();
	delscreen(terminal->screen);
	terminal->screen = NULL;
	close_input(terminal);
}

void
terminal_suspend(struct terminal *terminal)
{
	leave_screen(terminal);
	signals_set_active(false);
	signals_stop_process();
	signals_set_active(true);
	terminal_retake(terminal);
}

void
terminal_retake(struct terminal *terminal)
{
	if (!isendwin())
		endwin(); /* else curses believes its modes still hold */
	reset_prog_mode();
	clearok(curscr, TRUE);
	wrefresh(curscr); /* comes back to the screen and the keypad */
	ask_for_input(terminal, true);
	ask_for_ground(terminal);
}

char
terminal_erase(void)
{
	return erasechar();
}

void
terminal_size(int *rows, int *columns)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0 &&
			(size.ws_row != LINES || size.ws_col != COLS))
		resizeterm(size.ws_row, size.ws_col);
	*rows = LINES;
	*columns = COLS;
}

bool
terminal_copy(const char *text, struct err *err)
{
	size_t length = strlen(text);
	if (!terminfo_is_ecma48() || !clipboard_is_known())
		return err_set(err,
				_("not copied: a terminal of TERM=%s has no clipboard: set "
				  "copy_command"),
				getenv("TERM"));
	if (length > CLIPBOARD_MAX)
		return err_set(err,
				_("not copied: %zu bytes are more than the terminal takes (%d): "
				  "set "
				  "copy_command"),
				length, CLIPBOARD_MAX);
	struct buf sequence = buf_empty();
	clipboard_sequence(&sequence, text, length, clipboard_multiplexer());
	send(sequence.data);
	buf_free(&sequence);
	return true;
}

/* --- Another program on the terminal --- */

/* Whether a signal has come that is to end this process. */
static bool
is_ending(void)
{
	return signals_has_come(SIGTERM) || signals_has_come(SIGHUP);
}

/* Waits for a signal, or for events of a descriptor (-1: none). Whether there are any of those. */
static bool
wait_for(const struct terminal *terminal, int fd, short events)
{
	struct pollfd sources[] = {{.fd = terminal->signal_fd, .events = POLLIN},
			{.fd = fd, .events = events}};
	bool is_ready = poll(sources, 2, -1) > 0 && sources[1].revents != 0;
	signals_drain();
	return is_ready;
}

/* A program that has the terminal. */
struct running {
	const struct terminal *terminal;
	pid_t process;
	int fd;	       /* that it is fed by; -1: it is not */
	int status;    /* after its end, as waitpid has it */
	bool is_asked; /* to end, because this process is to */
};

/* Whether it has ended. If this process is to end, the other one is asked to, also where it is stopped. */
static bool
has_ended(struct running *running)
{
	if (running->process == 0)
		return true;
	if (process_has_ended(running->process, &running->status)) {
		running->process = 0;
	} else if (!running->is_asked && is_ending()) {
		running->is_asked = true;
		kill(running->process, signals_has_come(SIGHUP) ? SIGHUP : SIGTERM);
		kill(running->process, SIGCONT);
	}
	return running->process == 0;
}

/* Waits until the program takes more. False: it has ended, or is to. */
static bool
may_feed(void *context)
{
	struct running *running = context;
	while (!has_ended(running) && !running->is_asked) {
		if (wait_for(running->terminal, running->fd, POLLOUT))
			return true;
	}
	return false;
}

static void
feed(const struct foreground *program, struct running *running)
{
	(void)fcntl(running->fd, F_SETFL, O_NONBLOCK);
	struct out *out = out_open_while(running->fd, may_feed, running);
	program->feed(program, out);
	(void)out_close(out, NULL);
}

/* Gives the program what it reads, if that is not the terminal, and waits for it. */
static int
run(const struct terminal *terminal, const struct foreground *program, int *error)
{
	int ends[2] = {terminal->input_fd, -1};
	bool is_fed = program->feed != NULL;
	if (is_fed && pipe(ends) != 0) {
		*error = errno;
		return -1;
	}
	struct process process = {.arguments = program->arguments.words,
			.input = ends[0],
			.output = PROCESS_SAME};
	struct running running = {.terminal = terminal, .fd = ends[1], .status = -1};
	running.process = process_start(&process, error);
	bool is_started = running.process > 0;
	if (is_fed) {
		close(ends[0]);
		if (is_started)
			feed(program, &running);
		close(ends[1]);
	}
	while (is_started && !has_ended(&running))
		(void)wait_for(terminal, -1, 0);
	return running.status;
}

/* A shell with jobs gives the terminal to groups of its own. Takes it back where none of that one is left. */
static void
take_back_group(const struct terminal *terminal)
{
	pid_t group = tcgetpgrp(terminal->input_fd);
	sigset_t stop, before;
	if (group <= 0 || kill(-group, 0) == 0 || errno != ESRCH)
		return;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTTOU); /* of whoever does this without having the terminal */
	pthread_sigmask(SIG_BLOCK, &stop, &before);
	(void)tcsetpgrp(terminal->input_fd, getpgrp());
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* What the program has printed stays until Enter is pressed. */
static void
pause_for_enter(const struct terminal *terminal)
{
	char byte = '\0';
	reset_shell_mode(); /* whatever the program has left */
	tcflush(terminal->input_fd, TCIFLUSH);
	send("\r\n[reader: Enter]");
	while (byte != '\n' && !is_ending()) {
		if (wait_for(terminal, terminal->input_fd, POLLIN) &&
				read(terminal->input_fd, &byte, 1) <= 0)
			return;
	}
}

int
terminal_run(struct terminal *terminal, const struct foreground *program, int *error)
{
	leave_screen(terminal);
	signals_set_active(false);
	signals_yield();
	int status = run(terminal, program, error);
	take_back_group(terminal);
	if (program->is_paused && *error == 0 && !is_ending())
		pause_for_enter(terminal);
	signals_regain();
	signals_set_active(true);
	curs_set(0); /* curses believes that it is seen; the program may have hidden it */
	curs_set(1);
	terminal_retake(terminal);
	tcflush(terminal->input_fd, TCIFLUSH);
	return status;
}
