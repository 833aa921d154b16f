#include "tui/terminal.h"

#include "base/err.h"
#include "tui/keys.h"
#include "tui/signals.h"
#include "tui/terminfo.h"

#include <curses.h>
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { ESCAPE_DELAY_MS = 25 };

extern char **environ;

static bool
open_input(struct terminal *terminal, struct err *err)
{
	terminal->input = isatty(STDIN_FILENO) ? stdin : fopen("/dev/tty", "r+");
	if (terminal->input == NULL)
		return err_set(err, "there is no terminal to read keys from");
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

/*
 * C-c and C-\ stay signals, so that they end the program even when it hangs
 * (signals.h); C-z, C-s and their kin are keys.
 */
static void
set_signal_keys(int fd)
{
	struct termios modes;
	if (tcgetattr(fd, &modes) != 0)
		return;
	for (size_t i = 0; i < NCCS; i++)
		modes.c_cc[i] = i == VMIN || i == VTIME ? modes.c_cc[i] : _POSIX_VDISABLE;
	modes.c_cc[VINTR] = 'C' & 0x1F;
	modes.c_cc[VQUIT] = '\\' & 0x1F;
	modes.c_lflag |= ISIG;
	if (tcsetattr(fd, TCSADRAIN, &modes) == 0)
		def_prog_mode();
}

static void
send(const char *text)
{
	for (size_t left = strlen(text); left > 0;) {
		ssize_t count = write(STDOUT_FILENO, text, left);
		if (count < 0 && errno != EINTR)
			return;
		text += count > 0 ? count : 0;
		left -= count > 0 ? (size_t)count : 0;
	}
}

/* Asks for marks around what is pasted, or for none: of any terminal that knows ECMA-48. */
static void
bracket_pastes(bool is_wanted)
{
	if (terminfo_begins("cup", "\033["))
		send(is_wanted ? "\033[?2004h" : "\033[?2004l");
}

static void
set_modes(const struct terminal *terminal)
{
	raw();
	set_signal_keys(STDOUT_FILENO);
	noecho();
	nonl(); /* Enter and C-j are two keys */
	set_escdelay(ESCAPE_DELAY_MS);
	leaveok(stdscr, FALSE);
	if (terminal->has_mouse)
		mouse_start();
	bracket_pastes(true);
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
		terminal->screen = newterm(NULL, stdout, terminal->input);
		if (terminal->screen != NULL) {
			set_modes(terminal);
			return true;
		}
		err_set(err, "TERM=%s cannot be used", getenv("TERM"));
	}
	signals_stop();
	close_input(terminal);
	return false;
}

/* Without an alternate screen the last picture stays; the shell's prompt needs a free line. */
static void
leave_screen(void)
{
	bracket_pastes(false);
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
	if (terminal->has_mouse)
		mouse_stop();
	leave_screen();
	signals_stop();
	delscreen(terminal->screen);
	terminal->screen = NULL;
	close_input(terminal);
}

void
terminal_suspend(void)
{
	leave_screen();
	signals_set_active(false);
	signals_stop_process();
	signals_set_active(true);
	terminal_retake();
}

void
terminal_retake(void)
{
	if (!isendwin())
		endwin(); /* else curses believes its modes still hold */
	reset_prog_mode();
	clearok(curscr, TRUE);
	wrefresh(curscr); /* comes back to the screen, the keypad and the mouse */
	bracket_pastes(true);
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

/* Starts the program with signals as a shell would give it. */
static int
spawn(const struct terminal *terminal, char *const *arguments, pid_t *child)
{
	posix_spawnattr_t attributes;
	posix_spawn_file_actions_t actions;
	sigset_t none, standard;
	sigemptyset(&none);
	sigemptyset(&standard);
	const int numbers[] = {SIGINT, SIGQUIT, SIGTSTP, SIGPIPE, SIGWINCH, SIGHUP, SIGTERM};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(&standard, numbers[i]);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &standard);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	if (terminal->input_fd != STDIN_FILENO)
		posix_spawn_file_actions_adddup2(&actions, terminal->input_fd, STDIN_FILENO);
	int error = posix_spawnp(child, arguments[0], &actions, &attributes, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return error;
}

static int
wait_for(pid_t child, int *error)
{
	int status;
	while (waitpid(child, &status, 0) < 0) {
		if (errno == EINTR)
			continue;
		*error = errno;
		return -1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
terminal_run(struct terminal *terminal, char *const *arguments, int *error)
{
	leave_screen();
	signals_set_active(false);
	signals_yield();
	pid_t child = -1;
	int status = -1;
	*error = spawn(terminal, arguments, &child);
	if (*error == 0)
		status = wait_for(child, error);
	signals_regain();
	signals_set_active(true);
	terminal_retake();
	return status;
}
