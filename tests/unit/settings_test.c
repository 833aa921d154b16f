#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "settings/settings.h"

#include "folder.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[FOLDER_SIZE];
static char file[128];
static struct settings *settings;
static struct problems *problems;
static struct buf said;

static int
set_up(void **state)
{
	(void)state;
	assert_true(folder_make(folder));
	snprintf(file, sizeof(file), "%s/config.yaml", folder);
	settings = settings_new();
	problems = problems_new();
	buf_init(&said);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	settings_free(settings);
	problems_free(problems);
	buf_free(&said);
	return folder_remove(folder);
}

/* What was said, the file's path cut to its name. */
static void
assert_said(const char *wanted)
{
	buf_clear(&said);
	for (size_t i = 0; i < problems_count(problems); i++) {
		struct problem problem = *problems_get(problems, i);
		if (problem.path != NULL && strrchr(problem.path, '/') != NULL)
			problem.path = strrchr(problem.path, '/') + 1;
		problem_format(&problem, &said);
		buf_add_char(&said, '\n');
	}
	if (strcmp(said.data, wanted) != 0)
		fail_msg("said:\n%swanted:\n%s", said.data, wanted);
}

static void
assert_refused(const char *text, const char *wanted)
{
	folder_write(folder, "config.yaml", text);
	problems_free(problems);
	problems = problems_new();
	assert_false(settings_read(settings, file, problems));
	assert_said(wanted);
}

static void
test_defaults(void **state)
{
	(void)state;
	assert_null(settings->archive);
	assert_string_equal(settings->keymap, "default");
	assert_string_equal(settings->theme, "auto");
	assert_int_equal(settings->measure, 80);
	assert_int_equal(settings->open, OPEN_SPLIT);
	assert_int_equal(settings->links, LINKS_INLINE);
	assert_false(settings->ascii);
	assert_int_equal(settings->typography.indent, 0);
	assert_false(settings->typography.spacing);
	assert_false(settings->typography.hanging);
	assert_false(settings->typography.wide_ambiguous);
	assert_true(settings->mouse);
	assert_true(settings->center);
	assert_int_equal(settings->mark_read, READ_WHEN_OPENED);
	assert_false(settings->is_first_unread);
}

static void
test_a_whole_file(void **state)
{
	(void)state;
	folder_write(folder, "config.yaml",
			"# mine\narchive: /srv/新闻\nkeymap: vim\ntheme: mono\nmeasure: 72\nopen: "
			"full\nlinks: "
			"list\n"
			"line_graphics: ascii\nmouse: off\ncenter: no\nindent: 2\nspacing: on\n"
			"hanging: yes\nambiguous: 2\nmark_read: end\nfirst_visit: unread\n");
	assert_true(settings_read(settings, file, problems));
	assert_said("");
	assert_string_equal(settings->archive, "/srv/新闻");
	assert_string_equal(settings->keymap, "vim");
	assert_string_equal(settings->theme, "mono");
	assert_int_equal(settings->measure, 72);
	assert_int_equal(settings->links, LINKS_LIST);
	assert_true(settings->ascii);
	assert_false(settings->mouse);
	assert_false(settings->center);
	assert_int_equal(settings->typography.indent, 2);
	assert_true(settings->typography.spacing);
	assert_true(settings->typography.hanging);
	assert_true(settings->typography.wide_ambiguous);
	assert_int_equal(settings->mark_read, READ_AT_ITS_END);
	assert_true(settings->is_first_unread);
	/* What a file does not name stays. */
	folder_write(folder, "config.yaml", "measure: 4\nline_graphics: utf8\n");
	assert_true(settings_read(settings, file, problems));
	assert_int_equal(settings->measure, 4);
	assert_int_equal(settings->open, OPEN_FULL);
	assert_false(settings->ascii);
	assert_string_equal(settings->keymap, "vim");
}

