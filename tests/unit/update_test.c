/* The update: what it runs, what of it is said, the new posts that it has brought. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app_programs.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sys/wait.h>

static int
begin(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	session_hide_programs();
	app = session_open(20, 59);
	return 0;
}

/* Waits for the end of the next program, and for what follows from it. */
static void
wait_for_program(void)
{
	siginfo_t info;
	assert_int_equal(waitid(P_ALL, 0, &info, WEXITED | WNOWAIT), 0);
	app_reap(app);
	session_wait(app);
}

static size_t
times_said(const char *text)
{
	const struct messages *said = &app->model->said;
	size_t times = 0;
	for (size_t i = 0; i < said->count; i++)
		times += strcmp(said->items[i].text, text) == 0;
	return times;
}

static void
test_new_posts(void **state)
{
	(void)state;
	write_program("tell", "echo \"$READER_COUNT $READER_TITLE\" >\"$self.out\"");
	write_program("bring",
			"echo \"$* in $(pwd)\"; printf 'a\\033[31m\\rb\\n\\n' >&2\n"
			"printf -- '---\\ntitle: 旧\\n---\\n' >_posts/2001-01-01-old.md\n"
			"printf -- '---\\ntitle: \"新\\\\e\"\\n---\\n' >_posts/2023-01-01-new.md\n"
			"printf 'no end'");
	set("update", "bring -x 'a b'");
	set("on_new", "tell");
	session_keys(app, "R");
	assert_last_said("bring ...");
	session_keys(app, "R");
	assert_last_said("the update runs already");
	wait_for_program();
	assert_last_said("updated: 2 new posts");
	char *real = realpath(session_folder, NULL), line[600];
	snprintf(line, sizeof(line), "-x a b in %s", real);
	assert_int_equal(times_said(line), 1);
	assert_int_equal(times_said("a\xEF\xBF\xBD[31m"), 1);
	assert_int_equal(times_said("b"), 1);
	assert_int_equal(times_said("no end"), 1);
	assert_int_equal(found_count(app->model), SESSION_POSTS + 2);
	free(real);
	wait_for_program();
	assert_string_equal(read_file("tell.out"), "2 新\xEF\xBF\xBD\n");
	/* Nothing is new: nobody is told. */
	write_program("bring", "exit 0");
	session_keys(app, "R");
	wait_for_program();
	assert_last_said("updated: no new posts");
	assert_int_equal(app->model->programs.count, 0);
}

/* All posts of a catalogue that was rebuilt meanwhile are read, and are not new for that. */
static void
test_new_posts_without_the_cache(void **state)
{
	(void)state;
	write_program("tell", "echo \"$READER_COUNT $READER_TITLE\" >\"$self.out\"");
	write_program("bring", "rm -r cache\n"
			       "printf -- '---\\ntitle: 新\\n---\\n' >_posts/2023-01-01-new.md");
	set("update", "bring");
	set("on_new", "tell");
	session_keys(app, "R");
	wait_for_program();
	assert_int_equal(times_said("updated: 1 new post"), 1);
	wait_for_program();
	assert_string_equal(read_file("tell.out"), "1 新\n");
}

/* New posts that came by themselves are told as well. */
static void
test_new_posts_without_an_update(void **state)
{
	(void)state;
	write_program("tell", "echo \"$READER_COUNT $READER_TITLE\" >\"$self.out\"");
	set("on_new", "tell");
	session_write("_posts/2023-01-01-new.md", "---\ntitle: 新\n---\n");
	session_command(app, "reload");
	session_wait(app);
	assert_last_said("read again: 31 posts, 1 new");
	wait_for_program();
	assert_string_equal(read_file("tell.out"), "1 新\n");
}

/* The environment takes only so much, and a longer title must not cost the notification. */
static void
test_a_long_title(void **state)
{
	(void)state;
	struct buf post = buf_empty();
	write_program("tell", "printf '%s' \"$READER_TITLE\" | wc -c >\"$self.out\"");
	set("on_new", "tell");
	buf_add_text(&post, "---\ntitle: ");
	for (int i = 0; i < 60000; i++)
		buf_add_text(&post, "长");
	buf_add_text(&post, "\n---\n");
	session_write("_posts/2023-01-01-new.md", post.data);
	session_command(app, "reload");
	session_wait(app);
	wait_for_program();
	assert_int_equal(atoi(read_file("tell.out")), 999); /* whole characters */
	buf_free(&post);
}

static void
test_failures(void **state)
{
	(void)state;
	static const char *const ends[][2] = {{"exit 3", "bring ended with status 3; no new posts"},
			{"kill -9 $$", "bring was ended by signal 9 (Killed); no new posts"},
			{"printf x >_posts/2023-01-01-new.md; exit 1",
					"bring ended with status 1; 1 new post"}};
	set("update", "bring");
	session_keys(app, "R");
	assert_last_said("bring: No such file or directory");
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		write_program("bring", ends[i][0]);
		session_keys(app, "R");
		wait_for_program();
		assert_last_said(ends[i][1]);
		assert_true(app->model->said.items[app->model->said.count - 1].is_error);
	}
}

