#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/gate.h"
#include "base/utf8.h"

#include <string.h>

/* Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties, and annotation. */
static const uint32_t unseen[][2] = {{0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C}, {0x115F, 0x1160},
		{0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F}, {0x202A, 0x202E},
		{0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
		{0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFC}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
		{0xE0000, 0xE0FFF}};

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
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++) {
		if (c >= unseen[i][0] && c <= unseen[i][1])
			return 0;
	}
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
	struct buf out = buf_empty();
	struct buf again = buf_empty();
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
	struct buf out = buf_empty();
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

static void
expect_gate(const char *text, const char *expected)
{
	assert_gate(text, strlen(text), expected);
	assert_gate(expected, strlen(expected), expected);
	assert_int_equal(gate_is_clean(text, strlen(text), GATE_TEXT), strcmp(text, expected) == 0);
}

#define ZWNJ "\u200C"
#define ZWJ "\u200D"

/* Joiners and variation selectors stay where they shape something, once. */
static void
joiners(void **state)
{
	static const char *const kept[] = {"می" ZWNJ "خواهم", "क्" ZWJ "ष", "ක්" ZWJ "ර", "ه" ZWJ,
			"👩" ZWJ "💻", "❤\uFE0F" ZWJ "🔥", "👍🏽" ZWJ "♂\uFE0F", "1\uFE0F\u20E3",
			"葛\U000E0100", "﨑\uFE00", "∩\uFE00", "ᠠ\u180B", "☺\uFE0E"};
	(void)state;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		expect_gate(kept[i], kept[i]);
	expect_gate("می" ZWNJ ZWNJ ZWNJ "خواهم", "می" ZWNJ "خواهم");
	expect_gate("می" ZWNJ ZWJ "خ", "می" ZWNJ "خ");
	expect_gate("a" ZWNJ "b" ZWJ "c中" ZWNJ "文" ZWJ, "abc中文");
	expect_gate(ZWNJ "م \uFE0F" ZWNJ, "م ");
	expect_gate("a\uFE0Fb\uFE00c\U000E0100", "abc");
	expect_gate("葛\U000E0100\U000E0101\uFE0F", "葛\U000E0100");
	expect_gate("م\u2066" ZWNJ "م", "م" ZWNJ "م");
	expect_gate("支\u2061付\u2062\u2063\u2064宝", "支付宝");
	expect_gate("支\uFEFF付\u3164\uFFA0\u115F\u1160\uFFFC宝", "支付宝");
	expect_gate("甲\u00AD乙\u034F丙\u17B4\u206A\U0001D173\uFFF9", "甲乙丙");
}

/* Any bytes give clean UTF-8 without a control. */
static void
random_bytes(void **state)
{
	(void)state;
	struct buf out = buf_empty();
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
			cmocka_unit_test(joiners),
			cmocka_unit_test(random_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
