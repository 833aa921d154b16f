/* White space, characters, what stands in a line. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/document_expect.h"

#include <locale.h>

static void
test_collapsing(void **state)
{
	(void)state;
	expect_text("  甲  a \t b\n\n c  ", "甲 a b c\n");
	expect_document("a <b> b</b>", "p a {bold:b}\n");
	expect_document("a<b> b </b>c", "p a{bold: b }c\n");
	expect_document("<p> <b> a </b> </p>", "p+ {bold:a}\n");
	expect_document("接着 <b>粗体</b>", "p 接着 {bold:粗体}\n");
	expect_text("a&nbsp;&nbsp; b", "a\xC2\xA0\xC2\xA0 b\n");
	expect_text("<p>　　甲　</p>", "　　甲　\n");
	expect_text("a\r\nb\rc", "a b c\n");
}

/* A space at the edge of a link or a mark is not painted. */
static void
test_edge_spaces(void **state)
{
	(void)state;
	expect_document("a<u> b </u>c", "p a {under:b} c\n");
	expect_document("a<u> b <i>c</i> </u>d", "p a {under:b} {italic under:c} d\n");
	expect_document("<u>a b</u>", "p {under:a b}\n");
}

static void
test_segment_breaks(void **state)
{
	(void)state;
	expect_text("中\n文", "中文\n");
	expect_text("中 \n\t 文", "中文\n");
	expect_text("中 文", "中 文\n");
	expect_text("中\nabc\n文", "中 abc 文\n");
	expect_text("한\n국", "한 국\n");
	expect_text("中\n한", "中 한\n");
	expect_text("カ\nナ、\n「か」", "カナ、「か」\n");
	expect_text("他说\n“好”\n了…\n完", "他说“好”了…完\n");
	expect_text("“\nabc", "“ abc\n");
	expect_text("中<b>\n</b>文", "中文\n");
	expect_text("中<b>\n文</b>", "中文\n");
	expect_text("中<!-- x -->\n<!-- y -->文", "中文\n");
	expect_text("a&#x200b;\nb", "ab\n");
	expect_text("𠀀\n𠀁", "𠀀𠀁\n");
	expect_text("[a]\n中", "[a] 中\n");
	expect_text("№\n五、①\n二、ｱ\nｲ", "№五、① 二、ｱｲ\n");
}

static void
test_white_space_property(void **state)
{
	(void)state;
	expect_document("a <span style='white-space:pre'>b  c\nd</span>  e",
			"p a {keep:b  c}/{keep:d} e\n");
	expect_document("<div style='white-space: pre-line'>a  b\n c</div>", "group\n  p a b/c\n");
	expect_document("a <nobr>b c</nobr>", "p a {nowrap:b c}\n");
	expect_document("a<wbr>b&#x200B;c", "p a|b|c\n");
}

static void
test_comments_split_no_words(void **state)
{
	(void)state;
	expect_text("中<!-- -->文<?php x ?>字<![CDATA[y]]>", "中文字\n");
	expect_text("a<!-->b<!--->c<!-- - -- -->d<!--x--!>e", "abcde\n");
	expect_text("甲<!-- 没有结尾<b>乙</b>", "甲乙\n"); /* nothing is lost */
}

static void
test_styles(void **state)
{
	(void)state;
	expect_document("<strong>a</strong><em>b</em><del>c</del><code>d</code><mark>e</"
			"mark><small>f</small>",
			"p {bold:a}{italic:b}{strike:~\xE2\x81\xA0"
			"c\xE2\x81\xA0~}{code:d}{mark:e}{dim:f}\n");
	expect_document("<span style='font-weight:700;font-style:italic'>a</span>"
			"<span style='text-decoration:underline line-through'>b</span>",
			"p {bold italic:a}{under strike:b}\n");
	expect_document("<b>a<span style='font-weight:normal'>b</span></b>", "p {bold:a}b\n");
	expect_document("<o:p>a</o:p><em_media/>b<blink>c</blink>", "p abc\n");
	expect_document("<b><i>a</b>b</i>", "p {bold italic:a}{italic:b}\n");
}

static void
test_scripts(void **state)
{
	(void)state;
	expect_text("x<sup>2</sup>, H<sub>2</sub>O, 10<sup>-3</sup>", "x², H₂O, 10⁻³\n");
	expect_text("x<sup>n+1/2</sup>, A<sub>甲乙</sub>, x<sup>甲</sup>",
			"x^(n+1/2), A_(甲乙), x^甲\n");
	expect_document("文<sup><a href='#n'>[1]</a></sup>", "p 文{link0:[1]}\n");
	expect_text("x<sup> </sup>y", "x y\n");
}

static void
add_repeated(struct buf *out, const char *unit, int count)
{
	for (int i = 0; i < count; i++)
		buf_add_text(out, unit);
}

