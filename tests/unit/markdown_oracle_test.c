/*
 * Markdown as kramdown takes it: the document of our HTML against the document
 * of kramdown's own, for snippets recorded beside the repository. Skipped
 * where they are not.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/document_dump.h"

#include "base/err.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

#define RECORDS "../shared/oracle/markdown-diff.txt"

/* Where we differ on purpose, and why. */
struct exception {
	const char *name, *reason;
	bool is_met;
};

static struct exception exceptions[] = {
		{"md inside div blank",
				"Markdown between blank lines inside HTML is Markdown: newsletters "
				"are written so",
				false},
		{"html blank inside p", "likewise", false},
		{"unclosed p",
				"what is never closed ends at a blank line instead of swallowing "
				"the post",
				false},
		{"unclosed div", "likewise", false},
		{"stray close", "a close tag without an open one is not shown", false},
		{"stray close p mid", "likewise", false},
		{"misnested", "likewise", false},
		{"abbr", "what a Markdown abbreviation stands for is not shown", false},
		{"attr no quotes", "an unquoted value is no reason to show a tag", false},
		{"p in text line", "a block tag within a line is a tag", false},
		{"div in text line", "likewise", false},
		{"dl html", "</ul> closes its list over open items", false},
		{"custom tag line", "unknown elements are inline", false},
		{"o:p", "word processors' tags are dropped, so the text is a paragraph", false},
		{"comment unclosed", "dashes stay as typed", false},
		{"indented html", "indented HTML is HTML, not code: converters indent", false},
		{"bare url", "bare addresses are links", false},
		{"autolink space", "an address with a space is only a link in parentheses", false},
		{"ol5 after para", "only 1. begins a list right under a text", false},
		{"ol paren", "1) is a list", false},
		{"ol start", "numbers stay as typed", false},
		{"num dot cn", "likewise: 2022. 5月", false},
		{"list mark change", "another marker begins another list, which looks the same",
				false},
		{"hr after para", "a rule under a text is a rule", false},
		{"setext", "a heading may have two lines", false},
		{"pipe para", "a bar in a text makes no table", false},
		{"pipe para2", "likewise", false},
		{"table after para", "a table may stand right under a text, as at GitHub", false},
		{"fence unclosed", "a fence that is never closed is code to the end", false},
		{"smart", "quotes and dashes stay as typed", false},
		{"smart cn", "likewise", false},
		{"escapes", "a backslash before any punctuation is an escape", false},
		{"math", "dollars are text", false},
		{"footnote", "footnotes are left as they are written", false},
		{"toc", "no table of contents is made", false},
		{"ref link", "[1] alone is a link if there is a [1]", false},
		{"task", "a space stands after the box", false},
};

enum { EXCEPTION_COUNT = sizeof(exceptions) / sizeof(exceptions[0]) };

static struct exception *
find_exception(const char *name)
{
	for (size_t i = 0; i < EXCEPTION_COUNT; i++) {
		if (strcmp(exceptions[i].name, name) == 0)
			return &exceptions[i];
	}
	return NULL;
}

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

/* The recorded HTML, whose line feeds are written as arrows. */
static void
unfold(struct buf *out, const char *at, const char *end)
{
	static const char arrow[] = "\xE2\x8F\x8E";
	while (at < end) {
		bool is_arrow = end - at >= 3 && memcmp(at, arrow, 3) == 0;
		buf_add_char(out, is_arrow ? '\n' : *at);
		at += is_arrow ? 3 : 1;
	}
}

static void
show(struct buf *out, struct arena *arena, const struct buf *text, bool is_markdown)
{
	struct document *document =
			is_markdown ? document_from_markdown(arena, text->data, text->length)
				    : document_from_html(arena, text->data, text->length);
	assert_null(document_fault(document));
	dump_document(out, document);
}

static bool
agrees(const char *name, const struct buf *source, const struct buf *wanted)
{
	struct arena *arena = arena_new();
	struct buf ours, theirs;
	buf_init(&ours);
	buf_init(&theirs);
	show(&ours, arena, source, true);
	show(&theirs, arena, wanted, false);
	bool is_same = strcmp(ours.data, theirs.data) == 0;
	struct exception *exception = find_exception(name);
	if (exception != NULL) {
		exception->is_met = true;
		if (getenv("ORACLE_VERBOSE") != NULL)
			print_message("differs: %s: %s\n", name, exception->reason);
	}
	if (!is_same && exception == NULL)
		print_message("%s: of %s\nours:\n%skramdown's:\n%s\n", name, source->data,
				ours.data, theirs.data);
	if (is_same && exception != NULL)
		print_message("%s agrees, and is listed as an exception\n", name);
	assert_true(is_same == (exception == NULL));
	buf_free(&ours);
	buf_free(&theirs);
	arena_free(arena);
	return is_same;
}

static void
test_snippets(void **state)
{
	(void)state;
	struct buf records;
	struct err err;
	buf_init(&records);
	if (!file_read(RECORDS, 1 << 24, &records, &err)) {
		print_message("no recorded snippets beside the repository\n");
		buf_free(&records);
		skip();
	}
	size_t count = 0, same = 0;
	char *rest = NULL;
	char name[128] = "";
	struct buf source, html;
	buf_init(&source);
	buf_init(&html);
	for (char *line = strtok_r(records.data, "\n", &rest); line != NULL;
			line = strtok_r(NULL, "\n", &rest)) {
		const char *quote = strstr(line, ": \"");
		if (strncmp(line, "### ", 4) == 0 && quote != NULL) {
			snprintf(name, sizeof(name), "%.*s", (int)(quote - line - 4), line + 4);
			buf_clear(&source);
			unquote(&source, quote + 3, line + strlen(line));
		} else if (strncmp(line, "  K ", 4) == 0) {
			buf_clear(&html);
			unfold(&html, line + 4, line + strlen(line));
			count++;
			same += agrees(name, &source, &html);
		}
	}
	print_message("%zu of %zu snippets as kramdown has them\n", same, count);
	assert_true(count > 100);
	for (size_t i = 0; i < EXCEPTION_COUNT; i++)
		assert_true(exceptions[i].is_met);
	buf_free(&source);
	buf_free(&html);
	buf_free(&records);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_snippets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
