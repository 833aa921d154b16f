/*
 * The tui room by itself: this program, started as `stage`, is the
 * app of stage_app.h; the tests drive it on a pty.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "screen/harness.h"
#include "screen/stage_app.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

static char self[4096];

static struct session *
open_stage_on(const char *term, const char *const *environment, int rows, int columns)
{
	const char *const arguments[] = {self, "stage", NULL};
	return session_start(&(struct session_options){.rows = rows,
			.columns = columns,
			.term = term,
			.environment = environment,
			.arguments = arguments});
}

/* Sends keys and waits until the status line, which is painted last, names one of them. */
static void
send_only(struct session *session, const char *keys, const char *name)
{
	char status[80];
	snprintf(status, sizeof(status), "key %s.", name);
	session_send(session, keys);
	assert_true(session_wait_text(session, status));
}

/*
 * Waits until all that was sent has been taken and painted, by keys that change
 * nothing but the status line. Signals are taken before the second; once the third is
 * seen, the picture that followed the second is here as a whole.
 */
static void
settle(struct session *session)
{
	static const char marks[] = "ABCDEFHIJKLM"; /* others than last time */
	static size_t next;
	for (int i = 0; i < 3; i++, next++) {
		const char mark[] = {marks[next % (sizeof(marks) - 1)], '\0'};
		send_only(session, mark, mark);
	}
}

static struct session *
open_stage(int rows, int columns)
{
	struct session *session = open_stage_on(NULL, NULL, rows, columns);
	settle(session);
	return session;
}

static void
send(struct session *session, const char *keys, const char *name)
{
	send_only(session, keys, name);
	settle(session);
}

static void
assert_row(struct session *session, int row, const char *expected)
{
	struct buf text = buf_empty();
	session_row(session, row, &text);
	assert_string_equal(text.data, expected);
	buf_free(&text);
}

static void
rows_and_an_article(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	assert_row(session, 0, " stage 标题");
	assert_row(session, 1, " 05-12 四川新能源汽车渗透率突破40%");
	assert_int_equal(session_find(session, 10, "──────"), 0);
	assert_row(session, 11, "标题 heading");
	assert_row(session, 12, "  四川新能源汽车");
	assert_row(session, 13, "  > 业内人士认为GDP，比亚迪[1]");
	assert_row(session, 14,
			"  "
			"e\xCC\x81\xF0\x9F\x91\x8D|\xF0\x9F\x91\xA8\xF0\x9F\x91\xA9|xy|"
			"\xEF\xBF\xBD|");
	int row, column;
	session_cursor(session, &row, &column);
	assert_int_equal(row, 1);
	assert_int_equal(column, 0);
	assert_true(session_is_alternate(session));
	assert_true(session_cell(session, 1, 59).is_reversed); /* the cursor's bar, to the end */
	assert_true(session_cell(session, 1, 3).is_reversed);
	assert_false(session_cell(session, 2, 3).is_reversed);
	assert_true(session_cell(session, 12, 2).is_bold);
	session_end(session);
}

static void
no_control_of_a_post_gets_through(void **state)
{
	(void)state;
	struct session *session = open_stage(24, 80);
	assert_int_equal(session_find(session, 2, shown_hostile), 7);
	assert_true(session_wait_row(session, 18, shown_hostile));
	const struct buf *output = session_output(session);
	const char *const bad[] = {"\007", "\xC2\x9B", "\xE2\x80\xAE", "\xBD\x9B", "c\x9B"};
	assert_false(session_has_string(session));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_null(strstr(output->data, bad[i]));
	session_end(session);
}

