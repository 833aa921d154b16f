/*
 * The whole program on a terminal: ./reader (or $READER) on an archive that
 * this test writes. What the screen room does by itself is stage_test.c's.
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
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PARAGRAPHS = 300 };

static char archive[FOLDER_SIZE];
static char home[128];
static char state_home[160];

/* --- The archive -------------------------------------------------------------- */

static void
write_long_post(void)
{
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 长文\ntags: 四川经济网新闻\ncategories: caijing\n---\n");
	for (int i = 1; i <= PARAGRAPHS; i++)
		buf_format(&text, "<p>第%d段完。</p>\n", i);
	folder_write_bytes(archive, "_posts/2022-05-12-long.md", text.data, text.length);
	buf_free(&text);
}

static const char wide_post[] = "---\ntitle: 宽代码\ntags: [代码, 新能源车]\n---\n"
				"<pre>0123456789中文0123456789中文0123456789中文0123456789中文"
				"0123456789中文0123456789中文0123456789中文末尾</pre>\n";

static const char hostile_post[] = "---\n"
				   "title: \"坏\\e]0;owned\\a题\\x9b31m\\u202e尾\"\n"
				   "tags: [\"标\\e[2J签\"]\n"
				   "categories: [\"类\\e[31m\"]\n"
				   "---\n"
				   "<p>正文\033]0;raw\007甲&#27;[31m&#7;乙\xC2\x9B"
				   "2J\x9B"
				   "2J丙\xE2\x80\xAE丁\xFF戊</p>\n";

static int
make_archive(void **state)
{
	(void)state;
	if (!folder_make(archive))
		return -1;
	snprintf(home, sizeof(home), "HOME=%s/home", archive);
	write_long_post();
	folder_write(archive, "_posts/2022-05-10-wide.md", wide_post);
	folder_write_bytes(archive, "_posts/2022-05-09-evil\033[31m\007.md", hostile_post,
			sizeof(hostile_post) - 1);
	return 0;
}

static int
drop_archive(void **state)
{
	(void)state;
	return folder_remove(archive);
}

/* --- Help ---------------------------------------------------------------------- */

/* A program that the one before has left something to. */
static const char *ground; /* that the terminal answers; NULL: it does not */

static struct session *
start_again(int rows, int columns, const char *term, const char *variable, const char *tag)
{
	const char *const arguments[] = {reader, archive, tag != NULL ? "--tag" : NULL, tag, NULL};
	const char *const environment[] = {home, "XDG_CONFIG_HOME", state_home, "XDG_CACHE_HOME",
			"READER_ARCHIVE", variable, NULL};
	return session_start(&(struct session_options){.rows = rows,
			.columns = columns,
			.term = term,
			.ground = ground,
			.environment = environment,
			.arguments = arguments});
}

/* A program that nothing was left to. */
static struct session *
start(int rows, int columns, const char *term, const char *variable, const char *tag)
{
	static int number;
	snprintf(state_home, sizeof(state_home), "XDG_STATE_HOME=%s/state%d", archive, number++);
	return start_again(rows, columns, term, variable, tag);
}

static struct session *
start_plain(int rows, int columns)
{
	struct session *session = start(rows, columns, NULL, NULL, NULL);
	assert_true(session_wait_text(session, "长文"));
	return session;
}

/* From the list into the newest post. */
static void
open_first(struct session *session)
{
	session_send(session, "\r");
	assert_true(session_wait_text(session, "第2段"));
}

/* The number of the first paragraph on the screen; 0 when there is none. */
static int
first_paragraph(struct session *session, int rows)
{
	int number = 0;
	struct buf text = buf_empty();
	for (int row = 0; row < rows && number == 0; row++) {
		buf_clear(&text);
		session_row(session, row, &text);
		const char *place = strstr(text.data, "第");
		if (place != NULL)
			sscanf(place, "第%d段", &number);
	}
	buf_free(&text);
	return number;
}

/* --- The tests ------------------------------------------------------------------ */

