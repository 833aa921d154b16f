#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "article/article.h"
#include "base/err.h"

#include "one_folder.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct article *
open_text(const char *name, const char *text)
{
	char path[256];
	struct err err;
	folder_write(folder, name, text);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	struct article *article = article_open(NULL, path, &err);
	if (article == NULL)
		fail_msg("%s", err.reason);
	return article;
}

/* Asserts what a match covers in the document's text. */
static void
expect_match(const struct article *article, size_t index, const char *text)
{
	assert_true(index < article->match_count);
	const struct match *match = &article->matches[index];
	assert_int_equal(match->length, strlen(text));
	assert_memory_equal(article->document->text + match->offset, text, match->length);
}

static void
test_search(void **state)
{
	(void)state;
	struct article *article = open_text("a.html",
			"<p>The ＧＤＰ grew; gdp is <b>G</b>DP. ﬁne Straße</p><p>四川经济网</p>");
	assert_int_equal(article_search(article, "gDp"), 3);
	expect_match(article, 0, "ＧＤＰ");
	expect_match(article, 1, "gdp");
	expect_match(article, 2, "GDP");
	assert_int_equal(article_search(article, "经济"), 1);
	expect_match(article, 0, "经济");
	assert_int_equal(article_search(article, "ＳＴＲＡＳＳＥ"), 1);
	expect_match(article, 0, "Straße");
	/* Half of a ligature is all of it: less cannot be marked. */
	assert_int_equal(article_search(article, "i"), 2);
	assert_int_equal(article_search(article, "f"), 1);
	expect_match(article, 0, "ﬁ");
	assert_int_equal(article_search(article, "ine"), 1);
	expect_match(article, 0, "ﬁne");
	assert_int_equal(article_search(article, "none of it"), 0);
	assert_int_equal(article_search(article, "gdp"), 3);
	assert_int_equal(article_search(article, ""), 0);
	assert_int_equal(article->match_count, 0);
	article_close(article);
}

/* A match does not care where lines end. */
static void
test_search_across_lines(void **state)
{
	(void)state;
	struct article *article = open_text("b.html", "<p>推进乡村振兴工作</p><p>one<br>two</p>");
	article_layout(article, &(struct layout_options){.width = 8, .links = LINKS_NONE});
	assert_true(article->layout->count > 2);
	assert_int_equal(article_search(article, "乡村振兴工"), 1);
	expect_match(article, 0, "乡村振兴工");
	assert_int_equal(article_search(article, "one two"), 1);
	expect_match(article, 0, "one\ntwo");
	article_close(article);
	/* Nor how many spaces there are, or what is not seen. */
	article = open_text("b2.html", "<pre>one  \ttwo</pre><p>乡\xE2\x80\x8B村</p>");
	assert_int_equal(article_search(article, "one two"), 1);
	expect_match(article, 0, "one  \ttwo");
	assert_int_equal(article_search(article, "乡村"), 1);
	article_close(article);
}

static void
test_matches_do_not_overlap(void **state)
{
	(void)state;
	struct article *article = open_text("c.html", "<p>aaaaa</p>");
	assert_int_equal(article_search(article, "aa"), 2);
	assert_true(article->matches[0].offset + article->matches[0].length <=
			article->matches[1].offset);
	article_close(article);
}

static void
test_layout_is_kept(void **state)
{
	(void)state;
	struct article *article = open_text("d.html", "<p>一二三四五六七八九十</p>");
	struct layout_options options = {.width = 10, .links = LINKS_NONE};
	assert_null(article->layout);
	article_layout(article, &options);
	const struct layout *first = article->layout;
	assert_int_equal(first->count, 2);
	article_layout(article, &options);
	assert_ptr_equal(article->layout, first);
	options.width = 40;
	article_layout(article, &options);
	assert_int_equal(article->layout->count, 1);
	article_close(article);
}

static void
test_titles(void **state)
{
	(void)state;
	struct article *article = open_text("e.md", "---\ntitle: 标题\n---\n# Heading\n");
	assert_string_equal(article_title(article), "标题");
	article_close(article);
	article = open_text("f.md", "# 只有小标题\n\ntext\n");
	assert_string_equal(article_title(article), "只有小标题");
	article_close(article);
	article = open_text("g.md", "");
	assert_non_null(article_title(article));
	article_close(article);
}

static void
test_from_archive(void **state)
{
	(void)state;
	char path[256];
	struct err err;
	snprintf(path, sizeof(path), "%s/_posts", folder);
	mkdir(path, 0777);
	folder_write(folder, "_posts/2022-05-12-x.md",
			"---\ntitle: 消息\ntags: 要闻\n---\n<p>正文 ＧＤＰ</p>\n");
	struct archive_options options = {.now = 2000000000};
	struct archive *archive = archive_open(folder, &options, NULL, &err);
	assert_non_null(archive);
	struct article *article = article_open(archive, "_posts/2022-05-12-x.md", &err);
	assert_non_null(article);
	assert_string_equal(article->post.title, "消息");
	assert_string_equal(article->post.tags[0], "要闻");
	assert_int_equal(article_search(article, "gdp"), 1);
	article_close(article);
	assert_null(article_open(archive, "_posts/2022-05-12-gone.md", &err));
	assert_true(strlen(err.reason) > 0);
	archive_close(archive);
	assert_null(article_open(NULL, "/nonexistent/x.md", &err));
	article_close(NULL);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_search),
			cmocka_unit_test(test_search_across_lines),
			cmocka_unit_test(test_matches_do_not_overlap),
			cmocka_unit_test(test_layout_is_kept),
			cmocka_unit_test(test_titles),
			cmocka_unit_test(test_from_archive),
	};
	return cmocka_run_group_tests_name("article", tests, begin_folder, end_folder);
}