/* `width`, with its 0 for the default, is taken for what it is called now, and a word says so. */
static void
test_old_names(void **state)
{
	(void)state;
	folder_write(folder, "config.yaml", "mouse: off\nwidth: 100\n");
	assert_true(settings_read(settings, file, problems));
	assert_said("config.yaml:2:1: warning: 'width' is called 'measure' now\n");
	assert_int_equal(settings->measure, 100);
	folder_write(folder, "config.yaml", "width: 0\n");
	assert_true(settings_read(settings, file, problems));
	assert_int_equal(settings->measure, 80);
	struct err err;
	assert_false(settings_set(settings, "widt", "100", &err));
	assert_null(strstr(err.reason, "width"));
}

static void
test_line_graphics_by_the_locale(void **state)
{
	(void)state;
	struct err err;
	settings->ascii = true;
	assert_true(settings_set(settings, "line_graphics", "auto", &err));
	/* Whatever the locale, box drawing is taken only where it is one column wide. */
	bool is_utf8 = setlocale(LC_CTYPE, "C.UTF-8") != NULL;
	assert_true(settings_set(settings, "line_graphics", "auto", &err));
	if (is_utf8)
		assert_false(settings->ascii);
	setlocale(LC_CTYPE, "C");
}

static void
test_marks(void **state)
{
	(void)state;
	struct err err;
	assert_true(settings_set(settings, "mark_read", "never", &err));
	assert_int_equal(settings->mark_read, READ_BY_HAND);
	assert_true(settings_set(settings, "mark_read", "open", &err));
	assert_int_equal(settings->mark_read, READ_WHEN_OPENED);
	assert_true(settings_set(settings, "first_visit", "read", &err));
	assert_false(settings->is_first_unread);
	assert_refused("mark_read: opne\nfirst_visit: yes\n",
			"config.yaml:1:12: mark_read cannot be 'opne'; did you mean 'open'?"
			" (one of: open, end, never)\n"
			"config.yaml:2:14: first_visit cannot be 'yes' (one of: unread, read)\n");
}

static void
test_archives(void **state)
{
	(void)state;
	struct err err;
	setenv("HOME", "/home/someone", 1);
	folder_write(folder, "config.yaml", "archives:\n  news: ~/news\n  江城 晚报: 'b'\n");
	assert_true(settings_read(settings, file, problems));
	assert_said("");
	assert_int_equal(settings->archive_count, 2);
	assert_string_equal(settings_archive(settings, "news", &err), "/home/someone/news");
	assert_string_equal(settings_archive(settings, "江城 晚报", &err), "b");
	assert_null(settings_archive(settings, "nwes", &err));
	assert_string_equal(err.reason, "no archive is named 'nwes'; did you mean 'news'?");
	struct settings *copy = settings_copy(settings);
	assert_string_equal(settings_archive(copy, "news", &err), "/home/someone/news");
	settings_free(copy);
	/* Another file's stand in their place. */
	folder_write(folder, "config.yaml", "archives: {x: /y}\n");
	assert_true(settings_read(settings, file, problems));
	assert_null(settings_archive(settings, "news", &err));
	assert_string_equal(settings_archive(settings, "x", &err), "/y");
}

static void
test_archives_refused(void **state)
{
	(void)state;
	assert_refused("archives: news\n",
			"config.yaml:1:11: archives must be lines of 'name: path'\n");
	assert_refused("archives: [news]\n",
			"config.yaml:1:11: archives must be lines of 'name: path'\n");
	assert_refused("archives:\n  a: x\n  a: y\n", "config.yaml:3:3: 'a' stands twice\n");
	assert_refused("archives:\n  a: [x]\n",
			"config.yaml:2:6: 'a' must be the path of a folder\n");
	assert_refused("archives:\n  a: ''\n",
			"config.yaml:2:6: 'a' must be the path of a folder\n");
	assert_refused("archives:\n  [a]: x\n",
			"config.yaml:2:3: an archive's name must be a single text\n");
	static const char *const bad[] = {"-a", "a/b", "", " a", "a ", "a\\nb", "a\\u202Eb"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct buf text = buf_empty();
		buf_format(&text, "archives:\n  \"%s\": x\n", bad[i]);
		folder_write(folder, "config.yaml", text.data);
		assert_false(settings_read(settings, file, problems));
		buf_free(&text);
	}
	struct buf text = buf_empty();
	buf_add_text(&text, "archives:\n");
	for (int i = 0; i <= MAX_ARCHIVES; i++)
		buf_format(&text, "  a%d: x\n", i);
	assert_refused(text.data, "config.yaml:102:3: more than 100 archives\n");
	buf_free(&text);
	assert_int_equal(settings->archive_count, 0);
}

