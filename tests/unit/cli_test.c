/*
 * The program from outside: every command and option, what goes to which
 * stream, what it exits with, and that nothing hostile reaches a terminal.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/gate.h"
#include "base/text.h"
#include "unit/child.h"

#include "one_folder.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static char cache[FOLDER_SIZE + 16];
static char site[FOLDER_SIZE + 16], hostile[FOLDER_SIZE + 16], empty[FOLDER_SIZE + 16];
static char post_file[FOLDER_SIZE + 64];

static const char long_title[] = "一个非常长的标题用来看它在终端之外是不是完整地印出来而不是被截断"
				 "因为管道里的数据不该丢失";

static void
make_site(void)
{
	char text[1024];
	free(folder_path(site, "_drafts/"));
	free(folder_path(site, "category/"));
	folder_write(site, "_config.yml", "timezone: Asia/Shanghai\n");
	folder_write(site, "category/wang.html", "---\ntitle: 滨海经济网\ncategory: wang\n---\n");
	folder_write(site, "_posts/2022-05-12-a.md",
			"---\ntitle: 甲\ndate: 2022-05-12 16:43:55 +0800\ncategories: wang\n"
			"tags: [滨海经济网, 要闻]\n---\n"
			"<p>正文第一段，足够长的一段文字用来看断行是否得当。</p>"
			"<p><a href=\"https://example.org/x\">链接</a></p>\n");
	folder_write(site, "_posts/2022-05-13-b.md",
			"---\ntitle: 乙\ndate: 2022-05-13 09:00:00 +0800\ncategories: wang\n"
			"tags: 要闻\n---\nMarkdown *em* 正文\n");
	snprintf(text, sizeof(text),
			"---\ntitle: %s\ndate: 2023-01-01 00:30:00 +0800\ncategories: "
			"qi\n---\n长\n",
			long_title);
	folder_write(site, "_posts/2023-01-01-c.md", text);
	folder_write(site, "_posts/2099-01-01-future.md", "---\ntitle: 将来\n---\nx\n");
	folder_write(site, "_posts/2022-01-01-hidden.md",
			"---\ntitle: 未发布\npublished: false\n---\nx\n");
	folder_write(site, "_drafts/idea.md", "---\ntitle: 草稿\n---\nx\n");
}

static void
make_hostile(void)
{
	folder_write(hostile, "_posts/2022-05-12-e\x1b]0;x\x07.md",
			"---\ntitle: \"\\e[31mred\\x07 \\x9b1m \\u202Etxet\\x7f \\\"q\\\" \\\\ "
			"好\"\n"
			"categories: [\"c\\e[2J\"]\ntags: [\"t\\u2066\\x9d\", \"𝄞\"]\n---\n"
			"<p>body &#27;[31m \x1b[32m \xc2\x9b \xe2\x80\xae end</p>\n");
	folder_write(hostile, "_posts/2022-05-13-\xff\xfe.md", "---\ntitle: bytes\n---\nx\n");
	folder_write(hostile, "_posts/2022-05-14-b\x1b.md", "---\ntitle: [x\n---\n\x1b[5mx\n");
}

static int
make_all(void **state)
{
	(void)state;
	if (!folder_make(folder) || access(child_program(), X_OK) != 0)
		return -1;
	snprintf(site, sizeof(site), "%s/site", folder);
	snprintf(hostile, sizeof(hostile), "%s/hostile", folder);
	snprintf(empty, sizeof(empty), "%s/empty", folder);
	snprintf(post_file, sizeof(post_file), "%s/_posts/2022-05-12-a.md", site);
	free(folder_path(folder, "site/_posts/"));
	free(folder_path(folder, "hostile/_posts/"));
	free(folder_path(folder, "empty/_posts/"));
	make_site();
	make_hostile();
	free(folder_path(folder, "config/"));
	free(folder_path(folder, "config/reader/"));
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	snprintf(cache, sizeof(cache), "%s/cache", folder);
	setenv("XDG_CACHE_HOME", cache, 1);
	setenv("XDG_STATE_HOME", cache, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LANGUAGE");
	setenv("TZ", "UTC", 1);
	unsetenv("READER_ARCHIVE");
	unsetenv("COLUMNS");
	unsetenv("NO_COLOR");
	return 0;
}

/* Asserts all of a run: status and both streams, NULL for whatever is there. */
static void
expect_run(struct child child, int status, const char *out, const char *err)
{
	if (child.status != status)
		fail_msg("status %d, not %d; stderr: %s", child.status, status, child.err);
	if (out != NULL)
		assert_string_equal(child.out, out);
	if (err != NULL)
		assert_string_equal(child.err, err);
	child_free(&child);
}