/* `unit` 1,000 times between the tags; the text holds `shown` so often. */
static void
expect_all(const char *open, const char *unit, const char *close, const char *shown, int count)
{
	struct buf html = buf_empty();
	struct buf expected = buf_empty();
	buf_add_text(&html, open);
	add_repeated(&html, unit, 1000);
	buf_add_text(&html, close);
	add_repeated(&expected, shown, count);
	struct arena *arena = arena_new();
	const struct document *document = document_from_html(arena, html.data, html.length);
	if (strstr(document->text, expected.data) == NULL)
		fail_msg("%s%s…: %s", open, unit, document->text);
	arena_free(arena);
	buf_free(&html);
	buf_free(&expected);
}

/* However much stands in an element that is looked at before it is shown. */
static void
test_long_text(void **state)
{
	static const char *const tags[] = {"<sup>", "<sub>", "<q>", "<del>", "<button>", "<object>",
			"<abbr title=x>", "<meter value=1>", "<rt>", "<ruby><rt>"};
	(void)state;
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		expect_all(tags[i], "甲", "", "甲", 1000);
		/* Nor is anything lost behind much that is empty. */
		expect_all(tags[i], " ", "乙", "乙", 1);
		expect_all(tags[i], "<i></i>", "乙", "乙", 1);
	}
	expect_all("x<sup>", "1", "</sup>", "¹", 1000);
	expect_all("x<sub>", "2", "</sub>", "₂", 1000);
	expect_all("x<sup>1<b>", "1", "</b></sup>", "1", 1000);
	expect_all("<sup>1<sup>", "3", "</sup></sup>", "³", 1000);
	expect_all("x<sup>", "<i></i>", "2</sup>", "x^(2)", 1);
	expect_text("x<sup>12<sup>3</sup></sup>", "x^(12³)\n");
}

static void
test_quotes_ruby_math(void **state)
{
	(void)state;
	expect_text("<q>外<q>内</q></q>", "“外‘内’”\n");
	expect_text("<p lang=ja><q>外<q>内</q></q>", "「外『内』」\n");
	expect_text("<ruby>汉字<rp>（</rp><rt>hàn zì</rt><rp>）</rp></ruby>", "汉字(hàn zì)\n");
	expect_text("<ruby>北<rt>běi<rt></ruby>", "北(běi)\n");
	expect_text("<ruby>汉<rt>hàn</rt>字<rt>zì</rt></ruby>", "汉字(hàn zì)\n");
	expect_text("<ruby>汉<rp>(<rt>hàn<rp>)</ruby><ruby>字<rt></ruby>", "汉(hàn)字\n");
	expect_text("<rt>独</rt><rtc>立</rtc>", "(独)(立)\n");
	expect_text("<ruby><rb>北<rb>京<rtc><rt>Běi<rt>jīng</ruby>市", "北京(Běi jīng)市\n");
	expect_text("<ruby>汉<rtc><rt>hàn</rt></rtc></ruby>字", "汉(hàn)字\n");
	expect_text("<ruby>汉<rt>hàn</rt><rtc>Chinese</rtc></ruby>", "汉(hàn Chinese)\n");
	expect_text("<ruby>汉<rtc> </rtc></ruby>字<ruby>字<rtc><rt> </rt></rtc></ruby>",
			"汉字字\n");
	expect_text("<ruby>汉<rp>(</rp><rtc><rp>[</rp><rt>hàn</rt><rp>]</rp></rtc></ruby>",
			"汉(hàn)\n");
	expect_text("<ruby><ruby>汉<rt>hàn</rt></ruby><rt>Han</rt></ruby>字", "汉(hàn)(Han)字\n");
	expect_text("<ruby>汉<rt>hàn<ruby>A<rt>a</rt></ruby></rt><rt>b</rt></ruby>",
			"汉(hànA(a) b)\n");
	expect_text("<ruby><span>汉<rt>hàn</rt></span><span>字<rt>zì</rt></span></ruby>",
			"汉(hàn)字(zì)\n");
	expect_text("<ruby>汉<rt style='display:none'>x</rt></ruby>字", "汉字\n");
	expect_text("<math> <mi>x</mi> <mo>=</mo> <mn>1</mn> </math>", "x=1\n");
	expect_text("<math><msup><mi>x</mi><mn>2</mn></msup><mfrac><mn>1</mn><mn>2</mn></mfrac>"
		    "<annotation>tex</annotation></math>",
			"x^21/2\n");
	expect_text("<math alttext='E=mc^2'><mi>E</mi></math>", "E=mc^2\n");
}

