#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/edits.h"

static void
counts_edits(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		size_t count, shorter, longer;
	} pairs[] = {
			{"", "", 0, 0, 0},
			{"", "ab", 2, 0, 2},
			{"title", "title", 0, 5, 5},
			{"title", "titel", 1, 5, 5},
			{"title", "tile", 1, 4, 5},
			{"title", "tittle", 1, 5, 6},
			{"title", "tidle", 1, 5, 5},
			{"ca", "abc", 3, 2, 3}, /* no pair is swapped and edited again */
			{"kitten", "sitting", 3, 6, 7},
			{"新能源", "新能元", 1, 3, 3}, /* characters, not bytes */
			{"四川经济网", "四川经济", 1, 4, 5},
			{"能新源", "新能源", 1, 3, 3},
	};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct edits there = edits_between(pairs[i].a, pairs[i].b);
		struct edits back = edits_between(pairs[i].b, pairs[i].a);
		assert_int_equal(there.count, pairs[i].count);
		assert_int_equal(back.count, pairs[i].count);
		assert_int_equal(there.shorter, pairs[i].shorter);
		assert_int_equal(back.longer, pairs[i].longer);
	}
}

static void
compares_the_beginnings_of_long_words(void **state)
{
	(void)state;
	char a[3 * EDITS_CHARACTERS + 1], b[3 * EDITS_CHARACTERS + 1];
	for (size_t i = 0; i < sizeof(a); i++) {
		a[i] = 'a';
		b[i] = i < EDITS_CHARACTERS - 1 ? 'a' : 'b';
	}
	a[sizeof(a) - 1] = b[sizeof(b) - 1] = '\0';
	struct edits edits = edits_between(a, b);
	assert_int_equal(edits.count, 1);
	assert_int_equal(edits.longer, EDITS_CHARACTERS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(counts_edits),
			cmocka_unit_test(compares_the_beginnings_of_long_words),
	};
	return cmocka_run_group_tests_name("edits", tests, NULL, NULL);
}
