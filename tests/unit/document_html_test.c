/* Blocks: what each element makes of its content. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "unit/document_expect.h"

static void
test_paragraphs(void **state)
{
	(void)state;
	expect_document("<p>一<p>二", "p+ 一\np+ 二\n");
	expect_document("散文<div>块</div>尾", "p 散文\ngroup\n  p 块\np 尾\n");
	expect_document("<p></p><p> \n </p><div><span></span></div>", "");
	expect_document("<p>一</p> \n <p>二</p>", "p+ 一\np+ 二\n");
	expect_document("<article><p>文</article>", "group\n  p+ 文\n");
	expect_document("", "");
}

static void
test_headings(void **state)
{
	(void)state;
	expect_document("<h1>甲</h1><h6 id=x>乙<em>重</em></h6>", "h1+ 甲\nh6 #x+ 乙{italic:重}\n");
	expect_document("<h2><div>块</div>后</h2>", "group\n  h2+ 块\nh2+ 后\n");
	expect_document("<h3>甲<h4>乙</h3>", "h3+ 甲\nh4+ 乙\n");
}

static void
test_document_heading(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
			{"<p>先<h2> 标题 <b>二</b></h2><h1>后</h1>", "标题 二"},
			{"<p>　　德阳市<br>二", "德阳市"}, {"", ""}, {"<h1></h1><p>字", "字"},
			{"<pre>a\tb\nc</pre>", "a b"}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new();
		struct document *document =
				document_from_html(arena, cases[i][0], strlen(cases[i][0]));
		assert_string_equal(document->heading, cases[i][1]);
		arena_free(arena);
	}
}

static void
test_breaks(void **state)
{
	(void)state;
	expect_document("甲<br>乙<br/>丙<br />丁</br>戊", "p 甲/乙/丙/丁/戊\n");
	expect_document("<p>甲<br></p>", "p+ 甲\n");
	expect_document("<p><br>甲</p>", "p+ 甲\n");
	expect_document("甲<br><br><br><br>乙", "p 甲//乙\n");
	expect_document("甲 <br> 乙", "p 甲/乙\n");
	expect_text("甲<br>乙", "甲\n乙\n");
}

/* An empty line that the author made is one empty line, and only where there is none already. */
static void
test_blank_lines(void **state)
{
	(void)state;
	const char *blank = "group\n  p 甲\ngroup\n  p \xC2\xA0\n  p 乙\n";
	expect_document("<div>甲</div><div><br></div><div>乙</div>", blank);
	expect_document("<div>甲</div><div>&nbsp;</div><div>\xE3\x80\x80</div><div>乙</div>",
			blank);
	expect_document("<div>甲<br><br></div><div>乙</div>", blank);
	expect_document("<p>甲</p><p>&nbsp;</p><p>乙</p>", "p+ 甲\np+ 乙\n");
	expect_document("<div>&nbsp;</div><div>甲</div><div>&nbsp;</div>", "group\n  p 甲\n");
	expect_document("<div>甲</div><div><br></div><div>&nbsp;</div>", "group\n  p 甲\n");
}

static void
test_rule_and_quote(void **state)
{
	(void)state;
	expect_document("甲<hr>乙", "p 甲\nrule+\np 乙\n");
	expect_document("<blockquote>引<blockquote><p>深</blockquote></blockquote>",
			"quote+\n  p {quote:引}\n  quote+\n    p+ {quote:深}\n");
	expect_document("<blockquote></blockquote>", "");
}

static void
test_pre(void **state)
{
	(void)state;
	expect_document("<pre>\n a\n\n\tb  c\n\n</pre>", "pre+  a\\n\\n\\tb  c\n");
	expect_document("<pre><b>粗</b> x<br>y</pre>", "pre+ {bold:粗} x\\ny\n");
	expect_document("<pre><code class=\"x language-c\">a</code></pre>", "pre c+ a\n");
	expect_document("<div class='language-ruby highlighter-rouge'><div class=highlight><pre>"
			"<code>a</code></pre></div></div>",
			"group\n  group\n    pre ruby+ a\n");
	expect_document("<pre> \n </pre>", "");
	expect_document("<xmp><b>&amp;</b></xmp>", "pre+ <b>&</b>\n");
	expect_document("<pre>a<div>b</div>c</pre>", "pre+ a\ngroup\n  pre+ b\npre+ c\n");
}

static void
test_lists(void **state)
{
	(void)state;
	expect_document("<ul><li>甲<li>乙</ul>",
			"list bullet 1+\n  item 1\n    p 甲\n  item 2\n    p 乙\n");
	expect_document("<ul><li>甲<ol><li>内</ol></ul>", "list bullet 1+\n  item 1\n    p 甲\n    "
							  "list 1 1\n      item 1\n        p 内\n");
	expect_document("<ol start=3><li>a<li value=9>b<li>c</ol>",
			"list 1 3+\n  item 3\n    p a\n  item 9\n    p b\n  item 10\n    p c\n");
	expect_document("<ol reversed><li>a<li>b</ol>",
			"list 1 2 reversed+\n  item 2\n    p a\n  item 1\n    p b\n");
	expect_document("<ol start=x type=z><li>a</ol>", "list 1 1+\n  item 1\n    p a\n");
	expect_document("<ol start=-1><li>a<li>b</ol>",
			"list 1 -1+\n  item -1\n    p a\n  item 0\n    p b\n");
	expect_document("<ol><li><ul><li>a</ul></ol>",
			"list 1 1+\n  item 1\n    list bullet 1\n      item 1\n        p a\n");
}

