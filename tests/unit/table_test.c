#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "layout_build.h"

#include <locale.h>

static void
assert_table(const char *html, struct layout_options options, const char *expected)
{
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, html, strlen(html));
	struct buf text = buf_empty();
	add_lines(&text, layout_document(arena, document, &options));
	assert_string_equal(text.data, expected);
	buf_free(&text);
	arena_free(arena);
}

static void
test_columns_are_aligned(void **state)
{
	(void)state;
	assert_table("<table border=1><tr><th>名称<th>价格<tr><td>中免<td>1,234.5"
		     "<tr><td>平安银行<td>-3%</table>",
			(struct layout_options){.width = 40},
			"┌────────┬───────┐\n"
			"│名称    │   价格│\n"
			"├────────┼───────┤\n"
			"│中免    │1,234.5│\n"
			"│平安银行│    -3%│\n"
			"└────────┴───────┘\n");
}

/* A date is made of digits and signs, but is no amount. */
static void
test_dates_are_no_numbers(void **state)
{
	(void)state;
	assert_table("<table border=1><tr><th>交易日的日期<th>涨跌的幅度<tr><td>2020-01-02<td>+3.5%"
		     "<tr><td>2020.1.3<td>¥-1,234.5</table>",
			(struct layout_options){.width = 40},
			"┌────────────┬──────────┐\n"
			"│交易日的日期│涨跌的幅度│\n"
			"├────────────┼──────────┤\n"
			"│2020-01-02  │     +3.5%│\n"
			"│2020.1.3    │ ¥-1,234.5│\n"
			"└────────────┴──────────┘\n");
}

static void
test_without_a_frame(void **state)
{
	(void)state;
	assert_table("<table><tr><td>甲<td>1<tr><td>乙乙<td>23</table>",
			(struct layout_options){.width = 40}, "甲     1\n乙乙  23\n");
}

/* Where a row has several lines, the next one would run together with it. */
static void
test_rows_without_a_frame_are_parted(void **state)
{
	(void)state;
	struct layout_options options = {.width = 20};
	assert_table("<table><tr><td>项目<td>现在<tr><td>每个单元可以有多个<td>是"
		     "<tr><td>每个单元<td>否<tr><td>每一个<td>否</table>",
			(struct layout_options){.width = 18},
			"项目          现在\n"
			"每个单元可以  是\n"
			"有多个\n"
			"\n"
			"每个单元      否\n"
			"每一个        否\n");
	/* Not where a rule parts them or a cell goes on. */
	assert_table("<table><thead><tr><td>项<br>目<td>值</thead><tr><td rowspan=2>甲<br>乙<br>丙"
		     "<td>一<br>二<tr><td>三</table>",
			options,
			"项  值\n"
			"目\n"
			"──────\n"
			"甲  一\n"
			"乙  二\n"
			"丙  三\n");
}

/* Four fifths of a column's values are numbers: then they are set to the right. */
static void
test_columns_of_numbers(void **state)
{
	(void)state;
	struct layout_options options = {.width = 20};
	assert_table("<table><tr><td>1<td>甲<tr><td>2<td>乙<tr><td>3<td>丙<tr><td>4<td>丁"
		     "<tr><td>没有<td>戊</table>",
			options, "   1  甲\n   2  乙\n   3  丙\n   4  丁\n没有  戊\n");
	assert_table("<table><tr><td>1<td>甲<tr><td>2<td>乙<tr><td>3<td>丙<tr><td>4<td>丁"
		     "<tr><td>5<td>戊<tr><td>6<td>己<tr><td>7<td>庚<tr><td>无<td>辛"
		     "<tr><td>没有<td>壬</table>",
			options,
			"1     甲\n2     乙\n3     丙\n4     丁\n5     戊\n6     己\n7     庚\n"
			"无    辛\n没有  壬\n");
}

static void
add_times(struct buf *out, const char *text, int count)
{
	while (count-- > 0)
		buf_add_text(out, text);
}

