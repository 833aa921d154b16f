#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

#include <string.h>

static void
every_code_point_there_and_back(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x110010; c++) {
		char bytes[UTF8_MAX];
		size_t length = utf8_encode(c, bytes);
		uint32_t back;
		assert_int_equal(utf8_decode(bytes, length, &back), length);
		if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
			assert_int_equal(back, UTF8_REPLACEMENT);
		else
			assert_int_equal(back, c);
		assert_true(utf8_is_valid(bytes, length));
		assert_int_equal(length, c < 0x80 ? 1 : c < 0x800 ? 2 : back < 0x10000 ? 3 : 4);
	}
}

static void
assert_subparts(const char *bytes, size_t length, const size_t *expected)
{
	for (size_t offset = 0; offset < length; expected++) {
		uint32_t c;
		size_t step = utf8_decode(bytes + offset, length - offset, &c);
		assert_int_equal(step, *expected);
		offset += step;
	}
	assert_int_equal(*expected, 0);
}

/* The Unicode Standard's own examples, tables 3-8 to 3-11. */
static void
maximal_subparts(void **state)
{
	(void)state;
	assert_subparts("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", 9,
			(size_t[]){1, 1, 1, 1, 1, 1, 1, 1, 1, 0});
	assert_subparts("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", 9,
			(size_t[]){1, 1, 1, 1, 1, 1, 1, 1, 1, 0});
	assert_subparts("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", 9,
			(size_t[]){1, 1, 1, 1, 1, 1, 1, 1, 1, 0});
	assert_subparts("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", 9, (size_t[]){2, 1, 3, 2, 1, 0});
}

static void
every_second_byte(void **state)
{
	(void)state;
	for (unsigned first = 0x80; first <= 0xFF; first++) {
		for (unsigned second = 0; second <= 0xFF; second++) {
			char bytes[2] = {(char)first, (char)second};
			uint32_t c;
			size_t step = utf8_decode(bytes, 2, &c);
			bool is_pair = first >= 0xC2 && first <= 0xDF && second >= 0x80 &&
				       second <= 0xBF;
			assert_int_equal(utf8_is_valid(bytes, 2), is_pair);
			if (is_pair)
				assert_int_equal(c, (first & 0x1F) << 6 | (second & 0x3F));
			else
				assert_int_equal(c, UTF8_REPLACEMENT);
			assert_true(step == 1 || (second >= 0x80 && second <= 0xBF));
		}
	}
}

static void
valid_prefix(void **state)
{
	(void)state;
	assert_int_equal(utf8_valid_prefix("", 0), 0);
	assert_int_equal(utf8_valid_prefix("a中\xE4\xB8", 6), 4);
	assert_int_equal(
			utf8_valid_prefix("\xEF\xBF\xBD", 3), 3); /* a U+FFFD of its own is valid */
	assert_int_equal(utf8_valid_prefix("a\xFF", 2), 1);
	assert_false(utf8_is_valid("\xED\xA0\x80", 3));
}

static void
counting(void **state)
{
	(void)state;
	assert_int_equal(utf8_count("", 0), 0);
	assert_int_equal(utf8_count("a中\xF0\x9F\x91\x8D", 8), 3);
	assert_int_equal(utf8_count("\xF0\x9F\x91", 3), 1);
	assert_int_equal(utf8_count("\xFF\xFF", 2), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(every_code_point_there_and_back),
			cmocka_unit_test(maximal_subparts),
			cmocka_unit_test(every_second_byte),
			cmocka_unit_test(valid_prefix),
			cmocka_unit_test(counting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