static void
expect_part(struct child child, int status, const char *out, const char *err)
{
	if (child.status != status)
		fail_msg("status %d, not %d; stderr: %s", child.status, status, child.err);
	if (out != NULL && strstr(child.out, out) == NULL)
		fail_msg("stdout lacks '%s': %s", out, child.out);
	if (err != NULL && strstr(child.err, err) == NULL)
		fail_msg("stderr lacks '%s': %s", err, child.err);
	child_free(&child);
}

static void
test_list(void **state)
{
	(void)state;
	char wanted[1024];
	struct child child = child_run("--list", site);
	snprintf(wanted, sizeof(wanted), "2023-01-01 00:30  %s  qi\n", long_title);
	assert_int_equal(child.status, 0);
	assert_memory_equal(child.out, wanted, strlen(wanted));
	assert_string_equal(child.err, "");
	const char *second = strchr(child.out, '\n') + 1;
	assert_memory_equal(second, "2022-05-13 09:00  乙  ", strlen("2022-05-13 09:00  乙  "));
	assert_non_null(strstr(second, " 滨海经济网/要闻\n"));
	child_free(&child);
	/* Without a command, and no terminal on stdout, the same. */
	expect_part(child_run(site), 0, "2022-05-12 16:43  甲", NULL);
	expect_run(child_run("--list", "-n", "1", "--reverse", site), 0,
			"2022-05-12 16:43  甲  滨海经济网/要闻\n", "");
}

/* Asserts the slugs of a run of --json, in order. */
static void
expect_slugs(struct child child, const char *slugs)
{
	char found[256] = "";
	assert_string_equal(child.err, "");
	assert_int_equal(child.status, 0);
	for (const char *at = child.out; (at = strstr(at, "\"slug\":\"")) != NULL;) {
		at += strlen("\"slug\":\"");
		strncat(found, at, strcspn(at, "\""));
		strcat(found, " ");
	}
	assert_string_equal(found, slugs);
	child_free(&child);
}

static void
test_filters(void **state)
{
	(void)state;
	expect_slugs(child_run("--json", site), "c b a ");
	expect_slugs(child_run("--json", "--tag", "要闻", site), "b a ");
	expect_slugs(child_run("--json", "-t要闻", "-t", "滨海经济网", site), "a ");
	expect_slugs(child_run("--json", "--category=滨海经济网", site), "b a ");
	expect_slugs(child_run("--json", "-c", "wang", "-n1", site), "b ");
	expect_slugs(child_run("--json", "--since", "2022-05-13", site), "c b ");
	expect_slugs(child_run("--json", "--until", "2022", site), "b a ");
	expect_slugs(child_run("--json", "--until", "2022-05-12", site), "a ");
	/* Midnight is the archive's, not this machine's. */
	expect_slugs(child_run("--json", "--since", "2023-01-01", site), "c ");
	expect_slugs(child_run("--json", "--sort", "title", site), "c b a ");
	expect_slugs(child_run("--json", "--sort", "title", "--reverse", site), "a b c ");
	expect_slugs(child_run("--json", "--future", "-n1", site), "future ");
	expect_slugs(child_run("--json", "--unpublished", "--until", "2022-01-01", site),
			"hidden ");
	struct child child = child_run("--json", "--drafts", site);
	assert_non_null(strstr(child.out, "草稿"));
	child_free(&child);
}

