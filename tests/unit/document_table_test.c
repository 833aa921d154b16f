/* Tables: the cells and what they are; geometry is the layout's. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/document_expect.h"

#define CELL(text) "    cell\n      p " text "\n"

static void
test_rows(void **state)
{
	(void)state;
	expect_document("<table border=1><tr><td>甲<td>乙<tr><td>丙</table>",
			"table border+\n  row\n" CELL("甲") CELL("乙") "  row\n" CELL("丙"));
	expect_document("<table border=1><td>甲<td></table>",
			"table border+\n  row\n" CELL("甲") "    cell\n");
	expect_document("<table><tr><td></table>", "");
	expect_document("<td>甲</td>", "p 甲\n");
}

static void
test_header_and_order(void **state)
{
	(void)state;
	expect_document("<table><tfoot><tr><td>尾<tbody><tr><td>中<thead><tr><td>头<caption>题</"
			"table>",
			"table layout+\n  caption center\n    p center {bold:题}\n"
			"  row header\n" CELL("头") "  row\n" CELL("中") "  row\n" CELL("尾"));
	expect_document("<table><tr><th>甲<th>乙<tr><th>丙<td>1</table>",
			"table border+\n  row header\n    cell th\n      p {bold:甲}\n"
			"    cell th\n      p {bold:乙}\n"
			"  row\n    cell th\n      p {bold:丙}\n" CELL("1"));
}

static void
expect_layout(size_t columns, bool is_layout)
{
	struct buf html;
	struct arena *arena = arena_new();
	buf_init(&html);
	buf_add_text(&html, "<table><tr><td>甲<td>");
	for (size_t i = 2; i < columns; i++)
		buf_add_char(&html, 'x');
	buf_add_text(&html, "</table>");
	const struct document *document = document_from_html(arena, html.data, html.length);
	assert_int_equal(document->root->first->table.is_layout, is_layout);
	arena_free(arena);
	buf_free(&html);
}

/* Cells of more than 120 columns in the mean are no data. */
static void
test_long_cells_are_no_data(void **state)
{
	(void)state;
	expect_layout(240, false);
	expect_layout(241, true);
}

static void
test_spans(void **state)
{
	(void)state;
	expect_document("<table border=1><tr><td colspan=2 rowspan=0>甲<td colspan=5000 "
			"rowspan=99999>乙"
			"<td colspan=-1 rowspan=x>丙</table>",
			"table border+\n  row\n    cell 2x0\n      p 甲\n    cell 1000x65534\n     "
			" p 乙\n" CELL("丙"));
}

static void
test_borders(void **state)
{
	(void)state;
	const char *plain = "table+\n  row\n" CELL("甲") CELL("乙");
	expect_document("<table><tr><td>甲<td>乙</table>", plain);
	expect_document("<table border=0><tr><td>甲<td>乙</table>", plain);
	expect_document("<table style='border:1px solid'><tr><td>甲<td>乙</table>",
			"table border+\n  row\n" CELL("甲") CELL("乙"));
	expect_document("<table rules=all><tr><td>甲<td>乙</table>",
			"table border+\n  row\n" CELL("甲") CELL("乙"));
}

static void
test_layout_tables(void **state)
{
	(void)state;
	expect_document("<table><tr><td>甲<tr><td>乙</table>",
			"table layout+\n  row\n" CELL("甲") "  row\n" CELL("乙"));
	expect_document("<table role=presentation border=1><tr><td>甲<td>乙</table>",
			"table border layout+\n  row\n" CELL("甲") CELL("乙"));
	expect_document("<table><tr><td><h2>题</h2><td>乙</table>",
			"table layout+\n  row\n    cell\n      h2+ 题\n" CELL("乙"));
	expect_document("<table><tr><td><p>一<p>二<td>乙</table>",
			"table layout+\n  row\n    cell\n      p+ 一\n      p+ 二\n" CELL("乙"));
	expect_document("<table border=1><tr><td><p>一<p>二<td>乙</table>",
			"table border+\n  row\n    cell\n      p+ 一\n      p+ 二\n" CELL("乙"));
}

static void
test_long_cells_are_layout(void **state)
{
	(void)state;
	struct buf html;
	buf_init(&html);
	buf_add_text(&html, "<table><tr><td>甲<td>");
	for (int i = 0; i < 200; i++)
		buf_add_text(&html, "长");
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, html.data, html.length);
	assert_true(document->root->first->table.is_layout);
	document = document_from_html(arena, html.data, html.length / 3);
	assert_false(document->root->first->table.is_layout);
	arena_free(arena);
	buf_free(&html);
}

static void
test_nested_and_broken(void **state)
{
	(void)state;
	expect_document("<table border=1><tr><td><table border=1><tr><td>内<td>里</table><td>乙",
			"table border+\n  row\n    cell\n      table border+\n        row\n"
			"          cell\n            p 内\n          cell\n            p 里\n" CELL(
					"乙"));
	expect_document("<table border=1>游<tr><td>甲<td hidden>藏<td>乙</table>",
			"p 游\ntable border+\n  row\n" CELL("甲") CELL("乙"));
	expect_document("<center><table border=1><tr><td align=right>1<td>2</table></center>",
			"group center\n  table border center+\n    row\n      cell right\n        "
			"p right 1\n"
			"      cell\n        p 2\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_rows),
			cmocka_unit_test(test_header_and_order),
			cmocka_unit_test(test_long_cells_are_no_data),
			cmocka_unit_test(test_spans),
			cmocka_unit_test(test_borders),
			cmocka_unit_test(test_layout_tables),
			cmocka_unit_test(test_long_cells_are_layout),
			cmocka_unit_test(test_nested_and_broken),
	};
	return cmocka_run_group_tests_name("document: tables", tests, NULL, NULL);
}
