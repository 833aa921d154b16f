/* Archives by their names: the one that is opened, changing to another and back, the list with unread counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "screen/whole.h"
#include "unit/folder.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 24, COLUMNS = 100 };

static char folder[FOLDER_SIZE];
static char home[128];

static int
begin(void **state)
{
	(void)state;
	if (!folder_make(folder) || chdir(folder) != 0)
		return -1;
	snprintf(home, sizeof(home), "HOME=%s", folder);
	folder_write(folder, ".config/reader/config.yaml",
			"archives:\n  river: ~/river\n  山城: ~/hill\n  gone: ~/nowhere\n");
	folder_write(folder, "river/_posts/2022-05-12-one.md", "---\ntitle: 江上的船\n---\n正文\n");
	folder_write(folder, "river/_posts/2022-05-11-two.md", "---\ntitle: 桥下的灯\n---\n正文\n");
	folder_write(folder, "hill/_posts/2022-05-12-one.md", "---\ntitle: 山里的雾\n---\n正文\n");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	return chdir("/") == 0 ? folder_remove(folder) : -1;
}

static struct session *
start(const char *operand)
{
	const char *const arguments[] = {reader, operand, NULL};
	const char *const environment[] = {home, "XDG_CONFIG_HOME", "XDG_STATE_HOME",
			"XDG_CACHE_HOME", "READER_ARCHIVE", NULL};
	return session_start(&(struct session_options){.rows = ROWS,
			.columns = COLUMNS,
			.environment = environment,
			.arguments = arguments});
}

static void
command(struct session *session, const char *line)
{
	session_send(session, ":");
	session_send(session, line);
	session_send(session, "\r");
}

static void
test_changes_and_comes_back(void **state)
{
	(void)state;
	struct session *session = start("river");
	assert_true(session_wait_text(session, "江上的船"));
	session_send(session, "jl"); /* reads the second */
	assert_true(session_wait_text(session, "正文"));
	settle(session, ROWS);
	command(session, "archive 山\t");
	assert_true(session_wait_text(session, "山里的雾"));
	settle(session, ROWS);
	assert_int_equal(session_find(session, 1, "桥下的灯"), -1);
	assert_true(session_is_alternate(session));
	assert_true(session_has_mouse(session));
	/* What was shown is there again, the open post as well. */
	command(session, "archive river");
	assert_true(session_wait_text(session, "桥下的灯"));
	assert_true(session_wait_text(session, "正文"));
	assert_true(session_wait_no_text(session, "山里的雾"));
	settle(session, ROWS);
	command(session, "archive river");
	assert_true(session_wait_row(session, ROWS - 1, "“river” is open"));
	command(session, "archive gone");
	assert_true(session_wait_row(session, ROWS - 1, "nowhere: No such file or directory"));
	command(session, "archive rivet");
	assert_true(session_wait_row(session, ROWS - 1, "did you mean 'river'?"));
	quit(session);
}

/* Counts of archives that are not open are those of the cache; without it none is shown. */
static void
test_list_with_counts(void **state)
{
	(void)state;
	struct session *session = start("山城");
	assert_true(session_wait_text(session, "山里的雾"));
	settle(session, ROWS);
	quit(session);
	folder_write(folder, "hill/_posts/2022-05-13-two.md", "---\ntitle: 新路\n---\n正文\n");
	session = start("山城");
	assert_true(session_wait_text(session, "新路"));
	settle(session, ROWS);
	quit(session);
	session = start("river");
	assert_true(session_wait_text(session, "江上的船"));
	session_send(session, "gA");
	assert_true(session_wait_row(session, 1, "archives"));
	assert_true(session_wait_row(session, 2, "river"));
	assert_true(session_wait_row(session, 2, "0  "));
	assert_true(session_wait_row(session, 2, "(open)"));
	assert_true(session_wait_row(session, 3, "山城"));
	assert_true(session_wait_row(session, 3, "1  "));
	assert_true(session_wait_row(session, 4, "gone"));
	session_send(session, "j\r");
	assert_true(session_wait_text(session, "山里的雾"));
	assert_true(session_wait_no_text(session, "江上的船"));
	settle(session, ROWS);
	quit(session);
}

/* What is there goes before a name. */
static void
test_a_path_goes_first(void **state)
{
	(void)state;
	folder_write(folder, "gone/_posts/2022-05-12-x.md", "---\ntitle: 路上\n---\n正文\n");
	struct session *session = start("gone");
	assert_true(session_wait_text(session, "路上"));
	settle(session, ROWS);
	quit(session);
	int status;
	session = start("./river-");
	assert_true(session_wait_text(session, "./river-: No such file or directory"));
	assert_true(session_wait_exit(session, &status));
	session_end(session);
	session = start("rive");
	assert_true(session_wait_text(
			session, "no archive is named 'rive'; did you mean 'river'?"));
	assert_true(session_wait_exit(session, &status));
	assert_int_equal(WEXITSTATUS(status), 2);
	session_end(session);
}

static void
test_keeps_a_search_in_chinese(void **state)
{
	(void)state;
	struct session *session = start("river");
	assert_true(session_wait_text(session, "江上的船"));
	session_send(session, "/桥下\r");
	assert_true(session_wait_no_text(session, "江上的船"));
	session_send(session, "W灯\r");
	assert_true(session_wait_row(session, ROWS - 1, "the search “桥下” is kept as “灯”"));
	session_send(session, "gs");
	assert_true(session_wait_row(session, 1, "Searches"));
	assert_true(session_wait_row(session, 2, "All"));
	assert_true(session_wait_row(session, 3, "灯"));
	/* Another archive has its own. */
	command(session, "archive 山城");
	assert_true(session_wait_text(session, "山里的雾"));
	session_send(session, "gs");
	assert_true(session_wait_row(session, ROWS - 1, "no search is kept"));
	quit(session);
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	if (!find_reader())
		return 1;
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(test_changes_and_comes_back, begin, end),
			cmocka_unit_test_setup_teardown(test_list_with_counts, begin, end),
			cmocka_unit_test_setup_teardown(test_a_path_goes_first, begin, end),
			cmocka_unit_test_setup_teardown(test_keeps_a_search_in_chinese, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
