/* Lists, definitions, tables, ids and HTML among them: the blocks that Markdown becomes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document/markdown.h"
#include "unit/document_dump.h"

#include <time.h>

struct pair {
	const char *markdown, *document;
};

static void
expect_all(const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		struct buf shown;
		buf_init(&shown);
		const char *markdown = pairs[i].markdown;
		struct document *document =
				document_from_markdown(arena, markdown, strlen(markdown));
		assert_null(document_fault(document));
		dump_document(&shown, document);
		if (strcmp(shown.data, pairs[i].document) != 0)
			print_message("of: %s\n", markdown);
		assert_string_equal(shown.data, pairs[i].document);
		buf_free(&shown);
		arena_free(arena);
	}
}

#define EXPECT_ALL(pairs) expect_all(pairs, sizeof(pairs) / sizeof(pairs[0]))

static void
test_lists(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"1.  甲\n   - 乙\n     - 丙\n2.  丁\n",
					"list 1 1+\n  item 1\n    p 甲\n    list bullet 1\n"
					"      item 1\n        p 乙\n        list bullet 1\n"
					"          item 1\n            p 丙\n  item 2\n    p 丁\n"},
			{"- 甲\n\n      code\n- 乙\n",
					"list bullet 1 loose+\n  item 1\n    p+ 甲\n    pre+ code\n"
					"  item 2\n    p+ 乙\n"},
			{"- 甲\n\n  ```\n  - x\n\n  y\n  ```\n- 乙\n",
					"list bullet 1 loose+\n  item 1\n    p+ 甲\n"
					"    pre+ - x\\n\\ny\n  item 2\n    p+ 乙\n"},
			{"- - 甲\n  - 乙\n", "list bullet 1+\n  item 1\n    list bullet 1\n      "
					     "item 1\n"
					     "        p 甲\n      item 2\n        p 乙\n"},
			{"* * *\n", "rule+\n"},
			{"-\n  甲\n", "list bullet 1+\n  item 1\n    p 甲\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_html_in_items(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"1. 甲\n\n   <p>乙</p>\n\n   **丙**\n2. 丁\n",
					"list 1 1 loose+\n  item 1\n    p+ 甲\n    p+ 乙\n    p+ "
					"{bold:丙}\n  item 2\n    p+ 丁\n"},
			{"- <p>甲</p> **乙**\n- 丙\n", "list bullet 1 loose+\n  item 1\n    p+ "
						       "甲\n    p {bold:乙}\n"
						       "  item 2\n    p 丙\n"},
			{"- 甲\n\n<p>乙</p>\n    丙\n", "list bullet 1+\n  item 1\n    p 甲\n"
							"p+ 乙\np+ 丙\n"},
			{"> 甲\n> <p>乙</p>\n> **丙**\n", "quote+\n  p+ {quote:甲}\n  p+ "
							  "{quote:乙}\n  p {bold quote:丙}\n"},
			{"<div markdown=\"1\">\n**甲**\n</div>\n", "group\n  p+ {bold:甲}\n"},
			{"<div>\n\n      甲\n    </div>\n**乙**\n",
					"group\n  p 甲\np+ {bold:乙}\n"},
			{"<div><pre>\na\n\n*b*\n</pre></div>*甲*\n",
					"group\n  pre+ a\\n\\n*b*\np+ {italic:甲}\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_definitions(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"大小\n: 7 **MB**\n校验\n: f855\n  f856\n\n后文\n",
					"dl+\n  term\n    p {bold:大小}\n  definition\n"
					"    p 7 {bold:MB}\n  term\n    p {bold:校验}\n  "
					"definition\n"
					"    p f855 f856\np+ 后文\n"},
			{"甲\n\n: - 乙\n  - 丙\n: 丁\n",
					"dl+\n  term\n    p {bold:甲}\n  definition\n"
					"    list bullet 1\n      item 1\n        p 乙\n      "
					"item 2\n"
					"        p 丙\n  definition\n    p 丁\n"},
			{": 甲\n", "p+ : 甲\n"},
			{"甲\n:乙\n", "p+ 甲 :乙\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_tables(void **state)
{
	(void)state;
	static const char rows[] = "  row\n    cell\n      p 甲\n    cell\n      p 乙\n";
	struct buf table;
	buf_init(&table);
	buf_format(&table, "table+\n%s", rows);
	const struct pair pairs[] = {
			{"|甲|乙|\n", table.data},
			{"|---|---|\n|甲|乙|\n", table.data},
			{"|甲|\n", "p+ |甲|\n"},
			{"甲 |乙|\n", "p+ 甲 |乙|\n"},
	};
	EXPECT_ALL(pairs);
	buf_free(&table);
}

static void
test_ids(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"# 中文 标题 A-b\n\n## A, `b`!\n\n# 中文 标题 A-b\n",
					"h1 #中文-标题-a-b+ 中文 标题 A-b\nh2 #a-b+ A, {code:b}!\n"
					"h1 #中文-标题-a-b-1+ 中文 标题 A-b\n"},
			{"# 甲 {#x}\n\n乙 {: #y .z}\n---\n", "h1 #x+ 甲\nh2 #y+ 乙\n"},
			{"# 甲 {x}\n", "h1 #甲-x+ 甲 {x}\n"},
	};
	EXPECT_ALL(pairs);
}

static void
test_what_goes_over_lines(void **state)
{
	(void)state;
	static const struct pair pairs[] = {
			{"[甲](u){:\ntarget=\"_blank\"}。\n", "p+ {link1:甲}。\n"},
			{"`a\n[x] [1] ~b` [x] [1]\n\n[1]: u\n",
					"p+ {code:a [x] [1] ~b} {link1:x}\n"},
			{"[x] [2]\n", "p+ [x] [2]\n"},
			{"段\n{: .x}\n文\n", "p+ 段\np+ 文\n"},
			{"甲[^1]\n\n[^1]: 注\n",
					"p #fnref:1+ 甲{link0:¹}\nrule+\nlist 1 1+\n  item 1\n"
					"    p #fn:1 注 {link0:↩}\n"},
			{"- 甲\n  1. 乙\n\n词\n: 义\n",
					"list bullet 1+\n  item 1\n    p 甲\n    list 1 1\n"
					"      item 1\n        p 乙\ndl+\n  term\n"
					"    p {bold:词}\n  definition\n    p 义\n"},
			{"[甲][X]\n\n- 乙\n\n  [x]: u\n", "p+ {link1:甲}\nlist bullet 1 loose+\n  "
							  "item 1\n    p+ 乙\n"},
			{"*[HTML]: 语言\n\nHTML\n", "p+ HTML\n"},
	};
	EXPECT_ALL(pairs);
}

/* --- Hostile --- */