static void
test_search(void **state)
{
	(void)state;
	expect_slugs(child_run("--json", "-s", "cat:滨海经济网", site), "b a ");
	expect_slugs(child_run("--json", "--search", "tag:要闻 -tag:滨海经济网", site), "b ");
	expect_slugs(child_run("--json", "-s", "甲 OR 乙", "--limit", "1", site), "b ");
	expect_slugs(child_run("--json", "-s", "甲 OR 乙", "--reverse", "--limit=1", site), "a ");
	expect_slugs(child_run("--json", "-s", "tag:要闻", "-t", "滨海经济网", site), "a ");
	expect_slugs(child_run("--json", "-s", "until:2022-05-12", site), "a ");
	expect_run(child_run("--list", "-s", "不会有的词", site), 1, "",
			"reader: none of the 3 posts matches\n");
	expect_run(child_run("--list", "-s", "乙 tags:要闻", site), 2, "",
			"reader: --search: there is no field 'tags'; did you mean 'tag'? "
			"(in quotes, it is looked for as text)\n  乙 tags:要闻\n     ^\n");
	expect_run(child_run("--list", "-s", "", site), 2, "",
			"reader: --search: the query is empty\n  \n  ^\n");
	expect_part(child_run("--list", "-s", "a", post_file), 2, NULL, "filters need an archive");
}

/* A cache that cannot be written to costs time, not the search. */
static void
test_search_without_cache(void **state)
{
	(void)state;
	setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
	struct child child = child_run("--list", "-s", "乙", site);
	setenv("XDG_CACHE_HOME", cache, 1);
	assert_int_equal(child.status, 0);
	assert_non_null(strstr(child.out, "乙"));
	assert_non_null(strstr(child.err, "so it is indexed in memory: "));
	child_free(&child);
}

/* What was read before answers, whatever happens to the folder, but only if it is whole and of the same settings. */
static void
test_no_refresh(void **state)
{
	(void)state;
	static const char to_be_read[] =
			"reader: %s: no whole catalogue is kept for this configuration and these "
			"options: the archive has to be read first\n";
	char kept[FOLDER_SIZE + 16], posts[FOLDER_SIZE + 32], away[FOLDER_SIZE + 32], line[512];
	snprintf(kept, sizeof(kept), "%s/kept", folder);
	snprintf(posts, sizeof(posts), "%s/_posts", kept);
	snprintf(away, sizeof(away), "%s/away", kept);
	snprintf(line, sizeof(line), to_be_read, kept);
	folder_write(folder, "kept/_posts/2022-01-01-a.md",
			"---\ntags: t\ncategories: c\n---\n新能源\n");
	folder_write(folder, "kept/_posts/2022-01-02-b.md", "---\ntags: t\n---\n汽车\n");
	expect_run(child_run("--list", "--no-refresh", kept), 2, "", line);
	expect_slugs(child_run("--json", kept), "b a ");
	expect_run(child_run("--json", "--no-refresh", "-s", "汽车", kept), 2, "",
			"reader: the full text of these posts is not indexed: --no-refresh cannot "
			"search it\n");
	expect_slugs(child_run("--json", "-s", "汽车", kept), "b ");
	folder_write(folder, "kept/_posts/2022-01-03-c.md", "---\ntags: t\n---\n汽车\n");
	assert_int_equal(rename(posts, away), 0);
	expect_slugs(child_run("--json", "--no-refresh", kept), "b a ");
	expect_slugs(child_run("--json", "--no-refresh", "-c", "c", kept), "a ");
	expect_slugs(child_run("--json", "--no-refresh", "-s", "汽车", kept), "b ");
	expect_run(child_run("--tags", "--no-refresh", kept), 0, "t  2\n", "");
	expect_run(child_run("--categories", "--no-refresh", kept), 0, "c  c  1\n", "");
	expect_run(child_run("--list", "--no-refresh", "--unread", kept), 1, "",
			"reader: none of the 2 posts matches\n");
	expect_run(child_run("--list", "--no-refresh", "--drafts", kept), 2, "", line);
	assert_int_equal(rename(away, posts), 0);
	expect_slugs(child_run("--json", kept), "c b a ");
	expect_part(child_run("--json", "--no-refresh", "-s", "汽车", kept), 2, "",
			"is not indexed");
	expect_slugs(child_run("--json", "--no-refresh", "--new", kept), "c ");
	folder_write(folder, "kept/_config.yml", "title: 别的\n");
	expect_run(child_run("--list", "--no-refresh", kept), 2, "", line);
	folder_write(folder, "kept/_config.yml", "limit_posts: 2\n");
	expect_slugs(child_run("--json", kept), "c b ");
	expect_run(child_run("--list", "--no-refresh", kept), 2, "", line);
	expect_part(child_run("--list", "--no-refresh", "/nonexistent"), 2, "", "No such file");
}