static void
every_size(void **state)
{
	(void)state;
	static const int sizes[][2] = {{36, 120}, {24, 80}, {20, 60}, {12, 40}, {5, 20}};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct session *session = start_plain(sizes[i][0], sizes[i][1]);
		open_first(session);
		quit(session);
	}
	struct session *session = start(3, 10, NULL, NULL, NULL);
	assert_true(session_wait_text(session, "too small"));
	session_resize(session, 24, 80);
	assert_true(session_wait_text(session, "长文"));
	quit(session);
}

/* What is pasted is text in a prompt, its line ends spaces, and nothing anywhere else. */
static void
pasted_text_is_no_keys(void **state)
{
	(void)state;
	struct session *session = start_plain(24, 80);
	assert_true(session_wait_output(session, 0, "\033[?2004h"));
	session_send(session, "\033[200~Q\r:quit\r\033[201~");
	session_send(session, ":");
	session_send(session, "\033[200~汇率\r\nQ\t甲\033[A\033乙\033[201~丙");
	assert_true(session_wait_row(session, 23, ":汇率 Q 甲乙丙"));
	/* No signal either: C-c, C-\ and C-z stand in what is pasted. */
	session_send(session, "\007");
	session_send(session, "\033[200~\003\034\032\003Q\004\033[201~");
	assert_true(session_wait_row(session, 23, "pasted text is not taken for keys; / opens"));
	settle(session, 24);
	quit(session);
}

/* Answers of the terminal are strings (OSC, DCS, APC, PM, SOS), whole or in two parts. */
static void
answers_are_no_keys(void **state)
{
	(void)state;
	static const char *const answers[] = {"\033]11;rgb:0000/0000/0000\033\\",
			"\033]11;rgb:Q\007", "\033P>|xterm(Q390)\033\\", "\033_GQ\033\\",
			"\033^:Q\033\\", "\033XQ汇\033\\", "\033[?62;4c", "\033[I"};
	struct session *session = start_plain(24, 80);
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		session_send(session, answers[i]);
		settle(session, 24);
	}
	session_send(session, ":");
	session_send(session, "\033]11;rgb\033\\甲");
	assert_true(session_wait_row(session, 23, ":甲"));
	session_send(session, "\007");
	settle(session, 24);
	quit(session);
}

static void
resizing_keeps_the_place(void **state)
{
	(void)state;
	static const int sizes[][2] = {
			{36, 120}, {20, 60}, {12, 40}, {5, 20}, {3, 10}, {40, 140}, {24, 80}};
	struct session *session = start_plain(24, 80);
	open_first(session);
	session_send(session, "\033[6~\033[6~\033[6~\033[6~");
	settle(session, 24);
	int place = first_paragraph(session, 24);
	assert_true(place > 4);
	char text[32];
	snprintf(text, sizeof(text), "第%d段", place);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		session_resize(session, sizes[i][0], sizes[i][1]);
		if (sizes[i][0] < 5)
			continue;
		settle(session, sizes[i][0]);
		assert_true(session_wait_text(session, text));
		assert_true(first_paragraph(session, sizes[i][0]) >= place - 1);
	}
	quit(session);
}

static void
search_marks_its_matches(void **state)
{
	(void)state;
	struct session *session = start_plain(24, 80);
	open_first(session);
	session_send(session, "/第２０5段\r"); /* full-width digits find plain ones */
	assert_true(session_wait_text(session, "第205段"));
	settle(session, 24);
	int found = -1, row = 0;
	for (; row < 23 && found < 0; row++)
		found = session_find(session, row, "第205段");
	row--;
	assert_true(found >= 0);
	assert_true(session_cell(session, row, found).has_color);
	assert_true(session_cell(session, row, found + 5).has_color);
	int after = session_find(session, row, "完。");
	assert_int_not_equal(session_cell(session, row, after).background,
			session_cell(session, row, found).background);
	quit(session);
}

static bool
looks_alike(struct session *session, int row, int column, int other)
{
	struct session_cell a = session_cell(session, row, column);
	struct session_cell b = session_cell(session, row, other);
	return a.is_bold == b.is_bold && a.is_underlined == b.is_underlined &&
	       a.is_reversed == b.is_reversed && a.foreground == b.foreground &&
	       a.background == b.background;
}

