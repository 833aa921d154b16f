/* Where Markdown is read more forgivingly than kramdown reads it, so that no text is lost and no mark-up shown. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/document_dump.h"
#include "unit/markdown_document.h"

struct pair {
	const char *markdown, *document;
};

static void
expect_all(const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		const char *markdown = pairs[i].markdown;
		struct buf shown = buf_in(arena);
		struct document *document =
				document_from_markdown(arena, markdown, strlen(markdown));
		assert_null(document_fault(document));
		dump_document(&shown, document);
		if (strcmp(shown.data, pairs[i].document) != 0)
			print_message("of: %s\n", markdown);
		assert_string_equal(shown.data, pairs[i].document);
		arena_free(arena);
	}
}

#define EXPECT_ALL(pairs) expect_all(pairs, sizeof(pairs) / sizeof(pairs[0]))

static void
markdown_between_blank_lines_of_html(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"<div>\n\n**甲** 乙\n\n## 丙\n\n</div>\n\n丁\n",
					"group\n  p+ {bold:甲} 乙\n  h2 #丙+ 丙\np+ 丁\n"},
			{"<div>\n\n甲\n\n</div>\n", "group\n  p 甲\n"},
			{"<pre>\n甲\n\n**乙**\n</pre>\n", "pre+ 甲\\n\\n**乙**\n"},
			{"<p>甲 <div>\n\n[乙](u)\n", "p+ 甲\ngroup\n  p+ {link1:乙}\n"},
	};
	EXPECT_ALL(pairs);
}

static void
html_that_nothing_closes(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"<div>\n甲\n\n**乙**\n", "group\n  p 甲\n  p+ {bold:乙}\n"},
			{"<script>\nvar a;\n\n乙\n", "p+ var a;\np+ 乙\n"},
			{"- <p>甲\n- <p>乙\n- 丙\n", "list bullet 1 loose+\n  item 1\n    p+ 甲\n  "
						     "item 2\n    p+ 乙\n  item 3\n    p 丙\n"},
			{"甲 <textarea> **乙**\n", "p+ 甲 {bold:乙}\n"},
	};
	EXPECT_ALL(pairs);
}

static void
close_tags_that_close_nothing(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"</div>\n\n**甲**\n", "p+ {bold:甲}\n"},
			{"甲</p> **乙**\n", "p+ 甲 {bold:乙}\n"},
			{"甲<b>乙<i>丙</b>丁</i></div>\n", "p+ 甲{bold:乙}{bold italic:丙丁}\n"},
			{"| 甲</td></table> | 乙 |\n", "table+\n  row\n    cell\n      p 甲\n    "
						       "cell\n      p 乙\n"},
	};
	EXPECT_ALL(pairs);
}

static void
tags_within_a_line(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"导语<p>甲</p>\n", "p+ 导语\np+ 甲\n"},
			{"<p style=display:none>甲</p> **乙**\n", "p+ {bold:乙}\n"},
			{"<o:p>甲</o:p>乙\n", "p+ 甲乙\n"},
			{"　　<p>甲</p>乙\n", "p+ 甲\np+ 乙\n"},
			{"甲\n<>\n乙 a <> b\n", "p+ 甲乙 a <> b\n"},
			{"甲 <!--> 乙\n", "p+ 甲 乙\n"},
			{"<中国证券报> *甲*\n", "p+ <中国证券报> {italic:甲}\n"},
	};
	EXPECT_ALL(pairs);
}

static void
indented_html_behind_html(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"<p>甲</p>\n    <p>乙</p>\n", "p+ 甲\np+ 乙\n"},
			{"甲\n\n    <p>乙</p>\n", "p+ 甲\npre+ <p>乙</p>\n"},
			{"<div>\n    <div markdown=\"1\">\n    甲 **乙**\n    </div>\n</div>\n",
					"group\n  group\n    p+ 甲 {bold:乙}\n"},
	};
	EXPECT_ALL(pairs);
}

static void
lists(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"甲\n1984. 乙\n", "p+ 甲 1984. 乙\n"},
			{"甲\n1. 乙\n", "p+ 甲\nlist 1 1+\n  item 1\n    p 乙\n"},
			{"1) 甲\n2) 乙\n", "list 1 1+\n  item 1\n    p 甲\n  item 2\n    p 乙\n"},
			{"2022. 5月\n", "list 1 2022+\n  item 2022\n    p 5月\n"},
			{"10. 甲\n\n    甲二\n11. 乙\n", "list 1 10 loose+\n  item 10\n    p+ 甲\n "
							 "   p+ 甲二\n  item 11\n    p+ 乙\n"},
	};
	EXPECT_ALL(pairs);
}

static void
blocks_right_under_a_text(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"甲\n| 一 | 二 |\n|----|----|\n| 1 | 2 |\n",
					"p+ 甲\ntable border+\n  row header\n    cell th\n      p "
					"{bold:一}\n    cell th\n"
					"      p {bold:二}\n  row\n    cell\n      p 1\n    cell\n "
					"     p 2\n"},
			{"甲\n乙\n---\n丙\n", "h2 #甲乙+ 甲乙\np+ 丙\n"},
			{"> 甲\n乙\n---\n", "quote+\n  p+ {quote:甲乙—}\n"},
	};
	EXPECT_ALL(pairs);
}

static void
fences_that_nothing_closes(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"```\n甲\n\n乙\n", "pre+ 甲\\n\\n乙\n"},
			{"甲\n\n```\n", "p+ 甲\np+ ```\n"},
			/* The first line is none to kramdown, so the other does not begin one. */
			{"```js 标题\n甲\n```\n\n乙\n", "p+ {code:js 标题甲}\np+ 乙\n"},
			{"~~~一行|二\n", "table+\n  row\n    cell\n      p ~~~一行\n    cell\n     "
					 " p 二\n"},
	};
	EXPECT_ALL(pairs);
}