static void
test_nothing(void **state)
{
	(void)state;
	expect_run(child_run("--list", "--since", "2050", site), 1, "",
			"reader: none of the 3 posts matches\n");
	expect_part(child_run("--json", empty), 1, NULL, "no posts found in");
	expect_run(child_run("--dump", "--tag", "要", site), 1, "",
			"reader: no post has the tag '要'; near it: '要闻'\n");
	expect_run(child_run("--list", "-c", "滨海", site), 1, "",
			"reader: no post has the category '滨海'; near it: '滨海经济网'\n");
}

static void
test_json(void **state)
{
	(void)state;
	expect_run(child_run("--json", "--until", "2022-05-12", site), 0,
			"{\"path\":\"_posts/2022-05-12-a.md\",\"title\":\"甲\","
			"\"date\":\"2022-05-12T16:43:55+08:00\",\"categories\":[\"wang\"],"
			"\"tags\":[\"滨海经济网\",\"要闻\"],"
			"\"url\":\"/wang/2022/05/12/a.html\",\"slug\":\"a\","
			"\"read\":true,\"starred\":false}\n",
			"");
	expect_part(child_run("--json", "--drafts", "-n", "1", site), 0, "\"title\":\"", "");
}

static void
test_dump(void **state)
{
	(void)state;
	struct child child = child_run("--dump", "--tag=要闻", "--width", "40", site);
	assert_int_equal(child.status, 0);
	assert_string_equal(child.err, "");
	const char *first = "乙\n2022-05-13 09:00 · 滨海经济网/要闻\n\nMarkdown em 正文\n\n─";
	if (strncmp(child.out, first, strlen(first)) != 0)
		fail_msg("%s", child.out);
	assert_non_null(strstr(child.out, "─\n\n甲\n2022-05-12 16:43 · 滨海经济网"));
	assert_non_null(strstr(child.out, "链接[1]"));
	assert_non_null(strstr(child.out, "https://example.org/x\n"));
	child_free(&child);
	child = child_run("--dump", "--links=none", "-w", "20", "--ascii", site);
	assert_null(strstr(child.out, "[1]"));
	assert_null(strstr(child.out, "─"));
	assert_non_null(strstr(child.out, "\n--------------------\n"));
	child_free(&child);
	child = child_run("--dump", "--links=inline", site);
	assert_non_null(strstr(child.out, "[1]"));
	assert_null(strstr(child.out, "https://example.org/x"));
	child_free(&child);
}

/* The line above a post's text: date, categories and tags, with a mark only between what is there. */
static void
test_dump_header(void **state)
{
	(void)state;
	static const struct {
		const char *front, *line;
	} headers[] = {
			{"date: 2020-01-01\ntags: [甲, 乙]", "T\n2020-01-01 00:00 · 甲,乙\n\nx\n"},
			{"date: 2020-01-01\ncategories: 丙", "T\n2020-01-01 00:00 · 丙\n\nx\n"},
			{"date: 2020-01-01\ncategories: 丙\ntags: 甲",
					"T\n2020-01-01 00:00 · 丙/甲\n\nx\n"},
			{"date: 2020-01-01\ncategories: 丙\ntags: 丙",
					"T\n2020-01-01 00:00 · 丙\n\nx\n"},
			{"date: 2020-01-01", "T\n2020-01-01 00:00\n\nx\n"},
			{"tags: [甲, 乙]", "T\n甲,乙\n\nx\n"},
			{"categories: 丙\ntags: 甲", "T\n丙/甲\n\nx\n"},
	};
	char path[256], text[512];
	snprintf(path, sizeof(path), "%s/lone.md", folder);
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		snprintf(text, sizeof(text), "---\ntitle: T\n%s\n---\nx\n", headers[i].front);
		folder_write(folder, "lone.md", text);
		expect_run(child_run("--dump", path), 0, headers[i].line, "");
	}
	unlink(path);
}

