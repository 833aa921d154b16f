#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "layout_build.h"

#include <locale.h>
#include <stdlib.h>

struct view {
	struct arena *arena;
	struct document *document;
	struct layout *layout;
	struct buf text;
};

static struct view
view_html(const char *html, struct layout_options options)
{
	struct view view = {.arena = arena_new()};
	view.document = document_from_html(view.arena, html, strlen(html));
	view.layout = layout_document(view.arena, view.document, &options);
	buf_init(&view.text);
	add_lines(&view.text, view.layout);
	return view;
}

static void
view_end(struct view *view)
{
	buf_free(&view->text);
	arena_free(view->arena);
}

static void
assert_lines(const char *html, size_t width, const char *expected)
{
	struct view view = view_html(html, (struct layout_options){.width = width});
	assert_string_equal(view.text.data, expected);
	view_end(&view);
}

static void
test_blank_lines(void **state)
{
	(void)state;
	assert_lines("<p>甲</p><p></p><p> </p><p>乙</p>", 20, "甲\n\n乙\n");
	assert_lines("<div>甲</div><div>乙</div>", 20, "甲\n乙\n");
	assert_lines("<p>&nbsp;</p><p>甲<p>&nbsp;</p><p>&nbsp;</p>乙<p>&nbsp;</p>", 20,
			"甲\n\n乙\n");
	assert_lines("甲<br><br><br>乙<br>", 20, "甲\n\n乙\n");
	assert_lines("", 20, "");
	assert_lines("<p> </p><div></div>", 20, "");
}

static void
test_markers_hang(void **state)
{
	(void)state;
	assert_lines("<ul><li>甲乙丙丁戊己</ul>", 10, "• 甲乙丙丁\n  戊己\n");
	assert_lines("<ol start=9><li>九<li>十</ol>", 20, " 9. 九\n10. 十\n");
	assert_lines("<ol reversed><li>二<li>一</ol>", 20, "2. 二\n1. 一\n");
	assert_lines("<ol type=a start=26><li>甲<li>乙</ol>", 20, " z. 甲\naa. 乙\n");
	assert_lines("<ol type=i start=3999><li>甲<li>乙</ol>", 30,
			"mmmcmxcix. 甲\n     4000. 乙\n");
	/* A list that begins an item shares its line. */
	assert_lines("<ol><li><ul><li>甲</ul></ol>", 20, "1. ◦ 甲\n");
}

/* A unit of several hanzi, read at once, keeps the sign of a range with its number. */
static void
test_units_in_ranges(void **state)
{
	(void)state;
	assert_lines("约5平方米—8平方米", 9, "约5平方\n米—8平方\n米\n");
}

static void
test_quotes(void **state)
{
	(void)state;
	assert_lines("甲<blockquote><p>乙<p>丙<blockquote>丁</blockquote></blockquote>戊", 20,
			"甲\n\n│ 乙\n│\n│ 丙\n│\n│ │ 丁\n\n戊\n");
}

static void
test_deep_indents_leave_room(void **state)
{
	(void)state;
	struct buf html = buf_empty();
	for (int i = 0; i < 100; i++)
		buf_add_text(&html, "<blockquote><ul><li>");
	buf_add_text(&html, "深处的文字还能读");
	for (size_t width = LAYOUT_MIN_WIDTH; width < 100; width++) {
		struct view view = view_html(html.data, (struct layout_options){.width = width});
		assert_true(view.layout->widest <= width);
		size_t kept = width / 2 < 20 ? width / 2 : 20;
		assert_true(view.layout->count < 100 || kept < 20);
		view_end(&view);
	}
	buf_free(&html);
}

static void
test_pre(void **state)
{
	(void)state;
	/* Tab stops are counted from where the text begins. */
	assert_lines("<ul><li><pre>\ta\nb\tc</pre><li><p style=white-space:pre>a\tb\t\tc</ul>", 40,
			"•         a\n  b       c\n\n• a       b               c\n");
	const char *html = "<pre>a\tb\n\n\n  很长很长很长的一行代码\n</pre>";
	struct view view = view_html(html, (struct layout_options){.width = 12});
	assert_string_equal(view.text.data, "a       b\n\n\n  很长很长很长的一行代码\n");
	assert_true(view.layout->lines[3].reach > 0);
	assert_int_equal(view.layout->lines[0].reach, 24);
	assert_int_equal(view.layout->widest, 24);
	view_end(&view);
	view = view_html(html, (struct layout_options){.width = 12, .wrap_code = true});
	assert_string_equal(view.text.data, "a       b\n\n\n  很长很长很\n长的一行代码\n");
	assert_true(view.layout->widest <= 12);
	view_end(&view);
}

