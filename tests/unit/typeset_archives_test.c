/*
 * Every post of the archives beside the repository, and of the sample, typeset
 * at several widths: whatever the text is, the rules of lines hold and no
 * letter is lost, doubled or invented.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/archive.h"
#include "article/article.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/utf8.h"

#include "entry_list.h"

#include <ctype.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTHS = 3, COMBINATIONS = 2 * WIDTHS };

static const size_t widths[WIDTHS] = {20, 40, 80};
static const struct typography typographies[] = {
		{0}, {.indent = 4, .spacing = true, .hanging = true, .wide_ambiguous = true}};

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
					       (length == 3 && memcmp(bytes, "\xE2\x81\xA0", 3) ==
									       0) ||
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

/* Counts each byte of the document's text that the piece shows. */
static void
count_shown(const struct document *document, const struct piece *piece, unsigned char *shown,
		const char *path, size_t width)
{
	size_t offset = (size_t)piece->offset;
	assert_true(offset <= document->length && piece->length <= document->length - offset);
	if (memcmp(piece->text, document->text + offset, piece->length) != 0)
		fail_msg("%s at %zu: “%.*s” is not the text at %zu", path, width,
				(int)piece->length, piece->text, offset);
	for (size_t i = 0; i < piece->length; i++)
		shown[offset + i]++;
}

/* Every byte that is no white space is shown once. */
static void
check_shown(const struct document *document, const unsigned char *shown, const char *path,
		size_t width)
{
	for (size_t at = 0; at < document->length;) {
		uint32_t codepoint;
		size_t step = utf8_decode(document->text + at, document->length - at, &codepoint);
		if (shown[at] != 1 && !is_space(document->text + at, step))
			fail_msg("%s at %zu: shown %d times: …%.60s", path, width, shown[at],
					document->text + at);
		at += step;
	}
}

static void
check_line(const struct line *line, size_t width, const char *path, struct buf *dense)
{
	size_t columns = 0;
	bool is_drawn_last = false;
	buf_clear(dense);
	for (size_t i = 0; i < line->piece_count; i++) {
		const struct piece *piece = &line->pieces[i];
		columns += piece->columns;
		assert_true(gate_is_clean(piece->text, piece->length, GATE_LINE));
		bool is_drawn = piece->offset == PIECE_DRAWN;
		if (!is_drawn)
			add_dense(dense, piece->text, piece->length);
		is_drawn_last = is_drawn;
	}
	if (columns != line->columns || (line->reach == 0 && columns > width))
		fail_msg("%s at %zu: a line of %zu columns says %zu", path, width, columns,
				line->columns);
	size_t length = dense->length;
	/* A line of one character has no choice. */
	if (line->reach > 0 || length <= 3)
		return;
	const char *first = dense->data;
	if (is_one_of(no_start, first, 3) && width >= 40)
		fail_msg("%s at %zu: a line begins with %.3s (%.*s)", path, width, first,
				(int)length, first);
	if (!is_drawn_last && is_one_of(no_end, first + length - 3, 3) && width >= 40)
		fail_msg("%s at %zu: a line ends with %.3s (%.*s)", path, width, first + length - 3,
				(int)length, first);
}

/* In `count` of the combinations of a width and a typography, from number `first` on. */
static void
check_article(struct article *article, size_t first, size_t count, const char *path)
{
	const struct document *document = article->document;
	unsigned char *shown = calloc(document->length + 1, 1);
	assert_non_null(shown);
	struct buf dense = buf_empty();
	for (size_t i = first; i < first + count; i++) {
		const size_t width = widths[i % WIDTHS];
		struct layout_options options = {
				.width = width, .typography = typographies[i / WIDTHS % 2]};
		article_layout(article, &options);
		memset(shown, 0, document->length);
		for (size_t j = 0; j < article->layout->count; j++) {
			const struct line *line = &article->layout->lines[j];
			check_line(line, width, path, &dense);
			for (size_t k = 0; k < line->piece_count; k++) {
				if (line->pieces[k].offset != PIECE_DRAWN)
					count_shown(document, &line->pieces[k], shown, path, width);
			}
		}
		check_shown(document, shown, path, width);
	}
	buf_free(&dense);
	free(shown);
}

/* Checks all posts, each in so many combinations, of which the next post begins with the next one. */
static void
check_archive(const char *root, size_t combinations)
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
	assert_true(entry_list_read(archive, arena, &entries, NULL, &err));
	assert_true(entries.count > 0);
	for (size_t i = 0; i < entries.count; i++) {
		struct article *article = article_open(archive, entries.items[i].path, &err);
		if (article == NULL)
			fail_msg("%s: %s", entries.items[i].path, err.reason);
		check_article(article, i, combinations, entries.items[i].path);
		article_close(article);
	}
	arena_free(arena);
	archive_close(archive);
}

static void
test_sample(void **state)
{
	(void)state;
	check_archive("tests/archives/sample", COMBINATIONS);
}

static void
test_finews(void **state)
{
	(void)state;
	check_archive("../shared/archives/finews", COMBINATIONS);
}

static void
test_ruby_lang(void **state)
{
	(void)state;
	check_archive("../shared/archives/ruby-lang", 2);
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