/* Without an update the archive is only read again. */
static void
test_none(void **state)
{
	(void)state;
	session_keys(app, "R");
	session_wait(app);
	assert_last_said("read again: 30 posts, 0 new");
}

/* A program that prints without end fills neither the messages nor the memory. */
static void
test_much_output(void **state)
{
	(void)state;
	write_program("bring", "i=0; while [ $i -lt 300 ]; do i=$((i + 1)); echo line $i; done");
	set("update", "bring");
	session_keys(app, "R");
	wait_for_program();
	assert_int_equal(times_said("line 1"), 1);
	assert_int_equal(times_said("line 200"), 1);
	assert_int_equal(times_said("line 201"), 0);
	assert_int_equal(times_said("(100 more lines)"), 1);
	assert_last_said("updated: no new posts");
	write_program("bring", "printf '%040000d\\nafter' 0");
	session_keys(app, "R");
	wait_for_program();
	for (size_t i = 0; i < app->model->said.count; i++)
		assert_true(strlen(app->model->said.items[i].text) <= UPDATE_MAX_LINE);
	assert_int_equal(times_said("after"), 1);
}

/* Its output comes while it runs, and does not take the place of what is shown. */
static void
test_output_while_it_runs(void **state)
{
	(void)state;
	char path[512];
	session_path(path, "go");
	assert_int_equal(mkfifo(path, 0600), 0);
	write_program("bring", "echo first; read x <\"${self%/*}/go\"; echo $x");
	set("update", "bring");
	session_keys(app, "R");
	struct pollfd output = {.fd = app_output_fd(app), .events = POLLIN};
	assert_int_equal(poll(&output, 1, -1), 1);
	app_output(app);
	assert_int_equal(times_said("first"), 1);
	assert_last_said("bring ...");
	int go = open(path, O_WRONLY);
	assert_int_equal(write(go, "second\n", 7), 7);
	close(go);
	wait_for_program();
	assert_int_equal(times_said("second"), 1);
	assert_int_equal(app_output_fd(app), -1);
}

/* Leaving the program ends it, and all of its group. */
static void
test_leaving(void **state)
{
	(void)state;
	char path[512], byte;
	siginfo_t info;
	session_path(path, "alive");
	assert_int_equal(mkfifo(path, 0600), 0);
	session_path(path, "never");
	assert_int_equal(mkfifo(path, 0600), 0);
	write_program("bring",
			"folder=${self%/*}; cat \"$folder/never\" >\"$folder/alive\" & wait");
	set("update", "bring");
	session_keys(app, "R");
	session_path(path, "alive");
	int alive = open(path, O_RDONLY); /* returns when the other program has opened it */
	app_free(app);
	assert_int_equal(waitid(P_ALL, 0, &info, WEXITED), 0);
	assert_int_equal(info.si_code, CLD_KILLED);
	assert_int_equal(info.si_status, SIGTERM);
	/* The shell opens it before it opens the one that never has a writer. */
	assert_int_equal(read(alive, &byte, 1), 0);
	close(alive);
	app = session_open(20, 59);
}

static void
test_by_itself(void **state)
{
	(void)state;
	write_program("bring", "echo >>\"$self.times\"");
	set("update", "bring");
	set("update_every", "10m");
	session_keys(app, "R");
	wait_for_program();
	for (int i = 0; i < 2; i++) {
		assert_int_equal(app_timeout_ms(app), 600000);
		session_now += 599999;
		app_tick(app);
		assert_int_equal(app->model->programs.count, 0);
		session_now += 1;
		app_tick(app);
		assert_int_equal(app->model->programs.count, 1);
		session_keys(app, "j");
		wait_for_program();
		assert_false(app->model->said.is_shown); /* it has brought nothing */
	}
	write_program("bring", "exit 1");
	session_now += 600000;
	app_tick(app);
	wait_for_program();
	assert_last_said("bring ended with status 1; no new posts");
	assert_string_equal(read_file("bring.times"), "\n\n\n");
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)
	const struct CMUnitTest tests[] = {
			TEST(test_new_posts),
			TEST(test_new_posts_without_the_cache),
			TEST(test_new_posts_without_an_update),
			TEST(test_a_long_title),
			TEST(test_failures),
			TEST(test_none),
			TEST(test_much_output),
			TEST(test_output_while_it_runs),
			TEST(test_leaving),
			TEST(test_by_itself),
	};
	return cmocka_run_group_tests_name("update", tests, NULL, NULL);
}