static void
test_links(void **state)
{
	(void)state;
	const char *html = "<p>看<a href='http://a.cn/1'>公告</a>，<a href='http://a.cn/2'>二</a>"
			   "<a href='http://a.cn/1'>同</a></p>";
	struct view view = view_html(html, (struct layout_options){.width = 40});
	assert_string_equal(view.text.data, "看公告[1]，二[2]同[1]\n");
	view_end(&view);
	view = view_html(html, (struct layout_options){.width = 12, .links = LINKS_LIST});
	/* The number stays with its link and with the comma. */
	assert_string_equal(view.text.data, "看公告[1]，\n二[2]同[1]\n\n"
					    "[1] http://a.cn/1\n[2] http://a.cn/2\n");
	assert_true(view.layout->lines[3].reach > 0);
	assert_int_equal(view.layout->lines[3].pieces[0].style, STYLE_NUMBER);
	view_end(&view);
	/* On a screen the addresses go on below; of each part it is known where it leads. */
	view = view_html(html,
			(struct layout_options){
					.width = 12, .links = LINKS_LIST, .wrap_links = true});
	assert_string_equal(view.text.data, "看公告[1]，\n二[2]同[1]\n\n"
					    "[1] http://a\n    .cn/1\n[2] http://a\n    .cn/2\n");
	assert_int_equal(view.layout->lines[3].reach, 0);
	assert_int_equal(
			view.layout->lines[4].pieces[1].link, view.layout->lines[3].pieces[0].link);
	view_end(&view);
	view = view_html("<p><a href='http://a.cn/长长长'>一</a><img src='http://a.cn/12345'>",
			(struct layout_options){
					.width = 11, .links = LINKS_LIST, .wrap_links = true});
	assert_non_null(strstr(view.text.data, "[1] http://\na.cn/长长长\n"));
	assert_int_equal(view.layout->widest, 11);
	view_end(&view);
	view = view_html(html, (struct layout_options){.width = 40, .links = LINKS_NONE});
	assert_string_equal(view.text.data, "看公告，二同\n");
	view_end(&view);
}

static void
test_headings_are_kept(void **state)
{
	(void)state;
	struct view view = view_html("<h1>大标题</h1><p>文</p><h3>小标题</h3>",
			(struct layout_options){.width = 20, .ascii = true});
	assert_string_equal(view.text.data, "大标题\n======\n\n文\n\n小标题\n");
	assert_true(view.layout->lines[0].is_heading && view.layout->lines[1].is_heading);
	assert_false(view.layout->lines[3].is_heading);
	assert_true(view.layout->lines[5].is_heading);
	assert_int_equal(view.layout->lines[0].pieces[0].style, STYLE_HEADING | STYLE_BOLD);
	view_end(&view);
}

static int
compare_pieces(const void *a, const void *b)
{
	const struct piece *const *left = a, *const *right = b;
	return (*left)->offset < (*right)->offset ? -1 : (*left)->offset > (*right)->offset;
}

/* Every byte of the text but white space is shown once, and found by its offset. */
static void
check_shown_once(const struct view *view)
{
	const struct piece **pieces = NULL;
	size_t count = 0, capacity = 0, last = 0;
	for (size_t l = 0; l < view->layout->count; l++) {
		const struct line *line = &view->layout->lines[l];
		assert_true(line->offset >= last);
		last = line->offset;
		for (size_t p = 0; p < line->piece_count; p++) {
			if (line->pieces[p].offset == PIECE_DRAWN)
				continue;
			if (count == capacity) {
				capacity = capacity * 2 + 64;
				pieces = realloc(pieces, capacity * sizeof(const struct piece *));
			}
			pieces[count++] = &line->pieces[p];
			assert_int_equal(layout_line_at(view->layout,
							 (size_t)line->pieces[p].offset),
					l);
		}
	}
	if (count != 0)
		qsort(pieces, count, sizeof(*pieces), compare_pieces);
	size_t at = 0;
	for (size_t i = 0; i <= count; i++) {
		size_t start = i < count ? (size_t)pieces[i]->offset : view->document->length;
		assert_true(start >= at);
		for (; at < start; at++)
			assert_non_null(strchr(" \n\t", view->document->text[at]));
		if (i < count) {
			assert_memory_equal(pieces[i]->text, view->document->text + at,
					pieces[i]->length);
			at += pieces[i]->length;
		}
	}
	free(pieces);
}