/* What columns want beyond the room is shared by its root: 100 and 400 columns as 18 and 36. */
static void
test_columns_share_by_the_root(void **state)
{
	(void)state;
	struct buf html = buf_empty();
	struct buf line = buf_empty();
	buf_add_text(&html, "<table border=1><tr><td>");
	add_times(&html, "甲", 50);
	buf_add_text(&html, "<td>");
	add_times(&html, "乙", 200);
	buf_add_text(&html, "</table>");
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, html.data, html.length);
	struct layout_options options = {.width = 57};
	add_line(&line, &layout_document(arena, document, &options)->lines[1]);
	assert_string_equal(
			line.data, "│甲甲甲甲甲甲甲甲甲│乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙│\n");
	buf_free(&line);
	buf_free(&html);
	arena_free(arena);
}

static void
test_ascii_and_padding(void **state)
{
	(void)state;
	assert_table("<table border=1><tr><td>甲<td>乙</table>",
			(struct layout_options){.width = 60, .ascii = true},
			"+----+----+\n| 甲 | 乙 |\n+----+----+\n");
}

static void
test_cells_wrap(void **state)
{
	(void)state;
	assert_table("<table border=1><tr><td>平安银行<td>公司是全国性的银行，份额居首。"
		     "<tr><td>中免<td>零售</table>",
			(struct layout_options){.width = 24},
			"┌────────┬─────────────┐\n"
			"│平安银行│公司是全国性 │\n"
			"│        │的银行，份额 │\n"
			"│        │居首。       │\n"
			"├────────┼─────────────┤\n"
			"│中免    │零售         │\n"
			"└────────┴─────────────┘\n");
}

static void
test_spans(void **state)
{
	(void)state;
	assert_table("<table border=1><tr><td rowspan=2>甲<td colspan=2>二三"
		     "<tr><td>丁丁<td>戊<tr><td colspan=3>全部</table>",
			(struct layout_options){.width = 40},
			"┌──┬───────┐\n"
			"│甲│二三   │\n"
			"│  ├────┬──┤\n"
			"│  │丁丁│戊│\n"
			"├──┴────┴──┤\n"
			"│全部      │\n"
			"└──────────┘\n");
	/* A span never lies upon a cell from above, and none reaches beyond the last row. */
	assert_table("<table border=1><tr><td>甲<td rowspan=9>乙<tr><td colspan=5>丙</table>",
			(struct layout_options){.width = 40},
			"┌──┬──┐\n│甲│乙│\n├──┤  │\n│丙│  │\n└──┴──┘\n");
}

/* HTML standard 4.9.12.1: a cell ends with its thead, tbody or tfoot at the latest; rowspan 0 ends there. */
static void
test_spans_end_with_their_group(void **state)
{
	(void)state;
	const char *html = "<table border=1><thead><tr><th rowspan=3>季度<th>营收</thead>"
			   "<tbody><tr><td rowspan=9>一季度<td>1<tr><td>2</tbody>"
			   "<tbody><tr><td rowspan=0>二季度<td>3<tr><td>4</tbody>"
			   "<tfoot><tr><td>合计<td>10</tfoot></table>";
	assert_table(html, (struct layout_options){.width = 40},
			"┌──────┬────┐\n"
			"│季度  │营收│\n"
			"├──────┼────┤\n"
			"│一季度│   1│\n"
			"│      ├────┤\n"
			"│      │   2│\n"
			"├──────┼────┤\n"
			"│二季度│   3│\n"
			"│      ├────┤\n"
			"│      │   4│\n"
			"├──────┼────┤\n"
			"│合计  │  10│\n"
			"└──────┴────┘\n");
	assert_table(html, (struct layout_options){.width = 10},
			"▸ 季度\n    一季度\n  营收\n    1\n"
			"  营收\n    2\n"
			"▸ 季度\n    二季度\n  营收\n    3\n"
			"  营收\n    4\n"
			"▸ 季度\n    合计\n  营收\n    10\n");
}