/* Wherever the edge falls, borders stand in line and nothing hangs over. */
static void
wide_characters_at_edges(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	send(session, "3", "3");
	for (int columns = 60; columns <= 67; columns++) {
		char size[32];
		snprintf(size, sizeof(size), "%dx20", columns);
		session_resize(session, 20, columns);
		assert_true(session_wait_text(session, size));
		settle(session);
		for (int row = 1; row < 19; row++) {
			assert_string_equal(session_cell(session, row, 20).text, "|");
			assert_string_equal(session_cell(session, row, 41).text, "|");
			assert_true(session_cell(session, row, 0).text[0] <= ' ');
			assert_string_equal(session_cell(session, row, 1).text, "0");
		}
		/* What of the line fits, and a space where half of a character would stand. */
		const char line[] = "第5行：中文内容测试一二三四五六七八九十";
		size_t used, room = (size_t)columns - 44;
		bool goes_on = text_columns(line, sizeof(line) - 1) > room;
		room -= goes_on;
		size_t fitting = text_fit(line, sizeof(line) - 1, room, &used);
		struct buf expected = buf_empty();
		buf_add(&expected, line, fitting);
		buf_add_repeated(&expected, ' ', goes_on ? room - used : 0);
		buf_add_text(&expected, goes_on ? "›" : "");
		assert_int_equal(session_find(session, 7, expected.data), 44);
		buf_free(&expected);
	}
	session_end(session);
}

/* Code goes on sideways, prose above and below it stays. */
static void
sideways(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	const int row = 12 + LONG_LINE;
	assert_int_equal(session_find(session, row, "0000 中中x0010 中中x"), 2);
	send(session, ">>>>", ">");
	assert_int_equal(session_find(session, row, "‹0 中中x0010"), 0);
	assert_string_equal(session_cell(session, row, 59).text, "›");
	assert_row(session, 12, "  四川新能源汽车");
	send(session, ">>>>", ">");
	assert_int_equal(session_find(session, row, "‹中x0010"), 0);
	assert_row(session, 13, "  > 业内人士认为GDP，比亚迪[1]");
	send(session, "j", "j");
	assert_int_equal(session_find(session, row - 1, "‹中x0010"), 0);
	assert_row(session, 18, "  第7行：中文内容测试一二三四五六七八九十");
	send(session, "k", "k");
	send(session, "}", "}");
	assert_row(session, 12, "  四川新能源汽车");
	assert_int_equal(session_find(session, row, "‹中x2010"), 0); /* beyond the pad's width */
	send(session, ">", ">");
	assert_int_equal(session_find(session, row, "‹ x2010"),
			0); /* half of a character is a blank */
	send(session, "<", "<");
	assert_int_equal(session_find(session, row, "0000 中中x0010 中中x"), 2);
	session_end(session);
}

static void
a_hundred_thousand_lines(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	send(session, "G", "G");
	assert_row(session, 12, "  第99997行：中文内容测试一二三四五六七八九十");
	assert_row(session, 14, "  第99999行：中文内容测试一二三四五六七八九十");
	assert_row(session, 15, "");
	send(session, "kkk", "k");
	assert_row(session, 12, "  第99994行：中文内容测试一二三四五六七八九十");
	send(session, "gjjjjj", "j");
	assert_row(session, 12, "  第5行：中文内容测试一二三四五六七八九十");
	struct buf many = buf_empty();
	buf_add_repeated(&many, 'j', 3000);
	session_send(session, many.data);
	assert_true(session_wait_text(session, "top 3005."));
	assert_true(session_wait_row(session, 12, "第3005行"));
	buf_free(&many);
	session_end(session);
}

static void
matches_are_marked(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	send(session, "/", "/");
	int plain = session_find(session, 13, "业"), first = session_find(session, 13, "人");
	int current = session_find(session, 13, "GDP"), last = session_find(session, 13, "亚");
	assert_false(session_cell(session, 13, plain).has_color);
	int color = session_cell(session, 13, first).background;
	assert_true(color >= 0);
	assert_int_equal(session_cell(session, 13, first + 2).background, color);
	assert_int_equal(session_cell(session, 13, first + 4).background, -1);
	assert_int_equal(session_cell(session, 13, last).background, color);
	assert_true(session_cell(session, 13, current).background != color);
	assert_int_equal(session_cell(session, 13, current + 3).background, -1);
	send(session, "n", "n");
	assert_int_equal(session_cell(session, 13, current).background, color);
	assert_true(session_cell(session, 13, last).background != color);
	session_end(session);
}

