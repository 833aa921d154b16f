#include "tui/terminal.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/process.h"
#include "panes/pane.h"
#include "tui/clipboard.h"
#include "tui/keys.h"
#include "tui/signals.h"
#include "tui/terminfo.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { ESCAPE_DELAY_MS = 25 };

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
	(void)file_write(STDOUT_FILENO, text, strlen(text));
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

bool
terminal_copy(const char *text, struct err *err)
{
	size_t length = strlen(text);
	if (!terminfo_begins("cup", "\033[") || !clipboard_is_known())
		return err_set(err,
				"not copied: a terminal of TERM=%s has no clipboard: set "
				"copy_command",
				getenv("TERM"));
	if (length > CLIPBOARD_MAX)
		return err_set(err,
				"not copied: %zu bytes are more than the terminal takes (%d): set "
				"copy_command",
				length, CLIPBOARD_MAX);
	struct buf sequence = buf_empty();
	clipboard_sequence(&sequence, text, length, clipboard_multiplexer());
	send(sequence.data);
	buf_free(&sequence);
	return true;
}

/* --- Another program on the terminal --- */

/*
 * Waits until one of the descriptors is readable, but for signals that mean nothing here.
 * Returns whether the program is to end.
 */
static bool
wait_for_signal_or(const struct terminal *terminal, int fd)
{
	struct pollfd sources[] = {{.fd = terminal->signal_fd, .events = POLLIN},
			{.fd = fd, .events = POLLIN}};
	(void)poll(sources, 2, -1);
	signals_drain();
	return signals_has_come(SIGTERM) || signals_has_come(SIGHUP);
}

/* Waits for the program's end. If this process is to end meanwhile, the other one is asked to. */
static int
wait_for(const struct terminal *terminal, pid_t process)
{
	int status;
	bool is_asked = false;
	while (!process_has_ended(process, &status)) {
		bool is_over = wait_for_signal_or(terminal, -1);
		if (is_over && !is_asked)
			kill(process, SIGTERM);
		is_asked |= is_over;
	}
	return status;
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
	pid_t child = process_start(&process, error);
	if (is_fed) {
		close(ends[0]);
		if (child > 0)
			program->feed(program, ends[1]);
		close(ends[1]);
	}
	return child > 0 ? wait_for(terminal, child) : -1;
}

/* What the program has printed stays until Enter is pressed. */
static void
pause_for_enter(const struct terminal *terminal)
{
	char byte = '\0';
	reset_shell_mode(); /* whatever the program has left */
	tcflush(terminal->input_fd, TCIFLUSH);
	send("\r\n[reader: Enter]");
	while (byte != '\n' && !wait_for_signal_or(terminal, terminal->input_fd)) {
		struct pollfd source = {.fd = terminal->input_fd, .events = POLLIN};
		if (poll(&source, 1, 0) > 0 && read(terminal->input_fd, &byte, 1) <= 0)
			return;
	}
}

int
terminal_run(struct terminal *terminal, const struct foreground *program, int *error)
{
	leave_screen();
	signals_set_active(false);
	signals_yield();
	int status = run(terminal, program, error);
	if (program->is_paused && *error == 0)
		pause_for_enter(terminal);
	signals_regain();
	signals_set_active(true);
	curs_set(0); /* curses believes that it is seen; the program may have hidden it */
	curs_set(1);
	terminal_retake();
	flushinp();
	return status;
}
