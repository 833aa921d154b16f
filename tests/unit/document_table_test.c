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
	struct arena *arena = arena_new();
	struct buf html = buf_empty();
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

/* A table of two cells with these columns, and the widths that they ask for. */
static void
expect_widths(const char *columns, const char *widths)
{
	struct buf html = buf_empty();
	struct buf expected = buf_empty();
	buf_format(&html, "<table border=1>%s<tr><td>甲<td>乙</table>", columns);
	buf_format(&expected, "table border%s+\n  row\n" CELL("甲") CELL("乙"), widths);
	expect_document(html.data, expected.data);
	buf_free(&html);
	buf_free(&expected);
}

/* What is no share of the table's width, or stands outside of a table, says nothing. */
static void
test_column_widths(void **state)
{
	(void)state;
	expect_widths("<col width='30%'><col width=70%>", " 0+1:30% 1+1:70%");
	expect_widths("<colgroup>\n <col>\n <COL style='width: 12.5%' />\n</colgroup>", " 1+1:12%");
	expect_widths("<col span=2 width=20%><col width=60%>", " 0+2:20% 2+1:60%");
	expect_widths("<col width=20%><col style='width:40%' width=9%>", " 0+1:20% 1+1:40%");
	expect_widths("<colgroup span=2 width=40%></colgroup><col width=20%>", " 0+2:40% 2+1:20%");
	expect_widths("<colgroup span=9 width=40%><col><col width=5%><col></colgroup><col>",
			" 0+1:40% 1+1:5% 2+1:40%");
	expect_widths("<colgroup width=10%><colgroup width=90%>", " 0+1:10% 1+1:90%");
	expect_widths("<caption></caption><col width=10%></tbody>", " 0+1:10%");
	expect_widths("<caption><col width=10%></caption>", " 0+1:10%");
	expect_widths("<col width=30><col width=0%><col width=101%><col width='2*'><col span=0>",
			"");
	expect_widths("<col span=5000 width=1%><col width=50%>", " 0+1000:1%");
	expect_widths("<thead><col width=10%></thead>", " 0+1:10%");
	expect_document("<col width=10%>甲<colgroup width=5%>乙</colgroup>", "p 甲乙\n");
	expect_document("<table><tr><td><select><option>一<col></select>乙<td>丙</table>",
			"table+\n  row\n    cell\n      p [一]乙\n" CELL("丙"));
	expect_document("<table border=1><col width=20%><tr><td>甲<col width=30%>乙<td>丙</table>",
			"p 乙\ntable border 0+1:20% 1+1:30%+\n  row\n" CELL("甲") "  row\n" CELL(
					"丙"));
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
	struct buf html = buf_empty();
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
			cmocka_unit_test(test_column_widths),
			cmocka_unit_test(test_borders),
			cmocka_unit_test(test_layout_tables),
			cmocka_unit_test(test_long_cells_are_layout),
			cmocka_unit_test(test_nested_and_broken),
	};
	return cmocka_run_group_tests_name("document: tables", tests, NULL, NULL);
}
