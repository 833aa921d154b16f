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
		struct buf html;
		buf_init(&html);
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
		struct buf html;
		buf_init(&html);
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
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_hidden),
			cmocka_unit_test(test_shown),
			cmocka_unit_test(test_elements_without_text),
			cmocka_unit_test(test_unclosed),
	};
	return cmocka_run_group_tests_name("document: hidden content", tests, NULL, NULL);
}
