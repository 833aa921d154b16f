#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "document/document.h"
#include "golden_file.h"
#include "layout_build.h"
#include "unit/markdown_document.h"

#include <dirent.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * Each tests/golden/NAME.html or NAME.md is laid out at 20, 40 and 80 columns
 * and compared to NAME.WIDTH.txt where there is one. With GOLDEN_UPDATE=1 in
 * the environment the files are written anew instead.
 */

static const char folder[] = "tests/golden";
static const unsigned widths[] = {20, 40, 80, 120};

enum { PATH_SIZE = 512 };

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
	if (!file_read(path, GOLDEN_LIMIT, &input, &err))
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

/* True if the lines are as expected, or if there is nothing to expect. */
static bool
check_width(const char *stem, const char *input, unsigned width, size_t *count)
{
	char path[PATH_SIZE];
	snprintf(path, sizeof(path), "%s/%s.%u.txt", folder, stem, width);
	if (access(path, F_OK) != 0 && !golden_is_update())
		return true;
	struct buf lines = buf_empty();
	render(input, width, &lines);
	(*count)++;
	bool is_same = golden_holds(path, &lines);
	buf_free(&lines);
	return is_same;
}

static void
test_golden_files(void **state)
{
	(void)state;
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
			failed += !check_width(stem, input, widths[i], &count);
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