/* Widths in per cent count where the table is wider than its room, within what the cells need and want. */
static void
test_asked_widths(void **state)
{
	(void)state;
	assert_table("<table border=1><tr><td width='20%'>甲乙丙丁戊己庚辛壬癸"
		     "<td style='width: 80%'>子丑寅卯辰巳午未申酉戌亥子丑寅卯辰巳午未申酉</table>",
			(struct layout_options){.width = 43},
			"┌────────┬────────────────────────────────┐\n"
			"│甲乙丙丁│子丑寅卯辰巳午未申酉戌亥子丑寅卯│\n"
			"│戊己庚辛│辰巳午未申酉                    │\n"
			"│壬癸    │                                │\n"
			"└────────┴────────────────────────────────┘\n");
	/* No column is wider than its text, and what is left is not wasted. */
	assert_table("<table border=1><tr><td width='90%'>甲<td width='5%'>"
		     "子丑寅卯辰巳午未申酉戌亥子丑寅卯</table>",
			(struct layout_options){.width = 27},
			"┌──┬──────────────────────┐\n"
			"│甲│子丑寅卯辰巳午未申酉戌│\n"
			"│  │亥子丑寅卯            │\n"
			"└──┴──────────────────────┘\n");
	/* Where all fits, nothing is asked for. */
	assert_table("<table border=1><tr><td width='90%'>甲<td width='1%'>乙丙</table>",
			(struct layout_options){.width = 40}, "┌──┬────┐\n│甲│乙丙│\n└──┴────┘\n");
	assert_table("<table border=1><tr><td width='0%'>甲<td width='200%'>乙<td width='x%'>丙"
		     "<td width='9'>丁</table>",
			(struct layout_options){.width = 40},
			"┌──┬──┬──┬──┐\n│甲│乙│丙│丁│\n└──┴──┴──┴──┘\n");
}

/* What col asks for counts like what a cell does; of both the larger. */
static void
test_asked_column_widths(void **state)
{
	(void)state;
	const char *asked = "┌────────┬────────────────────────────────┐\n"
			    "│甲乙丙丁│子丑寅卯辰巳午未申酉戌亥子丑寅卯│\n"
			    "│戊己庚辛│辰巳午未申酉                    │\n"
			    "│壬癸    │                                │\n"
			    "└────────┴────────────────────────────────┘\n";
	static const char *const columns[] = {"<col width='20%'><col width='80%'>",
			"<col style='width:20%'><col style='width: 80%'>",
			"<colgroup><col width='20%'><col width='80%'></colgroup>",
			"<colgroup width='20%'></colgroup><colgroup width='80%'><col></colgroup>",
			"<col width='20%' span=1><col width='80%' span=9><col width='99%'>"};
	struct buf html = buf_empty();
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		buf_clear(&html);
		buf_format(&html,
				"<table border=1>%s<tr><td>甲乙丙丁戊己庚辛壬癸"
				"<td>子丑寅卯辰巳午未申酉戌亥子丑寅卯辰巳午未申酉</table>",
				columns[i]);
		assert_table(html.data, (struct layout_options){.width = 43}, asked);
	}
	buf_free(&html);
	assert_table("<table border=1><col width=5%><tr><td width='20%'>甲乙丙丁戊己庚辛壬癸"
		     "<td>子丑寅卯辰巳午未申酉戌亥子丑寅卯辰巳午未申酉</table>",
			(struct layout_options){.width = 43}, asked);
	/* A column without words goes with what is asked for it. */
	assert_table("<table border=1><col width=1%><col width=20%><col width=80%>"
		     "<tr><td><td>甲乙丙丁戊己庚辛壬癸"
		     "<td>子丑寅卯辰巳午未申酉戌亥子丑寅卯辰巳午未申酉</table>",
			(struct layout_options){.width = 43}, asked);
	assert_table("<table border=1><col width='90%'><tr><td>甲<td>乙丙</table>",
			(struct layout_options){.width = 40}, "┌──┬────┐\n│甲│乙丙│\n└──┴────┘\n");
}

