/* Sizes that nobody writes: the document is bounded and whole. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/document_dump.h"

static struct document *
repeat(struct arena *arena, const char *before, const char *unit, size_t count, const char *after)
{
	struct buf html = buf_empty();
	buf_add_text(&html, before);
	for (size_t i = 0; i < count; i++)
		buf_add_text(&html, unit);
	buf_add_text(&html, after);
	struct document *document = document_from_html(arena, html.data, html.length);
	const char *fault = document_fault(document);
	if (fault != NULL)
		fail_msg("%s: %s", unit, fault);
	buf_free(&html);
	return document;
}

static size_t
depth_of(const struct document *document)
{
	size_t deepest = 0, depth = 0;
	for (const struct block *block = document->root; block != NULL;) {
		if (block->first != NULL) {
			block = block->first;
			deepest = ++depth > deepest ? depth : deepest;
			continue;
		}
		while (block != NULL && block->next == NULL) {
			block = block->parent;
			depth--;
		}
		block = block == NULL ? NULL : block->next;
	}
	return deepest;
}

static size_t
count_blocks(const struct document *document, enum block_kind kind)
{
	size_t count = 0;
	for (const struct block *block = document->root; block != NULL;
			block = document_next(block))
		count += block->kind == kind;
	return count;
}

static void
test_depth(void **state)
{
	(void)state;
	static const char *const units[] = {"<div>", "<blockquote>", "<ul><li>", "<table><tr><td>",
			"<form><div></form>", "<li><ul></li>", "<div><object></div>",
			"<div><select></div>", "<a href=x><div></a>", "<b><div></b>",
			"<dl><dd></dl><dd><dl>", "<svg><div></svg><div>",
			"<math><mtext><div></math>", "<x><y></x>", "<listing><pre></listing>",
			"<button><div></button>", "<caption><table></caption>"};
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct arena *arena = arena_new();
		struct document *document = repeat(arena, "", units[i], 100000, "字");
		assert_in_range(depth_of(document), 1, DOCUMENT_MAX_DEPTH + 4);
		assert_non_null(strstr(document->text, "字"));
		arena_free(arena);
	}
}

/* Formatting elements that blocks cut open again after each: 16 of them in 100,000 paragraphs. */
static void
test_reopened_elements(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct document *document = repeat(arena,
			"<p><b id=1><i id=2><u id=3><s id=4><b id=5><i id=6><u id=7><s id=8><tt "
			"id=9>",
			"<p>字", 100000, "");
	assert_int_equal(count_blocks(document, BLOCK_PARAGRAPH), 100000);
	document = repeat(arena, "", "<p><font class=a><b class=b><i>字</p>", 30000, "");
	assert_int_equal(count_blocks(document, BLOCK_PARAGRAPH), 30000);
	document = repeat(arena, "", "<b>", 1000000, "字");
	assert_string_equal(document->text, "字\n");
	document = repeat(arena, "", "<a href=x>", 100000, "字");
	assert_string_equal(document->text, "字\n");
	assert_int_equal(document->link_numbers, 1);
	arena_free(arena);
}

/* What stands around text for an element is bounded by what the page has of it. */
static void
test_text_is_bounded(void **state)
{
	static const char *const units[] = {"<p>x", "<li>x", "<q>x", "<sup>xy", "<button>x",
			"<input>", "<img src=a>", "<video src=a>", "<iframe src=a>", "<select>",
			"<meter value=1>", "<abbr title=a>x", "<ruby>x<rt>y", "\xFF", "&#1;",
			"<hr>", "<table><td>x", "<svg><title>a</title>", "<textarea>", "<dd>x",
			"<a href=a>x"};
	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct arena *arena = arena_new();
		size_t count = 20000;
		struct document *document = repeat(arena,
				"<s id=1><s id=2><s id=3><s id=4><s id=5><s id=6><s id=7><s id=8>"
				"<del id=1><del><s id=9><s id=a><s id=b><s id=c><s id=d><s id=e>",
				units[i], count, "");
		assert_in_range(document->length, 0, DOCUMENT_MAX_TEXT(count * strlen(units[i])));
		arena_free(arena);
	}
}

/* Many that are well nested lose nothing. */
static void
test_many(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct document *document = repeat(arena, "", "<p>字", 100000, "");
	assert_int_equal(count_blocks(document, BLOCK_PARAGRAPH), 100000);
	document = repeat(arena, "<table><tr>", "<td>字", 100000, "");
	assert_int_equal(count_blocks(document, BLOCK_CELL), 100000);
	document = repeat(arena, "<ul>", "<li>字", 100000, "");
	assert_int_equal(count_blocks(document, BLOCK_ITEM), 100000);
	document = repeat(arena, "", "<b>粗</b> ", 100000, "");
	assert_int_equal(document->root->first->run_count, 199999);
	document = repeat(arena, "", "<a href=x>链</a>", 50000, "");
	assert_int_equal(document->link_count, 50000);
	assert_int_equal(document->link_numbers, 1);
	arena_free(arena);
}

static void
test_long_text(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct document *document = repeat(arena, "<p>", "abcdefgh", 3 * 1024 * 128, "");
	assert_int_equal(document->length, 3 * 1024 * 1024 + 1);
	assert_int_equal(document->root->first->run_count, 1);
	document = repeat(arena, "<p>", "中", 1000000, "");
	assert_int_equal(document->length, 3000001);
	document = repeat(arena, "", "<", 1000000, "");
	assert_int_equal(document->length, 1000001);
	document = repeat(arena, "甲", "&nbsp;", 100000, "乙");
	assert_int_equal(document->length, 200007);
	arena_free(arena);
}

static void
test_attributes(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct document *document = repeat(arena, "<p", " id=b", 200000, ">字");
	assert_string_equal(document->text, "字\n");
	document = repeat(arena, "<p style='", "a:b;", 500000, "display:none'>字");
	assert_string_equal(document->text, "字\n");
	document = repeat(arena, "<a href='", "中", 1000000, "'>字</a>");
	assert_int_equal(document->link_count, 1);
	assert_in_range(strlen(document->links[0].url), 16000, 16384);
	document = repeat(arena, "", "<a title=\"", 100000, ">字");
	assert_non_null(strstr(document->text, "字"));
	arena_free(arena);
}

static void
test_unclosed_raw_elements(void **state)
{
	(void)state;
	static const char *const units[] = {"<!--", "<textarea>", "<template>", "<iframe>",
			"<title>", "<svg>", "<svg><title>", "<!-- >", "</", "<?", "<a ",
			"<![CDATA[", "&", "&#", "<xmp>"};
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct arena *arena = arena_new();
		struct document *document = repeat(arena, "", units[i], 100000, "<p>字");
		assert_non_null(strstr(document->text, "字"));
		arena_free(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_depth),
			cmocka_unit_test(test_text_is_bounded),
			cmocka_unit_test(test_reopened_elements),
			cmocka_unit_test(test_many),
			cmocka_unit_test(test_long_text),
			cmocka_unit_test(test_attributes),
			cmocka_unit_test(test_unclosed_raw_elements),
	};
	return cmocka_run_group_tests_name("document: hostile sizes", tests, NULL, NULL);
}