static void
help_and_post_take_turns(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	for (int i = 0; i < 2; i++) {
		send(session, "?", "?");
		assert_row(session, 12, "帮助 help");
		assert_row(session, 18, "帮助 help");
		send(session, "x?", "?");
		assert_row(session, 12, "  四川新能源汽车");
	}
	session_end(session);
}

/* A box covers lists, borders and the post, whatever is drawn meanwhile, and leaves no trace. */
static void
a_box_over_all(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	for (int i = 0; i < 2; i++) {
		send(session, ";", ";");
		assert_row(session, 15, "rule 规");
		for (int row = 16; row < 19; row++)
			assert_row(session, row, "candidate 选");
		assert_int_equal(session_find(session, 13, "> 业内"), 2);
		send(session, "jx", "x");
		assert_row(session, 16, "candidate 选");
		send(session, "k;", ";");
		assert_int_equal(session_find(session, 16, "  a"), 0);
		assert_int_equal(session_find(session, 18, "第6行"), 2);
	}
	session_end(session);
}

static void
assert_no_color(struct session *session)
{
	for (int row = 0; row < 20; row++) {
		for (int column = 0; column < 60; column++)
			assert_false(session_cell(session, row, column).has_color);
	}
}

static void
themes(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	assert_int_equal(session_cell(session, 12, 40).background, -1);
	send(session, "t", "t");
	assert_int_equal(session_cell(session, 12, 40).background, 231);
	assert_int_equal(session_cell(session, 13, 30).background, 231);
	assert_int_equal(session_cell(session, 12, 2).foreground, 25);
	send(session, "t", "t");
	assert_int_equal(session_cell(session, 12, 40).background, 234);
	send(session, "tx", "x");
	assert_no_color(session);
	assert_true(session_cell(session, 0, 2).is_reversed);
	session_end(session);
}

static bool
has_sent(struct session *session, const char *bytes)
{
	return strstr(session_output(session)->data, bytes) != NULL;
}

/* Text that is dim has a colour of its own that can be read, not half of another one's light. */
static void
nothing_is_dimmed(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	send(session, "tt", "t");
	assert_true(session_wait_row(session, 13, "比亚迪"));
	int plain = session_cell(session, 13, session_find(session, 13, "业")).foreground;
	int dim = session_cell(session, 13, session_find(session, 13, "[1]")).foreground;
	assert_int_not_equal(plain, dim);
	assert_false(has_sent(session, "\033[2m") || has_sent(session, ";2m"));
	session_end(session);
}

/* Only those terminals are asked for their ground that print nothing when they do not know. */
static void
who_is_asked(void **state)
{
	(void)state;
	static const struct {
		const char *type;
		bool is_asked;
	} cases[] = {{"xterm-256color", true}, {"xterm", true}, {"tmux-256color", true},
			{"screen-256color", true}, {"screen", false}, {"linux", false},
			{"vt100", false}, {"vt220", false}, {"ansi", false}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct session *session = open_stage_on(cases[i].type, NULL, 20, 60);
		settle(session);
		assert_int_equal(has_sent(session, "\033]11;?"), cases[i].is_asked);
		session_end(session);
	}
}

static void
the_answer(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	session_send(session, "\033]11;rgb:ffff/ffff/0000\033\\");
	assert_true(session_wait_text(session, "light ground"));
	session_send(session, "\033]11;rgb:0/0/f\007");
	assert_true(session_wait_text(session, "dark ground"));
	session_end(session);
}