/* The widest line of a dump in bytes / 3: the posts' texts are Chinese. */
static size_t
widest(const char *text)
{
	size_t most = 0;
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");
		most = length > most ? length : most;
		text += length + (text[length] == '\n');
	}
	return most;
}

static void
test_dump_width(void **state)
{
	(void)state;
	struct child wide = child_run("--dump", "--until", "2022-05-12", site);
	setenv("COLUMNS", "20", 1);
	struct child narrow = child_run("--dump", "--until", "2022-05-12", "--links=none", site);
	setenv("COLUMNS", "many", 1);
	struct child bad = child_run("--dump", "--until", "2022-05-12", site);
	unsetenv("COLUMNS");
	assert_true(widest(narrow.out) <= 32);
	assert_true(widest(wide.out) > 60);
	assert_string_equal(bad.out, wide.out);
	/* A measure is as much as there may be, the option what there is. */
	char path[128];
	snprintf(path, sizeof(path), "%s/config/narrow.yaml", folder);
	folder_write(folder, "config/narrow.yaml", "measure: 40\n");
	struct child set = child_run("--dump", "--links=none", "--config", path, site);
	setenv("COLUMNS", "20", 1);
	struct child less = child_run(
			"--dump", "--until", "2022-05-12", "--links=none", "--config", path, site);
	struct child option = child_run("--dump", "--links=none", "-w", "40", site);
	unsetenv("COLUMNS");
	assert_string_equal(set.out, option.out);
	assert_string_equal(less.out, narrow.out);
	child_free(&set);
	child_free(&less);
	child_free(&option);
	child_free(&wide);
	child_free(&narrow);
	child_free(&bad);
}

static void
test_groups(void **state)
{
	(void)state;
	expect_run(child_run("--tags", site), 0, "要闻        2\n滨海经济网  1\n", "");
	expect_run(child_run("--categories", site), 0, "wang  滨海经济网  2\nqi    qi          1\n",
			"");
	expect_run(child_run("--tags", "--since", "2022-05-13", site), 0, "要闻  1\n", "");
	expect_run(child_run("--categories", "-n", "1", "--reverse", site), 0,
			"qi    qi          1\n", "");
	expect_part(child_run("--tags", "-c", "qi", site), 1, NULL, "no post has a tag");
}

static void
test_file(void **state)
{
	(void)state;
	/* A lone file has no archive whose zone its date could be shown in. */
	setenv("TZ", "Asia/Shanghai", 1);
	struct child child = child_run(post_file);
	assert_int_equal(child.status, 0);
	assert_memory_equal(child.out, "甲\n2022-05-12 16:43", strlen("甲\n2022-05-12 16:43"));
	child_free(&child);
	expect_part(child_run("--json", post_file), 0, "\"title\":\"甲\"", "");
	expect_part(child_run("--list", post_file), 0, "2022-05-12 16:43  甲", "");
	setenv("TZ", "UTC", 1);
	expect_part(child_run("--tags", post_file), 2, "", "--tags needs an archive");
	expect_part(child_run("--tag", "x", post_file), 2, "", "filters need an archive");
	const char *const arguments[] = {"-", NULL};
	expect_part(child_run_in(NULL, "---\ntitle: 从管道来\n---\n# 小标题\n\n**粗**体\n",
				    arguments),
			0, "从管道来\n", "");
	expect_part(child_run_in(NULL, "", arguments), 0, NULL, NULL);
}