/* First letters typed find a tag by its pinyin, and the characters that they stand for are marked. */
static void
pinyin_marks_what_it_finds(void **state)
{
	(void)state;
	struct session *session = start_plain(36, 120);
	session_send(session, "t");
	assert_true(session_wait_row(session, 1, "Tags"));
	session_send(session, "Fxny");
	assert_true(session_wait_text(session, "filter: xny"));
	assert_true(session_wait_row(session, 3, "新能源车"));
	session_send(session, "\r");
	settle(session, 36);
	int found = session_find(session, 3, "新能源车");
	for (int column = found; column < found + 6; column += 2)
		assert_true(looks_alike(session, 3, found, column));
	assert_false(looks_alike(session, 3, found, found - 1));
	assert_false(looks_alike(session, 3, found, found + 6));
	assert_int_equal(session_find(session, 4, "代码"), -1);
	quit(session);
}

static void
no_control_reaches_the_terminal(void **state)
{
	(void)state;
	struct session *session = start_plain(36, 120);
	session_send(session, "G\r");
	assert_true(session_wait_text(session, "戊"));
	session_send(session, "gm");
	settle(session, 36);
	session_send(session, "Q");
	int status;
	assert_true(session_wait_exit(session, &status));
	const struct buf *output = session_output(session);
	assert_false(session_has_string(session));
	const char *const bad[] = {"\007", "\xC2\x9B", "\xE2\x80\xAE", "m\x9B", "owned\033",
			"evil\033", "\033[2J\xE7\xAD\xBE"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_null(strstr(output->data, bad[i]));
	assert_true(session_is_whole(session));
	session_end(session);
}

static void
wide_code_scrolls_sideways(void **state)
{
	(void)state;
	struct session *session = start_plain(24, 80);
	session_send(session, "j\r");
	assert_true(session_wait_text(session, "0123456789中文0123"));
	assert_true(session_wait_no_text(session, "末尾"));
	session_send(session, ">>>>>>>>>>>>>>>>>>>>");
	assert_true(session_wait_text(session, "末尾"));
	session_send(session, "<<<<<<<<<<<<<<<<<<<<");
	assert_true(session_wait_no_text(session, "末尾"));
	quit(session);
}

static void
a_tag_from_the_command_line(void **state)
{
	(void)state;
	struct session *session = start(24, 80, NULL, NULL, "四川经济网新闻");
	assert_true(session_wait_text(session, "长文"));
	settle(session, 24);
	assert_true(session_wait_no_text(session, "宽代码"));
	open_first(session);
	quit(session);
}

static void
no_color(void **state)
{
	(void)state;
	struct session *session = start(24, 80, NULL, "NO_COLOR=1", NULL);
	assert_true(session_wait_text(session, "长文"));
	open_first(session);
	settle(session, 24);
	for (int row = 0; row < 24; row++) {
		for (int column = 0; column < 80; column++)
			assert_false(session_cell(session, row, column).has_color);
	}
	quit(session);
}

static int
ground_of(struct session *session)
{
	assert_true(session_wait_text(session, "长文"));
	settle(session, 24);
	return session_cell(session, 12, 2).background;
}

/* `theme: auto` is dark or light as the terminal says, or else as COLORFGBG says, or else dark. */
static void
theme_follows_the_ground(void **state)
{
	(void)state;
	static const struct {
		const char *ground, *variable;
		int paper;
	} cases[] = {{NULL, NULL, 234}, {"rgb:0000/0000/0000", NULL, 234},
			{"rgb:fdfd/f6f6/e3e3", NULL, 231}, {"rgba:ff/ff/f0/80", NULL, 231},
			{"rgb:ffff/ffff/ffff", "COLORFGBG=15;0", 231},
			{"rgb:1111/1111/2222", "COLORFGBG=0;15", 234},
			{NULL, "COLORFGBG=0;15", 231}, {NULL, "COLORFGBG=0;default;7", 231},
			{NULL, "COLORFGBG=15;default;0", 234}, {NULL, "COLORFGBG=0;default", 234},
			{"rgb:ffff/ffff", NULL, 234}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ground = cases[i].ground;
		struct session *session = start(24, 80, NULL, cases[i].variable, NULL);
		assert_int_equal(ground_of(session), cases[i].paper);
		/* A theme that was asked for stays, and `auto` knows the ground then. */
		session_send(session, ":theme default\r");
		assert_int_equal(ground_of(session), -1);
		session_send(session, ":theme auto\r");
		assert_int_equal(ground_of(session), cases[i].paper);
		quit(session);
	}
	ground = NULL;
}

/* An answer that comes late, in the middle of typing, is used, and is no key. */
static void
a_late_answer(void **state)
{
	(void)state;
	struct session *session = start_plain(24, 80);
	assert_int_equal(ground_of(session), 234);
	session_send(session, "/长\033]11;rgb:ffff/ff");
	session_send(session, "ff/ffff\007文");
	assert_true(session_wait_row(session, 23, "长文"));
	session_send(session, "\r");
	assert_true(session_wait_row(session, 0, "search 长文"));
	assert_int_equal(ground_of(session), 231);
	quit(session);
}

/* An unread title is bold; only where that cannot be told by colours and bold type an N stands before it. */
static void
unread_titles(void **state)
{
	(void)state;
	static const struct {
		const char *term, *variable;
		bool has_mark;
	} screens[] = {{NULL, NULL, false}, {NULL, "NO_COLOR=1", true}, {"vt100", NULL, true}};
	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
		struct session *session = start(24, 80, screens[i].term, screens[i].variable, NULL);
		assert_true(session_wait_text(session, "长文"));
		session_send(session, "j:mark-unread\r");
		assert_true(session_wait_text(session, "3 posts, 3 unread"));
		settle(session, 24);
		int column = session_find(session, 2, "长文");
		assert_true(column > 0);
		assert_true(session_cell(session, 2, column).is_bold);
		assert_int_equal(session_find(session, 2, "N") == 0, screens[i].has_mark);
		session_send(session, "A*");
		settle(session, 24);
		assert_false(session_cell(session, 2, column).is_bold);
		assert_true(session_find(session, 3, "★") > 0);
		session_send(session, "*");
		assert_true(session_wait_no_text(session, "★"));
		quit(session);
	}
}

