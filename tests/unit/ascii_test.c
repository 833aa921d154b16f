#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/ascii.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

/* The C locale, which a test program is in, has ASCII's classes. */
static void
classes_of_all_bytes(void **state)
{
	(void)state;
	for (int i = 0; i < 256; i++) {
		char byte = (char)i;
		bool is_ascii = i < 128;
		assert_int_equal(ascii_is_digit(byte), is_ascii && isdigit(i) != 0);
		assert_int_equal(ascii_is_letter(byte), is_ascii && isalpha(i) != 0);
		assert_int_equal(ascii_is_hex_digit(byte), is_ascii && isxdigit(i) != 0);
		assert_int_equal((unsigned char)ascii_lower(byte), is_ascii ? tolower(i) : i);
		assert_int_equal((unsigned char)ascii_upper(byte), is_ascii ? toupper(i) : i);
	}
}

static int
sign(int order)
{
	return (order > 0) - (order < 0);
}

static void
order_of_texts(void **state)
{
	(void)state;
	static const char *const texts[] = {
			"", "a", "A", "ab", "AB", "b", "[", "z", "Z", "\xC4\xB0", "\xC3\x9F"};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		for (size_t j = 0; j < sizeof(texts) / sizeof(texts[0]); j++)
			assert_int_equal(sign(ascii_compare(texts[i], texts[j])),
					sign(strcasecmp(texts[i], texts[j])));
	assert_int_equal(ascii_compare_n("HTTP://x", "http://y", 7), 0);
	assert_int_equal(ascii_compare_n("a", "A", 9), 0);
	assert_true(ascii_compare_n("ab", "AC", 2) < 0);
	assert_int_equal(ascii_compare_n("x", "y", 0), 0);
}

static void
numbers_and_digits(void **state)
{
	(void)state;
	unsigned long number;
	assert_true(ascii_read_number("0", 0, &number));
	assert_true(ascii_read_number("0099", 99, &number) && number == 99);
	assert_true(ascii_read_number("18446744073709551615", ULONG_MAX, &number));
	assert_int_equal(number, ULONG_MAX);
	static const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "1x", "0x1", "100",
			"18446744073709551616", "99999999999999999999999"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (ascii_read_number(bad[i], 99, &number))
			fail_msg("'%s' is taken", bad[i]);
	assert_false(ascii_read_number("18446744073709551616", ULONG_MAX, &number));
	static const char digits[] = "0123456789abcdef";
	for (int i = 0; i < 16; i++) {
		assert_int_equal(ascii_hex_value(digits[i]), i);
		assert_int_equal(ascii_hex_value(ascii_upper(digits[i])), i);
	}
	assert_int_equal(ascii_hex_value('g'), -1);
	assert_int_equal(ascii_hex_value('/'), -1);
	assert_int_equal(ascii_hex_value('\xC3'), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(classes_of_all_bytes),
			cmocka_unit_test(order_of_texts),
			cmocka_unit_test(numbers_and_digits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
