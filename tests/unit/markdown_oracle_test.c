/*
 * Markdown as kramdown takes it, by records beside the repository: the document
 * of our HTML against the document of kramdown's own. Skipped where they are not.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/markdown_compare.h"

#include "base/err.h"
#include "base/file.h"
#include "base/xalloc.h"

#include <stdio.h>
#include <stdlib.h>

#define SNIPPETS "../shared/oracle/markdown-diff.txt"
#define CASES "../shared/oracle/kramdown/cases.jsonl"

/* Where we differ on purpose; markdown.h has the list, tests/unit/markdown_kinder_test.c what comes instead. */
struct exception {
	const char *name;
	const char *reason;
	bool is_met;
};

#define BETWEEN "Markdown between blank lines of HTML is Markdown"
#define UNCLOSED "HTML that nothing closes ends at a blank line"
#define STRAY "close tags that close nothing are not shown"
#define BLOCK "a block tag within a line is a tag"
#define QUOTES "values of attributes need no quotes"
#define TABLE "a table may stand right under a text"
#define ONE "only 1. begins a list right under a text"
#define PAREN "1) begins a list"
#define START "lists keep their numbers"
#define HEADING "a heading may have several lines"
#define FENCE "a fence that nothing closes is code"
#define WORD "the tags of word processors are dropped"
#define DIRT "<> alone on a line is nothing"
#define MATH "math stays as it is written"
#define BACKTICK "a backtick before a line's end may begin code"

static struct exception snippets[] = {
		{"md inside div blank", BETWEEN, false},
		{"html blank inside p", BETWEEN, false},
		{"unclosed p", UNCLOSED, false},
		{"unclosed div", UNCLOSED, false},
		{"stray close", STRAY, false},
		{"stray close p mid", STRAY, false},
		{"misnested", STRAY, false},
		{"dl html", STRAY, false},
		{"attr no quotes", QUOTES, false},
		{"p in text line", BLOCK, false},
		{"div in text line", BLOCK, false},
		{"o:p", WORD, false},
		{"ol5 after para", ONE, false},
		{"ol paren", PAREN, false},
		{"ol start", START, false},
		{"num dot cn", START, false},
		{"setext", HEADING, false},
		{"table after para", TABLE, false},
		{"fence unclosed", FENCE, false},
};

static struct exception cases[] = {
		{"kramdown/block/04_header/setext_header", HEADING, false},
		{"commonmark/81", HEADING, false},
		{"commonmark/82", HEADING, false},
		{"commonmark/95", HEADING, false},
		{"commonmark/96", HEADING, false},
		{"commonmark/217", HEADING, false},
		{"md4c-regressions/62", HEADING, false},
		{"kramdown/block/06_codeblock/error", FENCE, false},
		{"commonmark/128", FENCE, false},
		{"commonmark/137", FENCE, false},
		{"commonmark/139", FENCE, false},
		{"kramdown/block/08_list/escaping", ONE, false},
		{"commonmark/306", ONE, false},
		{"kramdown/block/09_html/cdata_section", STRAY, false},
		{"kramdown/block/09_html/invalid_html_1", STRAY, false},
		{"kramdown/block/09_html/not_parsed", STRAY, false},
		{"kramdown/block/09_html/parse_as_span", STRAY, false},
		{"kramdown/block/09_html/parse_block_html", STRAY, false},
		{"kramdown/block/14_table/simple", STRAY, false},
		{"kramdown/span/05_html/xml", STRAY, false},
		{"commonmark/151", STRAY, false},
		{"commonmark/166", STRAY, false},
		{"commonmark/168", STRAY, false},
		{"commonmark/625", STRAY, false},
		{"cmark-regressions/9", STRAY, false},
		{"cmark-regressions/14", STRAY, false},
		{"cmark-regressions/17", STRAY, false},
		{"md4c-regressions/43", STRAY, false},
		{"kramdown/block/09_html/xml", WORD, false},
		{"kramdown/block/15_math/gh_128", MATH, false},
		{"kramdown/block/15_math/no_engine", MATH, false},
		{"kramdown/block/15_math/normal", MATH, false},
		{"kramdown/span/04_footnote/backlink_inline", MATH, false},
		{"commonmark/155", UNCLOSED, false},
		{"commonmark/175", UNCLOSED, false},
		{"commonmark/197", UNCLOSED, false},
		{"cmark-gfm/22", UNCLOSED, false},
		{"commonmark/267", START, false},
		{"commonmark/268", START, false},
		{"commonmark/269", START, false},
		{"commonmark/270", START, false},
		{"commonmark/273", START, false},
		{"commonmark/301", START, false},
		{"commonmark/298", PAREN, false},
		{"commonmark/299", PAREN, false},
		{"commonmark/304", PAREN, false},
		{"commonmark/609", DIRT, false},
		{"cmark-gfm/16", TABLE, false},
		{"md4c-regressions/56", BACKTICK, false},
		{"md4c-regressions/58", BACKTICK, false},
		{"md4c-regressions/67", BACKTICK, false},
		{"kramdown/span/05_html/normal", BLOCK, false},
};

static struct exception *
find_exception(struct exception *exceptions, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(exceptions[i].name, name) == 0)
			return &exceptions[i];
	}
	return NULL;
}

/* Compares one record; what is no exception must agree, and what is one must not. */
static bool
compare(struct exception *exceptions, size_t count, const char *name, const struct buf *markdown,
		const struct buf *html)
{
	struct exception *exception = find_exception(exceptions, count, name);
	bool is_same = markdown_agrees(name, "", markdown, html, exception == NULL);
	if (exception != NULL)
		exception->is_met = true;
	if (is_same && exception != NULL)
		print_message("%s agrees, and is listed as an exception\n", name);
	return is_same == (exception == NULL);
}

