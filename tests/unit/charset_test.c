#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/charset.h"

#include <string.h>

static void
assert_taken(const char *bytes, size_t length, const char *encoding, const char *name,
		const char *expected)
{
	struct buf text;
	buf_init(&text);
	buf_add(&text, bytes, length);
	assert_string_equal(charset_to_utf8(&text, encoding), name);
	assert_int_equal(text.length, strlen(expected));
	assert_string_equal(text.data, expected);
	buf_free(&text);
}

#define TAKEN(bytes, encoding, name, expected)                                                     \
	assert_taken(bytes, sizeof(bytes) - 1, encoding, name, expected)

static void
utf8_stays(void **state)
{
	(void)state;
	TAKEN("", NULL, "UTF-8", "");
	TAKEN("abc 中文", NULL, "UTF-8", "abc 中文");
	TAKEN("中文", "gbk", "UTF-8", "中文");
	TAKEN("\xEF\xBB\xBF中", NULL, "UTF-8", "中");
	TAKEN("\xEF\xBB\xBF", NULL, "UTF-8", "");
}

static void
marked_utf16(void **state)
{
	(void)state;
	TAKEN("\xFF\xFE\x2D\x4E"
	      "a\0",
			NULL, "UTF-16LE", "中a");
	TAKEN("\xFE\xFF\x4E\x2D\0a", NULL, "UTF-16BE", "中a");
	TAKEN("\xFE\xFF\xD8\x3D\xDC\x4D", NULL, "UTF-16BE", "\xF0\x9F\x91\x8D");
	/* A lone surrogate and half a unit at the end. */
	TAKEN("\xFE\xFF\xDC\x4D\0a\x4E", NULL, "UTF-16BE",
			"\xEF\xBF\xBD"
			"a\xEF\xBF\xBD");
}

static void
chinese_encodings(void **state)
{
	(void)state;
	TAKEN("\xD6\xD0\xB9\xFA", NULL, "GB18030", "中国");
	TAKEN("\xD6\xD0\xB9\xFA", "utf-8", "GB18030", "中国");
	TAKEN("\xA4\xA4\xB0\xEA", "big5", "big5", "中國");
	TAKEN("caf\xE9", "iso-8859-1", "iso-8859-1", "café");
	/* Cut in the middle of a character. */
	TAKEN("\xD6\xD0\xB9", NULL, "GB18030", "中\xEF\xBF\xBD");
}

static void
damaged_utf8_stays_utf8(void **state)
{
	(void)state;
	TAKEN("四川经济网新闻\xE4\xB8", NULL, "UTF-8", "四川经济网新闻\xEF\xBF\xBD");
	TAKEN("四川经济网新闻\xFF四川经济网新闻", NULL, "UTF-8",
			"四川经济网新闻\xEF\xBF\xBD四川经济网新闻");
}

static void
what_nothing_takes(void **state)
{
	(void)state;
	TAKEN("a\xFF\xFF\xFF"
	      "b",
			NULL, "UTF-8",
			"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
			"b");
	TAKEN("a\xFF", "no-such-encoding", "UTF-8", "a\xEF\xBF\xBD");
}

static void
long_texts(void **state)
{
	(void)state;
	struct buf text, expected;
	buf_init(&text);
	buf_init(&expected);
	for (int i = 0; i < 20000; i++) {
		buf_add_text(&text, i % 3 == 0 ? "a\xD6\xD0" : "\xB9\xFA");
		buf_add_text(&expected, i % 3 == 0 ? "a中" : "国");
	}
	assert_string_equal(charset_to_utf8(&text, NULL), "GB18030");
	assert_string_equal(text.data, expected.data);
	buf_free(&text);
	buf_free(&expected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(utf8_stays),
			cmocka_unit_test(marked_utf16),
			cmocka_unit_test(chinese_encodings),
			cmocka_unit_test(damaged_utf8_stays_utf8),
			cmocka_unit_test(what_nothing_takes),
			cmocka_unit_test(long_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
