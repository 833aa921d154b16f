/*
 * Other programs from the whole program on a terminal: browsers beside the screen and on
 * the terminal, the editor, command lines, the clipboard, the update. The programs are
 * scripts that this test writes; where one is to run until something else has happened, it
 * reads a FIFO.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "screen/whole.h"
#include "unit/folder.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { ROWS = 24, COLUMNS = 100 };

static char folder[FOLDER_SIZE];
static char home[128], path[256];

#define ADDRESS "https://news.example/2022/05/12/one.html"

static int
begin(void **state)
{
	(void)state;
	if (!folder_make(folder))
		return -1;
	snprintf(home, sizeof(home), "HOME=%s", folder);
	snprintf(path, sizeof(path), "PATH=%s/bin:/usr/bin:/bin", folder);
	folder_write(folder, "site/_config.yml", "url: https://news.example\n");
	folder_write(folder, "site/_posts/2022-05-12-one.md", "---\ntitle: 甲乙丙\n---\n正文\n");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	return folder_remove(folder);
}

/* A script; $home is the test's folder. */
static void
write_program(const char *name, const char *script)
{
	struct buf text = buf_empty(), place = buf_empty();
	buf_format(&text, "#!/bin/sh\nhome=%s\n%s\n", folder, script);
	buf_format(&place, "bin/%s", name);
	folder_write(folder, place.data, text.data);
	char *file = folder_path(folder, place.data);
	assert_int_equal(chmod(file, 0755), 0);
	free(file);
	buf_free(&text);
	buf_free(&place);
}

static void
make_fifo(const char *name)
{
	char *file = folder_path(folder, name);
	assert_int_equal(mkfifo(file, 0600), 0);
	free(file);
}

/* Lets the program go on that reads the FIFO. */
static void
let_go(const char *name)
{
	char *file = folder_path(folder, name);
	int fd = open(file, O_WRONLY);
	assert_int_equal(write(fd, "\n", 1), 1);
	close(fd);
	free(file);
}

/* Waits for a number that a program writes into a FIFO. */
static pid_t
read_number(const char *name)
{
	char text[32] = "", *file = folder_path(folder, name);
	int fd = open(file, O_RDONLY);
	ssize_t length = read(fd, text, sizeof(text) - 1);
	assert_true(length > 0);
	close(fd);
	free(file);
	return atoi(text);
}

static struct session *
start(const char *term, const char *variable)
{
	char *site = folder_path(folder, "site");
	const char *const arguments[] = {reader, site, NULL};
	const char *const environment[] = {home, path, "XDG_CONFIG_HOME", "XDG_STATE_HOME",
			"XDG_CACHE_HOME", "TMUX", "STY", "VISUAL", "EDITOR", variable, NULL};
	struct session *session = session_start(&(struct session_options){.rows = ROWS,
			.columns = COLUMNS,
			.term = term,
			.environment = environment,
			.arguments = arguments});
	free(site);
	assert_true(session_wait_text(session, "甲乙丙"));
	return session;
}

/* The screen is the program's again, and takes keys. */
static void
assert_back(struct session *session)
{
	assert_true(session_wait_text(session, "甲乙丙"));
	settle(session, ROWS);
	assert_true(session_is_alternate(session));
	assert_true(session_has_mouse(session));
}

/* --- Browsers --- */

static void
a_browser_beside_the_screen(void **state)
{
	(void)state;
	make_fifo("go");
	make_fifo("pid");
	write_program("firefox", "echo $$ >$home/pid; read x <$home/go; exit 3");
	struct session *session = start(NULL, "BROWSER=firefox");
	session_send(session, "o");
	assert_true(session_wait_row(session, ROWS - 1, "opened " ADDRESS));
	(void)read_number("pid");
	assert_back(session); /* while it is open */
	let_go("go");
	assert_true(session_wait_row(session, ROWS - 1, "firefox ended with status 3"));
	/* It goes on after the program. */
	session_send(session, "o");
	pid_t browser = read_number("pid");
	quit(session);
	assert_int_equal(kill(browser, 0), 0);
	let_go("go");
}

static void
a_browser_that_is_killed(void **state)
{
	(void)state;
	write_program("firefox", "kill -9 $$");
	struct session *session = start(NULL, "BROWSER=firefox");
	session_send(session, "o");
	assert_true(session_wait_row(session, ROWS - 1, "firefox was ended by signal 9"));
	quit(session);
}