/* True colour where the terminal says that it has it; the keys are those of its own entry. */
static void
true_color(void **state)
{
	(void)state;
	static const char *const types[] = {"xterm-256color", "tmux-256color"};
	const char *const environments[][3] = {{"COLORTERM=truecolor", "TERMINFO", NULL},
			{"COLORTERM=24bit", "TERMINFO=/nowhere", NULL}};
	static const char *const places[] = {
			"xterm-256color, terminfo in <>", "tmux-256color, terminfo in </nowhere>"};
	for (size_t i = 0; i < 2; i++) {
		struct session *session = open_stage_on(types[i], environments[i], 20, 60);
		settle(session);
		send(session, "tt", "t");
		assert_true(has_sent(session, "\033[48;2;22;24;29m"));
		assert_true(has_sent(session, "\033[38;2;200;204;212m"));
		assert_false(has_sent(session, "\033[38;5;"));
		assert_false(has_sent(session, "\033]4;")); /* the palette is the user's */
		send(session, "\033OB", "Down");
		send(session, "\033[5~", "PgUp");
		/* Programs that are started know nothing of it. */
		size_t before = session_output(session)->length;
		session_send(session, "$");
		assert_true(session_wait_output(session, before, places[i]));
		session_end(session);
	}
}

static void
no_true_color(void **state)
{
	(void)state;
	static const struct {
		const char *type, *environment[3];
	} terminals[] = {{"xterm-256color", {NULL}}, {"xterm-256color", {"COLORTERM=yes", NULL}},
			{"screen-256color", {"COLORTERM=truecolor", "TMUX", NULL}},
			{"xterm-256color", {"COLORTERM=truecolor", "STY=1.pts", NULL}},
			{"xterm", {"COLORTERM=truecolor", NULL}},
			{"linux", {"COLORTERM=truecolor", NULL}},
			{"vt100", {"COLORTERM=24bit", NULL}},
			{"xterm-256color", {"COLORTERM=truecolor", "NO_COLOR=1", NULL}}};
	for (size_t i = 0; i < sizeof(terminals) / sizeof(terminals[0]); i++) {
		struct session *session =
				open_stage_on(terminals[i].type, terminals[i].environment, 20, 60);
		settle(session);
		send(session, "tt", "t");
		assert_false(has_sent(session, "8;2;"));
		session_end(session);
	}
}

static void
no_color_keeps_attributes(void **state)
{
	(void)state;
	const char *const environment[] = {"NO_COLOR=1", NULL};
	struct session *session = open_stage_on(NULL, environment, 20, 60);
	assert_true(session_wait_text(session, "key "));
	send(session, "/", "/");
	assert_no_color(session);
	assert_true(session_cell(session, 12, 2).is_bold);
	assert_true(session_cell(session, 15, session_find(session, 15, "0000"))
					.is_bold); /* code */
	assert_true(session_cell(session, 13, session_find(session, 13, "人")).is_reversed);
	assert_true(session_cell(session, 13, session_find(session, 13, "GDP")).is_underlined);
	session_end(session);
}

static void
empty_no_color_is_none(void **state)
{
	(void)state;
	const char *const environment[] = {"NO_COLOR=", NULL};
	struct session *session = open_stage_on(NULL, environment, 20, 60);
	settle(session);
	assert_true(session_cell(session, 0, 2).has_color);
	session_end(session);
}

/* The Linux console has no underline beside a colour, and its blue is hardly seen on black: none is used. */
static void
links_of_eight_colors(void **state)
{
	(void)state;
	struct session *session = open_stage_on("linux", NULL, 20, 60);
	settle(session);
	assert_true(session_wait_row(session, 13, "> 业内人士认为GDP，比亚迪[1]"));
	int column = session_find(session, 13, "比");
	struct session_cell cell = session_cell(session, 13, column);
	assert_true(cell.is_underlined && !cell.has_color);
	session_end(session);
}

