/* Character references: each as a browser shows it, and what is none as it is. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/char_reference.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text, *shown;
} references[] = {
		{"", ""},
		{"A &amp; B", "A & B"},
		{"&lt;b&gt;", "<b>"},
		{"&quot;a&quot; &apos;b&apos;", "\"a\" 'b'"},
		{"&amp;amp;", "&amp;"},
		{"&#20013;&#x6587;&#X4E2D;", "中文中"},
		{"&nbsp;x", "\xC2\xA0x"},
		{"&ldquo;a&rdquo;&mdash;&hellip;", "“a”—…"},
		{"&eacute;&Eacute;&yuml;&THORN;", "éÉÿÞ"},
		{"&alpha;&Omega;&sigmaf;&omega;", "αΩςω"},
		{"&lang;&rang;&diams;&euro;&trade;", "⟨⟩♦€™"},
		{"&AMP; &LT &COPY 2022 &REG;", "& < © 2022 ®"},
		{"&#128512;", "😀"},
		/* Windows-1252, nothing, halves of pairs, beyond Unicode. */
		{"&#147;a&#148;&#x80;", "“a”€"},
		{"&#0;&#xD800;&#x110000;&#99999999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD"},
		{"&#27;", "\x1B"},
		/* Without semicolon: by number and by the names of old, the longest that fits. */
		{"&#65 &#x42x", "A Bx"},
		{"a&ampb &copy2022 &notit; &notin;", "a&b ©2022 ¬it; ∉"},
		{"&times;&timesx", "××x"},
		{"&para=2", "¶=2"},
		/* None. */
		{"R&D, AT&T, a & b, x&", "R&D, AT&T, a & b, x&"},
		{"&;&#;&#x;&#xg;&&#", "&;&#;&#x;&#xg;&&#"},
		{"&mdash &alpha x", "&mdash &alpha x"},
		{"&nosuchname; &verylongnamethatisnone;", "&nosuchname; &verylongnamethatisnone;"},
		{"&Amp; &aMP;", "&Amp; &aMP;"},
		{"股价&中文;", "股价&中文;"},
};

static void
test_references(void **state)
{
	(void)state;
	struct buf out = buf_empty();
	for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++) {
		buf_clear(&out);
		char_reference_decode(&out, references[i].text, strlen(references[i].text));
		assert_string_equal(out.data, references[i].shown);
	}
	buf_free(&out);
}

/* Cut anywhere, nothing is read beyond the end, and nothing grows. */
static void
test_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++) {
		for (size_t length = 0; length <= strlen(references[i].text); length++) {
			char *text = malloc(length + 1);
			memcpy(text, references[i].text, length);
			struct buf out = buf_empty();
			char_reference_decode(&out, text, length);
			assert_true(out.length <= length);
			buf_free(&out);
			free(text);
		}
	}
}

/* Names of HTML 5 are none of HTML 4. */
static void
test_html_4(void **state)
{
	(void)state;
	assert_int_equal(char_reference_html4("nbsp;", 4), 0xA0);
	assert_int_equal(char_reference_html4("sup", 3), 0x2283);
	assert_int_equal(char_reference_html4("sup2", 4), 0xB2);
	assert_int_equal(char_reference_html4("zwnj", 4), 0x200C);
	assert_int_equal(char_reference_html4("AElig", 5), 0xC6);
	static const char *const none[] = {"", "n", "nbs", "nbspx", "AMP", "star", "zzz"};
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(char_reference_html4(none[i], strlen(none[i])), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_references),
			cmocka_unit_test(test_cut),
			cmocka_unit_test(test_html_4),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
