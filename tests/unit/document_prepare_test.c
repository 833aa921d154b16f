/* The pre-scan: what the parser is given. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "document/parking.h"
#include "document/prepare.h"

#include <string.h>

static void
expect_prepared(const char *html, const char *expected)
{
	struct buf out = buf_empty();
	struct parking parking;
	struct arena *arena = arena_new();
	parking_open(&parking, arena, html, strlen(html));
	html_prepare(&out, &parking, html, strlen(html));
	assert_string_equal(out.data, expected);
	arena_free(arena);
	buf_free(&out);
}

static void
test_tags_are_written_anew(void **state)
{
	(void)state;
	expect_prepared("<P CLASS=x onclick='y()'  title='a\"b'>甲</P >",
			"<p class=\"x\" title=\"a&quot;b\">甲</p>");
	expect_prepared("<a href=x/y?a=b&c>甲</a foo>", "<a href=\"x/y?a=b&c\">甲</a>");
	expect_prepared("<img src='a>b'/>", "<img src=\"a>b\">");
	expect_prepared("<foo>甲</foo><o:p/>", "<span>甲</span>");
	expect_prepared("<html><body onload=x>甲</body></html>", "甲");
}

static void
test_what_goes(void **state)
{
	(void)state;
	expect_prepared("甲<!-- <b> -->乙<script>'<p>'</script><STYLE>x</sTyLe >丙", "甲乙丙");
	expect_prepared("a\x01"
			"b\x7f"
			"c\xC2\x85"
			"d\fe\tf",
			"abcd e\tf");
	expect_prepared("<a title='\x1b\xC2\x9b'>", "<a title=\"\">");
	expect_prepared("<textarea><b></textarea>", "<textarea>&lt;b></textarea>");
	expect_prepared("<iframe src=x><b></iframe>", "<iframe src=\"x\"></iframe>");
	expect_prepared("1 < 2 <3", "1 &lt; 2 &lt;3");
}

/* End tags that the parser would ignore are not given to it. */
static void
test_end_tags(void **state)
{
	(void)state;
	expect_prepared("</div>甲</b></td></p>", "甲");
	expect_prepared("<div><table></div>", "<div><table>");
	expect_prepared("<span><div></span></div>", "<span><div></div>");
	expect_prepared("<form><div></form>", "<div><div></div>");
	/* The parser takes any unknown element's end tag for that of another one. */
	expect_prepared("<select><option>甲</select><math><msup>乙</math>",
			"<x-select><x-option>甲</x-option></x-select>"
			"<x-math><msup>乙</msup></x-math>");
	/* An object, a cell, a button hides the paragraph that it stands in, from all that would end it. */
	expect_prepared("<p><object><div>甲</div></object>乙</p>",
			"<p><object><div>甲</div></object>乙</p>");
	expect_prepared("<p><object>甲</p><p>乙</object>丙</p>",
			"<p><object>甲<p>乙</object>丙</p>");
	expect_prepared("<p><table><td>甲</p><h1>乙</h1></table>丙</p>",
			"<p><table><td>甲<h1>乙</h1></table>丙");
	expect_prepared("<p><button>甲</p><div>乙</div></button>丙</p>",
			"<p><button>甲<div>乙</div></button>丙</p>");
	expect_prepared("<td>甲", "甲");
}

static size_t
count_in(const char *unit, size_t repeats, const char *needle)
{
	struct buf html = buf_empty();
	struct buf out = buf_empty();
	for (size_t i = 0; i < repeats; i++)
		buf_add_text(&html, unit);
	struct parking parking;
	struct arena *arena = arena_new();
	parking_open(&parking, arena, html.data, html.length);
	html_prepare(&out, &parking, html.data, html.length);
	arena_free(arena);
	size_t count = 0;
	for (const char *at = out.data; (at = strstr(at, needle)) != NULL; at++)
		count++;
	buf_free(&html);
	buf_free(&out);
	return count;
}

static void
test_depth_is_cut(void **state)
{
	(void)state;
	assert_int_equal(count_in("<div>", 511, "<div>"), 511);
	assert_int_equal(count_in("<div>", 5000, "<div>"), 512);
	assert_int_equal(count_in("<rt>", 5000, "<rt>"), 512);
	assert_int_equal(count_in("<b>", 5000, "<b>"), 512);
	assert_int_equal(count_in("<ruby><rt>", 5000, "<ruby>"), 256);
	assert_int_equal(count_in("<ruby><rt>x</ruby>", 5000, "<rt>"), 5000);
	assert_in_range(count_in("<table><table></table><thead><div>", 5000, "<div>"), 1, 600);
	assert_int_equal(count_in("<li><ul></li>", 5000, "<ul>"), 256);
	assert_int_equal(count_in("<p>", 5000, "<p>"), 5000);
	assert_int_equal(count_in("<div></div>", 5000, "<div>"), 5000);
	assert_int_equal(count_in("<table><tr><td></table>", 5000, "<td>"), 5000);
	/* Too many cut off at once: they are ended, each once. */
	assert_int_equal(count_in("<p><b></p>", 5000, "<b>"), 5000);
	assert_true(count_in("<p><b></p>", 5000, "</b>") > 4900);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_tags_are_written_anew),
			cmocka_unit_test(test_what_goes),
			cmocka_unit_test(test_end_tags),
			cmocka_unit_test(test_depth_is_cut),
	};
	return cmocka_run_group_tests_name("document: pre-scan", tests, NULL, NULL);
}