/* It prints on the terminal, which has its modes from before; what is typed meanwhile is dropped. */
static void
a_browser_on_the_terminal(void **state)
{
	(void)state;
	make_fifo("go");
	write_program("w3m", "echo \"page $1\"; stty -a | grep -o -- '-*icanon'; read x <$home/go");
	struct session *session = start(NULL, "BROWSER=no-such:w3m");
	session_send(session, "o");
	assert_true(session_wait_text(session, "page " ADDRESS));
	assert_true(session_wait_text(session, "icanon"));
	assert_true(session_wait_no_text(session, "-icanon"));
	assert_false(session_is_alternate(session));
	session_send(session, "QQQ"); /* that they are echoed says that they have come */
	assert_true(session_wait_text(session, "QQQ"));
	let_go("go");
	assert_true(session_wait_row(session, ROWS - 1, "opened " ADDRESS));
	assert_back(session);
	quit(session);
}

static void
no_browser(void **state)
{
	(void)state;
	snprintf(path, sizeof(path), "PATH=%s/bin", folder); /* whatever the machine has */
	struct session *session = start(NULL, "BROWSER=no-such:/no/such/lynx -x");
	session_send(session, "o");
	assert_true(session_wait_row(
			session, ROWS - 1, "/no/such/lynx: No such file or directory"));
	assert_back(session);
	quit(session);
}

/* --- Others on the terminal --- */

static void
an_editor_that_leaves_the_terminal_raw(void **state)
{
	(void)state;
	write_program("ed", "stty raw -echo; printf '\\033[?1049h\\033[?25l'\n"
			    "printf -- '---\\ntitle: 甲乙丙丁\\n---\\n改\\n' >\"$2\"");
	struct session *session = start(NULL, "EDITOR=ed -s");
	session_send(session, "e");
	assert_true(session_wait_text(session, "甲乙丙丁"));
	assert_back(session);
	quit(session);
}

/* Types what runs a program, and Enter once the program has ended. */
static void
run_and_return(struct session *session, const char *keys)
{
	size_t from = session_output(session)->length;
	session_send(session, keys);
	assert_true(session_wait_output(session, from, "[reader: Enter]"));
	session_send(session, "\r");
}

static void
a_command_line(void **state)
{
	(void)state;
	struct session *session = start(NULL, NULL);
	session_send(session, "!sh -c 'echo \"[$0]\" \"[$1]\"' '$HOME' \"b  c\"\r");
	assert_true(session_wait_text(session, "[$HOME] [b  c]"));
	assert_true(session_wait_text(session, "[reader: Enter]"));
	session_send(session, "QQ\r");
	assert_true(session_wait_row(session, ROWS - 1, "sh is done"));
	assert_back(session);
	session_send(session, "!no-such\r");
	assert_true(session_wait_row(session, ROWS - 1, "no-such: No such file or directory"));
	run_and_return(session, "!sh -c 'kill -9 $$'\r");
	assert_true(session_wait_row(session, ROWS - 1, "sh was ended by signal 9 (Killed)"));
	quit(session);
}

static void
a_pipe(void **state)
{
	(void)state;
	struct session *session = start(NULL, NULL);
	run_and_return(session, "|grep -n .\r");
	assert_non_null(strstr(session_output(session)->data, "1:甲乙丙"));
	assert_true(session_wait_row(session, ROWS - 1, "grep is done"));
	assert_back(session);
	run_and_return(session, "|true\r"); /* it reads nothing */
	assert_true(session_wait_row(session, ROWS - 1, "true is done"));
	quit(session);
}

/* A signal that ends the program ends the one on the terminal as well. */
static void
ended_while_another_runs(void **state)
{
	(void)state;
	int status;
	make_fifo("go");
	write_program("w3m", "echo here; read x <$home/go");
	struct session *session = start(NULL, "BROWSER=w3m");
	session_send(session, "o");
	assert_true(session_wait_text(session, "here"));
	session_signal(session, SIGTERM);
	assert_true(session_wait_exit(session, &status));
	assert_int_equal(WEXITSTATUS(status), 128 + SIGTERM);
	assert_true(session_is_whole(session));
	session_end(session);
}

