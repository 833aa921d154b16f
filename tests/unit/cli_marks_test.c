/* Marks from the command line: what filters by them, what changes them, and where they are kept. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/child.h"

#include "one_folder.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char site[FOLDER_SIZE + 16], home[FOLDER_SIZE + 16], cache[FOLDER_SIZE + 16];

static void
write_post(const char *name, const char *date)
{
	char path[128], text[256];
	snprintf(path, sizeof(path), "site/_posts/%s%s%s.md", date, date[0] != '\0' ? "-" : "",
			name);
	snprintf(text, sizeof(text), "---\ntitle: 文 %s\ntags: [%s]\n---\n新能源 %s\n", name,
			name[0] < 'c' ? "早" : "晚", name);
	folder_write(folder, path, text);
}

/* Four posts, one of them undated; nothing was read yet, and no state is there. */
static int
set_up(void **state)
{
	(void)state;
	if (!folder_make(folder) || access(child_program(), X_OK) != 0)
		return -1;
	snprintf(site, sizeof(site), "%s/site", folder);
	snprintf(home, sizeof(home), "%s/state", folder);
	snprintf(cache, sizeof(cache), "%s/cache", folder);
	free(folder_path(folder, "site/_posts/"));
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	setenv("XDG_CACHE_HOME", cache, 1);
	setenv("XDG_STATE_HOME", home, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LANGUAGE");
	setenv("TZ", "UTC", 1);
	unsetenv("READER_ARCHIVE");
	write_post("a", "2022-01-01");
	write_post("b", "2022-01-02");
	write_post("c", "2022-01-03");
	write_post("d", "");
	return 0;
}

static void
expect(struct child child, int status, const char *out, const char *err)
{
	if (child.status != status)
		fail_msg("status %d, not %d: %s%s", child.status, status, child.out, child.err);
	assert_string_equal(child.out, out);
	assert_string_equal(child.err, err);
	child_free(&child);
}

/* Asserts the names of the posts of a run of --json, in order: "cba". */
static void
expect_posts(struct child child, const char *names)
{
	static const char before[] = "\"title\":\"文 ";
	char found[64] = "";
	assert_string_equal(child.err, "");
	for (const char *at = child.out; (at = strstr(at, before)) != NULL;) {
		at += strlen(before);
		strncat(found, at, 1);
	}
	assert_string_equal(found, names);
	assert_int_equal(child.status, 0);
	child_free(&child);
}

static void
expect_none(struct child child)
{
	assert_non_null(strstr(child.err, "posts matches\n"));
	expect(child, 1, "", child.err);
}

/* Who only looks on is no visitor: what comes later is not unread. */
static void
looking_on(void **state)
{
	(void)state;
	expect_posts(child_run("--json", site), "cbad");
	struct child child = child_run("--json", "-n", "1", site);
	assert_non_null(strstr(child.out, "\"read\":true,\"starred\":false}"));
	child_free(&child);
	expect_posts(child_run("--json", "-s", "is:undated", site), "d");
	assert_int_not_equal(access(home, F_OK), 0);
}

/* From the first visit on, what comes is unread, also when its date is old. */
static void
first_visit(void **state)
{
	(void)state;
	expect_none(child_run("--unread", "--list", site));
	write_post("e", "2021-01-01");
	expect_posts(child_run("--json", "--unread", site), "e");
	expect_posts(child_run("--json", "--new", site), "e");
	expect_posts(child_run("--json", "-s", "is:new", site), "e");
	expect_posts(child_run("--json", "-s", "-is:unread", site), "cbad");
	struct child child = child_run("--json", "--unread", site);
	assert_non_null(strstr(child.out, "\"read\":false,\"starred\":false}"));
	child_free(&child);
}

/* Who wants them all unread says so in the configuration. */
static void
first_visit_unread(void **state)
{
	(void)state;
	free(folder_path(folder, "reader/"));
	folder_write(folder, "reader/config.yaml", "first_visit: unread\n");
	setenv("XDG_CONFIG_HOME", folder, 1);
	struct child child = child_run("--json", "-n", "1", site);
	assert_non_null(strstr(child.out, "\"read\":false,\"starred\":false}"));
	child_free(&child);
	assert_int_not_equal(access(home, F_OK), 0);
	expect(child_run("--mark-read", "-n", "1", site), 0, "1 post marked as read\n", "");
	expect_posts(child_run("--json", "--unread", site), "bad");
}

static void
marking(void **state)
{
	(void)state;
	expect(child_run("--mark-unread", "--tag", "早", site), 0, "2 posts marked as unread\n",
			"");
	expect(child_run("--mark-unread", "--until", "2022-01-01", site), 0,
			"0 posts marked as unread, 1 already was\n", "");
	expect(child_run("--star", "-n", "2", site), 0, "2 posts starred\n", "");
	expect_posts(child_run("--json", "--unread", site), "ba");
	expect_posts(child_run("--json", "--starred", site), "cb");
	expect_posts(child_run("--json", "--unread", "--starred", site), "b");
	expect_posts(child_run("--json", "--starred", "--reverse", "-n1", site), "b");
	expect_posts(child_run("--json", "--starred", "-t", "晚", site), "c");
	expect(child_run("--mark-read", "-s", "is:starred", site), 0,
			"1 post marked as read, 1 already was\n", "");
	expect(child_run("--mark-read", site), 0, "1 post marked as read, 3 already were\n", "");
	expect_none(child_run("--mark-read", "--unread", site));
	expect(child_run("--unstar", "--starred", site), 0, "2 posts unstarred\n", "");
	expect_none(child_run("--json", "--starred", site));
	struct child child = child_run("--star", "--list", site);
	assert_non_null(strstr(child.err, "--star and --list cannot go together"));
	assert_int_equal(child.status, 2);
	child_free(&child);
}

/* The cache may go at any time, and the state knows posts by their paths. */
static void
without_the_cache(void **state)
{
	(void)state;
	expect(child_run("--mark-unread", "--tag", "早", site), 0, "2 posts marked as unread\n",
			"");
	expect(child_run("--star", "-n", "2", site), 0, "2 posts starred\n", "");
	assert_int_equal(folder_remove(cache), 0);
	expect_posts(child_run("--json", "--unread", site), "ba");
	expect_posts(child_run("--json", "--starred", site), "cb");
}

/* A folder that was moved is known by the site's address. */
static void
moved(void **state)
{
	(void)state;
	char to[sizeof(site) + sizeof("-elsewhere")];
	struct child child;
	folder_write(folder, "site/_config.yml", "url: https://moved.example\n");
	expect(child_run("--star", "-n", "2", site), 0, "2 posts starred\n", "");
	snprintf(to, sizeof(to), "%s-elsewhere", site);
	assert_int_equal(rename(site, to), 0);
	child = child_run("--star", "-n", "2", to);
	assert_string_equal(child.out, "0 posts starred, 2 already were\n");
	assert_non_null(strstr(child.err, "the archive has moved\n"));
	child_free(&child);
	expect_posts(child_run("--json", "--starred", to), "cb");
}

static bool
has_index(void)
{
	char command[FOLDER_SIZE + 64];
	snprintf(command, sizeof(command), "ls '%s'/reader/*.search >/dev/null 2>&1", cache);
	return system(command) == 0;
}

/* What posts are is known without the full text; with words it narrows and widens what is found. */
static void
searching(void **state)
{
	(void)state;
	expect(child_run("--mark-unread", "--tag", "早", site), 0, "2 posts marked as unread\n",
			"");
	expect(child_run("--star", "--since", "2022-01-02", site), 0, "2 posts starred\n", "");
	expect_posts(child_run("--json", "-s", "is:unread OR is:undated", site), "bad");
	expect_posts(child_run("--json", "-s", "-(is:unread is:starred)", site), "cad");
	assert_false(has_index());
	expect_posts(child_run("--json", "-s", "is:unread 新能源", site), "ba");
	assert_true(has_index());
	expect_posts(child_run("--json", "-s", "is:starred OR a", site), "cba");
	expect_posts(child_run("--json", "-s", "is:starred OR a", "-n", "2", site), "cb");
	expect_posts(child_run("--json", "-s", "is:starred OR a", "-n", "1", "--reverse", site),
			"a");
	expect_posts(child_run("--json", "-s", "(is:starred c) OR (is:unread a)", site), "ca");
	expect_posts(child_run("--json", "-s", "新能源", "--unread", "--starred", site), "b");
	expect_posts(child_run("--json", "-s", "d is:undated", site), "d");
}

/* A post by itself is one of the archive around it. */
static void
one_post(void **state)
{
	(void)state;
	char post[FOLDER_SIZE + 64], lone[FOLDER_SIZE + 64];
	snprintf(post, sizeof(post), "%s/_posts/2022-01-02-b.md", site);
	snprintf(lone, sizeof(lone), "%s/lone.md", folder);
	folder_write(folder, "lone.md", "x\n");
	expect(child_run("--star", post), 0, "1 post starred\n", "");
	expect(child_run("--mark-unread", post), 0, "1 post marked as unread\n", "");
	expect_posts(child_run("--json", "--starred", "--unread", site), "b");
	struct child child = child_run("--star", lone);
	assert_non_null(strstr(child.err, "--star needs an archive or a post of one\n"));
	expect(child, 2, "", child.err);
	child = child_run("--star", "--unread", post);
	assert_non_null(strstr(child.err, "filters need an archive"));
	expect(child, 2, "", child.err);
	child = child_run("--json", lone);
	assert_non_null(strstr(child.out, "\"read\":null,\"starred\":null}"));
	expect(child, 0, child.out, "");
}

static size_t
count_lines(const char *text)
{
	size_t count = 0;
	while ((text = strchr(text, '\n')) != NULL) {
		count++;
		text++;
	}
	return count;
}

static void
expect_refused(struct child child)
{
	assert_int_equal(child.status, 2);
	assert_string_equal(child.out, "");
	if (count_lines(child.err) != 1)
		fail_msg("not one line: %s", child.err);
	child_free(&child);
}

/* Without a state that can be kept nothing is marked, and nothing passes for unread; all else goes on. */
static void
no_state(void **state)
{
	(void)state;
	setenv("XDG_STATE_HOME", "/proc/nowhere", 1);
	expect_refused(child_run("--mark-read", site));
	expect_refused(child_run("--star", "-n", "1", site));
	expect_refused(child_run("--unread", "--list", site));
	expect_refused(child_run("--list", "-s", "is:starred", site));
	expect_posts(child_run("--json", site), "cbad");
	setenv("XDG_STATE_HOME", home, 1);
	/* A way to the file that leads nowhere: there may be one. */
	assert_int_equal(symlink("state", home), 0);
	struct child child = child_run("--json", "-n", "1", site);
	assert_non_null(strstr(child.out, "\"read\":null,\"starred\":null}"));
	assert_int_equal(count_lines(child.err), 1);
	child_free(&child);
	assert_int_equal(unlink(home), 0);
	/* A folder where the file should be. */
	free(folder_path(folder, "state/"));
	free(folder_path(folder, "state/reader/"));
	free(folder_path(folder, "state/reader/state.db/"));
	expect_refused(child_run("--mark-read", site));
	expect_refused(child_run("--new", "--list", site));
	child = child_run("--json", "-n", "1", site);
	assert_non_null(strstr(child.out, "\"read\":null,\"starred\":null}"));
	assert_int_equal(count_lines(child.err), 1);
	assert_int_equal(child.status, 0);
	child_free(&child);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(looking_on, set_up, end_folder),
			cmocka_unit_test_setup_teardown(first_visit, set_up, end_folder),
			cmocka_unit_test_setup_teardown(first_visit_unread, set_up, end_folder),
			cmocka_unit_test_setup_teardown(marking, set_up, end_folder),
			cmocka_unit_test_setup_teardown(without_the_cache, set_up, end_folder),
			cmocka_unit_test_setup_teardown(moved, set_up, end_folder),
			cmocka_unit_test_setup_teardown(searching, set_up, end_folder),
			cmocka_unit_test_setup_teardown(one_post, set_up, end_folder),
			cmocka_unit_test_setup_teardown(no_state, set_up, end_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
