/*
 * Every screen, prompt and message in English and in Chinese, over posts in the letters of that language: nothing
 * on them is in the letters of the other, but names of keys, actions and values.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "screen/whole.h"
#include "settings/action.h"
#include "unit/folder.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 150, COLUMNS = 180, ENGLISH = 0, CHINESE = 1 };

static char home[FOLDER_SIZE];

/* --- The archives --- */

static const struct {
	const char *folder, *locale, *title, *tag, *word, *body;
} languages[] = {
		{"english", "LANG=en_US.UTF-8", "Title", "tag", "nowhere", "Some words."},
		{"chinese", "LANG=zh_CN.UTF-8", "标题", "标记", "无", "一些文字。"},
};

static int
make_archives(void **state)
{
	(void)state;
	if (!folder_make(home))
		return -1;
	for (size_t i = 0; i < 2; i++) {
		char name[64], text[512];
		snprintf(name, sizeof(name), "%s/_config.yml", languages[i].folder);
		snprintf(text, sizeof(text), "title: %s\n", languages[i].title);
		folder_write(home, name, text);
		for (int post = 1; post <= 9; post++) {
			snprintf(name, sizeof(name), "%s/_posts/2022-0%d-01-%d.md",
					languages[i].folder, post, post);
			snprintf(text, sizeof(text),
					"---\ntitle: %s %d\ntags: [%s]\n---\n%s\n\n![](/1.0)\n",
					languages[i].title, post, languages[i].tag,
					languages[i].body);
			folder_write(home, name, text);
		}
		snprintf(name, sizeof(name), "%s/_posts/2022-05-05-0.md", languages[i].folder);
		folder_write(home, name, "---\n- 0\n---\n");
	}
	return 0;
}

static int
drop_archives(void **state)
{
	(void)state;
	return folder_remove(home);
}

/* --- Words --- */

static bool
is_han(uint32_t codepoint)
{
	return (codepoint >= 0x2E80 && codepoint <= 0x9FFF) ||
	       (codepoint >= 0xF900 && codepoint <= 0xFAFF) ||
	       (codepoint >= 0xFF01 && codepoint <= 0xFF60);
}

static void
assert_no_han(const char *text, const char *keys)
{
	for (size_t length = strlen(text); length > 0;) {
		uint32_t codepoint;
		size_t step = utf8_decode(text, length, &codepoint);
		if (is_han(codepoint))
			fail_msg("after “%s” there is %.*s", keys, (int)step, text);
		text += step;
		length -= step;
	}
}

static bool
is_line_of(const char *path, const char *word)
{
	char line[64];
	FILE *file = fopen(path, "r");
	bool is_there = false;
	assert_non_null(file);
	while (!is_there && fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		is_there = strcmp(line, word) == 0;
	}
	fclose(file);
	return is_there;
}

/* A name that stays as it is in every language: of an action, a key, a value, or one that texts have. */
static bool
is_name(const char *word)
{
	static const char *const keys[] = {"Enter", "Esc", "Space", "BS", "Tab", "BTab", "Home",
			"End", "PgUp", "PgDn", "Up", "Down", "Left", "Right", "Del", "F1", "txt",
			"themes", "keymaps"};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcmp(word, keys[i]) == 0)
			return true;
	}
	for (int action = 0; action < ACTION_COUNT; action++) {
		if (strcmp(action_info((enum action)action)->name, word) == 0 ||
				strstr(action_example((enum action)action), word) != NULL)
			return true;
	}
	bool is_chord = strlen(word) >= 2 && word[1] == '-' && strchr("CMS", word[0]) != NULL;
	return is_chord || is_line_of("tests/unit/translation_words.txt", word);
}

static void
assert_no_latin(const char *text, const char *keys)
{
	char word[64];
	while (*text != '\0') {
		size_t length = 0;
		while (ascii_is_letter(text[length]) || text[length] == '_' ||
				(length > 0 && (text[length] == '-' ||
							       ascii_is_digit(text[length]))))
			length++;
		snprintf(word, sizeof(word), "%.*s", (int)length, text);
		if (length > 1 && !is_name(word))
			fail_msg("after “%s” there is the word %s", keys, word);
		text += length > 0 ? length : 1;
	}
}