static void
bare_addresses(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"见http://x.cn/a_b_c。又 www.x.cn, (https://y.cn/(a))\n",
					"p+ 见{link0:http://x.cn/a_b_c}。又 {link0:www.x.cn}, "
					"({link0:https://y.cn/(a)})\n"},
			{"http://x.cn/?a=__b__[1]&c=`d`*e*f\n",
					"p+ {link0:http://x.cn/?a=__b__[1]&c=`d`*e*f}\n"},
			{"**http://x.cn/** `http://y.cn`\n",
					"p+ {bold link0:http://x.cn/} {code:http://y.cn}\n"},
			{"&lt;http://x.cn/a&gt;甲 http://x.cn/b&nbsp;乙 "
			 "http://x.cn/?c=1&amp;d=2&e=3\n",
					"p+ <{link0:http://x.cn/a}>甲 "
					"{link0:http://x.cn/b}\u00A0乙 "
					"{link0:http://x.cn/?c=1&d=2&e=3}\n"},
			{"ahttp://x.cn http://。\n", "p+ ahttp://x.cn http://。\n"},
	};
	EXPECT_ALL(pairs);
}

static void
math_as_it_is_written(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"甲 $$a*b*c_{i}$$ 乙\n", "p+ 甲 $$a*b*c_{i}$$ 乙\n"},
			{"$$\nx*y*z\n$$\n", "p+ $$ x*y*z $$\n"},
	};
	EXPECT_ALL(pairs);
}

static void
odds_and_ends(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"甲\n{: .x}{: .y}\n", "p+ 甲\n"},
			{"* `\n  甲\n  ` 乙\n", "list bullet 1+\n  item 1\n    p {code:甲}乙\n"},
			{"[甲](http://x.cn/a_(b\\))\n", "p+ {link1:甲}\n"},
			{"甲[^1]\n\n* 注\n{:footnotes}\n\n后\n\n[^1]: 一\n",
					"p #fnref:1+ 甲{link0:¹}\nrule+\ngroup\n  list 1 1 "
					"loose+\n    "
					"item 1 #fn:1\n"
					"      p+ 一\u00A0{link0:↩}\np+ 后\n"},
	};
	EXPECT_ALL(pairs);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(markdown_between_blank_lines_of_html),
			cmocka_unit_test(html_that_nothing_closes),
			cmocka_unit_test(close_tags_that_close_nothing),
			cmocka_unit_test(tags_within_a_line),
			cmocka_unit_test(indented_html_behind_html),
			cmocka_unit_test(lists),
			cmocka_unit_test(blocks_right_under_a_text),
			cmocka_unit_test(fences_that_nothing_closes),
			cmocka_unit_test(bare_addresses),
			cmocka_unit_test(math_as_it_is_written),
			cmocka_unit_test(odds_and_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