static void
types_of_terminals(void **state)
{
	(void)state;
	const char *const types[] = {"xterm-256color", "screen", "tmux-256color", "linux", "vt100"};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct session *session = open_stage_on(types[i], NULL, 20, 60);
		assert_true(session_wait_text(session, "key "));
		assert_true(session_wait_row(session, 13, "> 业内人士认为GDP，比亚迪[1]"));
		send(session, "\033[A", "Up"); /* xterm's keys, whatever terminfo says */
		send(session, "\033[6~", "PgDn");
		send(session, "/", "/");
		struct session_cell match =
				session_cell(session, 13, session_find(session, 13, "人"));
		assert_true(match.has_color || match.is_reversed);
		session_send(session, "q");
		int status;
		assert_true(session_wait_exit(session, &status));
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
		assert_true(session_is_whole(session));
		session_end(session);
	}
}

static void
assert_refused(const char *term, const char *environment, const char *sentence)
{
	const char *const more[] = {environment, NULL};
	struct session *session = open_stage_on(term, more, 20, 60);
	int status;
	assert_true(session_wait_exit(session, &status));
	assert_true(session_wait_text(session, sentence));
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_true(session_is_whole(session));
	session_end(session);
}

static void
terminals_that_will_not_do(void **state)
{
	(void)state;
	assert_refused("no-such-terminal", NULL, "TERM=no-such-terminal is not known to terminfo");
	assert_refused("dumb", NULL, "TERM=dumb cannot place its cursor");
	assert_refused("dumb", "TERM", "TERM is not set");
}

static void
sizes(void **state)
{
	(void)state;
	static const int sizes[][2] = {{36, 120}, {24, 80}, {20, 60}, {12, 40}, {5, 20}, {3, 10},
			{1, 1}, {24, 80}};
	struct session *session = open_stage(30, 100);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		int rows = sizes[i][0], columns = sizes[i][1];
		size_t from = session_output(session)->length;
		session_resize(session, rows, columns);
		assert_true(session_wait_output(session, from, "\033[H\033[2J"));
		if (rows >= 5) {
			char size[32];
			snprintf(size, sizeof(size), "%dx%d.", columns, rows);
			if (columns >= 40)
				assert_true(session_wait_row(session, rows - 1, size));
			assert_true(session_wait_row(session, rows >= 8 ? 1 : 0, "05-12"));
		} else if (columns >= 9) {
			assert_true(session_wait_text(session, "too small"));
		}
	}
	send(session, "x", "x");
	session_end(session);
}

static void
assert_end(int signal, const char *keys, bool by_signal, int expected)
{
	struct session *session = open_stage(20, 60);
	if (keys != NULL)
		session_send(session, keys);
	else
		session_signal(session, signal);
	int status;
	assert_true(session_wait_exit(session, &status));
	if (by_signal) {
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), expected);
	} else {
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), expected);
	}
	assert_true(session_is_whole(session));
	session_end(session);
}

static void
ends(void **state)
{
	(void)state;
	assert_end(0, "q", false, 0);
	assert_end(0, "\003", false, 130);
	assert_end(SIGINT, NULL, false, 130);
	assert_end(SIGTERM, NULL, false, 143);
	assert_end(SIGHUP, NULL, false, 129);
	assert_end(SIGQUIT, NULL, true, SIGQUIT);
}

static void
crashes(void **state)
{
	(void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	print_message("a sanitizer answers these signals itself\n");
	skip();
#endif
	assert_end(SIGSEGV, NULL, true, SIGSEGV);
	assert_end(SIGABRT, NULL, true, SIGABRT);
	assert_end(SIGBUS, NULL, true, SIGBUS);
	assert_end(SIGFPE, NULL, true, SIGFPE);
}

static void
a_terminal_that_goes_away(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	session_hang_up(session);
	int status;
	assert_true(session_wait_exit(session, &status));
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 129);
	session_end(session);
}

