/* Footnotes of Markdown: where the numbers stand, and the list at the end. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "document/document.h"
#include "document/footnotes.h"

#include <string.h>

#define BACK(number) " <a href=\"#fnref:" number "\">↩</a>\n"
#define FIRST(number) "<a href=\"#fn:" number "\" id=\"fnref:" number "\"><sup>" number "</sup></a>"
#define AGAIN(number) "<a href=\"#fn:" number "\"><sup>" number "</sup></a>"
#define NOTE(number) number ". <a id=\"fn:" number "\"></a>"

static void
expect(const char *markdown, const char *expected)
{
	struct buf out;
	struct arena *arena = arena_new();
	buf_init_in(&out, arena);
	bool is_moved = footnotes_move(&out, markdown, strlen(markdown));
	assert_string_equal(out.data, expected);
	assert_int_equal(is_moved, expected[0] != '\0');
	arena_free(arena);
}

static void
test_order_and_links(void **state)
{
	(void)state;
	expect("甲[^b]，乙[^a]，再[^b]。\n\n[^a]: 注一\n[^b]: 注二\n",
			"甲" FIRST("1") "，乙" FIRST("2") "，再" AGAIN(
					"1") "。\n\n\n\n\n\n* * *\n\n" NOTE("1") "注二" BACK("1")
					NOTE("2") "注一" BACK("2"));
}

static void
test_none(void **state)
{
	(void)state;
	expect("没有注。\n", "");
	expect("正则 [^a-z] 不是注。\n", "");
	expect("无主[^x]。\n", "");
	expect("```\n[^a]: 代码\n```\n[^a]\n", "");
}

static void
test_long_notes(void **state)
{
	(void)state;
	expect("甲[^1]\n\n[^1]: 一\n\n    二\n\n后\n",
			"甲" FIRST("1") "\n\n\n\n后\n\n\n* * *\n\n" NOTE("1") "一\n\n    二" BACK(
					"1"));
	/* Behind code the way back stands by itself. */
	expect("甲[^1]\n\n[^1]: 一\n\n        [^1]\n",
			"甲" FIRST("1") "\n\n\n\n\n* * *\n\n" NOTE(
					"1") "一\n\n        [^1]\n\n   " BACK("1"));
}

/* Notes that refer to others, or that nothing refers to, are shown as well. */
static void
test_chains_and_strays(void **state)
{
	(void)state;
	expect("甲[^1]\n[^1]: 见[^2]\n[^2]: 二\n[^3]: 三\n",
			"甲" FIRST("1") "\n\n\n\n\n\n* * *\n\n" NOTE("1") "见" FIRST("2") BACK("1")
					NOTE("2") "二" BACK("2") NOTE("3") "三" BACK("3"));
	/* The first of two with a name is the note. */
	expect("甲[^1]\n[^1]: 一\n[^1]: 二\n",
			"甲" FIRST("1") "\n\n\n\n\n* * *\n\n" NOTE("1") "一" BACK("1"));
}

static void
test_code(void **state)
{
	(void)state;
	expect("`[^1]` ``[^1]`[^1]`` [^1]\n[^1]: 一\n",
			"`[^1]` ``[^1]`[^1]`` " FIRST("1") "\n\n\n\n* * *\n\n" NOTE("1") "一" BACK(
					"1"));
}

/* Each note once, however many there are and however they refer to each other. */
static void
test_many(void **state)
{
	(void)state;
	struct buf text, out;
	buf_init(&text);
	struct arena *arena = arena_new();
	buf_init_in(&out, arena);
	for (int i = 0; i < 20000; i++)
		buf_format(&text, "x[^%d]\n[^%d]: n%d[^%d]\n", i, i, i, (i + 7919) % 20000);
	assert_true(footnotes_move(&out, text.data, text.length));
	assert_true(out.length < 40 * text.length);
	size_t count = 0;
	for (const char *at = out.data; (at = strstr(at, "↩")) != NULL; at++)
		count++;
	assert_int_equal(count, 10000);
	buf_free(&text);
	arena_free(arena);
}

static void
test_document(void **state)
{
	(void)state;
	const char *markdown = "脚注[^甲]。\n\n[^甲]: 注的话。\n";
	struct arena *arena = arena_new();
	struct document *document = document_from_markdown(arena, markdown, strlen(markdown));
	assert_string_equal(document->text, "脚注¹。\n注的话。 ↩\n");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_order_and_links),
			cmocka_unit_test(test_none),
			cmocka_unit_test(test_long_notes),
			cmocka_unit_test(test_chains_and_strays),
			cmocka_unit_test(test_code),
			cmocka_unit_test(test_many),
			cmocka_unit_test(test_document),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