static void
test_records(void **state)
{
	(void)state;
	const char *html = "<table border=1><tr><th>代码<th>名称<th>说明一列"
			   "<tr><td>601888<td>中国中免<td>国有专营公司"
			   "<tr><td>000001<td rowspan=2>平安银行<td>零售"
			   "<tr><td>000002<td>跨行之后仍在其列</table>";
	assert_table(html, (struct layout_options){.width = 20},
			"▸ 代码: 601888\n"
			"  名称: 中国中免\n"
			"  说明一列: 国有专营\n"
			"  公司\n"
			"▸ 代码: 000001\n"
			"  名称: 平安银行\n"
			"  说明一列: 零售\n"
			"▸ 代码: 000002\n"
			"  说明一列: 跨行之后\n"
			"  仍在其列\n");
}

/* Labels stand at their values whatever the alignment; lines outside of the record keep theirs. */
static void
test_records_are_not_aligned(void **state)
{
	(void)state;
	const char *html = "<table border=1><tr><th>案例<th align=right>磁盘的故障<th>恢复"
			   "<tr><td align=center>甲<td align=right>7秒"
			   "<td><center>无法</center><p align=right>重来</table>"
			   "<p align=right>右</p>";
	assert_table(html, (struct layout_options){.width = 20},
			"▸ 案例: 甲\n"
			"  磁盘的故障: 7秒\n"
			"  恢复: 无法\n"
			"\n"
			"  重来\n"
			"\n"
			"                  右\n");
}

/* A header too long for a label: whole in the first record, one line in the others. */
static void
test_long_headers_are_shown_once(void **state)
{
	(void)state;
	const char *html = "<table border=1><tr><th>名称的<th>很长很长很长很长很长的表头"
			   "<tr><td>甲<td>一<tr><td>乙<td>二</table>";
	assert_table(html, (struct layout_options){.width = 14},
			"▸ 名称的: 甲\n"
			"  很长很长很长\n"
			"  很长很长的表\n"
			"  头\n"
			"    一\n"
			"▸ 名称的: 乙\n"
			"  很长很长很…\n"
			"    二\n");
	assert_table(html, (struct layout_options){.width = 14, .ascii = true},
			"> 名称的: 甲\n"
			"  很长很长很长\n"
			"  很长很长的表\n"
			"  头\n"
			"    一\n"
			"> 名称的: 乙\n"
			"  很长很长...\n"
			"    二\n");
}

/* What only shapes lines, as the joiners within the signs of deleted text, is no part of a label. */
static void
test_labels_have_no_hidden_signs(void **state)
{
	(void)state;
	assert_table("<table border=1><tr><th>证<del>券</del><th><del>代码</del>"
		     "<tr><td>甲<td>一二三四五六<tr><td>乙<td>七八九十</table>",
			(struct layout_options){.width = 14},
			"证~券~\n~代码~\n▸ 证~券~: 甲\n  ~代码~: 一二\n  三四五六\n"
			"▸ 证~券~: 乙\n  ~代码~: 七八\n  九十\n");
}

/* However deep, no table is measured again and again: deep in records all are records. */
static void
test_deep_tables(void **state)
{
	(void)state;
	for (int depth = 2; depth <= 8; depth += 6) {
		struct buf html = buf_empty();
		struct buf text = buf_empty();
		for (int i = 0; i < depth; i++)
			buf_add_text(&html, "<table border=1><tr><th>证券名称一<th>证券名称二"
					    "<tr><td>甲<td>");
		buf_add_text(&html, "<table border=1><tr><td>深<td>处</table>");
		struct arena *arena = arena_new();
		struct document *document = document_from_html(arena, html.data, html.length);
		struct layout_options options = {.width = 18};
		add_lines(&text, layout_document(arena, document, &options));
		assert_non_null(strstr(text.data, "深"));
		assert_int_equal(strstr(text.data, "┌") != NULL, depth == 2);
		buf_free(&text);
		buf_free(&html);
		arena_free(arena);
	}
}

