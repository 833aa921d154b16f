#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "keymap/chord.h"

#include <string.h>

struct named {
	const char *written;
	const char *name; /* NULL: no key */
};

static void
assert_named(const struct named *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct chord chord;
		bool is_key = chord_parse(cases[i].written, strlen(cases[i].written), &chord);
		struct buf name = buf_empty();
		if (is_key)
			chord_format(chord, &name);
		if (is_key != (cases[i].name != NULL))
			fail_msg("'%s' is taken as '%s'", cases[i].written, name.data);
		if (is_key && strcmp(name.data, cases[i].name) != 0)
			fail_msg("'%s' is '%s', not '%s'", cases[i].written, name.data,
					cases[i].name);
		buf_free(&name);
	}
}

#define ASSERT_NAMED(cases) assert_named((cases), sizeof(cases) / sizeof((cases)[0]))

static void
test_names(void **state)
{
	(void)state;
	static const struct named cases[] = {
			{"a", "a"},
			{"A", "A"},
			{"中", "中"},
			{"<", "<"},
			{">", ">"},
			{"<>", NULL},
			{"-", "-"},
			{"^", "^"},
			{"?", "?"},
			{"Enter", "Enter"},
			{"enter", "Enter"},
			{"Return", "Enter"},
			{"<CR>", "Enter"},
			{"Escape", "Esc"},
			{"<Esc>", "Esc"},
			{"Space", "Space"},
			{"PageUp", "PgUp"},
			{"F1", "F1"},
			{"F12", "F12"},
			{"F13", NULL},
			{"Backspace", "BS"},
			{"C-d", "C-d"},
			{"C-D", "C-d"},
			{"c-d", "C-d"},
			{"<C-d>", "C-d"},
			{"<c-d>", "C-d"},
			{"^D", "C-d"},
			{"^d", "C-d"},
			{"Ctrl-d", "C-d"},
			{"M-x", "M-x"},
			{"Alt-x", "M-x"},
			{"M-X", "M-X"},
			{"M-<", "M-<"},
			{"<M-<>", "M-<"},
			{"C-M-a", "C-M-a"},
			{"M-C-a", "C-M-a"},
			{"M-^A", "C-M-a"},
			{"S-Tab", "S-Tab"},
			{"S-F5", "S-F5"},
			{"C-Left", "C-Left"},
			{"C--", NULL},
			{"M--", "M--"},
			{"C-\\", "C-\\"},
			{"C-]", "C-]"},
			{"C-_", "C-_"},
	};
	ASSERT_NAMED(cases);
}

static void
test_what_terminals_cannot_tell_apart(void **state)
{
	(void)state;
	static const struct named cases[] = {
			{"C-i", "Tab"},
			{"C-I", "Tab"},
			{"C-m", "Enter"},
			{"^M", "Enter"},
			{"C-[", "Esc"},
			{"^[", "Esc"},
			{"M-C-i", "M-Tab"},
			{"C-@", "C-Space"},
			{"C-/", "C-_"},
			{"C-Enter", "Enter"},
			{"S-Enter", "Enter"},
			{"S-Space", "Space"},
			{"C-Tab", "Tab"},
			{"C-S-Tab", "S-Tab"},
			{"S-a", "A"},
			{"S-A", "A"},
			{"C-S-a", "C-a"},
	};
	ASSERT_NAMED(cases);
}

static void
test_no_keys(void **state)
{
	(void)state;
	static const struct named cases[] = {
			{"", NULL},
			{" ", NULL},
			{"gx", NULL},
			{"C-", NULL},
			{"Entr", NULL},
			{"中文", NULL},
			{"\x01", NULL},
			{"\x7F", NULL},
			{"\xC2\x85", NULL},
			{"\xFF", NULL},
			{"C-1", NULL},
			{"C-中", NULL},
			{"S-中", NULL},
			{"S-1", NULL},
			{"C-?", NULL},
	};
	ASSERT_NAMED(cases);
	struct chord chord;
	assert_false(chord_parse("a\0b", 3, &chord));
	assert_true(chord_parse("abc", 1, &chord));
}

static void
test_a_name_is_read_back(void **state)
{
	(void)state;
	static const unsigned modifiers[] = {0, CHORD_CTRL, CHORD_META, CHORD_SHIFT,
			CHORD_CTRL | CHORD_META, CHORD_META | CHORD_SHIFT};
	for (uint32_t code = CHORD_ENTER; code <= CHORD_F12; code++) {
		for (size_t i = 0; i < sizeof(modifiers) / sizeof(modifiers[0]); i++) {
			struct chord chord = {.code = code, .modifiers = modifiers[i]};
			struct chord once, twice;
			struct buf name = buf_empty();
			chord_format(chord, &name);
			assert_true(chord_parse(name.data, name.length, &once));
			assert_int_equal(once.code, code);
			/* What was made one with another stays so. */
			buf_clear(&name);
			chord_format(once, &name);
			assert_true(chord_parse(name.data, name.length, &twice));
			assert_true(chord_equal(once, twice));
			buf_free(&name);
		}
	}
	for (uint32_t code = '!'; code < 0x7F; code++) {
		struct chord chord = {.code = code};
		struct chord again;
		struct buf name = buf_empty();
		chord_format(chord, &name);
		assert_true(chord_parse(name.data, name.length, &again));
		assert_true(chord_equal(chord, again));
		buf_free(&name);
	}
}

static void
test_equal(void **state)
{
	(void)state;
	struct chord a = {.code = 'a'};
	assert_true(chord_equal(a, (struct chord){.code = 'a'}));
	assert_false(chord_equal(a, (struct chord){.code = 'b'}));
	assert_false(chord_equal(a, (struct chord){.code = 'a', .modifiers = CHORD_META}));
}

static void
test_twins(void **state)
{
	(void)state;
	static const struct {
		uint32_t from, to;
	} cases[] = {{0xFF0F, '/'}, {0xFF1F, '?'}, {0xFF1A, ':'}, {0xFF21, 'A'}, {0xFF41, 'a'},
			{0xFF11, '1'}, {0xFF01, '!'}, {0xFF5E, '~'}, {0x3000, ' '}, {0x3002, '.'},
			{0x3001, '/'}, {0x300A, '<'}, {0x300B, '>'}, {0x3010, '['}, {0x3011, ']'},
			{0x300C, '{'}, {0x2026, '^'}, {0xFFE5, '$'}, {0xFF00, 0xFF00},
			{0xFF5F, 0xFF5F}, {'a', 'a'}, {0x4E2D, 0x4E2D}, {CHORD_UP, CHORD_UP}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct chord twin = chord_ascii_twin((struct chord){cases[i].from, CHORD_META});
		assert_int_equal(twin.code, cases[i].to);
		assert_int_equal(twin.modifiers, CHORD_META);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_names),
			cmocka_unit_test(test_what_terminals_cannot_tell_apart),
			cmocka_unit_test(test_no_keys),
			cmocka_unit_test(test_a_name_is_read_back),
			cmocka_unit_test(test_equal),
			cmocka_unit_test(test_twins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