static void
test_archive_of_choice(void **state)
{
	(void)state;
	char inside[128], config[128], text[256];
	snprintf(inside, sizeof(inside), "%s/_posts", site);
	snprintf(config, sizeof(config), "%s/config/reader/config.yaml", folder);
	const char *const arguments[] = {"--json", "-n1", NULL};
	expect_slugs(child_run_in(inside, NULL, arguments), "c ");
	expect_part(child_run_in("/", NULL, arguments), 2, NULL, "no archive here");
	setenv("READER_ARCHIVE", site, 1);
	expect_slugs(child_run_in("/", NULL, arguments), "c ");
	expect_part(child_run("--json", empty), 1, NULL, "no posts");
	unsetenv("READER_ARCHIVE");
	snprintf(text, sizeof(text), "archive: %s\n", site);
	folder_write(folder, "config/reader/config.yaml", text);
	const char *const with_config[] = {"--json", "-n1", "--config", config, NULL};
	expect_slugs(child_run_in("/", NULL, with_config), "c ");
	expect_part(child_run("--list", "/nonexistent"), 2, NULL, "reader: /nonexistent: No such");
}

static void
test_usage(void **state)
{
	(void)state;
	expect_run(child_run("--bogus"), 2, "",
			"reader: unknown option '--bogus'\nTry 'reader --help'.\n");
	expect_part(child_run("--serch", "x", site), 2, "", "unknown option '--serch'");
	expect_part(child_run("-x", "x", site), 2, "", "unknown option '-x'");
	expect_part(child_run("--list", "--dump", site), 2, "",
			"--list and --dump cannot go together");
	static const char *const widths[] = {"3", "1001", "8x", "-8"};
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++)
		expect_part(child_run("--width", widths[i], site), 2, "",
				"reader: --width must be a number of 4 to 1000");
	expect_part(child_run("--links", "no", site), 2, "", "--links cannot be 'no'");
	expect_part(child_run("--ambiguous=3", site), 2, "", "--ambiguous cannot be '3'");
	expect_part(child_run("--since", "soon", site), 2, "", "'soon' is no date");
	expect_part(child_run("--lst", site), 2, "", "did you mean '--list'?");
	expect_part(child_run("--theme", "nope", "--list", site), 2, "", "theme");
	static const char no_map[] = "reader: no key map 'vmi'; did you mean 'vim'?";
	expect_part(child_run("--keymap", "vmi", "--list", site), 2, "", no_map);
	expect_part(child_run("--keymap=vmi", "--tags", "--no-refresh", site), 2, "", no_map);
	expect_part(child_run("--keymap", "vmi", post_file), 2, "", no_map);
	expect_part(child_run("--keymap", "vim", "--list", site), 0, "", "");
	expect_part(child_run("--config", "/nonexistent.yaml", "--list", site), 2, "",
			"reader: /nonexistent.yaml: ");
	expect_part(child_run("--bo\x1b[31m"), 2, "", "unknown option '--bo\xEF\xBF\xBD[31m'");
	expect_part(child_run("--version", "--bogus"), 0, "reader ", "");
	expect_part(child_run("--help"), 0, "--category CATEGORY", "");
	expect_part(child_run("-h"), 0, "usage: reader", "");
}

static void
test_locale(void **state)
{
	(void)state;
	setenv("LC_ALL", "C", 1);
	struct child child = child_run("--list", "-n1", "--until", "2022", site);
	setenv("LC_ALL", "C.UTF-8", 1);
	expect_part(child, 0, "乙", "the locale is not UTF-8");
}

