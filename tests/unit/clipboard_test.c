/* What a terminal is sent to copy a text, byte by byte. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tui/clipboard.h"

#include <stdlib.h>
#include <string.h>

static void
assert_sequence(const char *text, enum multiplexer multiplexer, const char *wanted)
{
	struct buf out = buf_empty();
	clipboard_sequence(&out, text, strlen(text), multiplexer);
	assert_string_equal(out.data, wanted);
	buf_free(&out);
}

/* RFC 4648, 10; and bytes of UTF-8. */
static void
test_base64(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="},
			{"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="},
			{"foobar", "Zm9vYmFy"}, {"新闻\n", "5paw6Ze7Cg=="}};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct buf wanted = buf_empty();
		buf_format(&wanted, "\033]52;c;%s\a", pairs[i][1]);
		assert_sequence(pairs[i][0], MULTIPLEXER_NONE, wanted.data);
		buf_free(&wanted);
	}
}

static void
test_wrapped(void **state)
{
	(void)state;
	assert_sequence("foo", MULTIPLEXER_TMUX,
			"\033]52;c;Zm9v\a\033Ptmux;\033\033]52;c;Zm9v\a\033\\");
	assert_sequence("foo", MULTIPLEXER_SCREEN, "\033P\033]52;c;Zm9v\a\033\\");
}

/* GNU screen's pieces, without their wrapping, are the sequence. */
static void
test_pieces_for_screen(void **state)
{
	(void)state;
	char text[2001];
	struct buf wrapped = buf_empty(), plain = buf_empty(), joined = buf_empty();
	memset(text, 'x', 2000);
	text[2000] = '\0';
	clipboard_sequence(&wrapped, text, 2000, MULTIPLEXER_SCREEN);
	clipboard_sequence(&plain, text, 2000, MULTIPLEXER_NONE);
	for (const char *at = wrapped.data; *at != '\0';) {
		assert_memory_equal(at, "\033P", 2);
		const char *end = strstr(at + 2, "\033\\");
		assert_non_null(end);
		assert_true(end - at <= 768);
		buf_add(&joined, at + 2, (size_t)(end - at) - 2);
		at = end + 2;
	}
	assert_string_equal(joined.data, plain.data);
	buf_free(&wrapped);
	buf_free(&plain);
	buf_free(&joined);
}

static void
test_which_multiplexer(void **state)
{
	(void)state;
	static const struct {
		const char *tmux, *sty, *term;
		enum multiplexer multiplexer;
	} cases[] = {{NULL, NULL, "xterm-256color", MULTIPLEXER_NONE},
			{"/tmp/tmux,1,0", NULL, "screen-256color", MULTIPLEXER_TMUX},
			{NULL, NULL, "tmux-256color", MULTIPLEXER_TMUX},
			{NULL, "1.pts-0", "xterm", MULTIPLEXER_SCREEN},
			{NULL, NULL, "screen", MULTIPLEXER_SCREEN},
			{"/tmp/tmux,1,0", "1.pts-0", "xterm", MULTIPLEXER_TMUX}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *const pairs[][2] = {{"TMUX", cases[i].tmux}, {"STY", cases[i].sty},
				{"TERM", cases[i].term}};
		for (size_t k = 0; k < 3; k++) {
			unsetenv(pairs[k][0]);
			if (pairs[k][1] != NULL)
				setenv(pairs[k][0], pairs[k][1], 1);
		}
		assert_int_equal(clipboard_multiplexer(), cases[i].multiplexer);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_base64),
			cmocka_unit_test(test_wrapped),
			cmocka_unit_test(test_pieces_for_screen),
			cmocka_unit_test(test_which_multiplexer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