static void
repeat(struct buf *text, const char *piece, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_add_text(text, piece);
}

static size_t
count(const struct buf *html, const char *tag)
{
	size_t found = 0;
	for (const char *at = html->data; (at = strstr(at, tag)) != NULL; at++)
		found++;
	return found;
}

/* What would be quadratic takes minutes with such inputs; the sanitizers' tenfold does not. */
static void
convert(struct buf *html, const struct buf *text)
{
	struct arena *arena = arena_new();
	struct buf made;
	buf_init_in(&made, arena);
	clock_t before = clock();
	markdown_to_html(&made, text->data, text->length);
	assert_true((double)(clock() - before) / CLOCKS_PER_SEC < 8);
	buf_clear(html);
	buf_add(html, made.data, made.length);
	arena_free(arena);
}

static void
add_table(struct buf *text, size_t columns, size_t rows)
{
	buf_clear(text);
	repeat(text, "|a", columns);
	buf_add_char(text, '\n');
	repeat(text, "|-", columns);
	buf_add_char(text, '\n');
	repeat(text, "|\n", rows);
}

/* md4c fills each row up to the width of the head. */
static void
test_wide_tables(void **state)
{
	(void)state;
	struct buf text, html;
	buf_init(&text);
	buf_init(&html);
	add_table(&text, 100000, 10);
	convert(&html, &text);
	assert_int_equal(count(&html, "<table>"), 0);
	add_table(&text, 60, 1000);
	convert(&html, &text);
	assert_int_equal(count(&html, "<tr>"), 1001);
	add_table(&text, 60, 200000);
	convert(&html, &text);
	assert_true(count(&html, "<tr>") > 50000 && count(&html, "<tr>") < 100000);
	/* The rest is text. */
	assert_true(count(&html, "|") > 100000);
	buf_free(&text);
	buf_free(&html);
}

/* md4c looks through all lines of a paragraph for each of its links. */
static void
test_long_paragraphs(void **state)
{
	(void)state;
	struct buf text, html;
	buf_init(&text);
	buf_init(&html);
	repeat(&text, "[a] [b]\n", 40000);
	convert(&html, &text);
	assert_true(count(&html, "<p>") >= 9 && count(&html, "<p>") < 20);
	assert_int_equal(count(&html, "[a] [b]"), 40000);
	buf_free(&text);
	buf_free(&html);
}

static void
test_deep_quotes_and_lists(void **state)
{
	(void)state;
	struct buf text, html;
	buf_init(&text);
	buf_init(&html);
	repeat(&text, "> ", 300000);
	buf_add_text(&text, "甲\n\n");
	repeat(&text, "- ", 200000);
	buf_add_text(&text, "乙\n");
	convert(&html, &text);
	assert_int_equal(count(&html, "<blockquote>"), 64);
	assert_int_equal(count(&html, "<ul>"), 100);
	assert_int_equal(count(&html, "甲"), 1);
	assert_int_equal(count(&html, "乙"), 1);
	buf_free(&text);
	buf_free(&html);
}

static void
test_html_in_one_line(void **state)
{
	(void)state;
	struct buf text, html;
	buf_init(&text);
	buf_init(&html);
	repeat(&text, "<p></p>", 800000);
	size_t length = text.length;
	buf_add_text(&text, "\n[甲](u)\n");
	convert(&html, &text);
	assert_memory_equal(html.data, text.data, length);
	assert_string_equal(html.data + length, "\n<p><a href=\"u\">甲</a></p>\n");
	buf_free(&text);
	buf_free(&html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_lists),
			cmocka_unit_test(test_html_in_items),
			cmocka_unit_test(test_definitions),
			cmocka_unit_test(test_tables),
			cmocka_unit_test(test_ids),
			cmocka_unit_test(test_what_goes_over_lines),
			cmocka_unit_test(test_wide_tables),
			cmocka_unit_test(test_long_paragraphs),
			cmocka_unit_test(test_deep_quotes_and_lists),
			cmocka_unit_test(test_html_in_one_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
