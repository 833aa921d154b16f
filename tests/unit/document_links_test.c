/* Links and what stands for pictures, films and forms. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/document_expect.h"

/* The list of links: number and url a line, `=` for a bare one. */
static void
expect_links(const char *html, const char *expected)
{
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, html, strlen(html));
	assert_null(document_fault(document));
	struct buf shown = buf_empty();
	for (size_t i = 0; i < document->link_count; i++) {
		static const char *const kinds[] = {"", " image", " media"};
		const struct link *link = &document->links[i];
		buf_format(&shown, "%d%s %s%s\n", link->number, link->is_bare ? "=" : "", link->url,
				kinds[link->kind]);
	}
	if (strcmp(shown.data, expected) != 0)
		print_message("of: %s\n", html);
	assert_string_equal(shown.data, expected);
	buf_free(&shown);
	arena_free(arena);
}

static void
test_numbers(void **state)
{
	(void)state;
	expect_links("<a href=http://a.example/1>甲</a><a href=http://b.example>乙</a>"
		     "<a href=http://a.example/1>丙</a>",
			"1 http://a.example/1\n2 http://b.example\n1 http://a.example/1\n");
	expect_links("<a href=/x#a>甲</a><a href=/x#b>乙</a>", "1 /x#a\n2 /x#b\n");
	expect_document("<a href=x>甲<b>乙</b></a>丙", "p {link1…:甲}{bold link1:乙}丙\n");
}

static void
test_no_numbers(void **state)
{
	(void)state;
	expect_document("<a>甲</a><a href=''>乙</a><a href='JavaScript:x()'>丙</a><a "
			"href=data:,x>丁</a>",
			"p 甲乙丙丁\n");
	expect_links("<a href='#注'>注</a>", "0 #注\n");
	expect_links("<a href=x></a><a href=x> </a><a href=y>甲</a>", "0 x\n0 x\n1 y\n");
	expect_links("<a href=x><img src=p.png alt=图></a>", "1 x\n");
}

static void
test_bare(void **state)
{
	(void)state;
	expect_links("<a href='https://a.example/'>https://a.example</a>",
			"0= https://a.example/\n");
	expect_links("<a href='https://a.example/x'> a.example/x </a>", "0= https://a.example/x\n");
	expect_links("<a href='mailto:b@c.example'>b@c.example</a>", "0= mailto:b@c.example\n");
	expect_links("<a href='mailto:b@c.example'>信</a>", "1 mailto:b@c.example\n");
	expect_links("<a href='https://a.example/xy'>a.example/x</a>", "1 https://a.example/xy\n");
}

static void
test_urls(void **state)
{
	(void)state;
	expect_links("<a href='//a.example/b'>x</a>", "1 https://a.example/b\n");
	expect_links("<a href=' a b\n\tc '>x</a>", "1 a%20bc\n");
	expect_links("<a href='a&#27;&#x202e;b'>x</a>", "1 a%1B%E2%80%AEb\n");
	expect_links("<a href='a?b=1&amp;c=图'>x</a>", "1 a?b=1&c=图\n");
}

static void
test_misnested_links(void **state)
{
	(void)state;
	expect_document("<a href=x>甲<a href=y>乙", "p {link1:甲}{link2:乙}\n");
	expect_document("<a href=x>甲<p>乙</p>丙</a>丁",
			"p {link1…:甲}\np+ {link1…:乙}\np {link1:丙}丁\n");
	expect_document("<a href=x> 甲 </a>乙", "p {link1:甲} 乙\n");
	expect_document("<p><a name=锚></a>甲</p>", "p #锚+ 甲\n");
}

static void
test_image_labels(void **state)
{
	(void)state;
	expect_text("<img src=a.png alt=走势 title=x>", "[图: 走势]\n");
	expect_text("<img src=a.png title=标>", "[图: 标]\n");
	expect_text("<img src='http://h.example/p/%E5%9B%BE1.png?x=/y'>", "[图: 图1.png]\n");
	expect_text("<img src='/p/%ff.png'>", "[图: %ff.png]\n");
	expect_text("<img src=a.png alt=''><img src=/p/b.png alt=' '>", "[图: a.png][图: b.png]\n");
	expect_text("<img src='https://h.example/'><img src='/p/?id=1'>",
			"[图: h.example][图: p]\n");
	expect_text("<img src=' /a/guide 1.png '>", "[图: guide 1.png]\n");
	expect_text("<img src=/a/x%20y%1B%E2%80%AE.png?w=1,2#f>", "[图: x y\xEF\xBF\xBD.png]\n");
	expect_text("<img alt=甲>", "");
	expect_text("<img src=''>", "");
	expect_text("<img data-src=b.png src='data:image/gif;base64,AA'>", "[图: b.png]\n");
	expect_text("<img src='data:image/png;base64,AA' alt=嵌>", "[图: 嵌(内嵌)]\n");
	expect_links("<img src='data:image/png;base64,AA' alt=嵌>", "");
	expect_text("<img src=/01234567890123456789012345678901234567890123456789.png>",
			"[图: 01234567890123456789…567890123456789.png]\n");
}

/* Neither a word in its name nor a share of the width makes a picture one that nobody is to see. */
static void
test_images_kept(void **state)
{
	static const char *const names[] = {"logo-higherpixels.svg", "google-pixel.jpg",
			"pixel.jpg", "blank-cheque.png", "track-record.png", "soundtrack.jpg",
			"beacons.jpg", "trackpad.gif", "a1x1.gif"};
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct buf html = buf_empty();
		struct buf shown = buf_empty();
		buf_format(&html, "<img src=/x/%s>", names[i]);
		buf_format(&shown, "[图: %s]\n", names[i]);
		expect_text(html.data, shown.data);
		buf_free(&html);
		buf_free(&shown);
	}
	expect_text("<img src=pixel.gif width=600 height=400>", "[图: pixel.gif]\n");
	expect_text("<img src=a.png width='2%'><img src=b.png style='width:1em'>",
			"[图: a.png][图: b.png]\n");
}