static void
types_of_terminals(void **state)
{
	(void)state;
	const char *const types[] = {"xterm-256color", "screen", "tmux-256color", "linux", "vt100"};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct session *session = start(24, 80, types[i], NULL, NULL);
		assert_true(session_wait_text(session, "长文"));
		open_first(session);
		quit(session);
	}
}

static void
unknown_terminal(void **state)
{
	(void)state;
	struct session *session = start(24, 80, "no-such-terminal", NULL, NULL);
	int status;
	assert_true(session_wait_exit(session, &status));
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_true(session_wait_text(session, "TERM=no-such-terminal is not known"));
	session_end(session);
}

/* C-c gives up a prompt and keys that are half typed; with nothing to give up it leaves at the second press. */
static void
interrupts(void **state)
{
	(void)state;
	struct session *session = start_plain(24, 80);
	int status;
	session_send(session, ":zoo");
	assert_true(session_wait_row(session, 23, ":zoo"));
	session_send(session, "\003");
	assert_true(session_wait_no_text(session, ":zoo"));
	session_send(session, "g");
	assert_true(session_wait_row(session, 23, "toggle-read"));
	session_send(session, "\003");
	assert_true(session_wait_no_text(session, "toggle-read"));
	session_send(session, "\003");
	assert_true(session_wait_row(session, 23, "C-c again leaves reader"));
	session_send(session, "j"); /* it is not for leaving after all */
	assert_true(session_wait_no_text(session, "C-c again"));
	session_send(session, "\003");
	assert_true(session_wait_row(session, 23, "C-c again leaves reader"));
	session_send(session, "\003");
	assert_true(session_wait_exit(session, &status));
	assert_int_equal(WEXITSTATUS(status), 130);
	assert_true(session_is_whole(session));
	session_end(session);
}

static void
assert_end(int signal, const char *keys, int expected)
{
	struct session *session = start_plain(24, 80);
	if (keys != NULL)
		session_send(session, keys);
	else
		session_signal(session, signal);
	int status;
	assert_true(session_wait_exit(session, &status));
	assert_int_equal(WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status), expected);
	assert_true(session_is_whole(session));
	session_end(session);
}