static void
test_list_styles(void **state)
{
	(void)state;
	static const char *const types[] = {"1", "a", "A", "i", "I"};
	for (size_t i = 0; i < 5; i++) {
		char html[64], shown[64];
		snprintf(html, sizeof(html), "<ol type=%s><li>x</ol>", types[i]);
		snprintf(shown, sizeof(shown), "list %s 1+\n  item 1\n    p x\n", types[i]);
		expect_document(html, shown);
	}
	expect_document("<ol style='list-style: Upper-Roman inside'><li>x</ol>",
			"list I 1+\n  item 1\n    p x\n");
	expect_document("<ul style='list-style-type:none'><li>x</ul>",
			"list none 1+\n  item 1 unmarked\n    p x\n");
	expect_document("<ul><li style='list-style:none'>x</ul>",
			"list bullet 1+\n  item 1 unmarked\n    p x\n");
}

static void
test_loose_and_odd_lists(void **state)
{
	(void)state;
	expect_document("<ul><li><p>甲</p><li>乙</ul>",
			"list bullet 1 loose+\n  item 1\n    p+ 甲\n  item 2\n    p 乙\n");
	expect_document("<li>游<li>离",
			"list bullet 1\n  item 0\n    p 游\nlist bullet 1\n  item 0\n    p 离\n");
	expect_document("<ul>字<li>甲</ul>",
			"list bullet 1+\n  item 0 unmarked\n    p 字\n  item 1\n    p 甲\n");
	expect_document("<ol><q>字<li>甲</q></ol>",
			"list 1 1+\n  item 0 unmarked\n    p “字\n  item 1\n    p 甲\n"
			"  item 0 unmarked\n    p ”\n");
	expect_document("<ul><div><li>甲</div></ul>", "list bullet 1+\n  item 1\n    p 甲\n");
	expect_document("</ul></ol>甲", "p 甲\n");
	expect_document("<ul> \n <li> </li></ul>", "");
}

static void
test_definitions(void **state)
{
	(void)state;
	expect_document("<dl><dt>词<dd>义<dd>二<div><dt>词<dd>三</div></dl>",
			"dl+\n  term\n    p {bold:词}\n  definition\n    p 义\n  definition\n    p "
			"二\n"
			"  term\n    p {bold:词}\n  definition\n    p 三\n");
	expect_document("<dl><div><dt>词</dt><dd>义</dd></div></dl>",
			"dl+\n  term\n    p {bold:词}\n  definition\n    p 义\n");
}

static void
test_figures_and_details(void **state)
{
	(void)state;
	expect_document("<figure><img src=a.png alt=图><figcaption>说明</figcaption></figure>",
			"figure+\n  p {link1… image:[}{link1… image:图}{link1 image:: 图]}\n  "
			"caption\n    p {dim:说明}\n");
	expect_document("<details><summary>摘要</summary>内容</details>",
			"group+\n  group\n    p {bold:摘要}\n  p 内容\n");
	expect_document("<dialog>藏</dialog><dialog open>现</dialog>", "group\n  p 现\n");
}

static void
test_alignment_and_indent(void **state)
{
	(void)state;
	expect_document("<center>甲<p>乙</center>",
			"group center\n  p center 甲\n  p center+ 乙\n");
	expect_document("<p align=right>甲<p style='text-align: CENTER'>乙",
			"p right+ 甲\np center+ 乙\n");
	expect_document("<p style='text-indent:2em'>甲<p style='text-indent:32px'>　　乙",
			"p indent4+ 甲\np+ 　　乙\n");
	expect_document("<p dir=rtl>甲", "p right+ 甲\n");
}

static void
test_block_in_inline(void **state)
{
	(void)state;
	expect_document("<b>甲<div>乙</div>丙</b>",
			"p {bold:甲}\ngroup\n  p {bold:乙}\np {bold:丙}\n");
	expect_document("甲<span style='display:block'>乙</span>丙", "p 甲\ngroup\n  p 乙\np 丙\n");
	expect_document("<div>甲<div style='display:inline'>乙</div></div>", "group\n  p 甲乙\n");
	expect_document("<p><b>甲<p>乙</b>丙", "p+ {bold:甲}\np+ {bold:乙}丙\n");
}

/* The number of the first item of an ol with this start, and of one with this value. */
static void
expect_number(const char *text, int expected)
{
	struct arena *arena = arena_new();
	const char *const forms[] = {"<ol start='%s'><li>a</ol>", "<ol><li value='%s'>a</ol>"};
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const char *gap = strchr(forms[i], '%');
		struct buf html = buf_empty();
		buf_add(&html, forms[i], (size_t)(gap - forms[i]));
		buf_add_text(&html, text);
		buf_add_text(&html, gap + 2);
		const struct document *document = document_from_html(arena, html.data, html.length);
		assert_int_equal(document->root->first->first->item.number, expected);
		buf_free(&html);
	}
	arena_free(arena);
}

