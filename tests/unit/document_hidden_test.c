/* What is hidden stays hidden, and nothing else does. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/document_expect.h"

static void
test_hidden(void **state)
{
	(void)state;
	static const char *const hidden[] = {"hidden", "hidden=''", "style='display:none'",
			"style='DISPLAY : /* x */ None ;'", "style='visibility:hidden'",
			"style='visibility: collapse'", "style='opacity:0'",
			"style='font-size:0px'", "style='height:0;overflow:hidden'",
			"style='max-height:0px;overflow: hidden'", "style='mso-hide:all'",
			"style='text-indent:-9999px'", "style='left:-999px'",
			"style='display:block;display:none'",
			"style='display:none!important;display:block'",
			"style='background:url(\"a;b\");display:none'"};
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
		struct buf html = buf_empty();
		buf_format(&html, "<p>甲<p %s>藏<a href=x>藏</a></p><span %s>藏</span><p>乙",
				hidden[i], hidden[i]);
		expect_document(html.data, "p+ 甲\np+ 乙\n");
		buf_free(&html);
	}
}

static void
test_shown(void **state)
{
	(void)state;
	static const char *const shown[] = {"hidden=until-found", "aria-hidden=true",
			"style='display:none;display:block'", "style='opacity:0.5'",
			"style='opacity:0;opacity:1'", "style='font-size:10px'", "style='height:0'",
			"style='overflow:hidden'", "style='text-indent:-10px'",
			"style='content:\"display:none\"'", "style='display:'", "style=';;:;x'",
			"style='line-height:0'", "title=hidden"};
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		struct buf html = buf_empty();
		buf_format(&html, "<p %s>现", shown[i]);
		expect_text(html.data, "现\n");
		buf_free(&html);
	}
}

static void
test_elements_without_text(void **state)
{
	(void)state;
	expect_text("甲<script>if (a</ul>b) "
		    "x</script><style>p{}</style><template><p>x<template>y</template>"
		    "</template><title>t</title><datalist><option>x</datalist><canvas>c</canvas>"
		    "<map><area href=x></map><noembed>n</noembed><noframes>f</noframes>乙",
			"甲乙\n");
	expect_text("<meta charset=x><link rel=x><base href=x>甲<script>未完", "甲\n");
	expect_text("<!DOCTYPE html><html><head><title>t</title></head><body>甲</body></html>",
			"甲\n");
	expect_text("<frameset><frame>甲</frameset>乙", "甲乙\n");
	expect_text("<noscript>甲<b>乙</b></noscript>", "甲乙\n");
}

/* What was never closed hides nothing. */
static void
test_unclosed(void **state)
{
	(void)state;
	expect_text("<template>甲", "甲\n");
	expect_text("<title>甲", "甲\n");
	expect_text("甲<a href=\"x>乙</a>丙", "甲乙丙\n");
	expect_text("甲<b", "甲<b\n");
	expect_text("a<b 且 c", "a<b 且 c\n");
	expect_text("1 < 2 <3 <", "1 < 2 <3 <\n");
	expect_text("<textarea>甲", "[____]甲\n");
	expect_text("<select><option>甲<p>乙", "[甲]\n乙\n");
	expect_text("<select><option>甲<select><option>乙<input>丙", "[甲][乙][____]丙\n");
	expect_text("<meter value=0.5><p>甲", "甲\n");
}