/* --- The walk --- */

/* What is typed, where %s is a word in the language; what the last row has then, in English and Chinese. */
static const struct step {
	const char *keys, *expected[2];
} steps[] = {
		{"", {"problem", "问题"}},
		{":messages\r", {"q close", "q 关闭"}},
		{"q", {"Enter read", "Enter 阅读"}},
		{"\r", {"Space page", "Space 翻页"}},
		{"f", {"link: ", "链接："}},
		{"\033", {"Space page", "Space 翻页"}},
		{"s", {"save as: ", "另存为："}},
		{"\033", {"Space page", "Space 翻页"}},
		{"|", {"pipe to: ", "传送给程序："}},
		{"\033", {"Space page", "Space 翻页"}},
		{":headings\r", {"no headings", "没有小标题"}},
		{":search %s\r", {"is not in this post", "此文章中没有"}},
		{":next-link\r", {"/1.0", "/1.0"}},
		{":close\r", {"Enter read", "Enter 阅读"}},
		{"?", {"Enter run", "Enter 运行"}},
		{"q", {"Enter read", "Enter 阅读"}},
		{":calendar\r", {"posts of the day", "当日文章"}},
		{"q", {"Enter read", "Enter 阅读"}},
		{":show-months\r", {"Enter read", "Enter 阅读"}},
		{":show-tags\r", {"Enter read", "Enter 阅读"}},
		{":focus-groups\r", {"Enter posts", "Enter 文章"}},
		{":sort\r", {"groups by name", "分组按名称排序"}},
		{":sort %s\r", {"groups are sorted by", "分组按 count"}},
		{":filter %s\r", {"Enter posts", "Enter 文章"}},
		{":clear-filter\r", {"Enter posts", "Enter 文章"}},
		{":show-searches\r", {"no search is kept", "没有保存的搜索"}},
		{":show-categories\r", {"Enter posts", "Enter 文章"}},
		{":focus-list\r", {"Enter read", "Enter 阅读"}},
		{":keep-search\r", {"nothing is searched for", "当前没有可保存的搜索"}},
		{":archives\r", {"no archives are named", "配置中没有列出文库"}},
		{":mark-read\r", {"all posts of the list are read", "列表中的文章均已读"}},
		{":mark-unread\r", {"marked unread: ", "篇标为未读"}},
		{":toggle-read\r", {"marked read: ", "标为已读："}},
		{":star\r", {"starred: ", "已加星标："}},
		{":undo\r", {"taken back: ", "已撤销："}},
		{":redo\r", {"done again: ", "已重做："}},
		{":redo\r", {"nothing was taken back", "没有可重做的操作"}},
		{":unread-posts\r", {"Enter read", "Enter 阅读"}},
		{":clear\r", {"is taken off", "已去除"}},
		{":new-posts\r", {"Enter read", "Enter 阅读"}},
		{":clear\r", {"is taken off", "已去除"}},
		{":starred-posts\r", {"Enter read", "Enter 阅读"}},
		{":since 2026\r", {"Enter read", "Enter 阅读"}},
		{":filter %s\r", {"Enter read", "Enter 阅读"}},
		{":all-posts\r", {"Enter read", "Enter 阅读"}},
		{":clear\r", {"nothing narrows the list", "列表未加任何条件"}},
		{":since %s\r", {"is no date", "不是日期"}},
		{":until 2021\r", {"Enter read", "Enter 阅读"}},
		{":all-posts\r", {"Enter read", "Enter 阅读"}},
		{":sort title\r", {"posts by title", "文章按标题排序"}},
		{":sort %s\r", {"posts are sorted by", "文章按 date"}},
		{":tag %s\r", {"no posts of the tag", "没有标签"}},
		{":category %s\r", {"no posts of the category", "没有分类"}},
		{":theme %s\r", {"theme cannot be", "theme 不能是"}},
		{":keymap %s\r", {"no key map", "没有键位表"}},
		{":archive %s\r", {"no archive is named", "没有名为"}},
		{":copy %s\r", {"there is no", "没有可复制的"}},
		{":percent\r", {"wants a number", "需要一个数字"}},
		{":tag\r", {"wants a name", "需要一个名称"}},
		{":quit %s\r", {"takes nothing after it", "不带参数"}},
		{":next-month\r", {"can be used only here: the calendar", "只能用于：日历"}},
		{":%s\r", {"there is no action", "没有“无”这个动作"}},
		{":delete-search %s\r", {"no search is kept as", "没有保存为"}},
		{":view-forward\r", {"no view to go forward to", "没有可前进的视图"}},
		{":reload\r", {"read again: 10 posts", "已重新读取：10 篇文章"}},
		{"/", {"search: ", "搜索："}},
		{"%s", {"search: nowhere", "搜索：无"}},
		{"\033", {"Enter read", "Enter 阅读"}},
		{"/is:0", {"search: is:0", "搜索：is:0"}},
		{"\033", {"Enter read", "Enter 阅读"}},
		{":s", {":s", ":s"}},
		{"ort ", {":sort ", ":sort "}},
		{"\033", {"Enter read", "Enter 阅读"}},
		{":focus-groups\r", {"Enter posts", "Enter 文章"}},
		{":top\r", {"Enter posts", "Enter 文章"}},
		{":prev-group\r", {"this is the first group", "已是第一个分组"}},
};

