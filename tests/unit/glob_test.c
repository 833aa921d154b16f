#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/glob.h"
#include "base/xalloc.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

/* Expected: what Ruby's File.fnmatch says, without a flag and with FNM_PATHNAME. */
static void
patterns_by_hand(void **state)
{
	(void)state;
	static const struct {
		const char *pattern, *text;
		bool plain, path;
	} cases[] = {{"", "", true, true}, {"", "a", false, false}, {"*", "", true, true},
			{"*", "a", true, true}, {"*", "a/b", true, false},
			{"*", ".a", false, false}, {".*", ".a", true, true},
			{"a*", "a.b", true, true}, {"a/*", "a/.b", true, false},
			{"*/b", "a/b", true, true}, {"*b", "a/b", true, false},
			{"a?c", "abc", true, true}, {"a?c", "a/c", true, false},
			{"?", "中", true, true}, {"??", "中", false, false},
			{"?a", ".a", false, false}, {"[a-c]x", "bx", true, true},
			{"[^a-c]x", "bx", false, false}, {"[!a]", "b", true, true},
			{"[a/]b", "/b", true, false}, {"[一-龥]", "中", true, true},
			{"[a", "a", false, false}, {"[a-]", "-", true, true},
			{"[]", "]", false, false}, {"[\\]]", "]", true, true},
			{"\\*", "*", true, true}, {"\\*", "a", false, false},
			{"a\\", "a\\", false, false}, {"**", "a/b", true, false},
			{"**/b", "a/b", true, true}, {"a*b*c", "aXbYbZc", true, true},
			{"a*b*c", "aXbYbZ", false, false}, {"*.md", "x.md.md", true, true},
			{"a*/b", "a/c/b", true, false}, {"*a*", "", false, false},
			{"*.*", ".", false, false}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (glob_matches(cases[i].pattern, cases[i].text, false) != cases[i].plain)
			fail_msg("%s, %s: plain", cases[i].pattern, cases[i].text);
		if (glob_matches(cases[i].pattern, cases[i].text, true) != cases[i].path)
			fail_msg("%s, %s: path", cases[i].pattern, cases[i].text);
	}
}

static void
add_random(char *out, size_t most, const char *letters, unsigned *seed)
{
	size_t length = (*seed >> 16) % (most + 1);
	for (size_t i = 0; i < length; i++) {
		*seed = *seed * 1103515245U + 12345U;
		out[i] = letters[(*seed >> 16) % strlen(letters)];
	}
	*seed = *seed * 1103515245U + 12345U;
	out[length] = '\0';
}

/* The C library agrees in the C locale, but for sets that begin with `]` or are not closed. */
static void
patterns_at_random(void **state)
{
	(void)state;
	unsigned seed = 5;
	for (int i = 0; i < 200000; i++) {
		char pattern[16], text[16];
		add_random(pattern, 7, "ab*?/.", &seed);
		add_random(text, 7, "ab/.", &seed);
		for (int is_path = 0; is_path < 2; is_path++) {
			int flags = FNM_PERIOD | (is_path ? FNM_PATHNAME : 0);
			bool expected = fnmatch(pattern, text, flags) == 0;
			if (glob_matches(pattern, text, is_path) != expected)
				fail_msg("'%s', '%s', path %d: not %d", pattern, text, is_path,
						expected);
		}
	}
}

/* A matcher that tries each star at each place would not end. */
static void
many_stars(void **state)
{
	(void)state;
	enum { STARS = 2000, LENGTH = 4000 };
	char *pattern = xcalloc(2 * STARS + 2, 1), *text = xcalloc(LENGTH + 1, 1);
	for (size_t i = 0; i < STARS; i++)
		memcpy(pattern + 2 * i, "*a", 2);
	memset(text, 'a', LENGTH);
	assert_true(glob_matches(pattern, text, false));
	pattern[2 * STARS] = 'b';
	assert_false(glob_matches(pattern, text, false));
	assert_false(glob_matches(pattern, text, true));
	free(pattern);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(patterns_by_hand),
			cmocka_unit_test(patterns_at_random),
			cmocka_unit_test(many_stars),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
