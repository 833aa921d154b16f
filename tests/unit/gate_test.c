#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/gate.h"
#include "base/utf8.h"

#include <string.h>

/* The rule once more, as plainly as can be. */
static uint32_t
rule(uint32_t c, enum gate_form form)
{
	if (c == 0x0A || c == 0x09)
		return form == GATE_LINE ? ' ' : c;
	if (c <= 0x1F || c == 0x7F || (c >= 0x80 && c <= 0x9F))
		return 0xFFFD;
	if (c >= 0xD800 && c <= 0xDFFF)
		return 0xFFFD;
	if (c == 0x2028 || c == 0x2029)
		return ' ';
	if (c == 0x061C || c == 0x200E || c == 0x200F)
		return 0;
	if (c >= 0x202A && c <= 0x202E)
		return 0;
	if (c >= 0x2066 && c <= 0x2069)
		return 0;
	if (c >= 0xFFF9 && c <= 0xFFFB)
		return 0;
	if (c >= 0xE0000 && c <= 0xE007F)
		return 0;
	if (c >= 0xFDD0 && c <= 0xFDEF)
		return 0;
	if (c % 0x10000 == 0xFFFE || c % 0x10000 == 0xFFFF)
		return 0;
	return c;
}

static void
check_code_point(uint32_t c, enum gate_form form, struct buf *out, struct buf *again)
{
	uint32_t expected = rule(c, form);
	assert_int_equal(gate_codepoint(c, form), expected);
	if (c >= 0xD800 && c <= 0xDFFF)
		return;
	char bytes[UTF8_MAX], wanted[UTF8_MAX];
	size_t length = utf8_encode(c, bytes);
	size_t wanted_length = expected != 0 ? utf8_encode(expected, wanted) : 0;
	buf_clear(out);
	gate_pass(out, bytes, length, form);
	assert_int_equal(out->length, wanted_length);
	assert_memory_equal(out->data, wanted, wanted_length);
	assert_int_equal(gate_is_clean(bytes, length, form), expected == c);
	assert_true(gate_is_clean(out->data, out->length, form));
	buf_clear(again);
	gate_pass(again, out->data, out->length, form);
	assert_int_equal(again->length, out->length);
}

static void
every_code_point(void **state)
{
	(void)state;
	struct buf out, again;
	buf_init(&out);
	buf_init(&again);
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		check_code_point(c, GATE_LINE, &out, &again);
		check_code_point(c, GATE_TEXT, &out, &again);
	}
	assert_int_equal(gate_codepoint(0x110000, GATE_LINE), 0xFFFD);
	buf_free(&out);
	buf_free(&again);
}

static void
assert_gate(const char *bytes, size_t length, const char *expected)
{
	struct buf out;
	buf_init(&out);
	gate_pass(&out, bytes, length, GATE_LINE);
	assert_string_equal(out.data, expected);
	assert_int_equal(out.length, strlen(expected));
	buf_free(&out);
}

#define REPLACED "\xEF\xBF\xBD"

static void
bad_bytes(void **state)
{
	(void)state;
	assert_gate("", 0, "");
	assert_gate("a\0b", 3, "a" REPLACED "b");
	assert_gate("\x1B[2J", 4, REPLACED "[2J");
	assert_gate("\xC2\x9B"
		    "31m",
			5, REPLACED "31m"); /* C1 CSI */
	assert_gate("\x9B"
		    "31m",
			4, REPLACED "31m"); /* the same as one byte */
	assert_gate("\xE4\xB8", 2, REPLACED);
	assert_gate("\x80\xFF\xE4\xB8", 4, REPLACED REPLACED REPLACED);
	assert_gate("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", 9,
			REPLACED REPLACED REPLACED REPLACED "A");
	assert_gate("中\xE2\x80\xAE文", 9, "中文"); /* right-to-left override */
	assert_gate("\xF3\xA0\x81\x81x", 5, "x");   /* tag A */
	assert_gate(REPLACED, 3, REPLACED);
	assert_gate("a\tb\nc", 5, "a b c");
}

/* Any bytes give clean UTF-8 without a control. */
static void
random_bytes(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out);
	unsigned seed = 99;
	for (int round = 0; round < 20000; round++) {
		char bytes[24];
		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1103515245u + 12345u;
			bytes[i] = (char)(seed >> 16);
		}
		buf_clear(&out);
		gate_pass(&out, bytes, sizeof(bytes), GATE_LINE);
		assert_true(utf8_is_valid(out.data, out.length));
		assert_true(gate_is_clean(out.data, out.length, GATE_LINE));
		for (size_t i = 0; i < out.length; i++)
			assert_true((unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7F);
	}
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(every_code_point),
			cmocka_unit_test(bad_bytes),
			cmocka_unit_test(random_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