/* The screen, without the path of the folder for this test. */
static void
take_screen(struct session *session, struct buf *out)
{
	buf_clear(out);
	session_screen(session, out);
	for (char *at = out->data; (at = strstr(at, home)) != NULL;)
		memset(at, ' ', strlen(home));
}

static struct session *
start(int language)
{
	char folder[128], variables[3][128], archive[128];
	snprintf(folder, sizeof(folder), "HOME=%s", home);
	snprintf(variables[2], sizeof(variables[2]), "XDG_CONFIG_HOME=%s", home);
	snprintf(variables[0], sizeof(variables[0]), "XDG_STATE_HOME=%s/state%d", home, language);
	snprintf(variables[1], sizeof(variables[1]), "XDG_CACHE_HOME=%s/cache", home);
	snprintf(archive, sizeof(archive), "%s/%s", home, languages[language].folder);
	const char *const arguments[] = {reader, archive, NULL};
	const char *const environment[] = {folder, variables[0], variables[1], variables[2],
			"READER_ARCHIVE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "TMUX", "STY",
			languages[language].locale, NULL};
	return session_start(&(struct session_options){.rows = ROWS,
			.columns = COLUMNS,
			.environment = environment,
			.arguments = arguments});
}

static void
walk(int language)
{
	struct session *session = start(language);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		const char *at = strstr(steps[i].keys, "%s");
		struct buf screen = buf_empty();
		if (at != NULL)
			buf_format(&screen, "%.*s%s%s", (int)(at - steps[i].keys), steps[i].keys,
					languages[language].word, at + 2);
		session_send(session, at != NULL ? screen.data : steps[i].keys);
		/* The last row is painted last. */
		assert_true(session_wait_row(session, ROWS - 1, steps[i].expected[language]));
		take_screen(session, &screen);
		(language == ENGLISH ? assert_no_han : assert_no_latin)(screen.data, steps[i].keys);
		buf_free(&screen);
	}
	quit(session);
}

static void
test_english(void **state)
{
	(void)state;
	walk(ENGLISH);
}

static void
test_chinese(void **state)
{
	(void)state;
	walk(CHINESE);
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
			cmocka_unit_test(test_english),
			cmocka_unit_test(test_chinese),
	};
	return cmocka_run_group_tests(tests, make_archives, drop_archives);
}