static void
stop_and_go_on(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	for (int i = 0; i < 3; i++) {
		if (i < 2)
			session_send(session, "\032");
		else
			session_signal(session, SIGTSTP);
		assert_true(session_wait_stop(session));
		assert_true(session_is_whole(session));
		if (i == 1)
			session_resize(session, 24, 80); /* while nobody looks */
		session_continue(session);
		assert_true(session_wait_text(session, i == 0 ? "60x20." : "80x24."));
		assert_true(session_is_alternate(session));
		send(session, "\033[C", "Right"); /* the keypad's mode is back */
		send(session, "x", "x");
	}
	session_end(session);
}

/* As under make or a script: who waits for the program must stop with it. */
static void
a_wrapper_stops_too(void **state)
{
	(void)state;
	const char *const arguments[] = {"/bin/sh", "-c", "\"$0\" stage; exit $?", self, NULL};
	struct session *session = session_start(&(struct session_options){
			.rows = 20, .columns = 60, .arguments = arguments});
	assert_true(session_wait_text(session, "key "));
	session_send(session, "\032");
	assert_true(session_wait_stop(session)); /* it is the shell that is waited for */
	assert_true(session_is_whole(session));
	session_continue(session);
	send(session, "x", "x");
	session_send(session, "q");
	int status;
	assert_true(session_wait_exit(session, &status));
	assert_int_equal(WEXITSTATUS(status), 0);
	session_end(session);
}

static void
stopped_from_outside(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	session_signal(session, SIGSTOP);
	assert_true(session_wait_stop(session));
	session_continue(session);
	send(session, "x", "x");
	assert_true(session_is_alternate(session));
	assert_row(session, 12, "  四川新能源汽车");
	session_end(session);
}

static void
other_programs(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	session_send(session, "!");
	assert_true(session_wait_text(session, "status 3."));
	assert_non_null(strstr(session_output(session)->data, "on the terminal\r\n"));
	assert_true(session_is_alternate(session));
	assert_row(session, 12, "  四川新能源汽车");
	session_send(session, "@");
	char status[32];
	snprintf(status, sizeof(status), "status %d.", -ENOENT);
	assert_true(session_wait_text(session, status));
	send(session, "x", "x");
	session_send(session, "q");
	int exit_status;
	assert_true(session_wait_exit(session, &exit_status));
	assert_true(session_is_whole(session));
	session_end(session);
}

static void
keys(void **state)
{
	(void)state;
	static const char *const table[][2] = {
			{"a", "a"},
			{"中", "中"},
			{"\xF0\x9F\x91\x8D", "\xF0\x9F\x91\x8D"},
			{"\001", "C-a"},
			{"\r", "Enter"},
			{"\n", "C-j"},
			{"\t", "Tab"},
			{"\177", "BS"},
			{" ", "Space"},
			{"\033x", "M-x"},
			{"\033OA", "Up"},
			{"\033[B", "Down"},
			{"\033[1;5C", "C-Right"},
			{"\033[1;3D", "M-Left"},
			{"\033[1;2A", "S-Up"},
			{"\033[Z", "S-Tab"},
			{"\033[5~", "PgUp"},
			{"\033[3~", "Del"},
			{"\033[3;5~", "C-Del"},
			{"\033OP", "F1"},
			{"\033[24~", "F12"},
			{"\033OH", "Home"},
			{"\033[4~", "End"},
			{"\033[999;9Xb", "b"}, /* nobody's: swallowed whole */
			{"\033[200~\033[201~c", "c"},
			{"\xFF\xC3\x28", "("}, /* no UTF-8: dropped */
			{"\xC2\x9B"
			 "de",
					"e"}, /* a C1 control begins a sequence as well */
			{"\034", "C-\\"},
			{"\033", "Esc"},
	};
	struct session *session = open_stage(20, 60);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		send(session, table[i][0], table[i][1]);
	session_end(session);
}