/* A header that no label tells is shown itself. */
static void
test_records_lose_no_header(void **state)
{
	(void)state;
	const char *html = "<table border=1><tr><th>代码<th>很长的名称列<th>没有值的列"
			   "<tr><td>601888<td>中国中免股份</table>";
	assert_table(html, (struct layout_options){.width = 20},
			"代码\n很长的名称列\n没有值的列\n"
			"▸ 代码: 601888\n  很长的名称列\n    中国中免股份\n");
}

/* Headers of several rows are told together; one that is over all columns says nothing of them. */
static void
test_records_of_headers_in_rows(void **state)
{
	(void)state;
	const char *html = "<table border=1><thead><tr><th colspan=4>主要数据一览表"
			   "<tr><th rowspan=2>项目<th colspan=2>本期<th rowspan=2>增减"
			   "<tr><th>调整后<th>调整前</thead>"
			   "<tr><td>营业收入<td>464.85<td>464.80<td>18.04%"
			   "<tr><td>合计<td colspan=2>945.97<td>—"
			   "<tr><td colspan=4>数据来源：公告</table>";
	assert_table(html, (struct layout_options){.width = 18},
			"主要数据一览表\n项目\n本期\n增减\n调整后\n调整前\n"
			"▸ 项目: 营业收入\n"
			"  本期 调整后\n"
			"    464.85\n"
			"  本期 调整前\n"
			"    464.80\n"
			"  增减: 18.04%\n"
			"▸ 项目: 合计\n"
			"  本期: 945.97\n"
			"  增减: —\n"
			"▸ 数据来源：公告\n");
	/* A row of th behind a header without groups parts the rows. */
	assert_table("<table border=1><tr><th>证券名称<th>最新价格<tr><th colspan=2>第一组"
		     "<tr><td>甲<td>一二三四五六七八九十</table>",
			(struct layout_options){.width = 18},
			"证券名称\n最新价格\n▸ 第一组\n▸ 证券名称: 甲\n"
			"  最新价格: 一二三\n  四五六七八九十\n");
}

/* A row without cells is one that others may span (HTML standard 4.9.12.1). */
static void
test_rows_without_cells_count(void **state)
{
	(void)state;
	assert_table("<table border=1><tr><td rowspan=3>甲<td>乙<tr><td>丙<tr><tr><td>丁<td>戊"
		     "</table>",
			(struct layout_options){.width = 40},
			"┌──┬──┐\n│甲│乙│\n│  ├──┤\n│  │丙│\n├──┼──┤\n│丁│戊│\n└──┴──┘\n");
}

/* Words over a column of numbers are its header, whatever their element. */
static void
test_headers_of_plain_cells(void **state)
{
	(void)state;
	struct layout_options options = {.width = 40};
	assert_table("<table><tr><td>名称<td>一季度末<tr><td>营收<td>1,094.6<tr><td>净利<td>(527.1)"
		     "</table>",
			options, "名称  一季度末\n营收   1,094.6\n净利   (527.1)\n");
	assert_table("<table><tr><td rowspan=2>名称<td colspan=2>持股的情况"
		     "<tr><td>数量（股）<td>比例（%）<tr><td>甲<td>679<td>54.07</table>",
			options,
			"名称  持股的情况\n      数量（股）  比例（%）\n甲           679      "
			"54.07\n");
	/* A number above words is none of a header. */
	assert_table("<table><tr><td>甲<td>12<tr><td>乙<td>一二三<tr><td>丙<td>3</table>", options,
			"甲  12\n乙  一二三\n丙  3\n");
}

