/* Markdown as kramdown takes it, where CommonMark differs, and where a reader wants more than both. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "document/markdown.h"
#include "unit/document_dump.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct pair {
	const char *markdown, *html;
};

/* What makes no difference to a reader: ids of headings, line ends and indents between tags. */
static char *
normalize(const char *html)
{
	struct buf out;
	buf_init(&out);
	for (const char *at = html; *at != '\0';) {
		const char *quote = strncmp(at, " id=\"", 5) == 0 ? strchr(at + 5, '"') : NULL;
		bool is_between = *at == '\n' || *at == ' ';
		size_t blank = strspn(at, " \n");
		bool is_edge = is_between && (at[blank] == '<' || at[blank] == '\0') &&
			       (at == html || at[-1] == '>') && memchr(at, '\n', blank) != NULL;
		bool is_indent = is_between && at == html && at[blank] == '<';
		if (quote != NULL)
			at = quote + 1;
		else if (is_edge || is_indent)
			at += blank;
		else if (strncmp(at, " start=\"1\"", 10) == 0)
			at += 10;
		else
			buf_add_char(&out, *at++);
	}
	return buf_take(&out);
}

static void
expect_all(const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		struct buf html;
		buf_init_in(&html, arena);
		markdown_to_html(&html, pairs[i].markdown, strlen(pairs[i].markdown));
		char *seen = normalize(html.data);
		char *wanted = normalize(pairs[i].html);
		if (strcmp(seen, wanted) != 0)
			print_message("of: %s\n", pairs[i].markdown);
		assert_string_equal(seen, wanted);
		free(seen);
		free(wanted);
		arena_free(arena);
	}
}

#define EXPECT_ALL(pairs) expect_all(pairs, sizeof(pairs) / sizeof(pairs[0]))

static void
test_html_ends_at_its_close_tag(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"<p>甲</p>\n<http://h/a> [返回](//h/c.html)｜[首页](//h/)\n",
					"<p>甲</p>\n<p><a href=\"http://h/a\">http://h/a</a> "
					"<a href=\"//h/c.html\">返回</a>｜<a "
					"href=\"//h/\">首页</a></p>\n"},
			{"<p>甲 *乙*</p> **丙**\n", "<p>甲 *乙*</p>\n<p><strong>丙</strong></p>\n"},
			{"<!-- more -->甲 [乙](u)\n",
					"<!-- more -->\n<p>甲 <a href=\"u\">乙</a></p>\n"},
			{"<!-- 甲\n\n**乙** -->\n**丙**\n",
					"<!-- 甲\n\n**乙** -->\n<p><strong>丙</strong></p>\n"},
			{"<div>甲<div>乙</div>\n丙</div> **丁**\n",
					"<div>甲<div>乙</div>\n丙</div>\n<p><strong>丁</strong></"
					"p>\n"},
			{"<table><tr><td>**甲**</td></tr></table>\n**乙**\n",
					"<table><tr><td>**甲**</td></tr></table>\n"
					"<p><strong>乙</strong></p>\n"},
			{"<script>\nlet a = '<p>';\n\n**甲**\n</script>\n**乙**\n",
					"<script>\nlet a = '<p>';\n\n**甲**\n</script>\n"
					"<p><strong>乙</strong></p>\n"},
			{"甲\n<p>乙</p>\n丙\n", "<p>甲</p>\n<p>乙</p>\n<p>丙</p>\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_html_that_a_blank_line_interrupts(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"<div>\n\n**甲**\n\n## 乙\n\n</div>\n", "<div>\n\n<p><strong>甲</strong></"
								 "p>\n<h2>乙</h2>\n</div>\n"},
			{"<p>甲 <div>\n\n[返回](u)\n",
					"<p>甲 <div>\n\n<p><a href=\"u\">返回</a></p>\n"},
			{"<div>\n**甲**\n</div>\n", "<div>\n**甲**\n</div>\n"},
			{"<!-- 甲\n\n**乙**\n", "<p>&lt;!-- 甲</p>\n<p><strong>乙</strong></p>\n"},
	};
	EXPECT_ALL(pairs);
}

