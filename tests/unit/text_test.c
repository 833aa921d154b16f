#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/text_simple.h"
#include "base/utf8.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <wchar.h>

enum { LAST_CODEPOINT = 0x10FFFF, RANDOM_TEXTS = 20000 };

static bool
is_scalar(uint32_t codepoint)
{
	return codepoint < 0xD800 || (codepoint > 0xDFFF && codepoint <= LAST_CODEPOINT);
}

static void
columns_are_wcwidth(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= LAST_CODEPOINT; c++) {
		int expected = wcwidth((wchar_t)c);
		if (expected < 0)
			expected = 1;
		if (text_is_left_out(c))
			expected = 0;
		if (text_codepoint_columns(c) != expected)
			fail_msg("U+%04X: %d, not %d", c, text_codepoint_columns(c), expected);
	}
}

static void
simple_characters_are_simple(void **state)
{
	(void)state;
	size_t count = 0;
	for (uint32_t c = 0; c <= LAST_CODEPOINT; c++) {
		const struct text_simple *simple = text_simple_find(c);
		if (simple == NULL)
			continue;
		count++;
		if (wcwidth((wchar_t)c) != simple->columns)
			fail_msg("U+%04X has %d columns", c, wcwidth((wchar_t)c));
		/* U+3030 and U+303D are pictographs by UAX #51: not to be in the table. */
		if (uc_graphemeclusterbreak_property(c) != GBP_OTHER ||
				uc_is_property_extended_pictographic(c))
			fail_msg("U+%04X may join its neighbours", c);
	}
	assert_true(count > 21000);
}

static void
assert_columns(const char *text, size_t expected)
{
	assert_int_equal(text_columns(text, strlen(text)), expected);
}

static void
columns_of_clusters(void **state)
{
	(void)state;
	assert_columns("", 0);
	assert_columns("abc", 3);
	assert_columns("四川经济网", 10);
	assert_columns("e\xCC\x81", 1);		       /* e and a combining acute */
	assert_columns("\xCC\x81x", 2);		       /* a mark without a base */
	assert_columns("\xE2\x80\x8B\xEF\xB8\x8F", 0); /* nothing to see */
	assert_columns("a\xC2\xAD"
		       "b",
			2);				       /* soft hyphen */
	assert_columns("\xF0\x9F\x91\x8D", 2);		       /* thumbs up */
	assert_columns("\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD", 2); /* with a skin tone */
	assert_columns("\xF0\x9F\x8F\xBD", 2);		       /* a skin tone by itself */
	assert_columns("\xE2\x9D\xA4\xEF\xB8\x8F", 1);	       /* heart, VS16 */
	assert_columns("\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9", 4); /* ZWJ pair */
	assert_columns("\xEF\xBC\xA7\xEF\xBC\xA4\xEF\xBC\xB0", 6);	   /* full-width GDP */
}

static void
assert_cluster(const char *text, size_t expected)
{
	assert_int_equal(text_cluster(text, strlen(text)), expected);
}

static void
clusters_by_hand(void **state)
{
	(void)state;
	assert_int_equal(text_cluster("", 0), 0);
	assert_cluster("ab", 1);
	assert_cluster("中文", 3);
	assert_cluster("e\xCC\x81x", 3);
	assert_cluster("か\xE3\x82\x99", 6);
	assert_cluster("\r\nx", 2);
	assert_cluster("\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3",
			8); /* CN CN */
	assert_cluster("\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7!",
			18);
	assert_cluster("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8\xE1\x84\x80", 9); /* Hangul L V T, L */
	assert_int_equal(text_last_cluster("abe\xCC\x81", 5), 3);
	assert_int_equal(text_last_cluster("文字", 6), 3);
	assert_int_equal(text_last_cluster("", 0), 0);
	/* Three regional indicators: a flag and one alone. */
	const char *flags = "a\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3\xF0\x9F\x87\xA8";
	assert_int_equal(text_last_cluster(flags, strlen(flags)), 4);
}

/* What makes clusters interesting, one or two of each break property. */
static const uint32_t alphabet[] = {'a', ' ', 0x4E2D, 0x3002, 0x0D, 0x0A, 0x200B, 0x301, 0x3099,
		0x20E3, 0xFE0F, 0x200D, 0x0600, 0x0903, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01,
		0x1F1E8, 0x1F1F3, 0x1F468, 0x1F469, 0x2764, 0xA9, 0x1F3FD, 0x1F4A9, 0x3030, 0xFF21};