/* Cells that say that there is no value leave a column of numbers one. */
static void
test_missing_values(void **state)
{
	static const char *const none[] = {"-", "--", "—", "——", "－", "/", "N/A", "不适用"};
	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		struct buf html = buf_empty();
		struct buf expected = buf_empty();
		buf_format(&html, "<table><tr><td>甲<td>1234.56<tr><td>乙<td>%s</table>", none[i]);
		size_t columns = text_columns(none[i], strlen(none[i]));
		buf_format(&expected, "甲  1234.56\n乙  %*s%s\n", (int)(7 - columns), "", none[i]);
		assert_table(html.data, (struct layout_options){.width = 40}, expected.data);
		buf_free(&html);
		buf_free(&expected);
	}
	assert_table("<table><tr><td>甲甲<td>-<tr><td>乙<td>—</table>",
			(struct layout_options){.width = 40}, "甲甲  -\n乙    —\n");
}

static void
test_empty_rows_and_columns_vanish(void **state)
{
	(void)state;
	assert_table("<table "
		     "border=1><tr><td>甲<td><td>乙<tr><td><td><td><tr><td>丙<td><td>丁</table>",
			(struct layout_options){.width = 40},
			"┌──┬──┐\n│甲│乙│\n│丙│丁│\n└──┴──┘\n");
}

static void
test_links_count_in_the_width(void **state)
{
	(void)state;
	assert_table("<table border=1><tr><td><a href='http://a.cn/'>公告</a><td>乙</table>",
			(struct layout_options){.width = 40},
			"┌───────┬──┐\n│公告[1]│乙│\n└───────┴──┘\n");
}

/* Whatever the width: frames fit and each line of a framed table is as wide as the others. */
static void
test_all_widths(void **state)
{
	(void)state;
	const char *html =
			"<table border=1><tr><th>代码<th>名称<th colspan=2>说明和备注"
			"<tr><td>601888<td>中国中免<td>公司是全国范围内开展免税业务的国有专营公司"
			"<td>http://www.example.com/very/long/path/that/never/ends/at/all"
			"<tr><td colspan=2 rowspan=2>跨两行两列<td>甲<td><pre>x = 1</pre>"
			"<tr><td>乙<td>丙</table>";
	for (size_t width = LAYOUT_MIN_WIDTH; width <= 200; width++) {
		struct arena *arena = arena_new();
		struct document *document = document_from_html(arena, html, strlen(html));
		struct layout_options options = {.width = width};
		struct layout *layout = layout_document(arena, document, &options);
		bool is_framed = layout->lines[0].pieces[0].text[0] == "┌"[0] &&
				 memcmp(layout->lines[0].pieces[0].text, "┌", 3) == 0;
		for (size_t i = 0; i < layout->count; i++) {
			if (is_framed)
				assert_int_equal(layout->lines[i].columns, layout->widest);
			if (layout->lines[i].reach == 0)
				assert_true(layout->lines[i].columns <= width);
		}
		assert_true(is_framed || width < 60);
		arena_free(arena);
	}
}

/* Instead of records, when asked for: no column wider than it wants, or than half of the width. */
static void
test_wide(void **state)
{
	(void)state;
	const char *html =
			"<table border=1><caption>行情</caption><tr><th>名称<th>代码<th>价格<tr>"
			"<td>平安银行<td>000001<td>12.5元<tr><td>中国中免<td>601888<td>9元</table>";
	assert_table(html, (struct layout_options){.width = 20, .wide_tables = true},
			"        行情\n"
			"┌────────┬──────┬──────┐\n"
			"│名称    │  代码│  价格│\n"
			"├────────┼──────┼──────┤\n"
			"│平安银行│000001│12.5元│\n"
			"│中国中免│601888│   9元│\n"
			"└────────┴──────┴──────┘\n");
	/* One that fits when its cells wrap stays as it is. */
	assert_table("<table border=1><tr><td>甲<td>这是很长很长很长很长很长的说明</table>",
			(struct layout_options){.width = 20, .wide_tables = true},
			"┌──┬───────────────┐\n"
			"│甲│这是很长很长很 │\n"
			"│  │长很长很长的说 │\n"
			"│  │明             │\n"
			"└──┴───────────────┘\n");
}

