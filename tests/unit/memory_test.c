#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "article/article.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include "folder.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Posts whose memory is wanting: each block that they ask for fails in turn. */

enum { STEP = 16 }; /* what an arena counts in */

static char folder[FOLDER_SIZE];
static struct archive *archive;

static const char cut_words[] = "[文章过大，其余部分未显示]\n";

struct sample {
	const char *name, *text;
};

static const struct sample samples[] = {
		{"_posts/2024-01-01-a.html",
				"---\ntitle: &t 消息\ntags: [要闻, *t, \"a\\nb\"]\npermalink: "
				"/:year/:title/\n"
				"---\n<h1>标题</h1><p>正文 <a href='/甲 乙'>链接</a> <b>GDP</b> "
				"<img src='/a%20b.jpg'> H<sub>2</sub>O <ruby>汉<rt>hàn</ruby>"
				"<abbr title='World Wide Web'>WWW</abbr> <q>引</q> <s>删</s></p>"
				"<table><caption>表</caption><tr><th>代码<th>涨幅</tr>"
				"<tr><td rowspan=2>600000<td>1.5%</tr><tr><td>2.5%</tr></table>"
				"<ol><li>一<li>二<ul><li>三</ul></ol><pre>a\tb\nc</"
				"pre><blockquote>引文</blockquote>"
				"<form><input "
				"value=x><select><option>y</select><textarea>z</textarea></form>"
				"<video "
				"src=/v.mp4></video><dl><dt>词<dd>义</dl><hr><div>\xC2\xA0</"
				"div>GDP 增长"
				"这一段没有任何标记，长得值得绕过解析器，解析器看不到它。"},
		{"_posts/2024-01-02-b.md",
				"---\ntitle: b\ncategories: 甲 乙\n---\n# 标题 GDP\n\n{{ "
				"page.title }} "
				"{% highlight c %}\nint a;\n{% endhighlight %}\n{% if x %}是{% "
				"else %}否{% endif %}\n\n"
				"正文[^1]和[链接][l]。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n- "
				"一\n- 二\n\n"
				"[^1]: 注\n[l]: /l \"题\"\n\n<div>块</div>\n\n# 标题 GDP\n"},
		{"_posts/2024-01-03-c.txt", "一行\n\n\t两行 GDP\n三行\n"},
		/* GB18030, and front matter that is no YAML. */
		{"_posts/2024-01-04-d.html", "---\ntitle: \xB9\xFA\xBC\xCA: \xD0\xC5\xCF\xA2\n- "
					     "x\n---\n<p>\xD6\xD0\xB9\xFA "
					     "GDP\xD4\xF6\xB3\xA4</p>\r\n<p>\xC8\xCB</p>"},
};

enum { SAMPLES = sizeof(samples) / sizeof(samples[0]) };

static void
write_samples(void)
{
	char path[256];
	snprintf(path, sizeof(path), "%s/_posts", folder);
	assert_int_equal(mkdir(path, 0777), 0);
	for (size_t i = 0; i < SAMPLES; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, samples[i].name);
		FILE *file = fopen(path, "w");
		assert_non_null(file);
		fputs(samples[i].text, file);
		assert_int_equal(fclose(file), 0);
	}
}

static bool
ends_with(const struct document *document, const char *words)
{
	size_t length = strlen(words);
	return document->length >= length &&
	       strcmp(document->text + document->length - length, words) == 0;
}

/* Opens, lays out and searches within so much memory. Returns whether the post was shown whole. */
static bool
read_within(const struct archive *from, const char *path, size_t memory, size_t *opened)
{
	struct err err = {0};
	struct article *article = article_open_within(from, path, memory, NULL, &err);
	if (article == NULL) {
		assert_non_null(strstr(err.reason, "more memory than there is"));
		return false;
	}
	++*opened;
	size_t width = memory / STEP % 2 == 0 ? 20 : 80;
	article_layout(article, &(struct layout_options){.width = width, .links = LINKS_LIST});
	assert_true(article->layout->count > 0);
	assert_int_equal(ends_with(article->document, cut_words), article_is_cut(article));
	bool is_whole = !article_is_cut(article);
	bool is_found = article_search(article, "gdp") > 0;
	is_found = article_mark(article, &(struct words_term){.text = "gdp", .length = 3}, 1) > 0 &&
		   is_found;
	article_close(article);
	return is_whole && is_found;
}

static void
expect_all_failures(const struct archive *from, const char *path)
{
	size_t memory = 0, opened = 0, failed = 0;
	while (!read_within(from, path, memory, &opened)) {
		memory += STEP;
		failed++;
		assert_true(memory < (size_t)1 << 22);
	}
	assert_true(read_within(from, path, memory * 2, &opened));
	/* Some of them showed the beginning only. */
	assert_true(failed > 100 && opened > 10 && opened < failed);
}

static void
test_posts(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAMPLES; i++)
		expect_all_failures(archive, samples[i].name);
}

/* Work that nobody waits for any more ends, without a post or a layout, wherever it is. */
static void
test_stopped(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAMPLES; i++) {
		struct err err = {0};
		atomic_bool stop = true;
		assert_null(article_open_within(archive, samples[i].name, SIZE_MAX, &stop, &err));
		assert_string_equal(err.reason, "stopped while it was read");
		atomic_store(&stop, false);
		struct article *article = article_open_within(
				archive, samples[i].name, SIZE_MAX, &stop, &err);
		assert_non_null(article);
		atomic_store(&stop, true);
		article_layout(article, &(struct layout_options){.width = 80});
		assert_null(article->layout);
		article_unstop(article);
		article_layout(article, &(struct layout_options){.width = 60});
		assert_true(article->layout->count > 0);
		article_close(article);
	}
}

static void
test_lone_files(void **state)
{
	(void)state;
	char path[256];
	for (size_t i = 0; i < SAMPLES; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, samples[i].name);
		expect_all_failures(NULL, path);
	}
}

/* --- For the catalogue --- */

struct reading {
	struct archive_entry entry;
	struct arena *arena;
	struct post post;
	bool is_read;
};

static void
read_post(void *context)
{
	struct reading *reading = context;
	struct err err;
	reading->is_read = archive_read_post(
			archive, &reading->entry, reading->arena, &reading->post, NULL, &err);
}

static void
test_catalogued(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAMPLES; i++) {
		struct reading reading = {.entry = {.path = samples[i].name}};
		reading.arena = arena_new();
		size_t memory = 0;
		for (;; memory += STEP) {
			arena_limit(reading.arena, memory);
			if (arena_try(reading.arena, read_post, &reading))
				break;
			arena_reset(reading.arena);
		}
		assert_true(reading.is_read && reading.post.title != NULL && memory > 200);
		arena_free(reading.arena);
	}
}

static int
open_archive(void **state)
{
	(void)state;
	struct err err;
	struct archive_options options = {.now = 2000000000};
	if (!folder_make(folder))
		return -1;
	write_samples();
	archive = archive_open(folder, &options, NULL, &err);
	return archive != NULL ? 0 : -1;
}

static int
remove_folder(void **state)
{
	(void)state;
	archive_close(archive);
	return folder_remove(folder);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_posts),
			cmocka_unit_test(test_stopped),
			cmocka_unit_test(test_lone_files),
			cmocka_unit_test(test_catalogued),
	};
	return cmocka_run_group_tests_name("memory", tests, open_archive, remove_folder);
}