static size_t
random_text(char *out, unsigned *seed)
{
	size_t length = 0;
	for (size_t i = 0; i < 8; i++) {
		*seed = *seed * 1103515245u + 12345u;
		uint32_t c = alphabet[(*seed >> 16) % (sizeof(alphabet) / sizeof(alphabet[0]))];
		length += utf8_encode(c, out + length);
	}
	return length;
}

static void
clusters_agree_with_libunistring(void **state)
{
	(void)state;
	unsigned seed = 1;
	for (int i = 0; i < RANDOM_TEXTS; i++) {
		char text[8 * UTF8_MAX], breaks[8 * UTF8_MAX + 1];
		size_t length = random_text(text, &seed);
		u8_grapheme_breaks((const uint8_t *)text, length, breaks);
		size_t offset = 0, last = 0;
		while (offset < length) {
			last = text_cluster(text + offset, length - offset);
			for (size_t k = 1; k < last; k++)
				assert_int_equal(breaks[offset + k], 0);
			offset += last;
			if (offset < length)
				assert_int_equal(breaks[offset], 1);
		}
		assert_int_equal(offset, length);
		assert_int_equal(text_last_cluster(text, length), last);
	}
}

static void
fit_takes_whole_clusters(void **state)
{
	(void)state;
	size_t used;
	assert_int_equal(text_fit("中文字", 9, 5, &used), 6);
	assert_int_equal(used, 4);
	assert_int_equal(text_fit("中文字", 9, 6, NULL), 9);
	assert_int_equal(text_fit("中文字", 9, 1, &used), 0);
	assert_int_equal(used, 0);
	assert_int_equal(text_fit("ae\xCC\x81z", 5, 2, &used), 4);
	assert_int_equal(used, 2);
	assert_int_equal(text_fit("e\xCC\x81", 3, 0, NULL), 0);
}

static void
assert_fold(const char *text, const char *expected)
{
	struct buf out = buf_empty();
	text_fold(&out, text, strlen(text));
	assert_string_equal(out.data, expected);
	buf_free(&out);
}

static void
folds(void **state)
{
	(void)state;
	assert_fold("", "");
	assert_fold("GDP", "gdp");
	assert_fold("ＧＤＰ", "gdp");
	assert_fold("四川经济网，新闻", "四川经济网,新闻");
	assert_fold("Straße", "strasse");
	assert_fold("ÉCOLE", "ecole");
	assert_fold("E\xCC\x81", "e");
	assert_fold("Đặng Ñandú Ålesund İş", "đang nandu alesund is");
	assert_fold("Ёлка ΆΈ", "елка αε");
	assert_fold("가\xCC\x81", "가\xCC\x81");
	assert_fold("ｶﾞ", "ガ");
	assert_fold("か\xE3\x82\x99", "が");
	assert_fold("ﬁ", "fi");
	assert_fold("\xE2\x84\xA1", "tel");
	assert_fold("ΣΑΣ", "σασ");
	assert_fold("…", "...");
	assert_fold("\xE3\x80\x80", " ");
	assert_fold("臺灣證券國際後頭髮發乾幹", "台湾证券国际后头发发干干");
	assert_fold("台湾证券国际后头发发干", "台湾证券国际后头发发干");
	assert_fold("\xEF\xA4\x98", "落"); /* a compatibility ideograph */
}

/* The fold of one character without any fast path. */
static void
library_fold(struct buf *out, const char *text, size_t length)
{
	size_t n, m;
	uint8_t *normal = u8_normalize(UNINORM_NFKC, (const uint8_t *)text, length, NULL, &n);
	uint8_t *folded = u8_casefold(normal, n, NULL, UNINORM_NFKD, NULL, &m);
	struct buf bare = buf_empty();
	uint32_t base = 0;
	for (size_t at = 0, step; at < m; at += step) {
		uint32_t c;
		step = utf8_decode((const char *)folded + at, m - at, &c);
		c = text_simplified(c);
		bool is_mark = c >= 0x300 && c <= 0x36F;
		if (!is_mark)
			base = c;
		if (!is_mark || base == 0 || base >= 0x580)
			buf_add_codepoint(&bare, c);
	}
	size_t k;
	uint8_t *composed = u8_normalize(
			UNINORM_NFC, (const uint8_t *)bare.data, bare.length, NULL, &k);
	buf_add(out, composed, k);
	free(normal);
	free(folded);
	free(composed);
	buf_free(&bare);
}