static void
test_check(void **state)
{
	(void)state;
	char path[128];
	snprintf(path, sizeof(path), "%s/_posts/2022-05-14-b\xEF\xBF\xBD.md:", hostile);
	expect_part(child_run("--check", hostile), 1, path, "problem");
	struct child child = child_run("--check", site);
	expect_part(child, 0, "", "0 problems found");
	folder_write(folder, "config/bad.yaml", "mesure: 40\ntheme: pink\n");
	snprintf(path, sizeof(path), "%s/config/bad.yaml", folder);
	child = child_run("--check", "--config", path, site);
	assert_non_null(strstr(child.out, "bad.yaml:1:1: "));
	assert_non_null(strstr(child.out, "bad.yaml:2:8: "));
	expect_part(child, 1, "'measure'", "2 problems found");
	/* Any other command stops there. */
	expect_part(child_run("--list", "--config", path, site), 2, "", "bad.yaml:1:1: ");
	expect_part(child_run("--check", "/nonexistent"), 2, NULL, "/nonexistent");
	snprintf(path, sizeof(path), "%s/config", folder);
	setenv("XDG_CONFIG_HOME", path, 1);
	free(folder_path(folder, "config/reader/keymaps/"));
	folder_write(folder, "config/reader/config.yaml", "theme: dark\n");
	folder_write(folder, "config/reader/keymaps/mine.yaml", "keys:\n  list:\n    j: dwon\n");
	free(folder_path(folder, "config/reader/themes/"));
	folder_write(folder, "config/reader/themes/sea.yaml", "roles: {tag: blue}\n");
	folder_write(folder, "config/reader/themes/rust.yaml", "roles: {tag: redd}\n");
	child = child_run("--check", site);
	assert_non_null(strstr(child.out, "themes/rust.yaml:1:14: 'redd'"));
	expect_part(child, 1, "keymaps/mine.yaml:", NULL);
	/* A theme that is named is checked with every command. */
	expect_part(child_run("--list", "--theme", "sea", "-n1", site), 0, "", "");
	expect_part(child_run("--list", "--theme", "rust", site), 2, "", "rust.yaml:1:14: ");
	expect_part(child_run("--print-theme", "sea"), 0, "tag: {look: \"blue on own\"", "");
	expect_part(child_run("--print-theme", "rust"), 2, "", "rust.yaml:1:14: ");
	expect_part(child_run("--print-theme", "see"), 2, "", "no theme 'see'");
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	expect_part(child_run("--check", post_file), 0, "", "1 post read, 0 problems found");
}

/* No stream has a control, whatever is asked for; line ends and asked-for colours are not meant. */
static void
expect_harmless(struct child child)
{
	const char *const streams[] = {child.out, child.err};
	for (size_t i = 0; i < 2; i++) {
		if (!gate_is_clean(streams[i], strlen(streams[i]), GATE_TEXT))
			fail_msg("a control in stream %zu", i + 1);
	}
	assert_int_equal(strlen(child.out), child.out_length);
	assert_true(child.status < 2);
	child_free(&child);
}

static void
test_hostile(void **state)
{
	(void)state;
	expect_harmless(child_run("--list", hostile));
	expect_harmless(child_run("--json", hostile));
	expect_harmless(child_run("--dump", hostile));
	expect_harmless(child_run("--tags", hostile));
	expect_harmless(child_run("--categories", hostile));
	expect_harmless(child_run("--check", hostile));
	expect_harmless(child_run("--list", "--tag", "\x1b[31m\xc2\x9b", hostile));
	struct child child = child_run("--list", "/none\x1b[31m");
	assert_true(gate_is_clean(child.err, strlen(child.err), GATE_TEXT));
	child_free(&child);
}

/* What the gate would change is told in JSON all the same, as escapes. */
static void
test_hostile_json(void **state)
{
	(void)state;
	struct child child = child_run("--json", hostile);
	assert_non_null(strstr(child.out, "\"path\":\"_posts/2022-05-12-e\\u001b]0;x\\u0007.md\""));
	assert_non_null(strstr(child.out, "\\u001b[31mred\\u0007 \\u009b1m \\u202etxet\\u007f "
					  "\\\"q\\\" \\\\ 好\""));
	assert_non_null(strstr(child.out, "\"tags\":[\"t\\u2066\\u009d\",\"𝄞\"]"));
	assert_non_null(strstr(child.out, "\"path\":\"_posts/2022-05-13-\\udcff\\udcfe.md\""));
	child_free(&child);
}

static void
test_color(void **state)
{
	(void)state;
	struct child child = child_run("--dump", "--color=always", "-n1", site);
	assert_non_null(strstr(child.out, "\x1b["));
	child_free(&child);
	setenv("NO_COLOR", "1", 1);
	child = child_run("--dump", "--color=always", "-n1", site);
	assert_non_null(strstr(child.out, "\x1b["));
	child_free(&child);
	unsetenv("NO_COLOR");
	child = child_run("--dump", "-n1", site);
	assert_null(strstr(child.out, "\x1b["));
	child_free(&child);
	child = child_run("--list", "--color", "never", site);
	assert_null(strstr(child.out, "\x1b["));
	child_free(&child);
}

