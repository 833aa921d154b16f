/* Fine points of Chinese typesetting that are asked for: indent, gaps, hanging stops, wide signs. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document/document.h"
#include "layout_build.h"

#include <locale.h>

static void
expect(const char *html, struct typography typography, size_t width, const char *expected)
{
	struct arena *arena = arena_new();
	struct layout_options options = {.width = width, .typography = typography};
	const struct document *document = document_from_html(arena, html, strlen(html));
	const struct layout *layout = layout_document(arena, document, &options);
	struct buf out = buf_empty();
	for (size_t i = 0; i < layout->count; i++) {
		assert_true(layout->lines[i].reach > 0 || layout->lines[i].columns <= width);
		add_line(&out, &layout->lines[i]);
	}
	assert_string_equal(out.data, expected);
	buf_free(&out);
	arena_free(arena);
}

static void
test_indent(void **state)
{
	(void)state;
	struct typography four = {.indent = 4};
	expect("<p>一二三四五六七八九十</p>", four, 12, "    一二三四\n五六七八九十\n");
	expect("<p>一二三四五六七八九十</p>", (struct typography){.indent = 2}, 12,
			"  一二三四五\n六七八九十\n");
	/* Once is enough; lists, headings, tables and centred lines have none. */
	expect("<p>　　一二三四五六</p>", four, 12, "　　一二三四\n五六\n");
	expect("<ul><li>一二三</li></ul>", four, 12, "• 一二三\n");
	expect("<blockquote><p>一二三</p></blockquote>", four, 12, "│     一二三\n");
	expect("<p style='text-align:center'>一二</p>", four, 12, "    一二\n");
	expect("<p><img src=a.png alt=图表></p>", four, 20, "[图: 图表] [1]\n");
	expect("<table border=1><tr><td>甲</td><td>乙</td></tr></table>", four, 20,
			"┌──┬──┐\n│甲│乙│\n└──┴──┘\n");
}

static void
test_spacing(void **state)
{
	(void)state;
	struct typography spaced = {.spacing = true};
	expect("<p>增长26个GDP点</p>", spaced, 40, "增长 26 个 GDP 点\n");
	expect("<p>增长 26 个，GDP。</p>", spaced, 40, "增长 26 个，GDP。\n");
	expect("<p>用<b>Ruby</b>写，<code>a中b</code>除外</p>", spaced, 40,
			"用 Ruby 写，a中b 除外\n");
	expect("<p>ㄅAㄩA㇀A㇣Aㇰa〆A</p>", spaced, 40, "ㄅAㄩA ㇀ A ㇣ A ㇰ a〆A\n");
	expect("<p>第１０章ＧＤＰ点</p>", spaced, 40, "第１０章ＧＤＰ点\n");
	expect("<p>カナkana한글hangul</p>", spaced, 40, "カナ kana한글hangul\n");
	/* A line neither begins nor ends with a gap. */
	expect("<p>一二三四26个</p>", spaced, 8, "一二三四\n26 个\n");
	expect("<p>一二三四五GDP</p>", spaced, 10, "一二三四五\nGDP\n");
	expect("<p>一二三GDP四</p>", spaced, 10, "一二三 GDP\n四\n");
}

static void
test_hanging(void **state)
{
	(void)state;
	struct typography hanging = {.hanging = true};
	const char *text = "<p>一二三四五六七八九，十一二三四五六七八。</p>";
	expect(text, hanging, 20, "一二三四五六七八九，\n十一二三四五六七八。\n");
	expect("<p>一二三四五六七八九十，一</p>", hanging, 22, "一二三四五六七八九十，\n一\n");
	expect("<p>一二三四五六七八九十，一</p>", (struct typography){0}, 20,
			"一二三四五六七八九\n十，一\n");
	/* Only one hangs, and nothing else does. */
	expect("<p>一二三四五六七八九”，十</p>", hanging, 20, "一二三四五六七八\n九”，十\n");
	expect("<p>一二三四五六七八九十</p>", hanging, 20, "一二三四五六七八九\n十\n");
}

static void
test_ambiguous(void **state)
{
	(void)state;
	struct typography wide = {.wide_ambiguous = true};
	expect("<p>★★★★★</p>", wide, 8, "★★★★\n★\n");
	expect("<p>★★★★★</p>", (struct typography){0}, 8, "★★★★★\n");
	expect("<p>abc…一</p>", wide, 6, "abc…\n一\n");
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_indent),
			cmocka_unit_test(test_spacing),
			cmocka_unit_test(test_hanging),
			cmocka_unit_test(test_ambiguous),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
