/* Front matter: where it ends, and that a file's beginning says of it what the whole file says. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/front_matter.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/err.h"

#include "folder.h"

#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[FOLDER_SIZE];
static int folder_fd = -1;

static int
make_folder(void **state)
{
	(void)state;
	if (!folder_make(folder))
		return -1;
	folder_fd = open(folder, O_RDONLY | O_DIRECTORY);
	return folder_fd < 0;
}

static int
drop_folder(void **state)
{
	(void)state;
	close(folder_fd);
	return folder_remove(folder);
}

static void
put(const struct buf *text)
{
	folder_write_bytes(folder, "a.md", text->data, text->length);
}

/* The beginning of a.md and the whole of it, as UTF-8, say the same of the front matter. */
static void
expect_as_whole(const struct buf *whole, const char *encoding)
{
	struct front_prefix prefix = {0};
	struct err err;
	put(whole);
	struct buf start = buf_empty();
	struct buf text = buf_empty();
	assert_true(front_matter_read(folder_fd, "a.md", encoding, &prefix, &start, NULL, &err));
	charset_to_utf8(&start, encoding);
	buf_add(&text, whole->data, whole->length);
	charset_to_utf8(&text, encoding);
	struct front_split ours = front_matter_split(start.data, start.length);
	struct front_split theirs = front_matter_split(text.data, text.length);
	assert_int_equal(ours.is_opened, theirs.is_opened);
	assert_int_equal(ours.is_closed, theirs.is_closed);
	assert_int_equal(ours.yaml_length, theirs.yaml_length);
	if (theirs.is_closed)
		assert_memory_equal(start.data, text.data, theirs.yaml_length);
	buf_free(&start);
	buf_free(&text);
}

static void
to_encoding(struct buf *text, const char *encoding)
{
	iconv_t to = iconv_open(encoding, "UTF-8");
	assert_true(to != (iconv_t)-1);
	size_t left = text->length, room = 4 * text->length + 16;
	char *from = text->data, *out = malloc(room), *at = out;
	assert_int_equal(iconv(to, &from, &left, &at, &room), 0);
	iconv_close(to);
	buf_clear(text);
	buf_add(text, out, (size_t)(at - out));
	free(out);
}

/* What may stand where a step of reading ends. */
static const char *const ends[] = {"---\ntitle: body\n", "---\r\ntitle: body\r\n", "---", "---\n",
		"---x\ntitle: real\n---\n", "----\ntitle: real\n---\n",
		"--- \t  x\ntitle: real\n---\n", "---   \t \nbody\n", "...\nbody\n",
		"...x\ntitle: real\n...\n", "---\r\r\r\nbody\n", "---\n\n\n\n\n  body\n",
		"字字字字\n---\n字字字字", "title: never closed\n"};

/* A file whose `end` begins at byte `at` of the file's bytes. */
static void
make_text(struct buf *text, const char *start, const char *end, size_t at)
{
	buf_clear(text);
	buf_add_text(text, start);
	buf_add_repeated(text, 'x', at - text->length - 1);
	buf_add_char(text, '\n');
	buf_add_text(text, end);
	for (int i = 0; i < 40; i++)
		buf_add_text(text, "\n字 and more of the body");
}

/* Each boundary of each step within each end. */
static void
test_boundaries(void **state)
{
	(void)state;
	static const size_t steps[] = {2048, 65536};
	static const char *const starts[] = {"---\n# ", "---\r\n# ", "\xEF\xBB\xBF---\n# ", "--- "};
	struct buf text = buf_empty();
	for (size_t i = 0; i < 2 * sizeof(ends) / sizeof(ends[0]) * 4; i++) {
		size_t step = steps[i % 2];
		const char *end = ends[i / 2 % (sizeof(ends) / sizeof(ends[0]))];
		const char *start = starts[i / 2 / (sizeof(ends) / sizeof(ends[0]))];
		for (size_t back = 0; back <= strlen(end) + 1; back++) {
			make_text(&text, start, end, step - back);
			expect_as_whole(&text, NULL);
		}
	}
	buf_free(&text);
}