static void
test_all_text_is_shown_once(void **state)
{
	(void)state;
	const char *html =
			"<h1>标题</h1><p>　　第一段的文字，有<b>粗体</b>和<a "
			"href=x>链接</a>。<br>换行"
			"<ul><li>甲<ol><li>乙</ol></ul><blockquote>引文<pre>a\tb\n "
			"c</pre></blockquote>"
			"<table border=1><caption>表</caption><tr><th>甲列<th>乙列"
			"<tr><td rowspan=2>跨两行的文字在这里要折行<td>一段比较长的文字，也会折行。"
			"<tr><td>二</table><dl><dt>词<dd>义</dl>"
			"<figure><img src=a alt=图><figcaption>说</figcaption></figure>";
	for (size_t width = LAYOUT_MIN_WIDTH; width <= 120; width++) {
		struct view view = view_html(html,
				(struct layout_options){.width = width, .links = LINKS_INLINE});
		if (width >= 24) /* below, the table becomes records: labels for its header */
			check_shown_once(&view);
		for (size_t i = 0; i < view.layout->count; i++) {
			if (view.layout->lines[i].reach == 0)
				assert_true(view.layout->lines[i].columns <= width);
		}
		view_end(&view);
	}
}

static void
test_hostile(void **state)
{
	(void)state;
	struct buf html = buf_empty();
	buf_add_repeated(&html, 'x', 3000000);
	struct view view = view_html(html.data, (struct layout_options){.width = 80});
	assert_int_equal(view.layout->count, 37500);
	assert_int_equal(view.layout->widest, 80);
	view_end(&view);
	buf_clear(&html);
	for (int i = 0; i < 100000; i++)
		buf_add_text(&html, "<b>中</b>国的，新闻。“好”");
	view = view_html(html.data, (struct layout_options){.width = 80});
	assert_true(view.layout->count >= 22500 && view.layout->count < 24500);
	assert_true(view.layout->widest <= 80);
	view_end(&view);
	buf_clear(&html);
	for (int i = 0; i < 500; i++)
		buf_add_text(&html, "<ul><li><blockquote><table><tr><td>");
	buf_add_text(&html, "底");
	view = view_html(html.data, (struct layout_options){.width = 40});
	assert_true(view.layout->widest <= 40);
	assert_non_null(strstr(view.text.data, "底"));
	view_end(&view);
	buf_free(&html);
}

static void
test_line_at(void **state)
{
	(void)state;
	struct view view = view_html("<p>甲</p><p>乙</p>", (struct layout_options){.width = 20});
	assert_int_equal(layout_line_at(view.layout, 0), 0);
	assert_int_equal(layout_line_at(view.layout, 3), 0); /* the line feed after it */
	assert_int_equal(layout_line_at(view.layout, 4), 2);
	assert_int_equal(layout_line_at(view.layout, 1000), 2);
	view_end(&view);
	/* In a table, a later cell's text may stand above an earlier one's. */
	view = view_html("<table border=1><tr><td><hr>甲<td>乙</table>",
			(struct layout_options){.width = 20});
	assert_int_equal(layout_line_at(view.layout, 0), 3);
	assert_int_equal(layout_line_at(view.layout, 4), 1);
	view_end(&view);
	/* A rule before the first text stands at the same offset as that text. */
	view = view_html("<hr><p>甲</p>", (struct layout_options){.width = 20});
	assert_int_equal(layout_line_at(view.layout, 0), 2);
	view_end(&view);
	view = view_html("", (struct layout_options){.width = 20});
	assert_int_equal(layout_line_at(view.layout, 0), 0);
	view_end(&view);
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_blank_lines),
			cmocka_unit_test(test_markers_hang),
			cmocka_unit_test(test_units_in_ranges),
			cmocka_unit_test(test_quotes),
			cmocka_unit_test(test_deep_indents_leave_room),
			cmocka_unit_test(test_pre),
			cmocka_unit_test(test_links),
			cmocka_unit_test(test_headings_are_kept),
			cmocka_unit_test(test_all_text_is_shown_once),
			cmocka_unit_test(test_hostile),
			cmocka_unit_test(test_line_at),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