static void
the_mouse(void **state)
{
	(void)state;
	const char *const arguments[] = {self, "stage", "mouse", NULL};
	struct session *session = session_start(&(struct session_options){
			.rows = 20, .columns = 60, .arguments = arguments});
	settle(session);
	assert_true(session_has_mouse(session));
	session_send(session, "\033[<64;5;6M");
	assert_true(session_wait_text(session, "mouse 5,4 -3 0"));
	session_send(session, "\033[<65;5;6M");
	assert_true(session_wait_text(session, "mouse 5,4 3 0"));
	session_send(session, "\033[<0;9;2M\033[<0;9;2m");
	assert_true(session_wait_text(session, "mouse 1,8 0 0"));
	session_send(session, "\033[<0;9;2M\033[<0;9;2m");
	assert_true(session_wait_text(session, "mouse 1,8 0 1"));
	/* A third click begins anew, and so does one that comes late. */
	session_send(session, "\033[<0;9;2M\033[<0;9;2m");
	assert_true(session_wait_text(session, "mouse 1,8 0 0"));
	send(session, "+", "+");
	session_send(session, "\033[<0;9;2M\033[<0;9;2m");
	assert_true(session_wait_text(session, "mouse 1,8 0 0"));
	session_send(session, "\032");
	assert_true(session_wait_stop(session));
	assert_true(session_is_whole(session));
	session_continue(session);
	assert_true(session_wait_text(session, "key C-z."));
	settle(session);
	assert_true(session_has_mouse(session));
	session_send(session, "q");
	int status;
	assert_true(session_wait_exit(session, &status));
	assert_true(session_is_whole(session));
	session_end(session);
}

static void
no_mouse_unless_asked(void **state)
{
	(void)state;
	struct session *session = open_stage(20, 60);
	assert_false(session_has_mouse(session));
	session_end(session);
}

/* Standard input was a post; keys come from the terminal all the same. */
static void
keys_beside_standard_input(void **state)
{
	(void)state;
	const char *const arguments[] = {
			"/bin/sh", "-c", "exec \"$0\" stage </dev/null", self, NULL};
	struct session *session = session_start(&(struct session_options){
			.rows = 20, .columns = 60, .arguments = arguments});
	assert_true(session_wait_text(session, "key "));
	send(session, "x", "x");
	session_send(session, "q");
	int status;
	assert_true(session_wait_exit(session, &status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_true(session_is_whole(session));
	session_end(session);
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "stage") == 0)
		return run_stage(argc > 2);
	if (realpath(argv[0], self) == NULL)
		return 1;
	signal(SIGPIPE, SIG_IGN);
	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1); /* the stage keeps what it has to its end */
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(rows_and_an_article),
			cmocka_unit_test(no_control_of_a_post_gets_through),
			cmocka_unit_test(wide_characters_at_edges),
			cmocka_unit_test(sideways),
			cmocka_unit_test(a_hundred_thousand_lines),
			cmocka_unit_test(matches_are_marked),
			cmocka_unit_test(help_and_post_take_turns),
			cmocka_unit_test(a_box_over_all),
			cmocka_unit_test(themes),
			cmocka_unit_test(nothing_is_dimmed),
			cmocka_unit_test(who_is_asked),
			cmocka_unit_test(the_answer),
			cmocka_unit_test(true_color),
			cmocka_unit_test(no_true_color),
			cmocka_unit_test(links_of_eight_colors),
			cmocka_unit_test(no_color_keeps_attributes),
			cmocka_unit_test(empty_no_color_is_none),
			cmocka_unit_test(types_of_terminals),
			cmocka_unit_test(terminals_that_will_not_do),
			cmocka_unit_test(sizes),
			cmocka_unit_test(ends),
			cmocka_unit_test(crashes),
			cmocka_unit_test(a_terminal_that_goes_away),
			cmocka_unit_test(stop_and_go_on),
			cmocka_unit_test(a_wrapper_stops_too),
			cmocka_unit_test(stopped_from_outside),
			cmocka_unit_test(other_programs),
			cmocka_unit_test(keys),
			cmocka_unit_test(the_mouse),
			cmocka_unit_test(no_mouse_unless_asked),
			cmocka_unit_test(keys_beside_standard_input),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