/* Steps end within characters and within lines of other encodings too. */
static void
test_encodings(void **state)
{
	(void)state;
	static const char *const encodings[] = {"UTF-16", "GB18030", "UTF-16LE", "UTF-32BE"};
	struct buf text = buf_empty();
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
		for (size_t pad = 990; pad < 1030; pad++) {
			make_text(&text, "---\ntitle: 中文\n# ", "---x\nreal: 字\n---\n字字字字",
					pad);
			to_encoding(&text, encodings[i]);
			expect_as_whole(&text, i == 0 ? NULL : encodings[i]);
		}
	}
	buf_free(&text);
}

/* A front matter has a largest size, the same for who reads all and who reads the beginning. */
static void
test_largest(void **state)
{
	(void)state;
	struct buf text = buf_empty();
	for (size_t back = 0; back < 8; back++) {
		make_text(&text, "---\n# ", "---\nbody\n", FRONT_MATTER_MAX - back);
		expect_as_whole(&text, NULL);
		bool is_closed = front_matter_split(text.data, text.length).is_closed;
		assert_int_equal(is_closed, back >= 4);
	}
	buf_clear(&text);
	buf_add_text(&text, "---");
	buf_add_repeated(&text, ' ', 5 << 20);
	buf_add_text(&text, "\ntitle: far\n---\n");
	expect_as_whole(&text, NULL);
	assert_false(front_matter_split(text.data, text.length).is_opened);
	buf_free(&text);
}

/* A missing file is an error, and what is read small is not read again. */
static void
test_steps(void **state)
{
	(void)state;
	struct front_prefix prefix = {0};
	struct err err;
	struct buf text = buf_empty();
	assert_false(front_matter_read(folder_fd, "b.md", NULL, &prefix, &text, NULL, &err));
	buf_add_text(&text, "---\ntitle: a\n---\n");
	buf_add_repeated(&text, 'x', 100000);
	put(&text);
	prefix = (struct front_prefix){0};
	assert_true(front_matter_read(folder_fd, "a.md", NULL, &prefix, &text, NULL, &err));
	assert_int_equal(text.length, 2048);
	assert_true(prefix.is_cut);
	assert_true(front_matter_read(folder_fd, "a.md", NULL, &prefix, &text, NULL, &err));
	assert_int_equal(text.length, 65536);
	assert_true(front_matter_read(folder_fd, "a.md", NULL, &prefix, &text, NULL, &err));
	assert_int_equal(text.length, 100017);
	assert_false(prefix.is_cut);
	buf_free(&text);
}

struct many {
	struct arena *arena;
	struct buf yaml;
	bool is_good;
};

static void
parse_many(void *context)
{
	struct many *many = context;
	const struct yaml_node *root;
	many->is_good = front_matter_parse(
			many->arena, many->yaml.data, many->yaml.length, &root, NULL);
}

/* Front matter with too many values is read entry by entry, but not kept twice. */
static void
test_too_many_values(void **state)
{
	(void)state;
	struct many many = {.arena = arena_new(), .is_good = true};
	buf_init(&many.yaml);
	buf_add_text(&many.yaml, "tags:\n");
	for (int i = 0; i < 128 * 1024; i++)
		buf_add_text(&many.yaml, "- t\n");
	arena_limit(many.arena, (size_t)13 << 20);
	assert_true(arena_try(many.arena, parse_many, &many));
	assert_false(many.is_good);
	buf_free(&many.yaml);
	arena_free(many.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_boundaries),
			cmocka_unit_test(test_encodings),
			cmocka_unit_test(test_largest),
			cmocka_unit_test(test_steps),
			cmocka_unit_test(test_too_many_values),
	};
	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