/* Each address is whole: two pictures share a number only where they are one. */
static void
test_image_addresses(void **state)
{
	(void)state;
	expect_links("<img src='/a/g 1.png'><img src='/a/g 2.png'><img src='/a/g 1.png'>",
			"1 /a/g%201.png image\n2 /a/g%202.png image\n1 /a/g%201.png image\n");
	expect_links("<img src=/w_1,h_2/p.png><img data-src=/w_1,h_2/q.png>",
			"1 /w_1,h_2/p.png image\n2 /w_1,h_2/q.png image\n");
	expect_links("<img srcset='/w_1,h_2/p.png 1x, /q.png 2x'><img srcset=' a.png, b.png 2x'>",
			"1 /w_1,h_2/p.png image\n2 a.png image\n");
	expect_links("<img src='data:x,y' data-srcset='c.png 480w'><img src='' "
		     "data-lazy-src=d.png>",
			"1 c.png image\n2 d.png image\n");
	expect_text("<img srcset=','>甲", "甲\n");
}

/* The word behind a picture does not run into its number. */
static void
test_word_after_image(void **state)
{
	(void)state;
	expect_text("<img src=a.png>Text", "[图: a.png] Text\n");
	expect_text("<img src=a.png><b>2</b>", "[图: a.png] 2\n");
	expect_text("<a href=x><img src=a.png></a>Ж", "[图: a.png] Ж\n");
	expect_text("<img src=a.png>后，<img src=a.png>, x<img src=a.png><br>x",
			"[图: a.png]后，[图: a.png], x[图: a.png]\nx\n");
	expect_document("<u><img src=a.png>x</u>",
			"p {under link1… image:[}{under link1… image:图}{under link1 image:: "
			"a.png]} {under:x}\n");
}

static void
test_images_left_out(void **state)
{
	(void)state;
	expect_text("<img src=a.gif width=1>甲<img src=a.gif style='height:2px'>", "甲\n");
	expect_text("<img src=/x/spacer.gif><img src=1x1.png><img src=/PIXEL.gif?u=1>甲", "甲\n");
	expect_text("<img src=a.png height=0 width=100%><img src=b.png style='width:1px'>甲",
			"甲\n");
	expect_text("<a href=x><img src=a.png alt=''>甲</a>", "甲\n");
	expect_text("<a href=x><img src=a.png alt=''></a>", "[图: a.png]\n");
	expect_text("<img src=a.png alt='' role=presentation>甲", "甲\n");
	expect_text("<img data-src=a.png alt=图><noscript><img src=a.png alt=图>字</noscript>",
			"[图: 图]字\n");
}

static void
test_images_are_links(void **state)
{
	(void)state;
	expect_document("见 <img src=a.png alt=图> 后",
			"p 见 {link1… image:[}{link1… image:图}{link1 image:: 图]} 后\n");
	expect_links("<img src=a.png><a href=a.png>x</a>", "1 a.png image\n1 a.png\n");
	expect_document("<svg><title>图题</title><text>S</text></svg>",
			"p {image:[}{image:图}{image:: 图题]}\n");
	expect_text("<svg><text>S</text></svg>甲<svg><g><p>文", "甲\n文\n");
}

static void
test_media(void **state)
{
	(void)state;
	expect_document("甲<video src=v.mp4 title=片></video>乙",
			"p 甲\np {link1… image:[}{link1… image:视频}{link1 image:: 片]}\np 乙\n");
	expect_text("<video><source src=''><source src=/a/b.mp4>旧</video>", "[视频: b.mp4]\n");
	expect_text("<audio src=a.mp3></audio><audio controls src=b.mp3></audio>",
			"[音频: b.mp3]\n");
	expect_text("<video></video><iframe></iframe><embed>", "");
	expect_text("<iframe src='https://e.example/x?y'><p>x</iframe>", "[嵌入: e.example]\n");
	expect_text("<iframe src=x title=题>后文<p>不丢", "[嵌入: 题]\n后文\n不丢\n");
	expect_text("<object data=x.swf>旧文</object>", "旧文\n");
	expect_links("<video src=v.mp4>", "1 v.mp4 media\n");
}

static void
test_forms(void **state)
{
	(void)state;
	expect_text("<input value=甲><input placeholder=乙><input type=hidden value=丙>",
			"[甲____][乙____]\n");
	expect_text("<input type=password value=秘><input type=checkbox checked><input type=radio>",
			"[____][x] ( )\n");
	expect_text("<select><option>甲<option selected>乙</select><button>送</button>",
			"[乙][送]\n");
	expect_text("<textarea>a<b>c</textarea>", "[a<b>c____]\n");
	expect_text("<progress value=31 max=50></progress> <meter value=.5>半</meter>", "62% 半\n");
	expect_text("<form>甲<form>乙</form>丙", "甲\n乙\n丙\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_numbers),
			cmocka_unit_test(test_no_numbers),
			cmocka_unit_test(test_bare),
			cmocka_unit_test(test_urls),
			cmocka_unit_test(test_misnested_links),
			cmocka_unit_test(test_image_labels),
			cmocka_unit_test(test_images_kept),
			cmocka_unit_test(test_image_addresses),
			cmocka_unit_test(test_word_after_image),
			cmocka_unit_test(test_images_left_out),
			cmocka_unit_test(test_images_are_links),
			cmocka_unit_test(test_media),
			cmocka_unit_test(test_forms),
	};
	return cmocka_run_group_tests_name("document: links and objects", tests, NULL, NULL);
}