static void
test_wide_lines(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf html = buf_empty();
	buf_add_text(&html, "<table border=1><tr>");
	for (int i = 0; i < 100; i++)
		buf_format(&html, "<td>第%d列的值", i);
	buf_add_text(&html, "<tr><td colspan=100>");
	for (int i = 0; i < 300; i++)
		buf_add_text(&html, "很长的合计");
	buf_add_text(&html, "</table>");
	struct document *document = document_from_html(arena, html.data, html.length);
	struct layout_options options = {.width = 40, .wide_tables = true};
	struct layout *layout = layout_document(arena, document, &options);
	assert_true(layout->widest > 1000);
	for (size_t i = 0; i < layout->count; i++) {
		size_t columns = 0;
		assert_true(layout->lines[i].reach > 0);
		assert_int_equal(layout->lines[i].columns, layout->widest);
		for (size_t p = 0; p < layout->lines[i].piece_count; p++)
			columns += text_columns(layout->lines[i].pieces[p].text,
					layout->lines[i].pieces[p].length);
		assert_int_equal(columns, layout->widest);
	}
	/* Few cells in many columns would take far more memory than they are worth. */
	buf_clear(&html);
	buf_add_text(&html, "<table border=1><tr>");
	for (int i = 0; i < 900; i++)
		buf_add_text(&html, "<td>格");
	for (int i = 0; i < 5000; i++)
		buf_add_text(&html, "<tr><td>一");
	document = document_from_html(arena, html.data, html.length);
	assert_true(layout_document(arena, document, &options)->widest <= 40);
	buf_free(&html);
	arena_free(arena);
}

static void
add_row(struct buf *html, size_t cells, const char *text)
{
	buf_add_text(html, "<tr>");
	for (size_t i = 0; i < cells; i++)
		buf_format(html, "<td>%s", text);
}

static void
test_large(void **state)
{
	(void)state;
	struct buf html = buf_empty();
	buf_add_text(&html, "<table border=1>");
	for (size_t i = 0; i < 10000; i++)
		add_row(&html, 5, "平安");
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, html.data, html.length);
	struct layout_options options = {.width = 80};
	assert_int_equal(layout_document(arena, document, &options)->count, 10002);
	arena_free(arena);
	buf_clear(&html);
	buf_add_text(&html, "<table border=1>");
	add_row(&html, 50000, "甲"); /* more columns than any screen has */
	arena = arena_new();
	document = document_from_html(arena, html.data, html.length);
	assert_int_equal(layout_document(arena, document, &options)->count, 50000);
	arena_free(arena);
	buf_free(&html);
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_columns_are_aligned),
			cmocka_unit_test(test_dates_are_no_numbers),
			cmocka_unit_test(test_without_a_frame),
			cmocka_unit_test(test_rows_without_a_frame_are_parted),
			cmocka_unit_test(test_columns_of_numbers),
			cmocka_unit_test(test_columns_share_by_the_root),
			cmocka_unit_test(test_ascii_and_padding),
			cmocka_unit_test(test_cells_wrap),
			cmocka_unit_test(test_spans),
			cmocka_unit_test(test_spans_end_with_their_group),
			cmocka_unit_test(test_asked_widths),
			cmocka_unit_test(test_asked_column_widths),
			cmocka_unit_test(test_records),
			cmocka_unit_test(test_records_are_not_aligned),
			cmocka_unit_test(test_long_headers_are_shown_once),
			cmocka_unit_test(test_labels_have_no_hidden_signs),
			cmocka_unit_test(test_deep_tables),
			cmocka_unit_test(test_records_lose_no_header),
			cmocka_unit_test(test_records_of_headers_in_rows),
			cmocka_unit_test(test_rows_without_cells_count),
			cmocka_unit_test(test_headers_of_plain_cells),
			cmocka_unit_test(test_missing_values),
			cmocka_unit_test(test_empty_rows_and_columns_vanish),
			cmocka_unit_test(test_links_count_in_the_width),
			cmocka_unit_test(test_all_widths),
			cmocka_unit_test(test_large),
			cmocka_unit_test(test_wide),
			cmocka_unit_test(test_wide_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
