#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

static void
empty_is_a_string(void **state)
{
	(void)state;
	struct buf buf;
	buf_init(&buf);
	assert_string_equal(buf.data, "");
	buf_clear(&buf);
	buf_truncate(&buf, 5);
	buf_add(&buf, NULL, 0);
	assert_int_equal(buf.length, 0);
	char *taken = buf_take(&buf);
	assert_string_equal(taken, "");
	free(taken);
	buf_free(&buf);
	buf_free(&buf);
	assert_string_equal(buf.data, "");
}

static void
adding(void **state)
{
	(void)state;
	struct buf buf;
	buf_init(&buf);
	buf_add_text(&buf, "ab");
	buf_add_char(&buf, 'c');
	buf_add_repeated(&buf, '-', 3);
	buf_add(&buf, "x\0y", 3);
	buf_add_codepoint(&buf, 0x4E2D);
	buf_add_codepoint(&buf, 0xD800);
	buf_format(&buf, "%d/%s", 42, "z");
	const char expected[] = "abc---x\0y中\xEF\xBF\xBD"
				"42/z";
	assert_int_equal(buf.length, sizeof(expected) - 1);
	assert_memory_equal(buf.data, expected, sizeof(expected));
	buf_truncate(&buf, 2);
	assert_string_equal(buf.data, "ab");
	char *taken = buf_take(&buf);
	assert_string_equal(taken, "ab");
	assert_int_equal(buf.length, 0);
	free(taken);
	buf_free(&buf);
}

static void
grows_and_stays_terminated(void **state)
{
	(void)state;
	struct buf buf;
	buf_init(&buf);
	for (int i = 0; i < 100000; i++) {
		buf_add_char(&buf, (char)('a' + i % 26));
		assert_int_equal(buf.data[buf.length], 0);
	}
	assert_int_equal(buf.length, 100000);
	assert_int_equal(buf.data[99999], 'a' + 99999 % 26);
	char *room = buf_reserve(&buf, 1000);
	assert_ptr_equal(room, buf.data + 100000);
	assert_int_equal(buf.length, 100000);
	buf_free(&buf);
}

static void
long_format(void **state)
{
	(void)state;
	struct buf buf;
	buf_init(&buf);
	buf_format(&buf, "%01000d", 7);
	assert_int_equal(buf.length, 1000);
	assert_int_equal(buf.data[999], '7');
	buf_free(&buf);
}

static void
arrays_grow(void **state)
{
	(void)state;
	size_t count = 0, capacity = 0;
	int *items = NULL;
	for (int i = 0; i < 1000; i++) {
		items = xgrow(items, count, &capacity, sizeof(*items));
		assert_true(capacity > count);
		items[count++] = i;
	}
	assert_int_equal(items[999], 999);
	free(items);
}

static void
strings(void **state)
{
	(void)state;
	char *text = xformat("%s-%d", "a", 5);
	assert_string_equal(text, "a-5");
	free(text);
	text = xstrndup("abcdef", 3);
	assert_string_equal(text, "abc");
	free(text);
	free(xmalloc(0));
	char *zeros = xcalloc(3, 5);
	for (int i = 0; i < 15; i++)
		assert_int_equal(zeros[i], 0);
	free(zeros);
}

/* As with malloc's memory, and no buf_free is needed. */
static void
in_an_arena(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf buf, other;
	buf_init_in(&buf, arena);
	assert_string_equal(buf.data, "");
	assert_string_equal(buf_take(&buf), "");
	for (int i = 0; i < 100000; i++)
		buf_format(&buf, "%d ", i % 10);
	buf_init_in(&other, buf.arena);
	buf_add_text(&other, "after");
	buf_add(&buf, "x\0y", 3);
	assert_int_equal(buf.length, 200003);
	buf_truncate(&buf, 4);
	char *taken = buf_take(&buf);
	assert_string_equal(taken, "0 1 ");
	assert_string_equal(other.data, "after");
	assert_int_equal(buf.length, 0);
	buf_add_text(&buf, "more");
	buf_free(&buf);
	assert_string_equal(buf.data, "");
	buf_add_text(&buf, "again");
	assert_string_equal(taken, "0 1 ");
	arena_free(arena);
}

static void
percent_encoding_is_undone(void **state)
{
	(void)state;
	static const char *const texts[][2] = {{"", ""}, {"a%20b", "a b"}, {"%E4%b8%AD", "中"},
			{"%", "%"}, {"%4", "%4"}, {"%4g%g4%%41", "%4g%g4%A"}, {"%2541", "%41"}};
	struct buf buf;
	buf_init(&buf);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		buf_clear(&buf);
		buf_add_percent_decoded(&buf, texts[i][0], strlen(texts[i][0]));
		assert_string_equal(buf.data, texts[i][1]);
	}
	buf_clear(&buf);
	buf_add_percent_decoded(&buf, "a%00b%41", 6);
	assert_int_equal(buf.length, 4);
	assert_memory_equal(buf.data, "a\0b%", 4);
	buf_free(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(percent_encoding_is_undone),
			cmocka_unit_test(empty_is_a_string),
			cmocka_unit_test(adding),
			cmocka_unit_test(grows_and_stays_terminated),
			cmocka_unit_test(long_format),
			cmocka_unit_test(arrays_grow),
			cmocka_unit_test(strings),
			cmocka_unit_test(in_an_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