/* What stands for what is told once, and what is struck out says so. */
static void
test_abbreviations_and_struck(void **state)
{
	(void)state;
	expect_text("<abbr title='国内生产总值'>GDP</abbr>，<abbr title='国内生产总值'>GDP</abbr>",
			"GDP(国内生产总值)，GDP\n");
	expect_text("<abbr title='Gross'>GDP</abbr><abbr title=甲>甲</abbr><abbr title=乙></abbr>"
		    "<abbr>丙</abbr>",
			"GDP (Gross)甲丙\n");
	expect_text("旧价<del>100元</del><s>作废</s><strike></strike>",
			"旧价~\xE2\x81\xA0"
			"100元\xE2\x81\xA0~~\xE2\x81\xA0作废\xE2\x81\xA0~\n");
	expect_text("<del><s>旧</s>价</del>", "~\xE2\x81\xA0旧价\xE2\x81\xA0~\n");
}

static void
test_entities(void **state)
{
	(void)state;
	expect_text("&lt;b&gt; &amp;amp; &hellip;&mdash; a && b ?x=1&copy=2 AT&T",
			"<b> &amp; …— a && b ?x=1©=2 AT&T\n");
	expect_text("&nbspx &#20013;&#x6587;", "\xC2\xA0x 中文\n");
	/* Numbers too large for any character are one replacement, also for a 32-bit count. */
	expect_text("甲&#15555555555;乙&#x7000000E3;丙&#155\x01"
		    "55555555\xC2",
			"甲\xEF\xBF\xBD乙\xEF\xBF\xBD丙\xEF\xBF\xBD\xEF\xBF\xBD\n");
	expect_text("<img src=a.png alt='价&#4294967523;'>&#00000020013;",
			"[图: 价\xEF\xBF\xBD]中\n");
}

/* No character that acts on a terminal comes through, written raw or as an entity. */
static void
test_gate(void **state)
{
	(void)state;
	expect_text("&#27;[0m", "\xEF\xBF\xBD[0m\n");
	expect_text("a\x1b[31mb\x07\x7f", "a[31mb\n");
	expect_text("a\xC2\x9B"
		    "31mb",
			"a31mb\n");
	expect_text("a&#7;b&#127;", "a\xEF\xBF\xBD"
				    "b\xEF\xBF\xBD\n");
	expect_text("a\xE2\x80\xAE"
		    "b&#x202e;c&#x2066;d&#x200f;e",
			"abcde\n");
	expect_text("a\xFF\xE4\xB8"
		    "b",
			"a\xEF\xBF\xBD\xEF\xBF\xBD"
			"b\n");
	expect_text("<pre>a&#27;b\tc&#155;</pre>", "a\xEF\xBF\xBD"
						   "b\tc›\n");
	expect_text("\xEF\xBB\xBF"
		    "a&shy;b&#x2060;c&#xfeff;",
			"abc\n");
	/* What is not to be seen goes, once for all elements; what shapes a letter or a picture stays. */
	expect_text("支\u3164付\u2061\uFFA0宝\u115F\uFFFC&#x200c;&#x3164;", "支付宝\n");
	expect_text("<pre>a\u3164\u2063\u200C\u200Cb</pre>", "ab\n");
	expect_text("<img src=a alt='支\u3164付&#x2062;宝'>", "[图: 支付宝]\n");
	expect_text("می\u200C\u200C\u200Cخواهم <b>م</b>\u200Cن", "می\u200Cخواهم من\n");
	expect_text("👩&zwj;💻 ❤\uFE0F 1\uFE0F\u20E3", "👩\u200D💻 ❤\uFE0F 1\uFE0F\u20E3\n");
	expect_text("a&#x2028;b", "a b\n");
	expect_text("<!-- \x1b --><a href='#' title='\x1b'>x</a>", "x\n");
}

static void
test_private_use(void **state)
{
	(void)state;
	expect_text("a<i>\xEE\x80\x80</i>b", "ab\n");
	expect_text("a\xEE\x80\x80"
		    "b",
			"a\xEF\xBF\xBD"
			"b\n");
	expect_document("<p><i>\xEE\x80\x80</i></p>", "");
}

static void
test_nul(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, "a\0b<\0p>c<b\0>d", 14);
	assert_null(document_fault(document));
	assert_string_equal(document->text, "ab<p>cd\n");
	arena_free(arena);
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_collapsing),
			cmocka_unit_test(test_edge_spaces),
			cmocka_unit_test(test_segment_breaks),
			cmocka_unit_test(test_white_space_property),
			cmocka_unit_test(test_comments_split_no_words),
			cmocka_unit_test(test_styles),
			cmocka_unit_test(test_scripts),
			cmocka_unit_test(test_long_text),
			cmocka_unit_test(test_quotes_ruby_math),
			cmocka_unit_test(test_abbreviations_and_struck),
			cmocka_unit_test(test_entities),
			cmocka_unit_test(test_gate),
			cmocka_unit_test(test_private_use),
			cmocka_unit_test(test_nul),
	};
	return cmocka_run_group_tests_name("document: text of HTML", tests, NULL, NULL);
}
