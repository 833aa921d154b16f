#ifndef TESTS_UNIT_GOLDEN_FILE_H
#define TESTS_UNIT_GOLDEN_FILE_H

/* Files that hold what is expected. With GOLDEN_UPDATE=1 in the environment they are written anew instead. */

#include "base/buf.h"
#include "base/file.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GOLDEN_LIMIT = 1 << 20 }; /* bytes of a file */

static inline bool
golden_is_update(void)
{
	return getenv("GOLDEN_UPDATE") != NULL;
}

/* Says where two texts part: the lines of both, marked. */
static inline void
golden_print_difference(const char *name, const char *expected, const char *got)
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

/* Whether the file holds this text; prints how they differ. A file that is not there holds nothing. */
static inline bool
golden_holds(const char *path, const struct buf *text)
{
	struct buf expected = buf_empty();
	(void)file_read(path, GOLDEN_LIMIT, &expected, NULL);
	bool is_same = strcmp(expected.data, text->data) == 0;
	if (golden_is_update() && !is_same) {
		FILE *file = fopen(path, "w");
		assert_non_null(file);
		assert_int_equal(fwrite(text->data, 1, text->length, file), text->length);
		assert_int_equal(fclose(file), 0);
	} else if (!is_same) {
		golden_print_difference(path, expected.data, text->data);
	}
	buf_free(&expected);
	return is_same || golden_is_update();
}

#endif
