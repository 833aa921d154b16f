#include "screen/harness.h"

#include "base/buf.h"
#include "base/xalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

/*
 * What the shell writes after all that a program wrote before it stopped or ended:
 * ENQ, which no program here sends and which is kept from the terminal.
 */
static const char end_mark = '\005';

/* What the shell tells of the program. */
struct news {
	pid_t pid;
	int status; /* waitpid's; -1: it has begun */
};

struct session {
	int master;
	int news;    /* read end: struct news */
	int control; /* write end: a byte continues the program, closing it ends the shell */
	pid_t shell;
	pid_t program;
	bool has_stopped, has_exited;
	size_t end_count, mark_count; /* stops and exits told of; marks of the shell that came */
	int exit_status;
	int rows, columns;
	VTerm *terminal;
	VTermScreen *screen;
	bool is_alternate, is_cursor_visible;
	struct termios first_modes;
	struct buf output;
	const char *ground; /* NULL: no answer */
	size_t answered;    /* of the output: up to where */
};

static void
die(const char *what)
{
	fprintf(stderr, "harness: %s: %s\n", what, strerror(errno));
	abort();
}

static volatile sig_atomic_t is_out_of_time;

/* The runner's patience is at its end: what was waited for is worth telling. */
static void
on_end_of_time(int number)
{
	(void)number;
	is_out_of_time = 1;
}

/* --- The shell: one job on the terminal ------------------------------------ */

static void
set_environment(const struct session_options *options)
{
	setenv("TERM", options->term != NULL ? options->term : "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LANGUAGE");
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	unsetenv("COLORTERM");
	unsetenv("COLORFGBG");
	unsetenv("LINES");
	unsetenv("COLUMNS");
	unsetenv("BROWSER");
	for (size_t i = 0; options->environment != NULL && options->environment[i] != NULL; i++) {
		char *name = xstrdup(options->environment[i]);
		char *value = strchr(name, '=');
		if (value != NULL)
			*value++ = '\0';
		if (value != NULL)
			setenv(name, value, 1);
		else
			unsetenv(name);
		free(name);
	}
}

