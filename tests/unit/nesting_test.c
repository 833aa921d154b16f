/* How deep the parser's own tree gets: what the pre-scan's model of it promises. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "document/nesting.h"
#include "document/parking.h"
#include "document/prepare.h"

#include <gumbo.h>

static bool
is_element(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

static bool
is_last(const GumboNode *node)
{
	return node->index_within_parent + 1 >= node->parent->v.element.children.length;
}

static size_t
depth_of(const GumboNode *root)
{
	const GumboNode *node = root;
	size_t deepest = 0, depth = 0;
	for (;;) {
		deepest = depth > deepest ? depth : deepest;
		if (is_element(node) && node->v.element.children.length != 0) {
			node = node->v.element.children.data[0];
			depth += is_element(node);
			continue;
		}
		while (node != root && is_last(node)) {
			depth -= is_element(node);
			node = node->parent;
		}
		if (node == root)
			return deepest;
		depth -= is_element(node);
		node = node->parent->v.element.children.data[node->index_within_parent + 1];
		depth += is_element(node);
	}
}

static void *
allocate(void *arena, size_t size)
{
	return arena_raw(arena, size);
}

static void
release(void *arena, void *memory)
{
	(void)arena;
	(void)memory;
}

/* The depth of the parser's tree of this HTML behind the pre-scan. */
static size_t
parsed_depth(const struct buf *html)
{
	struct arena *arena = arena_new();
	struct parking parking;
	struct buf prepared = buf_empty();
	parking_open(&parking, arena, html->data, html->length);
	html_prepare(&prepared, &parking, html->data, html->length);
	GumboOptions options = kGumboDefaultOptions;
	options.allocator = allocate;
	options.deallocator = release;
	options.userdata = arena;
	options.max_errors = 0;
	options.fragment_context = GUMBO_TAG_DIV;
	size_t depth = depth_of(
			gumbo_parse_with_options(&options, prepared.data, prepared.length)->root);
	buf_free(&prepared);
	arena_free(arena);
	return depth;
}

static void
expect_bounded(const struct buf *html, const char *name, size_t number)
{
	size_t depth = parsed_depth(html);
	if (depth > DOCUMENT_MAX_DEPTH + NESTING_SLACK)
		fail_msg("%s %zu: %zu elements deep", name, number, depth);
}

/* Tags that make the parser open, close or move elements of its own accord. */
static void
repeated_units(void **state)
{
	static const char *const units[] = {"<table><td>", "<table><th>x", "<table><tr>",
			"<table><tr><td>", "<table><tbody><td>", "<table><thead><tr><th>",
			"<table><caption>", "<table><caption><tr><td>",
			"<table><colgroup><col><td>", "<table><b><td>", "<table><div>",
			"<table>x<td>", "<table><form><td>", "<table><select><td>",
			"<table><tr><td><a>", "<p><button>", "<p><button></p>", "<b><div>",
			"<b><div></b>x", "<a><h2><div>", "<a><ul><li><dl><dt><p>", "<li><ul></li>",
			"<dl><dd></dl><dd>", "<dd><p><dt><div>", "<ruby><rb><rt>",
			"<ruby><rtc><rt>", "<select><optgroup><option>", "<object><td><p>",
			"<table><td><object><b></td>", "<table><marquee><b><td>x", "<svg><g><p>",
			"<svg><foreignObject><div>", "<math><mi><p>", "<math><msup></math>x",
			"<search><slot></search>x", "<template><td>",
			"<html><head><body><frameset>", "<nobr><div>", "<font class=a><h1>x",
			"<i><b><s><u><tt><div>", "<listing><h2><a>", "<applet><b><p></applet>"};
	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct buf html = buf_empty();
		for (size_t count = 0; count < 2000; count++)
			buf_add_text(&html, units[i]);
		expect_bounded(&html, units[i], i);
		buf_free(&html);
	}
}

static unsigned
draw(uint64_t *random, unsigned limit)
{
	*random = *random * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(*random >> 33) % limit;
}

/* A page of a few kinds of tags, open or closed at a rate of its own. */
static void
draw_page(struct buf *html, uint64_t *random)
{
	static const char *const tags[] = {"a", "address", "applet", "article", "b", "blockquote",
			"body", "button", "caption", "center", "code", "col", "colgroup", "dd",
			"details", "div", "dl", "dt", "em", "fieldset", "font", "foreignObject",
			"form", "h1", "h3", "hr", "html", "i", "iframe", "img", "input", "li",
			"listing", "marquee", "math", "nobr", "object", "ol", "optgroup", "option",
			"p", "pre", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "select", "small",
			"span", "strike", "strong", "summary", "svg", "table", "tbody", "td",
			"tfoot", "th", "thead", "tr", "tt", "u", "ul", "video", "x-y"};
	enum { TAGS = sizeof(tags) / sizeof(tags[0]), MAX_KINDS = 12 };
	const char *kinds[MAX_KINDS];
	unsigned count = 2 + draw(random, MAX_KINDS - 2);
	unsigned end_tags = draw(random, 60), texts = draw(random, 40);
	for (unsigned i = 0; i < count; i++)
		kinds[i] = tags[draw(random, TAGS)];
	for (int i = 0; i < 4000; i++) {
		bool is_stray = draw(random, 10) == 0;
		const char *tag = is_stray ? tags[draw(random, TAGS)] : kinds[draw(random, count)];
		bool is_end = draw(random, 100) < end_tags;
		const char *attribute = draw(random, 20) == 0 ? " id=x" : "";
		buf_format(html, "<%s%s%s>", is_end ? "/" : "", tag, is_end ? "" : attribute);
		if (draw(random, 100) < texts)
			buf_add_char(html, 'x');
	}
}

static void
random_pages(void **state)
{
	(void)state;
	uint64_t random = 1;
	for (size_t page = 0; page < 400; page++) {
		struct buf html = buf_empty();
		draw_page(&html, &random);
		expect_bounded(&html, "page", page);
		buf_free(&html);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(repeated_units),
			cmocka_unit_test(random_pages),
	};
	return cmocka_run_group_tests_name("nesting", tests, NULL, NULL);
}