/* A slash that ends a tag ends what would hide all that follows, unless it is part of a value. */
static void
test_self_closed(void **state)
{
	static const char *const tags[] = {"canvas", "template", "map", "datalist", "title",
			"style", "script", "noframes", "noembed", "dialog", "rp", "annotation",
			"o:p", "textarea", "select", "option", "optgroup", "button", "object",
			"svg", "math", "audio", "iframe", "xmp"};
	(void)state;
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		struct buf html = buf_empty();
		buf_format(&html, "<div><%s id='a' />甲</div><p>乙</p>", tags[i]);
		struct arena *arena = arena_new();
		const struct document *document = document_from_html(arena, html.data, html.length);
		if (strstr(document->text, "甲\n乙\n") == NULL)
			fail_msg("%s: %s", html.data, document->text);
		arena_free(arena);
		buf_free(&html);
	}
	expect_text("<video src=u.mp4 controls />甲", "[视频: u.mp4]\n甲\n");
	expect_text("<iframe src='/x.html'/>甲", "[嵌入: x.html]\n甲\n");
	expect_text("<iframe src=http://h.example/>乙</iframe>甲", "[嵌入: h.example]\n甲\n");
	expect_text("<script src=x.js/>乙</script>甲", "甲\n");
	expect_text("<canvas width=1/>乙</canvas>甲", "甲\n");
	expect_text("甲<sup/>乙<q/>丙<del/>丁", "甲乙丙丁\n");
	expect_document("<a href=x />甲</a>", "p {link1:甲}\n");
}

/* A highlighter's column of line numbers is no text, in whichever form; numbers of the code are. */
static void
test_gutters(void **state)
{
	(void)state;
	expect_text("<table><tr><td class='gutter'><pre><span>1</span><br><span>2</span></pre></td>"
		    "<td class='code'><pre><span>a</span><br><span>7</span></pre></td></table>",
			"a\n7\n");
	expect_text("<pre><code><table class=rouge-table><tr><td class='gutter gl'><pre "
		    "class=lineno>"
		    "1\n2\n</pre><td class=code><pre>a\nb\n</pre></table></code></pre>",
			"a\nb\n");
	expect_text("<table class=highlighttable><tr><td class=linenos><div "
		    "class=linenodiv><pre>1\n2"
		    "</pre></div><td class=code><pre>a\nb</pre></table>",
			"a\nb\n");
	expect_text("<pre><span class=lineno> 9 </span>a\n<span class='ln x'>10</span>b</pre>",
			"a\nb\n");
	expect_text("<pre><table><tr><td class='x hljs-ln-numbers'>1<td>a</table></pre>", "a\n");
	expect_text("<pre class=line-numbers>a = 1</pre><ol class=linenums><li>b</ol>",
			"a = 1\nb\n");
	expect_text("<table><tr><th>n<th>x<tr><td class=line-number>1号线<td>2</table>",
			"n\nx\n1号线\n2\n");
	expect_text("<p class=ln>7</p><p class=gutters>8</p>", "7\n8\n");
}

/* Of a drawing the HTML in it is text, however it is nested, and the rest is not. */
static void
test_foreign_objects(void **state)
{
	(void)state;
	expect_text("前<svg><text>S</text><foreignObject><div>甲</div></foreignObject>"
		    "<foreignObject><span>乙</span></foreignObject><text>S</text></svg>后",
			"前\n甲\n乙\n后\n");
	expect_text("<p>前<svg><foreignobject>甲</foreignobject><text>S</text></svg>后</p>",
			"前\n甲\n后\n");
	expect_text("<svg><title>题</title><g><foreignObject><p>甲</p><p>乙</p></foreignObject></"
		    "g></svg>",
			"[图: 题]\n甲\n乙\n");
	/* What is left open within ends with it. */
	expect_text("<svg><foreignObject><div hidden>甲</foreignObject><text>S</text></svg>后",
			"后\n");
	expect_text("<svg><foreignObject><b>甲</svg>后<text>S</text>", "甲\n后S\n");
	expect_text("<svg><foreignObject>甲", "甲\n");
	expect_text("<svg><foreignObject/><text>S</text></svg>后", "后\n");
	expect_text("<svg><foreignObject>甲<svg><foreignObject>S</foreignObject><text>S</text></"
		    "svg>"
		    "乙</foreignObject><text>S</text></svg>后",
			"甲乙\n后\n");
	expect_text("</foreignObject></svg>后", "后\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_self_closed),
			cmocka_unit_test(test_gutters),
			cmocka_unit_test(test_foreign_objects),
			cmocka_unit_test(test_hidden),
			cmocka_unit_test(test_shown),
			cmocka_unit_test(test_elements_without_text),
			cmocka_unit_test(test_unclosed),
	};
	return cmocka_run_group_tests_name("document: hidden content", tests, NULL, NULL);
}