static void
ends(void **state)
{
	(void)state;
	assert_end(0, "Q", 0);
	assert_end(SIGTERM, NULL, 143);
	assert_end(SIGHUP, NULL, 129);
}

static void
crashes(void **state)
{
	(void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	print_message("a sanitizer answers these signals itself\n");
	skip();
#endif
	assert_end(SIGSEGV, NULL, -SIGSEGV);
	assert_end(SIGABRT, NULL, -SIGABRT);
	assert_end(SIGUSR1, NULL, -SIGUSR1);
	assert_end(SIGALRM, NULL, -SIGALRM);
}

static void
stop_and_go_on(void **state)
{
	(void)state;
	struct session *session = start_plain(24, 80);
	open_first(session);
	session_send(session, "\032");
	assert_true(session_wait_stop(session));
	assert_true(session_is_whole(session));
	session_continue(session);
	assert_true(session_wait_text(session, "第2段"));
	assert_true(session_is_alternate(session));
	session_send(session, "G");
	assert_true(session_wait_text(session, "第300段"));
	quit(session);
}

/* Where it was left, by a key or by a signal, in the list and in the post, at any size. */
static void
goes_on_where_it_was(void **state)
{
	(void)state;
	static const int sizes[][2] = {{24, 80}, {36, 120}, {20, 60}, {12, 40}};
	int status;
	struct session *session = start_plain(24, 80);
	open_first(session);
	session_send(session, "\033[6~\033[6~\033[6~\033[6~");
	settle(session, 24);
	int place = first_paragraph(session, 24);
	char text[32];
	assert_true(place > 4);
	snprintf(text, sizeof(text), "第%d段", place);
	quit(session);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		session = start_again(sizes[i][0], sizes[i][1], NULL, NULL, NULL);
		assert_true(session_wait_text(session, text));
		settle(session, sizes[i][0]);
		assert_true(first_paragraph(session, sizes[i][0]) >= place - 1);
		session_signal(session, SIGTERM);
		assert_true(session_wait_exit(session, &status));
		session_end(session);
	}
	/* What was typed is there, and another view; back of that there is none. */
	session = start_again(24, 80, NULL, NULL, NULL);
	assert_true(session_wait_text(session, text));
	session_send(session, "q/宽\r");
	assert_true(session_wait_row(session, 0, "search 宽"));
	session_send(session, "H");
	assert_true(session_wait_no_text(session, "search 宽"));
	session_send(session, "L");
	assert_true(session_wait_row(session, 0, "search 宽"));
	quit(session);
	session = start_again(24, 80, NULL, NULL, NULL);
	assert_true(session_wait_row(session, 0, "search 宽"));
	/* What a reading reports would take the place of the answer to a key; old problems are only counted. */
	assert_true(session_wait_row(session, 23, "!1"));
	session_send(session, "H");
	assert_true(session_wait_row(session, 23, "there is no view to go back to"));
	session_send(session, "\033");
	assert_true(session_wait_row(session, 23, "the search “宽” is taken off"));
	session_send(session, "/\033[A");
	assert_true(session_wait_row(session, 23, "search: 宽"));
	session_send(session, "\007");
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
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(every_size),
			cmocka_unit_test(resizing_keeps_the_place),
			cmocka_unit_test(pasted_text_is_no_keys),
			cmocka_unit_test(answers_are_no_keys),
			cmocka_unit_test(search_marks_its_matches),
			cmocka_unit_test(pinyin_marks_what_it_finds),
			cmocka_unit_test(no_control_reaches_the_terminal),
			cmocka_unit_test(wide_code_scrolls_sideways),
			cmocka_unit_test(a_tag_from_the_command_line),
			cmocka_unit_test(no_color),
			cmocka_unit_test(theme_follows_the_ground),
			cmocka_unit_test(a_late_answer),
			cmocka_unit_test(unread_titles),
			cmocka_unit_test(types_of_terminals),
			cmocka_unit_test(unknown_terminal),
			cmocka_unit_test(interrupts),
			cmocka_unit_test(ends),
			cmocka_unit_test(crashes),
			cmocka_unit_test(stop_and_go_on),
			cmocka_unit_test(goes_on_where_it_was),
	};
	return cmocka_run_group_tests(tests, make_archive, drop_archive);
}
