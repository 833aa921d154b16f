/*
 * Every post of the archives beside the repository, and of the sample, typeset
 * at several widths: whatever the text is, the rules of lines hold and no
 * letter is lost, doubled or moved.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/article.h"
#include "archive/archive.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/utf8.h"

#include <ctype.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const size_t widths[] = {20, 40, 80};

/* Full-width punctuation that may not begin a line, and that may not end one (CLREQ 3.1.2). */
static const char no_start[] = "，。、；：？！）》」』】〉";
static const char no_end[] = "（《「『【〈";

static bool
is_one_of(const char *set, const char *bytes, size_t length)
{
	for (size_t i = 0; length == 3 && set[i] != '\0'; i += 3) {
		if (memcmp(set + i, bytes, 3) == 0)
			return true;
	}
	return false;
}

static bool
is_space(const char *bytes, size_t length)
{
	return length == 1 ? isspace((unsigned char)*bytes) != 0
			   : (length == 3 && memcmp(bytes, "\xE3\x80\x80", 3) == 0) ||
					     (length == 2 && memcmp(bytes, "\xC2\xA0", 2) == 0);
}

/* Appends the text without any white space. */
static void
add_dense(struct buf *out, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		uint32_t codepoint;
		size_t step = utf8_decode(text + at, length - at, &codepoint);
		if (!is_space(text + at, step))
			buf_add(out, text + at, step);
		at += step;
	}
}

static void
check_line(const struct line *line, size_t width, const char *path, struct buf *dense)
{
	size_t columns = 0;
	bool is_drawn_last = false;
	size_t start = dense->length;
	for (size_t i = 0; i < line->piece_count; i++) {
		const struct piece *piece = &line->pieces[i];
		columns += piece->columns;
		assert_true(gate_is_clean(piece->text, piece->length, GATE_LINE));
		bool is_drawn = piece->offset == PIECE_DRAWN;
		if (!is_drawn)
			add_dense(dense, piece->text, piece->length);
		is_drawn_last = is_drawn;
	}
	if (columns != line->columns || (!line->is_wide && columns > width))
		fail_msg("%s at %zu: a line of %zu columns says %zu", path, width, columns,
				line->columns);
	size_t length = dense->length - start;
	/* A line of one character has no choice. */
	if (line->is_wide || length <= 3)
		return;
	const char *first = dense->data + start;
	if (is_one_of(no_start, first, 3) && width >= 40)
		fail_msg("%s at %zu: a line begins with %.3s (%.*s)", path, width, first,
				(int)length, first);
	if (!is_drawn_last && is_one_of(no_end, first + length - 3, 3) && width >= 40)
		fail_msg("%s at %zu: a line ends with %.3s (%.*s)", path, width,
				first + length - 3, (int)length, first);
}

static void
check_article(struct article *article, const char *path)
{
	struct buf whole, dense;
	buf_init(&whole);
	buf_init(&dense);
	add_dense(&whole, article->document->text, article->document->length);
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		struct layout_options options = {.width = widths[i]};
		article_layout(article, &options);
		buf_clear(&dense);
		for (size_t line = 0; line < article->layout->count; line++)
			check_line(&article->layout->lines[line], widths[i], path, &dense);
		if (dense.length != whole.length ||
				memcmp(dense.data, whole.data, whole.length) != 0) {
			size_t at = 0;
			while (at < whole.length && at < dense.length &&
					whole.data[at] == dense.data[at])
				at++;
			fail_msg("%s at %zu: text differs at %zu: wanted …%.60s, got …%.60s", path,
					widths[i], at, whole.data + at, dense.data + at);
		}
	}
	buf_free(&whole);
	buf_free(&dense);
}

static void
check_archive(const char *root)
{
	if (access(root, R_OK) != 0) {
		print_message("# skipped: %s is not here\n", root);
		skip();
	}
	struct err err;
	struct archive_options options = {.future = true, .unpublished = true};
	struct archive *archive = archive_open(root, &options, NULL, &err);
	assert_non_null(archive);
	struct arena *arena = arena_new();
	struct archive_entries entries;
	assert_true(archive_walk(archive, arena, &entries, NULL, &err));
	assert_true(entries.count > 0);
	for (size_t i = 0; i < entries.count; i++) {
		struct article *article = article_open(archive, entries.items[i].path, &err);
		if (article == NULL)
			fail_msg("%s: %s", entries.items[i].path, err.reason);
		check_article(article, entries.items[i].path);
		article_close(article);
	}
	arena_free(arena);
	archive_close(archive);
}

static void
test_sample(void **state)
{
	(void)state;
	check_archive("tests/archives/sample");
}

static void
test_finews(void **state)
{
	(void)state;
	check_archive("../shared/archives/finews");
}

static void
test_ruby_lang(void **state)
{
	(void)state;
	check_archive("../shared/archives/ruby-lang");
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_sample),
			cmocka_unit_test(test_finews),
			cmocka_unit_test(test_ruby_lang),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
