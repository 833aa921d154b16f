/* Layout at the edge of its room: every width and option, and documents made to grow. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "layout_bounds.h"

#include <locale.h>
#include <string.h>

struct sizes {
	size_t lines, pieces, columns, widest;
};

static struct sizes
sizes_of(const char *html, size_t length, const struct layout_options *options)
{
	struct sizes sizes = {0};
	struct arena *arena = arena_new();
	const struct document *document = document_from_html(arena, html, length);
	const struct layout *layout = layout_document(arena, document, options);
	const char *broken = bounds_of_layout(document, layout, options->width);
	if (broken != NULL)
		fail_msg("%s at width %zu: %.300s", broken, options->width, html);
	sizes.lines = layout->count;
	for (size_t i = 0; i < layout->count; i++) {
		const struct line *line = &layout->lines[i];
		sizes.pieces += line->piece_count;
		sizes.columns += line->columns;
	}
	sizes.widest = layout->widest;
	arena_free(arena);
	return sizes;
}

/* Options by the bits of a number. */
static struct layout_options
options_of(unsigned bits, size_t width)
{
	static const size_t indents[] = {0, 2, LAYOUT_MAX_INDENT, 1000};
	return (struct layout_options){.width = width,
			.links = bits & 1 ? LINKS_LIST : LINKS_NONE,
			.ascii = (bits & 2) != 0,
			.wrap_code = (bits & 4) != 0,
			.wrap_links = (bits & 4) != 0,
			.wide_tables = (bits & 8) != 0,
			.typography = {.spacing = (bits & 16) != 0,
					.hanging = (bits & 32) != 0,
					.wide_ambiguous = (bits & 64) != 0,
					.indent = indents[bits / 128 % 4]}};
}

/* Markers and indents that leave hardly a column, with text that would hang, part or swell. */
static const char *const crowded[] = {
		"<ol start=-1000000000><li><ol start=-1000000000><li><ol "
		"start=100><li>中文字，后。</ol></ol></ol>",
		"<ul><li><ul><li><ul><li><ul><li><ul><li><ul><li><ul><li>中文。字a1</ul></ul></"
		"ul></ul></ul></ul></ul>",
		"<blockquote><ol type=i start=3888><li><p "
		"style=text-indent:9em>★文★字。”</ol></blockquote>",
		"<div style=margin-left:40em><dl><dt>名<dd><ol "
		"start=99999><li>G点，</ol></dl></div>"
		"<p>一二三四五，六<a href=/x>七</a></p>",
		"<table><tr><th>名称很长很长很长<th>b<tr><td><ul><li>甲，乙<li>丙</ul>"
		"<td><pre>xxxxxxxxxxxxxxxxxxxxxxx\ty</pre><hr></table>",
		"<ul><li><p style=white-space:pre-wrap>\t\t甲\t乙                          丙"
		"<li>　　　　　　丁</ul><pre>\t戊\t己</pre>",
		"<table border=1><tr><td>甲，乙。丙<td align=right>★5<tr><td "
		"colspan=2><h1>丁戊，</h1></table>",
};

static void
test_every_width_and_option(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(crowded) / sizeof(crowded[0]); i++) {
		const char *html = crowded[i];
		for (size_t width = 0; width < 60; width++) {
			for (unsigned bits = 0; bits < 512; bits++) {
				struct layout_options options = options_of(bits, width);
				options.width = width < LAYOUT_MIN_WIDTH ? LAYOUT_MIN_WIDTH : width;
				struct sizes sizes = sizes_of(html, strlen(html), &options);
				if (options.wrap_code && !options.wide_tables &&
						sizes.widest > options.width)
					fail_msg("%zu columns at width %zu: %s", sizes.widest,
							options.width, html);
			}
		}
		for (size_t width = 60; width <= LAYOUT_MAX_WIDTH; width += 7) {
			struct layout_options options = options_of((unsigned)width * 37, width);
			(void)sizes_of(html, strlen(html), &options);
		}
	}
}