/* What is shown of tags that CommonMark and kramdown disagree about. */
static void
expect_shown(const char *markdown, const char *expected)
{
	struct arena *arena = arena_new();
	struct document *document = document_from_markdown(arena, markdown, strlen(markdown));
	assert_null(document_fault(document));
	if (strcmp(document->text, expected) != 0)
		print_message("of: %s\n", markdown);
	assert_string_equal(document->text, expected);
	arena_free(arena);
}

static void
test_html_that_is_wild(void **state)
{
	(void)state;
	expect_shown("甲<b>乙<i>丙</b>丁</i></div>\n戊</p>己\n", "甲乙丙丁戊\n己\n");
	expect_shown("导语<p>甲</p>\n", "导语\n甲\n");
	expect_shown("<p style=display:none>甲</p> **乙**\n", "乙\n");
	expect_shown("<o:p>甲</o:p>乙<o:p/>\n", "甲乙\n");
	expect_shown("　　<p>甲</p>乙\n", "甲\n乙\n");
	expect_shown("<p\nclass=x>甲</p>\n</div>\n\n乙\n", "甲\n乙\n");
	expect_shown("甲\n<>\n乙 a <> b 3<5\n", "甲\n乙 a <> b 3<5\n");
	expect_shown("<P>甲</P>\n<BR>乙\n", "甲\n乙\n");
	static const struct pair pairs[] = {
			{"    <p>甲</p>\n乙\n", "    <p>甲</p>\n<p>乙</p>\n"},
			{"<span>甲</span>\n**乙**\n",
					"<p><span>甲</span>\n<strong>乙</strong></p>\n"},
			{"<img src=\"a.png\">\n**乙**\n",
					"<p><img src=\"a.png\">\n<strong>乙</strong></p>\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_emphasis_beside_cjk(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"**注意：**请看\n", "<p><strong>注意：</strong>请看</p>\n"},
			{"**“引”**号\n", "<p><strong>“引”</strong>号</p>\n"},
			{"今天**（甲）**乙\n", "<p>今天<strong>（甲）</strong>乙</p>\n"},
			{"*重点。*后\n", "<p><em>重点。</em>后</p>\n"},
			{"***注：***看\n", "<p><em><strong>注：</strong></em>看</p>\n"},
			{"甲**乙**丙\n", "<p>甲<strong>乙</strong>丙</p>\n"},
			{"# **注：**甲\n", "<h1><strong>注：</strong>甲</h1>\n"},
			{"`**注：**甲`\n", "<p><code>**注：**甲</code></p>\n"},
			{"`甲\n**注：**乙`\n", "<p><code>甲 **注：**乙</code></p>\n"},
			{"    **注：**甲\n", "<pre><code>**注：**甲\n</code></pre>\n"},
			{"[甲](http://h/**：**乙)\n", "<p><a "
						      "href=\"http://h/**：**乙\">甲</a></p>\n"},
			{"<http://h/**：**乙>\n", "<p><a href=\"http://h/**：**乙\">"
						  "http://h/**：**乙</a></p>\n"},
			{"<a title=\"**注：**甲\">乙</a>\n",
					"<p><a title=\"**注：**甲\">乙</a></p>\n"},
			{"10~20℃ 5~6 ~~删~~ `a~b`\n",
					"<p>10~20℃ 5~6 <del>删</del> <code>a~b</code></p>\n"},
			{"5 * 6 * 7 a_b_c\n", "<p>5 * 6 * 7 a_b_c</p>\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_what_kramdown_consumes(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"段\n{: .x}\n", "<p>段</p>\n"},
			{"* TOC\n{:toc}\n\n# 标题 {#id}\n", "<h1>标题</h1>\n"},
			{"*甲*{: .x} ![乙](u){: width=\"3\"}\n",
					"<p><em>甲</em> <img src=\"u\" alt=\"乙\"></p>\n"},
			{"- 甲\n^\n- 乙\n",
					"<ul>\n<li>甲</li>\n</ul>\n\n<ul>\n<li>乙</li>\n</ul>\n"},
			{"集合 {a} {: 不是\n", "<p>集合 {a} {: 不是</p>\n"},
			{"甲\\\\\n乙\n", "<p>甲<br>\n乙</p>\n"},
			{"甲\\\n乙  \n丙\n", "<p>甲<br>\n乙<br>\n丙</p>\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_links(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"见 http://h.cn/a_b，www.h.cn。\n",
					"<p>见 <a href=\"http://h.cn/a_b\">http://h.cn/a_b</a>，"
					"<a href=\"http://www.h.cn\">www.h.cn</a>。</p>\n"},
			{"(http://h/c). [http://a](http://b) [见 http://a 处](u)\n",
					"<p>(<a href=\"http://h/c\">http://h/c</a>). "
					"<a href=\"http://b\">http://a</a> <a href=\"u\">见 "
					"http://a "
					"处</a></p>\n"},
			{"<a href=\"http://h\">http://h</a> `http://h`\n",
					"<p><a href=\"http://h\">http://h</a> "
					"<code>http://h</code></p>\n"},
			{"`甲\nhttp://h/x 乙`\n", "<p><code>甲 http://h/x 乙</code></p>\n"},
			{"[甲] [1]\n\n[1]: http://h/~b\n",
					"<p><a href=\"http://h/~b\">甲</a></p>\n"},
			{"[甲][1]\n\n<p>乙</p>\n[1]: http://h/b\n",
					"<p><a href=\"http://h/b\">甲</a></p>\n<p>乙</p>\n"},
			{"[甲](http://h/a b.html) [乙](u \"t t\")\n",
					"<p><a href=\"http://h/a%20b.html\">甲</a> "
					"<a href=\"u\" title=\"t t\">乙</a></p>\n"},
			{"http:// https www. xhttp://h\n", "<p>http:// https www. xhttp://h</p>\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_lists(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"1. 甲\n  - 乙\n  - 丙\n2. 丁\n",
					"<ol>\n<li>甲<ul>\n<li>乙</li>\n<li>丙</li>\n</ul>\n</li>\n"
					"<li>丁</li>\n</ol>\n"},
			{"10. 甲\n  - 乙\n", "<ol "
					     "start=\"10\">\n<li>甲<ul>\n<li>乙</li>\n</ul>\n</"
					     "li>\n</ol>\n"},
			{"2022. 5月\n", "<ol start=\"2022\">\n<li>5月</li>\n</ol>\n"},
			{"甲\n- 乙\n", "<p>甲</p>\n<ul>\n<li>乙</li>\n</ul>\n"},
			{"#话题#\n1.甲\n-乙\n*丙\n", "<p>#话题#\n1.甲\n-乙\n*丙</p>\n"},
	};
	EXPECT_ALL(pairs);
	expect_shown("- 甲\n\n  <p>乙</p>\n\n- 丙\n  <div>\n  丁\n  </div>\n  戊\n",
			"甲\n乙\n丙\n丁\n戊\n");
}

static void
test_code(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"甲\n```c\na < b\n\n**c** <p>\n```\n乙\n",
					"<p>甲</p>\n<pre><code class=\"language-c\">a &lt; b\n\n"
					"**c** &lt;p&gt;\n</code></pre>\n<p>乙</p>\n"},
			{"```\na\n```x\n~~~\n````\n乙\n",
					"<pre><code>a\n```x\n~~~\n</code></pre>\n<p>乙</p>\n"},
			{"~~~\n甲\n\n**乙**\n", "<pre><code>甲\n\n**乙**\n</code></pre>\n"},
			{"甲\n\n    b <o:p>\n\n\tc ~d~ http://h\n",
					"<p>甲</p>\n<pre><code>b &lt;o:p&gt;\n\nc ~d~ "
					"http://h\n</code></pre>\n"},
			{"甲\n    乙\n", "<p>甲\n乙</p>\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_tables(void **state)
{
	(void)state;
	static const char table[] =
			"<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
			"<tbody>\n<tr>\n<td><code>x|y</code></td>\n<td>2</td>\n</tr>\n"
			"</tbody>\n</table>\n";
	struct buf after;
	buf_init(&after);
	buf_format(&after, "<p>甲</p>\n%s", table);
	const struct pair pairs[] = {
			{"|a|b|\n|---|---|\n|`x|y`|2|\n", table},
			{"a|b\n-|-\n`x|y`|2\n", table},
			{"甲\n|a|b|\n|-|-|\n|`x|y`|2|\n", after.data},
			{"甲 | 乙\n", "<p>甲 | 乙</p>\n"},
	};
	EXPECT_ALL(pairs);
	buf_free(&after);
}

/* Our marks are noncharacters: the author's own are taken out first. */
static void
test_marks_in_the_input(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"\xEF\xB7\x92\n\n甲\xEF\xB7\x90乙\xEF\xB7\x91\n\n<p>丙</p>\n",
					"<p>甲乙</p>\n<p>丙</p>\n"},
			{"`\xEF\xB7\x91\xEF\xB7\x93`x\n\n    \xEF\xB7\x92甲\n",
					"<p>``x</p>\n<pre><code>甲\n</code></pre>\n"},
			{"[a](/%EF%BF%91)\n", "<p><a href=\"/%EF%BF%91\">a</a></p>\n"},
	};
	EXPECT_ALL(pairs);
}

/* --- Hostile --- */

static void
expect_fast(const char *piece, size_t bytes)
{
	struct arena *arena = arena_new();
	struct buf text, html;
	buf_init(&text);
	buf_init_in(&html, arena);
	while (text.length < bytes)
		buf_add_text(&text, piece);
	clock_t before = clock();
	markdown_to_html(&html, text.data, text.length);
	double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
	/* What is quadratic takes minutes; the sanitizers' tenfold does not reach this. */
	if (seconds >= 8)
		fail_msg("%.20s: %.1f s", piece, seconds);
	assert_true(html.length <= MARKDOWN_MAX_HTML(text.length));
	arena_free(arena);
	buf_free(&text);
}

/* An address that is referred to again and again: it ends with a word, and what was before it stands. */
static void
test_long_references(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf text, html;
	buf_init_in(&text, arena);
	buf_init_in(&html, arena);
	buf_add_text(&text, "beginning\n\n[a]: /");
	buf_add_repeated(&text, 'x', 30000);
	buf_add_text(&text, "\n\n");
	for (int i = 0; i < 7500; i++)
		buf_add_text(&text, "[a] ");
	markdown_to_html(&html, text.data, text.length);
	assert_true(html.length > text.length && html.length <= MARKDOWN_MAX_HTML(text.length));
	assert_memory_equal(html.data, "<p>beginning</p>", 16);
	assert_non_null(strstr(html.data, "<p>[文章过大，其余部分未显示]</p>"));
	arena_free(arena);
}

static void
test_hostile(void **state)
{
	(void)state;
	static const char *const pieces[] = {"*", "**甲：", "<", "<div>", "<div>\n", "<div>\n\n",
			"<p a=\"", "<!--", "<!--\n\n", "<script>\n", "[", "](", "[a](", "`", "`\n",
			"``a`", "~", "> ", ">\n", "- ", "- a\n", "1. ", "|", "|-|-|\n",
			"a|b\n-|-\n", "{:", "*{: ", "http://", "http://a ", "www.a(", "\\", "&",
			"%EF%B7", "<a http://a ", "[http://a.b ", "<p>甲</p>", "<p>甲</p>\n",
			"\xEF\xB7\x90", "\t", "^\n", "- a\n^\n"};
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
		expect_fast(pieces[i], 1 << 18);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_html_ends_at_its_close_tag),
			cmocka_unit_test(test_html_that_a_blank_line_interrupts),
			cmocka_unit_test(test_html_that_is_wild),
			cmocka_unit_test(test_emphasis_beside_cjk),
			cmocka_unit_test(test_what_kramdown_consumes),
			cmocka_unit_test(test_links),
			cmocka_unit_test(test_lists),
			cmocka_unit_test(test_code),
			cmocka_unit_test(test_tables),
			cmocka_unit_test(test_marks_in_the_input),
			cmocka_unit_test(test_long_references),
			cmocka_unit_test(test_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