static void
assert_all_met(const struct exception *exceptions, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!exceptions[i].is_met)
			fail_msg("%s is listed, but not there", exceptions[i].name);
	}
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- Snippets: "### name: "markdown"", and a line "  K html" with arrows for line feeds --- */

/* The bytes of a quoted literal at the end of a record's first line. */
static void
unquote(struct buf *out, const char *at, const char *end)
{
	for (; at < end && *at != '"'; at++) {
		if (*at != '\\') {
			buf_add_char(out, *at);
			continue;
		}
		at++;
		buf_add_char(out, *at == 'n' ? '\n' : *at == 't' ? '\t' : *at == 'r' ? '\r' : *at);
	}
}

static void
replace(struct buf *text, const char *old, const char *new)
{
	struct buf out = buf_empty();
	const char *at = text->data, *found;
	while ((found = strstr(at, old)) != NULL) {
		buf_add(&out, at, (size_t)(found - at));
		buf_add_text(&out, new);
		at = found + strlen(old);
	}
	buf_add_text(&out, at);
	buf_free(text);
	*text = out;
}

/* Math is written for a browser's script; it is compared as it stands in the Markdown. */
static void
level_math(struct buf *html)
{
	replace(html, "\\(", "$$");
	replace(html, "\\)", "$$");
}

static void
agrees_on_snippets(void **state)
{
	(void)state;
	struct err err;
	size_t count = 0, good = 0;
	char *rest = NULL, name[128] = "";
	struct buf records = buf_empty();
	if (!file_read(SNIPPETS, 1 << 24, &records, &err)) {
		print_message("no recorded snippets beside the repository\n");
		buf_free(&records);
		skip();
	}
	struct buf markdown = buf_empty();
	struct buf html = buf_empty();
	for (char *line = strtok_r(records.data, "\n", &rest); line != NULL;
			line = strtok_r(NULL, "\n", &rest)) {
		const char *quote = strstr(line, ": \"");
		if (strncmp(line, "### ", 4) == 0 && quote != NULL) {
			snprintf(name, sizeof(name), "%.*s", (int)(quote - line - 4), line + 4);
			buf_clear(&markdown);
			unquote(&markdown, quote + 3, line + strlen(line));
		} else if (strncmp(line, "  K ", 4) == 0) {
			buf_clear(&html);
			buf_add_text(&html, line + 4);
			replace(&html, "\xE2\x8F\x8E", "\n");
			level_math(&html);
			count++;
			good += compare(snippets, COUNT(snippets), name, &markdown, &html);
		}
	}
	assert_true(count > 100);
	assert_int_equal(good, count);
	assert_all_met(snippets, COUNT(snippets));
	buf_free(&html);
	buf_free(&markdown);
	buf_free(&records);
}

/* --- Cases: a JSON object a line --- */

static uint32_t
unit_at(const char *at)
{
	char digits[5] = {at[0], at[1], at[2], at[3], '\0'};
	return (uint32_t)strtoul(digits, NULL, 16);
}

/* Behind `\u` at `at`; *at is moved over what belongs to it. */
static uint32_t
unescape_unit(const char **at)
{
	uint32_t unit = unit_at(*at);
	*at += 4;
	bool is_pair = unit >= 0xD800 && unit < 0xDC00 && (*at)[0] == '\\' && (*at)[1] == 'u';
	if (!is_pair)
		return unit;
	uint32_t low = unit_at(*at + 2);
	*at += 6;
	return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

/* The value of a string in a line of JSON. */
static void
field(struct buf *out, const char *line, const char *name)
{
	char wanted[32];
	snprintf(wanted, sizeof(wanted), "\"%s\":\"", name);
	const char *at = strstr(line, wanted);
	buf_clear(out);
	assert_non_null(at);
	at += strlen(wanted);
	while (*at != '"') {
		char byte = *at++;
		if (byte != '\\') {
			buf_add_char(out, byte);
			continue;
		}
		byte = *at++;
		if (byte == 'u')
			buf_add_codepoint(out, unescape_unit(&at));
		else
			buf_add_char(out, byte == 'n'	? '\n'
					  : byte == 't' ? '\t'
					  : byte == 'r' ? '\r'
					  : byte == 'f' ? '\f'
					  : byte == 'b' ? '\b'
							: byte);
	}
}

static void
agrees_on_cases(void **state)
{
	(void)state;
	struct err err;
	size_t count = 0, good = 0;
	char *rest = NULL;
	struct buf records = buf_empty();
	if (!file_read(CASES, 1 << 24, &records, &err)) {
		print_message("no recorded cases beside the repository\n");
		buf_free(&records);
		skip();
	}
	struct buf set = buf_empty();
	struct buf name = buf_empty();
	struct buf markdown = buf_empty();
	struct buf html = buf_empty();
	for (char *line = strtok_r(records.data, "\n", &rest); line != NULL;
			line = strtok_r(NULL, "\n", &rest)) {
		field(&set, line, "set");
		field(&name, line, "name");
		buf_add_char(&set, '/');
		buf_add_text(&set, name.data);
		field(&markdown, line, "text");
		field(&html, line, "html");
		level_math(&html);
		count++;
		good += compare(cases, COUNT(cases), set.data, &markdown, &html);
	}
	print_message("%zu of %zu cases as kramdown has them, %zu otherwise on purpose\n",
			count - COUNT(cases), count, COUNT(cases));
	assert_true(count > 1000);
	assert_int_equal(good, count);
	assert_all_met(cases, COUNT(cases));
	buf_free(&html);
	buf_free(&markdown);
	buf_free(&name);
	buf_free(&set);
	buf_free(&records);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(agrees_on_snippets),
			cmocka_unit_test(agrees_on_cases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