/* Runs the reader on a terminal of that many columns and returns what it shows, to be freed. */
static char *
run_on_terminal(unsigned short columns, const char *archive)
{
	struct winsize size = {.ws_row = 24, .ws_col = columns};
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0 && ioctl(slave, TIOCSWINSZ, &size) == 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(slave, STDOUT_FILENO);
		execl(child_program(), "reader", "--list", archive, (char *)NULL);
		_exit(127);
	}
	close(slave);
	char *shown = calloc(1, 64 * 1024);
	size_t length = 0;
	ssize_t got;
	while ((got = read(master, shown + length, 64 * 1024 - 1 - length)) > 0)
		length += (size_t)got;
	close(master);
	waitpid(child, NULL, 0);
	return shown;
}

/* On a terminal rows are cut to its width, and have colours. */
static void
test_list_on_terminal(void **state)
{
	(void)state;
	setenv("TERM", "xterm-256color", 1);
	char *shown = run_on_terminal(60, site);
	assert_non_null(strstr(shown, "\x1b["));
	assert_non_null(strstr(shown, "…"));
	assert_null(strstr(shown, long_title));
	free(shown);
	setenv("NO_COLOR", "1", 1);
	shown = run_on_terminal(60, site);
	unsetenv("NO_COLOR");
	assert_null(strstr(shown, "\x1b"));
	size_t lines = 0;
	for (char *line = strtok(shown, "\r\n"); line != NULL; line = strtok(NULL, "\r\n")) {
		assert_true(text_columns(line, strlen(line)) <= 60);
		lines++;
	}
	assert_int_equal(lines, 3);
	free(shown);
}

/* A reader that goes away ends the program quietly; a full disk does not. */
static void
test_closed_pipe(void **state)
{
	(void)state;
	char command[512], line[256];
	snprintf(command, sizeof(command), "%s/many", folder);
	mkdir(command, 0777);
	free(folder_path(command, "_posts/"));
	for (int i = 0; i < 3000; i++) {
		char name[64];
		snprintf(name, sizeof(name), "many/_posts/2022-05-12-%d.md", i);
		folder_write(folder, name, "---\ntitle: 一条用来填满管道的新闻标题而已\n---\nx\n");
	}
	snprintf(command, sizeof(command),
			"{ { %s --json %s/many; echo \"status $?\" >&2; } | head -n 1 >/dev/null; "
			"} 2>&1",
			child_program(), folder);
	FILE *shell = popen(command, "r");
	assert_non_null(shell);
	assert_non_null(fgets(line, sizeof(line), shell));
	assert_string_equal(line, "status 0\n");
	assert_null(fgets(line, sizeof(line), shell));
	pclose(shell);
	if (access("/dev/full", W_OK) != 0)
		return;
	snprintf(command, sizeof(command), "%s --list %s/many 2>&1 >/dev/full; echo status $?",
			child_program(), folder);
	shell = popen(command, "r");
	assert_non_null(fgets(line, sizeof(line), shell));
	assert_memory_equal(line, "reader: ", 8);
	assert_non_null(fgets(line, sizeof(line), shell));
	assert_string_equal(line, "status 2\n");
	pclose(shell);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_list),
			cmocka_unit_test(test_filters),
			cmocka_unit_test(test_search),
			cmocka_unit_test(test_search_without_cache),
			cmocka_unit_test(test_no_refresh),
			cmocka_unit_test(test_nothing),
			cmocka_unit_test(test_json),
			cmocka_unit_test(test_dump),
			cmocka_unit_test(test_dump_header),
			cmocka_unit_test(test_dump_width),
			cmocka_unit_test(test_groups),
			cmocka_unit_test(test_file),
			cmocka_unit_test(test_archive_of_choice),
			cmocka_unit_test(test_usage),
			cmocka_unit_test(test_locale),
			cmocka_unit_test(test_check),
			cmocka_unit_test(test_hostile),
			cmocka_unit_test(test_hostile_json),
			cmocka_unit_test(test_color),
			cmocka_unit_test(test_list_on_terminal),
			cmocka_unit_test(test_closed_pipe),
	};
	return cmocka_run_group_tests_name("cli", tests, make_all, end_folder);
}