/* Sends a signal while a program runs that was started by keys and has said `here`. */
static void
end_while_it_runs(const char *keys, int number)
{
	int status;
	struct session *session = start(NULL, "BROWSER=w3m");
	session_send(session, keys);
	assert_true(session_wait_text(session, "here"));
	session_signal(session, number);
	assert_true(session_wait_exit(session, &status));
	assert_int_equal(WEXITSTATUS(status), 128 + number);
	assert_true(session_is_whole(session));
	session_end(session);
}

/* Neither one that is stopped, nor one that heeds only the end of its terminal, is waited for in vain. */
static void
ended_while_a_stubborn_one_runs(void **state)
{
	(void)state;
	make_fifo("go");
	write_program("w3m", "echo here; kill -STOP $$; read x <$home/go");
	end_while_it_runs("o", SIGTERM);
	write_program("w3m", "trap '' TERM; echo here; read x <$home/go");
	end_while_it_runs("o", SIGHUP);
}

/* More than a pipe holds. */
static void
write_long_post(void)
{
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 甲乙丙\n---\n");
	buf_add_repeated(&text, 'x', 300000);
	folder_write(folder, "site/_posts/2022-05-12-one.md", text.data);
	buf_free(&text);
}

static void
ended_while_one_runs_that_reads_nothing(void **state)
{
	(void)state;
	make_fifo("go");
	write_long_post();
	write_program("deaf", "echo here; read x <$home/go");
	end_while_it_runs("|deaf\r", SIGTERM);
}

/* A program has ended though another one, which it has left behind, still holds what it was to read. */
static void
a_pipe_that_is_left_open(void **state)
{
	(void)state;
	make_fifo("go");
	write_long_post();
	write_program("leave", "exec 3<&0; { read x <$home/go; } &");
	struct session *session = start(NULL, NULL);
	run_and_return(session, "|leave\r");
	assert_true(session_wait_row(session, ROWS - 1, "leave is done"));
	assert_back(session);
	quit(session);
	let_go("go");
}

/* A shell makes its own process group that of the terminal, and when it is killed leaves it so. */
static void
a_shell_that_is_killed(void **state)
{
	(void)state;
	write_program("shell", "set -m; kill -9 $$");
	struct session *session = start(NULL, NULL);
	run_and_return(session, "!shell\r");
	assert_true(session_wait_row(session, ROWS - 1, "shell was ended by signal 9"));
	assert_back(session);
	quit(session);
}

/* Whoever started it may have left signals blocked. */
static void
signals_that_were_blocked(void **state)
{
	(void)state;
	sigset_t blocked, before;
	make_fifo("go");
	write_program("wait", "echo here; read x <$home/go");
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGCHLD);
	sigaddset(&blocked, SIGTERM);
	assert_int_equal(sigprocmask(SIG_BLOCK, &blocked, &before), 0);
	struct session *session = start(NULL, NULL);
	assert_int_equal(sigprocmask(SIG_SETMASK, &before, NULL), 0);
	session_send(session, "!wait\r");
	assert_true(session_wait_text(session, "here"));
	let_go("go");
	assert_true(session_wait_text(session, "[reader: Enter]"));
	session_send(session, "\r");
	assert_true(session_wait_row(session, ROWS - 1, "wait is done"));
	quit(session);
}

/* --- The clipboard --- */

static void
copied(const char *term, const char *variable, const char *bytes, const char *said)
{
	struct session *session = start(term, variable);
	session_send(session, "yt");
	assert_true(session_wait_row(session, ROWS - 1, said));
	if (bytes != NULL)
		assert_true(session_wait_output(session, 0, bytes));
	else
		assert_null(strstr(session_output(session)->data, "\033]52"));
	assert_true(session_wait_no_text(session, "52;c"));
	settle(session, ROWS);
	quit(session);
}

static void
copying(void **state)
{
	(void)state;
	static const char said[] = "copied the title: 甲乙丙";
	copied(NULL, NULL, "\033]52;c;55Sy5LmZ5LiZ\a", said);
	copied("tmux-256color", "TMUX=/tmp/tmux,1,0",
			"\033]52;c;55Sy5LmZ5LiZ\a\033Ptmux;\033\033]52;c;55Sy5LmZ5LiZ\a\033\\",
			said);
	copied("screen", NULL, "\033P\033]52;c;55Sy5LmZ5LiZ\a\033\\", said);
	copied("vt100", NULL, NULL, "not copied: a terminal of TERM=vt100 has no clipboard");
}

