/* Text that is kept out of the parser comes back as it was. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "document/document.h"
#include "document/parking.h"
#include "document/prepare.h"

#include <locale.h>
#include <string.h>

#define LONG "这一段没有任何标记，长得值得绕过解析器。"

/* What goes to the parser; its marks are shown as {text}. */
static void
expect_parked(const char *html, const char *expected)
{
	struct parking parking;
	struct parked piece;
	struct buf out = buf_empty();
	struct buf shown = buf_empty();
	struct arena *arena = arena_new();
	parking_open(&parking, arena, html, strlen(html));
	html_prepare(&out, &parking, html, strlen(html));
	const char *text = out.data;
	while (parking_next(&parking, &text, &piece)) {
		bool is_mark = piece.text < out.data || piece.text >= out.data + out.length;
		buf_add_text(&shown, is_mark ? "{" : "");
		buf_add(&shown, piece.text, piece.length);
		buf_add_text(&shown, is_mark ? "}" : "");
	}
	assert_string_equal(shown.data, expected);
	arena_free(arena);
	buf_free(&out);
	buf_free(&shown);
}

static void
test_what_is_parked(void **state)
{
	(void)state;
	expect_parked("<p>" LONG "</p>", "<p>{" LONG "}</p>");
	expect_parked("<p>短</p>", "<p>短</p>");
	/* The parser sees the white space at the ends, and all references. */
	expect_parked("<pre>\n " LONG "\n</pre>", "<pre>\n {" LONG "}\n</pre>");
	expect_parked(LONG "&gt;" LONG, "{" LONG "}&gt;{" LONG "}");
	expect_parked(LONG "&gt" LONG, "{" LONG "}&gt{" LONG "}");
	expect_parked("&notin" LONG "&#x4e2d" LONG, "&notin{" LONG "}&#x4e2d{" LONG "}");
	/* Bytes that go or change are not in it; a middle dot is no C1 control. */
	expect_parked(LONG "\x01" LONG, "{" LONG "}{" LONG "}");
	expect_parked(LONG "\xC2\x9B" LONG, "{" LONG "}{" LONG "}");
	expect_parked(LONG "·" LONG, "{" LONG "·" LONG "}");
	expect_parked(LONG "\r" LONG, "{" LONG "}\r{" LONG "}");
	/* Attributes and raw text never are. */
	expect_parked("<img alt='" LONG "'>", "<img alt=\"" LONG "\">");
	expect_parked("<textarea>" LONG "</textarea>", "<textarea>" LONG "</textarea>");
}

/* A page with bytes like a mark's is parsed whole. */
static void
test_closed(void **state)
{
	(void)state;
	expect_parked("\xF4\x80\x80\x80" LONG, "\xF4\x80\x80\x80" LONG);
	expect_parked(LONG "\xF4\x80\x80\x81", LONG "\xF4\x80\x80\x81");
	/* The parser mends bad bytes. */
	expect_parked(LONG "\xE4\xB8<b>" LONG, LONG "\xE4\xB8<b>" LONG);
}

static void
expect_text(const char *html, const char *expected)
{
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, html, strlen(html));
	assert_string_equal(document->text, expected);
	arena_free(arena);
}

static void
test_documents(void **state)
{
	(void)state;
	expect_text("<p>" LONG "</p>", LONG "\n");
	/* An icon is left out where an element holds nothing else, whatever is parked beside it. */
	expect_text("<p>" LONG "&#xE000;" LONG "<i>&#xE000;</i>", LONG "\xEF\xBF\xBD" LONG "\n");
	expect_text("<p>" LONG "\r\xEE\x80\x80", LONG " \xEF\xBF\xBD\n");
	expect_text("<p>甲<b>" LONG "</b>" LONG "\n乙</p>", "甲" LONG LONG "乙\n");
	/* Text in a table's rows is put before it, wherever it stood. */
	expect_text("<table><tr>" LONG "<td>格</td></tr></table>", LONG "\n格\n");
	expect_text("<select><option>" LONG "</select>", "[" LONG "]\n");
	expect_text("<p>" LONG "\xFF" LONG "</p>", LONG "\xEF\xBF\xBD" LONG "\n");
	expect_text("<svg><title>" LONG "</title></svg>", "[图: " LONG "]\n");
}

/* More stretches than one character numbers. */
static void
test_many(void **state)
{
	enum { STRETCHES = 70000 };
	(void)state;
	struct buf html = buf_empty();
	struct buf expected = buf_empty();
	for (int i = 0; i < STRETCHES; i++) {
		buf_format(&html, "第%d段<wbr>", i);
		buf_format(&expected, "第%d段", i);
	}
	buf_add_char(&expected, '\n');
	expect_text(html.data, expected.data);
	buf_free(&html);
	buf_free(&expected);
}

/* A mark that a page writes as a reference is shown as U+FFFD: no text of the page comes twice. */
static void
test_forged(void **state)
{
	static const char *const marks[] = {"&#x100000;", "&#x100000", "&#X100000;",
			"&#x000100000;", "&#1048576;", "&#1048576", "&#0001048576;",
			"&#x10<!-- -->0000;",
			"&#x10\x01"
			"0000;",
			"&#x10<o:p/>0000;", "&#x100<style></style>000;",
			"&<script></script>#1048<script></script>576;"};
	(void)state;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct buf html = buf_empty();
		/* No stretch is long enough to be parked, which would part it from what stands before. */
		buf_format(&html, "<p>" LONG "<p>%s<i>0</i>", marks[i]);
		expect_text(html.data, LONG "\n\xEF\xBF\xBD"
					    "0\n");
		buf_free(&html);
	}
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_what_is_parked),
			cmocka_unit_test(test_closed),
			cmocka_unit_test(test_documents),
			cmocka_unit_test(test_many),
			cmocka_unit_test(test_forged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