static void
test_home_is_expanded(void **state)
{
	(void)state;
	struct err err;
	setenv("HOME", "/home/someone", 1);
	assert_true(settings_set(settings, "archive", "~/news", &err));
	assert_string_equal(settings->archive, "/home/someone/news");
	assert_true(settings_set(settings, "archive", "~", &err));
	assert_string_equal(settings->archive, "/home/someone");
	assert_true(settings_set(settings, "archive", "~x/news", &err));
	assert_string_equal(settings->archive, "~x/news");
	unsetenv("HOME");
	assert_true(settings_set(settings, "archive", "~/news", &err));
	assert_string_equal(settings->archive, "~/news");
}

static void
test_all_problems_at_once(void **state)
{
	(void)state;
	assert_refused("keymap: vim\n"
		       "mesure: 3\n"
		       "theme: drak\n"
		       "measure: wide\n"
		       "links: [a]\n"
		       "mouse: maybe\n"
		       "keymap: less\n"
		       "[a]: b\n"
		       "archive: ''\n",
			"config.yaml:2:1: unknown setting 'mesure'; did you mean 'measure'?\n"
			"config.yaml:3:8: theme cannot be 'drak'; did you mean 'dark'?"
			" (shipped: dark, default, light, mono)\n"
			"config.yaml:4:10: measure must be a number of 4 to 1000, not 'wide'\n"
			"config.yaml:5:8: 'links' must be a single text\n"
			"config.yaml:6:8: mouse cannot be 'maybe'"
			" (one of: true, false, yes, no, on, off)\n"
			"config.yaml:7:1: 'keymap' stands twice\n"
			"config.yaml:8:1: a setting's name must be a single text\n"
			"config.yaml:9:10: archive must be the path of a folder\n");
	/* Nothing of a bad file is taken. */
	assert_string_equal(settings->keymap, "default");
}

static void
test_bad_values(void **state)
{
	(void)state;
	static const char *const bad[][2] = {{"measure", "0"}, {"open", "beside"}, {"width", "3"},
			{"width", "1001"}, {"width", "-5"}, {"width", ""},
			{"width", "99999999999999999999"}, {"width", "0x40"}, {"keymap", ""},
			{"keymap", "../x"}, {"keymap", ".x"}, {"theme", ""}, {"links", "INLINE"},
			{"line_graphics", "vt100"}, {"mouse", "1"}, {"nothing", "x"}, {"", "x"}};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = {.reason = ""};
		if (settings_set(settings, bad[i][0], bad[i][1], &err))
			fail_msg("%s: %s is taken", bad[i][0], bad[i][1]);
		assert_true(strlen(err.reason) > 0);
	}
	assert_false(settings_set(settings, "width", "x", NULL));
	assert_int_equal(settings->measure, 80);
	assert_string_equal(settings->keymap, "default");
}

static void
test_bad_files(void **state)
{
	(void)state;
	assert_refused("keymap: a: b\n",
			"config.yaml:1:10: mapping values are not allowed in this context; quote "
			"a text that holds ': '\n");
	assert_refused("- keymap\n", "config.yaml:1:1: settings are lines of 'name: value'\n");
	folder_write(folder, "config.yaml", "# nothing\n");
	assert_true(settings_read(settings, file, problems));
	folder_write(folder, "config.yaml", "---\n");
	assert_true(settings_read(settings, file, problems));
	unlink(file);
	problems_free(problems);
	problems = problems_new();
	assert_false(settings_read(settings, file, problems));
	assert_said("config.yaml: No such file or directory\n");
}