/* A rule in a cell wider than the page: all of the piece's text is a rule. */
static void
test_rules_in_wide_cells(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf html = buf_empty();
	buf_add_text(&html, "<table border=1><tr><td><pre>");
	for (int i = 0; i < 300; i++)
		buf_add_char(&html, 'x');
	buf_add_text(&html, "</pre><hr><h1>a</h1></td></tr></table>");
	for (unsigned ascii = 0; ascii < 2; ascii++) {
		struct layout_options options = {
				.width = 40, .wide_tables = true, .ascii = ascii != 0};
		const struct document *document = document_from_html(arena, html.data, html.length);
		const struct layout *layout = layout_document(arena, document, &options);
		const char *glyph = ascii ? "-" : "─";
		assert_null(bounds_of_layout(document, layout, options.width));
		const struct line *rule = &layout->lines[3];
		assert_int_equal(rule->columns, 302);
		assert_int_equal(rule->piece_count, 3);
		const struct piece *piece = &rule->pieces[1];
		assert_int_equal(piece->columns, 300);
		assert_int_equal(piece->length, 300 * strlen(glyph));
		for (size_t i = 0; i < piece->length; i += strlen(glyph))
			assert_memory_equal(piece->text + i, glyph, strlen(glyph));
	}
	buf_free(&html);
	arena_free(arena);
}

/* A document that begins, goes on with one part many times, and ends. */
struct growth {
	const char *name, *begin, *part, *end;
	bool is_wide; /* with wide_tables, at a small width */
};

static const struct growth growths[] = {
		{"headers over every record",
				"<table border=1><tr><th>甲<th>HEADER<i>文字文字文字文字</i><th>丙",
				"<tr><td>a<td>b<td>c", "</table>", false},
		{"empty places of a wide table",
				"<table border=1><tr><td>a<td colspan=1000><pre>HEADER</pre>",
				"<tr><td>a<tr><td><td>b", "</table>", true},
		{"rows under a wide cell", "<table border=1><tr><td><pre>HEADER</pre>",
				"<tr><td>b<br>c", "</table>", true},
		{"rules in a wide cell", "<table border=1><tr><td><pre>HEADER</pre>", "<hr>",
				"</table>", true},
		{"many columns of a frame",
				"<table "
				"border=1><tr><td>a<td>b<td>c<td>d<td>e<td>f<td>g<td>h<td>i<td>j",
				"<tr><td>a<br>b<tr><td colspan=2>a", "</table>", false},
		{"spans of rows and columns", "<table border=1>",
				"<tr><td rowspan=1000 colspan=1000>a<td>b", "</table>", true},
		{"tables in tables", "", "<table border=1><tr><th>甲HEADER<th>乙<tr><td>a<td>", "",
				false},
		{"headers that span", "<table><tr><td>",
				"<table border=1><tr><th colspan=1000>甲乙<tr><td>a<td>b</table>",
				"</table>", false},
		{"lines in deep lists",
				"<ul><li><ul><li><ul><li><ul><li><ul><li><ul><li><ul><li><ul><li>",
				"<br>a", "", false},
		{"lines in deep quotes",
				"<blockquote><blockquote><blockquote><blockquote><blockquote><"
				"blockquote>",
				"<p>a", "", false},
		{"deep lists", "", "<ul><li>a<br>b", "", false},
		{"margins", "<div style=margin-left:2em><div style=margin-left:2em>",
				"<div style=margin-left:9em>a</div>", "", false},
		{"indents", "", "<p style=text-indent:99em>a", "", false},
		{"markers", "<ol type=i start=3888>", "<li>", "</ol>", false},
		{"tabs", "<pre>", "\t\ta", "</pre>", false},
		{"tabs alone", "<pre>", "\t", "</pre>", false},
		{"links", "", "<a href=/HEADER>b</a>", "", false},
		{"headings", "", "<h1>a</h1>", "", false},
		{"widths of columns", "<table border=1>", "<col width=1%>",
				"<tr><td>a<td>b</table>", true},
		{"columns in per cent", "<table border=1><tr>", "<td width=99%>a</td>", "</table>",
				true},
};

static struct sizes
sizes_of_growth(const struct growth *growth, size_t bytes, size_t *length)
{
	struct buf html = buf_empty();
	const char *header = strstr(growth->begin, "HEADER");
	buf_add_text(&html, growth->begin);
	if (header != NULL) {
		buf_truncate(&html, (size_t)(header - growth->begin));
		while (html.length < bytes / 2)
			buf_add_text(&html, "x");
		buf_add_text(&html, header + strlen("HEADER"));
	}
	while (html.length < bytes)
		buf_add_text(&html, growth->part);
	buf_add_text(&html, growth->end);
	struct layout_options options = {.width = growth->is_wide ? 8 : 80,
			.wide_tables = growth->is_wide,
			.links = LINKS_LIST};
	struct sizes sizes = sizes_of(html.data, html.length, &options);
	*length = html.length;
	buf_free(&html);
	return sizes;
}