/* Whole numbers as HTML has them, held at a thousand millions on either side. */
static void
test_number_bounds(void **state)
{
	static const struct {
		const char *text;
		int expected;
	} numbers[] = {{"0", 0}, {"-0", 0}, {" +7x", 7}, {"-7.9", -7}, {"007", 7},
			{"999999999", 999999999}, {"-999999999", -999999999},
			{"1000000000", 1000000000}, {"-1000000000", -1000000000},
			{"1000000001", 1000000000}, {"-1000000001", -1000000000},
			{"2147483648", 1000000000}, {"-2147483649", -1000000000},
			{"99999999999999999999", 1000000000},
			{"-99999999999999999999", -1000000000}, {"-", 1}, {"", 1}, {"--1", 1},
			{"x1", 1}};
	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		expect_number(numbers[i].text, numbers[i].expected);
}

static void
expect_without_title(const char *html, const char *title, const char *expected)
{
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, html, strlen(html));
	document_leave_out_title(arena, document, title);
	expect_dump(html, document, expected);
	arena_free(arena);
}

/* The first heading is left out where it says what the title says, however it is marked up. */
static void
test_title_once(void **state)
{
	(void)state;
	expect_without_title("<h1>题</h1><p>文</p>", "题", "p+ 文\n");
	expect_without_title("<h2> <b>A &amp; b</b><br>“c”</h2>文", "a & B  'C'", "p 文\n");
	expect_without_title("<div><header><h1><a href=x>题 — 一</a></h1></header></div><p>文 <b>b",
			"题--一", "p+ 文 {bold:b}\n");
	expect_without_title("<div><h1>题</h1>甲</div><p><a href=y>乙</a></p>", "题",
			"group\n  p 甲\np+ {link1:乙}\n");
	expect_without_title("<h1>题</h1>", "题", "");
	expect_without_title("<h1>題目\xE2\x80\x8B</h1>文", "题目", "p 文\n");
	/* Not another heading, a deeper one, one that something precedes, one within more than groups. */
	expect_without_title("<h1>题目</h1>", "题", "h1+ 题目\n");
	expect_without_title("<h1>C++</h1>", "C#", "h1+ C++\n");
	expect_without_title("<h3>题</h3>", "题", "h3+ 题\n");
	expect_without_title("<p>文</p><h1>题</h1>", "题", "p+ 文\nh1+ 题\n");
	expect_without_title("<hr><h1>题</h1>", "题", "rule+\nh1+ 题\n");
	expect_without_title(
			"<ul><li><h1>题</h1></ul>", "题", "list bullet 1+\n  item 1\n    h1+ 题\n");
	expect_without_title("<h1>——</h1>", "-", "h1+ ——\n");
	expect_without_title("<p>题</p>", "题", "p+ 题\n");
	expect_without_title("", "题", "");
}

/* A table ends the paragraph before it, whatever the parser's memory held before. */
static void
test_memory_used_before(void **state)
{
	(void)state;
	enum { WORDS = 64, BLOCKS = 4096 };
	static const char html[] = "<p>甲<table border=1><tr><td>乙</table>丙";
	struct arena *arena = arena_new();
	for (int round = 0; round < 2; round++) {
		struct document *document = document_from_html(arena, html, sizeof(html) - 1);
		const struct block *paragraph = document->root->first;
		assert_int_equal(paragraph->kind, BLOCK_PARAGRAPH);
		assert_int_equal(paragraph->next->kind, BLOCK_TABLE);
		assert_false(paragraph->next->next->is_spaced);
		struct arena *child = arena_child(arena);
		for (size_t block = 0; block < BLOCKS; block++) {
			uint32_t *words = arena_raw(child, WORDS * sizeof(*words));
			for (size_t i = 0; i < WORDS; i++)
				words[i] = 1;
		}
		arena_free(child);
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_memory_used_before),
			cmocka_unit_test(test_title_once),
			cmocka_unit_test(test_number_bounds),
			cmocka_unit_test(test_paragraphs),
			cmocka_unit_test(test_headings),
			cmocka_unit_test(test_document_heading),
			cmocka_unit_test(test_breaks),
			cmocka_unit_test(test_blank_lines),
			cmocka_unit_test(test_rule_and_quote),
			cmocka_unit_test(test_pre),
			cmocka_unit_test(test_lists),
			cmocka_unit_test(test_list_styles),
			cmocka_unit_test(test_loose_and_odd_lists),
			cmocka_unit_test(test_definitions),
			cmocka_unit_test(test_figures_and_details),
			cmocka_unit_test(test_alignment_and_indent),
			cmocka_unit_test(test_block_in_inline),
	};
	return cmocka_run_group_tests_name("document: blocks of HTML", tests, NULL, NULL);
}