static void
test_the_users_file(void **state)
{
	(void)state;
	char path[160];
	setenv("XDG_CONFIG_HOME", folder, 1);
	/* None is fine. */
	assert_true(settings_read(settings, NULL, problems));
	snprintf(path, sizeof(path), "%s/reader", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	char config[192];
	snprintf(config, sizeof(config), "%s/config.yaml", path);
	FILE *stream = fopen(config, "w");
	fputs("keymap: emacs\n", stream);
	fclose(stream);
	assert_true(settings_read(settings, NULL, problems));
	assert_string_equal(settings->keymap, "emacs");
	/* One that is there and cannot be read is told. */
	unlink(config);
	assert_int_equal(mkdir(config, 0700), 0);
	assert_false(settings_read(settings, NULL, problems));
	assert_said("config.yaml: is a directory\n");
	rmdir(config);
	rmdir(path);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("HOME");
	assert_true(settings_read(settings, NULL, problems));
}

static void
test_a_copy_is_its_own(void **state)
{
	(void)state;
	struct err err;
	assert_true(settings_set(settings, "archive", "/a", &err));
	struct settings *copy = settings_copy(settings);
	assert_true(settings_set(settings, "archive", "/b", &err));
	assert_true(settings_set(settings, "theme", "dark", &err));
	assert_string_equal(copy->archive, "/a");
	assert_string_equal(copy->theme, "auto");
	settings_free(copy);
	settings_free(NULL);
}

static void
assert_words(const struct arguments *words, const char *wanted)
{
	struct buf text = buf_empty();
	for (size_t i = 0; i < words->count; i++)
		buf_format(&text, "[%s]", words->words[i]);
	assert_string_equal(text.data, wanted);
	buf_free(&text);
}

static void
test_programs(void **state)
{
	(void)state;
	folder_write(folder, "config.yaml",
			"browser: w3m -x 'a b'\nbrowser_in_terminal: yes\n"
			"copy_command: [xclip, -in, '']\nupdate: >\n  git pull\n  --ff-only\n"
			"update_every: 10m\non_new:\n- notify-send\n- 5000\n");
	assert_true(settings_read(settings, file, problems));
	struct settings *copy = settings_copy(settings);
	assert_words(&copy->browser, "[w3m][-x][a b]");
	assert_true(copy->browser_in_terminal);
	assert_words(&copy->copy_command, "[xclip][-in][]");
	assert_words(&copy->update, "[git][pull][--ff-only]");
	assert_int_equal(copy->update_every, 600000);
	assert_words(&copy->on_new, "[notify-send][5000]");
	settings_free(copy);
	static const struct {
		const char *text;
		int64_t ms;
	} intervals[] = {{"0", 0}, {"90s", 90000}, {"2h", 7200000}, {"1d", 86400000},
			{"7d", 604800000}};
	for (size_t i = 0; i < sizeof(intervals) / sizeof(intervals[0]); i++) {
		assert_true(settings_set(settings, "update_every", intervals[i].text, NULL));
		assert_int_equal(settings->update_every, intervals[i].ms);
	}
}

static void
test_bad_programs(void **state)
{
	(void)state;
	assert_refused("browser: 'w3m \"x'\n", "config.yaml:1:10: browser: the quotation mark at "
					       "character 5 has no end\n");
	assert_refused("update: git\non_new: ''\n",
			"config.yaml:2:9: on_new must be a program and its arguments\n");
	assert_refused("on_new: []\n",
			"config.yaml:1:9: on_new must be a program and its arguments\n");
	assert_refused("on_new: ['', x]\n",
			"config.yaml:1:9: on_new must be a program and its arguments\n");
	assert_refused("update: [git, [pull]]\n",
			"config.yaml:1:15: each word of 'update' must be a single text\n");
	assert_refused("update: {git: pull}\n",
			"config.yaml:1:9: 'update' must be a single text, or a list of them\n");
	assert_refused("theme: [dark]\n", "config.yaml:1:8: 'theme' must be a single text\n");
	static const char *const intervals[] = {
			"10", "m", "8d", "-1s", "1.5h", "99999999999999999999s", "10 m"};
	for (size_t i = 0; i < sizeof(intervals) / sizeof(intervals[0]); i++) {
		struct err err;
		assert_false(settings_set(settings, "update_every", intervals[i], &err));
		assert_non_null(strstr(err.reason, "must be a time of at most 7d"));
	}
}

/* What all settings are, as text: for comparing. */
static void
assert_same(const struct settings *a, const struct settings *b)
{
	assert_string_equal(a->keymap, b->keymap);
	assert_string_equal(a->theme, b->theme);
	assert_int_equal(a->measure, b->measure);
	assert_int_equal(a->links, b->links);
	assert_int_equal(a->ascii, b->ascii);
	assert_memory_equal(&a->typography, &b->typography, sizeof(a->typography));
	assert_int_equal(a->mouse, b->mouse);
	assert_int_equal(a->center, b->center);
	assert_int_equal(a->mark_read, b->mark_read);
	assert_int_equal(a->is_first_unread, b->is_first_unread);
	assert_int_equal(a->restore, b->restore);
	assert_int_equal(a->browser_in_terminal, b->browser_in_terminal);
	assert_int_equal(a->update_every, b->update_every);
}

/* The file of all settings has the defaults: it changes back what another file has set. */
static void
test_described(void **state)
{
	(void)state;
	struct buf text = buf_empty();
	struct settings *standard = settings_new();
	settings_describe(&text);
	folder_write(folder, "config.yaml",
			"keymap: vim\ntheme: mono\nmeasure: 72\nopen: full\nlinks: "
			"list\nline_graphics: ascii\n"
			"mouse: off\ncenter: no\nindent: 2\nspacing: on\nhanging: yes\nambiguous: "
			"2\n"
			"mark_read: end\nfirst_visit: unread\nrestore: no\n"
			"browser_in_terminal: yes\nupdate_every: 1h\n");
	assert_true(settings_read(settings, file, problems));
	folder_write(folder, "config.yaml", text.data);
	assert_true(settings_read(settings, file, problems));
	assert_said("");
	assert_same(settings, standard);
	assert_null(settings->archive);
	assert_int_equal(settings->browser.count + settings->update.count, 0);
	/* Its examples can be taken, too. */
	for (char *at = text.data; (at = strstr(at, "\n#")) != NULL;) {
		at += 1;
		if (at[1] != ' ')
			*at = ' ';
	}
	for (char *at = text.data; (at = strstr(at, "\n ")) != NULL;)
		memmove(at + 1, at + 2, strlen(at + 2) + 1);
	folder_write(folder, "config.yaml", text.data);
	assert_true(settings_read(settings, file, problems));
	assert_said("");
	assert_non_null(settings->archive);
	assert_int_equal(settings->archive_count, 1);
	assert_true(settings->browser.count > 0 && settings->copy_command.count > 0 &&
			settings->update.count > 0 && settings->on_new.count > 0);
	settings_free(standard);
	buf_free(&text);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
			TEST(test_defaults),
			TEST(test_a_whole_file),
			TEST(test_old_names),
			TEST(test_line_graphics_by_the_locale),
			TEST(test_marks),
			TEST(test_archives),
			TEST(test_archives_refused),
			TEST(test_home_is_expanded),
			TEST(test_all_problems_at_once),
			TEST(test_bad_values),
			TEST(test_bad_files),
			TEST(test_the_users_file),
			TEST(test_a_copy_is_its_own),
			TEST(test_programs),
			TEST(test_bad_programs),
			TEST(test_described),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