static void
run_program(const struct session_options *options)
{
	setpgid(0, 0);
	tcsetpgrp(STDIN_FILENO, getpid());
	signal(SIGTTOU, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	set_environment(options);
	execv(options->arguments[0], (char *const *)(void *)options->arguments);
	_exit(127);
}

static void
tell(int news, pid_t pid, int status)
{
	struct news item = {pid, status};
	if (write(news, &item, sizeof(item)) != sizeof(item))
		_exit(1);
}

static void
run_shell(const struct session_options *options, const char *terminal, int news, int control)
{
	setsid();
	int fd = open(terminal, O_RDWR);
	if (fd < 0)
		_exit(1);
	ioctl(fd, TIOCSCTTY, 0);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
	signal(SIGTTOU, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	pid_t program = fork();
	if (program == 0)
		run_program(options);
	setpgid(program, program);
	tcsetpgrp(STDIN_FILENO, program);
	tell(news, program, -1);
	int status;
	char byte;
	while (waitpid(program, &status, WUNTRACED) == program) {
		tcsetpgrp(STDIN_FILENO, getpid());
		/* A terminal that has gone away takes none. */
		if (write(STDOUT_FILENO, &end_mark, 1) == 1 || errno == EIO)
			tell(news, program, status);
		if (!WIFSTOPPED(status))
			break;
		if (read(control, &byte, 1) != 1)
			break;
		tcsetpgrp(STDIN_FILENO, program);
		kill(-program, SIGCONT);
	}
	/* The terminal stays until the test has looked at it. */
	while (read(control, &byte, 1) == 1)
		continue;
	_exit(0);
}

/* --- The terminal ----------------------------------------------------------- */

static int
on_property(VTermProp property, VTermValue *value, void *user)
{
	struct session *session = user;
	if (property == VTERM_PROP_ALTSCREEN)
		session->is_alternate = value->boolean;
	else if (property == VTERM_PROP_CURSORVISIBLE)
		session->is_cursor_visible = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void
open_terminal(struct session *session)
{
	session->terminal = vterm_new(session->rows, session->columns);
	vterm_set_utf8(session->terminal, 1);
	session->screen = vterm_obtain_screen(session->terminal);
	vterm_screen_set_callbacks(session->screen, &callbacks, session);
	vterm_screen_enable_altscreen(session->screen, 1);
	session->is_cursor_visible = true;
	vterm_screen_reset(session->screen, 1);
}

struct session *
session_start(const struct session_options *options)
{
	struct session *session = xcalloc(1, sizeof(*session));
	sigaction(SIGTERM, &(struct sigaction){.sa_handler = on_end_of_time}, NULL);
	session->rows = options->rows;
	session->columns = options->columns;
	session->ground = options->ground;
	buf_init(&session->output);
	session->master = posix_openpt(O_RDWR | O_NOCTTY);
	if (session->master < 0 || grantpt(session->master) != 0 || unlockpt(session->master) != 0)
		die("no pty");
	struct winsize size = {.ws_row = (unsigned short)options->rows,
			.ws_col = (unsigned short)options->columns};
	ioctl(session->master, TIOCSWINSZ, &size);
	int news[2], control[2];
	if (pipe(news) != 0 || pipe(control) != 0)
		die("pipe");
	for (int i = 0; i < 2; i++) {
		fcntl(news[i], F_SETFD, FD_CLOEXEC);
		fcntl(control[i], F_SETFD, FD_CLOEXEC);
	}
	fcntl(session->master, F_SETFD, FD_CLOEXEC);
	const char *terminal = ptsname(session->master);
	tcgetattr(session->master, &session->first_modes);
	open_terminal(session);
	session->shell = fork();
	if (session->shell == 0) {
		close(news[0]);
		close(control[1]);
		close(session->master);
		run_shell(options, terminal, news[1], control[0]);
	}
	close(news[1]);
	close(control[0]);
	session->news = news[0];
	session->control = control[1];
	struct news begun;
	if (read(session->news, &begun, sizeof(begun)) != sizeof(begun))
		die("the shell did not begin");
	session->program = begun.pid;
	fcntl(session->master, F_SETFL, O_NONBLOCK);
	return session;
}

void
session_end(struct session *session)
{
	if (session == NULL)
		return;
	if (!session->has_exited)
		kill(session->program, SIGKILL);
	close(session->control);
	close(session->news);
	if (session->master >= 0)
		close(session->master);
	waitpid(session->shell, NULL, 0);
	vterm_free(session->terminal);
	buf_free(&session->output);
	free(session);
}

/* --- Reading on -------------------------------------------------------------- */

/* Counts the shell's marks and takes them out; returns the length without. */
static size_t
take_marks(struct session *session, char *bytes, size_t length)
{
	size_t kept = 0;
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == end_mark)
			session->mark_count++;
		else
			bytes[kept++] = bytes[i];
	}
	return kept;
}

static const char question[] = "\033]11;?\033\\"; /* for the terminal's ground */

/* Answers to OSC 11 as xterm does, where the output asks. */
static void
answer_ground(struct session *session)
{
	const char *at;
	while (session->ground != NULL &&
			(at = strstr(session->output.data + session->answered, question)) != NULL) {
		char answer[64];
		int length = snprintf(answer, sizeof(answer), "\033]11;%s\033\\", session->ground);
		session->answered = (size_t)(at - session->output.data) + 1;
		if (write(session->master, answer, (size_t)length) != length)
			die("cannot answer");
	}
}

static void
take_output(struct session *session)
{
	char bytes[4096];
	ssize_t got;
	while ((got = read(session->master, bytes, sizeof(bytes))) > 0) {
		size_t length = take_marks(session, bytes, (size_t)got);
		buf_add(&session->output, bytes, length);
		vterm_input_write(session->terminal, bytes, length);
	}
	answer_ground(session);
	/* Answers to what else the program asked the terminal. */
	size_t count = vterm_output_read(session->terminal, bytes, sizeof(bytes));
	if (count > 0 && write(session->master, bytes, count) < 0)
		return;
}

static void
take_news(struct session *session)
{
	struct news news;
	if (read(session->news, &news, sizeof(news)) != sizeof(news))
		die("the shell has gone");
	session->end_count++;
	if (WIFSTOPPED(news.status)) {
		session->has_stopped = true;
	} else {
		session->has_exited = true;
		session->exit_status = news.status;
	}
}

/* Waits until something comes, or until keys can be sent if `events` has POLLOUT, and takes it. */
static void
read_on(struct session *session, short events)
{
	struct pollfd sources[] = {
			{.fd = session->master, .events = events},
			{.fd = session->has_exited ? -1 : session->news, .events = POLLIN},
	};
	if (poll(sources, 2, -1) < 0)
		return;
	if (sources[0].revents & POLLIN)
		take_output(session);
	else if (sources[0].revents & (POLLHUP | POLLERR))
		die("the terminal has gone");
	if (sources[1].revents & (POLLIN | POLLHUP))
		take_news(session);
}

/* The program stands still or has ended, and all that it wrote has been taken. */
static bool
is_at_rest(const struct session *session)
{
	return (session->has_stopped || session->has_exited) &&
	       (session->master < 0 || session->mark_count == session->end_count);
}

struct wish {
	bool (*is_fulfilled)(struct session *session, const struct wish *wish);
	const char *text;
	int row, column;
};

static bool
wait_for(struct session *session, const struct wish *wish, const char *what)
{
	while (!wish->is_fulfilled(session, wish)) {
		if (!is_at_rest(session) && !is_out_of_time) {
			read_on(session, POLLIN);
			continue;
		}
		struct buf screen = buf_empty();
		session_screen(session, &screen);
		fprintf(stderr, "# waited in vain for %s '%s' (%d, %d); the screen:\n%s", what,
				wish->text != NULL ? wish->text : "", wish->row, wish->column,
				screen.data);
		buf_free(&screen);
		if (is_out_of_time)
			exit(124); /* as the runner's timeout: no other test has time either */
		return false;
	}
	return true;
}

static bool
has_text(struct session *session, const struct wish *wish)
{
	for (int row = 0; row < session->rows; row++) {
		if (session_find(session, row, wish->text) >= 0)
			return true;
	}
	return false;
}

static bool
has_no_text(struct session *session, const struct wish *wish)
{
	return !has_text(session, wish);
}

static bool
has_row(struct session *session, const struct wish *wish)
{
	return session_find(session, wish->row, wish->text) >= 0;
}

static bool
has_cursor(struct session *session, const struct wish *wish)
{
	int row, column;
	session_cursor(session, &row, &column);
	return row == wish->row && column == wish->column;
}

static bool
has_output(struct session *session, const struct wish *wish)
{
	return strstr(session->output.data + wish->row, wish->text) != NULL;
}

static bool
has_stopped(struct session *session, const struct wish *wish)
{
	(void)wish;
	return session->has_stopped && is_at_rest(session);
}

static bool
has_exited(struct session *session, const struct wish *wish)
{
	(void)wish;
	return session->has_exited && is_at_rest(session);
}

bool
session_wait_text(struct session *session, const char *text)
{
	return wait_for(session, &(struct wish){has_text, text, 0, 0}, "text");
}

bool
session_wait_no_text(struct session *session, const char *text)
{
	return wait_for(session, &(struct wish){has_no_text, text, 0, 0}, "the end of");
}

bool
session_wait_row(struct session *session, int row, const char *text)
{
	return wait_for(session, &(struct wish){has_row, text, row, 0}, "row");
}

bool
session_wait_output(struct session *session, size_t from, const char *bytes)
{
	return wait_for(session, &(struct wish){has_output, bytes, (int)from, 0}, "the output of");
}

bool
session_wait_cursor(struct session *session, int row, int column)
{
	return wait_for(session, &(struct wish){has_cursor, NULL, row, column}, "cursor");
}

bool
session_wait_stop(struct session *session)
{
	return wait_for(session, &(struct wish){has_stopped, NULL, 0, 0}, "a stop");
}

bool
session_wait_exit(struct session *session, int *status)
{
	bool is_good = wait_for(session, &(struct wish){has_exited, NULL, 0, 0}, "the exit");
	*status = session->exit_status;
	return is_good;
}

void
session_continue(struct session *session)
{
	session->has_stopped = false;
	if (write(session->control, "c", 1) != 1)
		die("the shell has gone");
}

void
session_send(struct session *session, const char *bytes)
{
	size_t length = strlen(bytes);
	for (size_t done = 0; done < length;) {
		ssize_t wrote = write(session->master, bytes + done, length - done);
		if (wrote > 0)
			done += (size_t)wrote;
		else if (errno != EAGAIN && errno != EINTR)
			die("cannot send keys");
		else
			read_on(session, POLLIN | POLLOUT);
	}
}

void
session_resize(struct session *session, int rows, int columns)
{
	session->rows = rows;
	session->columns = columns;
	vterm_set_size(session->terminal, rows, columns);
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
	ioctl(session->master, TIOCSWINSZ, &size);
}

void
session_signal(struct session *session, int number)
{
	kill(session->program, number);
}

void
session_hang_up(struct session *session)
{
	close(session->master);
	session->master = -1;
}

/* --- Looking ----------------------------------------------------------------- */

static int
color_number(const VTermColor *color, bool is_default)
{
	if (is_default)
		return -1;
	return VTERM_COLOR_IS_INDEXED(color) ? color->indexed.idx : 1000;
}

struct session_cell
session_cell(struct session *session, int row, int column)
{
	VTermScreenCell cell;
	struct session_cell out = {.width = 1, .foreground = -1, .background = -1};
	if (!vterm_screen_get_cell(session->screen, (VTermPos){.row = row, .col = column}, &cell))
		return out;
	struct buf text = buf_empty();
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++) {
		if (cell.chars[i] != (uint32_t)-1)
			buf_add_codepoint(&text, cell.chars[i]);
	}
	snprintf(out.text, sizeof(out.text), "%s", text.data);
	buf_free(&text);
	out.width = cell.width;
	out.is_bold = cell.attrs.bold;
	out.is_underlined = cell.attrs.underline != 0;
	out.is_reversed = cell.attrs.reverse;
	out.is_italic = cell.attrs.italic;
	out.foreground = color_number(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
	out.background = color_number(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
	out.has_color = out.foreground >= 0 || out.background >= 0;
	return out;
}

void
session_row(struct session *session, int row, struct buf *out)
{
	size_t end = out->length;
	int step = 1;
	for (int column = 0; column < session->columns; column += step) {
		struct session_cell cell = session_cell(session, row, column);
		step = cell.width > 0 ? cell.width : 1;
		buf_add_text(out, cell.text[0] != '\0' ? cell.text : " ");
		if (cell.text[0] != '\0' && cell.text[0] != ' ')
			end = out->length;
	}
	buf_truncate(out, end);
}

void
session_screen(struct session *session, struct buf *out)
{
	for (int row = 0; row < session->rows; row++) {
		session_row(session, row, out);
		buf_add_char(out, '\n');
	}
}

/* Whether the cells from `column` on show `text`. */
static bool
stands_at(struct session *session, int row, int column, const char *text)
{
	while (*text != '\0') {
		if (column >= session->columns)
			return false;
		struct session_cell cell = session_cell(session, row, column);
		const char *shown = cell.text[0] != '\0' ? cell.text : " ";
		size_t length = strlen(shown);
		if (strncmp(text, shown, length) != 0)
			return false;
		text += length;
		column += cell.width > 0 ? cell.width : 1;
	}
	return true;
}

int
session_find(struct session *session, int row, const char *text)
{
	for (int column = 0; column < session->columns; column++) {
		if (stands_at(session, row, column, text))
			return column;
	}
	return -1;
}

void
session_cursor(struct session *session, int *row, int *column)
{
	VTermPos place;
	vterm_state_get_cursorpos(vterm_obtain_state(session->terminal), &place);
	*row = place.row;
	*column = place.col;
}

bool
session_is_cursor_visible(struct session *session)
{
	return session->is_cursor_visible;
}

bool
session_is_alternate(struct session *session)
{
	return session->is_alternate;
}

/* Where the last of this stands in the output; 0 if nowhere. */
static size_t
last_place(const struct session *session, const char *bytes)
{
	size_t place = 0;
	const char *at = session->output.data;
	while ((at = strstr(at, bytes)) != NULL)
		place = (size_t)(++at - session->output.data);
	return place;
}

bool
session_has_mouse(struct session *session)
{
	/* Not by libvterm's property: it takes only the first mode of "?1006;1000h". */
	return last_place(session, "1000h") > last_place(session, "1000l");
}

struct termios
session_modes(struct session *session)
{
	struct termios modes;
	tcgetattr(session->master, &modes);
	return modes;
}

struct termios
session_first_modes(struct session *session)
{
	return session->first_modes;
}

bool
session_is_whole(struct session *session)
{
	struct termios now = session_modes(session), first = session_first_modes(session);
	return now.c_lflag == first.c_lflag && now.c_iflag == first.c_iflag &&
	       now.c_oflag == first.c_oflag &&
	       memcmp(now.c_cc, first.c_cc, sizeof(now.c_cc)) == 0 &&
	       !session_is_alternate(session) && session_is_cursor_visible(session) &&
	       !session_has_mouse(session);
}

const struct buf *
session_output(struct session *session)
{
	return &session->output;
}

bool
session_has_string(struct session *session)
{
	const char *at = session->output.data;
	while ((at = strstr(at, "\033]")) != NULL) {
		if (strncmp(at, question, sizeof(question) - 1) != 0)
			return true;
		at++;
	}
	return false;
}
