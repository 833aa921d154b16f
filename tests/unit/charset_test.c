#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/utf8.h"

#include <string.h>

static void
assert_taken(const char *bytes, size_t length, const char *encoding, const char *name,
		const char *expected)
{
	struct buf text = buf_empty();
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

/* The last letter is kept by the converter until no accent can follow. */
static void
stateful_encodings(void **state)
{
	(void)state;
	TAKEN("\xE9t\xE9 xyza", "windows-1258", "windows-1258", "été xyza");
	TAKEN("\xE9 xyza\xEC", "CP1258", "CP1258", "é xyzá");
	TAKEN("\xB8 a", "TCVN5712-1", "TCVN5712-1", "á a");
	TAKEN("\xF9\xE9", "CP1255", "CP1255", "שי");
	TAKEN("\x88\x66", "BIG5-HKSCS", "BIG5-HKSCS", "Ê");
	TAKEN("\xA4\xAB", "EUC-JISX0213", "EUC-JISX0213", "か");
	TAKEN("\x82\xA9", "SHIFT_JISX0213", "SHIFT_JISX0213", "か");
	TAKEN("\x1B$BF|K\\\x1B(B", "ISO-2022-JP", "ISO-2022-JP", "日本");
	TAKEN("\x1B$BF|K\\", "iso-2022-jp", "iso-2022-jp", "日本");
	TAKEN("\x1B$)C\x0E\x47\x51\x0F", "ISO-2022-KR", "ISO-2022-KR", "한");
	TAKEN("\x1B$)A\x0E\x56\x50\x0F", "ISO-2022-CN", "ISO-2022-CN", "中");
	TAKEN("a+Ti1W/Q-", "UTF-7", "UTF-7", "a中国");
	TAKEN("abc", "ISO-2022-JP", "ISO-2022-JP", "abc");
	/* What is UTF-8 already is no text of seven bits. */
	TAKEN("中", "ISO-2022-JP", "UTF-8", "中");
}

/* What iconv lets through, no file may hold. */
static void
what_iconv_makes_is_checked(void **state)
{
	(void)state;
	TAKEN("\x00\x11\x00\xA0", "UCS-4", "UCS-4",
			"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
	static const char *const names[] = {"UCS-4", "UCS-4LE", "UCS-2", "INTERNAL", "WCHAR_T",
			"UTF-32", "UTF-16", "UTF-7", "UNICODE", "//", "", "/", "UCS-4//",
			"//IGNORE", "GBK//IGNORE", "UTF-8//TRANSLIT", "UCS-4//IGNORE", "BIG5-HKSCS",
			"TSCII", "EUC-JISX0213", "ISO-2022-CN-EXT", "IBM1390", "CP1255", "JOHAB",
			"ARMSCII-8", "../../x", "a b", "\xFF", "utf8,gbk"};
	unsigned seed = 11;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		for (int round = 0; round < 200; round++) {
			struct buf text = buf_empty();
			size_t length = (size_t)round % 40;
			for (size_t k = 0; k < length; k++) {
				seed = seed * 1103515245U + 12345U;
				buf_add_char(&text, (char)(seed >> (round % 3 == 0 ? 24 : 16)));
			}
			(void)charset_to_utf8(&text, names[i]);
			if (!utf8_is_valid(text.data, text.length))
				fail_msg("%s: no UTF-8", names[i]);
			assert_true(text.length <= CHARSET_MOST(length));
			buf_free(&text);
		}
}

static void
names(void **state)
{
	(void)state;
	static const char *const known[] = {"utf-8", "GBK", "ISO-8859-1", "GBK//IGNORE", "big5"};
	static const char *const unknown[] = {"", "/", "//", "//TRANSLIT", "no-such", "a b", "\xFF",
			"gbk,utf-8", "../../GBK"};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		assert_true(charset_is_known(known[i]));
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		assert_false(charset_is_known(unknown[i]));
	/* Orders for the output are none for the input. */
	TAKEN("\xA4\xA4\xB0\xEA", "big5//TRANSLIT", "big5//TRANSLIT", "中國");
	/* The locale's encoding is not asked for. */
	TAKEN("\xD6\xD0\xB9\xFA", "", "GB18030", "中国");
	TAKEN("\xD6\xD0\xB9\xFA", "no-such", "GB18030", "中国");
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
	struct buf text = buf_empty();
	struct buf expected = buf_empty();
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
			cmocka_unit_test(stateful_encodings),
			cmocka_unit_test(what_iconv_makes_is_checked),
			cmocka_unit_test(names),
			cmocka_unit_test(damaged_utf8_stays_utf8),
			cmocka_unit_test(what_nothing_takes),
			cmocka_unit_test(long_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