/* Twice the document is no more than twice its lines, pieces and columns; none is far larger than it. */
static void
test_documents_made_to_grow(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(growths) / sizeof(growths[0]); i++) {
		size_t length, twice;
		struct sizes one = sizes_of_growth(&growths[i], 30000, &length);
		struct sizes two = sizes_of_growth(&growths[i], 60000, &twice);
		bool is_linear = two.lines <= one.lines * 21 / 10 + 1000 &&
				 two.pieces <= one.pieces * 21 / 10 + 1000 &&
				 two.columns <= one.columns * 21 / 10 + LAYOUT_WIDE_FREE;
		if (!is_linear || two.pieces > twice + 1000 ||
				two.columns > 16 * twice + LAYOUT_WIDE_FREE)
			fail_msg("%s: %zu bytes, %zu lines, %zu pieces, %zu columns; of %zu bytes "
				 "%zu, %zu, %zu",
					growths[i].name, twice, two.lines, two.pieces, two.columns,
					length, one.lines, one.pieces, one.columns);
	}
}

/* Elements and attributes that meet in random documents, and bits of text between them. */
static const char *const elements[] = {"p", "div style=margin-left:3em", "p align=center",
		"p style=text-indent:4em", "p style=white-space:pre-wrap",
		"span style=white-space:nowrap", "table", "table border=1", "caption", "thead",
		"tr", "tr", "td", "td", "th", "td colspan=4", "td rowspan=0",
		"td rowspan=3 colspan=2", "colgroup width=30%", "col span=2 width=70%",
		"th width=60%", "th style=text-decoration:line-through", "ul", "li",
		"ol type=i start=3887", "ol start=-99999999", "li value=1000000000", "dl", "dt",
		"dd", "h1", "h3", "pre", "code", "blockquote", "figure", "figcaption", "hr", "br",
		"wbr", "b", "a href=/x", "img src=a.png alt=图", "sup", "q", "ruby", "rt", "del"};
static const char *const texts[] = {"中", "文字", "，", "。”", "（", "“", "word ", "a", "１０",
		"3.5%", "第5位~9位", "——", "…", "http://a.example/b/c?d=e", "\xE2\x80\x8B",
		"\xC2\xA0", "　", "\xC2\xAD", "e\xCC\x81", "\xCC\x81", "👨‍👩‍👧", "한국",
		"ภาษาไทย", "เ", "မြန်မာ", "\t", " ", "\n", "★", "－",
		"verylongwordwithoutanyplacetobreak"};

static uint32_t
next_random(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % below;
}

static void
make_document(struct buf *html, uint32_t *seed)
{
	enum { ELEMENTS = sizeof(elements) / sizeof(elements[0]) };
	uint32_t few[6], count = 5 + next_random(seed, 80);
	for (size_t i = 0; i < 6; i++)
		few[i] = next_random(seed, ELEMENTS);
	buf_clear(html);
	for (uint32_t i = 0; i < count; i++) {
		bool is_any = next_random(seed, 4) == 0;
		const char *element = elements[is_any ? next_random(seed, ELEMENTS)
						      : few[next_random(seed, 6)]];
		if (next_random(seed, 4) == 0)
			buf_format(html, "</%.*s>", (int)strcspn(element, " "), element);
		else
			buf_format(html, "<%s>", element);
		for (uint32_t words = next_random(seed, 6); words > 0; words--)
			buf_add_text(html,
					texts[next_random(seed, sizeof(texts) / sizeof(texts[0]))]);
	}
}

static void
test_random_documents(void **state)
{
	(void)state;
	struct buf html = buf_empty();
	for (uint32_t i = 0; i < 3000; i++) {
		uint32_t seed = i;
		make_document(&html, &seed);
		struct layout_options options = options_of(next_random(&seed, 512),
				LAYOUT_MIN_WIDTH + next_random(&seed, i % 4 == 0 ? 200 : 40));
		(void)sizes_of(html.data, html.length, &options);
	}
	buf_free(&html);
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_every_width_and_option),
			cmocka_unit_test(test_rules_in_wide_cells),
			cmocka_unit_test(test_documents_made_to_grow),
			cmocka_unit_test(test_random_documents),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