static void
fold_agrees_with_libunistring(void **state)
{
	(void)state;
	struct buf out = buf_empty();
	struct buf expected = buf_empty();
	for (uint32_t c = 1; c <= 0x1FFFF; c++) {
		if (!is_scalar(c))
			continue;
		char bytes[UTF8_MAX];
		size_t length = utf8_encode(c, bytes);
		buf_clear(&out);
		buf_clear(&expected);
		text_fold(&out, bytes, length);
		library_fold(&expected, bytes, length);
		if (strcmp(out.data, expected.data) != 0)
			fail_msg("U+%04X: %s, not %s", c, out.data, expected.data);
	}
	buf_free(&out);
	buf_free(&expected);
}

/* The table is closed: no character stands for another and has one that stands for it. */
static void
simplified_once_is_for_all(void **state)
{
	(void)state;
	size_t count = 0;
	for (uint32_t c = 0; c <= 0x2FFFF; c++) {
		uint32_t simplified = text_simplified(c);
		count += simplified != c;
		assert_int_equal(text_simplified(simplified), simplified);
		if (simplified != c) {
			assert_in_range(c, 0x4E00, 0x9FFF);
			assert_in_range(simplified, 0x4E00, 0x9FFF);
		}
	}
	assert_in_range(count, 2000, 4000);
}

static void
fold_map_leads_back(void **state)
{
	(void)state;
	size_t *map;
	struct buf out = buf_empty();
	const char *text = "Aß中…Z"; /* at 0, 1, 3, 6, 9; 10 bytes */
	text_fold_mapped(&out, &map, text, strlen(text));
	assert_string_equal(out.data, "ass中...z");
	const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 9, 10};
	assert_int_equal(out.length + 1, sizeof(expected) / sizeof(expected[0]));
	assert_memory_equal(map, expected, sizeof(expected));
	free(map);
	buf_clear(&out);
	text_fold_mapped(&out, &map, "", 0);
	assert_int_equal(map[0], 0);
	free(map);
	buf_free(&out);
}

static void
fold_twice_is_fold_once(void **state)
{
	(void)state;
	unsigned seed = 7;
	struct buf once = buf_empty();
	struct buf twice = buf_empty();
	for (int i = 0; i < 2000; i++) {
		char text[8 * UTF8_MAX];
		size_t length = random_text(text, &seed);
		buf_clear(&once);
		buf_clear(&twice);
		text_fold(&once, text, length);
		text_fold(&twice, once.data, once.length);
		assert_string_equal(once.data, twice.data);
	}
	buf_free(&once);
	buf_free(&twice);
}

static void
assert_lower(const char *text, const char *expected)
{
	struct buf out = buf_empty();
	text_lower(&out, text, strlen(text));
	assert_string_equal(out.data, expected);
	buf_free(&out);
}

static void
assert_title(uint32_t codepoint, const char *expected)
{
	struct buf out = buf_empty();
	text_title(&out, codepoint);
	assert_string_equal(out.data, expected);
	buf_free(&out);
}

static void
case_is_full_and_of_no_language(void **state)
{
	(void)state;
	assert_lower("ISTANBUL İı ÄÉ ΑΣ ẞ 中文 カ", "istanbul i\xCC\x87ı äé ασ ß 中文 カ");
	assert_lower("", "");
	assert_title('i', "I");
	assert_title('I', "I");
	assert_title(0xDF, "Ss");
	assert_title(0xFB01, "Fi");
	assert_title(0x1C6, "ǅ");
	assert_title(0x131, "I");
	assert_title(0x4E2D, "中");
}

static void
words_are_letters_marks_and_digits(void **state)
{
	(void)state;
	static const uint32_t words[] = {'a', 'Z', '0', 0xAA, 0x0301, 0x0663, 0x4E2D, 0x3042,
			0x0E31, 0xFE0F, 0x20000, 0x1E921};
	static const uint32_t others[] = {0, '_', '-', ' ', 0xB2, 0x2160, 0x24B6, 0x3007, 0x3021,
			0xFFFD, 0x1F600, 0xE000};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_true(text_is_word(words[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(text_is_word(others[i]));
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns_are_wcwidth),
			cmocka_unit_test(simple_characters_are_simple),
			cmocka_unit_test(columns_of_clusters),
			cmocka_unit_test(clusters_by_hand),
			cmocka_unit_test(clusters_agree_with_libunistring),
			cmocka_unit_test(fit_takes_whole_clusters),
			cmocka_unit_test(folds),
			cmocka_unit_test(fold_agrees_with_libunistring),
			cmocka_unit_test(simplified_once_is_for_all),
			cmocka_unit_test(fold_map_leads_back),
			cmocka_unit_test(fold_twice_is_fold_once),
			cmocka_unit_test(case_is_full_and_of_no_language),
			cmocka_unit_test(words_are_letters_marks_and_digits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