/* Half a text is another one: what is too long for the terminal is not copied at all. */
static void
copying_too_much(void **state)
{
	(void)state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 甲乙丙\n---\n");
	buf_add_repeated(&text, 'x', 74993); /* and a line feed */
	folder_write(folder, "site/_posts/2022-05-12-one.md", text.data);
	struct session *session = start(NULL, NULL);
	session_send(session, "yb");
	assert_true(session_wait_row(session, ROWS - 1, "copied the text: 74994 characters"));
	assert_true(session_wait_output(session, 0, "\033]52;c;eHh4"));
	quit(session);
	buf_add_text(&text, "x");
	folder_write(folder, "site/_posts/2022-05-12-one.md", text.data);
	session = start(NULL, NULL);
	session_send(session, "yb");
	assert_true(session_wait_row(session, ROWS - 1, "not copied: 74995 bytes are more than"));
	assert_null(strstr(session_output(session)->data, "\033]52"));
	quit(session);
	buf_free(&text);
}

/* A real tmux, which is only to pass on what is wrapped for it. */
static void
copying_through_tmux(void **state)
{
	(void)state;
	if (access("/usr/bin/tmux", X_OK) != 0) {
		print_message("tmux is not here\n");
		skip();
	}
	folder_write(folder, "conf",
			"set -gq set-clipboard off\nset -gq allow-passthrough on\nset -g status "
			"off\n");
	char *conf = folder_path(folder, "conf"), *socket = folder_path(folder, "socket");
	char *site = folder_path(folder, "site");
	const char *const arguments[] = {"/usr/bin/tmux", "-S", socket, "-f", conf, "new-session",
			reader, site, NULL};
	const char *const environment[] = {home, path, "XDG_CONFIG_HOME", "XDG_STATE_HOME",
			"XDG_CACHE_HOME", "TMUX", "STY", NULL};
	struct session *session = session_start(&(struct session_options){.rows = ROWS,
			.columns = COLUMNS,
			.environment = environment,
			.arguments = arguments});
	assert_true(session_wait_text(session, "甲乙丙"));
	session_send(session, "yt");
	assert_true(session_wait_output(session, 0, "\033]52;c;55Sy5LmZ5LiZ\a"));
	session_send(session, "Q");
	int status;
	assert_true(session_wait_exit(session, &status));
	session_end(session);
	free(conf);
	free(socket);
	free(site);
}

/* --- The update --- */

static void
an_update(void **state)
{
	(void)state;
	folder_write(folder, ".config/reader/config.yaml", "update: [bring, -q]\n");
	write_program("bring",
			"pwd; printf '\\033]0;x\\007\\n'\n"
			"printf -- '---\\ntitle: 新来的\\n---\\n' >_posts/2022-05-13-new.md");
	struct session *session = start(NULL, NULL);
	session_send(session, "R");
	assert_true(session_wait_row(session, ROWS - 1, "updated: 1 new post"));
	assert_true(session_wait_text(session, "新来的"));
	session_send(session, "gm");
	assert_true(session_wait_text(session, "/site"));
	assert_true(session_wait_text(session, "\xEF\xBF\xBD]0;x\xEF\xBF\xBD"));
	assert_null(strstr(session_output(session)->data, "\033]0;x"));
	quit(session);
}

int
main(void)
{
	signal(SIGPIPE, SIG_IGN);
	setlocale(LC_CTYPE, "C.UTF-8");
	if (!find_reader()) {
		print_error("there is no ./reader to test: build it first, or set READER\n");
		return 1;
	}
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
			TEST(a_browser_beside_the_screen),
			TEST(a_browser_that_is_killed),
			TEST(a_browser_on_the_terminal),
			TEST(no_browser),
			TEST(an_editor_that_leaves_the_terminal_raw),
			TEST(a_command_line),
			TEST(a_pipe),
			TEST(ended_while_another_runs),
			TEST(ended_while_a_stubborn_one_runs),
			TEST(ended_while_one_runs_that_reads_nothing),
			TEST(a_pipe_that_is_left_open),
			TEST(a_shell_that_is_killed),
			TEST(signals_that_were_blocked),
			TEST(copying),
			TEST(copying_too_much),
			TEST(copying_through_tmux),
			TEST(an_update),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
