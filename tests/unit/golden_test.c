#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "document/document.h"
#include "layout_build.h"
#include "unit/markdown_document.h"

#include <dirent.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * Each tests/golden/NAME.html or NAME.md is laid out at 20, 40 and 80 columns
 * and compared to NAME.WIDTH.txt where there is one. With GOLDEN_UPDATE=1 in
 * the environment the files are written anew instead.
 */

static const char folder[] = "tests/golden";
static const unsigned widths[] = {20, 40, 80, 120};

enum { INPUT_LIMIT = 1 << 20, PATH_SIZE = 512 };

static bool
has_suffix(const char *name, const char *suffix)
{
	size_t length = strlen(name), end = strlen(suffix);
	return length > end && strcmp(name + length - end, suffix) == 0;
}

static void
render(const char *path, unsigned width, struct buf *lines)
{
	struct err err;
	struct buf input = buf_empty();
	if (!file_read(path, INPUT_LIMIT, &input, &err))
		fail_msg("%s: %s", path, err.reason);
	struct arena *arena = arena_new();
	struct document *document =
			has_suffix(path, ".md")
					? document_from_markdown(arena, input.data, input.length)
					: document_from_html(arena, input.data, input.length);
	struct layout_options options = {.width = width, .links = LINKS_LIST};
	add_lines(lines, layout_document(arena, document, &options));
	arena_free(arena);
	buf_free(&input);
}

/* Says where two texts part: the lines of both, marked. */
static void
print_difference(const char *name, const char *expected, const char *got)
{
	print_error("%s\n", name);
	while (*expected != '\0' || *got != '\0') {
		size_t left = strcspn(expected, "\n"), right = strcspn(got, "\n");
		if (left == right && strncmp(expected, got, left) == 0) {
			print_error("  %.*s\n", (int)left, expected);
		} else {
			print_error("- %.*s\n", (int)left, expected);
			print_error("+ %.*s\n", (int)right, got);
		}
		expected += left + (expected[left] == '\n');
		got += right + (got[right] == '\n');
	}
}

static void
write_expected(const char *path, const struct buf *lines)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(lines->data, 1, lines->length, file), lines->length);
	assert_int_equal(fclose(file), 0);
}

/* True if the lines are as expected, or if there is nothing to expect. */
static bool
check_width(const char *stem, const char *input, unsigned width, bool is_update, size_t *count)
{
	char path[PATH_SIZE];
	snprintf(path, sizeof(path), "%s/%s.%u.txt", folder, stem, width);
	struct buf expected = buf_empty();
	struct buf lines = buf_empty();
	bool exists = file_read(path, INPUT_LIMIT, &expected, NULL);
	bool is_same = true;
	if (exists || is_update) {
		render(input, width, &lines);
		(*count)++;
	}
	if (is_update) {
		write_expected(path, &lines);
	} else if (exists && strcmp(expected.data, lines.data) != 0) {
		print_difference(path, expected.data, lines.data);
		is_same = false;
	}
	buf_free(&expected);
	buf_free(&lines);
	return is_same;
}

static void
test_golden_files(void **state)
{
	(void)state;
	bool is_update = getenv("GOLDEN_UPDATE") != NULL;
	size_t count = 0, failed = 0, inputs = 0;
	DIR *directory = opendir(folder);
	assert_non_null(directory);
	for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
		if (!has_suffix(entry->d_name, ".html") && !has_suffix(entry->d_name, ".md"))
			continue;
		char input[PATH_SIZE], stem[PATH_SIZE / 2];
		snprintf(input, sizeof(input), "%s/%s", folder, entry->d_name);
		snprintf(stem, sizeof(stem), "%.*s",
				(int)(strrchr(entry->d_name, '.') - entry->d_name), entry->d_name);
		size_t before = count;
		for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++)
			failed += !check_width(stem, input, widths[i], is_update, &count);
		assert_true(count >
				before); /* an input that nothing is expected of tests nothing */
		inputs++;
	}
	closedir(directory);
	assert_true(inputs >= 25);
	assert_int_equal(failed, 0);
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_golden_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
